"""Writers of tables: each row as it came, with an answer after it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from resolver.batch.formats import TableFormat
from resolver.batch.output import Answer, Cell, Sink
from resolver.batch.records import MalformedRecordError, csv_line, tsv_line
from resolver.batch.rows import Row, Table, Value, as_text
from resolver.errors import InputError, TableError


class Writer(Protocol):
    """Writes rows; an answer that many rows have in common is rendered once."""

    def render(self, answer: Answer) -> Any:
        """The answer as `write` takes it."""
        ...

    def write(self, row: Row, rendered: Sequence[Any]) -> None:
        """Writes one row with its answers. Raises InputError (with the row's number) for one that the format can't
        hold."""
        ...

    def close(self) -> None:
        """Writes what is still kept back; the stream stays open."""
        ...


def open_writer(stream: Sink, table: Table, form: TableFormat, added: Mapping[str, str]) -> Writer:
    """A writer of `form` for the rows of `table`.

    `added`: the columns that answers add -> what they hold, where a prefix stands before the name. Raises TableError
    where the two formats don't go together, or a library is missing.
    """
    if table.format.kind == "jsonl" and form.kind != "jsonl":
        raise TableError(
            f"rows of JSONL have no common columns, so they can't be written as {form.kind.upper()}",
            mend="Give the output the extension .jsonl.",
        )
    if form.kind in ("jsonl", "parquet") and len(set(table.header)) < len(table.header):
        name = "JSONL" if form.kind == "jsonl" else "Parquet"
        raise TableError(f"the header of {table.name} has a name twice, which {name} can't hold", mend="Rename one.")
    if form.kind == "parquet":
        from resolver.batch.parquet import ParquetWriter

        return ParquetWriter(stream, table, added)
    if form.kind == "xlsx":
        from resolver.batch.excel import ExcelWriter

        return ExcelWriter(stream, table, tuple(added))
    return LineWriter(stream, table, form, tuple(added))


class LineWriter:
    """Writes CSV, TSV and JSONL; byte-order mark and line ends stay those of the input.

    A row goes out as it came where its own text can: of JSONL with the answer added before its closing brace.
    """

    def __init__(self, stream: Sink, table: Table, form: TableFormat, added: Sequence[str]) -> None:
        self._stream = stream
        self._header = table.header
        self._form = form
        self._same = table.format == form
        self._newline = table.newline.encode()
        self._between, self._end = (b", ", b"}" + self._newline) if form.kind == "jsonl" else (b"", self._newline)
        mark = b"\xef\xbb\xbf" if table.byte_order_mark and form.kind != "jsonl" else b""
        if form.kind != "jsonl":
            self._stream.write(mark + _encoded(self._line((*table.header, *added), 1)) + self._newline)

    def render(self, answer: Answer) -> bytes:
        """What stands after the fields of the row."""
        if self._form.kind == "jsonl":
            return _encoded(_json(answer)[1:-1])
        # An empty field in front makes the delimiter that joins the answer to the row.
        fields = ["", *map(_text, answer.values())]
        line = csv_line(fields, self._form.delimiter) if self._form.kind == "csv" else "\t".join(fields)
        return _encoded(line)

    def write(self, row: Row, rendered: Sequence[bytes]) -> None:
        answers = self._between.join(rendered) + self._end
        if row.line and self._same:
            text = row.line
            if self._form.kind == "jsonl":
                text = text[:-1].rstrip()
                text = text if text == "{" else f"{text}, "
            self._stream.write(_encoded(text) + answers)
            return
        fields = row.block.values[row.at] if row.block else row.fields
        if self._form.kind == "jsonl":
            rest = _json({name: _plain(value) for name, value in zip(self._header, fields, strict=True)})
            self._stream.write(_encoded(f"{rest[:-1]}, ") + answers)
        else:
            self._stream.write(_encoded(self._line([as_text(value) for value in fields], row.number)) + answers)

    def close(self) -> None:
        """Nothing is kept back."""

    def _line(self, fields: Sequence[str], number: int) -> str:
        if self._form.kind == "csv":
            return csv_line(fields, self._form.delimiter)
        try:
            return tsv_line(fields)
        except MalformedRecordError as error:
            raise InputError(str(error), row=number, mend="Write CSV or JSONL instead.") from None


def _encoded(text: str) -> bytes:
    # A lone surrogate can come out of a JSON escape alone; it goes back into one.
    return text.encode("utf-8", "backslashreplace")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _plain(value: Value) -> Value:
    """The value as JSON can hold it."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, str | int | float | list | dict | None) else as_text(value)


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
            # The plain case first; the answer of every distinct name comes here.
            return value if value.isprintable() or not any(c in value for c in "\t\r\n") else " ".join(value.split())
