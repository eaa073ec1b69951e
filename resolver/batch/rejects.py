"""The rows that a run left out, as a table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from resolver.batch.output import whole_file
from resolver.batch.records import csv_line
from resolver.batch.rows import Reject
from resolver.errors import InputError

REJECT_COLUMNS = ("row", "field", "error", "mend")


@contextmanager
def rejects_to(path: Path | None, otherwise: Reject) -> Iterator[Reject]:
    """Something to tell of each rejected row: it goes into a CSV file with `REJECT_COLUMNS` (row numbers count from 1,
    the header included), or, without a path, to `otherwise`. Raises TableError where the file can't be made."""
    if path is None:
        yield otherwise
        return
    with whole_file(path) as out:

        def reject(error: InputError) -> None:
            cells = (error.row, error.field, error.message, error.mend)
            line = csv_line(["" if cell is None else str(cell) for cell in cells], ",")
            out.write(line.encode("utf-8", "backslashreplace") + b"\n")

        out.write(",".join(REJECT_COLUMNS).encode() + b"\n")
        yield reject
