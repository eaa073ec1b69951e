"""The command by which people decide about entities: `decide same|different|alias|not-alias|undo|list`."""

from __future__ import annotations

import getpass
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from resolver.cli.options import index_option, json_option
from resolver.cli.show import shown
from resolver.errors import StoreError
from resolver.resolver import Resolver

if TYPE_CHECKING:  # a database library takes longer to load than other commands take to run
    from resolver.store import Decision, DecisionKind

_WORDS = {"same": "is the same as", "different": "is another than", "alias": "is called", "not_alias": "is not called"}
_HOW = (
    click.option(
        "--store",
        "where",
        required=True,
        metavar="STORE",
        envvar="RESOLVER_STORE",
        help="The store: a SQLite file or postgresql:// URL.  [env: RESOLVER_STORE]",
    ),
    click.option("--by", "who", metavar="WHO", help="Who decides; without it, the user of this computer."),
    click.option("--why", default="", metavar="TEXT", help="The reason, for whoever reads it later."),
)

Command = Callable[..., Any]


def decision_options(command: Command) -> Command:
    """--store, --by and --why."""
    for option in reversed(_HOW):
        command = option(command)
    return command


@click.group()
def decide() -> None:
    """Decide about entities, so that answers follow; every decision can be undone.

    A is kept where A and B are the same, and B becomes another id of it. Answers follow at once; a service that runs
    with the same --store follows within two seconds. What was decided against outweighs what was decided for, and any
    score.

    \b
    Examples:
      resolver decide same ofac-3754 eu-1187 --store lists.db --why "same passport"
      resolver decide different Q1 Q2 --store lists.db --by ada
      resolver decide alias Q7747 "Grey Cardinal" --store lists.db
      resolver decide not-alias Q7747 "Vladimir Putin jr" --store lists.db
      resolver decide undo 3 --store lists.db --why "typing error"
      resolver decide list --store lists.db
    """


def _add_command(kind: DecisionKind, entity: str, other: str, said: str, example: str) -> None:
    """Adds the command for one kind of decision; `entity` and `other` are what its help calls them."""
    name = kind.replace("_", "-")

    @decide.command(name, help=f"{said}\n\n\b\nExample:\n  resolver decide {name} {example} --store lists.db")
    @click.argument("entity", metavar=entity)
    @click.argument("other", metavar=other)
    @index_option
    @decision_options
    def command(entity: str, other: str, index: Path | None, where: str, who: str | None, why: str) -> None:
        made = deciding_resolver(index, where).decide(kind, entity, other, who=decider(who), why=why)
        click.echo(f"decided: {decision_text(made)}")


_add_command("same", "A", "B", "The entities A and B are one: A, of which B is another id.", "ofac-3754 eu-1187")
_add_command("different", "A", "B", "The entities A and B are two, whatever speaks for their being one.", "Q1 Q2")
_add_command(
    "alias",
    "ID",
    "NAME",
    "NAME is a name of the entity ID, and of no other but by another decision.",
    "Q7747 'Grey Cardinal'",
)
_add_command(
    "not_alias", "ID", "NAME", "NAME is no name of the entity ID, whatever a list says.", "Q7747 'Vladimir Putin jr'"
)


@decide.command()
@click.argument("number", type=click.IntRange(min=1), metavar="N")
@decision_options
def undo(number: int, where: str, who: str | None, why: str) -> None:
    """Undo the decision with the number N; both stay on record.

    \b
    Example:
      resolver decide undo 3 --store lists.db --why "typing error"
    """
    from resolver.store import Store

    with Store.open(where) as store:
        store.undo(number, who=decider(who), why=why)
        click.echo(f"undone: {decision_text(store.decision(number))}")


@decide.command("list")
@decision_options
@click.option("--all", "every", is_flag=True, help="Those undone, too.")
@json_option
def list_command(where: str, who: str | None, why: str, every: bool, as_json: bool) -> None:
    """Show the decisions that hold, by --by and with --why in their reason where these are given.

    \b
    Example:
      resolver decide list --store lists.db --by ada --why passport
    """
    from resolver.store import Store

    with Store.open(where) as store:
        for found in store.decisions(undone=every):
            if who in (None, found.who) and why.casefold() in found.why.casefold():
                click.echo(json.dumps(found.to_dict(), ensure_ascii=False) if as_json else decision_text(found))


def deciding_resolver(index: Path | None, where: str) -> Resolver:
    """A resolver over a store, which is made where there is none. Raises StoreError."""
    from resolver.store import Store

    try:
        Store.open(where).close()
    except StoreError:
        Store.open(where, create=True).close()
        click.echo("there was no such store; it is made", err=True)
    return Resolver.open(index, store=where)


def decider(who: str | None) -> str:
    """Who decides."""
    if who is not None:
        return who
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise click.UsageError("this computer does not know who you are: give --by") from None


def decision_text(decision: Decision) -> str:
    """A decision in one line."""
    parts = [f"{decision.no}: {decision.entity} {_WORDS[decision.kind]} {shown(decision.other)}"]
    parts += [f"{shown(decision.who)}, {decision.at.replace('+00:00', 'Z')}"]
    line = " - ".join(parts + ([shown(decision.why)] if decision.why else []))
    return f"{line} (undone by {decision.undone})" if decision.undone else line
