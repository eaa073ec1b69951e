"""The inner loops of search and letter evidence: compiled where a compiler was there, else in numpy."""

from __future__ import annotations

from functools import cache

from resolver.kernels.grams import N_GRAMS, KnownSpellings
from resolver.kernels.likeness import (
    KINDS,
    Alike,
    AskedToken,
    KnownTokens,
    Letters,
    Packed,
    Scale,
    run_on,
    strung,
    texts_at,
)
from resolver.kernels.native import Native
from resolver.kernels.plain import Plain
from resolver.kernels.rough import ROUGH_WEIGHTS, NameTokens, RoughQuery
from resolver.kernels.texts import Texts
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
    "KINDS",
    "N_GRAMS",
    "ROUGH_WEIGHTS",
    "Alike",
    "AskedToken",
    "Kernels",
    "KnownSpellings",
    "KnownTokens",
    "KnownVectors",
    "Letters",
    "NameTokens",
    "Native",
    "Packed",
    "Plain",
    "RoughQuery",
    "Scale",
    "Texts",
    "kernels",
    "run_on",
    "strung",
    "texts_at",
]
