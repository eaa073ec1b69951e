"""Commands that work on files: `index` and `normalize`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import click

from resolver.batch import TableRun, normalize_table, read_names
from resolver.cli.console import console, size_of, summary
from resolver.cli.options import (
    delimiter_option,
    format_option,
    index_option,
    input_format,
    jobs_option,
    path_type,
    prefix_option,
    type_option,
)
from resolver.errors import InputError
from resolver.index import build_index
from resolver.model import EntityType, NameRow
from resolver.sources import name_rows


@click.command()
@click.argument("names", type=path_type, nargs=-1)
@click.option("-o", "--output", type=path_type, required=True, metavar="DIR", help="Directory to write the index to.")
@click.option("--store", metavar="STORE", help="Take the names from a store (SQLite file or postgresql:// URL), too.")
@format_option
@delimiter_option
@click.pass_context
def index(
    ctx: click.Context,
    names: tuple[Path, ...],
    output: Path,
    store: str | None,
    kind: str | None,
    delimiter: str | None,
) -> None:
    """Build an index of the name lists NAMES, or of a store.

    A list is a table (CSV, TSV or JSONL, also .gz) with the columns entity_id and name; type (person, org, place,
    vessel, other), lang, role (primary, alias, weak) and description may be there too. Several lists merge: rows with
    the same entity_id are names of one entity. Alias files (.yaml), or a directory of them, are name lists as well.

    \b
    Examples:
      resolver index customers.csv -o customers.index
      resolver index list.tsv.gz more.jsonl aliases/ -o all.index
      resolver index --store lists.db -o lists.index
    """
    if not names and store is None:
        raise click.UsageError("give NAMES, --store, or both", ctx)
    rejected = 0
    given = kind is not None or delimiter is not None

    def reject(source: Path, error: InputError) -> None:
        nonlocal rejected
        rejected += 1
        it.reject(source, error)

    with console(unit=" names") as it:
        form = input_format(names[0], kind, delimiter) if given and names else None
        stored = _names_in(store) if store else ()
        info = build_index(chain(read_names(names, reject, form=form), stored), output, progress=it.progress)
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
@click.option("--column", required=True, metavar="COL", help="The column that holds the names.")
@index_option
@type_option
@click.option(
    "--candidates", type=click.IntRange(1, 100), metavar="N", help="Add a column with the N best entities as JSON."
)
@jobs_option
@prefix_option
@format_option
@delimiter_option
@click.pass_context
def normalize(
    ctx: click.Context,
    table: Path,
    output: Path,
    column: str,
    index: Path | None,
    type: EntityType | None,
    candidates: int | None,
    jobs: int,
    prefix: str,
    kind: str | None,
    delimiter: str | None,
) -> None:
    """Resolve the names in one column of a table.

    IN is CSV, TSV or JSONL in UTF-8, also .gz ('-': stdin, with --format). OUT has all its columns in their order and,
    added: entity_id, entity_name, status (match, ambiguous, none), score (a probability), margin, matched_name, reason.
    It appears under its name when it is whole. Rows that can't be read are left out and reported by number on standard
    error; the exit code then is 1.

    \b
    Examples:
      resolver normalize articles.csv -o resolved.csv --column author
      resolver normalize list.jsonl.gz -o out.jsonl.gz --column name --index all.index --candidates 5 --jobs 4
    """
    with console(size_of(table)) as it:
        run = TableRun(
            source=table,
            out=output,
            reject=lambda error: it.reject(table, error),
            progress=it.progress,
            form=input_format(table, kind, delimiter),
            prefix=prefix,
            jobs=jobs,
        )
        counts = normalize_table(run, column, index=index, type=type, candidates=candidates or 0)
    click.echo(summary(counts, output), err=True)
    ctx.exit(1 if counts["rejected"] else 0)
