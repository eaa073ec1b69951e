"""Which names of a table may be one entity, and what speaks for it: the names searched for one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from resolver.decide import DecisionModel
from resolver.engine import Engine, query_class
from resolver.index import NameIndex
from resolver.match import DENIALS, Piece
from resolver.model import EntityType
from resolver.names import readings
from resolver.text import script_of

FEATURES = (
    "bias", "log_odds", "log_odds_across", "disagreement", "one_way", "one_single", "both_single", "both_left_over",
    "across", "same_letters",
)  # fmt: skip
"""What a pair is judged by: the log-odds of the direction that speaks for it most, once more for names in two scripts;
how much less the other direction says; whether only one name found the other; whether one name or both are a single
token; whether each has a token that the other lacks; whether they are in two scripts; whether all letters are equal."""

LEAST_LOG_ODDS = -6.0
"""What a direction thinks less of is as if it had not been found."""

_ROUGHLY = 3.0
"""What a first look may be short of."""

MOST_LOG_ODDS = 4.0
"""What is more counts as this: long names have more in common, and brothers have long names."""


class View(NamedTuple):
    """What the search for `name` shows of `other` (numbers in the index)."""

    name: int
    other: int
    log_odds: float
    single: bool
    equal: bool
    denied: bool
    both_left_over: bool


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of names: `left` < `right` (numbers, int), `features` (pairs, len(FEATURES)), `denied` (bool): the names
    themselves deny that they are one. Ordered by left, then right."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    features: NDArray[np.float64]
    denied: NDArray[np.bool_]


class Beholder:
    """Searches an index for its own names."""

    def __init__(self, index: NameIndex, type: EntityType | None) -> None:
        self._index = index
        self._type = type
        self._model = DecisionModel.shipped()
        self._engine = Engine(index, self._model)

    def views(self, name: int) -> list[View]:
        """What a name shows of all others that are like it, in the reading that fits best."""
        best: dict[int, View] = {}
        for query in readings(self._index.name_text(name), self._type):
            of = query_class(query)
            for other, pieces in self._engine.weigh(query, None, LEAST_LOG_ODDS - _ROUGHLY):
                if other == name:
                    continue
                view = View(name, other, self._model.log_odds(pieces, of), of == "single", *_said(pieces))
                if other not in best or view.log_odds > best[other].log_odds:
                    best[other] = view
        return [view for view in best.values() if view.log_odds >= LEAST_LOG_ODDS]


def _said(pieces: Iterable[Piece]) -> tuple[bool, bool, bool]:
    """Whether all letters are equal, the names deny each other, each has a token of its own."""
    kinds = {piece.kind for piece in pieces if not piece.detail or piece.kind in DENIALS}
    return "same_letters" in kinds, bool(kinds & DENIALS), {"not_in_name", "not_in_query"} <= kinds


def paired(views: Iterable[View], names: Sequence[str]) -> Pairs:
    """The two directions of each pair of the numbered names brought together."""
    found: dict[tuple[int, int], list[View]] = {}
    for view in views:
        found.setdefault((min(view.name, view.other), max(view.name, view.other)), []).append(view)
    kept = sorted(found.items())
    ends = np.array([pair for pair, _ in kept], np.int64).reshape(-1, 2)
    scripts = [script_of(name) for name in names]
    rows = [_features(both, scripts[i] != scripts[j]) for (i, j), both in kept]
    denied = [any(v.denied for v in both) and not any(v.equal for v in both) for _, both in kept]
    return Pairs(
        ends[:, 0], ends[:, 1], np.array(rows, np.float64).reshape(-1, len(FEATURES)), np.array(denied, np.bool_)
    )


def _features(both: list[View], across: bool) -> tuple[float, ...]:
    best = max(both, key=lambda view: (view.log_odds, view.name))
    log_odds = min(best.log_odds, MOST_LOG_ODDS)
    single = sum(view.single for view in both)
    return (
        1.0,
        log_odds,
        log_odds if across else 0.0,
        best.log_odds - min(view.log_odds for view in both),
        float(len(both) == 1),
        float(single == 1),
        float(single == 2),
        float(best.both_left_over),
        float(across),
        float(any(view.equal for view in both)),
    )
