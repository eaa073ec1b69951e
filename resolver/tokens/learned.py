"""The shipped encoder and letter models, opened once a process."""

from __future__ import annotations

from functools import cache

from resolver.encode import Encoder, Reranker


@cache
def encoder() -> Encoder:
    """The shipped encoder. Raises OSError or ValueError if its weights are missing or damaged."""
    return Encoder.load()


@cache
def reranker() -> Reranker:
    """The shipped letter models. Raises OSError or ValueError if they are missing or damaged."""
    return Reranker.load()
