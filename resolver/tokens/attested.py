"""Which words are names that people are known to bear, or English words: two of them that are alike are two sooner than
a slip of the pen, which seldom makes another name or word."""

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
    """Whether a folded word in Latin letters is a name that people bear (see training/attested.py). A Bloom filter: of
    other words about one in a hundred is taken for one."""
    return _is_in("attested", key)


@lru_cache(maxsize=1 << 12)
def is_english(key: str) -> bool:
    """Whether a folded word of four letters at least is in the table of English words. A Bloom filter: of other words
    one in five hundred is taken for one."""
    return _is_in("english", key)


def _is_in(name: str, key: str) -> bool:
    bits = _bits(name)
    return all(bits[at >> 3] >> (at & 7) & 1 for at in places(key, len(bits) << 3))


def places(key: str, bits: int = BITS) -> list[int]:
    """The places of a word among so many bits: double hashing of FNV-1a, 64 bits."""
    value = _SEED
    for byte in key.encode("utf-8"):
        value = ((value ^ byte) * _PRIME) & _MASK
    first, second = value & 0xFFFFFFFF, (value >> 32) | 1
    return [(first + nth * second) % bits for nth in range(HASHES)]


@cache
def _bits(name: str) -> memoryview:
    table: NDArray[np.uint8] = np.load(table_path(name), mmap_mode="r", allow_pickle=False)
    return table.data


def table_path(name: str) -> Path:
    """A shipped filter, "attested" (names) or "english" (words), uint8 (bits / 8,); beside it a text file with what it
    was made from."""
    return Path(str(files("resolver.tokens").joinpath("data", f"{name}.npy")))
