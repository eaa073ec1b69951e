"""Lists of ascending numbers, such as the names that a word stands in, as the gaps between them.

A list begins with how many bytes a code of it has: 1, 2 or 3, whatever makes it short. A code is the gap to the next
number. The last but one of all codes is a step: it goes on by as much as itself, without a number there. The last one
is a leap, four steps. A long gap is leaps, then steps, then the rest. An empty list has no bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resolver.kernels.offsets import Offsets

_WIDTHS = (1, 2, 3)
_LEAP = 4
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
    wide = coded[0] if coded else 1
    step, gap = _step(wide), 0
    for at in range(1, len(coded), wide):
        code = int.from_bytes(coded[at : at + wide], "little")
        gap += code if code <= step else _LEAP * step
        if code < step:
            yield gap
            gap = 0


def _coded(starts: NDArray[np.int64], values: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """How many bytes each list has, and those of all."""
    counts = np.diff(starts)
    gaps = np.diff(values, prepend=np.int32(0)).astype(np.int64)
    filled = np.flatnonzero(counts)
    gaps[starts[filled]] = values[starts[filled]]
    list_of = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    codes = [counts + np.bincount(list_of, sum(_steps(gaps, _step(wide))), len(counts)) for wide in _WIDTHS]
    width = np.array(_WIDTHS)[np.argmin([wide * some for wide, some in zip(_WIDTHS, codes, strict=True)], axis=0)]
    step = _step(width)[list_of]
    leaps, steps = _steps(gaps, step)
    size = leaps + steps + 1
    code, ends = np.repeat(step, size), np.cumsum(size)
    code[ends - 1] = gaps % step
    code[_runs(ends - size, leaps)] += 1
    of_list = np.repeat(list_of, size)
    wide = width[of_list]
    lengths = np.bincount(of_list, wide, len(counts)).astype(np.int64) + (counts > 0)
    coded = np.empty(int(lengths.sum()), np.uint8)
    coded[(np.cumsum(lengths) - lengths)[filled]] = width[filled]
    first = np.cumsum(wide) - wide + np.cumsum(counts > 0)[of_list]
    for byte in range(max(_WIDTHS)):
        here = np.flatnonzero(wide > byte)
        coded[first[here] + byte] = code[here] >> 8 * byte & 0xFF
    return lengths, coded


def _step(wide: Any) -> Any:
    """The code of so many bytes that is a step."""
    return (1 << 8 * wide) - 2


def _steps(gaps: NDArray[np.int64], step: Any) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """How many leaps each gap takes, and then how many steps."""
    leaps, rest = np.divmod(gaps, _LEAP * step)
    return leaps, rest // step


def _runs(starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """The places of several runs."""
    some = np.flatnonzero(sizes)
    sizes = sizes[some]
    return np.arange(sizes.sum()) + np.repeat(starts[some] - np.cumsum(sizes) + sizes, sizes)
