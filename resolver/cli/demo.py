"""The command `demo`: a guided tour, made of real calls."""

from __future__ import annotations

import contextlib
import csv
import shlex
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import click


@dataclass(frozen=True, slots=True)
class _Stop:
    """One stop of the tour: what is to be seen, and the command that shows it; `table` is what it writes."""

    title: str
    command: str
    table: str = ""


_FILES = {
    "talks.csv": "speaker,place\nСвятлана Ціханоўская,Вільня\nSwetlana Tichanowskaja,Berlin\n"
    "Мария Колесникова,Минск\nMaria Kalesnikava,Stuttgart\nJane Smith,London\n",
    "authors.csv": "author\nДмитрий Песков\nDmitri Peskow\nDmitry Peskov\nАнна Нетребко\n",
    "article.txt": "Sviatlana Tsikhanouskaya met Donald Tusk in Warsaw.\nЦіханоўская сустрэлася з Тускам у Варшаве.\n",
}
_COLUMNS = ("speaker", "entity_name", "status", "score")
_TOUR = (
    _Stop("One woman, spelled in Polish and in Belarusian", "resolve Cichanouska Ціханоўская"),
    _Stop("Two bear this name, and this one nobody in the list: it says so", 'resolve "George Bush" "Jane Smith"'),
    _Stop(
        "Why: weights that add up to the score, and the letters that answer each other",
        'explain "Zichanouskaja, Swetlana"',
    ),
    _Stop("Names that only look alike, judged without any list", 'compare "Mohammed Ghaddafi" "Mahmoud Ghaddafi"'),
    _Stop("How others may spell a name", 'variants "Дмитрий Песков" --lang fr --limit 5'),
    _Stop("A column of a table", "normalize talks.csv -o resolved.csv --column speaker", "resolved.csv"),
    _Stop("Running text", "annotate article.txt"),
    _Stop("Several spellings of one entity, found without any list", "lint authors.csv --column author --type person"),
)
_NEXT = """That was resolver. From here:
  resolver normalize YOURS.csv -o resolved.csv --column NAME    a table of yours
  resolver index YOURS.csv -o your.index                        a list of yours
  resolver serve                                                the page, and the interface over HTTP
  resolver --help                                               everything else"""


@click.command()
@click.option(
    "--pause",
    type=click.FloatRange(0, 60),
    metavar="SECONDS",
    help="Time to read each stop.  [default: 2 on a terminal, else 0]",
)
@click.pass_context
def demo(ctx: click.Context, pause: float | None) -> None:
    """Show what there is, in half a minute: a tour of real calls, on the bundled aliases.

    \b
    Examples:
      resolver demo
      resolver demo --pause 0 | less
    """
    pause = (2.0 if sys.stdout.isatty() else 0.0) if pause is None else pause
    root = ctx.find_root().command
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for name, text in _FILES.items():
            Path(name).write_text(text, "utf-8")
        for number, stop in enumerate(_TOUR, start=1):
            click.secho(f"{number}/{len(_TOUR)}  {stop.title}", bold=True)
            click.secho(f"$ resolver {stop.command}", dim=True)
            root.main(shlex.split(stop.command), prog_name="resolver", standalone_mode=False)
            if stop.table:
                _show(Path(stop.table))
            click.echo()
            sys.stdout.flush()
            time.sleep(pause)
    click.echo(_NEXT)


def _show(table: Path) -> None:
    with table.open(encoding="utf-8", newline="") as lines:
        rows = [_COLUMNS, *(tuple(row[column] for column in _COLUMNS) for row in csv.DictReader(lines))]
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    for row in rows:
        click.echo("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
