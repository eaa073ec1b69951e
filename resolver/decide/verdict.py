"""From scored candidates to a status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from resolver.decide.model import Thresholds
from resolver.model import Status

_ABOUT = 0.5
"""Of the probability of the best entity, what those have at least that fit about as well."""


@dataclass(frozen=True, slots=True)
class Scored:
    """The best name of one entity: numbers in the index, and the probability in [0, 1]. `weak` names never match
    alone, nor do names that are `denied` (see `resolver.match.DENIALS`); `equal` says that the name equals the query
    but for case, diacritics and gaps; `told` are the log-odds of what is known beside the names."""

    entity: int
    name: int
    probability: float
    weak: bool = False
    equal: bool = False
    denied: bool = False
    told: float = 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """The status, and the lead of the best entity over the runner-up in [0, 1]."""

    status: Status
    margin: float


def decide(ranked: Sequence[Scored], thresholds: Thresholds, probabilities: Sequence[float] = ()) -> Verdict:
    """The verdict over entities ranked best first, of which the first two are enough where the `probabilities` of all
    are told.

    An entity whose name equals the query needs no other evidence, if no second entity bears that name. Where something
    is known beside the names, it may tell between two that bear it, or speak against the only one. Entities that fit
    about as well as the best have their share of its probability: that each has little says only that there are many.
    """
    if not ranked:
        return Verdict("none", 0.0)
    best = ranked[0]
    second = ranked[1] if len(ranked) > 1 else None
    margin = best.probability - (second.probability if second else 0.0)
    every = probabilities or [one.probability for one in ranked]
    alike = sum(probability for probability in every if probability >= _ABOUT * best.probability)
    if alike < thresholds.candidate and not best.equal:
        return Verdict("none", margin)
    if best.weak or best.denied:
        return Verdict("ambiguous", margin)
    shared = second is not None and second.equal
    if best.equal and (best.told == 0.0 or (best.told > 0 and not shared)):
        return Verdict("ambiguous" if shared else "match", margin)
    certain = best.probability >= thresholds.match and margin >= thresholds.margin
    return Verdict("match" if certain else "ambiguous", margin)
