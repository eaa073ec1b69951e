"""Opens a table of any format for reading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from resolver.batch.delimited import DelimitedTable
from resolver.batch.formats import KINDS, TableFormat, table_format
from resolver.batch.jsonl import JsonlTable
from resolver.batch.lines import Lines
from resolver.batch.rows import Reject, Row, Table, missing_column

__all__ = ["KINDS", "Reject", "Row", "Table", "TableFormat", "missing_column", "read_table", "table_format"]


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
    `reserved` names must not be there, because the output adds them. Parquet and Excel need the extra `tables`.
    Raises TableError.
    """
    form = form or table_format(name)
    # Here, not above: their libraries take longer to load than most commands take to run, and may be missing.
    if form.kind == "parquet":
        from resolver.batch.parquet import ParquetTable

        return ParquetTable(stream, name, form, columns, optional, reserved)
    if form.kind == "xlsx":
        from resolver.batch.excel import ExcelTable

        return ExcelTable(stream, name, form, columns, optional, reserved)
    lines = Lines(stream, name, form.encoding)
    if form.kind == "jsonl":
        return JsonlTable(lines, form, columns, optional, reserved)
    return DelimitedTable(lines, form, columns, optional, reserved)
