"""Draw batches: sources by weight, and half of each batch in clusters of near names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.encoder.pairs import Pair
from training.encoder.texts import Texts

WEIGHTS = {
    "cyrillic_respelled": 0.25, "cyrillic_systems": 0.3, "japanese_names": 0.4, "cross_script": 0.3, "cldr": 0.5,
    "respelled": 0.5, "indic_twins": 0.5, "wd_chinese": 1.4, "wd_japanese": 1.4, "wd_katakana": 1.3, "wd_korean": 2.0,
    "wd_hebrew": 1.6, "wd_arabic": 1.4, "wd_russian": 0.8, "wd_full_hebrew": 0.35, "wd_full_korean": 0.35,
    "wd_full_hebrew:word": 0.3, "wd_full_korean:word": 0.3, "cities": 3.0, "popolo": 3.0, "popular_names": 3.0,
}  # fmt: skip
"""How often a pair of a source is drawn, 1 by default; a source without its own weight takes its family's."""

LEAST_COSINE = {
    "wd_arabic": 0.55, "wd_chinese": 0.35, "wd_hebrew": 0.55, "wd_japanese": 0.5, "wd_katakana": 0.5,
    "wd_korean": 0.47, "wd_russian": 0.6, "cldr": 0.55, "wd_full_hebrew": 0.5, "wd_full_korean": 0.5, "cities": 0.45,
    "popolo": 0.45, "japanese_names": 0.25, "cross_script": 0.6, "cyrillic_systems": -1, "cyrillic_respelled": -1,
    "respelled": -1, "indic_twins": -1, "latin_twins": -1,
}  # fmt: skip
"""Pairs that a briefly trained n-gram half sees further apart are taken for misaligned; 0.4 by default."""

LEAST_COSINE_WORD = 0.6
"""The same for words that were paired by their place in two names."""


def weight(pair: Pair) -> float:
    """How often *pair* is drawn, relative to the others."""
    family = pair.source.split(":")[0]
    return WEIGHTS.get(pair.source, WEIGHTS.get(family, 1.0))


def is_aligned(pair: Pair, cosine: float) -> bool:
    """Whether *pair* is close enough to be two spellings of one name."""
    if pair.left[:1].isdigit():
        return False
    if pair.source.endswith(":word"):
        return cosine >= LEAST_COSINE_WORD
    return cosine >= LEAST_COSINE.get(pair.source.split(":")[0], 0.4)


@dataclass(frozen=True, slots=True)
class Sample:
    """The pairs as numbers of texts, with the share of each in the draw (and the sum up to it).

    ``keys`` numbers the texts by their Latin spelling: texts of equal key are no negatives of each other.
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    share: NDArray[np.float64]
    summed: NDArray[np.float64]
    keys: NDArray[np.int64]

    @classmethod
    def of(cls, pairs: list[Pair], texts: Texts) -> Sample:
        """Number the texts of *pairs*; those without any word are never drawn."""
        left = np.array([texts.number[p.left] for p in pairs])
        right = np.array([texts.number[p.right] for p in pairs])
        spelled = np.diff(texts.words.starts) > 0
        share = np.array([weight(p) for p in pairs]) * spelled[left] * spelled[right]
        return cls(left, right, share, np.cumsum(share), texts.keys)

    def keep(self, kept: NDArray[np.bool_]) -> Sample:
        """The same with shares of nought where *kept* is false."""
        share = self.share * kept
        return Sample(self.left, self.right, share, np.cumsum(share), self.keys)

    def draw(self, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
        """Numbers of *count* pairs."""
        place = np.searchsorted(self.summed, rng.random(count) * self.summed[-1])
        out: NDArray[np.int64] = np.minimum(place, len(self.summed) - 1).astype(np.int64)
        return out

    def clustered(
        self, vectors: NDArray[np.float32], size: int, rng: np.random.Generator, pool: int = 200, leaf: int = 12
    ) -> Iterator[NDArray[np.int64]]:
        """Endless batches of *size* pairs, half of them in clusters by the *vectors* of their left texts."""
        half = size // 2
        while True:
            drawn = self.draw(pool * half, rng)
            leaves = _bisect(vectors[self.left[drawn]], leaf, rng)
            order = np.concatenate([leaves[i] for i in rng.permutation(len(leaves))])
            for k in range(pool):
                near = drawn[order[k * half : (k + 1) * half]]
                yield np.concatenate([near, self.draw(size - half, rng)])

    def masked(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which cells of a batch's similarity matrix are no negatives: off the diagonal, a side in common."""
        a, b = self.keys[left], self.keys[right]
        same: NDArray[np.bool_] = (a[:, None] == a[None]) | (b[:, None] == b[None])
        np.fill_diagonal(same, False)
        return same


def _bisect(vectors: NDArray[np.float32], leaf: int, rng: np.random.Generator) -> list[NDArray[np.int64]]:
    """Cut the vectors into clusters of at most *leaf*, halving along the line between two random ones."""
    stack, out = [np.arange(len(vectors))], []
    while stack:
        part = stack.pop()
        if len(part) <= leaf:
            out.append(part)
            continue
        a, b = rng.choice(part, 2, replace=False)
        along = vectors[part] @ (vectors[a] - vectors[b])
        order = np.argsort(along + 1e-4 * rng.random(len(part)))
        stack += [part[order[: len(part) // 2]], part[order[len(part) // 2 :]]]
    return out
