"""How tokens are like others, in C."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resolver.kernels.likeness import ALIKE, MOST_LATIN, Alike, AskedTokens, KnownTokens, Scale
from resolver.kernels.native.compiled import Library
from resolver.kernels.native.pointers import AskedAt, RoomAt, TokensAt, ptr
from resolver.kernels.rough import Doubles, Floats, Ints, Longs


class Likenesses(Library):
    """A part of `resolver.kernels.Kernels`."""

    def likenesses(
        self,
        asked: AskedTokens,
        known: KnownTokens,
        at: Longs,
        numbers: Ints,
        cosines: Floats,
        characters: Doubles | None,
        on: Scale,
    ) -> tuple[Alike, Longs]:
        most = int(np.diff(at).max(initial=0))
        count = most + int(np.diff(asked.own_at).max(initial=0))
        found = np.empty(len(numbers), ALIKE)
        structure = AskedAt.of(asked, on)
        segments, lengths = np.empty((count, MOST_LATIN, 3), np.int32), np.empty(count, np.int64)
        past, each, places = np.empty(3 * count * (MOST_LATIN + 1)), np.empty(3 * count), np.empty(2 * most, np.int32)
        row, found_at = self._zeros("row", asked.cells + 1, np.float64), np.empty(len(at), np.int64)
        room_for: tuple[NDArray[Any], ...] = (segments, lengths, row, past, each, places)
        room = RoomAt(MOST_LATIN, *(ptr(array) for array in room_for))
        self._library.likenesses(
            ctypes.byref(structure), ctypes.byref(self._of(known, lambda: TokensAt.of(known))), ptr(at), ptr(numbers),
            ptr(cosines), None if characters is None else ptr(characters), ctypes.byref(room),
            ptr(found), ptr(found_at),
        )  # fmt: skip
        return found[: found_at[-1]], found_at
