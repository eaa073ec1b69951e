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

from resolver.cluster.pairs import FEATURES
from resolver.decide.model import probability


@dataclass(frozen=True, slots=True)
class ClusterModel:
    """Weights of the features of a pair, and how clusters are made of pairs; see training/clusters.py.

    A pair weighs its log-odds less `threshold`, at least `absent` (the weight of a pair of names that have nothing in
    common, below 0) and at most `most`. `of_cluster` and `of_single` turn the mean weight within a cluster, and the
    log-odds of the best pair of a name that stays alone, into log-odds that it is right: offset and slope.
    """

    weights: Mapping[str, float]
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
            data["threshold"],
            data["absent"],
            data["most"],
            tuple(data["of_cluster"]),
            tuple(data["of_single"]),
        )

    def log_odds(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """The log-odds that each pair is one entity, of features (pairs, len(FEATURES))."""
        judged: NDArray[np.float64] = features @ np.array([self.weights[name] for name in FEATURES])
        return judged

    def pair_weights(self, log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
        """What each pair counts in clustering."""
        counted: NDArray[np.float64] = np.clip(log_odds - self.threshold, self.absent, self.most)
        return counted

    def cluster_score(self, weights: Iterable[float]) -> float:
        """The share of the pairs of a cluster, of these weights, that can be expected to be right, in [0, 1]."""
        offset, slope = self.of_cluster
        counted = list(weights)
        return probability(offset + slope * sum(counted) / max(len(counted), 1))

    def single_score(self, best: float) -> float:
        """The probability that a name has no other spelling in the table; `best` is the log-odds of its best pair."""
        offset, slope = self.of_single
        return probability(offset + slope * best)
