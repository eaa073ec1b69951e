"""Output that appears under its name only when it is whole, and the writers of CSV, TSV and JSONL."""

from __future__ import annotations

import gzip
import json
import os
import secrets
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from resolver.batch.records import MalformedRecordError, csv_line, tsv_line
from resolver.batch.tables import Row, Table, TableFormat
from resolver.errors import InputError, TableError

Sink = IO[bytes] | gzip.GzipFile
Cell = str | float | bool | None | list[dict[str, Any]]
Answer = Mapping[str, Cell]
"""What is added to a row: column -> value."""


@contextmanager
def whole_file(path: Path) -> Iterator[Sink]:
    """A binary file that takes its name when the block ends without error, and is removed else.

    It is written beside `path` and flushed to disk first. A name ending in .gz is compressed; "-" is standard output;
    a device or pipe is written as it comes. Raises TableError where it can't be made.
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
    temporary = target.with_name(f".{target.name[:200]}.{secrets.token_hex(6)}.part")
    try:
        with _created(temporary, path) as stream:
            with _compressed(stream, target.suffix == ".gz") as out:
                yield out
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_directory(target.parent)


def _created(temporary: Path, path: Path) -> IO[bytes]:
    try:
        return temporary.open("xb")
    except OSError as error:
        raise TableError(f"{path} can't be written: {error.strerror}") from None


@contextmanager
def _compressed(stream: IO[bytes], wanted: bool) -> Iterator[Sink]:
    if not wanted:
        yield stream
        return
    # Neither time nor file name go into the header: the same input gives the same bytes.
    with gzip.GzipFile(filename="", mode="wb", fileobj=stream, compresslevel=6, mtime=0) as zipped:
        yield zipped


def _sync_directory(directory: Path) -> None:
    """Makes the new name survive a power cut, where the system can do that."""
    if os.name == "posix":
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


class RowWriter:
    """Writes the rows of `table` with the columns `added`; byte-order mark and line ends stay those of the input.

    A JSONL row stays as it was written, with the answer added before its closing brace. Raises TableError where the
    two formats don't go together.
    """

    def __init__(self, stream: Sink, table: Table, form: TableFormat, added: Sequence[str]) -> None:
        if table.format.kind == "jsonl" and form.kind != "jsonl":
            raise TableError(
                f"rows of JSONL have no common columns, so they can't be written as {form.kind.upper()}",
                mend="Give the output the extension .jsonl.",
            )
        if form.kind == "jsonl" and len(set(table.header)) < len(table.header):
            raise TableError(f"the header of {table.name} has a name twice, which JSONL can't hold", mend="Rename one.")
        self._stream = stream
        self._table = table
        self._form = form
        self._end = table.lines.newline
        self._mark = table.lines.byte_order_mark and form.kind != "jsonl"
        if form.kind != "jsonl":
            self._write(self._line((*table.header, *added), 1))

    def write(self, row: Row, answer: Answer) -> None:
        """Writes one row. Raises InputError (with the row's number) for a row that the format can't hold."""
        if self._form.kind != "jsonl":
            cells = (_text(value) for value in answer.values())
            self._write(self._line((*row.fields, *cells), row.number))
        elif row.line:
            rest = row.line[:-1].rstrip()
            comma = "" if rest == "{" else ", "
            self._write(f"{rest}{comma}{_json(answer)[1:]}")
        else:
            self._write(_json({**dict(zip(self._table.header, row.fields, strict=True)), **answer}))

    def _line(self, fields: Sequence[str], number: int) -> str:
        if self._form.kind == "csv":
            return csv_line(fields, self._form.delimiter)
        try:
            return tsv_line(fields)
        except MalformedRecordError as error:
            raise InputError(str(error), row=number, mend="Write CSV or JSONL instead.") from None

    def _write(self, line: str) -> None:
        # A lone surrogate can come out of a JSON escape alone; it goes back into one.
        data = (line + self._end).encode("utf-8", "backslashreplace")
        self._stream.write(b"\xef\xbb\xbf" + data if self._mark else data)
        self._mark = False


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _text(value: Cell) -> str:
    """The cell of a table without types: one line, four decimals of a probability."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return f"{value:.4f}"
        case list():
            return _json(value)
        case _:
            return " ".join(value.split()) if any(c in value for c in "\t\r\n") else value
