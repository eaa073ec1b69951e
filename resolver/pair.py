"""Two names without an index: whether they can denote the same entity."""

from __future__ import annotations

from collections.abc import Callable

from resolver.decide import DecisionModel, QueryClass, denied, pair_class, probability, reasons
from resolver.match import Piece, Side, align_joined, evidence
from resolver.model import Comparison, EntityType, Reason
from resolver.names import ParsedName, Token, readings
from resolver.tokens import CUT, Likeness, encode, likenesses_of, rarity


def compare(left: str, right: str, type: EntityType | None, model: DecisionModel) -> Comparison:
    """The judgement on two cleaned names, in the readings of both that fit best."""
    queries, names = readings(left, type), readings(right, type)
    if not queries[0].tokens or not names[0].tokens:
        reason = Reason("unusable", detail="one of the names has no letters or digits")
        return Comparison(left, right, 0.0, False, (reason,))
    encode(token for name in (*queries, *names) for token in name.tokens)
    log_odds, pieces, of = max((_weighed(q, n, model) for q in queries for n in names), key=lambda found: found[0])
    score = probability(log_odds)
    match = score >= model.thresholds[of].match and not denied(pieces)
    return Comparison(left, right, score, match, reasons(pieces, of, model))


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
