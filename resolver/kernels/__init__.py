"""The inner loops of search and letter evidence: compiled where a compiler was there, else in numpy."""

from __future__ import annotations

from functools import cache

from resolver.kernels.grams import MOST_GRAMS, N_GRAMS, KnownSpellings
from resolver.kernels.layers import Layer
from resolver.kernels.likeness import (
    ALIKE,
    KINDS,
    MOST_LATIN,
    Alike,
    AskedTokens,
    KnownTokens,
    Letters,
    Packed,
    Scale,
    alike_rows,
    run_on,
    strung,
    texts_at,
)
from resolver.kernels.lists import Lists
from resolver.kernels.native import Native
from resolver.kernels.offsets import At, Offsets
from resolver.kernels.pairs import PairWeights
from resolver.kernels.plain import Plain
from resolver.kernels.rough import (
    ACRONYM,
    IN_CHARACTERS,
    LONGEST_PATTERN,
    ROLE_BITS,
    ROUGH_WEIGHTS,
    WORDS,
    NameTokens,
    Pairings,
    RoughQuery,
    numbers_of,
    with_roles,
)
from resolver.kernels.shares import NameShares, Wanted
from resolver.kernels.texts import Texts, places
from resolver.kernels.vectors import KnownVectors

Kernels = Native | Plain
"""Two makes of the same functions; both give the same numbers."""


@cache
def kernels() -> Kernels:
    """The compiled kernels, or those in numpy where none were compiled."""
    try:
        return Native()
    except OSError:
        return Plain()


__all__ = [
    "ACRONYM",
    "ALIKE",
    "IN_CHARACTERS",
    "KINDS",
    "LONGEST_PATTERN",
    "MOST_GRAMS",
    "MOST_LATIN",
    "N_GRAMS",
    "ROLE_BITS",
    "ROUGH_WEIGHTS",
    "WORDS",
    "Alike",
    "AskedTokens",
    "At",
    "Kernels",
    "KnownSpellings",
    "KnownTokens",
    "KnownVectors",
    "Layer",
    "Letters",
    "Lists",
    "NameShares",
    "NameTokens",
    "Native",
    "Offsets",
    "Packed",
    "PairWeights",
    "Pairings",
    "Plain",
    "RoughQuery",
    "Scale",
    "Texts",
    "Wanted",
    "alike_rows",
    "kernels",
    "numbers_of",
    "places",
    "run_on",
    "strung",
    "texts_at",
    "with_roles",
]
