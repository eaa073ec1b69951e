"""The shipped encoder and letter models, opened once a process."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from resolver.encode import Encoder, Reranker
from resolver.recent import Recent

_VECTORS_KEPT = 1 << 12


@cache
def encoder() -> Encoder:
    """The shipped encoder. Raises OSError or ValueError if its weights are missing or damaged."""
    return Encoder.load()


@cache
def reranker() -> Reranker:
    """The shipped letter models. Raises OSError or ValueError if they are missing or damaged."""
    return Reranker.load()


class TokenVectors:
    """The learned vectors of tokens; those met last are kept. Safe to share between threads."""

    def __init__(self, encoder: Encoder, most: int) -> None:
        self._recent: Recent[str, NDArray[np.float32]] = Recent(encoder.encode, most)

    def __call__(self, texts: Iterable[str]) -> NDArray[np.float32]:
        """Vectors (n, dim), each of length 1; what is not kept is computed together, which is quicker."""
        return np.stack(self._recent(list(texts)))


@cache
def vectors() -> TokenVectors:
    """The vectors of the shipped encoder."""
    return TokenVectors(encoder(), _VECTORS_KEPT)
