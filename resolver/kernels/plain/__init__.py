"""The kernels in numpy, for where nothing was compiled: the same results, more slowly. A module for each file in C."""

from __future__ import annotations

from resolver.kernels.plain.dense import Dense
from resolver.kernels.plain.grams import Grams
from resolver.kernels.plain.likeness import Likenesses
from resolver.kernels.plain.pairs import Pairs
from resolver.kernels.plain.rough import Rough
from resolver.kernels.plain.search import Search


class Plain(Search, Grams, Likenesses, Pairs, Rough, Dense):
    """See `resolver.kernels.Kernels`."""


__all__ = ["Plain"]
