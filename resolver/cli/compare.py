"""The command that compares two names, or the pairs of a table."""

from __future__ import annotations

import json
from pathlib import Path

import click

from resolver.batch import TableRun, compare_table
from resolver.cli.console import console, size_of, summary
from resolver.cli.options import (
    delimiter_option,
    format_option,
    input_format,
    jobs_option,
    json_option,
    path_type,
    prefix_option,
)
from resolver.cli.show import comparison_text
from resolver.model import ENTITY_TYPES, EntityType
from resolver.resolver import Resolver


@click.command()
@click.argument("names", nargs=-1, metavar="[LEFT RIGHT]")
@click.option("--type", type=click.Choice(ENTITY_TYPES), help="What both names denote.")
@json_option
@click.option("--pairs", type=path_type, metavar="IN", help="Compare two columns of this table instead.")
@click.option("-o", "--output", type=path_type, metavar="OUT", help="File to write ('-': stdout).")
@click.option("--left", metavar="COL", help="The column with one name.")
@click.option("--right", metavar="COL", help="The column with the other name.")
@click.option("--type-column", metavar="COL", help="The column with the entity type of each pair.")
@jobs_option
@prefix_option
@format_option
@delimiter_option
@click.pass_context
def compare(
    ctx: click.Context,
    names: tuple[str, ...],
    type: EntityType | None,
    as_json: bool,
    pairs: Path | None,
    output: Path | None,
    left: str | None,
    right: str | None,
    type_column: str | None,
    jobs: int,
    prefix: str,
    kind: str | None,
    delimiter: str | None,
) -> None:
    """Say whether two names can denote the same entity, and why.

    With --pairs, each row of a table is compared; OUT has all its columns and, added: score (a probability), match,
    reason. Tables are read and written as `resolver normalize` does.

    \b
    Examples:
      resolver compare Лукашенко Lukašenka
      resolver compare --pairs pairs.csv -o judged.csv --left name1 --right name2 --type-column schema
    """
    table_options = {"-o": output, "--left": left, "--right": right}
    if pairs is None:
        if len(names) != 2 or any(table_options.values()) or type_column:
            raise click.UsageError("give two names, or a table with --pairs, -o, --left and --right", ctx)
        answer = Resolver.compare(*names, type=type)
        click.echo(json.dumps(answer.to_dict(), ensure_ascii=False) if as_json else comparison_text(answer))
        return
    if names or as_json or type:
        raise click.UsageError("with --pairs, names, --type and --json have no place", ctx)
    if output is None or left is None or right is None:
        missing = ", ".join(option for option, value in table_options.items() if value is None)
        raise click.UsageError(f"--pairs needs {missing} too", ctx)
    with console(size_of(pairs)) as it:
        run = TableRun(
            source=pairs,
            out=output,
            reject=lambda error: it.reject(pairs, error),
            progress=it.progress,
            form=input_format(pairs, kind, delimiter),
            prefix=prefix,
            jobs=jobs,
        )
        counts = compare_table(run, left, right, type_column=type_column)
    click.echo(summary(counts, output), err=True)
    ctx.exit(1 if counts["rejected"] else 0)
