"""What the likeness of two tokens weighs, in C."""

from __future__ import annotations

import ctypes

import numpy as np
from numpy.typing import NDArray

from resolver.kernels.likeness import Alike
from resolver.kernels.native.compiled import Library
from resolver.kernels.native.pointers import PairWeightsAt, ptr
from resolver.kernels.pairs import PairWeights
from resolver.kernels.rough import Doubles, Floats


class Pairs(Library):
    """A part of `resolver.kernels.Kernels`."""

    def pair_log_odds(
        self,
        weights: PairWeights,
        found: Alike,
        as_written: NDArray[np.bool_],
        written: int,
        length: int,
        rarity: float,
        rarities: Floats,
    ) -> Doubles:
        out = np.empty(len(found))
        structure = self._of(weights, lambda: PairWeightsAt.of(weights))
        self._library.pair_log_odds(
            ctypes.byref(structure), ptr(found), len(out), ptr(as_written), written, length,
            rarity, ptr(rarities), ptr(out),
        )  # fmt: skip
        return out
