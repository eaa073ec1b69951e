"""Letter trigrams of spellings and of their sound, as numbers: the features by which token neighbours are proposed."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

_LETTERS = 32
N_GRAMS = 2 * _LETTERS**3
"""Grams of the spelling come first, those of the sound after."""


def _codes(text: str) -> list[int]:
    """a-z are 1-26, digits 27, any other letter one of 28-31; the edge is 0."""
    return [
        ord(c) - 96 if "a" <= c <= "z" else 27 if c.isdigit() else 28 + (ord(c) & 3)
        for c in text.lower()
    ]  # fmt: skip


@lru_cache(maxsize=1 << 15)
def grams(spelling: str, sound: str) -> NDArray[np.int32]:
    """The sorted distinct gram numbers, in [0, N_GRAMS), of a folded Latin spelling and its sound."""
    found: set[int] = set()
    for start, text in ((0, spelling), (_LETTERS**3, sound)):
        codes = [0, 0, *_codes(text), 0, 0]
        found.update(
            start + (codes[i] * _LETTERS + codes[i + 1]) * _LETTERS + codes[i + 2] for i in range(len(codes) - 2)
        )
    return np.array(sorted(found), np.int32)
