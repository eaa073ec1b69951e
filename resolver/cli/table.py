"""Commands that work on files: `index` and `normalize`."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import click

from resolver.batch import Report, TableRun, name_columns, normalize_table, read_names, table_format
from resolver.batch.formats import KINDS
from resolver.batch.output import whole_file
from resolver.batch.rejects import rejects_to
from resolver.bundled import bundled_index
from resolver.cli.console import MOST_REJECTS, console, size_of, summary
from resolver.cli.options import (
    delimiter_option,
    encoding_option,
    format_option,
    index_option,
    input_format,
    jobs_option,
    path_type,
    prefix_option,
    store_option,
)
from resolver.errors import InputError
from resolver.index import NameIndex, build_index
from resolver.model import ENTITY_TYPES, NameRow
from resolver.sources import name_rows
from resolver.version import __version__

_MOST_JOBS = 8
"""Processes that index unless asked for more: what they find is gathered by one."""
_GOES_ON = "the same command goes on where it stood"
_MANY_ROWS = 10_000
"""A run over as many says how fast it was. (One over few says the same on every machine.)"""


@click.command()
@click.argument("names", type=path_type, nargs=-1)
@click.option("-o", "--output", type=path_type, required=True, metavar="DIR", help="Directory to write the index to.")
@click.option("--store", metavar="STORE", help="Take the names from a store (SQLite file or postgresql:// URL), too.")
@format_option
@delimiter_option
@encoding_option
@click.option(
    "--jobs", type=click.IntRange(1, 256), metavar="N", help=f"Processes (default: one a core, at most {_MOST_JOBS})."
)
@click.pass_context
def index(
    ctx: click.Context,
    names: tuple[Path, ...],
    output: Path,
    store: str | None,
    kind: str | None,
    delimiter: str | None,
    encoding: str | None,
    jobs: int | None,
) -> None:
    """Build an index of the name lists NAMES, or of a store.

    A list is a table (CSV, TSV or JSONL, also .gz) with the columns entity_id and name; type (person, org, place,
    vessel, other), lang, role (primary, alias, weak), description, country, birth_date and gender may be there too.
    Several lists merge: rows with the same entity_id are names of one entity. Alias files (.yaml), or a directory of
    them, are name lists as well.

    \b
    Examples:
      resolver index customers.csv -o customers.index
      resolver index list.tsv.gz more.jsonl aliases/ -o all.index
      resolver index --store lists.db -o lists.index
    """
    if not names and store is None:
        raise click.UsageError("give NAMES, --store, or both", ctx)
    rejected = 0
    given = any(told is not None for told in (kind, delimiter, encoding))

    def reject(source: Path, error: InputError) -> None:
        nonlocal rejected
        rejected += 1
        it.reject(source, error)

    with console() as it:
        form = input_format(names[0], kind, delimiter, encoding) if given and names else None
        stored = _names_in(store) if store else ()
        rows = chain(read_names(names, reject, form=form), stored)
        info = build_index(rows, output, jobs=jobs or min(os.cpu_count() or 1, _MOST_JOBS), progress=it.step)
    click.echo(f"{output}: {info.entities:,} entities, {info.names:,} names, hash {info.hash}")
    if rejected:
        click.echo(f"{rejected:,} rows rejected", err=True)
        ctx.exit(1)


def _names_in(store: str) -> Iterator[NameRow]:
    # Here, not above: a database library takes longer to load than other commands take to run.
    from resolver.store import Store

    with Store.open(store) as opened:
        yield from name_rows(opened.entities())


@click.command()
@click.argument("table", type=path_type, metavar="IN")
@click.option("-o", "--output", type=path_type, required=True, metavar="OUT", help="File to write ('-': stdout).")
@click.option(
    "--column",
    required=True,
    multiple=True,
    metavar="COL",
    help="The column that holds the names; given several times, the cells make one name (given name, surname).",
)
@click.option(
    "--each",
    is_flag=True,
    help="Each --column holds names of its own, and their answers are named after it (author_entity_id). What is said "
    "of names by the six options below is then said once for all, or once for each in their order ('': nothing).",
)
@click.option(
    "--type",
    type=click.Choice((*ENTITY_TYPES, "")),
    multiple=True,
    metavar=f"[{'|'.join(ENTITY_TYPES)}]",
    help="What the names denote: an entity of another type is no match.",
)
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1),
    multiple=True,
    metavar="P",
    help="Call a match with a score below P ambiguous.",
)
@click.option(
    "--type-column", multiple=True, metavar="COL", help="The column with the entity type of each row (empty: --type)."
)
@click.option(
    "--country-column", multiple=True, metavar="COL", help="The column with the country of each row (code or name)."
)
@click.option(
    "--birth-date-column",
    multiple=True,
    metavar="COL",
    help="The column with the date of birth (YYYY, YYYY-MM, YYYY-MM-DD).",
)
@click.option(
    "--gender-column", multiple=True, metavar="COL", help="The column with the gender (male or female, m or f)."
)
@index_option
@store_option
@click.option(
    "--candidates", type=click.IntRange(1, 100), metavar="N", help="Add a column with the N best entities as JSON."
)
@jobs_option
@click.option(
    "--resume",
    is_flag=True,
    help="Keep a journal beside OUT; when the run is killed, the same command goes on where it stood.",
)
@click.option(
    "--rejects", type=path_type, metavar="FILE", help="Write which rows were left out, and why, to this CSV file."
)
@click.option("--report", type=path_type, metavar="FILE", help="Write a page about the result (HTML).")
@prefix_option
@format_option
@delimiter_option
@encoding_option
@click.option("--out-format", type=click.Choice(KINDS), help="Format of the output, where its name does not tell it.")
@click.pass_context
def normalize(
    ctx: click.Context,
    /,
    table: Path,
    output: Path,
    column: tuple[str, ...],
    each: bool,
    index: Path | None,
    store: str | None,
    candidates: int | None,
    jobs: int,
    resume: bool,
    rejects: Path | None,
    report: Path | None,
    prefix: str,
    kind: str | None,
    delimiter: str | None,
    encoding: str | None,
    out_format: str | None,
    **told: tuple[Any, ...],
) -> None:
    """Resolve the names in a column of a table, or in several.

    IN is CSV, TSV or JSONL, also .gz or .zst, Parquet or Excel ('-': stdin, with --format). OUT has all its
    columns in their order and, added: entity_id, entity_name, status (match, ambiguous, none), score (a probability),
    margin, matched_name, reason. It appears under its name when it is whole. A name that comes again is not resolved
    again. Rows that can't be read are left out and reported by number; the exit code then is 1.

    What is known beside the names (type, country, date of birth, gender) is evidence: it makes an entity more or less
    probable and hides none; an empty cell says nothing, several values are parted by semicolons.

    \b
    Examples:
      resolver normalize articles.csv -o resolved.csv --column author
      resolver normalize list.jsonl.gz -o out.jsonl.gz --column name --index all.index --candidates 5 --jobs 4
      resolver normalize staff.xlsx -o staff.parquet --column given --column surname --report staff.html
      resolver normalize books.csv -o out.csv --column author --column publisher --each --type person --type org \\
        --threshold 0.9 --threshold 0.8
      resolver normalize large.csv.zst -o out.csv.zst --column name --jobs 2 --resume --rejects rejected.csv
    """
    if resume and str(output) == "-":
        raise click.UsageError("--resume keeps a journal beside OUT: name a file", ctx)
    page = Report() if report else None
    names = name_columns(column, each=each, **told)
    with (
        console(size_of(table), most_rejects=MOST_REJECTS) as it,
        rejects_to(rejects, lambda error: it.reject(table, error)) as reject,
    ):
        run = TableRun(
            source=table,
            out=output,
            reject=reject,
            progress=it.progress,
            done=it.done,
            form=input_format(table, kind, delimiter, encoding),
            out_form=table_format(output.name, out_format) if out_format else None,
            prefix=prefix,
            jobs=jobs,
            journal=output.with_name(output.name + ".journal") if resume else None,
        )
        start = time.monotonic()
        try:
            counts = normalize_table(run, *names, index=index, candidates=candidates or 0, report=page, store=store)
        except KeyboardInterrupt:
            click.echo("interrupted; " + (_GOES_ON if resume else "nothing was written"), err=True)
            raise
        took = time.monotonic() - start
    rows = (counts.total() - counts["rejected"]) // len(names)
    pace = speed(rows + counts["rejected"], took)
    if page and report:
        facts = {
            "table": table.name,
            "column": ", ".join(column),
            "index": f"{index.name if index else 'the bundled aliases'}, hash {_hash(index)}",
            "version": __version__,
            "options": ", ".join(_options(told)) or "none",
            "rows": f"{rows + counts['rejected']:,}",
            "time": pace,
        }
        with whole_file(report) as out:
            out.write(page.html(f"Names in {table.name}", facts, counts["rejected"]).encode("utf-8", "replace"))
    click.echo(summary(counts, output, rows), err=True)
    if rows + counts["rejected"] >= _MANY_ROWS:
        click.echo(pace, err=True)
    ctx.exit(1 if counts["rejected"] else 0)


def _hash(index: Path | None) -> str:
    """What tells one edition of a list from another."""
    return (NameIndex.open(index) if index else bundled_index()).info.hash


def speed(rows: int, seconds: float) -> str:
    """How long it took, and how many rows that is in a second."""
    return f"{seconds:,.1f} s, {rows / max(seconds, 1e-9):,.0f} rows/s"


def _options(told: Mapping[str, tuple[Any, ...]]) -> Iterator[str]:
    """What was said of the names."""
    for option, values in told.items():
        if values:
            yield f"{option.replace('_', ' ')} {' | '.join(map(str, values))}"
