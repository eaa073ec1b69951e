"""What is done with the rows of a table: a name is resolved, or two are compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from sys import intern
from typing import ClassVar

from resolver.batch.name_columns import NameColumn
from resolver.batch.output import Answer
from resolver.batch.pool import Cells, Work
from resolver.batch.rows import Row
from resolver.errors import InputError
from resolver.facts import context_of, type_of
from resolver.model import Asked, Comparison, Resolution
from resolver.resolver import Resolver
from resolver.version import __version__

NORMALIZE_COLUMNS = ("entity_id", "entity_name", "status", "score", "margin", "matched_name", "reason")
COMPARE_COLUMNS = ("score", "match", "reason")


@dataclass(frozen=True, slots=True)
class ResolveJob:
    """Resolves the `names` of each row; a row has the cells of all their columns, one behind the other.

    What is asked for is a name, its type, what is known beside it, and which of the `names` it is.
    """

    index: Path | None
    names: tuple[NameColumn, ...]
    candidates: int = 0
    store: str | None = None
    at_once: ClassVar[int] = 256
    """Names that are asked for together."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the cells."""
        return tuple(column for name in self.names for column in name.columns)

    def open(self) -> Work:
        resolver = Resolver.open(self.index, store=self.store)

        def work(keys: Sequence[Cells]) -> list[Answer]:
            answers = resolver.resolve_many([self.asked(*key) for key in keys], limit=max(1, self.candidates))
            thresholds = (self.names[int(key[-1])].threshold for key in keys)
            return [
                resolution_cells(held_to(answer, threshold), self.candidates)
                for answer, threshold in zip(answers, thresholds, strict=True)
            ]

        return work

    def check(self, row: Row) -> None:
        """Raises InputError where the type is none of the model's, or what is known can't be read; any name can be
        resolved."""
        for name, cells in self._each(row.cells):
            if name.type_column:
                _check_type(cells[len(name.parts)], name.type_column, row)
            if name.known:
                _check_known(name.known, cells[-len(name.known) :], row)

    def keys(self, cells: Cells) -> list[Cells]:
        """What is asked for: a key for each of the names."""
        if len(self.names) == 1:
            return [(*self.names[0].key(cells), "0")]
        # Keys are kept by the hundred thousand: their numbers are the same object.
        return [(*name.key(some), intern(str(no))) for no, (name, some) in enumerate(self._each(cells))]

    def identity(self) -> str:
        """All that the answers depend on, beside the table."""
        resolver = Resolver.open(self.index, store=self.store)
        return f"{resolver.state} {replace(self, index=None, store=None)}"

    def _each(self, cells: Cells) -> Iterator[tuple[NameColumn, Cells]]:
        """The names with their own cells."""
        start = 0
        for name in self.names:
            end = start + len(name.columns)
            yield name, cells[start:end]
            start = end

    def asked(self, name: str, kind: str, *more: str) -> Asked:
        """What one of the `keys` asks for."""
        *known, no = more
        fields = (field for field, _ in self.names[int(no)].known)
        return Asked(name, type_of(kind), context_of(**dict(zip(fields, known, strict=True))))


@dataclass(frozen=True, slots=True)
class CompareJob:
    """Compares two names a row. With a `type_column`, the third cell is their type; behind it stand those of
    `context_columns`: the fields of a context with the columns of both names."""

    type_column: str | None
    context_columns: tuple[tuple[str, tuple[str, str]], ...] = field(default=(), kw_only=True)
    at_once: ClassVar[int] = 2048

    @property
    def further_columns(self) -> tuple[str, ...]:
        """The columns of the cells behind the two names."""
        types = () if self.type_column is None else (self.type_column,)
        return (*types, *(column for _, both in self.context_columns for column in both))

    @property
    def width(self) -> int:
        """How many cells of a row tell what is compared."""
        return self._before + 2 * len(self.context_columns)

    def open(self) -> Work:
        def work(rows: Sequence[Cells]) -> list[Answer]:
            return [_comparison_cells(answer) for answer in Resolver.compare_many(map(self._asked, rows))]

        return work

    def check(self, row: Row) -> None:
        """Raises InputError where the type is none of the model's, or what is known can't be read."""
        if self.type_column is not None:
            _check_type(row.cells[2], self.type_column, row)
        if self.context_columns:
            known = (cell for cells in self._known(row.cells) for cell in cells)
            _check_known([(name, column) for name, both in self.context_columns for column in both], known, row)

    def keys(self, cells: Cells) -> list[Cells]:
        """What is asked for: all of it."""
        return [cells]

    def identity(self) -> str:
        """All that the answers depend on, beside the table."""
        return f"{__version__} {self}"

    @property
    def _before(self) -> int:
        return 2 if self.type_column is None else 3

    def _known(self, cells: Cells) -> Iterator[tuple[str, str]]:
        """The cells of each of the `context_columns`."""
        return ((cells[at], cells[at + 1]) for at in range(self._before, self.width, 2))

    def _asked(self, cells: Cells) -> tuple[Asked, Asked]:
        type = type_of(cells[2]) if self.type_column is not None else None
        if not self.context_columns:
            return Asked(cells[0], type), Asked(cells[1], type)
        fields = [name for name, _ in self.context_columns]
        mine, theirs = zip(*self._known(cells), strict=True)
        return (
            Asked(cells[0], type, context_of(**dict(zip(fields, mine, strict=True)))),
            Asked(cells[1], type, context_of(**dict(zip(fields, theirs, strict=True)))),
        )


def pair_context(
    country: tuple[str, str] | None, birth_date: tuple[str, str] | None, gender: tuple[str, str] | None
) -> tuple[tuple[str, tuple[str, str]], ...]:
    """The fields of a context that columns of pairs hold, each with the columns of both names."""
    given = (("country", country), ("birth_date", birth_date), ("gender", gender))
    return tuple((name, both) for name, both in given if both is not None)


def _check_known(columns: Iterable[tuple[str, str]], cells: Iterable[str], row: Row) -> None:
    """Raises InputError where the cell of one of the `columns`, each with the field of a context, can't be read."""
    for (name, column), cell in zip(columns, cells, strict=True):
        try:
            context_of(**{name: cell})
        except InputError as error:
            error.field, error.row = column, row.number
            raise


def _check_type(kind: str, column: str, row: Row) -> None:
    """Raises InputError where the cell of the `column` says nothing that can be read of what the name denotes."""
    try:
        type_of(kind)
    except InputError as error:
        error.field, error.row = column, row.number
        raise


def held_to(answer: Resolution, threshold: float) -> Resolution:
    """The answer, ambiguous if it is a match with a score below `threshold`."""
    if answer.status == "match" and answer.score < threshold:
        return replace(answer, status="ambiguous", entity=None)
    return answer


def resolution_cells(answer: Resolution, candidates: int = 0) -> Answer:
    """The cells of `NORMALIZE_COLUMNS`, and the list of `candidates` where some are asked for."""
    cells: Answer = {
        "entity_id": answer.entity.id if answer.entity else None,
        "entity_name": answer.entity.name if answer.entity else None,
        "status": answer.status,
        "score": round(answer.score, 4),
        "margin": round(answer.margin, 4),
        "matched_name": answer.matched_name,
        "reason": answer.reason,
    }
    if not candidates:
        return cells
    listed = [{"id": c.id, "name": c.name, "score": round(c.score, 4)} for c in answer.candidates[:candidates]]
    return {**cells, "candidates": listed}


def _comparison_cells(answer: Comparison) -> Answer:
    return {"score": round(answer.score, 4), "match": answer.match, "reason": answer.reason}
