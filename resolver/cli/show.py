"""Answers as text for people. Programs read the JSON shape."""

from __future__ import annotations

from collections.abc import Iterable

from resolver.model import Comparison, Reason, Resolution
from resolver.text import clean

_LONGEST_SHOWN = 120
_LEAST_SHOWN = 0.005


def shown(text: str) -> str:
    """A name as a terminal may show it: without control and bidi characters, and not longer than a line or two."""
    cleaned = clean(text[: _LONGEST_SHOWN + 1])
    return cleaned if len(text) <= _LONGEST_SHOWN else cleaned[:_LONGEST_SHOWN] + "…"


def resolution_text(answer: Resolution) -> str:
    """One block of lines: the verdict, its reasons, and the candidates where it is open."""
    if answer.entity:
        entity = answer.entity
        about = f", {shown(entity.description)}" if entity.description else ""
        head = f"{shown(answer.query)} → {shown(entity.name)} [{entity.id}] ({entity.type}{about})"
    else:
        head = f"{shown(answer.query) or '(empty)'} → {answer.status}"
    lines = [head]
    if answer.candidates:
        lines.append(f"  {answer.status}, score {answer.score:.3f}, margin {answer.margin:.3f}")
        lines.append(f"  nearest name: {shown(answer.matched_name)}")
    if answer.status == "none" and answer.candidates:
        return "\n".join(lines)
    lines += _reason_lines(answer.reasons)
    if answer.status == "ambiguous":
        lines.append("  candidates:")
        worth = [c for c in answer.candidates if c.score >= _LEAST_SHOWN]
        lines += [f"    {c.score:.3f}  {shown(c.name)} [{c.id}] ({c.type})" for c in worth]
    return "\n".join(lines)


def comparison_text(answer: Comparison) -> str:
    """One block of lines: the verdict and its reasons."""
    verdict = "match" if answer.match else "no match"
    names = " ~ ".join(shown(name) or "(empty)" for name in (answer.left, answer.right))
    head = f"{names}: {verdict}, score {answer.score:.3f}"
    return "\n".join([head, *_reason_lines(answer.reasons)])


def _reason_lines(reasons: Iterable[Reason]) -> list[str]:
    """A line a reason; the last, `whole`, is what holds for the two names together."""
    return [f"  {f'{reason.weight:+6.2f}' if reason.weight else '     -'}  {shown(str(reason))}" for reason in reasons]
