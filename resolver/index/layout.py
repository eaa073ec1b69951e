"""An index directory: one .npy file an array and a manifest that names format, engine, hash and counts. Of an array
that has the same value throughout, the file holds one, and the manifest says how often it is `repeated`."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh3_64_hexdigest

from resolver.errors import IndexFormatError, IndexMissingError
from resolver.version import __version__

FORMAT = 8
_MANIFEST = "manifest.json"
_HERE, _EXCHANGE = -100, 2
"""AT_FDCWD and RENAME_EXCHANGE of Linux, see renameat2(2)."""

Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """What the manifest says: `hash` is the hex content hash, independent of the order of input."""

    hash: str
    entities: int
    names: int
    tokens: int


def save(arrays: Arrays, info: IndexInfo, directory: Path) -> None:
    """Writes the index whole or not at all; an index that stood there is replaced.

    Raises IndexFormatError if the directory holds something else.
    """
    directory = directory.resolve()
    if directory.exists() and any(directory.iterdir()) and not (directory / _MANIFEST).is_file():
        raise IndexFormatError(f"{directory} is a directory with other files: name a new or empty one")
    directory.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{directory.name}.", dir=directory.parent))
    try:
        repeated = {}
        for name, array in arrays.items():
            if _is_uniform(array):
                repeated[name], array = len(array), array[:1]
            with (fresh / f"{name}.npy").open("wb") as file:
                np.save(file, array, allow_pickle=False)
                file.flush()
                os.fsync(file.fileno())
        files = {path.name: _described(path) for path in sorted(fresh.glob("*.npy"))}
        manifest = {"format": FORMAT, "engine": __version__, **asdict(info), "repeated": repeated, "files": files}
        with (fresh / _MANIFEST).open("w", encoding="utf-8") as file:
            json.dump(manifest, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        fresh.chmod(0o755)
        _swap(fresh, directory)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _is_uniform(array: NDArray[Any]) -> bool:
    """Whether an array has more than one value, and these are all the same."""
    return len(array) > 1 and array[:1].tobytes() * len(array) == array.tobytes()


def _differs(found: Mapping[str, Any], described: Mapping[str, Any]) -> str:
    if found["bytes"] != described.get("bytes"):
        return f"it has {found['bytes']} bytes, not {described.get('bytes')}"
    return "its content is not what was written"


def _described(path: Path) -> dict[str, Any]:
    """What the manifest says of a file: its size, and a digest of what is in it."""
    return {"bytes": path.stat().st_size, "xxh3": _digest(path)}


def _digest(path: Path) -> str:
    """XXH3 of a file, hex: reads gigabytes a second, so that every opening can tell a flipped bit."""
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        return xxh3_64_hexdigest(content)


def _swap(fresh: Path, directory: Path) -> None:
    """Puts `fresh` in the place of `directory`; readers that have the old files open keep them."""
    if not directory.exists():
        with suppress(OSError):  # somebody else may be the first
            fresh.replace(directory)
            return
    if _exchanged(fresh, directory):
        return
    old = Path(tempfile.mkdtemp(prefix=f".{directory.name}.old.", dir=directory.parent))
    directory.replace(old)
    fresh.replace(directory)
    shutil.rmtree(old, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Lets two directories change places at one stroke, so that there is no moment without an index; False where the
    system can't."""
    if sys.platform != "linux" or not hasattr(library := ctypes.CDLL(None), "renameat2"):
        return False
    done: int = library.renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE)
    return done == 0


def load(directory: Path) -> tuple[dict[str, NDArray[Any]], IndexInfo]:
    """Maps the arrays of an index into memory. Where another takes its place meanwhile, that one is read.

    Raises IndexMissingError where there is none, IndexFormatError where it is damaged or of another format.
    """
    while True:
        manifest = _manifest(directory)
        try:
            arrays = _mapped(directory, manifest)
        except IndexFormatError:
            if _manifest(directory) == manifest:
                raise
        else:
            if _manifest(directory) == manifest:
                return arrays, manifest.info


@dataclass(frozen=True, slots=True)
class _Manifest:
    """What an index says of itself: for each file its size and digest, and how often the values of some arrays are
    repeated."""

    info: IndexInfo
    files: Mapping[str, Mapping[str, Any]]
    repeated: Mapping[str, int]


def _manifest(directory: Path) -> _Manifest:
    try:
        found = json.loads((directory / _MANIFEST).read_text("utf-8"))
        if found["format"] != FORMAT:
            raise IndexFormatError(
                f"{directory} has index format {found['format']}, this version reads {FORMAT}: build the index anew"
            )
        info = IndexInfo(**{key: found[key] for key in ("hash", "entities", "names", "tokens")})
        manifest = _Manifest(info, found["files"], found.get("repeated", {}))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise IndexMissingError(f"no index at {directory}: build one with `resolver index NAMES -o DIR`") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexFormatError(f"{directory / _MANIFEST} can't be read ({error}): build the index anew") from error
    return manifest


def _mapped(directory: Path, manifest: _Manifest) -> dict[str, NDArray[Any]]:
    arrays = {}
    for name, described in manifest.files.items():
        path = directory / name
        try:
            found = _described(path)
            if found != described:
                raise IndexFormatError(f"{path} is damaged ({_differs(found, described)}): build the index anew")
            # A plain array over the map: slicing a `memmap` costs three times as much.
            arrays[path.stem] = np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
        except (OSError, ValueError, AttributeError) as error:
            raise IndexFormatError(f"{path} can't be read ({error}): build the index anew") from error
    return arrays | {
        name: np.broadcast_to(arrays[name], (count, *arrays[name].shape[1:]))
        for name, count in manifest.repeated.items()
    }
