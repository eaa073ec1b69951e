"""Two names without an index: whether they can denote the same entity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from itertools import chain
from typing import NamedTuple

from resolver.bundled import bundled_index
from resolver.decide import (
    TOO_LONG,
    ContextModel,
    DecisionModel,
    QueryClass,
    denied,
    pair_class,
    probability,
    query_class,
)
from resolver.match import CONTRADICTIONS, Alignment, Like, Piece, Side, Words, align_joined, align_spoken, evidence
from resolver.model import Asked, Comparison, EntityType, Reason
from resolver.names import ParsedName, readings
from resolver.text import MAX_NAME_LENGTH, clean
from resolver.tokens import rarity

_SAME_NAME = 40.0
"""A name is itself: so much makes the probability 1."""
_OTHER_SIDE = {"not_in_name": "not_in_query", "not_in_query": "not_in_name"}
_OF_ANOTHER = frozenset({"generation_added", "genders_differ", "person_beside_organisation"})
"""Kinds of pieces by which one of two names is that of a son, as long as nothing tells that the other is his too, of a
man and the other of a woman, or of a person and the other of what may be called after them."""
_LISTED = 8.0
"""What the curated list says counts in log-odds: it errs in less than one of a thousand names."""
_NAMES_KEPT = 1 << 13
_PIECES_KEPT = 1 << 14
_AT_ONCE = 1 << 8
"""Pairs whose words are compared together: few enough that what is known of a word is still kept when it is needed."""
_UNUSABLE = Reason("unusable", detail="one of the names has no letters or digits")


class _Way(NamedTuple):
    """One reading of a name as a side of an alignment, and its class."""

    side: Side
    of: QueryClass


@dataclass(frozen=True)
class _Name:
    """A name made ready to be compared, in all its readings."""

    text: str
    folded: str
    untitled: str
    fullness: tuple[int, int, str, str]
    ways: tuple[_Way, ...]
    type: EntityType | None

    @classmethod
    def of(cls, text: str, type: EntityType | None) -> _Name:
        """Any text as a name."""
        names = readings(clean(text), type)
        ways = tuple(_Way(_side(name, type), query_class(name)) for name in names)
        first = names[0]
        return cls(first.text, first.text.casefold(), first.untitled, _fullness(first), ways, type)

    @property
    def is_usable(self) -> bool:
        """Whether it has any word."""
        return bool(self.ways[0].side.tokens)

    @cached_property
    def bearers(self) -> frozenset[int]:
        """The entities of the curated list that bear it, but for those that bear it as a weak alias."""
        index = _curated()
        listed = (at for at in index.names_joined(self.untitled).tolist() if not index.is_weak(at))
        found = {index.entity_of(at) for at in listed}
        return frozenset(entity for entity in found if self.type is None or index.entity_type(entity) == self.type)


class _Weighed(NamedTuple):
    """A piece of evidence: what each of its features adds to the log-odds, how it is shown, and whether the names
    themselves deny by it that they are one."""

    terms: tuple[float, ...]
    reason: Reason
    denies: bool


class Comparer:
    """Judges pairs of names by one decision model. Safe to share between threads."""

    def __init__(self, model: DecisionModel) -> None:
        self._model = model
        self._words = Words()
        self._name = lru_cache(maxsize=_NAMES_KEPT)(_Name.of)
        self._weighed = lru_cache(maxsize=_PIECES_KEPT)(self._weigh)

    @classmethod
    @cache
    def shipped(cls) -> Comparer:
        """That of the shipped model."""
        return cls(DecisionModel.shipped())

    def compare(self, pairs: Sequence[tuple[Asked, Asked]]) -> list[Comparison]:
        """The judgement on each two names, in the readings of both that fit best. Where both stand in the curated list
        that comes with the package, it tells whether they are names of one; what is known beside the names counts too.
        Names that are too long are not looked at. Many at once are quicker than each alone."""
        fit = [pair for pair in pairs if not _is_too_long(pair)]
        judged = (answer for at in range(0, len(fit), _AT_ONCE) for answer in self._some(fit[at : at + _AT_ONCE]))
        return [
            Comparison(pair[0].name, pair[1].name, 0.0, False, (TOO_LONG,)) if _is_too_long(pair) else next(judged)
            for pair in pairs
        ]

    def _some(self, pairs: Sequence[tuple[Asked, Asked]]) -> Iterator[Comparison]:
        names = [(self._name(left.name, left.type), self._name(right.name, right.type)) for left, right in pairs]
        # The fuller of two names first, so that it does not matter which one is asked for.
        swapped = [left.fullness < right.fullness for left, right in names]
        fuller = [(right, left) if swap else (left, right) for (left, right), swap in zip(names, swapped, strict=True)]
        met = self._words.likes([(q.side.tokens, n.side.tokens) for a, b in fuller for q in a.ways for n in b.ways])
        likes = iter(met)
        for (left, right), (query, name), swap in zip(pairs, fuller, swapped, strict=True):
            sides = [(q, n, next(likes)) for q in query.ways for n in name.ways]
            if query.is_usable and name.is_usable:
                best = max((self._log_odds(*each, swap) for each in sides), key=_by_log_odds)
                yield self._judged(left, right, (name, query) if swap else (query, name), *best)
            else:
                yield Comparison(left.name, right.name, 0.0, False, (_UNUSABLE,))

    def _log_odds(self, query: _Way, name: _Way, like: Like, swapped: bool) -> tuple[float, list[_Weighed], QueryClass]:
        """The log-odds of two readings, their evidence, and the class they are judged in."""
        of = _class(query, name)
        spoken = align_spoken(query.side, name.side)
        pieces = evidence(spoken or align_joined(query.side, name.side, like, read=True))
        weighed = [self._weighed(piece, of, swapped) for piece in pieces]
        return sum(chain.from_iterable([each.terms for each in weighed])), weighed, of

    def _weigh(self, piece: Piece, of: QueryClass, swapped: bool) -> _Weighed:
        terms = self._model.terms(piece, of)
        kind, query, name = piece.kind, piece.query, piece.name
        if swapped:
            kind, query, name = _OTHER_SIDE.get(kind, kind), name, query
        denies = denied((piece,)) or piece.kind in _OF_ANOTHER
        return _Weighed(terms, Reason(kind, query, name, piece.detail, sum(terms)), denies)

    def _judged(
        self,
        left: Asked,
        right: Asked,
        names: tuple[_Name, _Name],
        log_odds: float,
        weighed: list[_Weighed],
        of: QueryClass,
    ) -> Comparison:
        told, beside = _told_beforehand(*names), _beside(left, right)
        if told:
            told = tuple(replace(reason, weight=_decisive(reason.weight, log_odds)) for reason in told)
        score = probability(log_odds + sum([reason.weight for reason in told + beside]))
        match = score >= self._model.thresholds[of].match
        if match:
            match = any(reason.weight > 0 for reason in told) or not any(each.denies for each in weighed)
            match = match and not any(reason.kind in CONTRADICTIONS for reason in beside)
        return Comparison(left.name, right.name, score, match, (*told, *[each.reason for each in weighed], *beside))


def _is_too_long(pair: tuple[Asked, Asked]) -> bool:
    return max(len(pair[0].name), len(pair[1].name)) > MAX_NAME_LENGTH


def _by_log_odds(judged: tuple[float, list[_Weighed], QueryClass]) -> float:
    return judged[0]


def _beside(left: Asked, right: Asked) -> tuple[Reason, ...]:
    """What is known of both beside the names, with its weights."""
    if left.type == right.type and not (left.context and right.context):
        return ()
    return ContextModel.shipped().reasons(left.context, right.context, types=(left.type, right.type))


def ordered(left: ParsedName, right: ParsedName) -> tuple[ParsedName, ParsedName]:
    """The fuller of two names first."""
    return (left, right) if _fullness(left) >= _fullness(right) else (right, left)


def _fullness(name: ParsedName) -> tuple[int, int, str, str]:
    return len(name.content), len(name.untitled), name.untitled, name.text


def _told_beforehand(left: _Name, right: _Name) -> tuple[Reason, ...]:
    """What is known of two names beyond their words: that they are one name, but for case, or what the curated list
    says of names that both stand in it and are not the same but for gaps."""
    if left.folded == right.folded:
        return (Reason("same_name", left.text, right.text, weight=_SAME_NAME),)
    if left.untitled == right.untitled:
        return ()
    mine, theirs = left.bearers, right.bearers
    if not mine or not theirs:
        return ()
    index = _curated()
    if mine == theirs and len(mine) == 1:
        (entity,) = mine
        detail = f"both are names of {index.entity_name(entity)} ({index.entity_id(entity)})"
        return (Reason("listed", detail=detail, weight=_LISTED),)
    if mine.isdisjoint(theirs):
        one, other = (index.entity_name(min(some)) for some in (mine, theirs))
        return (Reason("listed_apart", detail=f"names of {one} and of {other}", weight=-_LISTED),)
    return ()


_curated = cache(bundled_index)


def _decisive(weight: float, log_odds: float) -> float:
    """What has to be added so that no letters outweigh it."""
    return weight - min(log_odds, 0.0) if weight > 0 else weight - max(log_odds, 0.0)


def pair_evidence(query: ParsedName, name: ParsedName, type: EntityType | None = None) -> tuple[Piece, ...]:
    """The evidence for two parsed names, of that type as far as known."""
    return tuple(evidence(aligned(query, name, type)))


def aligned(query: ParsedName, name: ParsedName, type: EntityType | None = None) -> Alignment:
    """Which words of two parsed names stand for each other."""
    (like,) = Words().likes([(query.tokens, name.tokens)])
    return align_joined(_side(query, type), _side(name, type), like, read=True)


def class_of(query: ParsedName, name: ParsedName, type: EntityType | None = None) -> QueryClass:
    """The class that two parsed names are judged in."""
    return _class(*(_Way(_side(each, type), query_class(each)) for each in (query, name)))


def _class(query: _Way, name: _Way) -> QueryClass:
    return pair_class(query.of, name.of, body=query.side.is_organisation or name.side.is_organisation)


def _side(name: ParsedName, type: EntityType | None) -> Side:
    return Side(name.tokens, tuple(rarity(t.text) for t in name.tokens), name.untitled, type)
