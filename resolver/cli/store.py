"""Commands that keep lists in a store: `import`, `export` and `sources`.

What they need of the store is loaded when they run: a database library takes longer to load than a name to resolve.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from resolver.batch.output import whole_file
from resolver.cli.console import console, size_of
from resolver.cli.options import path_type
from resolver.errors import InputError, TableError
from resolver.model import ENTITY_TYPES, EntityType
from resolver.sources import formats, recognised
from resolver.sources.table import COLUMNS


@click.command("import")
@click.argument("files", type=path_type, nargs=-1, required=True, metavar="FILE...")
@click.option("--into", "where", required=True, metavar="STORE", help="The store: a SQLite file or postgresql:// URL.")
@click.option(
    "--format", "form", default="auto", show_default=True, metavar="ID", help="The format; see `resolver sources`."
)
@click.option("--source", metavar="NAME", help="What the list is called; without it, what format or file name say.")
@click.option(
    "--map",
    "mapped",
    multiple=True,
    metavar="FIELD=COLUMN",
    help="Which column of a table holds a field; may be repeated.",
)
@click.option("--type", type=click.Choice(ENTITY_TYPES), help="The type of a table's entities, where it has none.")
@click.option("--strict", is_flag=True, help="Stop at the first record that can't be used.")
@click.option("--prune", is_flag=True, help="Remove what the list held before and these files no longer name.")
@click.pass_context
def import_command(
    ctx: click.Context,
    files: tuple[Path, ...],
    where: str,
    form: str,
    source: str | None,
    mapped: tuple[str, ...],
    type: EntityType | None,
    strict: bool,
    prune: bool,
) -> None:
    """Import lists into a store, which is made where there is none.

    The format is recognised (`resolver sources` shows which there are); files may be compressed with gzip, bzip2 or
    Zstandard. An entity replaces what an earlier import said under its id; the files of one import add up. Records that
    can't be used are reported with their position and left out; the exit code then is 1. What was written before a stop
    stays: import again to go on.

    \b
    Fields of --map: id, name, aliases, type, schema, lang, script, role, kind, description, countries, birth_dates,
    genders, origins, referents, source.

    \b
    Examples:
      resolver import sdn.csv alt.csv --into lists.db
      resolver import entities.ftm.json --into postgresql://me@localhost/lists --prune
      resolver import customers.csv --into lists.db --map id=number --map name=customer --type org
    """
    from resolver.store import Store, import_files

    columns = dict(_mapping(text) for text in mapped)
    found = recognised(files, form)
    sizes = [size_of(path) for path in files]
    total = None if None in sizes else sum(size or 0 for size in sizes)

    def reject(path: Path, error: InputError) -> None:
        if strict:
            raise InputError(f"{path}: {error}")
        it.reject(path, error)

    with Store.open(where, create=True) as store, console(total) as it:
        done = import_files(
            store,
            found,
            source=source,
            reject=reject,
            columns=columns,
            type=type or "other",
            prune=prune,
            progress=it.progress,
        )
    parts = [f"{done.entities:,} entities written to {where}"]
    parts += [
        f"{n:,} {what}" for n, what in ((done.removed + done.pruned, "removed"), (done.rejected, "rejected")) if n
    ]
    click.echo("; ".join(parts), err=True)
    ctx.exit(1 if done.rejected else 0)


def _mapping(text: str) -> tuple[str, str]:
    field, _, column = text.partition("=")
    if field not in COLUMNS or not column:
        raise click.UsageError(f"--map {text}: give FIELD=COLUMN, FIELD one of {', '.join(COLUMNS)}")
    return field, column


@click.command()
@click.option("--store", "where", required=True, metavar="STORE", help="The store: a SQLite file or postgresql:// URL.")
@click.option("-o", "--output", type=path_type, required=True, metavar="OUT", help="File to write ('-': stdout).")
@click.option(
    "--format",
    "form",
    type=click.Choice(["ftm", "jsonl", "csv"]),
    help="Format, where the name of OUT does not tell it: .csv, .jsonl, .json (FollowTheMoney), also with .gz.",
)
@click.option("--source", metavar="NAME", help="Only the entities of this list.")
def export(where: str, output: Path, form: Literal["ftm", "jsonl", "csv"] | None, source: str | None) -> None:
    """Write out the entities of a store.

    Each format holds everything: importing the file into an empty store gives the same entities. CSV has a row for each
    name and is a name list for `resolver index`, too.

    \b
    Examples:
      resolver export --store lists.db -o lists.ftm.json
      resolver export --store lists.db -o ofac.csv.gz --source ofac
    """
    from resolver.store import Store
    from resolver.store.exporting import EXTENSIONS, lines

    chosen = form or EXTENSIONS.get(Path(output.name.removesuffix(".gz")).suffix)
    if chosen is None:
        raise TableError(f"the name of {output} does not tell its format", mend="Give --format.")
    count = 0
    with Store.open(where) as store, console(unit=" entities") as it, whole_file(output) as out:
        for line in lines(store.entities(source=source), chosen):
            out.write(line.encode())
            count += 1
            it.progress(1)
    click.echo(f"{count - (chosen == 'csv'):,} {'names' if chosen == 'csv' else 'entities'} written", err=True)


@click.command()
@click.option("--store", "where", metavar="STORE", help="Count what a store holds of each list instead.")
def sources(where: str | None) -> None:
    """List the formats that `resolver import` reads, or the lists in a store.

    \b
    Examples:
      resolver sources
      resolver sources --store lists.db
    """
    if where is not None:
        from resolver.store import Store

        with Store.open(where) as store:
            for count in store.counts():
                click.echo(f"{count.source}: {count.entities:,} entities, {count.names:,} names")
        return
    width = max(len(form.id) for form in formats())
    for form in formats():
        click.echo(f"{form.id:<{width}}  {form.title}")
        click.echo(f"{'':<{width}}  resolver import {form.example} --into lists.db")
