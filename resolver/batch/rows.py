"""What all tables have in common: their rows, and the checks of their columns."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from resolver.batch.formats import TableFormat
from resolver.errors import InputError, TableError

if TYPE_CHECKING:
    from resolver.batch.parquet import Block

Reject = Callable[[InputError], None]
"""Is told of each row that is left out, with its number (the header is row 1, blank lines count)."""

Value = str | int | float | bool | date | time | timedelta | Decimal | list[Any] | dict[str, Any] | None
"""A cell as its table holds it; tables of text hold only `str`."""

_LISTED_COLUMNS = 30


class Row(NamedTuple):
    """One row: its number, the cells of the columns asked for as text, and all of it as it came: `fields` in the order
    of the header; or the row `at` of a `block` of a Parquet file. `line` is its text, without line break, where its
    format would write it just so: of a JSONL row, which has no fields, or of a row of CSV or TSV without quotes."""

    number: int
    cells: tuple[str, ...]
    fields: tuple[Value, ...] = ()
    line: str = ""
    block: Block | None = None
    at: int = 0


class Table(Protocol):
    """An open table. `header` is empty for JSONL; `newline` and `byte_order_mark` say how text is written."""

    name: str
    format: TableFormat
    header: tuple[str, ...]

    @property
    def newline(self) -> str: ...

    @property
    def byte_order_mark(self) -> bool: ...

    def position(self) -> int:
        """How many bytes of the file are read."""
        ...

    def rows(self, reject: Reject) -> Iterator[Row]:
        """The rows that can be used. Raises TableError where reading can't go on."""
        ...


class Columns:
    """Which fields of a row are asked for: `columns` must be in the header, `optional` ones may be.

    Raises TableError where one is missing or there twice, or where a `reserved` name, which the output adds, is taken.
    """

    def __init__(
        self,
        header: tuple[str, ...],
        table: str,
        columns: Sequence[str],
        optional: Sequence[str],
        reserved: Sequence[str],
    ) -> None:
        self.wanted: list[int | None] = [_position(column, header, table) for column in columns]
        self.wanted += [_position(column, header, table) if column in header else None for column in optional]
        check_reserved(header, reserved, table)

    def cells(self, fields: Sequence[Value]) -> tuple[str, ...]:
        """The cells asked for, as text; "" where an optional column is missing."""
        return tuple("" if i is None else as_text(fields[i]) for i in self.wanted)


def as_text(value: Value) -> str:
    """A typed cell in words: whole numbers without a point, ISO 8601 dates, "" for nothing."""
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case date() | time():
            return value.isoformat()
        case list() | dict():
            return repr(value)
        case _:
            return str(value)


def _position(column: str, header: tuple[str, ...], table: str) -> int:
    match header.count(column):
        case 1:
            return header.index(column)
        case 0:
            raise missing_column(column, header, table)
        case times:
            raise TableError(
                f"the header of {table} has {times} columns of this name", field=column, mend="Rename the others."
            )


def missing_column(column: str, header: tuple[str, ...], where: str) -> TableError:
    """The error for a column that a table lacks: lists those there and suggests the nearest."""
    listed = ", ".join(f"'{name}'" for name in header[:_LISTED_COLUMNS])
    listed += f" and {len(header) - _LISTED_COLUMNS} more" if len(header) > _LISTED_COLUMNS else ""
    by_key = {name.strip().casefold(): name for name in reversed(header)}
    near = difflib.get_close_matches(column.strip().casefold(), by_key, n=1)
    separator = next((c for c in ";\t|" if len(header) == 1 and c in header[0]), None)
    mend = f"Did you mean '{by_key[near[0]]}'?" if near else None
    if any("\0" in name for name in header):
        mend = "It seems to be UTF-16: give --encoding utf-16-le or utf-16-be (over HTTP, encoding)."
    elif separator:
        mend = f"The fields seem to be separated by {separator!r}: give --delimiter (over HTTP, delimiter)."
    return TableError(f"{where} has no such column; it has {listed or 'none'}", field=column, mend=mend)


def check_reserved(names: Sequence[str], reserved: Sequence[str], table: str) -> None:
    """Raises TableError where the table has a column that the output would add."""
    if taken := [name for name in reserved if name in names]:
        raise TableError(
            f"{table} has this column already, and the output would add it",
            field=taken[0],
            mend="Rename it, or give --prefix for the added columns.",
        )
