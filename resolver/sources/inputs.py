"""A file of a list as bytes: opened, uncompressed, looked into, and its lines read in bounded memory."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, TypeVar, cast

import zstandard

from resolver.errors import InputError, TableError
from resolver.model import EntityType
from resolver.sources.model import Record

MAX_RECORD_BYTES = 64 * 2**20
"""Longest line or element that is read. The largest items of Wikidata have a few MB."""

HEAD_BYTES = 2**16
"""How much of a file is looked at to tell its format."""

Reject = Callable[[InputError], None]
Item = TypeVar("Item")

_decode = json.JSONDecoder().raw_decode

_DAMAGED = (EOFError, gzip.BadGzipFile, zlib.error, zstandard.ZstdError, lzma.LZMAError, OSError)


@dataclass(frozen=True, slots=True)
class Input:
    """One open file of a list.

    `reject` is told of each record that is left out, with its position; `columns` says which column of a table holds
    which field, `type` what the entities of a table are where it does not say.
    """

    name: str
    stream: io.BufferedReader
    reject: Reject
    columns: Mapping[str, str] = field(default_factory=dict)
    type: EntityType = "other"

    def lines(self) -> Iterator[tuple[int, str]]:
        """The lines with their numbers from 1; what is not UTF-8 is rejected. Raises TableError where a line is longer
        than `MAX_RECORD_BYTES`, or the compressed stream is damaged."""
        number = 0
        while line := self.stream.readline(MAX_RECORD_BYTES + 1):
            number += 1
            if len(line) > MAX_RECORD_BYTES:
                raise TableError(f"line {number} of {self.name} is longer than {MAX_RECORD_BYTES >> 20} MB")
            try:
                text = line.decode()
            except UnicodeDecodeError as error:
                byte = f"0x{line[error.start]:02X}"
                self.reject(InputError(f"not UTF-8 (byte {byte})", row=number, mend="Convert the file to UTF-8."))
                continue
            yield number, text.removeprefix("\ufeff") if number == 1 else text

    def objects(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """The JSON objects, one a line, with their line numbers. The brackets and commas of an array that has a line
        for each element (as in dumps of Wikidata) are passed over."""
        for number, line in self.lines():
            text = line.strip().removesuffix(",")
            if text in ("", "[", "]"):
                continue
            try:
                data = _parsed(text)
            except RecursionError:
                self.reject(InputError("JSON nested too deeply", row=number))
                continue
            except ValueError as error:
                self.reject(InputError(f"not JSON: {error}", row=number))
                continue
            if isinstance(data, dict):
                yield number, data
            else:
                self.reject(InputError("not a JSON object", row=number))

    def records(self, items: Iterable[tuple[int, Item]], convert: Callable[[Item], Record | None]) -> Iterator[Record]:
        """What `convert` makes of the items; None is passed over, and what it can't use is rejected by number."""
        for number, item in items:
            try:
                record = convert(item)
            except InputError as error:
                error.row = number
                self.reject(error)
            except (AttributeError, KeyError, TypeError, ValueError, IndexError) as error:
                what = f"not as this format has it ({type(error).__name__}: {error})"
                self.reject(InputError(what, row=number))
            else:
                if record is not None:
                    yield record


def _parsed(text: str) -> Any:
    """What `json.loads` makes of a text without white space around it, in two thirds of the time."""
    data, end = _decode(text)
    if end != len(text):
        raise json.JSONDecodeError("Extra data", text, end)
    return data


class _Plain(io.RawIOBase):
    """A compressed or plain stream as one that gives as much as it is asked for, so that it can be looked into."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream = stream
        self._name = name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._stream.read(len(buffer))
        except _DAMAGED as error:
            raise TableError(f"{self._name} is damaged or cut off: {error}", mend="Fetch the file again.") from None
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def opened(path: Path, progress: Callable[[int], None] | None = None) -> Iterator[io.BufferedReader]:
    """The uncompressed bytes of a file, "-" being standard input. gzip, bzip2 and Zstandard are known by their first
    bytes. `progress` is told how many bytes of the file were read since the last call. Raises TableError."""
    try:
        raw = sys.stdin.buffer if str(path) == "-" else path.open("rb")
    except OSError as error:
        raise TableError(f"{path} can't be read: {error.strerror}") from None
    try:
        counted = io.BufferedReader(_Counted(raw, progress or (lambda _: None)), HEAD_BYTES)
        plain = _uncompressed(cast(BinaryIO, counted), counted.peek(4)[:4])
        yield io.BufferedReader(_Plain(plain, str(path)), HEAD_BYTES)
    finally:
        if raw is not sys.stdin.buffer:
            raw.close()


class _Counted(io.RawIOBase):
    def __init__(self, stream: BinaryIO, progress: Callable[[int], None]) -> None:
        self._stream = stream
        self._progress = progress

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self._progress(len(data))
        return len(data)


def _uncompressed(stream: BinaryIO, start: bytes) -> BinaryIO:
    if start.startswith(b"\x1f\x8b"):
        return cast(BinaryIO, gzip.GzipFile(fileobj=stream))
    if start.startswith(b"BZh"):
        return cast(BinaryIO, bz2.BZ2File(stream))
    if start == b"\x28\xb5\x2f\xfd":
        return cast(BinaryIO, zstandard.ZstdDecompressor().stream_reader(stream, read_across_frames=True))
    return stream


def strict(error: InputError) -> None:
    """Rejects by stopping."""
    raise error


def head_of(stream: io.BufferedReader) -> str:
    """The start of a stream as text, without taking it from the stream. Raises TableError if it is no text."""
    start = stream.peek(HEAD_BYTES)[:HEAD_BYTES]
    for mark, what in ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"), (b"PK\x03\x04", "a workbook or zip archive")):
        if start.startswith(mark):
            raise TableError(f"the file is {what}, not text in UTF-8", mend="Save it as text in UTF-8.")
    return start.decode("utf-8", "replace").removeprefix("\ufeff")
