"""The nearest token vectors: an inverted file of cells, looked into where the query's vector points."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resolver.index.layout import Arrays
from resolver.kernels import KnownVectors, kernels

_EXACT_BELOW = 1 << 14
"""Vocabularies up to this size are one cell; larger ones are probed for at least as many tokens."""
_PROBED_SHARE = 1 / 24
_SAMPLED_PER_CELL = 40
_ROUNDS = 6
_BLOCK = 1 << 14
_SCALE = 127.0
_FINE = 32767.0
_SEED = 1

Vector = NDArray[np.float32]


class VectorSearch:
    """Nearest tokens by cosine. The vectors are int8, in the order of their cells; `probed` is how many of them are
    looked at: all of them make the search exact."""

    def __init__(self, arrays: Arrays) -> None:
        centres = np.rint(arrays["cell_centre"] * _SCALE).astype(np.int8)
        self._known = KnownVectors(centres, arrays["cell_at"], arrays["cell_token"], arrays["cell_vector"])
        self._places = arrays["cell_place"]
        self._rows = arrays["cell_vector"]
        self.probed = max(_EXACT_BELOW, int(len(self._places) * _PROBED_SHARE))

    def nearest(self, vectors: Vector, most: int) -> list[NDArray[np.int32]]:
        """For each of some `vectors` (n, d), up to `most` tokens whose vectors have the highest cosine with it, best
        first. Approximate: cells that lie far from it are not looked into."""
        # Whole numbers: the order is the same on every machine.
        return kernels().nearest(np.rint(vectors * _FINE).astype(np.int16), self._known, self.probed, most)

    def cosines(self, vector: Vector, tokens: NDArray[np.int32]) -> NDArray[np.float32]:
        """The cosine of `vector` with each of the tokens', in [-1, 1]."""
        cosines: NDArray[np.float32] = self._rows[self._places[tokens]].astype(np.float32) @ vector / _SCALE
        return cosines

    def vectors(self, tokens: NDArray[np.int32]) -> Vector:
        """The vectors (n, d) of several tokens, of length 1 but for rounding."""
        vectors: Vector = self._rows[self._places[tokens]].astype(np.float32) / np.float32(_SCALE)
        return vectors


def vector_arrays(vectors: NDArray[np.float32]) -> dict[str, NDArray[Any]]:
    """The arrays of a `VectorSearch` over vectors (n, d) of length 1: k-means cells on a seeded sample."""
    count = len(vectors)
    cells = 1 if count <= _EXACT_BELOW else int(2 * math.sqrt(count))
    rng = np.random.default_rng(_SEED)
    sample = vectors[rng.permutation(count)[: cells * _SAMPLED_PER_CELL]]
    centres = sample[:cells].copy()
    for _ in range(_ROUNDS if cells > 1 else 0):
        member = _assign(sample, centres)
        total = np.zeros_like(centres)
        np.add.at(total, member, sample)
        filled = np.bincount(member, minlength=cells) > 0
        centres[filled] = total[filled] / np.maximum(np.linalg.norm(total[filled], axis=1, keepdims=True), 1e-9)
    member = _assign(vectors, centres)
    order = np.argsort(member, kind="stable").astype(np.int32)
    places = np.empty(count, np.int32)
    places[order] = np.arange(count, dtype=np.int32)
    starts = np.zeros(cells + 1, np.int64)
    np.cumsum(np.bincount(member, minlength=cells), out=starts[1:])
    return {
        "cell_centre": centres,
        "cell_at": starts,
        "cell_token": order,
        "cell_place": places,
        "cell_vector": np.rint(vectors[order] * _SCALE).astype(np.int8),
    }


def _assign(vectors: NDArray[np.float32], centres: NDArray[np.float32]) -> NDArray[np.int64]:
    """The nearest centre of each vector."""
    blocks = [np.argmax(vectors[at : at + _BLOCK] @ centres.T, axis=1) for at in range(0, len(vectors), _BLOCK)]
    return np.concatenate(blocks)
