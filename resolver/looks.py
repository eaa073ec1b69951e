"""Candidate names after a first look, as columns: which of them are looked at closely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_CLOSE = 6.0
"""Names whose first look is worse than the best by more, in log-odds, hardly share in the probability."""
_LEAST_CLOSE, _MOST_CLOSE = 3, 8
_UNPROMISING = -2.0
"""Where no name looks better than this, two words of the query in Arabic letters are tried as one."""

_MOST_UNSEEN = 2
"""Names of which a first look leaves a word unread, beside the best, that are looked at closely too."""

Columns = tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_]]
"""Those of `Looks`, in its order."""


@dataclass(frozen=True, slots=True)
class Looks:
    """Candidate names as columns, those with the letters of the query first, then by log-odds: the name, the reading of
    the query, the log-odds at a first look, whether all letters are the same, and whether one word of either may be
    several of the other, which a first look does not count."""

    names: NDArray[np.int32]
    way: NDArray[np.int64]
    log_odds: NDArray[np.float64]
    equal: NDArray[np.bool_]
    unseen: NDArray[np.bool_]

    @classmethod
    def of(cls, found: list[Columns]) -> Looks:
        """Those of several readings."""
        names, of_way, log_odds, equal, unseen = (np.concatenate(column) for column in zip(*found, strict=True))
        order = np.lexsort((of_way, names, -log_odds, ~equal))
        return cls(names[order], of_way[order], log_odds[order], equal[order], unseen[order])

    @property
    def columns(self) -> Columns:
        """As they were given."""
        return self.names, self.way, self.log_odds, self.equal, self.unseen

    @property
    def promising(self) -> bool:
        """Whether one of the names may well be meant."""
        return bool(self.equal.any() or (self.log_odds > _UNPROMISING).any())

    def closer(self) -> list[int]:
        """The places of the names to look at closely, of each reading the best."""
        near = self.log_odds > self.log_odds[:1].sum() - _CLOSE
        near[:_LEAST_CLOSE] = True
        wanted = self.equal.copy()
        for way in set(self.way.tolist()):
            best = np.flatnonzero(self.way == way)[:_MOST_CLOSE]
            wanted[best] |= near[best]
            wanted[np.flatnonzero((self.way == way) & self.unseen)[:_MOST_UNSEEN]] = True
        places: list[int] = np.flatnonzero(wanted).tolist()
        return places


def best_of_each(group: NDArray[np.int32], order: tuple[NDArray[Any], ...]) -> list[int]:
    """The place of the first of each group in the order of these columns, the most telling column first; the groups in
    the order of the others."""
    placed = np.lexsort((*order[::-1], group))
    first = placed[np.flatnonzero(np.diff(group[placed], prepend=-1))]
    places: list[int] = first[np.lexsort(tuple(column[first] for column in order[:0:-1]))].tolist()
    return places
