"""Lists of ascending numbers, such as the names that a word stands in, as the gaps between them.

A list begins with how many bytes a gap of it has: 1, 2 or 3, whatever makes it short. A gap that does not fit is
written as that many bytes with all bits set and four bytes more. An empty list has no bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from resolver.kernels.offsets import Offsets

_WIDTHS = (1, 2, 3)
_LONG = 4
_COST_OF_LONG = _LONG + 1
"""A gap that does not fit costs more than its bytes when the width of a list is chosen: it costs time as well."""
_AT_ONCE = 1 << 22


@dataclass(frozen=True, eq=False)
class Lists:
    """Lists by number: the k-th is `coded[at[k]:at[k + 1]]`."""

    at: Offsets
    coded: NDArray[np.uint8]

    def size(self, key: int) -> int:
        """How many numbers a list has, and a few more where some gaps are long."""
        start, end = self.at[key], self.at[key + 1]
        return (end - start - 1) // int(self.coded[start]) if end > start else 0

    def __getitem__(self, key: int) -> NDArray[np.int32]:
        coded = self.coded[self.at[key] : self.at[key + 1]].tobytes()
        return np.cumsum(np.fromiter(_gaps(coded), np.int64)).astype(np.int32)

    @classmethod
    def of(cls, starts: NDArray[np.int64], values: NDArray[np.int32]) -> Lists:
        """The lists of which the k-th is `values[starts[k]:starts[k + 1]]`, distinct and ascending."""
        sizes, parts, first = [], [], 0
        while first < len(starts) - 1:
            end = max(first + 1, int(np.searchsorted(starts, starts[first] + _AT_ONCE, "right")) - 1)
            size, coded = _coded(starts[first : end + 1] - starts[first], values[starts[first] : starts[end]])
            sizes.append(size)
            parts.append(coded)
            first = end
        at = np.zeros(len(starts), np.int64)
        np.cumsum(np.concatenate(sizes), out=at[1:])
        return cls(Offsets.of(at), np.concatenate(parts))


def _gaps(coded: bytes) -> Iterator[int]:
    at, wide = 1, coded[0] if coded else 0
    while at < len(coded):
        gap = int.from_bytes(coded[at : at + wide], "little")
        at += wide
        if gap == _most(wide):
            gap = int.from_bytes(coded[at : at + _LONG], "little")
            at += _LONG
        yield gap


def _coded(starts: NDArray[np.int64], values: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """How many bytes each list has, and those of all."""
    counts = np.diff(starts)
    gaps = np.diff(values, prepend=np.int32(0)).astype(np.uint32)
    filled = np.flatnonzero(counts)
    gaps[starts[filled]] = values[starts[filled]]
    list_of = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    long = {wide: np.bincount(list_of[gaps >= _most(wide)], minlength=len(counts)) for wide in _WIDTHS}
    costs = np.stack([counts * wide + _COST_OF_LONG * long[wide] for wide in _WIDTHS])
    width = np.array(_WIDTHS)[np.argmin(costs, axis=0)]
    wide = width[list_of].astype(np.uint8)
    does_not_fit = gaps >= ((np.uint64(1) << (8 * wide).astype(np.uint64)) - np.uint64(1))
    sizes = wide + np.uint8(_LONG) * does_not_fit
    ends = np.cumsum(sizes, dtype=np.int64) + list_of + 1
    coded = np.empty(int(sizes.sum(dtype=np.int64)) + len(counts), np.uint8)
    first = ends - sizes
    lengths = np.bincount(list_of, sizes, len(counts)).astype(np.int64)
    for byte in range(max(_WIDTHS)):
        here = np.flatnonzero(wide > byte)
        shown = np.where(does_not_fit[here], np.uint32(0xFF), gaps[here] >> np.uint32(8 * byte) & np.uint32(0xFF))
        coded[first[here] + byte] = shown
    rest = np.flatnonzero(does_not_fit)
    for byte in range(_LONG):
        coded[ends[rest] - _LONG + byte] = gaps[rest] >> np.uint32(8 * byte) & np.uint32(0xFF)
    kept = np.ones(len(coded), np.bool_)
    heads = np.cumsum(lengths + 1) - lengths - 1
    coded[heads] = width
    kept[heads[counts == 0]] = False
    return lengths + (counts > 0), coded[kept]


def _most(wide: int) -> int:
    return (1 << 8 * wide) - 1
