"""Tables in CSV, TSV and JSONL, read row by row: what can't be used is reported by row number, and the rest goes on."""

from __future__ import annotations

import difflib
import itertools
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, BinaryIO, Literal, Protocol

from resolver.batch.lines import Lines, undecoded
from resolver.batch.records import CsvRecords, MalformedRecordError, TsvRecords
from resolver.errors import InputError, TableError

Kind = Literal["csv", "tsv", "jsonl"]
KINDS: tuple[Kind, ...] = ("csv", "tsv", "jsonl")
Reject = Callable[[InputError], None]
"""Is told of each row that is left out, with its number (the header is row 1, blank lines count)."""

_EXTENSIONS: dict[str, Kind] = {".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
_NOT_UTF8 = "Convert the file to UTF-8 (for example: iconv -f CP1252 -t UTF-8)."
_LISTED_COLUMNS = 30
_ROWS_AHEAD = 100
_CHARACTERS_AHEAD = 2**20


@dataclass(frozen=True, slots=True)
class TableFormat:
    """How a table is written: CSV has quotes and a delimiter, TSV neither, JSONL one object a line."""

    kind: Kind
    delimiter: str = ","


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number, the cells of the columns asked for, and all of it as it came: `fields` in the order of the
    header, or `line`, the JSON text of a JSONL row."""

    number: int
    cells: tuple[str, ...]
    fields: tuple[str, ...] = ()
    line: str = ""


class Table(Protocol):
    """An open table. `header` is empty for JSONL; `lines` gives position, byte-order mark and kind of line break."""

    name: str
    format: TableFormat
    header: tuple[str, ...]
    lines: Lines

    def rows(self, reject: Reject) -> Iterator[Row]:
        """The rows that can be used. Raises TableError where reading can't go on."""
        ...


def table_format(name: str, kind: str | None = None, delimiter: str | None = None) -> TableFormat:
    """The format that a file's name tells (.csv .tsv .jsonl, with or without .gz), or the one asked for.

    A delimiter is a matter of CSV alone; giving one makes the table CSV. Raises TableError where the name tells none.
    """
    chosen = kind or ("csv" if delimiter else _EXTENSIONS.get(PurePath(name.removesuffix(".gz")).suffix.lower()))
    if chosen not in KINDS:
        raise TableError(
            f"the name of {name} does not tell its format", mend=f"Give --format with one of: {', '.join(KINDS)}."
        )
    if delimiter is None:
        return TableFormat(chosen)
    if chosen != "csv" or len(delimiter) != 1 or delimiter in '"\r\n':
        raise TableError(
            "a delimiter is one character and belongs to CSV",
            field="delimiter",
            mend="Leave --delimiter out, or give --format csv.",
        )
    return TableFormat("csv", delimiter)


def read_table(
    stream: BinaryIO,
    name: str,
    columns: Sequence[str],
    *,
    optional: Sequence[str] = (),
    reserved: Sequence[str] = (),
    form: TableFormat | None = None,
) -> Table:
    """Opens a table for reading.

    `columns` must be there, `optional` ones may be missing (their cells are ""); `Row.cells` holds both, in this order.
    `reserved` names must not be there, because the output adds them. Raises TableError.
    """
    form = form or table_format(name)
    lines = Lines(stream, name)
    if form.kind == "jsonl":
        return JsonlTable(lines, form, columns, optional, reserved)
    return DelimitedTable(lines, form, columns, optional, reserved)


class DelimitedTable:
    """A CSV or TSV table; its first row names the columns."""

    def __init__(
        self, lines: Lines, form: TableFormat, columns: Sequence[str], optional: Sequence[str], reserved: Sequence[str]
    ) -> None:
        self.name = lines.name
        self.format = form
        self.lines = lines
        text = iter(lines)
        self._records = CsvRecords(text, form.delimiter) if form.kind == "csv" else TsvRecords(text)
        self.header = self._read_header()
        self._wanted: list[int | None] = [self._position(column) for column in columns]
        self._wanted += [self._position(column) if column in self.header else None for column in optional]
        _check_reserved(self.header, reserved, self.name)

    def _read_header(self) -> tuple[str, ...]:
        try:
            header = self._records.read()
        except MalformedRecordError as error:
            raise TableError(f"the header of {self.name} can't be read: {error}", row=1) from None
        if header is None:
            raise TableError(f"{self.name} is empty", mend="Its first row has to name the columns.")
        if byte := undecoded("".join(header)):
            raise TableError(f"the header of {self.name} is not UTF-8 (byte {byte})", row=1, mend=_NOT_UTF8)
        if any("\r" in name for name in header):
            raise TableError(f"the lines of {self.name} end in CR alone", mend="Save it with line ends LF or CRLF.")
        return tuple(header)

    def _position(self, column: str) -> int:
        match self.header.count(column):
            case 1:
                return self.header.index(column)
            case 0:
                raise missing_column(column, self.header, self.name)
            case times:
                raise TableError(
                    f"the header of {self.name} has {times} columns of this name",
                    field=column,
                    mend="Rename the others.",
                )

    def rows(self, reject: Reject) -> Iterator[Row]:
        number = 1
        while True:
            number += 1
            try:
                fields = self._records.read()
            except MalformedRecordError as error:
                reject(InputError(str(error), row=number))
                continue
            if fields is None:
                return
            if len(fields) != len(self.header):
                if fields != [""]:
                    counts = f"{len(fields)} fields where the header has {len(self.header)}"
                    reject(InputError(counts, row=number, mend=self._mend_ragged()))
            elif byte := undecoded("".join(fields)):
                column = next(c for c, field in zip(self.header, fields, strict=True) if undecoded(field))
                reject(InputError(f"not UTF-8 (byte {byte})", row=number, field=column, mend=_NOT_UTF8))
            else:
                cells = tuple("" if i is None else fields[i] for i in self._wanted)
                yield Row(number, cells, tuple(fields))

    def _mend_ragged(self) -> str:
        if self.format.kind == "csv":
            return "A field that holds the delimiter, a quote or a line break has to be quoted."
        return "A field of tab-separated values can't hold a tab or line break."


class JsonlTable:
    """A JSONL table: one JSON object a line."""

    header: tuple[str, ...] = ()

    def __init__(
        self, lines: Lines, form: TableFormat, columns: Sequence[str], optional: Sequence[str], reserved: Sequence[str]
    ) -> None:
        self.name = lines.name
        self.format = form
        self.lines = lines
        self._columns = columns
        self._optional = optional
        self._reserved = reserved
        self._texts = iter(lines)
        self._first = self._read_first()

    def _read_first(self) -> list[str]:
        """Reads the first rows ahead, so that a column that none of them has is told before any work is done."""
        first: list[str] = []
        lacking: list[tuple[str, tuple[str, ...]]] = []
        has_usable = False
        while len(first) < _ROWS_AHEAD and sum(map(len, first)) < _CHARACTERS_AHEAD:
            text = next(self._texts, None)
            if text is None:
                break
            first.append(text)
            if text.strip() == "[":
                mend = "JSONL has one object a line (for example: jq -c '.[]')."
                raise TableError(f"{self.name} is a JSON array", mend=mend)
            try:
                data = self._object(text)
            except InputError:
                continue
            absent = next((column for column in self._columns if column not in data), None)
            has_usable = has_usable or absent is None
            if absent is not None:
                lacking.append((absent, tuple(data)))
            _check_reserved(tuple(data), self._reserved, self.name)
        if lacking and not has_usable:
            raise missing_column(*lacking[0], self.name)
        return first

    def rows(self, reject: Reject) -> Iterator[Row]:
        for number, text in enumerate(itertools.chain(self._first, self._texts), start=1):
            if text.isspace():
                continue
            try:
                data = self._object(text)
                cells = self._cells(data)
            except InputError as error:
                error.row = number
                reject(error)
            else:
                yield Row(number, cells, line=text.strip())

    def _object(self, text: str) -> dict[str, Any]:
        if byte := undecoded(text):
            raise InputError(f"not UTF-8 (byte {byte})", mend=_NOT_UTF8)
        try:
            data = json.loads(text)
        except RecursionError:
            raise InputError("JSON nested too deeply") from None
        except ValueError as error:
            raise InputError(f"not JSON: {error}") from None
        if not isinstance(data, dict):
            raise InputError(f"{_json_type(data)}, not an object", mend="JSONL has one object a line.")
        return data

    def _cells(self, data: dict[str, Any]) -> tuple[str, ...]:
        if taken := next((name for name in self._reserved if name in data), None):
            raise InputError("the row has this field already, and the output would add it", field=taken)
        return tuple(self._cell(data, column) for column in (*self._columns, *self._optional))

    def _cell(self, data: dict[str, Any], column: str) -> str:
        if column not in data and column not in self._optional:
            raise InputError("the row has no such field", field=column)
        value = data.get(column)
        if value is None:
            return ""
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if not isinstance(value, str):
            raise InputError(f"{_json_type(value)}, not text", field=column)
        return value


def _json_type(value: object) -> str:
    names = {dict: "an object", list: "an array", bool: "true or false", type(None): "null", str: "text"}
    return names.get(type(value), "a number")


def missing_column(column: str, header: tuple[str, ...], where: str) -> TableError:
    """The error for a column that a table lacks: lists those there and suggests the nearest."""
    listed = ", ".join(f"'{name}'" for name in header[:_LISTED_COLUMNS])
    listed += f" and {len(header) - _LISTED_COLUMNS} more" if len(header) > _LISTED_COLUMNS else ""
    by_key = {name.strip().casefold(): name for name in reversed(header)}
    near = difflib.get_close_matches(column.strip().casefold(), by_key, n=1)
    separator = next((c for c in ";\t|" if len(header) == 1 and c in header[0]), None)
    mend = f"Did you mean '{by_key[near[0]]}'?" if near else None
    if separator:
        mend = f"The fields seem to be separated by {separator!r}: give --delimiter."
    return TableError(f"{where} has no such column; it has {listed or 'none'}", field=column, mend=mend)


def _check_reserved(names: Sequence[str], reserved: Sequence[str], table: str) -> None:
    if taken := [name for name in reserved if name in names]:
        raise TableError(
            f"{table} has this column already, and the output would add it",
            field=taken[0],
            mend="Rename it, or give --prefix for the added columns.",
        )
