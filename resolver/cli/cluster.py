"""The command that collapses the spellings in a table into entities, without a list of aliases."""

from __future__ import annotations

from pathlib import Path

import click

from resolver.batch import TableRun, read_names
from resolver.batch.clusters import (
    absent_names,
    check_files,
    cluster_table,
    read_constraints,
    write_aliases,
    write_review,
)
from resolver.cli.console import console, summary
from resolver.cli.options import (
    delimiter_option,
    encoding_option,
    format_option,
    input_format,
    jobs_option,
    path_type,
    prefix_option,
)
from resolver.model import ENTITY_TYPES, EntityType

names_type_option = click.option("--type", type=click.Choice(ENTITY_TYPES), help="What all of the names denote.")
constraints_option = click.option(
    "--constraints", type=path_type, metavar="FILE",
    help="Pairs that are known: a table with the columns left, right and label (same, different; empty: not known).",
)  # fmt: skip


@click.command()
@click.argument("table", type=path_type, metavar="IN")
@click.option("-o", "--output", type=path_type, required=True, metavar="OUT", help="File to write ('-': stdout).")
@click.option("--column", required=True, metavar="COL", help="The column that holds the names.")
@names_type_option
@click.option("--aliases", type=path_type, metavar="FILE", help="Write the entities as a name list, too.")
@click.option("--review", type=path_type, metavar="FILE", help="Write the doubtful pairs, for somebody to label.")
@constraints_option
@click.option("--earlier", type=path_type, metavar="FILE", help="The name list of an earlier run (its --aliases): "
              "those entities keep id and names, new names join them or found new ones.")  # fmt: skip
@jobs_option
@prefix_option
@format_option
@delimiter_option
@encoding_option
@click.pass_context
def cluster(
    ctx: click.Context,
    table: Path,
    output: Path,
    column: str,
    type: EntityType | None,
    aliases: Path | None,
    review: Path | None,
    constraints: Path | None,
    earlier: Path | None,
    jobs: int,
    prefix: str,
    kind: str | None,
    delimiter: str | None,
    encoding: str | None,
) -> None:
    """Collapse the spellings in one column of a table into entities, without any list of aliases.

    OUT has all columns of IN and, added: entity_id, entity_name (the canonical spelling) and score, the share of the
    entity's pairs of spellings that can be expected to be right (for a lone spelling, the probability that no other one
    belongs to it). The canonical spelling is a full name rather than a bare surname or one with initials; of those the
    one in most rows; then one in Latin letters; then one not all in capitals; then one without a comma; then the one
    most like the others. The order of rows plays no part.

    Label the pairs in the --review file and give it back as --constraints. The --aliases file is a name list as
    `resolver index` reads it. IN is read twice, so it has to be a file.

    \b
    Examples:
      resolver cluster articles.csv -o clustered.csv --column author --type person --review doubts.csv
      resolver cluster articles.csv -o clustered.csv --column author --constraints doubts.csv --aliases authors.csv
      resolver cluster more.csv -o more-clustered.csv --column author --earlier authors.csv --aliases all-authors.csv
    """
    if str(table) == "-":
        raise click.UsageError("IN is read twice: name a file", ctx)
    check_files(output, [path for path in (aliases, review) if path], [table, *filter(None, [constraints])])
    known = read_constraints(constraints) if constraints else []
    with console(unit=" names") as it:
        run = TableRun(
            source=table,
            out=output,
            reject=lambda error: it.reject(table, error),
            progress=it.progress,
            form=input_format(table, kind, delimiter, encoding),
            prefix=prefix,
            jobs=jobs,
        )
        counts, found = cluster_table(
            run,
            column,
            type=type,
            constraints=known,
            earlier=read_names([earlier], it.reject) if earlier else (),
        )
        if aliases:
            write_aliases(aliases, found, type)
        if review:
            write_review(review, found, type)
    several = sum(len(one.names) > 1 for one in found.clusters)
    click.echo(summary(counts, output), err=True)
    click.echo(f"{len(found.clusters):,} entities, {several:,} of them under several spellings; "
               f"{len(found.doubts):,} doubtful pairs", err=True)  # fmt: skip
    if unmet := absent_names(known, found):
        click.echo(f"names of the constraints that are not in the table: {len(unmet):,}, '{unmet[0]}' first", err=True)
    ctx.exit(1 if counts["rejected"] else 0)
