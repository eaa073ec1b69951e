"""Train the n-gram half: rows of numbers for hashed n-grams, summed to a text's vector."""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@numba.njit(cache=True)
def gather(
    table: Floats,
    words: NDArray[np.int32],
    word_starts: NDArray[np.int64],
    grams: NDArray[np.int32],
    gram_starts: NDArray[np.int64],
    texts: NDArray[np.int64],
    drop: float,
) -> Floats:
    """Sum the rows of all n-grams of each text, leaving out a share *drop* of them by chance."""
    width = table.shape[1]
    out = np.zeros((len(texts), width), dtype=np.float32)
    for i in range(len(texts)):
        for w in words[word_starts[texts[i]] : word_starts[texts[i] + 1]]:
            for g in grams[gram_starts[w] : gram_starts[w + 1]]:
                if drop > 0 and np.random.random() < drop:
                    continue
                for k in range(width):
                    out[i, k] += table[g, k]
    return out


@numba.njit(cache=True)
def scatter(
    table: Floats,
    squares: Floats,
    words: NDArray[np.int32],
    word_starts: NDArray[np.int64],
    grams: NDArray[np.int32],
    gram_starts: NDArray[np.int64],
    texts: NDArray[np.int64],
    gradient: Floats,
    rate: float,
) -> None:
    """Adagrad step (one accumulator a row) on the rows of all n-grams of each text."""
    width = table.shape[1]
    for i in range(len(texts)):
        norm = np.float32(0)
        for k in range(width):
            norm += gradient[i, k] * gradient[i, k]
        norm /= width
        for w in words[word_starts[texts[i]] : word_starts[texts[i] + 1]]:
            for g in grams[gram_starts[w] : gram_starts[w + 1]]:
                squares[g] += norm
                step = np.float32(rate) / (np.sqrt(squares[g]) + np.float32(1e-10))
                for k in range(width):
                    table[g, k] -= step * gradient[i, k]


@numba.njit(cache=True)
def seed_numba(seed: int) -> None:
    """Seed the generator that ``gather`` draws from."""
    np.random.seed(seed)


def normalise(vectors: Floats) -> tuple[Floats, Floats]:
    """Unit vectors and their former lengths (n, 1)."""
    norm = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True)) + np.float32(1e-8)
    return vectors / norm, norm


def contrast(a: Floats, b: Floats, masked: NDArray[np.bool_], scale: float) -> tuple[float, Floats, Floats]:
    """Symmetric InfoNCE over unit vectors: loss and its gradients in *a* and *b*.

    Cells where *masked* is true are no negatives.
    """
    count = len(a)
    logits = (a @ b.T) * np.float32(scale)
    logits[masked] = -30.0
    mass = np.exp(logits - np.float32(scale))
    rows, columns = mass / mass.sum(axis=1, keepdims=True), mass / mass.sum(axis=0, keepdims=True)
    right = np.maximum(np.diagonal(rows), 1e-12), np.maximum(np.diagonal(columns), 1e-12)
    loss = -float(np.log(right[0]).mean() + np.log(right[1]).mean()) / 2
    delta = (rows + columns) * np.float32(0.5)
    delta[np.arange(count), np.arange(count)] -= 1
    delta *= np.float32(scale / count)
    return loss, delta @ b, delta.T @ a


def through_norm(gradient: Floats, unit: Floats, norm: Floats) -> Floats:
    """Gradient before the division by the length."""
    out: Floats = (gradient - (gradient * unit).sum(axis=1, keepdims=True) * unit) / norm
    return out


@dataclass
class Bag:
    """The rows while they are trained."""

    table: Floats
    squares: Floats

    @classmethod
    def new(cls, bits: int, width: int, seed: int) -> Bag:
        """Small random rows."""
        rng = np.random.default_rng(seed)
        table = rng.standard_normal((1 << bits, width), dtype=np.float32) * np.float32(0.1)
        return cls(table, np.full(1 << bits, 1e-8, dtype=np.float32))
