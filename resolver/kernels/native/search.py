"""Search through the index, in C."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from resolver.kernels.likeness import KnownTokens
from resolver.kernels.lists import Lists
from resolver.kernels.native.compiled import Library
from resolver.kernels.native.pointers import TokensAt, lists_at, ptr, shares_at, vectors_at
from resolver.kernels.rough import Floats, Ints
from resolver.kernels.shares import NameShares, Wanted
from resolver.kernels.texts import places
from resolver.kernels.vectors import KnownVectors


class Search(Library):
    """A part of `resolver.kernels.Kernels`."""

    def nearest(self, queries: NDArray[np.int16], known: KnownVectors, probed: int, most: int) -> list[Ints]:
        (count, dim), cells = queries.shape, len(known.centres)
        tokens, found = np.empty((count, most), np.int32), np.empty(count, np.int64)
        ranks, heap, products = np.empty((count, most), np.int64), np.empty(cells, np.int64), np.empty(cells, np.int32)
        wanted = self._zeros("wanted", count * cells, np.uint8)
        centres, cell_at, row_tokens, rows = self._of(known, lambda: vectors_at(known))
        self._library.nearest(
            ptr(queries), count, dim, centres, cell_at, cells, row_tokens, rows, probed, most, ptr(ranks), ptr(heap),
            ptr(products), ptr(wanted), ptr(found), ptr(tokens),
        )  # fmt: skip
        return [some[:n].copy() for some, n in zip(tokens, found.tolist(), strict=True)]

    def best_names(self, groups: list[tuple[Ints, Floats]], known: NameShares, wanted: Wanted) -> Ints:
        tokens, values = (np.concatenate(column) for column in zip(*groups, strict=True))
        group_at = places(len(some) for some, _ in groups)
        heap, found = np.empty(wanted.most, np.int64), np.empty(wanted.most, np.int32)
        postings, mass, entities, types = self._of(known, lambda: shares_at(known))
        asked = ptr(tokens), ptr(values), ptr(group_at), len(groups)

        def call(room: int, slots: int) -> int:
            count: int = self._library.best_names(
                *asked, *postings, mass, wanted.mine, wanted.share, *entities, types, wanted.type, wanted.most,
                room, slots, ptr(heap), ptr(found),
            )  # fmt: skip
            return count

        return found[: self._with_slots(call)]

    def bearers(self, tokens: Ints, values: Floats, known: NameShares) -> float:
        postings, _, entities, _ = self._of(known, lambda: shares_at(known))
        asked = ptr(tokens), ptr(values), len(tokens), *postings, *entities
        return float(self._with_slots(lambda room, slots: self._library.bearers(*asked, room, slots)))

    def find(self, known: KnownTokens, key: str) -> int:
        keys = self._of(known, lambda: TokensAt.of(known)).keys
        wanted = key.encode("utf-8", "surrogatepass")
        found: int = self._library.find(keys.blob, keys.at, keys.kind, len(known), wanted, len(wanted))
        return found

    def listed(self, lists: Lists, first: int, end: int) -> Ints:
        found = np.empty(int(lists.at[end] - lists.at[first]), np.int32)
        return found[: self._library.listed(*self._of(lists, lambda: lists_at(lists)), first, end, ptr(found))]
