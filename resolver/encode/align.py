"""Which letters of a foreign spelling stand for which Latin letters, and how likely that is.

A model holds the probabilities of *segments*: one or two letters of a script together with none to three
Latin letters. The probability of two spellings is the sum over all ways to cut them into segments; the
likeliest cut is the letter alignment that an explanation shows (many-to-many alignment after
Jiampojamarn, Kondrak and Sherif 2007).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from resolver.kernels import Letters, Texts, kernels
from resolver.kernels.plain import MOST_LATIN as LONGEST

MAX_FOREIGN = 2
MAX_LATIN = 3
LATIN_SEGMENTS = 1 + 26 + 26**2 + 26**3
"""Numbers of Latin segments: 0 for none, then those of one, two and three letters."""

SKIPPED = 1e-5
"""Probability of a letter on either side that no segment explains."""

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


class LetterModel:
    """Segment probabilities of one script, over its original letters or over romanised ones.

    ``keys`` are sorted cell numbers ``segment * LATIN_SEGMENTS + Latin segment``; ``values`` the natural
    logarithms of their probabilities.
    """

    def __init__(self, segments: Sequence[str], keys: NDArray[np.uint32], values: NDArray[np.float16]) -> None:
        number = (keys // LATIN_SEGMENTS).astype(np.int64)
        starts = np.searchsorted(number, np.arange(len(segments) + 1))
        self._cells = {s: slice(int(starts[i]), int(starts[i + 1])) for i, s in enumerate(segments)}
        self._latin = (keys % LATIN_SEGMENTS).astype(np.int32)
        self._values = np.exp(values.astype(np.float64))

    def score(self, foreign: str, candidates: Candidates) -> NDArray[np.float64]:
        """Natural logarithm of the joint probability of *foreign* with each candidate."""
        read = self.read(foreign)
        return kernels().letter_scores(
            read.spans, read.latin, read.value, candidates.segments, candidates.lengths, SKIPPED, LATIN_SEGMENTS
        )

    def read(self, foreign: str) -> Letters:
        """The segments of *foreign*."""
        spans = np.full((len(foreign), MAX_FOREIGN, 2), -1, np.int64)
        for i in range(len(foreign)):
            for a in range(min(MAX_FOREIGN, i + 1)):
                cells = self._cells.get(foreign[i - a : i + 1])
                if cells is not None:
                    spans[i, a] = cells.start, cells.stop
        return Letters(spans, self._latin, self._values)

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
        if segment in self._cells and latin >= 0:
            cells = self._cells[segment]
            at = cells.start + int(np.searchsorted(self._latin[cells], latin))
            if at < cells.stop and self._latin[at] == latin:
                return float(np.log(self._values[at]))
        return float(np.log(SKIPPED)) if len(segment) + length == 1 else -np.inf
