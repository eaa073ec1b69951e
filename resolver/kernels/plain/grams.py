"""Spellings that share letter trigrams, in numpy."""

from __future__ import annotations

import numpy as np

from resolver.kernels.grams import COMMON, KnownSpellings, grams
from resolver.kernels.rough import Floats, Ints, Longs
from resolver.kernels.texts import Texts


class Grams:
    """A part of `resolver.kernels.Kernels`."""

    def grams(self, texts: Texts, sounds: Texts) -> tuple[Longs, Ints]:
        """The distinct letter trigrams, in [0, N_GRAMS), of several folded Latin spellings (n) and their sounds:
        those of the i-th are the second array from `at[i]` to `at[i + 1]`, where `at` (n + 1) is the first."""
        found = [grams(text, sound) for text, sound in zip(texts.all_bytes(), sounds.all_bytes(), strict=True)]
        at = np.zeros(len(found) + 1, np.int64)
        np.cumsum([len(some) for some in found], out=at[1:])
        return at, np.array([gram for some in found for gram in some], np.int32)

    def most_alike(self, keys: Ints, known: KnownSpellings, least: float, most: int) -> Ints:
        """The `most` owners whose spellings share most of some grams (`keys`), best first: by grams in common /
        sqrt(grams of one * grams of the other), where that is above `least`. Those that share little but common grams
        (see `COMMON`) may be missing."""
        keys_by_size = sorted(keys.tolist(), key=known.by_gram.size)
        sizes = [known.by_gram.size(key) for key in keys_by_size]
        lists = [known.by_gram[key] for key in keys_by_size]
        read = [some for i, some in enumerate(lists) if i < len(lists) - len(lists) // 3 or sizes[i] <= COMMON]
        found, counts = np.unique(np.concatenate(read), return_counts=True)
        whole = np.sqrt(known.sizes[found].astype(np.float32) * np.float32(len(keys)))
        near = counts.astype(np.float32) / whole >= _reached_by(counts.astype(np.float32) / whole, most)
        left = np.concatenate([*lists[len(read) :], np.zeros(0, np.int32)])
        counts = counts + np.bincount(left, minlength=len(known.sizes))[found]
        shares = counts.astype(np.float32) / whole
        alike: dict[int, np.float32] = {}
        for owner, share in zip(known.owners[found[near]].tolist(), shares[near], strict=True):
            if share > np.float32(least):
                alike[owner] = max(share, alike.get(owner, share))
        return np.array(sorted(alike, key=lambda owner: (-alike[owner], owner))[:most], np.int32)


def _reached_by(shares: Floats, most: int) -> float:
    """The share that four spellings for each of the `most` owners reach, but for the width of a bucket, or 0."""
    buckets = np.bincount(np.minimum(shares * 256, 255).astype(np.int64), minlength=256)[::-1].cumsum()
    reached = int(np.searchsorted(buckets, 4 * most))
    return (255 - reached) / 256 if reached < 255 else 0.0
