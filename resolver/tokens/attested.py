"""Which words are names that people are known to bear: two of them that are alike are two names sooner than a slip of
the pen, which seldom makes another name."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

BITS = 1 << 22
HASHES = 4
_SEED, _PRIME, _MASK = 0xCBF29CE484222325, 0x100000001B3, (1 << 64) - 1


@lru_cache(maxsize=1 << 12)
def is_attested(key: str) -> bool:
    """Whether a folded word in Latin letters is in the table (see training/attested.py). A Bloom filter: of other words
    about one in a hundred is taken for one."""
    bits = _bits()
    return all(bits[at >> 3] >> (at & 7) & 1 for at in places(key))


def places(key: str) -> list[int]:
    """The bits of a word: double hashing of FNV-1a, 64 bits."""
    value = _SEED
    for byte in key.encode("utf-8"):
        value = ((value ^ byte) * _PRIME) & _MASK
    first, second = value & 0xFFFFFFFF, (value >> 32) | 1
    return [(first + nth * second) % BITS for nth in range(HASHES)]


@cache
def _bits() -> memoryview:
    table: NDArray[np.uint8] = np.load(table_path(), mmap_mode="r", allow_pickle=False)
    return table.data


def table_path() -> Path:
    """The shipped filter, uint8 (BITS / 8,); beside it a text file with what it was made from."""
    return Path(str(files("resolver.tokens").joinpath("data", "attested.npy")))
