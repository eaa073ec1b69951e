"""Tables in JSONL, read row by row: what can't be used is reported by row number, and the rest goes on."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from typing import Any

from resolver.batch.formats import TableFormat
from resolver.batch.lines import NOT_UTF8, Lines, TextTable, undecoded
from resolver.batch.rows import Reject, Row, check_reserved, missing_column
from resolver.errors import InputError, TableError

_ROWS_AHEAD = 100
_CHARACTERS_AHEAD = 2**20


class JsonlTable(TextTable):
    """A JSONL table: one JSON object a line."""

    header: tuple[str, ...] = ()

    def __init__(
        self, lines: Lines, form: TableFormat, columns: Sequence[str], optional: Sequence[str], reserved: Sequence[str]
    ) -> None:
        self.name = lines.name
        self.format = form
        self._lines = lines
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
            check_reserved(tuple(data), self._reserved, self.name)
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
            raise InputError(f"not UTF-8 (byte {byte})", mend=NOT_UTF8)
        try:
            data = json.loads(text)
        except RecursionError:
            raise InputError("JSON nested too deeply") from None
        except ValueError as error:
            raise InputError(f"not JSON: {error}", mend="JSONL has one object a line.") from None
        if not isinstance(data, dict):
            raise InputError(f"{_json_type(data)}, not an object", mend="JSONL has one object a line.")
        return data

    def _cells(self, data: dict[str, Any]) -> tuple[str, ...]:
        if taken := next((name for name in self._reserved if name in data), None):
            raise InputError("the row has this field already, and the output would add it", field=taken)
        return tuple(self._cell(data, column) for column in (*self._columns, *self._optional))

    def _cell(self, data: dict[str, Any], column: str) -> str:
        if column not in data and column not in self._optional:
            raise InputError("the row has no such field", field=column, mend="Give it; null says nothing.")
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
