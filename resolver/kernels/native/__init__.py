"""The kernels in C, as the build of the package compiled them. A module for each of its files."""

from __future__ import annotations

from resolver.kernels.native.dense import Dense
from resolver.kernels.native.grams import Grams
from resolver.kernels.native.letters import LetterSums
from resolver.kernels.native.likeness import Likenesses
from resolver.kernels.native.pairs import Pairs
from resolver.kernels.native.rough import Rough
from resolver.kernels.native.search import Search


class Native(Search, Grams, LetterSums, Likenesses, Pairs, Rough, Dense):
    """See `resolver.kernels.Kernels`. Raises OSError where the library is missing or can't be loaded."""


__all__ = ["Native"]
