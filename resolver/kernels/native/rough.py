"""What the words of names are worth together, and how they stand for one another, in C."""

from __future__ import annotations

import numpy as np

from resolver.kernels.native.compiled import Library
from resolver.kernels.native.pointers import names_at, ptr, texts_at
from resolver.kernels.rough import MOST_TOKENS, Doubles, Flags, Ints, NameTokens, Pairings, RoughQuery


class Rough(Library):
    """A part of `resolver.kernels.Kernels`."""

    def rough_log_odds(
        self, query: RoughQuery, names: Ints, known: NameTokens, weights: Doubles, cut: float, least: float
    ) -> tuple[Doubles, Flags]:
        out, unseen = np.empty(len(names)), np.empty(len(names), np.bool_)
        self._library.rough_log_odds(
            len(query.roles), ptr(query.roles), ptr(query.letters), ptr(query.near_at), ptr(query.near),
            ptr(query.value), ptr(query.weight), ptr(query.same), ptr(query.left_over), *texts_at(query.latin),
            ptr(names), len(names), *self._of(known, lambda: names_at(known))[:10], ptr(weights), cut, least, ptr(out),
            ptr(unseen),
        )  # fmt: skip
        return out, unseen

    def pairings(
        self, query: RoughQuery, names: Ints, known: NameTokens, weights: Doubles, cut: float, least: float
    ) -> Pairings:
        partners, plain = np.empty((len(names), MOST_TOKENS), np.int8), np.empty(len(names), np.bool_)
        hints, wholes = np.empty(len(names), np.uint32), np.empty(len(names))
        gains = np.empty((len(names), MOST_TOKENS))
        at, kind, words, rarity, first_letter, *rest = self._of(known, lambda: names_at(known))
        self._library.pairings(
            len(query.roles), ptr(query.roles), ptr(query.letters), ptr(query.near_at), ptr(query.near),
            ptr(query.value), ptr(query.same), ptr(query.known), *texts_at(query.latin), ptr(names), len(names), at,
            kind, words, first_letter, *rest, rarity, ptr(query.weight), ptr(query.left_over), ptr(query.most),
            query.added, ptr(weights), cut, least, ptr(partners), ptr(plain), ptr(hints), ptr(gains), ptr(wholes),
        )  # fmt: skip
        return Pairings(partners, plain, hints, gains, wholes)
