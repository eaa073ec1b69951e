"""All texts of the pairs as arrays, computed once: signs of words, hashed n-grams, words of texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resolver.encode.features import ngram_rows, signs
from resolver.encode.views import LetterTable, views


@dataclass(frozen=True, slots=True)
class Ragged:
    """Rows of unequal length: row i is ``flat[starts[i]:starts[i + 1]]``."""

    flat: NDArray[np.int32]
    starts: NDArray[np.int64]

    def take(self, rows: NDArray[np.integer[Any]]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """The chosen rows behind one another, and where each starts (one more than rows)."""
        begin, lengths = self.starts[rows], self.starts[rows + 1] - self.starts[rows]
        starts = np.concatenate([[0], np.cumsum(lengths)])
        index = np.arange(starts[-1]) - np.repeat(starts[:-1] - begin, lengths)
        return self.flat[index], starts


def ragged(rows: Iterable[NDArray[np.int32]]) -> Ragged:
    """Pack arrays of unequal length."""
    kept = list(rows)
    starts = np.concatenate([[0], np.cumsum([len(r) for r in kept])]).astype(np.int64)
    return Ragged(np.concatenate(kept) if kept else np.zeros(0, np.int32), starts)


@dataclass(frozen=True, slots=True)
class Texts:
    """Distinct texts; ``words`` gives the words of each, ``signs`` and ``ngrams`` belong to words.

    ``keys`` numbers the texts by their Latin spelling.
    """

    number: dict[str, int]
    words: Ragged
    signs: Ragged
    ngrams: Ragged
    keys: NDArray[np.int64]

    @classmethod
    def build(cls, texts: Iterable[str], letters: LetterTable, bits: int) -> Texts:
        """Compute the arrays of *texts*; a text without any word gets an empty row."""
        number = {text: i for i, text in enumerate(dict.fromkeys(texts))}
        known: dict[tuple[tuple[int, str], ...], int] = {}
        latin: dict[str, int] = {}
        rows, keys = [], []
        for text in number:
            spelled = [tuple(word) for word in views(text, letters)]
            keys.append(latin.setdefault(" ".join(word[0][1] for word in spelled), len(latin)))
            rows.append(np.array([known.setdefault(w, len(known)) for w in spelled], dtype=np.int32))
        packed = [np.array(signs(word), dtype=np.int32) for word in known]
        grams = [ngram_rows(p, bits)[0].astype(np.int32) for p in packed]
        return cls(number, ragged(rows), ragged(packed), ragged(grams), np.array(keys))
