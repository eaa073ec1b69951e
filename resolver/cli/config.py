"""Commands for who runs the service: its settings and its keys."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from resolver.cli.options import json_option

if TYPE_CHECKING:
    from resolver.web.contract import Scope
    from resolver.web.keys import KeyFile


@click.command()
@json_option
def config(as_json: bool) -> None:
    """Show the settings of the service and where each comes from: a variable, resolver.toml, or nobody.

    \b
    Examples:
      resolver config
      RESOLVER_WORKERS=4 resolver config --json
    """
    from resolver.web.settings import described, masked, read_settings

    settings, sources = read_settings()
    for name, value in masked(settings).items():
        help = described(name).help
        if as_json:
            click.echo(json.dumps({"name": name, "value": value, "source": sources[name], "help": help}))
        else:
            click.echo(f"{name:<16} {value or '-':<28} {sources[name]:<24} {help}")


@click.group()
def keys() -> None:
    """Make, list and revoke the API keys of the service.

    To replace a key make another, give it to who uses the old one, then revoke that. A running service sees changes
    within a second.

    \b
    Examples:
      resolver keys add --scope write --note "the newsroom"
      resolver keys list
      resolver keys revoke 6385985e
    """


@keys.command()
@click.option(
    "--scope", type=click.Choice(["read", "write", "admin"]), default="read", show_default=True, help="What it allows."
)
@click.option("--note", default="", metavar="TEXT", help="Whose it is.")
def add(scope: str, note: str) -> None:
    """Make a key. Its text is shown this once; what is kept is a hash.

    \b
    Example:
      resolver keys add --scope write --note "the newsroom"
    """
    key, text = _file().add(cast("Scope", scope), note)
    click.echo(text)
    click.echo(f"key {key.id} ({key.scope}) is in {_path()}; its text can't be shown again", err=True)


@keys.command("list")
@json_option
def list_keys(as_json: bool) -> None:
    """List the keys, revoked ones too.

    \b
    Example:
      resolver keys list --json
    """
    for key in _file().all():
        if as_json:
            click.echo(json.dumps({k: v for k, v in asdict(key).items() if k != "hash"}, ensure_ascii=False))
        else:
            state = f"revoked {key.revoked}" if key.revoked else f"since {key.created}"
            click.echo(f"{key.id}  {key.scope:<6} {state:<34} {key.note}".rstrip())


@keys.command()
@click.argument("key", metavar="ID")
def revoke(key: str) -> None:
    """Have the key with this id hold no longer.

    \b
    Example:
      resolver keys revoke 5d1c09ae
    """
    click.echo(f"key {_file().revoke(key).id} is revoked", err=True)


def _file() -> KeyFile:
    # Only these commands pay for loading the service.
    from resolver.web.keys import KeyFile

    return KeyFile(_path())


def _path() -> Path:
    from resolver.web.settings import read_settings

    return read_settings()[0].keys_file
