"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from resolver.batch import TableFormat, table_format
from resolver.batch.tables import KINDS
from resolver.model import ENTITY_TYPES

path_type = click.Path(path_type=Path)
index_option = click.option(
    "--index", type=path_type, metavar="DIR", help="Index directory to ask; without it, the bundled aliases."
)
store_option = click.option(
    "--store",
    metavar="STORE",
    envvar="RESOLVER_STORE",
    help="Follow the decisions in this store (SQLite file or postgresql:// URL).  [env: RESOLVER_STORE]",
)
type_option = click.option(
    "--type", type=click.Choice(ENTITY_TYPES), help="What the name denotes: an entity of another type is no match."
)
format_option = click.option(
    "--format", "kind", type=click.Choice(KINDS), help="Format of the input, where its name does not tell it."
)
delimiter_option = click.option(
    "--delimiter", metavar="CHAR", help="Delimiter of CSV, such as ';' ('\\t' for quoted tab-separated values)."
)
encoding_option = click.option(
    "--encoding",
    metavar="NAME",
    help="Encoding of the input, such as cp1251 (default: UTF-8, or UTF-16 with its mark).",
)
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
jobs_option = click.option(
    "--jobs", type=click.IntRange(1, 256), default=1, show_default=True, metavar="N", help="Processes."
)
prefix_option = click.option(
    "--prefix", default="", metavar="TEXT", help="Put TEXT before the names of the added columns."
)


def context_options(command: Callable[..., None]) -> Callable[..., None]:
    """What may be known beside a name."""
    for option in (
        click.option("--gender", metavar="G", help="Gender, as evidence: male or female (m, f)."),
        click.option("--birth-date", metavar="D", help="Date of birth, as evidence: YYYY, YYYY-MM or YYYY-MM-DD."),
        click.option("--country", metavar="C", help="Country, as evidence: a code of ISO 3166-1 or a name."),
    ):
        command = option(command)
    return command


def input_format(source: Path, kind: str | None, delimiter: str | None, encoding: str | None = None) -> TableFormat:
    """The format of an input by its options and name. Raises TableError."""
    return table_format(source.name, kind, "\t" if delimiter == "\\t" else delimiter, encoding)
