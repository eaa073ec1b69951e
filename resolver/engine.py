"""The flow of one name: parse, search, align, weigh, decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from resolver.decide import DecisionModel, QueryClass, Scored, decide
from resolver.decide.model import posterior, probability
from resolver.index import NameIndex
from resolver.index.search import Searcher
from resolver.match import Piece, Side, align, evidence
from resolver.model import Candidate, Comparison, EntityRef, EntityType, Reason, Resolution
from resolver.names import ParsedName, Token, parse, readings
from resolver.tokens import Likeness, likeness, rarity
from resolver.tokens.likeness import CUT
from resolver.version import __version__


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well one name of the index fits one reading of the query; `equal` says that all letters are the same."""

    equal: bool
    log_odds: float
    name: int
    query: ParsedName


class Engine:
    """Resolves names against one index with one decision model."""

    def __init__(self, index: NameIndex, model: DecisionModel) -> None:
        self._index = index
        self._model = model
        self._searcher = Searcher(index)

    def resolve(self, name: str, type: EntityType | None, limit: int) -> Resolution:
        """The answer for one cleaned name."""
        ways = readings(name, type)
        if not ways[0].tokens:
            return self._answer(name, Reason("unusable", detail="the name has no letters or digits"))
        fits = self._fits(ways, type)
        if not fits:
            return self._answer(name, Reason("nothing_alike", detail="no name in the index is like this one"))
        ranked = self._rank(fits)
        query = fits[ranked[0].entity].query
        of = query_class(query)
        verdict = decide(ranked, self._model.thresholds[of])
        best = ranked[0]
        return Resolution(
            query=name,
            status=verdict.status,
            entity=self._entity(best.entity) if verdict.status == "match" else None,
            score=best.probability,
            margin=verdict.margin,
            matched_name=self._index.name_text(best.name),
            candidates=tuple(self._candidate(scored) for scored in ranked[:limit]),
            reasons=_reasons(self._evidence(query, best.name, as_written=True), of, self._model),
            index=self._index.info.hash,
            engine=__version__,
        )

    def weigh(self, query: ParsedName, type: EntityType | None) -> Iterator[tuple[int, tuple[Piece, ...]]]:
        """The candidate names of a query and the evidence for each."""
        for name in self._searcher.candidates(query, type).tolist():
            yield name, self._evidence(query, name)

    def _evidence(self, query: ParsedName, name: int, *, as_written: bool = False) -> tuple[Piece, ...]:
        """The evidence for one name of the index. `as_written` spells its tokens as they stand there; else they are
        spelled as the vocabulary has them, which is quicker."""
        neighbours = [self._searcher.neighbours(Token(t.text, t.key)) for t in query.tokens]
        mine = Side(query.tokens, tuple(n.rarity for n in neighbours), query.joined)
        numbers, roles = self._index.tokens_of(name)
        tokens = [self._index.token(n) for n in numbers]
        texts = parse(self._index.name_text(name)).tokens if as_written else tokens
        theirs = Side(
            tuple(Token(w.text, t.key, role, t.lang) for w, t, role in zip(texts, tokens, roles, strict=True)),
            tuple(self._index.rarity_of(n) for n in numbers),
            "".join(t.key for t in tokens),
        )
        alignment = align(mine, theirs, lambda i, j: neighbours[i].likeness.get(numbers[j]))
        return tuple(evidence(alignment, self._index.info.names))

    def _fits(self, ways: list[ParsedName], type: EntityType | None) -> dict[int, _Fit]:
        """How well the entities fit that a query may denote, each with its best name and in the best reading."""
        best: dict[int, _Fit] = {}
        for query in ways:
            of = query_class(query)
            for name, pieces in self.weigh(query, type):
                equal = any(piece.kind == "same_letters" for piece in pieces)
                fit = _Fit(equal, self._model.log_odds(pieces, of), name, query)
                entity = self._index.entity_of(name)
                best[entity] = max(best.get(entity, fit), fit, key=lambda x: (x.equal, x.log_odds))
        return best

    def _rank(self, fits: dict[int, _Fit]) -> list[Scored]:
        """The entities, best first, with their probabilities as rivals."""
        order = sorted(fits, key=lambda e: (-fits[e].log_odds, self._index.entity_id(e)))
        probabilities = posterior([fits[e].log_odds for e in order])
        return [
            Scored(entity, fits[entity].name, p, self._index.is_weak(fits[entity].name), fits[entity].equal)
            for entity, p in zip(order, probabilities, strict=True)
        ]

    def _entity(self, entity: int) -> EntityRef:
        index = self._index
        return EntityRef(
            index.entity_id(entity), index.entity_name(entity), index.entity_type(entity),
            index.entity_description(entity),
        )  # fmt: skip

    def _candidate(self, scored: Scored) -> Candidate:
        index = self._index
        return Candidate(
            index.entity_id(scored.entity), index.entity_name(scored.entity), index.entity_type(scored.entity),
            scored.probability, index.name_text(scored.name),
        )  # fmt: skip

    def _answer(self, name: str, reason: Reason) -> Resolution:
        return Resolution(name, "none", reasons=(reason,), index=self._index.info.hash, engine=__version__)


def compare(left: str, right: str, type: EntityType | None, model: DecisionModel) -> Comparison:
    """The judgement on two cleaned names, without an index."""
    query, name = parse(left, type), parse(right, type)
    if not query.tokens or not name.tokens:
        reason = Reason("unusable", detail="one of the names has no letters or digits")
        return Comparison(left, right, 0.0, False, (reason,))
    of: QueryClass = "single" if "single" in (query_class(query), query_class(name)) else "full"
    pieces = tuple(evidence(align(_world_side(query), _world_side(name), _alike(query.tokens, name.tokens))))
    score = probability(model.log_odds(pieces, of))
    return Comparison(left, right, score, score >= model.thresholds[of].match, _reasons(pieces, of, model))


def query_class(name: ParsedName) -> QueryClass:
    """Whether a name consists of one token (titles and the like aside)."""
    return "single" if len(name.content) <= 1 else "full"


def _alike(left: tuple[Token, ...], right: tuple[Token, ...]) -> Callable[[int, int], Likeness | None]:
    def like(i: int, j: int) -> Likeness | None:
        found = likeness(left[i], right[j])
        return found if found.value >= CUT else None

    return like


def _world_side(name: ParsedName) -> Side:
    return Side(name.tokens, tuple(rarity(t.text) for t in name.tokens), name.joined)


def _reasons(pieces: Iterable[Piece], of: QueryClass, model: DecisionModel) -> tuple[Reason, ...]:
    return tuple(Reason(p.kind, p.query, p.name, p.detail, model.weight(p, of)) for p in pieces)
