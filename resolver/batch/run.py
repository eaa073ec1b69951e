"""The two uses of the engine on tables: resolve a column, compare two columns."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from resolver.batch.output import Answer, RowWriter, whole_file
from resolver.batch.pool import Cells, Work, map_chunks
from resolver.batch.tables import Reject, Row, Table, TableFormat, read_table, table_format
from resolver.errors import InputError, TableError
from resolver.model import ENTITY_TYPES, Comparison, EntityType, Resolution
from resolver.resolver import Resolver

NORMALIZE_COLUMNS = ("entity_id", "entity_name", "status", "score", "margin", "matched_name", "reason")
COMPARE_COLUMNS = ("score", "match", "reason")
CHUNK_ROWS = 512
_CHUNK_CHARACTERS = 2**22
_DEFAULT_LIMIT = 10


@dataclass(frozen=True, slots=True)
class TableRun:
    """Where a table comes from, where it goes, and how.

    `reject` is told of each row that can't be used; it is left out of the output. `progress` is told how many bytes
    of the input were read since the last call. `form` is the format of the input where its name does not tell it;
    `prefix` stands before the names of the added columns; `jobs` processes work. "-" is standard input or output.
    """

    source: Path
    out: Path
    reject: Reject
    progress: Callable[[int], None] = lambda _: None
    form: TableFormat | None = None
    prefix: str = ""
    jobs: int = 1


def normalize_table(
    run: TableRun,
    column: str,
    *,
    index: Path | None = None,
    type: EntityType | None = None,
    candidates: int = 0,
) -> Counter[str]:
    """Resolves the names in `column` of a table against an index (None: the bundled aliases).

    The output has all columns of the input and `NORMALIZE_COLUMNS`; with `candidates` above 0 also a column
    "candidates": that many entities at most as a JSON list of id, name and score, best first, whatever the status.
    Returns how many rows got which status, and how many were "rejected". Memory use does not grow with the table.
    Raises TableError, NameIndexError, OSError; the output then is not there.
    """
    added = (*NORMALIZE_COLUMNS, "candidates") if candidates else NORMALIZE_COLUMNS
    return annotate(run, (column,), added, ResolveJob(index, type, candidates), _status)


def compare_table(run: TableRun, left: str, right: str, *, type_column: str | None = None) -> Counter[str]:
    """Compares the names in two columns of a table, row by row; adds `COMPARE_COLUMNS`.

    `type_column` holds the entity type of each pair (empty: any). Returns how many pairs are a "match" and a
    "no match", and how many were "rejected". Raises TableError, OSError; the output then is not there.
    """
    columns = (left, right) if type_column is None else (left, right, type_column)
    return annotate(run, columns, COMPARE_COLUMNS, CompareJob(type_column), _verdict)


@dataclass(frozen=True, slots=True)
class ResolveJob:
    """Resolves one name a row."""

    index: Path | None
    type: EntityType | None
    candidates: int

    def open(self) -> Work:
        resolver = Resolver.open(self.index)

        def work(rows: Sequence[Cells]) -> list[Answer]:
            names = [name for (name,) in rows]
            answers = resolver.resolve_many(names, type=self.type, limit=self.candidates or _DEFAULT_LIMIT)
            return [_resolution_cells(answer, self.candidates) for answer in answers]

        return work

    def check(self, row: Row) -> None:
        """Any name can be resolved."""


@dataclass(frozen=True, slots=True)
class CompareJob:
    """Compares two names a row; the third cell, if there is one, is their type."""

    type_column: str | None

    def open(self) -> Work:

        def work(rows: Sequence[Cells]) -> list[Answer]:
            answers = []
            for left, right, *types in rows:
                type = cast(EntityType, types[0]) if any(types) else None
                answers.append(_comparison_cells(Resolver.compare(left, right, type=type)))
            return answers

        return work

    def check(self, row: Row) -> None:
        """Raises InputError where the type is none of the model's."""
        if self.type_column is not None and row.cells[2] not in ("", *ENTITY_TYPES):
            raise InputError(
                f"'{row.cells[2]}' is no type",
                field=self.type_column,
                row=row.number,
                mend=f"Leave it empty or give one of: {', '.join(ENTITY_TYPES)}.",
            )


def _resolution_cells(answer: Resolution, candidates: int) -> Answer:
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


def annotate(
    run: TableRun,
    columns: Sequence[str],
    added: Sequence[str],
    job: ResolveJob | CompareJob,
    outcome: Callable[[Answer], str],
) -> Counter[str]:
    counts: Counter[str] = Counter()

    def reject(error: InputError) -> None:
        counts["rejected"] += 1
        run.reject(error)

    with open_source(run.source, run.out) as stream:
        names = [run.prefix + name for name in added]
        table = read_table(stream, str(run.source), columns, reserved=names, form=run.form)
        with whole_file(run.out) as out:
            writer = RowWriter(out, table, _output_format(run.out, table.format), names)
            for chunk, answers in map_chunks(job, _chunks(table, job, reject, run.progress), run.jobs):
                for row, answer in zip(chunk, answers, strict=True):
                    try:
                        writer.write(row, {run.prefix + name: cell for name, cell in answer.items()})
                    except InputError as error:
                        reject(error)
                    else:
                        counts[outcome(answer)] += 1
    return counts


def _status(answer: Answer) -> str:
    return str(answer["status"])


def _verdict(answer: Answer) -> str:
    return "match" if answer["match"] else "no match"


@contextmanager
def open_source(source: Path, out: Path | None = None) -> Iterator[BinaryIO]:
    """Opens a file for reading, "-" being standard input. Raises TableError where it can't be, or where `out` is the
    same file."""
    if str(source) == "-":
        yield sys.stdin.buffer
        return
    if out is not None and out.exists() and source.exists() and out.samefile(source):
        raise TableError(f"{out} is the input itself", mend="Write to another file.")
    try:
        stream = source.open("rb")
    except OSError as error:
        raise TableError(f"{source} can't be read: {error.strerror}") from None
    with stream:
        yield stream


def _output_format(out: Path, source: TableFormat) -> TableFormat:
    """The format that the name of the output tells, else that of the input."""
    try:
        form = table_format(out.name)
    except TableError:
        return source
    return source if form.kind == source.kind else form


def _chunks(
    table: Table, job: ResolveJob | CompareJob, reject: Reject, progress: Callable[[int], None]
) -> Iterator[list[Row]]:
    """The rows in chunks that are limited in number and in length."""
    chunk: list[Row] = []
    length = seen = 0
    for row in table.rows(reject):
        try:
            job.check(row)
        except InputError as error:
            reject(error)
            continue
        chunk.append(row)
        length += len(row.line) + sum(map(len, row.fields))
        if len(chunk) == CHUNK_ROWS or length > _CHUNK_CHARACTERS:
            yield chunk
            position = table.lines.position()
            progress(position - seen)
            chunk, length, seen = [], 0, position
    if chunk:
        yield chunk
    progress(table.lines.position() - seen)
