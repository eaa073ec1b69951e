"""Strings as two arrays, so that a memory map holds them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

_MOST_NARROW = np.iinfo(np.uint32).max


class Strings:
    """A read-only sequence of strings over a UTF-8 blob (uint8) and offsets (whole numbers, one more than strings)."""

    def __init__(self, blob: NDArray[np.uint8], offsets: NDArray[Any]) -> None:
        self._bytes = blob
        self._blob = blob.data
        self._offsets = offsets

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, at: int) -> str:
        return str(self._blob[self._offsets[at] : self._offsets[at + 1]], "utf-8")


def pack_strings(texts: Iterable[str]) -> tuple[NDArray[np.uint8], NDArray[Any]]:
    """The blob and offsets of the strings, as `Strings` reads them."""
    encoded = [text.encode("utf-8") for text in texts]
    offsets = np.zeros(len(encoded) + 1, np.int64)
    np.cumsum([len(x) for x in encoded], out=offsets[1:])
    return np.frombuffer(b"".join(encoded), np.uint8), narrow(offsets)


def narrow(offsets: NDArray[np.int64]) -> NDArray[Any]:
    """Offsets in 32 bits if they fit."""
    return offsets.astype(np.uint32) if offsets[-1] <= _MOST_NARROW else offsets


def text_hash(text: str) -> int:
    """A 63-bit hash of a string, the same on every machine (FNV-1a over UTF-8, finished by a multiply-shift)."""
    value = 0xCBF29CE484222325
    for byte in text.encode("utf-8"):
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    value = ((value ^ (value >> 32)) * 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
    return value >> 1
