"""Which names of a table may be one entity, and what speaks for it: the names searched for one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from resolver.decide import DecisionModel, QueryClass, query_class
from resolver.engine import Engine
from resolver.index import NameIndex
from resolver.match import DENIALS, Piece
from resolver.model import EntityType
from resolver.names import readings
from resolver.text import script_of

FEATURES = (
    "bias", "log_odds", "log_odds_across", "disagreement", "one_way", "one_single", "both_single", "both_left_over",
    "across", "same_letters", "first_beyond", "both_first", "one_shared", "rarity", "weakest", "unshared",
)  # fmt: skip
"""What a pair is judged by: the log-odds of the direction that speaks for it most, once more for names in two scripts;
how much less the other direction says; whether only one name found the other; whether one name or both are a single
token; whether each has a token that the other lacks; whether they are in two scripts; whether all letters are equal;
whether the first token, mostly a given name, is the one that the other name lacks, which has nothing of its own (a
father, perhaps), or both first tokens are (a brother); whether they share one token alone; how rare the shared tokens
are together; the log-odds of those least alike; how rare are the tokens of their own, in the name that has less."""

LEAST_LOG_ODDS = -6.0
"""What a direction thinks less of is as if it had not been found."""

MOST_LOG_ODDS = 4.0
"""What is more counts as this: long names have more in common, and brothers have long names."""


_LEFT = ("not_in_name", "not_in_query")
_SURE = 3.0
"""What is more, for the tokens least alike, counts as this."""
_MOST_RARITY = 3.0


class Said(NamedTuple):
    """What the evidence for two names says in particular; see `FEATURES`."""

    equal: bool
    denied: bool
    both_left_over: bool
    first_beyond: bool
    both_first: bool
    shared: int
    rarity: float
    weakest: float
    unshared: float


class View(NamedTuple):
    """What the search for `name` shows of `other` (numbers in the index)."""

    name: int
    other: int
    log_odds: float
    single: bool
    said: Said


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
            first = next((token.text for token in query.tokens if token.role == "name"), "")
            for other, pieces in self._engine.weigh(query, None, LEAST_LOG_ODDS):
                if other == name:
                    continue
                log_odds = self._model.log_odds(pieces, of)
                if log_odds >= LEAST_LOG_ODDS and (other not in best or log_odds > best[other].log_odds):
                    said = self._said(pieces, of, (first, self._first_of(other)))
                    best[other] = View(name, other, log_odds, of == "single", said)
        return list(best.values())

    def _first_of(self, name: int) -> str:
        """The first token of a name that is no title, initial or particle."""
        numbers, roles = self._index.tokens_of(name)
        named = (number for number, role in zip(numbers, roles, strict=True) if role == "name")
        return next((self._index.token(number).text for number in named), "")

    def _said(self, pieces: Iterable[Piece], of: QueryClass, firsts: tuple[str, str]) -> Said:
        kinds: set[str] = set()
        left: tuple[list[str], list[str]] = ([], [])
        rare = [0.0, 0.0]
        shared, rarity, weakest = 0, 0.0, _SURE
        for piece in pieces:
            if not piece.detail or piece.kind in DENIALS:
                kinds.add(piece.kind)
            if piece.kind in _LEFT and not piece.detail:
                side = _LEFT.index(piece.kind)
                left[side].append(piece.name if side else piece.query)
                rare[side] += sum(value for name, value in piece.features if name.endswith("_rarity"))
            elif piece.query and piece.name and any(name.endswith("_rarity") for name, _ in piece.features):
                shared += 1
                rarity += sum(value for name, value in piece.features if name.endswith("_rarity"))
                weakest = min(weakest, self._model.weight(piece, of))
        beyond = [first in some for first, some in zip(firsts, left, strict=True)]
        return Said(
            "same_letters" in kinds, bool(kinds & DENIALS), bool(left[0] and left[1]),
            any(beyond) and not (left[0] and left[1]), all(beyond), min(shared, 2), rarity, weakest, min(rare),
        )  # fmt: skip


def paired(views: Iterable[View], names: Sequence[str]) -> Pairs:
    """The two directions of each pair of the numbered names brought together."""
    found: dict[tuple[int, int], list[View]] = {}
    for view in views:
        found.setdefault((min(view.name, view.other), max(view.name, view.other)), []).append(view)
    kept = sorted(found.items())
    ends = np.array([pair for pair, _ in kept], np.int64).reshape(-1, 2)
    scripts = [script_of(name) for name in names]
    rows = [_features(both, scripts[i] != scripts[j]) for (i, j), both in kept]
    denied = [any(v.said.denied for v in both) and not any(v.said.equal for v in both) for _, both in kept]
    return Pairs(
        ends[:, 0], ends[:, 1], np.array(rows, np.float64).reshape(-1, len(FEATURES)), np.array(denied, np.bool_)
    )


def _features(both: list[View], across: bool) -> tuple[float, ...]:
    best = max(both, key=lambda view: (view.log_odds, view.name))
    log_odds, said = min(best.log_odds, MOST_LOG_ODDS), best.said
    single = sum(view.single for view in both)
    return (
        1.0,
        log_odds,
        log_odds if across else 0.0,
        best.log_odds - min(view.log_odds for view in both),
        float(len(both) == 1),
        float(single == 1),
        float(single == 2),
        float(said.both_left_over),
        float(across),
        float(any(view.said.equal for view in both)),
        float(said.first_beyond),
        float(said.both_first),
        float(said.shared < 2),
        min(said.rarity, _MOST_RARITY),
        min(said.weakest, _SURE),
        min(said.unshared, _MOST_RARITY),
    )
