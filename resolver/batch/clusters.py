"""The spellings of a table collapsed into entities: what is read and written beside the table itself."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from resolver.batch.formats import TableFormat, table_format
from resolver.batch.jobs import CompareJob
from resolver.batch.output import Answer, whole_file
from resolver.batch.pool import Cells, Work
from resolver.batch.records import csv_line, tsv_line
from resolver.batch.rows import Reject
from resolver.batch.run import TableRun, annotate, open_source
from resolver.batch.tables import read_table
from resolver.cluster import Cluster, Clustering, Constraint, Search, SearchHere, cluster_names
from resolver.cluster.cells import passed_over
from resolver.cluster.pairs import Beholder, View
from resolver.errors import InputError, TableError
from resolver.index import NameIndex, build_index
from resolver.model import EntityType, NameRow
from resolver.processes import map_batches
from resolver.resolver import Resolver
from resolver.text import clean

CLUSTER_COLUMNS = ("entity_id", "entity_name", "score")
ALIAS_COLUMNS = ("entity_id", "name", "type", "role")
REVIEW_COLUMNS = ("left", "right", "score", "same", "reason", "label")
_LABELS = {"same": True, "yes": True, "1": True, "true": True,
           "different": False, "no": False, "0": False, "false": False}  # fmt: skip
_NAMES_AT_ONCE = 256
_PASSED_OVER = "passed over"
"""Why a cell is in no cluster; told in the summary, and no column."""
_WRITTEN = ("csv", "tsv", "jsonl")


def cluster_table(
    run: TableRun,
    column: str,
    *,
    type: EntityType | None = None,
    constraints: Iterable[Constraint] = (),
    earlier: Iterable[NameRow] = (),
) -> tuple[Counter[str], Clustering]:
    """Collapses the spellings in `column` of a table into entities; `type` says what all of them name.

    The output has all columns of the input and `CLUSTER_COLUMNS`, empty for a row that is passed over. The table is
    read twice. `run.progress` is told of names, not bytes. Returns how the rows came out, and the clusters. Raises
    TableError, OSError, and InputError as `resolver.cluster.cluster_names` does; the output then is not there.
    """
    form = run.form or table_format(run.source.name)
    names = [name for _, name in numbered_names(run.source, column, form, lambda _: None)]
    with searching(type, run.jobs, run.progress) as search:
        found = cluster_names(names, type=type, constraints=constraints, earlier=earlier, search=search)
    again = TableRun(run.source, run.out, run.reject, form=form, out_form=run.out_form, prefix=run.prefix)
    return annotate(again, [column], CLUSTER_COLUMNS, ClusterJob(None, found.by_name(), type), _outcome), found


def numbered_names(table: Path, column: str, form: TableFormat, reject: Reject) -> Iterator[tuple[int, str]]:
    """The cells of one column with the numbers of their rows, the header being row 1. Raises TableError."""
    with open_source(table, None, form) as stream:
        for row in read_table(stream, str(table), [column], form=form).rows(reject):
            yield row.number, row.cells[0]


def read_constraints(path: Path) -> list[Constraint]:
    """The pairs of a table with the columns left, right and label that have a label. Raises TableError, InputError."""

    def refuse(error: InputError) -> None:
        raise error

    found = []
    with open_source(path) as stream:
        for row in read_table(stream, str(path), ("left", "right", "label")).rows(refuse):
            left, right, label = row.cells
            key = label.strip().casefold()
            if key and key not in _LABELS:
                mend = "Give same, different or nothing."
                raise InputError(f"'{label}' is no label", field="label", row=row.number, mend=mend)
            if key:
                found.append(Constraint(left, right, _LABELS[key], row.number))
    return found


def absent_names(constraints: Iterable[Constraint], found: Clustering) -> list[str]:
    """The names of constraints that no cluster has, so that these are without effect."""
    known = found.by_name()
    named = dict.fromkeys(name for each in constraints for name in (each.left, each.right))
    return [name for name in named if clean(name) not in known]


def check_files(out: Path, beside: Sequence[Path], inputs: Sequence[Path]) -> None:
    """Finds out before the work is done whether its outcome can be written: `out`, and the name list and the pairs
    `beside` it. Raises TableError."""
    taken: list[Path] = []
    for path in (out, *beside):
        if path in beside and table_format(path.name).kind not in _WRITTEN:
            mend = "Give it the extension .csv, .tsv or .jsonl."
            raise TableError(f"{path} can't be written in this format", mend=mend)
        if str(path) == "-":
            continue
        if not path.parent.is_dir():
            raise TableError(f"{path} can't be written: there is no directory {path.parent}", mend="Make it first.")
        if any(each.exists() and path.exists() and each.samefile(path) for each in inputs):
            raise TableError(f"{path} is the input itself", mend="Write to another file.")
        if path.resolve() in taken:
            raise TableError(f"{path} is named for two outputs", mend="Write each to a file of its own.")
        taken.append(path.resolve())


def write_aliases(path: Path, found: Clustering, type: EntityType | None) -> None:
    """Writes the clusters as a name list, which an index can be built of. Raises TableError."""
    _write(path, ALIAS_COLUMNS, ((row.entity_id, row.name, row.type, row.role) for row in found.rows(type)))


def write_review(path: Path, found: Clustering, type: EntityType | None) -> None:
    """Writes the doubtful pairs with an empty column for the label. Raises TableError."""
    judged = Resolver.compare_many(((doubt.left, doubt.right) for doubt in found.doubts), type=type)
    _write(
        path,
        REVIEW_COLUMNS,
        (
            (doubt.left, doubt.right, f"{doubt.score:.4f}", "true" if doubt.same else "false", compared.reason, "")
            for doubt, compared in zip(found.doubts, judged, strict=True)
        ),
    )


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Writes a table of text in the format that its name tells (see `check_files`)."""
    kind = table_format(path.name).kind

    def line(cells: Sequence[str]) -> str:
        if kind == "jsonl":
            return json.dumps(dict(zip(header, cells, strict=True)), ensure_ascii=False)
        return csv_line(cells, ",") if kind == "csv" else tsv_line([" ".join(cell.split()) for cell in cells])

    with whole_file(path) as out:
        if kind != "jsonl":
            out.write(line(header).encode() + b"\n")
        for cells in rows:
            out.write(line(cells).encode() + b"\n")


