"""A first look at many names at once: their log-odds as far as the likeness of their words tells.

What needs a closer look (kinship, joined words, numbers, fathers) is left to match/evidence.py, which says the same of
all else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from resolver.kernels import ROUGH_WEIGHTS, NameTokens, Pairings, PairWeights, RoughQuery, Texts, kernels
from resolver.match.by_letters import (
    ACROSS_LEVELS,
    BEST_FIT,
    COSINE_BANDS,
    FAR,
    LEARNED_LEVELS,
    LETTER_BANDS,
    LEVELS,
    LONG,
    WORST_FIT,
    WORST_SHARE,
)
from resolver.match.evidence import beside, size_of
from resolver.match.joins import LIKE_ENOUGH
from resolver.match.piece import RARITY_SCALE
from resolver.names import KINDS, ROLES, Token
from resolver.tokens import CUT, Likenesses, first_letter, usual_spelling

_AS_ONE = 0.9
"""What the letters of two words as one and of one word have in common, for a first look to see it."""

Weights = Mapping[str, float]
Near = tuple[NDArray[np.int32], NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]
"""The vocabulary words like a word of the query: numbers, ascending; value; log-odds; whether it is the same word."""


def rough_query(
    tokens: Sequence[Token], rarities: Sequence[float], known: Sequence[bool], near: Sequence[Near], weights: Weights
) -> RoughQuery:
    """The tokens of a query, made ready; each has its rarity, is known to the data of names or not, and has vocabulary
    words like it."""
    near_at = np.zeros(len(tokens) + 1, np.int64)
    np.cumsum([len(found[0]) for found in near], out=near_at[1:])
    latin = [usual_spelling(token.text, token.lang) for token in tokens]
    numbers, values, log_odds, same = (np.concatenate(column) for column in zip(*near, strict=True))
    return RoughQuery(
        np.array([ROLES.index(token.role) for token in tokens], np.uint8),
        np.array([first_letter(text) for text in latin], np.uint8),
        near_at,
        numbers,
        values,
        log_odds,
        same.astype(np.uint8),
        np.array([_left_over(token, rarity, weights) for token, rarity in zip(tokens, rarities, strict=True)]),
        np.array([_akin(rarity, weights) for rarity in rarities]),
        max(weights.get(kind, 0.0) for kind in KINDS),
        Texts.of(latin),
        np.array(known, np.uint8),
    )


def rough_log_odds(
    query: RoughQuery, names: NDArray[np.int32], known: NameTokens, searched: int, weights: Weights
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """The log-odds of each of the `names`, out of `searched` names, and whether one word of either may be several of
    the other: written as one, or for their first letters."""
    row = _row(weights)
    row[ROUGH_WEIGHTS.index("bias")] += weights.get("names_searched", 0.0) * size_of(searched)
    return kernels().rough_log_odds(query, names, known, row, CUT, _AS_ONE)


def pairings(query: RoughQuery, names: NDArray[np.int32], known: NameTokens, weights: Weights) -> Pairings:
    """How the words of the query stand for those of each of the `names`, and what else may speak for each."""
    return kernels().pairings(query, names, known, _row(weights), CUT, LIKE_ENOUGH)


def _row(weights: Weights) -> NDArray[np.float64]:
    return np.array([weights.get(name, 0.0) for name in ROUGH_WEIGHTS])


def _akin(rarity: float, weights: Weights) -> float:
    """The most that a word of this rarity weighs beside one that is known to be akin."""
    share = rarity / RARITY_SCALE
    return max(weights.get(kind, 0.0) + weights.get(f"{kind}_rarity", 0.0) * share for kind in ("sound", *KINDS))


def _left_over(token: Token, rarity: float, weights: Weights) -> float:
    if token.role == "name":
        return weights.get("not_in_name", 0.0) + weights.get("not_in_name_rarity", 0.0) * rarity / RARITY_SCALE
    return weights.get("not_in_name_initial" if token.role == "initial" else beside(token), 0.0)


def pair_weights(weights: Weights) -> PairWeights:
    """Those of the weights that `pair_log_odds` counts."""

    def rows(names: Iterable[Sequence[str]]) -> NDArray[np.float64]:
        return np.array([[weights.get(name, 0.0) for name in row] for row in names])

    told = ("cosine", "fit", "share", "short", "letters")
    return PairWeights(
        rows((level, f"{level}_rarity") for level in (*ACROSS_LEVELS, *LEARNED_LEVELS, *LEVELS)),
        np.array(COSINE_BANDS),
        np.array(LETTER_BANDS),
        rows([f"{name}{suffix}" for name in told] for suffix in ("_across", "_learned", "_far", "")),
        rows([("commoner", "sound_across", "romanised_across", "first_letter_differs")])[0],
        WORST_FIT, BEST_FIT, WORST_SHARE, LONG, FAR, RARITY_SCALE,
    )  # fmt: skip


def pair_log_odds(
    token: Token, rarity: float, found: Likenesses, rarities: NDArray[np.float32], weights: PairWeights
) -> NDArray[np.float64]:
    """What a token weighs beside each of those it was found like; `rarities` are those of all tokens of the index."""
    systems = found.system_names
    written = systems.index("") if "" in systems else -1
    as_written = np.array([not system for system in found.own_systems])
    return kernels().pair_log_odds(weights, found.rows, as_written, written, len(token.key), rarity, rarities)


def translated_log_odds(rarity: float, weights: Weights) -> float:
    """What a word of this rarity weighs beside the same word of organisations in another language."""
    return weights.get("translation", 0.0) + weights.get("translation_rarity", 0.0) * rarity / RARITY_SCALE
