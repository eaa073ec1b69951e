"""The shipped encoder and letter models, opened once a process."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from resolver.encode import Encoder, Reranker

_VECTORS_KEPT = 1 << 14


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
        self._encoder = encoder
        self._most = most
        self._kept: dict[str, NDArray[np.float32]] = {}

    def __call__(self, texts: Iterable[str]) -> NDArray[np.float32]:
        """Vectors (n, dim), each of length 1; what is not kept is computed together, which is quicker."""
        asked = list(texts)
        kept = {text: vector for text in asked if (vector := self._kept.get(text)) is not None}
        missing = list(dict.fromkeys(text for text in asked if text not in kept))
        if missing:
            new = dict(zip(missing, self._encoder.encode(missing), strict=True))
            if len(self._kept) + len(new) > self._most:
                self._kept = {}
            self._kept.update(new)
            kept.update(new)
        return np.stack([kept[text] for text in asked])


@cache
def vectors() -> TokenVectors:
    """The vectors of the shipped encoder."""
    return TokenVectors(encoder(), _VECTORS_KEPT)
