"""The index of the bundled aliases: built once, then kept in the user's cache folder."""

from __future__ import annotations

import hashlib
import shutil
from importlib.resources import files
from pathlib import Path

import platformdirs

from resolver.errors import NameIndexError
from resolver.index import NameIndex, build_index
from resolver.sources import bundled_files, read_aliases
from resolver.version import __version__


def bundled_index() -> NameIndex:
    """The index of the bundled aliases, out of the cache folder where it is there and still right.

    Where the folder can't be written the index is built in memory. Raises AliasError if the aliases are damaged.
    """
    folder = Path(platformdirs.user_cache_dir("resolver"))
    path = folder / f"bundled-{_fingerprint()}"
    try:
        return NameIndex.open(path)
    except (NameIndexError, OSError):
        pass
    try:
        build_index(read_aliases(bundled_files()), path)
        for other in folder.glob("bundled-*"):
            if other != path:
                shutil.rmtree(other, ignore_errors=True)
        return NameIndex.open(path)
    except (NameIndexError, OSError):
        return NameIndex.of(read_aliases(bundled_files()))


def _fingerprint() -> str:
    """Changes whenever the aliases or anything that the index is made by does: version, code, data."""
    package = Path(str(files("resolver")))
    content = hashlib.sha256(__version__.encode())
    for path in sorted([*bundled_files(), *package.rglob("*.py"), *package.rglob("data/*")]):
        state = path.stat()
        content.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return content.hexdigest()[:16]