@contextmanager
def searching(type: EntityType | None, jobs: int, progress: Callable[[int], None]) -> Iterator[Search]:
    """The search of names for one another, in this process or in several."""
    if jobs == 1:
        yield SearchHere(type, progress)
        return
    with TemporaryDirectory(prefix="resolver-") as folder:
        yield SearchInProcesses(type, jobs, Path(folder) / "index", progress)


@dataclass(frozen=True, slots=True)
class SearchInProcesses:
    """Searches in several processes, which map an index at `path`."""

    type: EntityType | None
    jobs: int
    path: Path
    progress: Callable[[int], None]

    def index(self, rows: Iterable[NameRow]) -> NameIndex:
        build_index(rows, self.path, jobs=self.jobs)
        return NameIndex.open(self.path)

    def views(
        self,
        index: NameIndex,  # noqa: ARG002 - it is the one at `path`
        names: Sequence[int],
        settled: Collection[int] = (),
    ) -> Iterator[View]:
        batches = (
            [(str(name),) for name in names[at : at + _NAMES_AT_ONCE]] for at in range(0, len(names), _NAMES_AT_ONCE)
        )
        for answers in map_batches(SearchJob(self.path, self.type, settled), batches, self.jobs):
            for views in cast(list[list[View]], answers):
                yield from views
            self.progress(len(answers))


@dataclass(frozen=True, slots=True)
class SearchJob:
    """What names of an index, given by number, show of others."""

    path: Path
    type: EntityType | None
    settled: Collection[int] = ()

    def open(self) -> Work:
        beholder = Beholder(NameIndex.open(self.path), self.type, self.settled)

        def work(rows: Sequence[Cells]) -> list[Answer]:
            return cast(list[Answer], list(beholder.views([int(number) for (number,) in rows])))

        return work


@dataclass(frozen=True, slots=True)
class ClusterJob(CompareJob):
    """The cluster of the name in each row."""

    clusters: Mapping[str, Cluster]
    type: EntityType | None

    def open(self) -> Work:
        def work(rows: Sequence[Cells]) -> list[Answer]:
            return [self._cells(clean(name)) for (name,) in rows]

        return work

    def _cells(self, name: str) -> Answer:
        found = self.clusters.get(name)
        if found is None:
            return {**dict.fromkeys(CLUSTER_COLUMNS), _PASSED_OVER: passed_over(name, self.type)}
        return {"entity_id": found.id, "entity_name": found.name, "score": round(found.score, 4)}


def _outcome(answer: Answer) -> str:
    return "clustered" if answer["entity_id"] else str(answer[_PASSED_OVER])
