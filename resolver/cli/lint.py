"""The command that finds several spellings of one entity in a table."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import click

from resolver.batch.clusters import numbered_names, read_constraints, searching
from resolver.cli.cluster import constraints_option, names_type_option
from resolver.cli.console import console
from resolver.cli.options import (
    delimiter_option,
    encoding_option,
    format_option,
    input_format,
    jobs_option,
    json_option,
    path_type,
)
from resolver.cli.show import shown
from resolver.cluster import cluster_names
from resolver.errors import InputError
from resolver.model import EntityType
from resolver.text import clean

_ROWS_NAMED = 5
_SPELLINGS_NAMED = 10
"""Of an entity under more, a line names so many; JSON has all."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One entity under several spellings: the rows of each (the header is row 1), and the spelling to write."""

    file: str
    name: str
    score: float
    spellings: Mapping[str, Sequence[int]]

    def to_dict(self) -> dict[str, Any]:
        spellings = [{"name": name, "rows": list(rows)} for name, rows in self.spellings.items()]
        return {"file": self.file, "name": self.name, "score": round(self.score, 4), "spellings": spellings}

    def __str__(self) -> str:
        first = min(rows[0] for name, rows in self.spellings.items() if name != self.name)
        named = islice(self.spellings.items(), _SPELLINGS_NAMED)
        listed = ", ".join(f"{_quoted(name)} ({_rows(rows)})" for name, rows in named)
        if len(self.spellings) > _SPELLINGS_NAMED:
            listed += f" and {len(self.spellings) - _SPELLINGS_NAMED:,} more"
        return f"{shown(self.file)}:{first}: {listed}: one entity ({self.score:.2f}). Write '{shown(self.name)}'."


def _quoted(name: str) -> str:
    """The spelling as people see it; where that hides what is odd about it, as Python writes it."""
    return f"'{name}'" if clean(name) == name else ascii(name)


def _rows(rows: Sequence[int]) -> str:
    more = f" and {len(rows) - _ROWS_NAMED:,} more" if len(rows) > _ROWS_NAMED else ""
    return f"row{'s' if len(rows) > 1 else ''} {', '.join(map(str, rows[:_ROWS_NAMED]))}{more}"


@click.command()
@click.argument("files", type=path_type, nargs=-1, required=True, metavar="FILE...")
@click.option("--column", required=True, metavar="COL", help="The column that holds the names.")
@names_type_option
@constraints_option
@click.option("--least", type=click.FloatRange(0, 1), default=0.5, show_default=True, metavar="P",
              help="Tell of entities with at least this score.")  # fmt: skip
@json_option
@jobs_option
@format_option
@delimiter_option
@encoding_option
@click.pass_context
def lint(
    ctx: click.Context,
    files: tuple[Path, ...],
    column: str,
    type: EntityType | None,
    constraints: Path | None,
    least: float,
    as_json: bool,
    jobs: int,
    kind: str | None,
    delimiter: str | None,
    encoding: str | None,
) -> None:
    """Find several spellings of one entity in one column of a table.

    One line for each entity, with the rows and the spelling to write; the header is row 1. Exit code 0: nothing found,
    1: something found, or rows that can't be read, 2: not done. Each FILE is looked at by itself. Two names that are
    different for all their likeness go into the --constraints file, with the label different.

    \b
    Examples:
      resolver lint authors.csv --column name --type person
      resolver lint data/*.tsv --column author --constraints known.csv --json
    """
    known = read_constraints(constraints) if constraints else []
    faults = 0

    def reject(error: InputError) -> None:
        nonlocal faults
        faults += 1
        it.reject(path, error)

    with console(unit=" names") as it:
        for path in files:
            rows: defaultdict[str, list[int]] = defaultdict(list)
            for number, name in numbered_names(path, column, input_format(path, kind, delimiter, encoding), reject):
                rows[name].append(number)
            with searching(type, jobs, it.progress) as search:
                counted = Counter({name: len(numbers) for name, numbers in rows.items()})
                found = cluster_names(counted.elements(), type=type, constraints=known, search=search)
            entities = {name: at for at, one in enumerate(found.clusters) for name in one.names}
            spellings: defaultdict[int, dict[str, list[int]]] = defaultdict(dict)
            for name, numbers in rows.items():
                if clean(name) in entities:
                    spellings[entities[clean(name)]][name] = numbers
            for at, written in sorted(spellings.items(), key=lambda x: min(x[1].values())):
                one = found.clusters[at]
                # Spellings that differ in what is invisible, or in spaces, are one name.
                finding = Finding(str(path), one.name, one.score if len(one.names) > 1 else 1.0, written)
                if len(written) > 1 and finding.score >= least:
                    faults += 1
                    click.echo(json.dumps(finding.to_dict(), ensure_ascii=False) if as_json else str(finding))
    ctx.exit(1 if faults else 0)
