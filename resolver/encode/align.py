"""Which letters of a foreign spelling stand for which Latin letters, and how likely that is.

A model holds the probabilities of *segments*: one or two letters of a script together with none to three
Latin letters. The probability of two spellings is the sum over all ways to cut them into segments; the
likeliest cut is the letter alignment that an explanation shows (many-to-many alignment after
Jiampojamarn, Kondrak and Sherif 2007).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from resolver.kernels import MOST_LATIN as LONGEST
from resolver.kernels import Texts, kernels

MAX_FOREIGN = 2
MAX_LATIN = 3
LATIN_SEGMENTS = 1 + 26 + 26**2 + 26**3
"""Numbers of Latin segments: 0 for none, then those of one, two and three letters."""

SKIPPED = 1e-5
"""Probability of a letter on either side that no segment explains."""

_UNKNOWN = (-1, -1)

COARSE = 5.0
"""What a segment of two foreign letters must be likelier by, in natural logarithms, to be shown as one."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Latin spellings as arrays: ``segments`` (n, longest, 3) holds the number of the segment of one, two
    and three letters that ends at each letter, -1 where there is none; ``lengths`` (n) the letters of each.
    """

    segments: NDArray[np.int32]
    lengths: NDArray[np.int64]

    @classmethod
    def of(cls, latin: Texts) -> Candidates:
        """Arrays of spellings in lower-case ASCII."""
        return cls(*kernels().letter_segments(latin))


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of an alignment: *foreign* letters stand for *latin* ones (either may be empty)."""

    foreign: str
    latin: str


@dataclass(frozen=True, slots=True)
class Cells:
    """What the segments of all models stand for: the numbers of Latin segments and how probable each is, (n)."""

    latin: NDArray[np.int32]
    value: NDArray[np.float64]


class LetterModel:
    """Segment probabilities of one script, over its original letters or over romanised ones.

    Each of the ``segments`` (n) has the cells from ``at[i]`` to ``at[i + 1]``, ordered by Latin segment.
    """

    def __init__(self, segments: Sequence[str], at: NDArray[np.int64], cells: Cells) -> None:
        self._spans = dict(zip(segments, pairwise(at.tolist()), strict=True))
        self._cells = cells

    def score(self, foreign: str, candidates: Candidates) -> NDArray[np.float64]:
        """Natural logarithm of the joint probability of *foreign* with each candidate."""
        spans = np.array(self.spans(foreign), np.int64).reshape(-1, MAX_FOREIGN, 2)
        latin, value = self._cells.latin, self._cells.value
        return kernels().letter_scores(
            spans, latin, value, candidates.segments, candidates.lengths, SKIPPED, LATIN_SEGMENTS
        )

    def spans(self, foreign: str) -> list[tuple[int, int, int, int]]:
        """For each letter, where the cells of the segments of one and of two letters that end there begin and end, -1
        for those that the model does not know."""
        spans, single = self._spans, [self._spans.get(letter, _UNKNOWN) for letter in foreign]
        double = [_UNKNOWN, *(spans.get(foreign[i : i + 2], _UNKNOWN) for i in range(len(foreign) - 1))]
        return [(*one, *two) for one, two in zip(single, double, strict=False)]

    def best_cut(self, foreign: str, latin: str) -> list[Segment]:
        """The likeliest cut of two spellings into segments, finer ones first; together they spell both out."""
        latin = latin[:LONGEST]
        segments = Candidates.of(Texts.of([latin])).segments[0]
        n, m = len(foreign), len(latin)
        best = np.full((n + 1, m + 1), -np.inf)
        best[0, 0] = 0.0
        move = np.zeros((n + 1, m + 1, 2), dtype=np.int64)
        for i in range(n + 1):
            for j in range(m + 1):
                steps = [(a, b) for a in range(min(MAX_FOREIGN, i) + 1) for b in range(min(MAX_LATIN, j) + 1) if a + b]
                for a, b in steps:
                    value = self._cell(foreign[i - a : i], int(segments[j - 1, b - 1]) if b else 0, b)
                    value -= COARSE * (a == MAX_FOREIGN)
                    if best[i - a, j - b] + value > best[i, j]:
                        best[i, j] = best[i - a, j - b] + value
                        move[i, j] = a, b
        out = []
        i, j = n, m
        while i or j:
            a, b = int(move[i, j, 0]), int(move[i, j, 1])
            out.append(Segment(foreign[i - a : i], latin[j - b : j]))
            i, j = i - a, j - b
        return out[::-1]

    def _cell(self, segment: str, latin: int, length: int) -> float:
        """Log-probability of one segment; single letters may stand alone at the price of a skip."""
        if segment in self._spans and latin >= 0:
            start, stop = self._spans[segment]
            at = start + int(np.searchsorted(self._cells.latin[start:stop], latin))
            if at < stop and self._cells.latin[at] == latin:
                return float(np.log(self._cells.value[at]))
        return float(np.log(SKIPPED)) if len(segment) + length == 1 else -np.inf
