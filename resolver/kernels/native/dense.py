"""The layers of the encoder, in C."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from resolver.kernels.layers import Layer
from resolver.kernels.native.compiled import Library
from resolver.kernels.native.pointers import ptr
from resolver.kernels.rough import Floats, Longs

_COLUMNS, _GROUP, _MORE_ROWS = 16, 4, 10
"""As in layer.c."""


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

    def add_layer(self, rows: Floats, at: Longs, kept: Floats, layer: Layer) -> None:
        signs, width = rows.shape
        rounded, scales = np.empty((signs + _MORE_ROWS, width), np.uint8), np.empty(signs, np.float32)
        weights = self._of(layer, lambda: _in_groups(layer.weights))
        self._library.add_layer(
            ptr(rows), width, ptr(at), len(at) - 1, ptr(kept), ptr(weights), ptr(layer.scales), ptr(layer.bias),
            ptr(rounded), ptr(scales),
        )  # fmt: skip

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


def _in_groups(weights: NDArray[np.int8]) -> NDArray[np.int8]:
    """The weights of a layer as layer.c reads them: 16 columns after the other, of these four rows at a time."""
    inner, columns = weights.shape
    groups = weights.reshape(inner // _GROUP, _GROUP, columns // _COLUMNS, _COLUMNS)
    return np.ascontiguousarray(groups.transpose(2, 0, 3, 1))
