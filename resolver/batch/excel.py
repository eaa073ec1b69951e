"""Tables in Excel workbooks: one sheet, whose first row names the columns."""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from typing import IO, Any, BinaryIO, cast
from xml.etree.ElementTree import ParseError

from resolver.batch.formats import TableFormat
from resolver.batch.rows import Columns, Reject, Row, Table, Value, as_text
from resolver.errors import InputError, TableError

try:
    import openpyxl
    import xlsxwriter
except ImportError:
    raise TableError("Excel needs a library that is not installed", mend="pip install 'resolver[tables]'") from None

_MOST_ROWS = 1_048_576
_MOST_CHARACTERS = 32_767
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_BLOCK = 1 << 20
_FORMATS = {datetime: "yyyy-mm-dd hh:mm:ss", date: "yyyy-mm-dd", time: "hh:mm:ss", timedelta: "[h]:mm:ss"}


_DAMAGED = (
    zipfile.BadZipFile, zlib.error, ParseError, OSError, EOFError, LookupError, ValueError, TypeError, AttributeError,
    ArithmeticError, RuntimeError,
)  # fmt: skip
"""What the library meets a workbook with that is damaged, encrypted or not one."""


class ExcelTable:
    """The first sheet of a workbook that has the columns asked for, with the values that its formulas had when it was
    saved. The stream has to be seekable."""

    newline = "\n"
    byte_order_mark = False

    def __init__(
        self,
        stream: BinaryIO,
        name: str,
        form: TableFormat,
        columns: Sequence[str],
        optional: Sequence[str],
        reserved: Sequence[str],
    ) -> None:
        self.name = name
        self.format = form
        try:
            sheets = _sheets(stream, data_only=True)
            headers = [_header(sheet) for sheet in sheets]
            at = next((at for at, header in enumerate(headers) if {*columns} <= {*header}), 0)
            self._rows = _rows(sheets[at])
            self._formulas = _rows(_sheets(stream, data_only=False)[at]) if _has_formulas(stream) else None
            next(self._rows, ())
            if self._formulas:
                next(self._formulas, ())
        except _DAMAGED as error:
            raise TableError(f"{name} can't be read as an Excel workbook: {error}", mend="Save it as .xlsx.") from None
        self.header = headers[at]
        where = name if len(sheets) == 1 else f"sheet '{sheets[at].title}' of {name}"
        if not self.header:
            raise TableError(f"{where} is empty", mend="The first row of a sheet has to name the columns.")
        self._columns = Columns(self.header, where, columns, optional, reserved)
        self._size = stream.seek(0, 2)
        self._done = False

    def position(self) -> int:
        """0 while it is read, then the size of the file: how many rows a sheet has is not known before."""
        return self._size if self._done else 0

    def rows(self, reject: Reject) -> Iterator[Row]:
        width = len(self.header)
        blank = (None,) * width
        try:
            for number, values in enumerate(self._rows, start=2):
                uncomputed = self._uncomputed(values)
                fields = (*values, *blank[len(values) :])
                if any(value is not None for value in fields[width:]):
                    count = max(at for at, value in enumerate(fields, start=1) if value is not None)
                    reject(InputError(f"{count} cells where the header has {width}", row=number))
                elif uncomputed:
                    mend = "Open the workbook in a spreadsheet program and save it, so that it holds the value."
                    reject(InputError("a formula whose value was not saved", row=number, field=uncomputed, mend=mend))
                elif fields[:width] != blank:
                    yield Row(number, self._columns.cells(fields[:width]), fields[:width])
        except _DAMAGED as error:
            raise TableError(f"{self.name} is damaged: {error}", mend="Fetch the file again.") from None
        self._done = True

    def _uncomputed(self, values: tuple[Value, ...]) -> str | None:
        """The column asked for in which the row read last has a formula without its value. Programs that write
        workbooks without computing them leave such."""
        formulas = next(self._formulas, ()) if self._formulas else ()
        wanted = (at for at in self._columns.wanted if at is not None and at < len(formulas))
        return next((self.header[at] for at in wanted if formulas[at] is not None and values[at] is None), None)


def _sheets(stream: BinaryIO, *, data_only: bool) -> list[Any]:
    return cast(list[Any], openpyxl.load_workbook(stream, read_only=True, data_only=data_only).worksheets)


def _rows(sheet: Any) -> Iterator[tuple[Value, ...]]:
    return cast(Iterator[tuple[Value, ...]], sheet.iter_rows(values_only=True))


def _header(sheet: Any) -> tuple[str, ...]:
    """The first row, as text, up to the last cell that holds anything."""
    header = list(next(_rows(sheet), ()))
    while header and header[-1] is None:
        header.pop()
    return tuple(map(as_text, header))


def _has_formulas(stream: BinaryIO) -> bool:
    """Whether any sheet has a formula, for which it is read twice."""
    with zipfile.ZipFile(stream) as book:
        for name in book.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                with book.open(name) as sheet:
                    before = b""
                    while block := sheet.read(_BLOCK):
                        if _FORMULA.search(before + block):
                            return True
                        before = block[-16:]
    return False


class ExcelWriter:
    """Writes rows with answers to the one sheet of a workbook. Numbers and dates stay what they are; text is never
    taken for a formula."""

    def __init__(self, stream: IO[bytes], table: Table, added: Sequence[str]) -> None:
        self._book = xlsxwriter.Workbook(stream, {"constant_memory": True, "remove_timezone": True})
        # The same rows make the same bytes.
        self._book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
        self._formats = {kind: self._book.add_format({"num_format": text}) for kind, text in _FORMATS.items()}
        self._sheet = self._book.add_worksheet()
        self._name = table.name
        self._next = 0
        self._put(1, (*table.header, *added))

    def render(self, answer: Mapping[str, Any]) -> tuple[Value, ...]:
        return tuple(_json(value) if isinstance(value, list) else value for value in answer.values())

    def write(self, row: Row, rendered: Sequence[tuple[Value, ...]]) -> None:
        """Writes one row with its answers. Raises InputError for one that a sheet can't hold, TableError where the
        sheet is full."""
        fields = row.block.values[row.at] if row.block else row.fields
        self._put(row.number, (*fields, *chain.from_iterable(rendered)))

    def close(self) -> None:
        self._book.close()

    def _put(self, number: int, values: Sequence[Value]) -> None:
        if self._next == _MOST_ROWS:
            raise TableError(f"a sheet holds {_MOST_ROWS:,} rows at most", mend="Write Parquet or CSV instead.")
        if any(isinstance(value, str) and len(value) > _MOST_CHARACTERS for value in values):
            mend = "Write another format."
            raise InputError(f"a cell of a sheet holds {_MOST_CHARACTERS:,} characters at most", row=number, mend=mend)
        for at, value in enumerate(values):
            match value:
                case None:
                    continue
                case bool():
                    self._sheet.write_boolean(self._next, at, value)
                case int() | float() if abs(value) < 1e15:
                    self._sheet.write_number(self._next, at, value)
                case datetime() | date() | time() | timedelta():
                    self._sheet.write_datetime(self._next, at, value, self._formats[type(value)])
                case _:
                    self._sheet.write_string(self._next, at, as_text(value))
        self._next += 1


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
