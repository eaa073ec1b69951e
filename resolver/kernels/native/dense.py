"""The layers of the encoder, in C."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from resolver.kernels.native.compiled import Library
from resolver.kernels.native.pointers import ptr
from resolver.kernels.rough import Floats, Longs


class Dense(Library):
    """A part of `resolver.kernels.Kernels`."""

    def dense(
        self, rows: Floats, count: int, inner: int, matrix: Floats, offset: Floats, *, positive: bool = False
    ) -> Floats:
        columns = matrix.shape[1]
        out = np.empty((count, columns), np.float32)
        self._library.dense(
            ptr(rows),
            count,
            rows.strides[0] // 4,
            inner,
            ptr(matrix),
            columns,
            ptr(offset),
            positive,
            ptr(out),
        )
        return out

    def summed(self, rows: NDArray[np.int8], scales: Floats, which: Longs, at: Longs) -> Floats:
        count, dim = len(at) - 1, rows.shape[1]
        out = np.empty((count, dim), np.float32)
        self._library.summed(ptr(rows), ptr(scales), dim, ptr(which), ptr(at), count, ptr(out))
        return out

    def pooled(self, rows: Floats, weights: Floats, at: Longs) -> Floats:
        count, width, heads = len(at) - 1, rows.shape[1], weights.shape[1]
        out = np.empty((count, width * (1 + heads)), np.float32)
        self._library.pooled(ptr(rows), width, ptr(weights), heads, ptr(at), count, ptr(out))
        return out
