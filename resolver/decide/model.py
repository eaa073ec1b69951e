"""The additive model: log-odds are the sum of learned weights over the features of all pieces of evidence."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

from resolver.match import Piece

QueryClass = Literal["full", "single", "pair", "single_pair", "body_pair"]
"""A query of one token says less and is judged by weights of its own; so are two names without a list, where no better
candidate can speak against a doubtful one, and among these the names of organisations, of which every word tells."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """`match` and `candidate` are probabilities: from `match` on an entity is committed to, from `candidate` on it
    makes an answer ambiguous. `margin` is the lead in probability over the runner-up that a match needs."""

    match: float
    candidate: float
    margin: float


@dataclass(frozen=True, slots=True)
class DecisionModel:
    """Weights by query class and feature, thresholds by query class; see training/decision/."""

    weights: Mapping[str, Mapping[str, float]]
    thresholds: Mapping[str, Thresholds]

    @classmethod
    @cache
    def shipped(cls) -> DecisionModel:
        """The model in data/weights.json."""
        data = json.loads(files("resolver.decide").joinpath("data", "weights.json").read_text("utf-8"))
        return cls(
            MappingProxyType({name: MappingProxyType(part["weights"]) for name, part in data["classes"].items()}),
            MappingProxyType({name: Thresholds(**part["thresholds"]) for name, part in data["classes"].items()}),
        )

    def log_odds(self, pieces: Iterable[Piece], of: QueryClass) -> float:
        """The sum of the weights of all pieces."""
        return sum(term for piece in pieces for term in self.terms(piece, of))

    def terms(self, piece: Piece, of: QueryClass) -> tuple[float, ...]:
        """What each of the features that count adds to the log-odds: those of a kinship, or of the letters if they say
        more."""
        weights = self.weights[of]
        known = tuple([weights.get(name, 0.0) * value for name, value in piece.features])
        if not piece.letters:
            return known
        letters = tuple([weights.get(name, 0.0) * value for name, value in piece.letters])
        return max(known, letters, key=sum)

    def weight(self, piece: Piece, of: QueryClass) -> float:
        """What one piece adds to the log-odds."""
        return self.log_odds((piece,), of)


def probability(log_odds: float) -> float:
    """The logistic function: the probability of one candidate without rivals, in [0, 1]."""
    return posterior([log_odds])[0]


def posterior(log_odds: Sequence[float]) -> list[float]:
    """The probability of each of several rivals, of which at most one is right: a softmax in which "none of them" has
    log-odds 0. The probabilities lie in [0, 1] and sum up to less than 1."""
    top = max(0.0, *log_odds) if log_odds else 0.0
    raised = [math.exp(x - top) for x in log_odds]
    total = sum(raised) + math.exp(-top)
    return [x / total for x in raised]
