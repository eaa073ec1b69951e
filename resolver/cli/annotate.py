"""The command `annotate`: which entities running text names, and where."""

from __future__ import annotations

import codecs
import json
import sys
from pathlib import Path

import click

from resolver.annotate import html_page
from resolver.batch.formats import known_encoding
from resolver.cli.options import encoding_option, index_option, json_option, path_type
from resolver.cli.show import shown
from resolver.errors import InputError
from resolver.model import Annotation
from resolver.resolver import Resolver


@click.command()
@click.argument("sources", nargs=-1, required=True, type=path_type, metavar="FILE...")
@index_option
@json_option
@click.option("--html", "as_html", is_flag=True, help="One web page, each entity in its colour, the evidence on hover.")
@encoding_option
@click.pass_context
def annotate(
    ctx: click.Context,
    sources: tuple[Path, ...],
    index: Path | None,
    as_json: bool,
    as_html: bool,
    encoding: str | None,
) -> None:
    """Find the entities that each text FILE names.

    '-' stands for standard input. Offsets count characters (code points) from 0; the mark that a file may begin with,
    which tells its encoding, is none.

    \b
    Examples:
      resolver annotate article.txt
      resolver annotate *.txt --json
      resolver annotate article.txt --html > article.html
    """
    if as_json and as_html:
        raise click.UsageError("--json and --html exclude each other")
    written = known_encoding(encoding) if encoding else None
    resolver = Resolver.open(index)
    rejected = 0
    pages: list[tuple[str, str, Annotation]] = []
    for source in sources:
        try:
            text = _read(source, written)
        except (InputError, OSError) as error:
            rejected += 1
            reason = error.strerror if isinstance(error, OSError) else str(error)
            click.echo(f"rejected: {source}: {reason}", err=True)
            continue
        found = resolver.annotate(text)
        if as_html:
            pages.append((source.name, text, found))
        elif as_json:
            click.echo(json.dumps({"file": str(source), **found.to_dict()}, ensure_ascii=False))
        else:
            click.echo(_lines(source, found))
    if as_html:
        click.echo(html_page(pages), nl=False)
    ctx.exit(1 if rejected else 0)


def _read(source: Path, encoding: str | None) -> str:
    raw = sys.stdin.buffer.read() if str(source) == "-" else source.read_bytes()
    marked = "utf-16" if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return raw.decode(encoding or marked)
    except UnicodeDecodeError as error:
        mend = "Say how the text is written, such as --encoding cp1251, or save it as UTF-8."
        raise InputError(f"not {encoding or 'UTF-8'} (byte {error.start + 1})", mend=mend) from None


def _lines(source: Path, found: Annotation) -> str:
    """A line a mention, below the number of mentions."""
    entities = len({mention.entity.id for mention in found.mentions})
    lines = [f"{source}: {len(found.mentions):,} mentions of {entities:,} entities"]
    for m in found.mentions:
        place = f"{m.start}-{m.end}"
        lines.append(f"  {place:>11}  {shown(m.surface)} → {shown(m.entity.name)} [{m.entity.id}] "
                     f"{m.probability:.3f}  {shown(m.reason)}")  # fmt: skip
    return "\n".join(lines)
