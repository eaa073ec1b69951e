"""Commands that answer on the spot: `resolve`, `explain` and `romanize`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from resolver.batch.lines import Lines, undecoded
from resolver.batch.records import chomp
from resolver.cli.options import context_options, index_option, json_option, store_option, type_option
from resolver.cli.show import explanation_text, resolution_text, shown
from resolver.errors import InputError
from resolver.facts import context_of
from resolver.model import Asked, EntityType
from resolver.resolver import Resolver
from resolver.romanize import System, fallback, forms, system, systems
from resolver.romanize import romanize as romanize_text
from resolver.text import script_of, split_tokens


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@index_option
@store_option
@type_option
@context_options
@click.option(
    "--limit", type=click.IntRange(1, 100), default=10, show_default=True, metavar="N", help="Candidates at most."
)
@json_option
@click.pass_context
def resolve(
    ctx: click.Context,
    names: tuple[str, ...],
    index: Path | None,
    store: str | None,
    type: EntityType | None,
    country: str | None,
    birth_date: str | None,
    gender: str | None,
    limit: int,
    as_json: bool,
) -> None:
    """Say which entity each NAME denotes, and why.

    '-' stands for the lines of standard input. Scores are probabilities.

    \b
    Examples:
      resolver resolve Tsikhanouskaya "Łukaszenka, Alaksandr"
      resolver resolve --json Ціханоўская
      resolver resolve "Ivan Petrov" --country BG --birth-date 1978 --index all.index
      cut -f1 names.tsv | resolver resolve - --index all.index
    """
    context = context_of(country, birth_date, gender)
    resolver = Resolver.open(index, store=store)
    rejected = 0
    for name in _names(names):
        if isinstance(name, InputError):
            rejected += 1
            click.echo(f"rejected: {name}", err=True)
            continue
        (answer,) = resolver.resolve_many([Asked(name, type, context)], limit=limit)
        click.echo(json.dumps(answer.to_dict(), ensure_ascii=False) if as_json else resolution_text(answer))
    ctx.exit(1 if rejected else 0)


@click.command()
@click.argument("query")
@click.argument("candidate", required=False)
@index_option
@store_option
@type_option
@context_options
@json_option
@click.pass_context
def explain(
    ctx: click.Context,
    query: str,
    candidate: str | None,
    index: Path | None,
    store: str | None,
    type: EntityType | None,
    country: str | None,
    birth_date: str | None,
    gender: str | None,
    as_json: bool,
) -> None:
    """Show how the best candidate for QUERY, or the one with the id CANDIDATE, came by its score.

    \b
    Examples:
      resolver explain Zichanouskaja
      resolver explain "Kim Jong-un" kim-jong-il
      resolver explain --json Ціханоўская
    """
    answer, explanation = Resolver.open(index, store=store).explain(
        query, candidate, type=type, limit=100, country=country, birth_date=birth_date, gender=gender
    )
    if as_json:
        body = {**answer.to_dict(), "explanation": explanation.to_dict() if explanation else None}
        click.echo(json.dumps(body, ensure_ascii=False))
    elif explanation:
        click.echo(explanation_text(answer, explanation))
    else:
        click.echo(resolution_text(answer))
    if not explanation and candidate is not None:
        click.echo(f"nothing speaks for {shown(candidate)}", err=True)
        ctx.exit(1)


def _names(given: Sequence[str]) -> Iterator[str | InputError]:
    """The names given, lines of standard input in the place of "-"."""
    for name in given:
        if name != "-":
            yield name
            continue
        for number, line in enumerate(Lines(sys.stdin.buffer, "standard input"), start=1):
            if byte := undecoded(line):
                yield InputError(f"not UTF-8 (byte {byte})", row=number)
            elif not line.isspace():
                yield chomp(line)


@click.command()
@click.argument("name")
@click.option("--system", "system_id", metavar="S", help="Only this system.")
@click.option("--all", "every", is_flag=True, help="Every system of the script.")
def romanize(name: str, system_id: str | None, every: bool) -> None:
    """Write NAME in Latin letters.

    Without options, one line for each different spelling in the languages that have its letters, the most usual
    first; each line names the system.

    \b
    Examples:
      resolver romanize Ціханоўская
      resolver romanize --system be-national-2007 Ціханоўская
      resolver romanize --all Лукашенко
    """
    if system_id is not None:
        click.echo(shown(romanize_text(name, system_id)))
        return
    chosen = _all_systems(name) if every else _usual_systems(name)
    lines = [(shown(romanize_text(name, found.id)), found.id, found.title) for found in chosen]
    if not lines:
        lines = [(shown(fallback(name)), "fallback", "letter by letter, for scripts without a table")]
    widths = [max(len(line[column]) for line in lines) for column in (0, 1)]
    for text, identifier, title in lines:
        click.echo(f"{text:<{widths[0]}}  {identifier:<{widths[1]}}  {title}")


def _usual_systems(name: str) -> list[System]:
    """The systems that give the name's words different spellings, in the languages that have its letters."""
    found = dict.fromkeys(form.system for token in split_tokens(name) for form in forms(token))
    return [system(identifier) for identifier in found if identifier != "fallback"]


def _all_systems(name: str) -> list[System]:
    """All systems for the scripts of the name."""
    scripts = dict.fromkeys(script_of(token) for token in split_tokens(name))
    return [found for script in scripts for found in systems(script=script)]
