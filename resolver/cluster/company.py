"""What the other names of a table say of a pair: whether the two are like the same names or each like others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from resolver.cluster.pairs import Pairs

COMPANY = ("shared", "own_of_fewer", "ambiguous", "lead")
"""How many names can be expected to be one with both; how many with one of them only, with the one that has fewer such;
how many two of those that are like one of them can be expected to be two entities, for the one for which they are more
("Abdul Rahman" is like many names that are not like each other): these as logarithms of 1 more. By how much the pair is
likelier than the likeliest other pair of either, in log-odds."""

_AT_ONCE = 1 << 14
_FAR = 4.0
"""A greater lead, or lag, counts as this."""


def company(pairs: Pairs, alone: NDArray[np.float64], names: int) -> NDArray[np.float64]:
    """The figures of `COMPANY` for each of the pairs (pairs, 4) of a table of so many `names`; `alone` (pairs) are the
    log-odds that the two of a pair are one entity, judged by themselves."""
    probability = 1.0 / (1.0 + np.exp(-alone))
    ends = np.concatenate([pairs.left, pairs.right]), np.concatenate([pairs.right, pairs.left])
    keys = ends[0] * names + ends[1]
    order = np.argsort(keys)
    keys, others, likely = keys[order], ends[1][order], np.concatenate([probability, probability])[order]
    starts = np.searchsorted(keys, np.arange(names + 1) * names)
    shared = np.zeros(len(pairs.left))
    for at in range(0, len(shared), _AT_ONCE):
        some = slice(at, at + _AT_ONCE)
        shared[some] = _shared(pairs.left[some], pairs.right[some], keys, others, likely, starts)

    def of_names(each: NDArray[np.float64]) -> NDArray[np.float64]:
        """What the pairs of each name add up to."""
        return np.bincount(ends[0], np.concatenate([each, each]), names).astype(np.float64)

    expected = of_names(probability)
    own = np.stack([expected[pairs.left], expected[pairs.right]]) - probability - shared
    apart = expected**2 - of_names(probability * (probability + shared))
    counted = np.column_stack([shared, own.min(axis=0), np.maximum(apart[pairs.left], apart[pairs.right])])
    return np.column_stack([np.log1p(np.maximum(0.0, counted)), _lead(ends[0], alone)])


def _lead(ends: NDArray[np.int64], alone: NDArray[np.float64]) -> NDArray[np.float64]:
    """By how much each pair is likelier than the likeliest other pair of its two names; `ends` are those of all pairs,
    the left ones first. A pair that has no other has the greatest lead."""
    twice = np.concatenate([alone, alone])
    order = np.lexsort((-twice, ends))
    odds = twice[order]
    is_best = np.diff(ends[order], prepend=-1) > 0
    best = np.flatnonzero(is_best)
    of_best = np.repeat(odds[best], np.diff(best, append=len(order)))
    following = np.where(np.append(is_best[1:], True), -np.inf, np.append(odds[1:], -np.inf))
    rival = np.empty(len(order))
    rival[order] = np.where(is_best, following, of_best)
    lead: NDArray[np.float64] = np.clip(alone - rival.reshape(2, -1).max(axis=0), -_FAR, _FAR)
    return lead


def _shared(
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    keys: NDArray[np.int64],
    others: NDArray[np.int64],
    likely: NDArray[np.float64],
    starts: NDArray[np.int64],
) -> NDArray[np.float64]:
    """How many names can be expected to be one with both of each pair: those that the one with fewer neighbours has are
    looked up among those of the other."""
    counts = np.diff(starts)
    fewer = counts[left] <= counts[right]
    asked, beside = np.where(fewer, left, right), np.where(fewer, right, left)
    pair = np.repeat(np.arange(len(left)), counts[asked])
    nth = np.arange(len(pair)) - np.repeat(np.cumsum(counts[asked]) - counts[asked], counts[asked])
    mine = starts[asked][pair] + nth
    wanted = beside[pair] * (len(starts) - 1) + others[mine]
    found = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    both = np.where(keys[found] == wanted, likely[mine] * likely[found], 0.0)
    total: NDArray[np.float64] = np.bincount(pair, both, len(left)).astype(np.float64)
    return total
