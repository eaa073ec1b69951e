"""Two names without an index: whether they can denote the same entity."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from resolver.bundled import bundled_index
from resolver.decide import DecisionModel, QueryClass, denied, pair_class, probability, reasons
from resolver.index import NameIndex
from resolver.match import CONTRADICTIONS, Piece, Side, align_joined, evidence
from resolver.model import Comparison, EntityType, Reason
from resolver.names import ParsedName, Token, readings
from resolver.tokens import CUT, Likeness, encode, likenesses_of, rarity

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
    encode(token for name in (*queries, *names) for token in name.tokens)
    log_odds, pieces, of = max((_weighed(q, n, model) for q in queries for n in names), key=lambda found: found[0])
    told = _told_by_list(queries[0], names[0], type)
    score = probability(log_odds + sum(reason.weight for reason in (*told, *beside)))
    contradicted = denied(pieces) and not any(reason.weight > 0 for reason in told)
    contradicted |= any(reason.kind in CONTRADICTIONS for reason in beside)
    match = score >= model.thresholds[of].match and not contradicted
    return Comparison(left, right, score, match, (*told, *reasons(pieces, of, model), *beside))


def _told_by_list(left: ParsedName, right: ParsedName, type: EntityType | None) -> tuple[Reason, ...]:
    """What the curated list knows of two names that both stand in it and are not the same but for gaps."""
    if left.joined == right.joined:
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


def _bearers(index: NameIndex, name: ParsedName, type: EntityType | None) -> set[int]:
    """The entities of the list that bear a name, but for those that bear it as a weak alias."""
    listed = (at for at in index.names_joined(name.joined).tolist() if not index.is_weak(at))
    found = {index.entity_of(at) for at in listed}
    return {entity for entity in found if type is None or index.entity_type(entity) == type}


def _weighed(query: ParsedName, name: ParsedName, model: DecisionModel) -> tuple[float, tuple[Piece, ...], QueryClass]:
    """The log-odds of two parsed names, their evidence, and the class they are judged in."""
    of = pair_class(query, name)
    pieces = pair_evidence(query, name)
    return model.log_odds(pieces, of), pieces, of


def pair_evidence(query: ParsedName, name: ParsedName) -> tuple[Piece, ...]:
    """The evidence for two parsed names."""
    return tuple(evidence(align_joined(_side(query), _side(name), _alike(query.tokens, name.tokens))))


def _alike(left: tuple[Token, ...], right: tuple[Token, ...]) -> Callable[[int, int], Likeness | None]:
    found = [likenesses_of(token, right) for token in left]

    def like(i: int, j: int) -> Likeness | None:
        return found[i][j] if found[i].value[j] >= CUT else None

    return like


def _side(name: ParsedName) -> Side:
    return Side(name.tokens, tuple(rarity(t.text) for t in name.tokens), name.joined)
