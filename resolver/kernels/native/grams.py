"""Spellings that share letter trigrams, in C."""

from __future__ import annotations

import numpy as np

from resolver.kernels.grams import COMMON, MOST_GRAMS, KnownSpellings, best
from resolver.kernels.native.compiled import Library
from resolver.kernels.native.pointers import ptr, spellings_at, texts_at
from resolver.kernels.rough import Floats, Ints, Longs
from resolver.kernels.texts import Texts


class Grams(Library):
    """A part of `resolver.kernels.Kernels`."""

    def grams(self, texts: Texts, sounds: Texts) -> tuple[Longs, Ints]:
        at = np.empty(len(texts) + 1, np.int64)
        letters = int((texts.ends - texts.starts + sounds.ends - sounds.starts).sum())
        grams = np.empty(letters + 4 * len(texts) + MOST_GRAMS, np.int32)
        self._library.spelling_grams(*texts_at(texts), *texts_at(sounds), len(texts), ptr(at), ptr(grams))
        return at, grams[: at[-1]].copy()

    def most_alike(self, at: Longs, keys: Ints, known: KnownSpellings, least: float, most: int) -> tuple[Ints, Floats]:
        size = len(known.sizes)
        counts, share = self._zeros("counts", size, np.uint8), self._zeros("share", size, np.float32)
        met, owners = self._zeros("met", size + 1, np.int32), self._zeros("owners", size, np.int32)
        n = self._library.most_alike(
            ptr(keys), ptr(at), len(at) - 1, *self._of(known, lambda: spellings_at(known)), least, most, COMMON,
            ptr(counts), ptr(met), ptr(share), ptr(owners),
        )  # fmt: skip
        found = owners[:n].copy()
        shares = share[found]
        share[found] = 0.0
        return best(found, shares, most)
