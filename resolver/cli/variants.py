"""The command `variants`: how a name may be spelled elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import click

from resolver.cli.options import index_option, json_option
from resolver.cli.show import shown
from resolver.errors import InputError
from resolver.names import parse
from resolver.resolver import Resolver
from resolver.variants import query_string


@click.command()
@click.argument("name")
@index_option
@click.option("--lang", metavar="L", help="Only spellings of this language (ISO 639, such as fr).")
@click.option("--script", metavar="S", help="Only spellings in this script (ISO 15924, such as Cyrl).")
@click.option(
    "--limit", type=click.IntRange(1, 1000), default=50, show_default=True, metavar="N", help="Spellings at most."
)
@click.option("--query", "as_query", is_flag=True, help='One search string: "a" OR "b".')
@json_option
def variants(
    name: str, index: Path | None, lang: str | None, script: str | None, limit: int, as_query: bool, as_json: bool
) -> None:
    """List plausible spellings of NAME in other scripts, languages and romanisation systems, best first.

    What is listed for the entity that NAME denotes comes first. Each line names the language and the system.

    \b
    Examples:
      resolver variants "Sviatlana Tsikhanouskaya"
      resolver variants Ціханоўская --lang fr
      resolver variants "Dmitry Peskov" --limit 20 --query
    """
    if not parse(name).tokens:
        raise InputError("the name has no letters or digits", field="name")
    if as_query and as_json:
        raise click.UsageError("--query and --json exclude each other")
    found = Resolver.open(index).variants(name, lang=lang, script=script, limit=limit)
    if as_query:
        click.echo(query_string([shown(name), *(shown(variant.text) for variant in found)]))
    elif as_json:
        for variant in found:
            click.echo(json.dumps(variant.to_dict(), ensure_ascii=False))
    elif not found:
        asked = "".join(f" in {code}" for code in (lang, script) if code)
        click.echo(f"no spellings are known{asked}", err=True)
    else:
        width = max(len(variant.text) for variant in found)
        for variant in found:
            click.echo(f"{shown(variant.text):<{width}}  {variant.script}  {shown(variant.label)}")
