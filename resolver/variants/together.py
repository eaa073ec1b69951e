"""The spellings of several words together, likeliest first."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator, Sequence

from resolver.variants.letters import Spellings

Together = tuple[tuple[str, ...], float]
"""A spelling of each word, and the probability of all of them."""


def likeliest(ways: Sequence[Spellings]) -> Iterator[Together]:
    """The spellings of words together, each once, likeliest first; none where a word has none.

    Best first: from the likeliest of each word on, one word at a time goes to its next spelling. What is not asked for
    costs nothing, however many words there are.
    """
    ranked = [sorted(way.items(), key=lambda one: (-one[1], one[0])) for way in ways]
    if not ranked or not all(ranked):
        return
    start = (0,) * len(ranked)
    waiting = [(-_odds(ranked, start), start)]
    while waiting:
        cost, places = heapq.heappop(waiting)
        yield tuple(some[at][0] for some, at in zip(ranked, places, strict=True)), -cost
        # a word goes on only if all behind it are at their first spelling, so that no combination is met twice
        moved = max((word for word, at in enumerate(places) if at), default=0)
        for word in range(moved, len(places)):
            if places[word] + 1 < len(ranked[word]):
                onward = (*places[:word], places[word] + 1, *places[word + 1 :])
                heapq.heappush(waiting, (-_odds(ranked, onward), onward))


def _odds(ranked: Sequence[Sequence[tuple[str, float]]], places: Sequence[int]) -> float:
    return math.prod(some[at][1] for some, at in zip(ranked, places, strict=True))
