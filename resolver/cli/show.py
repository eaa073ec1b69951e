"""Answers as text for people. Programs read the JSON shape."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate

from resolver.model import Comparison, Explanation, Reason, Resolution
from resolver.text import clean

_LONGEST_SHOWN = 120
_LEAST_SHOWN = 0.005
_BAR = 32


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
        return "\n".join([*lines, *_reason_lines(r for r in answer.reasons if r.kind == "decision")])
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


def explanation_text(answer: Resolution, explanation: Explanation) -> str:
    """The evidence as a waterfall: each bar starts where the last one ended, and the right end of the last is the sum.

    Below a pair of words, the letters that stand for each other.
    """
    of = explanation.candidate
    lines = [
        f"{shown(answer.query)} ~ {shown(of.matched_name)}",
        f"  {shown(of.name)} [{of.id}] ({of.type}), score {of.score:.3f}",
        "",
    ]
    ends = list(accumulate(reason.weight for reason in explanation.reasons))
    low, high = min(0.0, *ends), max(0.0, *ends)
    scale = (_BAR - 1) / max(high - low, 1e-9)
    for reason, end in zip(explanation.reasons, ends, strict=True):
        left, right = sorted((round((end - reason.weight - low) * scale), round((end - low) * scale)))
        bar = " " * left + ("█" if reason.weight >= 0 else "░") * max(right - left, 1)
        lines.append(f"  {reason.weight:+6.2f}  {bar:<{_BAR}}  {shown(str(reason))}")
        if any(a != b for a, b in reason.letters):
            lines.append(" " * (_BAR + 12) + " ".join(f"{a or '∅'}:{b or '∅'}" for a, b in reason.letters))
    lines += [f"  {explanation.log_odds:+6.2f}  log-odds in all: {of.score:.1%} among its rivals and none of them", ""]
    rival = explanation.runner_up
    lines.append(f"  a match needs {explanation.threshold:.1%} and a lead of {explanation.margin_needed:.1%}")
    lines.append(f"  runner-up: {shown(rival.name)} [{rival.id}], {rival.score:.1%}" if rival else "  no runner-up")
    lines.append(f"  answer: {answer.status}{f' ({shown(answer.entity.name)})' if answer.entity else ''}")
    return "\n".join(lines)


def _reason_lines(reasons: Iterable[Reason]) -> list[str]:
    """A line a reason; the last, `whole`, is what holds for the two names together."""
    return [f"  {f'{reason.weight:+6.2f}' if reason.weight else '     -'}  {shown(str(reason))}" for reason in reasons]
