"""What pairs of words weigh, as the kernels read it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class PairWeights:
    """The weights of words that are alike.

    `levels` (n, 2) are those of each level of likeness, alone and times the rarity of the word: across scripts by bands
    of the cosine, by vectors only by the same bands, similar by bands of the letters, then sound, romanised, same; the
    bands are ascending edges. `told` (4, 5) are those of cosine, fit, share, shortness and letters for words across
    scripts, by vectors only, far apart by letters, and all others; `single` (4) those of how much commoner the other
    word is, of equal sound and equal romanisation across scripts, and of another first letter. A fit between
    `-worst_fit` and `best_fit`, and a share from `-worst_share` on, count as they are; words of `longest` letters are
    not short; similar words below `far` are far apart; rarities are divided by `rarity_scale`.
    """

    levels: NDArray[np.float64]
    cosine_bands: NDArray[np.float64]
    letter_bands: NDArray[np.float64]
    told: NDArray[np.float64]
    single: NDArray[np.float64]
    worst_fit: float
    best_fit: float
    worst_share: float
    longest: float
    far: float
    rarity_scale: float
