"""Search through the index, in C."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from resolver.kernels.likeness import KnownTokens
from resolver.kernels.lists import Lists
from resolver.kernels.native.compiled import Library
from resolver.kernels.native.pointers import TokensAt, lists_at, places_at, ptr, vectors_at
from resolver.kernels.offsets import At
from resolver.kernels.rough import Floats, Ints
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

    def best_totals(self, groups: list[tuple[Ints, Floats]], postings: Lists, names: int) -> tuple[Ints, Floats]:
        total, slot = self._zeros("total", names, np.float32), self._zeros("slot", names, np.float32)
        most = min(names, sum(int((postings.at[tokens + 1] - postings.at[tokens]).sum()) for tokens, _ in groups))
        met, lists = np.empty(most, np.int32), self._of(postings, lambda: lists_at(postings))
        n = 0
        for tokens, values in groups:
            n = self._library.add_best(
                ptr(tokens), ptr(values), len(tokens), *lists, ptr(slot), ptr(total), ptr(met), n
            )
        met = met[:n]
        totals = total[met]
        total[met] = 0.0
        return met, totals

    def bearers(self, tokens: Ints, values: Floats, postings: Lists, owners: At, entities: int) -> float:
        slot = self._zeros("slot", max(entities, 1), np.float32)
        lists = self._of(postings, lambda: lists_at(postings))
        return float(
            self._library.bearers(ptr(tokens), ptr(values), len(tokens), *lists, *places_at(owners), ptr(slot))
        )

    def find(self, known: KnownTokens, key: str) -> int:
        keys = self._of(known, lambda: TokensAt.of(known)).keys
        wanted = key.encode("utf-8", "surrogatepass")
        found: int = self._library.find(keys.blob, keys.at, keys.kind, len(known), wanted, len(wanted))
        return found

    def listed(self, lists: Lists, first: int, end: int) -> Ints:
        found = np.empty(int(lists.at[end] - lists.at[first]), np.int32)
        return found[: self._library.listed(*self._of(lists, lambda: lists_at(lists)), first, end, ptr(found))]
