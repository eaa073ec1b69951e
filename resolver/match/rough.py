"""A first look at many names at once: their log-odds as far as the likeness of their words tells.

What needs a closer look (kinship, joined words, numbers, fathers) is left to match/evidence.py, which says the same of
all else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from resolver.kernels import KINDS, ROUGH_WEIGHTS, NameTokens, RoughQuery, Texts, kernels
from resolver.match.evidence import (
    ACROSS_LEVELS,
    BEST_FIT,
    COSINE_BANDS,
    FAR,
    LEARNED_LEVELS,
    LETTER_BANDS,
    LEVELS,
    LONG,
    RARITY_SCALE,
    WORST_FIT,
    WORST_SHARE,
    size_of,
)
from resolver.match.joins import LIKE_ENOUGH
from resolver.names import ROLES, Token
from resolver.tokens import CUT, Likenesses, first_letter, spellings

Weights = Mapping[str, float]
Near = tuple[NDArray[np.int32], NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]
"""The vocabulary words like a word of the query: numbers, ascending; value; log-odds; whether it is the same word."""


def rough_query(
    tokens: Sequence[Token], rarities: Sequence[float], near: Sequence[Near], weights: Weights
) -> RoughQuery:
    """The tokens of a query, made ready; each has its rarity and the vocabulary words like it."""
    near_at = np.zeros(len(tokens) + 1, np.int64)
    np.cumsum([len(found[0]) for found in near], out=near_at[1:])
    latin = [spellings(token.text, token.lang)[0].text for token in tokens]
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
        Texts.of(latin),
    )


def rough_log_odds(
    query: RoughQuery, names: NDArray[np.int32], known: NameTokens, searched: int, weights: Weights
) -> NDArray[np.float64]:
    """The log-odds of each of the `names`, out of `searched` names."""
    row = np.array([weights.get(name, 0.0) for name in ROUGH_WEIGHTS])
    row[ROUGH_WEIGHTS.index("bias")] += weights.get("names_searched", 0.0) * size_of(searched)
    return kernels().rough_log_odds(query, names, known, row, CUT)


def pairings(
    query: RoughQuery, names: NDArray[np.int32], known: NameTokens
) -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
    """Which word of each of the `names` (n) stands for each of the query, -1 for none, (n, 16); and whether that is
    sure (n): no initials, no words that may be written as one."""
    return kernels().pairings(query, names, known, CUT, LIKE_ENOUGH)


def _left_over(token: Token, rarity: float, weights: Weights) -> float:
    if token.role == "name":
        return weights.get("not_in_name", 0.0) + weights.get("not_in_name_rarity", 0.0) * rarity / RARITY_SCALE
    return weights.get("not_in_name_initial" if token.role == "initial" else f"beside_{token.role}", 0.0)


def pair_log_odds(
    token: Token,
    rarity: float,
    found: Likenesses,
    rarities: NDArray[np.float32],
    weights: Weights,
) -> NDArray[np.float64]:
    """What a token weighs beside each of those it was found like, of which the `rarities` are known."""

    def weight(name: str) -> float:
        return weights.get(name, 0.0)

    spelled, heard = found.spelled.astype(np.float64), found.heard.astype(np.float64)
    letters = np.maximum(spelled, (spelled + heard) / 2)
    share = rarity / RARITY_SCALE
    by_level = np.array([weight(level) + weight(f"{level}_rarity") * share for level in _LEVELS])
    total: NDArray[np.float64] = by_level[_levels(found, letters)]
    shortest = np.minimum(len(token.key), found.lengths)
    for suffix, chosen in _by_suffix(found, letters):
        told = (
            weight(f"cosine{suffix}") * np.maximum(0, found.cosine)
            + weight(f"fit{suffix}") * np.clip(found.fit, -WORST_FIT, BEST_FIT) / WORST_FIT
            + weight(f"share{suffix}") * np.maximum(-WORST_SHARE, found.share) / WORST_SHARE
            + weight(f"short{suffix}") * np.maximum(0, 1 - shortest / LONG)
        )
        if suffix in ("_across", "_learned"):
            told += weight(f"letters{suffix}") * np.maximum(0, 2 * letters - 1)
        else:
            told += weight("commoner") * np.clip(share - rarities / RARITY_SCALE, -1, 1)
        total[chosen] += told[chosen]
    for kind in ("romanised", "sound"):
        total[found.across & (found.kind == KINDS.index(kind))] += weight(f"{kind}_across")
    similar = found.kind == KINDS.index("similar")
    total[similar & found.other_start & found.as_written] += weight("first_letter_differs")
    return total


_LEVELS = (*ACROSS_LEVELS, *LEARNED_LEVELS, *LEVELS)


def _levels(found: Likenesses, letters: NDArray[np.float64]) -> NDArray[np.int64]:
    """The level of likeness of each, as positions in `_LEVELS`."""
    bands = np.searchsorted(COSINE_BANDS, found.cosine.astype(np.float64), "right")
    learned, similar = len(ACROSS_LEVELS), len(ACROSS_LEVELS) + len(LEARNED_LEVELS)
    plain = np.array([_LEVELS.index(kind) if kind in _LEVELS else 0 for kind in KINDS])
    of_kind = plain[found.kind]
    of_kind = np.where(found.kind == KINDS.index("learned"), learned + bands, of_kind)
    by_letters = similar + np.searchsorted(LETTER_BANDS, letters, "right")
    of_kind = np.where(found.kind == KINDS.index("similar"), by_letters, of_kind)
    levels: NDArray[np.int64] = np.where(found.across & ~found.same, bands, of_kind)
    return levels


def _by_suffix(found: Likenesses, letters: NDArray[np.float64]) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """The suffixes of the features, and which rows have each; equal words have none of these features."""
    across = found.across & ~found.same
    learned = ~across & (found.kind == KINDS.index("learned"))
    far = ~across & (found.kind == KINDS.index("similar")) & (letters < FAR)
    yield from (("_across", across), ("_learned", learned), ("_far", far), ("", ~(across | learned | far | found.same)))
