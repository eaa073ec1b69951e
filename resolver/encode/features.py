"""Turn views into the flat arrays that both halves of the encoder read.

All views of all words lie behind one another in one array of *signs*: a start mark, the letters, an end
mark and one zero as a fence. A sign carries its namespace in the bits above the code point.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

START, END = 1, 2
"""Code points of the marks at both ends of a view."""

SPACE_SHIFT = 21
LETTER_MASK = (1 << SPACE_SHIFT) - 1
NGRAMS = (1, 2, 3, 4)

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_FINISHER = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(29)


def signs(word: Sequence[tuple[int, str]]) -> list[int]:
    """The signs of one word's views, with a zero behind each view."""
    out: list[int] = []
    for space, spelling in word:
        base = space << SPACE_SHIFT
        out.append(base | START)
        out.extend([base | ord(letter) for letter in spelling])
        out.append(base | END)
        out.append(0)
    return out


def ngram_rows(flat: NDArray[np.int32], bits: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Hash every 1- to 4-gram inside the views of *flat*.

    Returns the rows in [0, 2**bits) and the position of each n-gram's first sign, ordered by position.
    Boundary marks alone are no 1-grams.
    """
    wide = flat.astype(np.uint64)
    state = np.zeros(len(flat), dtype=np.uint64)
    valid = np.ones(len(flat), dtype=np.bool_)
    rows, places = [], []
    for n in NGRAMS:
        if n > len(flat):
            break
        end = len(flat) - n + 1
        state = state[:end] * _MULTIPLIER + wide[n - 1 :] + np.uint64(n)
        valid = valid[:end] & (flat[n - 1 :] != 0)
        use = valid & ((flat & LETTER_MASK) > END) if n == 1 else valid
        place = np.flatnonzero(use)
        mixed = state[place]
        mixed = (mixed ^ (mixed >> _SHIFT)) * _FINISHER
        rows.append((mixed >> np.uint64(64 - bits)).astype(np.int64))
        places.append(place)
    row, place = np.concatenate(rows), np.concatenate(places)
    order = np.argsort(place, kind="stable")
    return row[order], place[order]


def places(flat: NDArray[np.int32], most: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Distance of each sign from the start and from the end of its view, cut at ``most - 1``."""
    index = np.arange(len(flat))
    fence = flat == 0
    last = np.maximum.accumulate(np.where(fence, index, -1))
    before = np.concatenate([[-1], last[:-1]])
    following = np.minimum.accumulate(np.where(fence, index, len(flat))[::-1])[::-1]
    start = np.clip(index - before - 1, 0, most - 1)
    end = np.clip(following - index - 1, 0, most - 1)
    return start, end
