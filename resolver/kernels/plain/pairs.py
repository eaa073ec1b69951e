"""What the likeness of two tokens weighs, in numpy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from resolver.kernels.likeness import LEARNED, ROMANISED, SAME, SIMILAR, SOUND, Alike
from resolver.kernels.pairs import PairWeights
from resolver.kernels.rough import Doubles, Floats


class Pairs:
    """A part of `resolver.kernels.Kernels`."""

    def pair_log_odds(
        self,
        weights: PairWeights,
        found: Alike,
        as_written: NDArray[np.bool_],
        written: int,
        length: int,
        rarity: float,
        rarities: Floats,
    ) -> Doubles:
        """What a token of `length` characters and a rarity weighs beside each of those that it was found like (n), in
        log-odds; `rarities` are those of all tokens. `as_written` tells of each of its spellings whether it is the
        token as written, `written` is the number of the system that stands for that on the other side, or -1."""
        spelled, heard, cosine = (found[name].astype(np.float64) for name in ("spelled", "heard", "cosine"))
        letters, share = np.maximum(spelled, (spelled + heard) / 2), rarity / weights.rarity_scale
        same, similar = found["kind"] == SAME, found["kind"] == SIMILAR
        across = found["across"] & ~same
        learned = ~across & (found["kind"] == LEARNED)
        far = ~across & similar & (letters < weights.far)
        bands = np.searchsorted(weights.cosine_bands, cosine, "right")
        by_letters = np.searchsorted(weights.letter_bands, letters, "right")
        count = len(weights.cosine_bands) + 1
        level = 2 * count + np.where(similar, by_letters, len(weights.letter_bands) + found["kind"] - SIMILAR)
        level = np.where(across, bands, np.where(learned, count + bands, level))
        total: Doubles = weights.levels[level, 0] + weights.levels[level, 1] * share
        told = weights.told[np.select([across, learned, far], [0, 1, 2], 3)]
        shortest = np.minimum(length, found["length"])
        by_rarity = np.clip(share - rarities[found["number"]] / weights.rarity_scale, -1, 1)
        more = (
            told[:, 0] * np.maximum(0, cosine)
            + told[:, 1] * np.clip(found["fit"], -weights.worst_fit, weights.best_fit) / weights.worst_fit
            + told[:, 2] * np.maximum(-weights.worst_share, found["share"]) / weights.worst_share
            + told[:, 3] * np.maximum(0, 1 - shortest / weights.longest)
            + np.where(across | learned, told[:, 4] * np.maximum(0, 2 * letters - 1), weights.single[0] * by_rarity)
        )
        total += np.where(same, 0, more)
        for kind, weight in ((SOUND, weights.single[1]), (ROMANISED, weights.single[2])):
            total[found["across"] & (found["kind"] == kind)] += weight
        both_as_written = as_written[found["own_system"]] & (found["system"] == written)
        total[similar & found["other_start"] & both_as_written] += weights.single[3]
        return total
