"""The index of the bundled aliases: a wheel brings it; else it is built once and kept in the user's cache folder."""

from __future__ import annotations

import logging
import os
import shutil
import time
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

import platformdirs
from xxhash import xxh3_128

from resolver.errors import NameIndexError
from resolver.index import NameIndex, build_index
from resolver.sources import bundled_files, read_aliases
from resolver.version import __version__

_KEPT_SECONDS = 30 * 86_400
"""An index that was not opened for so long goes when another is built."""
_READY = "ready"
"""Where the package has the index, if it was built into it."""

_log = logging.getLogger(__name__)
_NOT_READ = (".npy", ".so", ".pyc")
"""Learned arrays, for which their manifest stands, and what compilers make."""


def bundled_index() -> NameIndex:
    """The index of the bundled aliases, out of the package or the cache folder where it is there and still right.

    Where the folder can't be written the index is built in memory. Raises AliasError if the aliases are damaged.
    """
    name = f"bundled-{_fingerprint()}"
    with suppress(NameIndexError, OSError):
        return NameIndex.open(_package() / _READY / name)
    folder = Path(platformdirs.user_cache_dir("resolver"))
    path = folder / name
    with suppress(NameIndexError, OSError):
        return _opened(path)
    _log.warning("the list that comes with the package is made ready, which takes some seconds, once")
    try:
        build_index(read_aliases(bundled_files()), path)
        _forget_unused(folder)
        return _opened(path)
    except (NameIndexError, OSError):
        return NameIndex.of(read_aliases(bundled_files()))


def make_ready() -> None:
    """Builds the index into the package, for the wheel that is made of it; what stood there goes."""
    folder = _package() / _READY
    shutil.rmtree(folder, ignore_errors=True)
    build_index(read_aliases(bundled_files()), folder / f"bundled-{_fingerprint()}")


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


def _package() -> Path:
    return Path(str(files("resolver")))


def _fingerprint() -> str:
    """Changes whenever the aliases or anything that the index is made by does: version, code, data. Where the package
    lies, and when its files were written, plays no part: a container image keeps neither to the second."""
    package = str(_package())
    inside = (f"{folder}/{name}" for folder, _, names in os.walk(package) for name in names)
    parts = ((path.removeprefix(package), path) for path in inside if not path.endswith(_NOT_READ))
    made_by = {part: path for part, path in parts if not part.startswith((f"/{_READY}/", "/aliases/"))}
    made_by |= {path.name: str(path) for path in bundled_files()}
    content = xxh3_128(__version__.encode())
    for name, path in sorted(made_by.items()):
        with Path(path).open("rb", buffering=0) as file:  # hundreds of files, most of them small
            content.update(f"\0{name}\0".encode() + file.read())
    return content.hexdigest()
