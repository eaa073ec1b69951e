"""Lines of a byte stream in bounded memory: compression, byte-order mark and over-long lines are dealt with here."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, cast

import zstandard

from resolver.batch.formats import COMPRESSED, UTF8
from resolver.errors import TableError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAX_ROW_BYTES = 16 * 2**20
"""Longest row that is read, in bytes. It keeps a file without line breaks from filling the memory."""

NOT_UTF8 = "Say how the table is written, such as --encoding cp1251 (over HTTP, encoding), or save it as UTF-8."

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_MAGIC = {".gz": b"\x1f\x8b", ".zst": b"\x28\xb5\x2f\xfd"}
_PACKERS = {".gz": "gzip", ".zst": "zstd"}
_FOREIGN = {
    b"PK\x03\x04": (
        "is a workbook or zip archive, not a text table",
        "Give --format xlsx, or export it as CSV (UTF-8).",
    ),
    b"PAR1": ("is a Parquet file, not a text table", "Give --format parquet."),
}
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PART = 1 << 16
_UNDECODED = re.compile("[\udc80-\udcff]")


class Lines:
    """The lines of `stream`, each with its line break, decoded from `encoding`; gzip, zstd and UTF-16 are recognised by
    their first bytes.

    `byte_order_mark` and `newline` tell, once the first line is read, how the stream is written.
    Bytes that can't be decoded come as lone surrogates (see `undecoded`), so that one bad row does not end the stream.
    Iterating raises TableError where a line is longer than `MAX_ROW_BYTES`, and where the compressed stream is damaged.
    """

    def __init__(self, stream: BinaryIO, name: str, encoding: str = UTF8) -> None:
        self.name = name
        self.byte_order_mark = False
        self.newline = "\n"
        self._raw = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, stream))
        self._read = 0
        start = self._raw.peek(4)
        self._packed = next((suffix for suffix in COMPRESSED if start.startswith(_MAGIC[suffix])), "")
        for suffix in COMPRESSED:
            if name.endswith(suffix) and start and self._packed != suffix:
                raise TableError(
                    f"{name} is not {_PACKERS[suffix]}", mend=f"Remove {suffix} from its name, or compress it."
                )
        self._stream: io.BufferedIOBase = self._raw
        if self._packed == ".gz":
            self._stream = gzip.GzipFile(fileobj=self._raw)
        elif self._packed == ".zst":
            self._stream = io.BufferedReader(_Unzstd(self._raw), 1 << 18)
        elif encoding == UTF8 and start.startswith(_UTF16_MARKS):
            encoding = "utf-16"
        if encoding != UTF8:
            self._stream = io.BufferedReader(_Recoded(self._stream, encoding), 1 << 18)

    def position(self) -> int:
        """Bytes consumed so far (of the compressed stream, if it is one)."""
        return self._raw.tell() if self._raw.seekable() else self._read

    def __iter__(self) -> Iterator[str]:
        number = 0
        while line := self._next_line(number + 1):
            number += 1
            if number == 1:
                self.newline = "\r\n" if line.endswith(b"\r\n") else "\n"
                if not (line := self._without_mark(line)):
                    return
            yield line.decode("utf-8", "surrogateescape")

    def _next_line(self, number: int) -> bytes:
        try:
            line = self._stream.readline(MAX_ROW_BYTES + 1)
        except EOFError:
            raise TableError(
                f"{self.name} ends early at line {number}: the {_PACKERS[self._packed]} stream is cut off",
                mend="Fetch the file again.",
            ) from None
        except (gzip.BadGzipFile, zlib.error, zstandard.ZstdError) as error:
            raise TableError(
                f"{self.name} is damaged at line {number}: {error}", mend="Fetch the file again."
            ) from None
        except UnicodeDecodeError as error:
            raise TableError(
                f"{self.name} is not {error.encoding} near line {number}: {error.reason}", field="encoding",
                mend="Say how it is written, or save it as UTF-8.",
            ) from None  # fmt: skip
        if len(line) > MAX_ROW_BYTES:
            raise TableError(
                f"line {number} of {self.name} is longer than {MAX_ROW_BYTES >> 20} MB",
                mend="Is it a table with one row per line?",
            )
        self._read += len(line)
        return line

    def _without_mark(self, line: bytes) -> bytes:
        for start, (what, mend) in _FOREIGN.items():
            if line.startswith(start):
                raise TableError(f"{self.name} {what}", mend=mend)
        self.byte_order_mark = line.startswith(_BYTE_ORDER_MARK)
        return line.removeprefix(_BYTE_ORDER_MARK)


def undecoded(text: str) -> str:
    """The first byte of `text` that is not UTF-8, as "0xE9"; "" if there is none."""
    if text.isascii():
        return ""
    found = _UNDECODED.search(text)
    return f"0x{ord(found.group()) - 0xDC00:02X}" if found else ""


class TextTable:
    """What tables of lines have in common."""

    _lines: Lines

    @property
    def newline(self) -> str:
        """The line break of the first line."""
        return self._lines.newline

    @property
    def byte_order_mark(self) -> bool:
        """Whether the text starts with a byte-order mark."""
        return self._lines.byte_order_mark

    def position(self) -> int:
        """Bytes consumed so far (of the compressed stream, if it is one)."""
        return self._lines.position()


class _Made(io.RawIOBase):
    """A stream made of another one, part by part."""

    _made = b""

    def next_part(self) -> bytes | None:
        """What the next part of the other stream becomes, which may be nothing yet; None at its end."""
        raise NotImplementedError

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        while not self._made:
            part = self.next_part()
            if part is None:
                return 0
            self._made = part
        taken, self._made = self._made[: len(view)], self._made[len(view) :]
        view[: len(taken)] = taken
        return len(taken)


class _Unzstd(_Made):
    """A zstd stream of one or more frames; like gzip, and unlike the reader of the library, it raises EOFError where
    one is cut off."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._frame = zstandard.ZstdDecompressor().decompressobj()
        self._begun = False
        self._waiting = b""

    def next_part(self) -> bytes | None:
        packed = self._waiting or self._stream.read(_PART)
        self._waiting = b""
        if not packed:
            if self._begun:
                raise EOFError
            return None
        self._begun = True
        plain = self._frame.decompress(packed)
        if self._frame.eof:
            self._waiting = self._frame.unused_data
            self._frame = zstandard.ZstdDecompressor().decompressobj()
            self._begun = False
        return plain


class _Recoded(_Made):
    """A stream of another encoding, as UTF-8. Bytes that stand for nothing stay as they are; raises UnicodeDecodeError
    where it can't go on."""

    def __init__(self, stream: io.BufferedIOBase, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("surrogateescape")
        self._ended = False

    def next_part(self) -> bytes | None:
        if self._ended:
            return None
        read = self._stream.read(_PART)
        self._ended = not read
        return self._decoder.decode(read, self._ended).encode(UTF8, "surrogateescape")
