"""What the words of names are worth together, and how they stand for one another, in numpy."""

from __future__ import annotations

import numpy as np

from resolver.kernels.plain.look import Look
from resolver.kernels.rough import (
    MOST_TOKENS,
    ROUGH_WEIGHTS,
    Doubles,
    Flags,
    Ints,
    NameTokens,
    Pairings,
    RoughQuery,
)


class Rough:
    """A part of `resolver.kernels.Kernels`."""

    def rough_log_odds(
        self, query: RoughQuery, names: Ints, known: NameTokens, weights: Doubles, cut: float, least: float
    ) -> tuple[Doubles, Flags]:
        """The log-odds of each name as far as the likeness of its words tells; `weights` are `ROUGH_WEIGHTS`, `cut` is
        how alike an initial and a name count. And whether one word without a counterpart may be several of the other
        name, which that does not tell: by its letters, alike by `least`, or by the first letters of theirs."""
        looks = [Look(query, known, name, cut) for name in names.tolist()]
        worth = dict(zip(ROUGH_WEIGHTS, weights.tolist(), strict=True))
        return (
            np.array([look.log_odds(worth) for look in looks], np.float64),
            np.array([look.unseen(least) for look in looks], np.bool_),
        )

    def pairings(
        self, query: RoughQuery, names: Ints, known: NameTokens, weights: Doubles, cut: float, least: float
    ) -> Pairings:
        """How the words of the query stand for those of each name (n): the counterpart of each, -1 for none, (n, 16);
        whether that is all there is to the alignment (n): no initials, and no words of either side that may be
        written as one word that the other has, alike by `least`; and as bits (n) what may speak for the name beside
        letters: bit i where word i of the query may be akin to its counterpart or, having none, to a word that has
        none, `IN_CHARACTERS` where a word is of characters, `ACRONYM` where one is as short as that of the query;
        and by how much the log-odds may rise if those that may be akin are (see `Pairings`). `weights` are
        `ROUGH_WEIGHTS`."""
        looks = [Look(query, known, name, cut) for name in names.tolist()]
        partners = np.full((len(looks), MOST_TOKENS), -1, np.int8)
        for row, look in zip(partners, looks, strict=True):
            row[list(look.partner)] = list(look.partner.values())
        plain, hints = [look.plain(least) for look in looks], [look.hints() for look in looks]
        worth = dict(zip(ROUGH_WEIGHTS, weights.tolist(), strict=True))
        more = [look.gains(hint, worth) for look, hint in zip(looks, hints, strict=True)]
        gains = np.array([gains for gains, _ in more], np.float64).reshape(-1, MOST_TOKENS)
        wholes = np.array([whole for _, whole in more], np.float64)
        return Pairings(partners, np.array(plain, np.bool_), np.array(hints, np.uint32), gains, wholes)
