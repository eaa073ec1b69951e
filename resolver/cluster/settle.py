"""Correlation clustering: groups that agree best with what speaks for and against every pair.

The best clustering has the greatest sum of weights within clusters (Bansal, Blum and Chawla, Correlation Clustering,
2004). Finding it is NP-hard; here clusters are merged greedily, the pair with the highest mean weight first, and then
single members move to where they fit better, until none does. A chain of alike neighbours does not hold together: every
pair of a cluster counts, and one that nothing speaks for counts against it.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

Pair = tuple[int, int]
"""Two numbers, the lower one first."""

_ROUNDS = 20
_LEAST_GAIN = 1e-9


def settle(
    sizes: Sequence[int],
    weights: Mapping[Pair, float],
    apart: Iterable[Pair] = (),
    anchors: Collection[int] = (),
    *,
    absent: float,
) -> list[int]:
    """The cluster of each item, clusters being numbered by their first item.

    `sizes` says how many names each item stands for, `weights` what the pairs of names of two items add up to, above 0
    where they speak for one cluster; a pair of names that is not there counts `absent`, which is below 0. Items that
    are `apart` never share a cluster, nor do two of the `anchors`.
    """
    ties: list[dict[int, float]] = [{} for _ in sizes]
    for (i, j), weight in weights.items():
        gain = weight - absent * sizes[i] * sizes[j]
        if gain:
            ties[i][j] = ties[j][i] = gain
    banned: list[set[int]] = [set() for _ in sizes]
    for i, j in apart:
        banned[i].add(j)
        banned[j].add(i)
    anchored = [item in anchors for item in range(len(sizes))]
    clusters = _merged(sizes, ties, banned, anchored, absent)
    _move(clusters, sizes, ties, banned, anchored, absent)
    first: dict[int, int] = {}
    return [first.setdefault(cluster, item) for item, cluster in enumerate(clusters)]


def _merged(
    sizes: Sequence[int],
    ties: Sequence[Mapping[int, float]],
    banned: Sequence[set[int]],
    anchored: Sequence[bool],
    absent: float,
) -> list[int]:
    """The cluster of each item after merging, as long as there are two that belong together on average.

    What two clusters gain over having nothing in common adds up when they merge, so that only pairs with something in
    common are ever looked at.
    """
    size = list(sizes)
    near = [dict(tie) for tie in ties]
    bars = [set(bar) for bar in banned]
    holds = list(anchored)
    into = list(range(len(size)))
    waiting: list[tuple[float, int, int, int, int]] = []

    def consider(a: int, b: int) -> None:
        a, b = min(a, b), max(a, b)
        mean = near[a][b] / (size[a] * size[b]) + absent
        if mean > 0 and b not in bars[a] and not (holds[a] and holds[b]):
            heapq.heappush(waiting, (-mean, a, b, size[a], size[b]))

    for a, others in enumerate(ties):
        for b in others:
            if a < b:
                consider(a, b)
    while waiting:
        _, a, b, size_a, size_b = heapq.heappop(waiting)
        # What was considered before one of them grew, was merged or took an anchor in is considered anew since.
        if into[a] != a or into[b] != b or (size[a], size[b]) != (size_a, size_b):
            continue
        into[b] = a
        size[a] += size[b]
        holds[a] |= holds[b]
        del near[a][b], near[b][a]
        for c, gain in near[b].items():
            del near[c][b]
            near[a][c] = near[c][a] = near[a].get(c, 0.0) + gain
        for c in bars[b]:
            bars[c].remove(b)
            bars[c].add(a)
        bars[a] |= bars[b]
        near[b], bars[b] = {}, set()
        for c in near[a]:
            consider(a, c)
    for item in range(len(into)):
        # An item is merged into a lower one, which by now knows its cluster.
        into[item] = into[into[item]]
    return into


def _move(
    clusters: list[int],
    sizes: Sequence[int],
    ties: Sequence[Mapping[int, float]],
    banned: Sequence[set[int]],
    anchored: Sequence[bool],
    absent: float,
) -> None:
    """Moves single items to the cluster, or out into one of their own, where the sum of weights is greatest."""
    size: defaultdict[int, int] = defaultdict(int)
    for item, cluster in enumerate(clusters):
        size[cluster] += sizes[item]
    holds = {cluster for cluster, anchor in zip(clusters, anchored, strict=True) if anchor}
    fresh = len(clusters)
    for _ in range(_ROUNDS):
        moved = False
        for item, tie in enumerate(ties):
            own = clusters[item]
            gains: defaultdict[int, float] = defaultdict(float)
            for other, gain in tie.items():
                gains[clusters[other]] += gain
            barred = {clusters[other] for other in banned[item]} | (holds if anchored[item] else set())
            stay = gains.pop(own, 0.0) + absent * sizes[item] * (size[own] - sizes[item])
            best, where = max(
                ((gain + absent * sizes[item] * size[c], -c) for c, gain in gains.items() if c not in barred),
                default=(0.0, -fresh),
            )
            if best <= 0.0:
                best, where = 0.0, -fresh
            if best > stay + _LEAST_GAIN:
                clusters[item] = -where
                size[own] -= sizes[item]
                size[-where] += sizes[item]
                fresh += where == -fresh
                if anchored[item]:
                    holds = holds - {own} | {-where}
                moved = True
        if not moved:
            return
