"""The learned figures of clustering: what a pair's features weigh, and what clusters may be trusted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from resolver.cluster.company import COMPANY, company
from resolver.cluster.pairs import FEATURES, Pairs
from resolver.decide.model import probability

BESIDE_OTHERS = ("bias", "log_odds", *COMPANY, "log_odds_shared")
"""What a pair is judged by once all have been judged by themselves: the log-odds of that, and the other names; names
like both tell the less, the surer the pair is without them."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The log-odds that each pair is one entity, `alone` by its two names and `together` with the other names of the
    table, and what it `counts` in clustering (pairs)."""

    alone: NDArray[np.float64]
    together: NDArray[np.float64]
    counts: NDArray[np.float64]


def beside_others(pairs: Pairs, alone: NDArray[np.float64], names: int) -> NDArray[np.float64]:
    """The features of the second judgement (pairs, len(BESIDE_OTHERS)), out of the log-odds of the first."""
    others = company(pairs, alone, names)
    return np.column_stack([np.ones(len(alone)), alone, others, alone * others[:, COMPANY.index("shared")]])


@dataclass(frozen=True, slots=True)
class ClusterModel:
    """Weights of the features of a pair, and how clusters are made of pairs; see training/clusters.py.

    A pair is judged by its own features (`weights`), and then by these log-odds and the other names that each of the
    two is like (`in_company`). It counts as what comes of it less `threshold`, at least `absent` (what a pair of names
    that have nothing in common counts, below 0) and at most `most`; but a pair with two words that are known to be two
    names is judged by itself, and never counts more than one that has nothing in common. `of_cluster` and `of_single`
    turn what pairs within a cluster count on average, and the log-odds of the best pair of a name that stays alone,
    into log-odds that it is right: offset and slope.
    """

    weights: Mapping[str, float]
    in_company: Mapping[str, float]
    threshold: float
    absent: float
    most: float
    of_cluster: tuple[float, float]
    of_single: tuple[float, float]

    @classmethod
    @cache
    def shipped(cls) -> ClusterModel:
        """The model in data/weights.json."""
        data = json.loads(files("resolver.cluster").joinpath("data", "weights.json").read_text("utf-8"))
        return cls(
            MappingProxyType(data["weights"]),
            MappingProxyType(data["in_company"]),
            data["threshold"],
            data["absent"],
            data["most"],
            tuple(data["of_cluster"]),
            tuple(data["of_single"]),
        )

    def judged(self, pairs: Pairs, names: int) -> Judged:
        """What is thought of the pairs of a table of so many names."""
        alone = pairs.features @ np.array([self.weights[name] for name in FEATURES])
        known = beside_others(pairs, alone, names)
        together = known @ np.array([self.in_company[name] for name in BESIDE_OTHERS])
        guarded = pairs.features[:, FEATURES.index("guarded")] > 0
        counted = np.clip(together - self.threshold, self.absent, self.most)
        counted[guarded] = np.minimum(alone[guarded] - self.threshold, self.absent)
        return Judged(alone, together, counted)

    def cluster_score(self, weights: Iterable[float]) -> float:
        """The share of the pairs of a cluster, of these weights, that can be expected to be right, in [0, 1]."""
        offset, slope = self.of_cluster
        counted = list(weights)
        return probability(offset + slope * sum(counted) / max(len(counted), 1))

    def single_score(self, best: float) -> float:
        """The probability that a name has no other spelling in the table; `best` is the log-odds of its best pair."""
        offset, slope = self.of_single
        return probability(offset + slope * best)
