"""Spellings that share letter trigrams, in C."""

from __future__ import annotations

import numpy as np

from resolver.kernels.grams import COMMON, MOST_GRAMS, KnownSpellings
from resolver.kernels.native.compiled import Library
from resolver.kernels.native.pointers import ptr, spellings_at, texts_at
from resolver.kernels.rough import Ints, Longs
from resolver.kernels.texts import Texts


class Grams(Library):
    """A part of `resolver.kernels.Kernels`."""

    def grams(self, texts: Texts, sounds: Texts) -> tuple[Longs, Ints]:
        at = np.empty(len(texts) + 1, np.int64)
        letters = int((texts.ends - texts.starts + sounds.ends - sounds.starts).sum())
        grams = np.empty(letters + 4 * len(texts) + MOST_GRAMS, np.int32)
        self._library.spelling_grams(*texts_at(texts), *texts_at(sounds), len(texts), ptr(at), ptr(grams))
        return at, grams[: at[-1]].copy()

    def most_alike(self, keys: Ints, known: KnownSpellings, least: float, most: int) -> Ints:
        size = len(known.sizes)
        counts, met = self._zeros("counts", size, np.uint8), self._zeros("met", size + 1, np.int32)
        heap, found = np.empty(most, np.int64), np.empty(most, np.int32)
        asked = ptr(keys), len(keys), *self._of(known, lambda: spellings_at(known)), least, most, COMMON

        def call(room: int, slots: int) -> int:
            count: int = self._library.most_alike(*asked, ptr(counts), ptr(met), room, slots, ptr(heap), ptr(found))
            return count

        return found[: self._with_slots(call)]
