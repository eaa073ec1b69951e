"""The command that walks open answers with someone who knows: `review`."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import click

from resolver.cli.console import console
from resolver.cli.decide import decider, deciding_resolver, decision_options
from resolver.cli.options import index_option, path_type, type_option
from resolver.cli.show import explanation_text, shown
from resolver.cli.updates import names_in
from resolver.model import Candidate, EntityType, Explanation, Resolution
from resolver.resolver import Resolver

_KEYS = "a accept   r reject   s skip   u undo   q quit"
_MOST_LISTED = 9
_LEAST_LISTED = 0.005
_OTHER_NAMES = 4


@click.command()
@click.argument("names", type=path_type, default=Path("-"), metavar="[FILE]")
@decision_options
@index_option
@type_option
@click.option(
    "--near",
    type=click.FloatRange(0, 1),
    default=0.1,
    show_default=True,
    metavar="P",
    help="How near to the threshold a score is called in doubt.",
)
def review(
    names: Path, where: str, who: str | None, why: str, index: Path | None, type: EntityType | None, near: float
) -> None:
    """Walk the answers in doubt, and decide each with one key.

    FILE has a name a line; without it, or as '-', names come from standard input. Names whose answer is ambiguous, or
    whose score lies near the threshold, are shown with the evidence for the best candidate.

    \b
    a  accept: the name is a name of this entity (decide alias)
    r  reject: it is not (decide not-alias); the next candidate is shown
    s  skip the name
    u  undo the last decision of this review, and go back to it
    q  quit; what was decided stays
    1-9  look at another of the candidates

    \b
    Examples:
      resolver review names.txt --store lists.db --why "desk review"
      cut -f2 customers.tsv | resolver review --store lists.db --index lists.index
    """
    if str(names) == "-" and sys.stdin.isatty():
        raise click.UsageError("give a FILE with a name a line, or names on standard input")
    who = decider(who)
    with console() as screen:
        lines = list(dict.fromkeys(names_in(names, lambda error: screen.reject(names, error))))
    it = _Review(deciding_resolver(index, where), lines, type, near, who, why)
    with suppress(KeyboardInterrupt), _keys() as key:
        it.walk(key)
    click.echo(it.summary())


@contextmanager
def _keys() -> Iterator[Callable[[], str]]:
    """Gives what reads one key from the terminal, without Enter. Keys pressed ahead are kept."""
    try:
        import termios
        import tty
    except ImportError:  # Windows
        yield click.getchar
        return
    try:
        terminal = os.open("/dev/tty", os.O_RDONLY)
    except OSError:
        yield _no_terminal
        return
    before = termios.tcgetattr(terminal)
    try:
        tty.setcbreak(terminal)
        yield lambda: os.read(terminal, 1).decode("ascii", "replace")
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
        os.close(terminal)


def _no_terminal() -> str:
    raise click.UsageError("review needs a terminal to read keys from")


@dataclass
class _Review:
    resolver: Resolver
    names: list[str]
    type: EntityType | None
    near: float
    who: str
    why: str
    at: int = 0
    made: list[tuple[int, int]] = field(default_factory=list)
    """The place of each decision in the list, and its number."""
    skipped: int = 0

    def walk(self, key: Callable[[], str]) -> None:
        """Until the names or the patience end."""
        while self.at < len(self.names):
            answer, explanation = self.resolver.explain(self.names[self.at], type=self.type)
            if explanation is None or not self._in_doubt(answer, explanation):
                self.at += 1
            elif not self._ask(answer, explanation, key):
                return

    def _in_doubt(self, answer: Resolution, explanation: Explanation) -> bool:
        best = explanation.candidate.score
        return answer.status == "ambiguous" or abs(best - explanation.threshold) <= self.near

    def _ask(self, answer: Resolution, explanation: Explanation, press: Callable[[], str]) -> bool:
        """Shows one answer and does what the key says; False to quit."""
        listed = [c for c in answer.candidates[:_MOST_LISTED] if c.score >= _LEAST_LISTED] or [explanation.candidate]
        chosen = listed[0]
        self._show(answer, explanation, listed)
        while True:
            key = press().lower()
            if key.isdigit() and 0 < int(key) <= len(listed):
                chosen = listed[int(key) - 1]
                _, other = self.resolver.explain(answer.query, chosen.id, type=self.type)
                self._show(answer, other or explanation, listed)
            elif key in ("a", "r"):
                self._decide(answer.query, chosen, accept=key == "a")
                return True
            elif key == "s":
                self.skipped += 1
                self.at += 1
                return True
            elif key == "u" and self.made:
                self.at, no = self.made.pop()
                self.resolver.undo(no, who=self.who, why=self.why)
                click.echo(f"undone: {no}")
                return True
            elif key in ("q", "\x03", "\x04", ""):
                return False
            else:
                click.echo("nothing to undo" if key == "u" else _KEYS)

    def _decide(self, name: str, chosen: Candidate, *, accept: bool) -> None:
        kind = "alias" if accept else "not_alias"
        made = self.resolver.decide("alias" if accept else "not_alias", chosen.id, name, who=self.who, why=self.why)
        self.made.append((self.at, made.no))
        click.echo(f"{made.no}: {kind.replace('_', ' ')}, {shown(chosen.name)} [{chosen.id}]")
        self.at += accept

    def _show(self, answer: Resolution, explanation: Explanation, listed: list[Candidate]) -> None:
        click.echo(f"\n── {self.at + 1} of {len(self.names)} {'─' * 40}")
        click.echo(explanation_text(answer, explanation))
        for line in self._about(explanation.candidate.id):
            click.echo(f"  {line}")
        if len(listed) > 1:
            click.echo("  candidates:")
            for number, one in enumerate(listed, 1):
                mark = "→" if one.id == explanation.candidate.id else " "
                click.echo(f"  {mark} {number}  {one.score:.3f}  {shown(one.name)} [{one.id}] ({one.type})")
        click.echo(_KEYS)

    def _about(self, entity_id: str) -> list[str]:
        """What tells the entity from its namesakes."""
        known = self.resolver.entity(entity_id)
        if known is None:
            return []
        others = [shown(name.text) for name in known.names if name.text != known.name][:_OTHER_NAMES]
        about = [shown(known.description)] if known.description else []
        return about + ([f"also {', '.join(others)}"] if others else [])

    def summary(self) -> str:
        """What was done."""
        numbers = {no for _, no in self.made}
        kinds = Counter(d.kind for d in self.resolver.decisions() if d.no in numbers)
        left = len(self.names) - self.at
        return f"{kinds['alias']} accepted, {kinds['not_alias']} rejected, {self.skipped} skipped; {left} names left"
