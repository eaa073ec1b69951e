"""The index of the bundled aliases: built once, then kept in the user's cache folder."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

import platformdirs

from resolver.errors import NameIndexError
from resolver.index import NameIndex, build_index
from resolver.sources import bundled_files, read_aliases
from resolver.version import __version__

_KEPT_SECONDS = 30 * 86_400
"""An index that was not opened for so long goes when another is built."""
_NOT_READ = (".npy", ".so", ".pyc")
"""Learned arrays, for which their manifest stands, and what compilers make."""


def bundled_index() -> NameIndex:
    """The index of the bundled aliases, out of the cache folder where it is there and still right.

    Where the folder can't be written the index is built in memory. Raises AliasError if the aliases are damaged.
    """
    folder = Path(platformdirs.user_cache_dir("resolver"))
    path = folder / f"bundled-{_fingerprint()}"
    with suppress(NameIndexError, OSError):
        return _opened(path)
    try:
        build_index(read_aliases(bundled_files()), path)
        _forget_unused(folder)
        return _opened(path)
    except (NameIndexError, OSError):
        return NameIndex.of(read_aliases(bundled_files()))


def _opened(path: Path) -> NameIndex:
    """The index at a path, which is thereby noted as in use."""
    index = NameIndex.open(path)
    with suppress(OSError):  # somebody else's, or on a file system that is only read
        os.utime(path)
    return index


def _forget_unused(folder: Path) -> None:
    """Several versions may share the folder, each with an index of its own."""
    for path in folder.glob("bundled-*"):
        with suppress(OSError):  # another process was first
            if time.time() - path.stat().st_mtime > _KEPT_SECONDS:
                shutil.rmtree(path, ignore_errors=True)


def _fingerprint() -> str:
    """Changes whenever the aliases or anything that the index is made by does: version, code, data. Where the package
    lies, and when its files were written, plays no part: a container image keeps neither to the second."""
    package = Path(str(files("resolver")))
    content = hashlib.blake2b(__version__.encode(), digest_size=8)
    for path in sorted([*bundled_files(), *(path for path in package.rglob("*") if path.suffix not in _NOT_READ)]):
        if path.is_file():
            name = path.relative_to(package) if path.is_relative_to(package) else path.name
            content.update(f"\0{name}\0".encode() + path.read_bytes())
    return content.hexdigest()
