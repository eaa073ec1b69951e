"""What the other names of a table say of a pair: whether the two are like the same names or each like others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from resolver.cluster.pairs import Pairs

COMPANY = ("shared", "own_of_fewer", "own_of_more")
"""How many names can be expected to be one with both, with one of them only: with the one that has fewer such, and with
the one that has more; as logarithms of 1 more."""

_AT_ONCE = 1 << 14


def company(pairs: Pairs, probability: NDArray[np.float64], names: int) -> NDArray[np.float64]:
    """The figures of `COMPANY` for each of the pairs (pairs, 3) of a table of so many `names`; `probability` (pairs) is
    that the two of a pair are one entity, judged by themselves."""
    ends = np.concatenate([pairs.left, pairs.right]), np.concatenate([pairs.right, pairs.left])
    keys = ends[0] * names + ends[1]
    order = np.argsort(keys)
    keys, others, likely = keys[order], ends[1][order], np.concatenate([probability, probability])[order]
    starts = np.searchsorted(keys, np.arange(names + 1) * names)
    expected = np.bincount(ends[0][order], likely, names)
    shared = np.zeros(len(pairs.left))
    for at in range(0, len(shared), _AT_ONCE):
        some = slice(at, at + _AT_ONCE)
        shared[some] = _shared(pairs.left[some], pairs.right[some], keys, others, likely, starts)
    own = np.stack([expected[pairs.left], expected[pairs.right]]) - probability - shared
    expected_names = np.column_stack([shared, own.min(axis=0), own.max(axis=0)])
    found: NDArray[np.float64] = np.log1p(np.maximum(0.0, expected_names))
    return found


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
