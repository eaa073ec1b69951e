"""Two names without an index: whether they can denote the same entity."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from resolver.bundled import bundled_index
from resolver.decide import DecisionModel, QueryClass, denied, pair_class, probability, reasons
from resolver.index import NameIndex
from resolver.match import CONTRADICTIONS, READ, Piece, Side, align_joined, evidence, is_read
from resolver.model import Comparison, EntityType, Reason
from resolver.names import ParsedName, Token, readings
from resolver.tokens import CUT, Likeness, encode, likenesses_of, rarity

_SAME_NAME = 40.0
"""A name is itself: so much makes the probability 1."""
_OTHER_SIDE = {"not_in_name": "not_in_query", "not_in_query": "not_in_name"}
_LISTED = 8.0
"""What the curated list says counts in log-odds: it errs in less than one of a thousand names."""


def compare(
    left: str, right: str, type: EntityType | None, model: DecisionModel, beside: tuple[Reason, ...] = ()
) -> Comparison:
    """The judgement on two cleaned names, in the readings of both that fit best. Where both stand in the curated list
    that comes with the package, it tells whether they are names of one; what is known `beside` the names counts too."""
    queries, names = readings(left, type), readings(right, type)
    if not queries[0].tokens or not names[0].tokens:
        reason = Reason("unusable", detail="one of the names has no letters or digits")
        return Comparison(left, right, 0.0, False, (reason,))
    swapped = ordered(queries[0], names[0])[0] is not queries[0]
    if swapped:
        queries, names = names, queries
    encode(token for name in (*queries, *names) for token in name.tokens)
    log_odds, pieces, of = max((_weighed(q, n, model) for q in queries for n in names), key=lambda found: found[0])
    if swapped:
        pieces = tuple(map(_from_the_other_side, pieces))
        queries, names = names, queries
    told = _told_beforehand(queries[0], names[0], type)
    told = tuple(replace(reason, weight=_decisive(reason.weight, log_odds)) for reason in told)
    score = probability(log_odds + sum(reason.weight for reason in (*told, *beside)))
    contradicted = denied(pieces) and not any(reason.weight > 0 for reason in told)
    contradicted |= any(reason.kind in CONTRADICTIONS for reason in beside)
    match = score >= model.thresholds[of].match and not contradicted
    return Comparison(left, right, score, match, (*told, *reasons(pieces, of, model), *beside))


def ordered(left: ParsedName, right: ParsedName) -> tuple[ParsedName, ParsedName]:
    """The fuller of two names first, so that it does not matter which one is asked for."""
    return (left, right) if _fullness(left) >= _fullness(right) else (right, left)


def _fullness(name: ParsedName) -> tuple[int, int, str, str]:
    return len(name.content), len(name.untitled), name.untitled, name.text


def _from_the_other_side(piece: Piece) -> Piece:
    return piece._replace(kind=_OTHER_SIDE.get(piece.kind, piece.kind), query=piece.name, name=piece.query)


def _told_beforehand(left: ParsedName, right: ParsedName, type: EntityType | None) -> tuple[Reason, ...]:
    """What is known of two names beyond their words: that they are one name, but for case, or what the curated list
    says of names that both stand in it and are not the same but for gaps."""
    if left.text.casefold() == right.text.casefold():
        return (Reason("same_name", left.text, right.text, weight=_SAME_NAME),)
    if left.untitled == right.untitled:
        return ()
    index = _curated()
    mine, theirs = (_bearers(index, name, type) for name in (left, right))
    if not mine or not theirs:
        return ()
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


def _bearers(index: NameIndex, name: ParsedName, type: EntityType | None) -> set[int]:
    """The entities of the list that bear a name, but for those that bear it as a weak alias."""
    listed = (at for at in index.names_joined(name.untitled).tolist() if not index.is_weak(at))
    found = {index.entity_of(at) for at in listed}
    return {entity for entity in found if type is None or index.entity_type(entity) == type}


def _weighed(query: ParsedName, name: ParsedName, model: DecisionModel) -> tuple[float, tuple[Piece, ...], QueryClass]:
    """The log-odds of two parsed names, their evidence, and the class they are judged in."""
    of = pair_class(query, name)
    pieces = pair_evidence(query, name)
    return model.log_odds(pieces, of), pieces, of


def pair_evidence(query: ParsedName, name: ParsedName) -> tuple[Piece, ...]:
    """The evidence for two parsed names."""
    return tuple(evidence(align_joined(_side(query), _side(name), _alike(query.tokens, name.tokens), read=True)))


def _alike(left: tuple[Token, ...], right: tuple[Token, ...]) -> Callable[[int, int], Likeness | None]:
    found = [likenesses_of(token, right) for token in left]

    def like(i: int, j: int) -> Likeness | None:
        if is_read(left[i], right[j]):
            return READ
        return found[i][j] if found[i].value[j] >= CUT else None

    return like


def _side(name: ParsedName) -> Side:
    return Side(name.tokens, tuple(rarity(t.text) for t in name.tokens), name.untitled)
