"""The layers of the encoder, in numpy."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from resolver.kernels.layers import MOST, REACH, Layer
from resolver.kernels.rough import Floats, Longs


class Dense:
    """A part of `resolver.kernels.Kernels`."""

    def dense(
        self, rows: Floats, count: int, inner: int, matrix: Floats, offset: Floats, *, positive: bool = False
    ) -> Floats:
        """The products (count, columns) of `count` rows with a matrix (inner, columns), plus `offset`.

        Row i is the `inner` numbers from where `rows[i]` begins: more than one of `rows` where they overlap. With
        `positive`, what is below 0 becomes 0. `columns` is a multiple of 16.
        """
        step = rows.strides[0]
        windows = as_strided(rows, (count, inner), (step, rows.itemsize), writeable=False)
        out: Floats = windows @ matrix + offset
        return np.maximum(out, 0, out=out) if positive else out

    def add_layer(self, rows: Floats, at: Longs, kept: Floats, layer: Layer) -> None:
        """Adds to the rows (signs, width) of several words (n), none below 0, what a layer makes of each and its
        neighbours, if it is above 0, times what is to be `kept` of it (signs).

        The signs of word i are `rows[at[i]:at[i + 1]]` (at least one), the last of which is 0. They are rounded to 127
        steps up to the greatest number of their word.
        """
        greatest = np.maximum.reduceat(rows.max(axis=1), at[:-1])
        rise = np.divide(np.float32(MOST), greatest, out=np.zeros_like(greatest), where=greatest > 0)
        rise, fall = (np.repeat(each, np.diff(at))[:, None] for each in (rise, greatest / np.float32(MOST)))
        rounded = np.zeros((len(rows) + 2, layer.width), np.float32)
        rounded[1:-1] = (rows * rise + np.float32(0.5)).astype(np.uint8)
        nothing = np.zeros(layer.width, np.float32)
        sums = self.dense(rounded, len(rows), REACH * layer.width, layer.weights.astype(np.float32), nothing)
        change = sums * (fall * layer.scales) + layer.bias
        rows += np.maximum(change, 0, out=change) * kept[:, None]

    def summed(self, rows: NDArray[np.int8], scales: Floats, which: Longs, at: Longs) -> Floats:
        """For each of several words (n), the sum of the rows `which[at[i]:at[i + 1]]` (at least one) of a table, each
        times its scale."""
        some = rows[which].astype(np.float32) * scales[which, None]
        total: Floats = np.add.reduceat(some, at[:-1], axis=0)
        return total

    def pooled(self, rows: Floats, weights: Floats, at: Longs) -> Floats:
        """For each of several words (n), whose signs are `rows[at[i]:at[i + 1]]` (at least one), the greatest number of
        each column, then, for each of the heads, the sum of its rows times their `weights` (rows, heads)."""
        parts = [np.maximum.reduceat(rows, at[:-1], axis=0)]
        parts += [np.add.reduceat(rows * head[:, None], at[:-1], axis=0) for head in weights.T]
        return np.concatenate(parts, axis=1)
