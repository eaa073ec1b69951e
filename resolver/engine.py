"""The flow of one name: parse, search, align, weigh, decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from resolver.decide import DecisionModel, QueryClass, Scored, decide
from resolver.decide.model import posterior, probability
from resolver.index import NameIndex
from resolver.index.search import Searcher
from resolver.match import DENIALS, Piece, Side, align_joined, evidence, letter_groups
from resolver.model import Candidate, Comparison, EntityRef, EntityType, Explanation, Reason, Resolution
from resolver.names import ParsedName, Token, parse, readings
from resolver.text import script_of
from resolver.tokens import Likeness, likeness, rarity, reranker
from resolver.tokens.likeness import CUT, READ_LETTER_BY_LETTER
from resolver.version import __version__


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well one name of the index fits one reading of the query; `equal` says that all letters are the same,
    `denied` that the names speak against each other whatever their letters."""

    equal: bool
    denied: bool
    log_odds: float
    name: int
    query: ParsedName


@dataclass(frozen=True, slots=True)
class _Judged:
    """What an answer was made from: how well each entity fits, the entities best first, the class of the query."""

    fits: dict[int, _Fit]
    ranked: list[Scored]
    of: QueryClass


class Engine:
    """Resolves names against one index with one decision model."""

    def __init__(self, index: NameIndex, model: DecisionModel) -> None:
        self._index = index
        self._model = model
        self._searcher = Searcher(index)

    def resolve(self, name: str, type: EntityType | None, limit: int) -> Resolution:
        """The answer for one cleaned name."""
        return self._judge(name, type, limit)[0]

    def explain(
        self, name: str, type: EntityType | None, limit: int, entity_id: str | None
    ) -> tuple[Resolution, Explanation | None]:
        """The answer, and how the best candidate, or the one with `entity_id`, came by its score; None if there is no
        such candidate."""
        answer, judged = self._judge(name, type, limit)
        chosen = [s for s in judged.ranked if entity_id in (None, self._index.entity_id(s.entity))]
        if not chosen:
            return answer, None
        this = chosen[0]
        rival = next((s for s in judged.ranked if s.entity != this.entity), None)
        fit = judged.fits[this.entity]
        reasons = self._reasons(fit, judged.of)
        thresholds = self._model.thresholds[judged.of]
        return answer, Explanation(
            self._candidate(this),
            tuple(_with_letters(reason) for reason in reasons),
            fit.log_odds,
            thresholds.match,
            thresholds.margin,
            self._candidate(rival) if rival else None,
        )

    def _judge(self, name: str, type: EntityType | None, limit: int) -> tuple[Resolution, _Judged]:
        ways = readings(name, type)
        if not ways[0].tokens:
            return self._answer(name, Reason("unusable", detail="the name has no letters or digits"))
        fits = self._fits(ways, type)
        if not fits:
            return self._answer(name, Reason("nothing_alike", detail="no name in the index is like this one"))
        ranked = self._rank(fits)
        best = ranked[0]
        of = query_class(fits[best.entity].query)
        verdict = decide(ranked, self._model.thresholds[of])
        answer = Resolution(
            query=name,
            status=verdict.status,
            entity=self._entity(best.entity) if verdict.status == "match" else None,
            score=best.probability,
            margin=verdict.margin,
            matched_name=self._index.name_text(best.name),
            candidates=tuple(self._candidate(scored) for scored in ranked[:limit]),
            reasons=self._reasons(fits[best.entity], of),
            index=self._index.info.hash,
            engine=__version__,
        )
        return answer, _Judged(fits, ranked, of)

    def _reasons(self, fit: _Fit, of: QueryClass) -> tuple[Reason, ...]:
        return _reasons(self._evidence(fit.query, fit.name, as_written=True), of, self._model)

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
        alignment = align_joined(mine, theirs, lambda i, j: neighbours[i].likeness.get(numbers[j]))
        return tuple(evidence(alignment, self._index.info.names))

    def _fits(self, ways: list[ParsedName], type: EntityType | None) -> dict[int, _Fit]:
        """How well the entities fit that a query may denote, each with its best name and in the best reading.

        Where an entity has names in the script of the query, or in an alphabet that tells how it is read, these speak
        for it: what a name in another script might be read as proves nothing beside them.
        """
        best: dict[int, dict[bool, _Fit]] = {}
        script = script_of(ways[0].text)
        for query in ways:
            of = query_class(query)
            for name, pieces in self.weigh(query, type):
                equal = any(piece.kind == "same_letters" for piece in pieces)
                fit = _Fit(equal, _denied(pieces), self._model.log_odds(pieces, of), name, query)
                told = script_of(self._index.name_text(name)) in (script, *READ_LETTER_BY_LETTER)
                mine = best.setdefault(self._index.entity_of(name), {})
                mine[told] = max(mine.get(told, fit), fit, key=lambda x: (x.equal, x.log_odds))
        return {entity: mine.get(True) or mine[False] for entity, mine in best.items()}

    def _rank(self, fits: dict[int, _Fit]) -> list[Scored]:
        """The entities, best first, with their probabilities as rivals."""
        order = sorted(fits, key=lambda e: (-fits[e].log_odds, not fits[e].equal, self._index.entity_id(e)))
        probabilities = posterior([fits[e].log_odds for e in order])
        return [
            Scored(entity, fit.name, p, self._index.is_weak(fit.name), fit.equal, fit.denied)
            for entity, fit, p in zip(order, (fits[e] for e in order), probabilities, strict=True)
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

    def _answer(self, name: str, reason: Reason) -> tuple[Resolution, _Judged]:
        answer = Resolution(name, "none", reasons=(reason,), index=self._index.info.hash, engine=__version__)
        return answer, _Judged({}, [], "full")


def compare(left: str, right: str, type: EntityType | None, model: DecisionModel) -> Comparison:
    """The judgement on two cleaned names, without an index, in the readings of both that fit best."""
    queries, names = readings(left, type), readings(right, type)
    if not queries[0].tokens or not names[0].tokens:
        reason = Reason("unusable", detail="one of the names has no letters or digits")
        return Comparison(left, right, 0.0, False, (reason,))
    log_odds, pieces, of = max((_weighed(q, n, model) for q in queries for n in names), key=lambda found: found[0])
    score = probability(log_odds)
    match = score >= model.thresholds[of].match and not _denied(pieces)
    return Comparison(left, right, score, match, _reasons(pieces, of, model))


def _weighed(query: ParsedName, name: ParsedName, model: DecisionModel) -> tuple[float, tuple[Piece, ...], QueryClass]:
    """The log-odds of two parsed names, their evidence, and the class they are judged in."""
    of: QueryClass = "single" if "single" in (query_class(query), query_class(name)) else "full"
    alignment = align_joined(_world_side(query), _world_side(name), _alike(query.tokens, name.tokens))
    pieces = tuple(evidence(alignment))
    return model.log_odds(pieces, of), pieces, of


def _denied(pieces: Iterable[Piece]) -> bool:
    return any(piece.kind in DENIALS for piece in pieces)


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


def _with_letters(reason: Reason) -> Reason:
    """The reason with the letters that stand for each other, where two words do."""
    if not (reason.query and reason.name) or reason.kind in ("same", "initial"):
        return reason
    return replace(reason, letters=letter_groups(reason.query, reason.name, reranker()))
