"""The character half of the encoder: convolutions over the signs of a word, pooled to one vector."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from resolver.encode.features import LETTER_MASK, SPACE_SHIFT, places
from resolver.kernels import Layer, kernels

UNKNOWN = 3
"""Embedding row of letters that were too rare in training; 0 to 2 are fence, start and end."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Network:
    """Weights, float32 but for those of the layers.

    ``codes`` (n) are the known letters, sorted; ``letters`` (n + 4, e) and ``spaces`` (5, e) their
    embeddings; ``first`` (3, e, width) with ``bias`` the first layer, ``layers`` those that follow; ``from_start`` and
    ``from_end`` (5, places, heads) the weights of the positional sums; ``project`` (width * (1 + 2 * heads), out).
    """

    codes: NDArray[np.int32]
    letters: Floats
    spaces: Floats
    first: Floats
    bias: Floats
    layers: tuple[Layer, ...]
    from_start: Floats
    from_end: Floats
    project: Floats
    offset: Floats

    def rows(self, flat: NDArray[np.int32]) -> NDArray[np.int64]:
        """Embedding row of each sign."""
        letter = flat & LETTER_MASK
        at = np.minimum(np.searchsorted(self.codes, letter), len(self.codes) - 1)
        known = np.where(self.codes[at] == letter, at + UNKNOWN + 1, UNKNOWN)
        out: NDArray[np.int64] = np.where(letter < UNKNOWN, letter, known)
        return out

    def forward(self, flat: NDArray[np.int32], starts: NDArray[np.int64]) -> Floats:
        """Vectors (words, out) of words, not normalised; *starts* (words + 1) is where the signs of each begin, and the
        last end."""
        space = flat >> SPACE_SHIFT
        kept = (flat != 0).astype(np.float32)
        mask = kept[:, None]
        hidden = _convolve((self.letters[self.rows(flat)] + self.spaces[space]) * mask, self.first, self.bias)
        hidden *= mask
        for layer in self.layers:
            kernels().add_layer(hidden, starts, kept, layer)
        start, end = places(flat, self.from_start.shape[1])
        weights = np.concatenate([self.from_start[space, start], self.from_end[space, end]], axis=1) * mask
        pooled = kernels().pooled(hidden, weights, starts)
        return kernels().dense(pooled, len(pooled), pooled.shape[1], self.project, self.offset)


def _convolve(rows: Floats, kernel: Floats, bias: Floats) -> Floats:
    """Width-3 convolution along the rows, then the positive part."""
    reach, width, out = kernel.shape
    fenced = np.zeros((len(rows) + reach - 1, width), dtype=np.float32)
    fenced[1:-1] = rows
    return kernels().dense(fenced, len(rows), reach * width, kernel.reshape(-1, out), bias, positive=True)
