"""Output that appears under its name only when it is whole."""

from __future__ import annotations

import errno
import gzip
import os
import secrets
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Literal, cast

import zstandard

from resolver.errors import TableError

Sink = IO[bytes]
Cell = str | float | bool | None | list[dict[str, Any]]
Answer = Mapping[str, Cell]
"""What is added to a row: column -> value."""


_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def whole_file(path: Path, part: str | None = None) -> Iterator[Sink]:
    """A binary file that takes its name when the block ends without error, and is removed else.

    It is written beside `path` and flushed to disk first. A name ending in .gz or .zst is compressed; "-" is standard
    output; a device or pipe is written as it comes. `part` is the name it has until then, in place of what an earlier
    attempt left there; without it, a name of its own. Raises TableError where it can't be made.
    """
    if str(path) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise TableError(f"{path} is a directory", mend="Give the name of a file.")
    if target.exists() and not target.is_file():
        with target.open("wb") as stream:
            yield stream
        return
    temporary = target.with_name(part or f".{target.name[:200]}.{secrets.token_hex(6)}.part")
    try:
        with _created(temporary, path, "wb" if part else "xb") as stream:
            with _compressed(stream, target.suffix.lower()) as out:
                yield out
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(target)
    except BaseException as error:
        temporary.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno in _NO_ROOM and error.filename is None:
            error.filename = str(path)
        raise
    _sync_directory(target.parent)


def _created(temporary: Path, path: Path, mode: Literal["wb", "xb"]) -> IO[bytes]:
    try:
        return temporary.open(mode)
    except OSError as error:
        raise TableError(f"{path} can't be written: {error.strerror}") from None


@contextmanager
def _compressed(stream: IO[bytes], suffix: str) -> Iterator[Sink]:
    if suffix == ".gz":
        # Neither time nor file name go into the header: the same input gives the same bytes.
        with gzip.GzipFile(filename="", mode="wb", fileobj=stream, compresslevel=6, mtime=0) as zipped:
            yield cast(IO[bytes], zipped)
    elif suffix == ".zst":
        with zstandard.ZstdCompressor().stream_writer(stream, closefd=False) as packed:
            yield cast(IO[bytes], packed)
    else:
        yield stream


def _sync_directory(directory: Path) -> None:
    """Makes the new name survive a power cut, where the system can do that."""
    if os.name == "posix":
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
