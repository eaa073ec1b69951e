"""The shipped encoder and letter models, opened once a process, and what they are shown of a token."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from resolver.encode import Encoder, Reranker
from resolver.recent import Recent
from resolver.text import script_of
from resolver.tokens.spellings import usual_spelling

_VECTORS_KEPT = 1 << 12
_HARDLY_LEARNED = frozenset({"Mymr", "Khmr", "Tibt"})
"""Scripts of which the models learned next to nothing, and whose letters, one by one, do not tell how they are read."""


@cache
def encoder() -> Encoder:
    """The shipped encoder. Raises OSError or ValueError if its weights are missing or damaged."""
    return Encoder.load()


@cache
def reranker() -> Reranker:
    """The shipped letter models. Raises OSError or ValueError if they are missing or damaged."""
    return Reranker.load()


def heard(text: str) -> str:
    """What the models are shown of a token as written: itself or, in Burmese and Khmer letters, its romanisation."""
    return usual_spelling(text) if script_of(text) in _HARDLY_LEARNED else text


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    """The learned vectors of tokens as written (n, dim), each of length 1."""
    return encoder().encode([heard(text) for text in texts])


class TokenVectors:
    """The learned vectors of tokens; those met last are kept. Safe to share between threads."""

    def __init__(self, encode: Callable[[Sequence[str]], NDArray[np.float32]], most: int) -> None:
        self._recent: Recent[str, NDArray[np.float32]] = Recent(encode, most)

    def __call__(self, texts: Iterable[str]) -> NDArray[np.float32]:
        """Vectors (n, dim), each of length 1; what is not kept is computed together, which is quicker."""
        return np.stack(self._recent(list(texts)))


@cache
def vectors() -> TokenVectors:
    """The vectors of the shipped encoder."""
    return TokenVectors(encode, _VECTORS_KEPT)
