"""Tables in CSV and TSV, read row by row: what can't be used is reported by row number, and the rest goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from resolver.batch.formats import TableFormat
from resolver.batch.lines import NOT_UTF8, Lines, TextTable, undecoded
from resolver.batch.records import CsvRecords, MalformedRecordError, TsvRecords, csv_line
from resolver.batch.rows import Columns, Reject, Row
from resolver.errors import InputError, TableError

_SHOWN = 100
"""Longest text, in characters, that is shown in an error."""


class DelimitedTable(TextTable):
    """A CSV or TSV table; its first row names the columns."""

    def __init__(
        self, lines: Lines, form: TableFormat, columns: Sequence[str], optional: Sequence[str], reserved: Sequence[str]
    ) -> None:
        self.name = lines.name
        self.format = form
        self._lines = lines
        text = iter(lines)
        self._records = CsvRecords(text, form.delimiter) if form.kind == "csv" else TsvRecords(text)
        self.header = self._read_header()
        self._columns = Columns(self.header, self.name, columns, optional, reserved)

    def _read_header(self) -> tuple[str, ...]:
        try:
            header = self._records.read()
        except MalformedRecordError as error:
            raise TableError(f"the header of {self.name} can't be read: {error}", row=1) from None
        if header is None:
            raise TableError(f"{self.name} is empty", mend="Its first row has to name the columns.")
        if byte := undecoded("".join(header)):
            raise TableError(f"the header of {self.name} is not UTF-8 (byte {byte})", row=1, mend=NOT_UTF8)
        if any("\r" in name for name in header):
            raise TableError(f"the lines of {self.name} end in CR alone", mend="Save it with line ends LF or CRLF.")
        return tuple(header)

    def rows(self, reject: Reject) -> Iterator[Row]:
        number = 1
        records, width, wanted = self._records, len(self.header), self._columns.wanted
        while True:
            number += 1
            try:
                fields = records.read()
            except MalformedRecordError as error:
                reject(InputError(str(error), row=number))
                continue
            if fields is None:
                return
            line = records.line
            if len(fields) != width:
                if fields != [""]:
                    reject(self._ragged(fields, number))
            elif byte := undecoded(line or "".join(fields)):
                column = next(c for c, field in zip(self.header, fields, strict=True) if undecoded(field))
                reject(InputError(f"not UTF-8 (byte {byte})", row=number, field=column, mend=NOT_UTF8))
            else:
                yield Row(number, tuple(["" if i is None else fields[i] for i in wanted]), tuple(fields), line)

    def _ragged(self, fields: Sequence[str], number: int) -> InputError:
        """The error for a row of another number of fields than the header has."""
        count, more = len(fields), len(fields) - len(self.header)
        counts = f"{count} field{'' if count == 1 else 's'} where the header has {len(self.header)}"
        mend = "A field of tab-separated values can't hold a tab or line break."
        if self.format.kind == "csv":
            mend = "A field that holds the delimiter, a quote or a line break has to be quoted."
        if more < 0:
            mend += " One that is empty has its delimiter all the same."
        elif self.format.kind == "csv" and (at := self._columns.wanted[0]) is not None:
            # What has the delimiter in it most often is a name.
            whole = self.format.delimiter.join(fields[at : at + more + 1])
            if len(whole) <= _SHOWN and not undecoded(whole):
                mend += f" If it is the '{self.header[at]}', write {csv_line([whole], self.format.delimiter)}."
        return InputError(counts, row=number, mend=mend)
