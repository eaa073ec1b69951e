"""Columns of names to columns of answers, as Arrow holds them: what all engines share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from resolver.batch import NORMALIZE_COLUMNS
from resolver.batch.jobs import ResolveJob
from resolver.batch.output import Answer
from resolver.batch.parquet import answer_type
from resolver.batch.pool import Work
from resolver.errors import TableError
from resolver.model import EntityType
from resolver.processes import map_batches

FIELDS = pa.schema([(column, answer_type(column)) for column in NORMALIZE_COLUMNS])
"""The columns of an answer. Those of the entity are null unless the status is "match"."""

_BATCH = 256
_MOST_KEPT = 1 << 17


class ColumnResolver:
    """Resolves Arrow columns of names, one after another; the answers of the names seen of late are kept.

    Without `index`, the bundled aliases answer; `type` is what all names denote, a match below `threshold` is
    called ambiguous, `jobs` processes work. One thread at a time may use it. Raises NameIndexError when first used.
    """

    def __init__(
        self,
        index: str | Path | None = None,
        *,
        type: EntityType | None = None,
        threshold: float = 0.0,
        jobs: int = 1,
    ) -> None:
        self._job = OpenedOnce(ResolveJob(Path(index) if index is not None else None, type, 0, threshold))
        self._kind = type or ""
        self._jobs = jobs
        self._kept: dict[str, Answer] = {}

    def open(self) -> None:
        """Opens the index now and not when first used. Raises NameIndexError."""
        self._job.open()

    def table(self, names: pa.Array | pa.ChunkedArray) -> pa.Table:
        """The answers for a column of names, a row each, as `FIELDS` says; null is an empty name.

        No Python object is made for a row, only for each distinct name. Raises TableError for a column that is not
        text.
        """
        distinct, codes = _distinct(names)
        answers = self._answers(distinct)
        columns = [pa.array([answer[field.name] for answer in answers], field.type).take(codes) for field in FIELDS]
        return pa.table(columns, schema=FIELDS)

    def struct(self, names: pa.Array | pa.ChunkedArray) -> pa.Array:
        """The same as one column of structs."""
        table = self.table(names)
        return pa.StructArray.from_arrays([column.combine_chunks() for column in table.columns], fields=list(FIELDS))

    def _answers(self, names: list[str]) -> list[Answer]:
        fresh = [name for name in names if name not in self._kept]
        found = dict(zip(fresh, self._resolved(fresh), strict=True))
        answers = [found[name] if name in found else self._kept[name] for name in names]
        if len(self._kept) + len(found) > _MOST_KEPT:
            self._kept.clear()
        if len(found) <= _MOST_KEPT:
            self._kept.update(found)
        return answers

    def _resolved(self, names: list[str]) -> Iterator[Answer]:
        batches = ([(name, self._kind) for name in names[at : at + _BATCH]] for at in range(0, len(names), _BATCH))
        for answers in map_batches(self._job, batches, self._jobs):
            yield from answers


class OpenedOnce:
    """A job that is opened for the first batch and stays open for later ones."""

    def __init__(self, job: ResolveJob) -> None:
        self._job = job
        self._work: Work | None = None

    def open(self) -> Work:
        self._work = self._work or self._job.open()
        return self._work

    def __getstate__(self) -> dict[str, Any]:
        return {"_job": self._job, "_work": None}


def _distinct(names: pa.Array | pa.ChunkedArray) -> tuple[list[str], pa.Array]:
    """The distinct names, in the order of their first coming, and for each row the number of its name."""
    column = names.combine_chunks() if isinstance(names, pa.ChunkedArray) else names
    if isinstance(column, pa.ChunkedArray):
        column = pa.concat_arrays(column.chunks)
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    if pa.types.is_null(kind):
        column = column.cast(pa.string())
    elif not (pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)):
        raise TableError(f"the column holds {kind}, not text", mend="Name the column with the names, or cast it.")
    encoded = pc.fill_null(column.cast(pa.large_string()), "").dictionary_encode()
    return encoded.dictionary.to_pylist(), encoded.indices
