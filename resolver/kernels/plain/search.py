"""Search through the index, in numpy."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
from numpy.typing import NDArray

from resolver.kernels.likeness import KnownTokens, texts_at
from resolver.kernels.lists import Lists
from resolver.kernels.rough import Floats, Ints
from resolver.kernels.shares import NameShares, Wanted
from resolver.kernels.vectors import KnownVectors


class Search:
    """A part of `resolver.kernels.Kernels`."""

    def nearest(self, queries: NDArray[np.int16], known: KnownVectors, probed: int, most: int) -> list[Ints]:
        """For each of the `queries` (n, d), the `most` tokens whose vectors have the highest dot products with it, the
        highest first. Cells are looked into in the order of the dot products of their centres, until `probed` vectors
        were met."""
        return [self._nearest(query.astype(np.int32), known, probed, most) for query in queries]

    def _nearest(self, query: Ints, known: KnownVectors, probed: int, most: int) -> Ints:
        order = np.argsort(-(known.centres.astype(np.int32) @ query), kind="stable")
        met = np.cumsum(np.diff(known.cell_at)[order])
        cells = order[: int(np.searchsorted(met, probed)) + 1].tolist()
        spans = [slice(known.cell_at[cell], known.cell_at[cell + 1]) for cell in cells]
        tokens = np.concatenate([known.tokens[span] for span in spans])
        products = np.concatenate([known.rows[span].astype(np.int32) @ query for span in spans])
        return tokens[np.lexsort((tokens, -products))[:most]]

    def best_names(self, groups: list[tuple[Ints, Floats]], known: NameShares, wanted: Wanted) -> Ints:
        """The names of the highest scores, the highest first, in which tokens stand.

        A group is tokens, and their values, above 0; a name adds up the best of each group.
        """
        total, slot = np.zeros(len(known.mass), np.float32), np.zeros(len(known.mass), np.float32)
        for tokens, values in groups:
            slot[:] = 0
            for token, value in zip(tokens.tolist(), values, strict=True):
                names_with = known.names_with[token]
                slot[names_with] = np.maximum(slot[names_with], value)
            total += slot
        names = np.flatnonzero(total).astype(np.int32)
        if wanted.type >= 0:
            names = names[known.types[known.entities[names]] == wanted.type]
        scores = total[names] / (wanted.mine + wanted.share * known.mass[names].astype(np.float32))
        return names[np.lexsort((names, -scores))[: wanted.most]]

    def bearers(self, tokens: Ints, values: Floats, known: NameShares) -> float:
        """How many entities bear any of some tokens. Each counts by the best `value` of its tokens, if that is above
        0."""
        slot = np.zeros(len(known.types), np.float32)
        for token, value in zip(tokens.tolist(), values, strict=True):
            bearing = known.entities[known.names_with[token]]
            slot[bearing] = np.maximum(slot[bearing], value)
        return float(slot.astype(np.float64).sum())

    def find(self, known: KnownTokens, key: str) -> int:
        """The place of the first of the known tokens, whose keys ascend, with a key that does not come before `key`."""
        return bisect_left(range(len(known)), key, key=lambda at: texts_at(known.keys, np.array([at]))[0])

    def listed(self, lists: Lists, first: int, end: int) -> Ints:
        """The numbers of the lists from `first` up to `end` (exclusive), one list after the other."""
        return np.concatenate([np.zeros(0, np.int32), *(lists[key] for key in range(first, end))])
