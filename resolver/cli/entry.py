"""The `resolver` command: its subcommands, and how every error becomes one line and an exit code."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from resolver.cli.aliases import aliases
from resolver.cli.annotate import annotate
from resolver.cli.ask import explain, resolve, romanize
from resolver.cli.cluster import cluster
from resolver.cli.compare import compare
from resolver.cli.config import config, keys
from resolver.cli.decide import decide
from resolver.cli.demo import demo
from resolver.cli.lint import lint
from resolver.cli.review import review
from resolver.cli.serve import serve
from resolver.cli.store import export, import_command, sources
from resolver.cli.table import index, normalize
from resolver.cli.updates import diff, rescreen
from resolver.cli.variants import variants
from resolver.errors import ResolverError
from resolver.threads import one_thread_each
from resolver.version import __version__

INTERRUPTED = 130
UNUSABLE = 2


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Exit code: 0 done, 1 done but rows were rejected, 2 not done (see the error), 130 interrupted.",
)
@click.version_option(__version__, prog_name="resolver")
def cli() -> None:
    """Say which entity a name denotes, in any script and any romanisation, and show why."""


for command in (
    resolve,
    explain,
    normalize,
    compare,
    cluster,
    lint,
    index,
    serve,
    romanize,
    import_command,
    export,
    sources,
    aliases,
    annotate,
    variants,
    config,
    keys,
    decide,
    review,
    diff,
    rescreen,
    demo,
):
    cli.add_command(command)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Runs the command line and exits: with 0, 1 (rows were rejected), 2 (unusable input) or 130 (interrupted)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # An argument that is not UTF-8 is shown escaped instead of ending the program.
            stream.reconfigure(errors="backslashreplace")
    one_thread_each()
    try:
        code = cli.main(arguments, prog_name="resolver", standalone_mode=False)
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
