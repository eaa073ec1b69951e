"""The answer for one name: what may be meant, weighed, ranked and decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from resolver.decide import (
    ContextModel,
    DecisionModel,
    Scored,
    decide,
    posterior,
    query_class,
    reasons,
    with_letters,
)
from resolver.index import IndexInfo, NameIndex
from resolver.match import CONTRADICTIONS
from resolver.model import (
    NO_CONTEXT,
    Candidate,
    Context,
    EntityRef,
    EntityType,
    Explanation,
    Reason,
    Resolution,
)
from resolver.names import readings
from resolver.text import MAX_NAME_LENGTH
from resolver.version import __version__
from resolver.weigh import Fit, Weigher

_BROUGHT_TO_THE_FRONT = 8
"""Names that what is known beside them may bring to the front, and that are looked at closely then."""

_REFS = 2048
"""Entities that are at hand: those alike are candidates for many of the names asked together."""

_WEAK = Reason("weak_name", detail="the list has this name as one that never makes a match alone")


class Found(NamedTuple):
    """An entity that a query may denote, by its number in the index of an engine, and how well its best name fits.

    Where people decided something about it, `decided` says what and with which weight, and `stands_for` is the entity
    that answers in its place. `told` is the evidence of what is known beside the names.
    """

    engine: Engine
    entity: int
    fit: Fit
    decided: tuple[Reason, ...] = ()
    stands_for: EntityRef | None = None
    told: tuple[Reason, ...] = ()

    @property
    def id(self) -> str:
        """The id of the entity that answers."""
        return self.stands_for.id if self.stands_for else self.engine.index.entity_id(self.entity)

    @property
    def log_odds(self) -> float:
        """What all reasons add up to."""
        if not self.told and not self.decided:
            return self.fit.log_odds
        return self.fit.log_odds + sum(reason.weight for reason in self.beside)

    @property
    def ref(self) -> EntityRef:
        """The entity that answers, short."""
        return self.stands_for or self.engine.ref(self.entity)

    @property
    def matched_name(self) -> str:
        """The name that fits best, as it stands in the index."""
        return self.engine.index.name_text(self.fit.name)

    @property
    def weak(self) -> bool:
        """Whether that name may never match alone."""
        return self.engine.index.is_weak(self.fit.name)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why it fits: the evidence, then what was decided."""
        return self.engine.reasons(self.fit) + self.beside

    @property
    def beside(self) -> tuple[Reason, ...]:
        """The reasons that are not made of the name itself."""
        return self.told + self.decided

    def candidate(self, score: float) -> Candidate:
        """The entity as a candidate of this probability."""
        ref = self.ref
        return Candidate(ref.id, ref.name, ref.type, score, self.matched_name)


