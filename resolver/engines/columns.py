"""Columns of names to columns of answers, as Arrow holds them: what all engines share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from resolver.batch import NORMALIZE_COLUMNS
from resolver.batch.jobs import ResolveJob
from resolver.batch.name_columns import NameColumn
from resolver.batch.output import Answer
from resolver.batch.parquet import answer_type
from resolver.batch.pool import Cells, Work
from resolver.batch.rows import as_text
from resolver.errors import InputError, TableError
from resolver.facts import context_of, type_of
from resolver.model import EntityType
from resolver.processes import map_batches

FIELDS = pa.schema([(column, answer_type(column)) for column in NORMALIZE_COLUMNS])
"""The columns of an answer. Those of the entity are null unless the status is "match"."""

Column: TypeAlias = pa.Array | pa.ChunkedArray
Distinct = tuple[list[str], pa.Array]
"""The distinct texts of a column, in the order of their first coming, and for each row the number of its own."""

KNOWN = ("type", "country", "birth_date", "gender")
"""What columns beside the names may hold: what each name denotes, and the fields of a context."""

_BATCH = 256
_MOST_KEPT = 1 << 17


class ColumnResolver:
    """Resolves Arrow columns of names, one after another; the answers of the names seen of late are kept.

    Without `index`, the bundled aliases answer; `type` is what all names denote, a match below `threshold` is
    called ambiguous, `jobs` processes work. `known` are those of `KNOWN` that columns beside the names hold; a type
    there goes before the one for all. One thread at a time may use it. Raises InputError for other fields,
    NameIndexError when first used.
    """

    def __init__(
        self,
        index: str | Path | None = None,
        *,
        type: EntityType | None = None,
        threshold: float = 0.0,
        jobs: int = 1,
        known: tuple[str, ...] = (),
    ) -> None:
        if strange := [field for field in known if field not in KNOWN]:
            raise InputError(
                "nothing that is known beside names", field=strange[0], mend=f"Give some of {', '.join(KNOWN)}."
            )
        path = Path(index) if index is not None else None
        names = NameColumn("name", type, threshold, **{f"{field}_column": field for field in known if field != "type"})
        self._job = OpenedOnce(ResolveJob(path, (names,)))
        self._kind: str = type or ""
        self._jobs = jobs
        self._known = known
        self._kept: dict[Cells, Answer] = {}

    def open(self) -> None:
        """Opens the index now and not when first used. Raises NameIndexError."""
        self._job.open()

    def table(self, names: Column, *known: Column) -> pa.Table:
        """The answers for a column of names, a row each, as `FIELDS` says; null is an empty name. Beside it stand the
        columns of the `known` fields, in their order; null says nothing.

        No Python object is made for a row, only for each distinct name with what is known beside it. Raises TableError
        for a column of names that is not text, InputError naming field and row of what is known and can't be read.
        """
        columns = [_distinct(_text(names)), *(self._read(*each) for each in zip(self._known, known, strict=True))]
        keys, codes = _together(columns)
        answers = self._answers([self._key(*key) for key in keys])
        columns = [pa.array([answer[field.name] for answer in answers], field.type).take(codes) for field in FIELDS]
        return pa.table(columns, schema=FIELDS)

    def struct(self, names: Column, *known: Column) -> pa.Array:
        """The same as one column of structs."""
        table = self.table(names, *known)
        return pa.StructArray.from_arrays([column.combine_chunks() for column in table.columns], fields=list(FIELDS))

    def _read(self, field: str, column: Column) -> Distinct:
        """The distinct values of what is known, as text."""
        texts, codes = _distinct(column)
        for at, text in enumerate(texts):
            try:
                _check(field, text)
            except InputError as error:
                error.field, error.row = field, pc.index(codes, pa.scalar(at, codes.type)).as_py() + 1
                raise
        return texts, codes

    def _key(self, name: str, *beside: str) -> Cells:
        """What is asked for a name with what is known beside it."""
        known = dict(zip(self._known, beside, strict=True))
        kind = known.pop("type", "") or self._kind
        return (name, kind, *(known[field] for field in KNOWN if field in known), "0")

    def _answers(self, keys: list[Cells]) -> list[Answer]:
        fresh = [key for key in keys if key not in self._kept]
        found = dict(zip(fresh, self._resolved(fresh), strict=True))
        answers = [found[key] if key in found else self._kept[key] for key in keys]
        if len(self._kept) + len(found) > _MOST_KEPT:
            self._kept.clear()
        if len(found) <= _MOST_KEPT:
            self._kept.update(found)
        return answers

    def _resolved(self, keys: list[Cells]) -> Iterator[Answer]:
        batches = (keys[at : at + _BATCH] for at in range(0, len(keys), _BATCH))
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


def _check(field: str, text: str) -> None:
    """Raises InputError where what is known can't be read."""
    if field == "type":
        type_of(text)
    else:
        context_of(**{field: text})


@contextmanager
def without_row() -> Iterator[None]:
    """Where an engine hands over its rows in parts, their numbers there say nothing."""
    try:
        yield
    except InputError as error:
        error.row = None
        raise


def _text(names: Column) -> Column:
    """A column that holds text, or nothing at all. Raises TableError for any other."""
    kind = names.type.value_type if pa.types.is_dictionary(names.type) else names.type
    if not (pa.types.is_null(kind) or _is_text(kind)):
        raise TableError(f"the column holds {kind}, not text", mend="Name the column with the names, or cast it.")
    return names


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _distinct(values: Column) -> Distinct:
    column = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    if isinstance(column, pa.ChunkedArray):
        column = pa.concat_arrays(column.chunks)
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if _is_text(column.type) or pa.types.is_null(column.type):
        encoded = pc.fill_null(column.cast(pa.large_string()), "").dictionary_encode()
        return encoded.dictionary.to_pylist(), encoded.indices
    encoded = column.dictionary_encode(null_encoding="encode")
    return list(map(as_text, encoded.dictionary.to_pylist())), encoded.indices


def _together(columns: list[Distinct]) -> tuple[list[tuple[str, ...]], pa.Array]:
    """The distinct rows of several columns, and for each row the number of its own."""
    texts, codes = columns[0]
    rows: list[tuple[str, ...]] = [(text,) for text in texts]
    for texts, more in columns[1:]:
        both = codes.to_numpy().astype(np.int64) * max(1, len(texts)) + more.to_numpy()
        met, numbers = np.unique(both, return_inverse=True)
        rows = [(*rows[at], texts[other]) for at, other in (divmod(number, len(texts)) for number in met.tolist())]
        codes = pa.array(numbers)
    return rows, codes
