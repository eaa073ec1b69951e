"""How likely a segment is behind two others: counts of segments, pairs and triples of them, interpolated.

Kept as sorted arrays; what may follow two segments is worked out when it is first asked for. So opening a model costs
little and memory grows with what is asked, not with what is known.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

_UNSEEN = 1e-7
_PLACES = 1 << 16
_KEPT = 1 << 10
"""Places in words that are kept in mind."""

Counts = Mapping[tuple[int, ...], int]


class Following(NamedTuple):
    """What may follow: the log-odds of segments met behind both (`known`), else of those met behind the last (`near`),
    to which `rest` is added; to those of `Grams.alone`, `far` is added."""

    known: Mapping[int, float]
    rest: float
    near: Mapping[int, float]
    far: float


class Grams:
    """Of one to three segments, by number: `grams[n - 1]` (rows, n) in order, `counts[n - 1]` how often each was met.

    Witten and Bell's interpolation: a context that was followed by many different segments leaves more to shorter ones.
    """

    def __init__(self, grams: Sequence[NDArray[Any]], counts: Sequence[NDArray[Any]], segments: int) -> None:
        self._orders = [_Order(rows, met) for rows, met in zip(grams, counts, strict=True)]
        met, odds, new = self._orders[0].behind(0)
        alone = np.full(segments, new * _UNSEEN)
        alone[met] += odds
        self.alone: list[float] = np.log(alone).tolist()
        """The log-odds of each segment wherever it stands."""
        self._near: dict[int, tuple[dict[int, float], float]] = {}
        self._behind: dict[tuple[int, int], Following] = {}

    @classmethod
    def of(cls, counts: Counts, segments: int) -> Grams:
        """From how often each gram was met."""
        some = [sorted((gram, n) for gram, n in counts.items() if len(gram) == length) for length in (1, 2, 3)]
        rows = [np.array([g for g, _ in one], np.uint16).reshape(-1, at) for at, one in enumerate(some, 1)]
        return cls(rows, [np.array([n for _, n in one], np.uint32) for one in some], segments)

    def behind(self, before: int, last: int) -> Following:
        """The natural logarithms of the odds of segments behind two others."""
        found = self._behind.get((before, last))
        if found is None:
            if len(self._behind) >= _KEPT:
                self._behind.clear()
            found = self._behind[before, last] = self._worked_out(before, last)
        return found

    def odds(self, following: Following, segment: int) -> float:
        """The log-odds of one segment."""
        known, rest, near, far = following
        if segment in known:
            return known[segment]
        return near[segment] + rest if segment in near else far + self.alone[segment]

    def _worked_out(self, before: int, last: int) -> Following:
        if last not in self._near:
            follows, shares, new = self._orders[1].behind(last)
            both = zip(follows, shares, strict=True)
            met = {segment: math.log(share + new * math.exp(self.alone[segment])) for segment, share in both}
            self._near[last] = met, math.log(new)
        near, far = self._near[last]
        known = {}
        follows, shares, new = self._orders[2].behind(before * _PLACES + last)
        rest = math.log(new)
        for segment, share in zip(follows, shares, strict=True):
            known[segment] = math.log(share + math.exp(rest + near.get(segment, far + self.alone[segment])))
        return Following(known, rest, near, rest + far)


class _Order:
    """The grams of one length: the contexts in order, what follows each and how often."""

    def __init__(self, rows: NDArray[Any], met: NDArray[Any]) -> None:
        context = np.zeros(len(rows), np.uint32)
        for column in rows.T[:-1]:
            context = context * np.uint32(_PLACES) + column
        # views, of which single places are read several times as fast as of arrays
        self._contexts = context.data
        self._follows = rows[:, -1].astype(np.uint16).data
        self._met = met.astype(np.uint32).data

    def behind(self, context: int) -> tuple[list[int], list[float], float]:
        """The segments that follow a context, their odds, and what is left to shorter contexts."""
        start = bisect_left(self._contexts, context)
        end = bisect_right(self._contexts, context, start)
        met = self._met[start:end].tolist()
        total = sum(met) + len(met)
        if not met:
            return [], [], 1.0
        return self._follows[start:end].tolist(), [n / total for n in met], len(met) / total
