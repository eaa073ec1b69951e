"""Which names of a table may be one entity, and what speaks for it: the names searched for one another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from resolver.decide import DecisionModel, QueryClass, query_class
from resolver.index import NameIndex
from resolver.match import DENIALS, Piece
from resolver.model import EntityType
from resolver.names import ROLES, ParsedName, readings
from resolver.text import script_of
from resolver.weigh import Weigher

FEATURES = (
    "bias", "log_odds", "log_odds_across", "one_single", "both_single", "both_left_over", "across", "same_letters",
    "first_beyond", "both_first", "brothers", "one_shared", "rarity", "second_rarity", "weakest", "unshared", "guarded",
)  # fmt: skip
"""What a pair is judged by: the log-odds of the evidence, once more for names in two scripts; whether one name or both
are a single token; whether each has a token that the other lacks; whether they are in two scripts; whether all letters
are equal; whether the first token, mostly a given name, is the one that the other name lacks, which has nothing of its
own (a father, perhaps), or both first tokens are, and whether two tokens or more are shared all the same (brothers);
whether they share one token alone; how rare the shared tokens are together, and the second rarest of them (one rare
name may run in a family); the log-odds of those least alike; how rare are the tokens of their own, in the name that has
less; whether two of their tokens are known to be two names for all their likeness."""

LEAST_LOG_ODDS = -6.0
"""What is less at a first look is as if it had not been found."""

MOST_LOG_ODDS = 4.0
"""What is more counts as this: long names have more in common, and brothers have long names."""

_LEFT = ("not_in_name", "not_in_query")
_GUARDED = "guarded"
_FORBIDDING = DENIALS - {_GUARDED}
"""That two words are mostly two names is a matter of weight: the third spelling of a long name may mix them up. What
names say of fathers, numbers and generations is not."""
_SURE = 3.0
"""What is more, for the tokens least alike, counts as this."""
_MOST_RARITY = 3.0
_AT_ONCE = 1 << 8
"""Names whose words are looked up together."""


class View(NamedTuple):
    """What the search for `name` shows of `other` (numbers in the index): the evidence as features (see `FEATURES`),
    those of the scripts left out; whether the names themselves deny that they are one."""

    name: int
    other: int
    features: tuple[float, ...]
    denied: bool


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of names: `left` < `right` (numbers, int), `features` (pairs, len(FEATURES)), `denied` (bool): the names
    themselves deny that they are one. Ordered by left, then right."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    features: NDArray[np.float64]
    denied: NDArray[np.bool_]


class Beholder:
    """Searches an index for its own names.

    A pair is looked at once, from the side of the name with fewer words: it finds the longer one sooner than is found
    by it. `settled` names are not searched for; those that are look at them whatever their length.
    """

    def __init__(self, index: NameIndex, type: EntityType | None, settled: Collection[int] = ()) -> None:
        self._index = index
        self._type = type
        self._model = DecisionModel.shipped()
        self._weigher = Weigher(index, self._model)
        known = index.name_tokens
        of = np.repeat(np.arange(index.info.names), np.diff(known.at))
        self._lengths = np.bincount(of, known.roles == ROLES.index("name"), index.info.names)
        self._lengths[np.array(sorted(settled), np.int64)] = np.inf

    def views(self, names: Sequence[int]) -> Iterator[list[View]]:
        """What each of several names shows of all others that are like it and not shorter, in the reading that fits
        best. Those of many are found quicker than of each alone."""
        for at in range(0, len(names), _AT_ONCE):
            some = {name: readings(self._index.name_text(name), self._type) for name in names[at : at + _AT_ONCE]}
            self._weigher.searcher.meet(token for ways in some.values() for way in ways for token in way.tokens)
            for name, ways in some.items():
                yield self._views(name, ways)

    def _views(self, name: int, ways: Sequence[ParsedName]) -> list[View]:
        best: dict[int, tuple[float, View]] = {}
        for query in ways:
            of = query_class(query)
            first = next((token.text for token in query.tokens if token.role == "name"), "")
            for other in self._longer(name, self._weigher.candidates(query, None, LEAST_LOG_ODDS)):
                pieces = self._weigher.evidence(query, other)
                log_odds = self._model.log_odds(pieces, of)
                if other not in best or log_odds > best[other][0]:
                    best[other] = log_odds, self._view(name, other, first, log_odds, pieces, of)
        return [view for _, view in best.values()]

    def _longer(self, name: int, others: list[int]) -> list[int]:
        """Those of the others that this name is to look at."""
        mine, lengths = self._lengths[name], self._lengths
        return [other for other in others if lengths[other] > mine or (lengths[other] == mine and other > name)]

    def _first_of(self, name: int) -> str:
        """The first token of a name that is no title, initial or particle."""
        numbers, roles = self._index.tokens_of(name)
        named = (number for number, role in zip(numbers, roles, strict=True) if role == "name")
        return next((self._index.token(number).text for number in named), "")

    def _view(
        self, name: int, other: int, first: str, log_odds: float, pieces: Iterable[Piece], of: QueryClass
    ) -> View:
        kinds: set[str] = set()
        left: tuple[list[str], list[str]] = ([], [])
        rare = [0.0, 0.0]
        shared: list[float] = []
        weakest = _SURE
        for piece in pieces:
            if not piece.detail or piece.kind in DENIALS:
                kinds.add(piece.kind)
            rarities = [value for feature, value in piece.features if feature.endswith("_rarity")]
            if piece.kind in _LEFT and not piece.detail:
                side = _LEFT.index(piece.kind)
                left[side].append(piece.name if side else piece.query)
                rare[side] += sum(rarities)
            elif piece.query and piece.name and rarities:
                shared.append(sum(rarities))
                weakest = min(weakest, self._model.weight(piece, of))
        firsts = (first, self._first_of(other) if left[1] else "")
        beyond = [mine in some for mine, some in zip(firsts, left, strict=True)]
        across = script_of(self._index.name_text(name)) != script_of(self._index.name_text(other))
        single = [self._lengths[some] == 1 for some in (name, other)]
        counted = max(min(log_odds, MOST_LOG_ODDS), LEAST_LOG_ODDS)
        equal = "same_letters" in kinds
        features = (
            1.0,
            counted,
            counted if across else 0.0,
            float(any(single) and not all(single)),
            float(all(single)),
            float(bool(left[0] and left[1])),
            float(across),
            float(equal),
            float(any(beyond) and not (left[0] and left[1])),
            float(all(beyond)),
            float(all(beyond) and len(shared) > 1),
            float(len(shared) < 2),
            min(sum(shared), _MOST_RARITY),
            sorted([0.0, 0.0, *shared])[-2],
            weakest,
            min(*rare, _MOST_RARITY),
            float(_GUARDED in kinds),
        )
        return View(name, other, features, bool(kinds & _FORBIDDING) and not equal)


def paired(views: Iterable[View]) -> Pairs:
    """The pairs that were looked at, in order."""
    found = sorted((min(view.name, view.other), max(view.name, view.other), view) for view in views)
    features = np.array([view.features for *_, view in found], np.float64).reshape(-1, len(FEATURES))
    ends = np.array([ends for *ends, _ in found], np.int64).reshape(-1, 2)
    return Pairs(ends[:, 0], ends[:, 1], features, np.array([view.denied for *_, view in found], np.bool_))
