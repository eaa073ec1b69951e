"""The two uses of the engine on tables: resolve a column, compare two columns."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from resolver.batch.formats import BINARY, COMPRESSED, EXTENSIONS
from resolver.batch.jobs import COMPARE_COLUMNS, NORMALIZE_COLUMNS, CompareJob, ResolveJob, pair_context
from resolver.batch.journal import Journal
from resolver.batch.memo import Batch, Memo
from resolver.batch.name_columns import NameColumn
from resolver.batch.output import Answer, whole_file
from resolver.batch.pool import Cells
from resolver.batch.report import Report
from resolver.batch.tables import Reject, Table, TableFormat, read_table, table_format
from resolver.batch.writers import open_writer
from resolver.errors import InputError, TableError
from resolver.processes import map_batches

BATCH_ROWS = 2048
_BATCH_CHARACTERS = 2**22


@dataclass(frozen=True, slots=True)
class TableRun:
    """Where a table comes from, where it goes, and how.

    `reject` is told of each row that can't be used; it is left out of the output. `progress` is told how many bytes of
    the input were read since the last call, `done` how many rows were written since. `form` and `out_form` are the
    formats where the names don't tell them; `prefix` stands before the names of the added columns; `jobs` processes
    work. With a `journal`, a run that was killed goes on where it stood when it is started again. "-" is standard input
    or output.
    """

    source: Path
    out: Path
    reject: Reject
    progress: Callable[[int], None] = lambda _: None
    done: Callable[[int], None] = lambda _: None
    form: TableFormat | None = None
    out_form: TableFormat | None = None
    prefix: str = ""
    jobs: int = 1
    journal: Path | None = None


def normalize_table(
    run: TableRun,
    *names: str | NameColumn,
    index: Path | None = None,
    candidates: int = 0,
    report: Report | None = None,
    store: str | None = None,
) -> Counter[str]:
    """Resolves the names of a table against an index (None: the bundled aliases): one column of them, or several.

    The output has all columns of the input and, for each of the `names`, `NORMALIZE_COLUMNS` behind its prefix; with
    `candidates` above 0 also a column "candidates": that many entities at most as a JSON list of id, name and score,
    best first, whatever the status. Answers follow the decisions of a `store`. A `report` is told of every name.
    Returns how many names got which status, and how many rows were "rejected". A name that comes again is not resolved
    again; memory use does not grow with the table. Raises TableError, NameIndexError, StoreError, OSError, and
    InputError for two names of one prefix; the output then is not there.
    """
    asked = tuple(NameColumn(name) if isinstance(name, str) else name for name in names)
    added = (*NORMALIZE_COLUMNS, "candidates") if candidates else NORMALIZE_COLUMNS
    listed = candidates or (report.candidates if report else 0)
    job = ResolveJob(index, asked, listed, store)
    prefixes = [name.prefix for name in asked]
    return annotate(run, job.columns, added, job, _status, report.see if report else None, prefixes)


def compare_table(
    run: TableRun,
    left: str,
    right: str,
    *,
    type_column: str | None = None,
    country_columns: tuple[str, str] | None = None,
    birth_date_columns: tuple[str, str] | None = None,
    gender_columns: tuple[str, str] | None = None,
) -> Counter[str]:
    """Compares the names in two columns of a table, row by row; adds `COMPARE_COLUMNS`.

    `type_column` holds the entity type of each pair (empty: any). What is known beside both names may stand in two
    columns each, written as for `Resolver.resolve`. Returns how many pairs are a "match" and a "no match", and how many
    were "rejected". Raises TableError, OSError; the output then is not there.
    """
    job = CompareJob(type_column, context_columns=pair_context(country_columns, birth_date_columns, gender_columns))
    return annotate(run, (left, right, *job.further_columns), COMPARE_COLUMNS, job, _verdict)


def annotate(
    run: TableRun,
    columns: Sequence[str],
    added: Sequence[str],
    job: ResolveJob | CompareJob,
    outcome: Callable[[Answer], str],
    see: Callable[[Cells, Answer], None] | None = None,
    prefixes: Sequence[str] = ("",),
) -> Counter[str]:
    """Writes each row of the table with the answers of `job` for its `columns`; returns how often each `outcome` came.

    A row has as many answers as there are `prefixes`, each in the columns `added` behind its prefix. `see` is told of
    each answer that is written, and of what was asked. Raises InputError where two answers have the same prefix.
    """
    if len(set(prefixes)) < len(prefixes):
        raise InputError("two names of a row would add the same columns", field="prefix", mend="Give each its own.")
    counts: Counter[str] = Counter()

    def reject(error: InputError) -> None:
        counts["rejected"] += 1
        run.reject(error)

    every = [{run.prefix + prefix + name: name for name in added} for prefix in prefixes]
    names = {name: cell for each in every for name, cell in each.items()}
    with open_source(run.source, run.out, run.form) as stream, _journal(run, job, columns) as journal:
        table = read_table(stream, str(run.source), columns, reserved=tuple(names), form=run.form)
        with whole_file(run.out, part=f".{run.out.name}.part" if journal else None) as out:
            form = run.out_form or _output_format(run.out, table.format)
            with closing(open_writer(out, table, form, names)) as writer:
                for batch in _answered(run, job, _batches(table, job, reject, run.progress), journal):
                    for row, slots in zip(batch.rows, batch.slots, strict=True):
                        for slot, each in zip(slots, every, strict=True):
                            if slot.rendered is None:
                                answer = slot.answer
                                slot.rendered = writer.render({name: answer[cell] for name, cell in each.items()})
                                slot.outcome = outcome(answer)
                                if see is None:
                                    slot.forget()
                        try:
                            writer.write(row, [slot.rendered for slot in slots])
                        except InputError as error:
                            reject(error)
                            continue
                        for slot in slots:
                            counts[slot.outcome] += 1
                        if see:
                            for key, slot in zip(job.keys(row.cells), slots, strict=True):
                                see(key, slot.answer)
                    run.done(len(batch.rows))
    return counts


def _status(answer: Answer) -> str:
    return str(answer["status"])


def _verdict(answer: Answer) -> str:
    return "match" if answer["match"] else "no match"


@contextmanager
def _journal(run: TableRun, job: ResolveJob | CompareJob, columns: Sequence[str]) -> Iterator[Journal | None]:
    with Journal(run.journal, f"{job.identity()} {list(columns)}") if run.journal else nullcontext() as journal:
        yield journal


def _batches(
    table: Table, job: ResolveJob | CompareJob, reject: Reject, progress: Callable[[int], None]
) -> Iterator[Batch]:
    """The rows in batches that are limited in rows, in names to be resolved, and in length."""
    memo = Memo()
    batch = Batch()
    length = seen = 0
    for row in table.rows(reject):
        keys = job.keys(row.cells)
        if not memo.knows(keys):  # what is known was checked when it came first
            try:
                job.check(row)
            except InputError as error:
                reject(error)
                continue
        memo.add(row, keys, batch)
        length += len(row.line) or sum(len(field) for field in row.fields if isinstance(field, str))
        if len(batch.rows) == BATCH_ROWS or len(batch.fresh) >= job.at_once or length > _BATCH_CHARACTERS:
            yield batch
            position = table.position()
            progress(position - seen)
            batch, length, seen = Batch(), 0, position
    if batch.rows:
        yield batch
    progress(table.position() - seen)


def _answered(
    run: TableRun, job: ResolveJob | CompareJob, batches: Iterator[Batch], journal: Journal | None
) -> Iterator[Batch]:
    """The batches with their answers, out of the journal as far as it goes."""
    waiting: deque[Batch] = deque()
    for batch in batches:
        if journal and batch.fresh:
            kept = journal.replay(batch.fresh)
            if kept is None:
                waiting.append(batch)
                break
            batch.fill(kept)
        elif batch.fresh:
            waiting.append(batch)
            break
        yield batch

    def asked() -> Iterator[list[Cells]]:
        yield from (list(batch.fresh) for batch in tuple(waiting))
        for batch in batches:
            waiting.append(batch)
            yield list(batch.fresh)

    for answers in map_batches(job, asked(), run.jobs):
        batch = waiting.popleft()
        batch.fill(answers)
        if journal and answers:
            journal.add(batch.fresh, answers)
        yield batch


@contextmanager
def open_source(source: Path, out: Path | None = None, form: TableFormat | None = None) -> Iterator[BinaryIO]:
    """Opens a file for reading, "-" being standard input; a `form` that is read from both ends gets a copy of a pipe.
    Raises TableError where it can't be opened, or where `out` is the same file."""
    if str(source) == "-":
        with ExitStack() as stack:
            yield stack.enter_context(_copied(sys.stdin.buffer)) if form and form.kind in BINARY else sys.stdin.buffer
        return
    if out is not None and out.exists() and source.exists() and out.samefile(source):
        raise TableError(f"{out} is the input itself", mend="Write to another file.")
    try:
        stream = source.open("rb")
    except OSError as error:
        raise TableError(f"{source} can't be read: {error.strerror}") from None
    with stream:
        yield stream


@contextmanager
def _copied(stream: BinaryIO) -> Iterator[BinaryIO]:
    with tempfile.TemporaryFile() as kept:
        shutil.copyfileobj(stream, kept)
        kept.seek(0)
        yield cast(BinaryIO, kept)


def _output_format(out: Path, source: TableFormat) -> TableFormat:
    """The format that the name of the output tells, else that of the input. Raises TableError where the name ends as
    that of another kind of file does."""
    name = Path(out.stem if out.suffix.lower() in COMPRESSED else out.name)
    if str(out) == "-" or not name.suffix[1:2].isalpha():
        return source
    if name.suffix.lower() not in EXTENSIONS:
        mend = f"End it in {', '.join(EXTENSIONS)}, text also in {' or '.join(COMPRESSED)}."
        raise TableError(f"the name of {out} does not tell which kind of table to write", mend=mend)
    form = table_format(out.name)
    return source if form.kind == source.kind else form
