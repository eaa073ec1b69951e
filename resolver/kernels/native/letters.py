"""What letter models say of spellings, in C."""

from __future__ import annotations

import numpy as np

from resolver.kernels.likeness import MOST_LATIN
from resolver.kernels.native.compiled import Library
from resolver.kernels.native.pointers import ptr, texts_at
from resolver.kernels.rough import Doubles, Floats, Ints, Longs
from resolver.kernels.texts import Texts


class LetterSums(Library):
    """A part of `resolver.kernels.Kernels`."""

    def letter_scores(
        self, spans: Longs, latin: Ints, value: Doubles, segments: Ints, lengths: Longs, skipped: float, cells: int
    ) -> Doubles:
        count, longest, _ = segments.shape
        out, past = np.empty(count), np.empty(3 * count * (longest + 1))
        row = self._zeros("row", cells + 1, np.float64)
        starts, ends = np.ascontiguousarray(spans[:, :, 0]), np.ascontiguousarray(spans[:, :, 1])
        self._library.letter_scores(
            len(spans), ptr(starts), ptr(ends), ptr(latin), ptr(value), ptr(segments), ptr(lengths), count, longest,
            skipped, ptr(row), ptr(past), ptr(out),
        )  # fmt: skip
        return out

    def letter_segments(self, texts: Texts) -> tuple[Ints, Longs]:
        longest = max(1, min(texts.longest, MOST_LATIN))
        segments, lengths = np.empty((len(texts), longest, 3), np.int32), np.empty(len(texts), np.int64)
        self._library.letter_segments(*texts_at(texts), len(texts), longest, ptr(segments), ptr(lengths))
        return segments, lengths

    def trigram_sums(self, segments: Ints, lengths: Longs, trigrams: Floats) -> Doubles:
        count, longest, _ = segments.shape
        out = np.empty(count)
        self._library.trigram_sums(ptr(segments), ptr(lengths), count, longest, ptr(trigrams), ptr(out))
        return out
