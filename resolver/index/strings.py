"""Strings as two arrays, so that a memory map holds them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resolver.kernels import Offsets, Packed, Texts, places

_BETWEEN = "\0"
_TOGETHER = 16
_MOST_SHARED = 255


class Strings:
    """A read-only sequence of strings over a UTF-8 blob (uint8), and where in it each begins and the last ends."""

    def __init__(self, blob: NDArray[np.uint8], offsets: Offsets) -> None:
        self._blob = blob.data
        self._span = offsets.span
        self._count = len(offsets) - 1

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, at: int) -> str:
        return str(self._bytes(at), "utf-8")

    def _bytes(self, at: int) -> memoryview:
        if not 0 <= at < self._count:
            raise IndexError(at)
        start, end = self._span(at)
        return self._blob[start:end]


class SortedStrings(Strings):
    """The same of strings in ascending order. The first of every few stands there whole; of the others, how many bytes
    they have in common with it, and the rest."""

    def __getitem__(self, at: int) -> str:
        own, place = self._bytes(at), at % _TOGETHER
        return str(bytes(self._bytes(at - place)[: own[0]]) + own[1:] if place else own, "utf-8")


def sorted_strings(name: str, these: Packed) -> dict[str, NDArray[Any]]:
    """Strings in ascending order as the two arrays of this name, as `SortedStrings` reads them."""
    blob, at = these[0].tobytes(), np.asarray(these[1]).tolist()
    every = [blob[start:end] for start, end in pairwise(at)]
    for first in range(0, len(every), _TOGETHER):
        head = every[first][:_MOST_SHARED]
        for place in range(first + 1, min(first + _TOGETHER, len(every))):
            shared = _shared(head, every[place])
            every[place] = bytes([shared]) + every[place][shared:]
    return strings(name, (np.frombuffer(b"".join(every), np.uint8), places(map(len, every))))


def _shared(left: bytes, right: bytes) -> int:
    """How many bytes two strings begin with in common."""
    both = enumerate(zip(left, right, strict=False))
    return next((at for at, (one, other) in both if one != other), min(len(left), len(right)))


def strings(name: str, these: Packed) -> dict[str, NDArray[Any]]:
    """Strings as the two arrays of this name."""
    blob, at = these
    return {f"{name}_blob": blob, f"{name}_at": offsets(at)}


def packed(name: str, texts: Iterable[str]) -> dict[str, NDArray[Any]]:
    """The same of texts that are not packed yet."""
    return strings(name, Texts.of(texts).packed)


def offsets(numbers: Any) -> NDArray[Any]:
    """Numbers that never fall as an array that `Offsets` reads."""
    return Offsets.of(np.asarray(numbers, np.int64)).kept


def labels(name: str, texts: Iterable[str]) -> dict[str, NDArray[Any]]:
    """Texts of which few are distinct, as the numbers of these, and these."""
    every = list(texts)
    distinct = sorted(set(every))
    number = {text: at for at, text in enumerate(distinct)}
    return {name: narrow([number[text] for text in every], len(distinct)), **label_array(name, distinct)}


def label_array(name: str, distinct: Iterable[str]) -> dict[str, NDArray[Any]]:
    """The texts that the numbers of a column stand for, as `read_labels` reads them."""
    return {f"{name}_label": np.frombuffer(_BETWEEN.join(distinct).encode("utf-8", "surrogatepass"), np.uint8)}


def read_labels(array: NDArray[np.uint8]) -> tuple[str, ...]:
    """The texts of a `label_array`."""
    return tuple(array.tobytes().decode("utf-8", "surrogatepass").split(_BETWEEN))


def narrow(numbers: Any, count: int) -> NDArray[Any]:
    """Numbers below `count` in as few bytes as hold them."""
    return np.asarray(numbers, np.min_scalar_type(max(count - 1, 0)))