class Engine:
    """Resolves names against one index with one decision model.

    `among` is the list that the names of the index are part of, where it is larger than the index: the more names there
    are, the sooner one is alike by chance.
    """

    def __init__(self, index: NameIndex, model: DecisionModel, *, among: IndexInfo | None = None) -> None:
        self._index = index
        self._model = model
        self._weigher = Weigher(index, model, among)
        self.ref: Callable[[int], EntityRef] = lru_cache(_REFS)(partial(_ref, index))
        """An entity of the index, short."""

    @property
    def index(self) -> NameIndex:
        """The names."""
        return self._index

    @property
    def fingerprint(self) -> str:
        """What answers depend on beside index and version: nothing."""
        return ""

    def resolve(
        self, name: str, type: EntityType | None, limit: int, context: Context = NO_CONTEXT, *, reasons: bool = True
    ) -> Resolution:
        """The answer for one cleaned name, and what is known beside it; without `reasons`, those that are made of the
        name are left out."""
        return self.answer(name, self.found(name, type, context), limit, reasons=reasons)

    def explain(
        self, name: str, type: EntityType | None, limit: int, entity_id: str | None, context: Context = NO_CONTEXT
    ) -> tuple[Resolution, Explanation | None]:
        """The answer, and how the best candidate, or the entity with `entity_id`, came by its score; None if there is
        no candidate, or no such entity."""
        found = self.found(name, type, context)
        asked: list[Found] = []
        if entity_id is not None and all(one.id != entity_id for one in found):
            asked = self.asked_for(name, type, context, entity_id)
        return self.answer(name, found, limit), self.explanation(found + asked, entity_id)

    def asked_for(self, name: str, type: EntityType | None, context: Context, entity_id: str) -> list[Found]:
        """The entity with this id, by the name of it that fits best; empty if the index has no such entity."""
        number, ways = self._index.entity_number(entity_id), readings(name, type)
        if number is None or not ways[0].tokens:
            return []
        fit = self._weigher.best_of(self._index.names_of(number), ways)
        return [Found(self, number, fit, told=self.told(number, type, context))]

    def meet(self, names: Iterable[str], type: EntityType | None) -> None:
        """Looks up the words of many cleaned names together, which is quicker than name by name."""
        some = (name for name in names if len(name) <= MAX_NAME_LENGTH)
        self._weigher.searcher.meet(token for name in some for way in readings(name, type) for token in way.tokens)

    def found(self, name: str, type: EntityType | None, context: Context = NO_CONTEXT) -> list[Found]:
        """The entities that a cleaned name may denote, in no order."""
        ways = readings(name, type)
        fits = self._weigher.fits(ways, type) if ways[0].tokens else {}
        found = [Found(self, entity, fit) for entity, fit in fits.items()]
        if type is not None or context:
            found = [one._replace(told=self.told(one.entity, type, context)) for one in found]
        if any(one.told for one in found):
            # What is known brings names to the front that were looked at roughly only.
            for at in sorted(range(len(found)), key=lambda at: -found[at].log_odds)[:_BROUGHT_TO_THE_FRONT]:
                fit = found[at].fit
                found[at] = found[at]._replace(fit=self._weigher.closely(fit.name, fit.query))
        return found

    def told(self, entity: int, type: EntityType | None, context: Context) -> tuple[Reason, ...]:
        """The evidence of what is known beside the names of an entity and of whoever is asked for."""
        if type is None and not context:
            return ()
        contexts, types = self._index.contexts, (type, self._index.entity_type(entity))
        return ContextModel.shipped().reasons(context, contexts[entity], contexts, types)

    def answer(
        self, name: str, found: Sequence[Found], limit: int, notes: tuple[Reason, ...] = (), *, reasons: bool = True
    ) -> Resolution:
        """The answer when these are the entities that the name may denote; `notes` are added to its reasons."""
        if not found:
            reason = Reason("nothing_alike", detail="no name in the index is like this one")
            if not readings(name)[0].tokens:
                reason = Reason("unusable", detail="the name has no letters or digits")
            return self._answer(name, (*notes, reason))
        ranked = _rank(found)
        best, score = ranked[0]
        thresholds = self._model.thresholds[query_class(best.fit.query)]
        verdict = decide([_scored(*one) for one in ranked[:2]], thresholds, [score for _, score in ranked])
        if best.weak and verdict.status == "ambiguous":
            notes = (*notes, _WEAK)
        return Resolution(
            query=name,
            status=verdict.status,
            entity=best.ref if verdict.status == "match" else None,
            score=score,
            margin=verdict.margin,
            matched_name=best.matched_name,
            candidates=tuple(one.candidate(score) for one, score in ranked[:limit]),
            reasons=(best.reasons if reasons else best.beside) + notes,
            index=self._index.info.hash,
            engine=__version__,
        )

    def explanation(self, found: Sequence[Found], entity_id: str | None) -> Explanation | None:
        """How the best of these, or the one with `entity_id`, came by its score; None if there is no such one."""
        ranked = _rank(found)
        chosen = [(one, score) for one, score in ranked if entity_id in (None, one.id)]
        if not chosen:
            return None
        this, score = chosen[0]
        rival = next((other for other in ranked if other[0] is not this), None)
        thresholds = self._model.thresholds[query_class(this.fit.query)]
        return Explanation(
            this.candidate(score),
            tuple(with_letters(reason) for reason in this.reasons),
            sum(reason.weight for reason in this.reasons),
            thresholds.match,
            thresholds.margin,
            rival[0].candidate(rival[1]) if rival else None,
        )

    def by_other_names(self, one: Found, removed: Callable[[str], bool]) -> Found | None:
        """The same entity by the best of its names that are not `removed`; None if it has no other."""
        query, fits = one.fit.query, []
        for name in self._index.names_of(one.entity):
            if not removed(self._index.name_text(name)):
                fits.append(self._weigher.closely(name, query))
        return one._replace(fit=max(fits, key=lambda fit: (fit.equal, fit.log_odds))) if fits else None

    def reasons(self, fit: Fit) -> tuple[Reason, ...]:
        """The evidence for a name, with what each piece weighs."""
        return reasons(self._weigher.shown(fit), query_class(fit.query), self._model)

    def _answer(self, name: str, reasons: tuple[Reason, ...]) -> Resolution:
        return Resolution(name, "none", reasons=reasons, index=self._index.info.hash, engine=__version__)


def _ref(index: NameIndex, entity: int) -> EntityRef:
    return EntityRef(
        index.entity_id(entity), index.entity_name(entity), index.entity_type(entity), index.entity_description(entity)
    )


def _rank(found: Sequence[Found]) -> list[tuple[Found, float]]:
    """The entities, best first, with their probabilities as rivals."""
    order = sorted(found, key=lambda one: (-one.log_odds, not one.fit.equal, one.entity))
    return list(zip(order, posterior([one.log_odds for one in order]), strict=True))


def _scored(one: Found, score: float) -> Scored:
    told = sum(reason.weight for reason in one.told)
    denied = one.fit.denied or any(reason.kind in CONTRADICTIONS for reason in one.told)
    return Scored(one.entity, one.fit.name, score, one.weak, one.fit.equal, denied, told)
