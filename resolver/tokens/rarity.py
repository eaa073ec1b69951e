"""How rare a token is: a rare surname in common tells more than a common one."""

from __future__ import annotations

import math
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from resolver.tokens.spellings import spellings

ROWS = 2
WIDTH = 1 << 17
STEPS_PER_OCTAVE = 4
_SEEDS = (0x9E3779B1, 0x85EBCA77)
_UNSEEN = 0.5


@lru_cache(maxsize=1 << 11)
def world_count(token: str) -> float:
    """In how many of the names that the table was counted over (see training/frequency.py) a token stands,
    in its most common spelling; 0 for a token hardly ever seen. A count-min sketch: rarely too high, never too low."""
    table = _table()
    steps = max([min([table[row * WIDTH + slot(s.text, row)] for row in range(ROWS)]) for s in spellings(token)])
    return 2 ** (steps / STEPS_PER_OCTAVE) if steps else 0.0


def rarity(token: str, count: float = 0.0, entities: int = 0) -> float:
    """-ln of the share of bearers of this token, in the world and in an index of `entities`, of which `count` bear
    it. About 12 for a token seen nowhere, 4 for Muhammad."""
    return rarity_among(world_count(token), count, entities)


def rarity_among(world: float, count: float, entities: int) -> float:
    """The rarity of a token that so many names of the world, and so many of the entities of an index bear."""
    return -math.log((world + count + _UNSEEN) / (_names_counted() + entities))


def slot(spelling: str, row: int) -> int:
    """Where a spelling is counted in a row of the sketch (FNV-1a with a seed of the row)."""
    value = _SEEDS[row]
    for byte in spelling.encode("utf-8"):
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return (value ^ (value >> 15)) % WIDTH


@cache
def _table() -> memoryview:
    """uint8 of ROWS times WIDTH, one row after the other: STEPS_PER_OCTAVE * log2(count), rounded, 0 for unseen."""
    table: NDArray[np.uint8] = np.load(table_path(), mmap_mode="r", allow_pickle=False)
    return table.reshape(-1).data


@cache
def _names_counted() -> int:
    return int(table_path().with_suffix(".txt").read_text("utf-8").split()[0])


def table_path() -> Path:
    """The shipped frequency table; beside it a text file with the number of names counted."""
    return Path(str(files("resolver.tokens").joinpath("data", "frequency.npy")))
