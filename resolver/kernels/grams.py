"""Letter trigrams of spellings and of their sound, as numbers: the features by which token neighbours are proposed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from resolver.kernels.likeness import Packed
from resolver.kernels.lists import Lists
from resolver.kernels.offsets import At

_LETTERS = 32
_CODES = _LETTERS**3
N_GRAMS = 2 * _CODES
"""Grams of the spelling come first, those of the sound after."""
MOST_GRAMS = 255
"""Grams of a spelling and its sound that are taken in."""
COMMON = 2048
"""Grams of a query that are in more spellings, up to a third of them, lead to none: they only count."""


@dataclass(frozen=True, eq=False)
class KnownSpellings:
    """All spellings (n) of an index: `by_gram[gram]` are those that have a gram, `sizes` how many grams each has, from
    `smallest` to `largest`, `owners` the token each belongs to, ascending, `texts` and `sounds` the strings, as blob
    and offsets (n + 1)."""

    by_gram: Lists
    sizes: NDArray[np.uint8]
    smallest: int
    largest: int
    owners: At
    texts: Packed
    sounds: Packed


def grams(spelling: bytes, sound: bytes) -> list[int]:
    """The distinct grams of one spelling in UTF-8 and its sound."""
    found: list[int] = []
    for offset, text in ((0, spelling), (_CODES, sound)):
        codes = [0, 0, *map(_code, text.decode("utf-8", "surrogatepass")), 0, 0]
        mine = dict.fromkeys(
            offset + (codes[i] * _LETTERS + codes[i + 1]) * _LETTERS + codes[i + 2] for i in range(len(codes) - 2)
        )
        found += mine
    return found[:MOST_GRAMS]


def _code(letter: str) -> int:
    """a-z are 1-26, digits 27, any other letter one of 28-31; the edge is 0."""
    return ord(letter) - 96 if "a" <= letter <= "z" else 27 if "0" <= letter <= "9" else 28 + (ord(letter) & 3)
