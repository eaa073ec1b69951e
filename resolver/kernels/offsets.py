"""Numbers that never fall, such as where strings begin: in little more than a byte each where they lie close."""

from __future__ import annotations

from struct import Struct
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

_STEPS = np.dtype([("first", "<i8"), ("step", "<i8"), ("unused", "<i8")])
_BYTES = np.dtype([("first", "<u4"), ("more", "u1", 12)])
_PAIRS = np.dtype([("first", "<u4"), ("more", "<u2", 30)])
_FIRST = Struct("<I").unpack_from
_IN_32_BITS, _IN_64_BITS, _IN_BYTES, _IN_PAIRS, _IN_STEPS = range(5)
_KINDS = {
    4: _IN_32_BITS,
    8: _IN_64_BITS,
    _BYTES.itemsize: _IN_BYTES,
    _PAIRS.itemsize: _IN_PAIRS,
    _STEPS.itemsize: _IN_STEPS,
}
"""How the kernels in C know the ways to write them, by the bytes of an item or a block."""


def kind_of(kept: NDArray[Any]) -> int:
    """How numbers that never fall are written in an array."""
    return _KINDS[kept.itemsize]


class Offsets:
    """Numbers (n), read as an array is. `kept` are these numbers themselves in 32 or 64 bits, or in blocks: the first
    number of each, and how much more each of the block is. If they rise by equal steps, it is the first and a step."""

    __slots__ = ("_count", "_first", "_many", "_more", "_numbers", "_steps", "kept", "kind")

    def __init__(self, kept: NDArray[Any], count: int) -> None:
        self.kept = kept
        self.kind = kind_of(kept)
        self._count = count
        self._many = 0
        if self.kind == _IN_STEPS:
            self._steps = int(kept["first"][0]), int(kept["step"][0])
        elif self.kind > _IN_64_BITS:
            self._first, self._more = kept["first"], kept["more"]
            self._many = self._more.shape[1]
            self._numbers = kept.view(self._more.dtype).data
        else:
            self._numbers = kept.data

    @classmethod
    def of(cls, numbers: NDArray[np.int64]) -> Offsets:
        """The same numbers, written as narrow as they can be."""
        step = int(numbers[-1] - numbers[0]) // max(len(numbers) - 1, 1)
        if np.array_equal(numbers, numbers[0] + step * np.arange(len(numbers))):
            return cls(np.array([(numbers[0], step, 0)], _STEPS), len(numbers))
        for block in (_BYTES, _PAIRS):
            many = block["more"].shape[0]
            padded = np.concatenate([numbers, np.repeat(numbers[-1:], -len(numbers) % many)]).reshape(-1, many)
            more = padded - padded[:, :1]
            if numbers[-1] <= np.iinfo(np.uint32).max and more.max() <= np.iinfo(block["more"].base).max:
                kept = np.zeros(len(padded), block)
                kept["first"], kept["more"] = padded[:, 0], more
                return cls(kept, len(numbers))
        narrow = np.uint32 if numbers[-1] <= np.iinfo(np.uint32).max else np.int64
        return cls(numbers.astype(narrow), len(numbers))

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, places: int) -> int: ...
    @overload
    def __getitem__(self, places: NDArray[Any]) -> NDArray[np.int64]: ...
    def __getitem__(self, places: int | NDArray[Any]) -> int | NDArray[np.int64]:
        if self.kind == _IN_STEPS:
            first, step = self._steps
            return first + step * (places.astype(np.int64) if isinstance(places, np.ndarray) else places)
        if isinstance(places, np.ndarray):
            if not self._many:
                wide: NDArray[np.int64] = self.kept[places].astype(np.int64)
                return wide
            blocks = places // self._many
            numbers: NDArray[np.int64] = self._first[blocks].astype(np.int64)
            numbers += self._more[blocks, places - blocks * self._many]
            return numbers
        return self._one(places)

    def span(self, at: int) -> tuple[int, int]:
        """Where the thing of this number begins and ends, as `self[at], self[at + 1]` and twice as quick."""
        many = self._many
        if not many:
            return self[at], self[at + 1]
        numbers, (block, place) = self._numbers, divmod(at, many)
        if place == many - 1:
            return self._one(at), self._one(at + 1)
        if self.kind == _IN_BYTES:
            start = block * _BYTES.itemsize
            (first,) = _FIRST(numbers, start)
            start += 4 + place
        else:
            start = block * (_PAIRS.itemsize // 2)
            first = numbers[start] + (numbers[start + 1] << 16)
            start += 2 + place
        return first + numbers[start], first + numbers[start + 1]

    def _one(self, at: int) -> int:
        """One number, several times as quick as numpy would read it."""
        numbers = self._numbers
        if not self._many:
            return int(numbers[at])
        block, place = divmod(at, self._many)
        if self.kind == _IN_BYTES:
            start = block * _BYTES.itemsize
            return int(_FIRST(numbers, start)[0]) + numbers[start + 4 + place]
        start = block * (_PAIRS.itemsize // 2)
        return numbers[start] + (numbers[start + 1] << 16) + numbers[start + 2 + place]

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        return self[np.arange(self._count)].astype(dtype or np.int64)


At = NDArray[Any] | Offsets
"""Where each of several things begins, and the last ends: as an array or as written above."""
