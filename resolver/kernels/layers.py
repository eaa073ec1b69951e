"""A layer of the encoder with its weights as whole numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

REACH = 3
"""How many signs a layer looks at: one, and its neighbours."""
MOST = 127
"""What a layer is made of and what it reads, as whole numbers, is at most this; the sums are exact in float32."""


@dataclass(frozen=True, eq=False)
class Layer:
    """The weights (3 * width, width) of a layer, from -127 to 127, what each of their columns is multiplied by (width),
    and what is added to it (width). `width` is a multiple of 16."""

    weights: NDArray[np.int8]
    scales: NDArray[np.float32]
    bias: NDArray[np.float32]

    @classmethod
    def of(cls, kernel: NDArray[np.float32], bias: NDArray[np.float32]) -> Layer:
        """The layer with these weights (3, width, width), rounded."""
        every = kernel.reshape(-1, kernel.shape[-1])
        scales = np.maximum(np.abs(every).max(axis=0), np.finfo(np.float32).tiny) / np.float32(MOST)
        return cls(np.rint(every / scales).astype(np.int8), scales, bias)

    @property
    def width(self) -> int:
        """How many numbers a sign has."""
        return len(self.bias)
