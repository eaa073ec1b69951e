"""The `resolver` command: its subcommands, and how every error becomes one line and an exit code."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import click
from click.exceptions import NoArgsIsHelpError

from resolver.errors import ResolverError
from resolver.program import own_process
from resolver.version import __version__

INTERRUPTED = 130
UNUSABLE = 2


_COMMANDS = {
    "aliases": "aliases",
    "annotate": "annotate",
    "cluster": "cluster",
    "compare": "compare",
    "config": "config",
    "decide": "decide",
    "demo": "demo",
    "diff": "updates",
    "explain": "ask",
    "export": "store",
    "import": "store",
    "index": "table",
    "keys": "config",
    "lint": "lint",
    "normalize": "table",
    "rescreen": "updates",
    "resolve": "ask",
    "review": "review",
    "romanize": "ask",
    "serve": "serve",
    "sources": "store",
    "variants": "variants",
}
"""The subcommands, and the module of each."""


class _Commands(click.Group):
    """Loads a subcommand when it is asked for: all of them together take longer to load than a name to resolve."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            from difflib import get_close_matches

            if near := get_close_matches(name, _COMMANDS, n=1):
                ctx.fail(f"No such command '{name}'; did you mean '{near[0]}'?")
            return None
        found = vars(import_module(f"resolver.cli.{_COMMANDS[name]}")).values()
        return next(each for each in found if isinstance(each, click.Command) and each.name == name)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Exit code: 0 done, 1 done but rows were rejected, 2 not done (see the error), 130 interrupted.",
)
@click.version_option(__version__, prog_name="resolver")
def cli() -> None:
    """Say which entity a name denotes, in any script and any romanisation, and show why."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Runs the command line and exits: with 0, 1 (rows were rejected), 2 (unusable input) or 130 (interrupted)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # An argument that is not UTF-8 is shown escaped instead of ending the program.
            stream.reconfigure(errors="backslashreplace")
    own_process()
    try:
        code = cli.main(arguments, prog_name="resolver", standalone_mode=False)
    except NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        sys.exit(UNUSABLE)
    except click.UsageError as error:
        hint = f"\nTry '{error.ctx.command_path} --help'." if error.ctx else ""
        _fail(error.format_message() + hint)
    except click.ClickException as error:
        _fail(error.format_message())
    except ResolverError as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"{error.filename}: {error.strerror}" if error.filename else error.strerror or str(error))
    except (click.Abort, KeyboardInterrupt):
        sys.exit(INTERRUPTED)
    sys.exit(code if isinstance(code, int) else 0)


def _fail(message: str) -> NoReturn:
    click.echo(f"error: {message}", err=True)
    sys.exit(UNUSABLE)
