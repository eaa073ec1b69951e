"""How far scores hold: the share of answers that are right beside the mean score, by score, script and length of query.

An answer is the first candidate of a query; it is right if the query denotes it, and wrong if it denotes nobody listed.
A query without an answer counts as one of score 0 that is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from resolver.names import parse
from resolver.text import script_of
from training.lists import read

BINS = 10
"""Scores are sorted into so many bins of equal width."""
BANDS = (0.1, 0.3, 0.5, 0.7, 0.9)
"""Where the bands of the table end."""
FEW = 30
"""Groups of fewer answers are not shown: their error would be chance."""
LONGEST = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """The first candidate of a query: its score in [0, 1], whether it is right; of the query, the script (ISO 15924)
    and the number of its words."""

    score: float
    right: bool
    script: str
    words: int


def answers(queries: Path, predictions: Path) -> list[Answer]:
    """The answers to the queries of a set, from predictions in the form that score.py reads."""
    lines = [line.split("\t") for line in predictions.read_text("utf-8").splitlines()[1:]]
    first = {int(number): ranked[:2] for number, _, *ranked in lines}
    return [_answer(query, expected, first.get(at, [])) for at, (query, expected, *_) in enumerate(read(queries))]


def _answer(query: str, expected: str, first: Sequence[str]) -> Answer:
    right = bool(first) and first[0] in expected.split("|")
    words = min(len(parse(query).content), LONGEST)
    return Answer(float(first[1]) if first else 0.0, right, script_of(query), words)


def error(some: Sequence[Answer]) -> float:
    """The expected calibration error: how far mean scores are from the share that is right, over bins of the score."""
    binned = _grouped(some, lambda answer: min(int(answer.score * BINS), BINS - 1))
    return sum(abs(_mean_score(group) - _share(group)) * len(group) for _, group in binned) / len(some)


def reliability(some: Sequence[Answer]) -> str:
    """The table of all answers by score, script and number of words."""
    head = ("answers", "n", "mean score", "right", "error")
    rows = [head, _row("all", some)]
    rows += _rows(some, lambda a: sum(a.score >= end for end in BANDS), lambda band: f"score {_band(int(band))}")
    rows += _rows(some, lambda a: a.script, str)
    rows += _rows(some, lambda a: a.words, lambda n: "1 word" if n == 1 else f"{n} words{'+' if n == LONGEST else ''}")
    return aligned(rows)


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells as columns, the first of them aligned to the left."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(_cell, range(len(row)), row, widths)) for row in rows)


def _cell(at: int, text: str, width: int) -> str:
    return text.rjust(width) if at else text.ljust(width)


def _rows(
    some: Sequence[Answer], key: Callable[[Answer], str | int], title: Callable[[str | int], str]
) -> Iterator[tuple[str, ...]]:
    for value, group in _grouped(some, key):
        if len(group) >= FEW:
            yield _row(title(value), group)


def _grouped(some: Sequence[Answer], key: Callable[[Answer], str | int]) -> Iterator[tuple[str | int, list[Answer]]]:
    ordered = sorted(some, key=lambda answer: (str(key(answer)), answer.score))
    return ((value, list(group)) for value, group in groupby(ordered, key))


def _row(title: str, some: Sequence[Answer]) -> tuple[str, ...]:
    return (title, f"{len(some):,}", f"{_mean_score(some):.3f}", f"{_share(some):.3f}", f"{error(some):.3f}")


def _band(at: int) -> str:
    return f"{(0.0, *BANDS)[at]}-{(*BANDS, 1)[at]}"


def _mean_score(some: Sequence[Answer]) -> float:
    return sum(answer.score for answer in some) / len(some)


def _share(some: Sequence[Answer]) -> float:
    return sum(answer.right for answer in some) / len(some)
