"""The inner loops of search and letter evidence: compiled where a compiler was there, else in numpy."""

from __future__ import annotations

from functools import cache

from resolver.kernels.grams import N_GRAMS, KnownSpellings
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
    "N_GRAMS",
    "ROUGH_WEIGHTS",
    "Kernels",
    "KnownSpellings",
    "KnownVectors",
    "NameTokens",
    "Native",
    "Plain",
    "RoughQuery",
    "Texts",
    "kernels",
]
