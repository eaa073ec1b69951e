"""Commands for lists that change: `diff` and `rescreen`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from resolver.batch import name_columns, table_format
from resolver.batch.lines import Lines, undecoded
from resolver.batch.names import asked_names
from resolver.batch.records import chomp
from resolver.batch.run import open_source
from resolver.cli.console import console
from resolver.cli.options import (
    delimiter_option,
    encoding_option,
    format_option,
    index_option,
    input_format,
    json_option,
    path_type,
    store_option,
    type_option,
)
from resolver.cli.show import shown
from resolver.errors import InputError, TableError
from resolver.index import NameIndex
from resolver.model import Asked, EntityType, Resolution
from resolver.updates import Change, EntityChange, index_changes
from resolver.updates import rescreen as rescreened

_ONE_A_LINE = "Name its column with --column (`resolver rescreen`), or give the names alone."
_MARKS = {"added": "+", "removed": "-", "changed": "~"}


@click.command()
@click.argument("old", type=path_type)
@click.argument("new", type=path_type)
@json_option
def diff(old: Path, new: Path, as_json: bool) -> None:
    """Say which entities and names the index NEW has and OLD has not, and the other way round.

    \b
    Examples:
      resolver diff lists-may.index lists-june.index
      resolver diff --json old.index new.index | jq 'select(.change == "added")'
    """
    counts: Counter[str] = Counter()
    for change in index_changes(NameIndex.open(old), NameIndex.open(new)):
        counts[change.kind] += 1
        counts["names added"] += len(change.names_added)
        counts["names removed"] += len(change.names_removed)
        click.echo(json.dumps(change.to_dict(), ensure_ascii=False) if as_json else _change_text(change))
    entities = ", ".join(f"{counts[kind]:,} {kind}" for kind in _MARKS)
    click.echo(
        f"entities: {entities}; names: {counts['names added']:,} added, {counts['names removed']:,} removed", err=True
    )


def _change_text(change: EntityChange) -> str:
    lines = [f"{_MARKS[change.kind]} {shown(change.name)} [{change.id}] ({change.type})"]
    if change.kind == "changed":
        lines += [f"    {field}: {shown(before)} → {shown(after)}" for field, before, after in change.fields]
        for mark, names in (("+", change.names_added), ("-", change.names_removed), ("~", change.names_changed)):
            lines += [f"    {mark} {shown(name)}" for name in names]
    return "\n".join(lines)


@click.command()
@click.argument("queries", type=path_type)
@click.option(
    "--since", type=path_type, required=True, metavar="INDEX", help="The index asked before, or a file of its answers."
)
@index_option
@store_option
@click.option(
    "--since-decision",
    type=click.IntRange(min=0),
    metavar="N",
    help="The last decision before; without it, the last that is older than INDEX.",
)
@type_option
@click.option(
    "--column", multiple=True, metavar="COL", help="QUERIES is a table; this column, or these together, hold the names."
)
@click.option("--type-column", metavar="COL", help="The column of the table with the entity type of each row.")
@click.option("--country-column", metavar="COL", help="The column with the country of each row, as evidence.")
@click.option("--birth-date-column", metavar="COL", help="The column with the date of birth.")
@click.option("--gender-column", metavar="COL", help="The column with the gender.")
@format_option
@delimiter_option
@encoding_option
@json_option
@click.pass_context
def rescreen(
    ctx: click.Context,
    /,
    queries: Path,
    since: Path,
    index: Path | None,
    store: str | None,
    since_decision: int | None,
    type: EntityType | None,
    column: tuple[str, ...],
    kind: str | None,
    delimiter: str | None,
    encoding: str | None,
    as_json: bool,
    **known: str | None,
) -> None:
    """Ask names again, and show those whose answer changed, and why.

    QUERIES has a name a line ('-': standard input), or is a table, whose columns of names and of what is known beside
    them are told as to `resolver normalize`. An answer changed where its status did, or the entities that it
    speaks of. The reasons: the list changed (and how, where INDEX is an index), people decided (with --store), or
    another version of the engine answers, which shows where INDEX is a file of answers, as `resolver resolve --json`
    writes them.

    \b
    Examples:
      resolver rescreen customers.txt --since may.index --index june.index
      resolver rescreen customers.txt --since may.index --index june.index --store lists.db --json
      resolver rescreen customers.txt --since answers.jsonl --index lists.index
      resolver rescreen customers.csv --column name --country-column nation --since may.index --index june.index
    """
    if not column and (any(known.values()) or kind or delimiter or encoding):
        raise click.UsageError("these are options for a table: name the column with the names by --column", ctx)
    counts: Counter[str] = Counter()
    with console(unit=" names") as it:

        def reject(error: InputError) -> None:
            counts["rejected"] += 1
            it.reject(queries, error)

        def names() -> Iterator[str | Asked]:
            if not column:
                return names_in(queries, reject)
            form = input_format(queries, kind, delimiter, encoding)
            told: dict[str, Any] = {f: (value,) for f, value in {"type": type, **known}.items() if value}
            return asked_names(queries, name_columns(column, **told)[0], reject, form=form)

        def asked() -> Iterator[str | Asked]:
            for name in names():
                counts["asked"] += 1
                it.progress(1)
                yield name

        found = rescreened(asked(), since, index=index, store=store, since_decision=since_decision, type=type)
        for change in found:
            counts["changed"] += 1
            click.echo(json.dumps(change.to_dict(), ensure_ascii=False) if as_json else _rescreened_text(change))
    click.echo(f"{counts['changed']:,} of {counts['asked']:,} answers changed", err=True)
    ctx.exit(1 if counts["rejected"] else 0)


def names_in(source: Path, reject: Callable[[InputError], None]) -> Iterator[str]:
    """The names of a file that has one a line; those that are not UTF-8 are rejected. Raises TableError for a table."""
    if _is_table(source):
        raise TableError(f"{source} is a table, not a file with a name a line", mend=_ONE_A_LINE)
    with open_source(source) as stream:
        for number, line in enumerate(Lines(stream, str(source)), start=1):
            if byte := undecoded(line):
                reject(InputError(f"not UTF-8 (byte {byte})", row=number))
            elif not line.isspace():
                yield chomp(line)


def _is_table(source: Path) -> bool:
    """Whether the name of a file says that it is a table."""
    try:
        table_format(source.name)
    except TableError:
        return False
    return True


def _rescreened_text(change: Change) -> str:
    causes = [f"  {cause.kind}: {shown(cause.detail)}" for cause in change.causes]
    head = f"{shown(change.after.query)}: {_answer_text(change.before)} → {_answer_text(change.after)}"
    return "\n".join([head, *causes])


def _answer_text(answer: Resolution) -> str:
    if answer.entity:
        return f"{shown(answer.entity.name)} [{answer.entity.id}]"
    if answer.status == "ambiguous":
        return f"ambiguous ({', '.join(c.id for c in answer.candidates[:3])})"
    return answer.status
