"""Tables through the engine: readers and writers of CSV, TSV and JSONL, and what is done with their rows."""

from resolver.batch.lines import MAX_ROW_BYTES
from resolver.batch.names import read_names
from resolver.batch.run import COMPARE_COLUMNS, NORMALIZE_COLUMNS, TableRun, compare_table, normalize_table
from resolver.batch.tables import Row, Table, TableFormat, read_table, table_format

__all__ = [
    "COMPARE_COLUMNS",
    "MAX_ROW_BYTES",
    "NORMALIZE_COLUMNS",
    "Row",
    "Table",
    "TableFormat",
    "TableRun",
    "compare_table",
    "normalize_table",
    "read_names",
    "read_table",
    "table_format",
]
