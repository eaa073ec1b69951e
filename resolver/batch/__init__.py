"""Tables through the engine: readers and writers of five formats, and what is done with their rows."""

from resolver.batch.jobs import COMPARE_COLUMNS, NORMALIZE_COLUMNS
from resolver.batch.lines import MAX_ROW_BYTES
from resolver.batch.name_columns import NameColumn, name_columns
from resolver.batch.names import read_names
from resolver.batch.report import Report
from resolver.batch.run import TableRun, compare_table, normalize_table
from resolver.batch.tables import Row, Table, TableFormat, read_table, table_format

__all__ = [
    "COMPARE_COLUMNS",
    "MAX_ROW_BYTES",
    "NORMALIZE_COLUMNS",
    "NameColumn",
    "Report",
    "Row",
    "Table",
    "TableFormat",
    "TableRun",
    "compare_table",
    "name_columns",
    "normalize_table",
    "read_names",
    "read_table",
    "table_format",
]
