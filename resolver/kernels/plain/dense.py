"""The layers of the encoder, in numpy."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

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
