"""Vectors of tokens in cells, as the kernels read them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class KnownVectors:
    """The vectors (n, d) of an index, cell after cell: cell c, about its centre, has the `rows` from `cell_at[c]` to
    `cell_at[c + 1]`, which are those of the `tokens` (n)."""

    centres: NDArray[np.int8]
    cell_at: NDArray[np.int64]
    tokens: NDArray[np.int32]
    rows: NDArray[np.int8]
