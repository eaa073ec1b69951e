"""An engine whose answers follow one state of the decisions."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain

from resolver.decide import DecisionModel
from resolver.engine import Engine, Found
from resolver.index import NameIndex
from resolver.index.lookup import entity_record
from resolver.model import EntityName, EntityRecord, EntityRef, EntityType, Explanation, NameRow, Reason, Resolution
from resolver.sources import SourceEntity, name_rows
from resolver.store import Corrections, Decision, name_key

_RULED = 30.0
"""The log-odds of a name that people gave to an entity: more than any evidence adds up to, for they know better."""

_SAID = {"alias": "a name of", "not_alias": "no name of", "same": "the same as", "different": "another than"}


class CorrectedEngine:
    """The engine of an index, with one state of the decisions over it; like the index, it never changes.

    The names that people gave stand in a small index of their own (the delta), with those of the entities that are
    spoken of but came into the store after the index was built.
    """

    def __init__(
        self,
        base: Engine,
        model: DecisionModel,
        corrections: Corrections,
        stored: Callable[[list[str]], Iterable[SourceEntity]],
    ) -> None:
        """`stored` gives the entities of the store that have these ids."""
        self.corrections = corrections
        self._base = base
        named = {d.entity for d in corrections.aliases}.union(corrections.referents, corrections.referents.values())
        rows = list(name_rows(stored(sorted(one for one in named if base.index.entity_number(one) is None))))
        self._refs = {row.entity_id: _ref(row) for row in reversed(rows)}
        for entity in named:
            if (number := base.index.entity_number(entity)) is not None:
                self._refs[entity] = base.ref(number)
        given = [NameRow(d.entity, d.other, self._ref(d.entity).type) for d in corrections.aliases]
        usable = [row for row in rows + given if name_key(row.name)]
        self._delta = Engine(NameIndex.of(usable), model, among=base.index.info) if usable else None
        self._removed: dict[str, set[str]] = {}
        for key, entities in corrections.removed.items():
            for entity in entities:
                self._removed.setdefault(entity, set()).add(key)
        self._members: dict[str, list[str]] = {}
        for member, kept in corrections.referents.items():
            self._members.setdefault(kept, []).append(member)

    @property
    def fingerprint(self) -> str:
        """A hash of all that the answers depend on beside index and engine; "" where that is nothing."""
        delta = self._delta.index.info.hash if self._delta else ""
        parts = f"{self.corrections.fingerprint} {delta}"
        return hashlib.blake2b(parts.encode(), digest_size=8).hexdigest() if parts != " " else ""

    def resolve(self, name: str, type: EntityType | None, limit: int) -> Resolution:
        """The answer for one cleaned name."""
        found, notes = self._found(name, type)
        return self._base.answer(name, found, limit, notes)

    def explain(
        self, name: str, type: EntityType | None, limit: int, entity_id: str | None
    ) -> tuple[Resolution, Explanation | None]:
        """The answer, and how the best candidate, or the one with `entity_id` (merged or kept), came by its score."""
        found, notes = self._found(name, type)
        wanted = None if entity_id is None else self.corrections.kept(entity_id)
        return self._base.answer(name, found, limit, notes), self._base.explanation(found, wanted)

    def entity(self, entity_id: str) -> EntityRecord | None:
        """What is known of an entity, under the id that is kept: its names, those of the entities merged with it and
        those given to it, without those taken from it. None if there is no such entity."""
        kept = self.corrections.kept(entity_id)
        members = [kept, *self._members.get(kept, ())]
        indexes = [engine.index for engine in (self._base, self._delta) if engine]
        records = [found for member in members for index in indexes if (found := entity_record(index, member))]
        if not records:
            return None
        names: dict[str, EntityName] = {}
        for at, record in enumerate(records):
            for name in record.names:
                if name_key(name.text) not in self._removed.get(kept, ()):
                    names.setdefault(name.text, replace(name, role="alias") if at else name)
        ref = self._ref(kept) if kept in self._refs else records[0]
        return EntityRecord(kept, ref.name, records[0].type, ref.description, tuple(names.values()))

    def _found(self, name: str, type: EntityType | None) -> tuple[list[Found], tuple[Reason, ...]]:
        """The entities that the name may denote, as the decisions have it, and what was left out because of them."""
        key = name_key(name)
        taken, named = self.corrections.removed.get(key, {}), self.corrections.named.get(key, {})
        best: dict[str, Found] = {}
        notes: dict[str, Reason] = {}
        for one in self._candidates(name, type):
            entity = self.corrections.kept(one.id)
            if entity in taken:
                notes[entity] = self._reason(taken[entity])
            elif rest := self._by_names_left(entity, one):
                best[entity] = max(best.get(entity, rest), rest, key=_goodness)
        if named.keys() & best.keys():
            best = {entity: _ruled(one, entity in named) for entity, one in best.items()}
        return [self._decided(entity, one, key) for entity, one in best.items()], tuple(notes.values())

    def _candidates(self, name: str, type: EntityType | None) -> Iterator[Found]:
        return chain(self._base.found(name, type), self._delta.found(name, type) if self._delta else ())

    def _by_names_left(self, entity: str, one: Found) -> Found | None:
        """The entity by the best of the names that were not taken from it."""
        removed = self._removed.get(entity)
        if not removed or name_key(one.matched_name) not in removed:
            return one
        return one.engine.by_other_names(one, lambda text: name_key(text) in removed)

    def _decided(self, entity: str, one: Found, key: str) -> Found:
        """The entity with what was decided about it, as it is shown."""
        reasons: list[Reason] = []
        matched = name_key(one.matched_name)
        if given := self.corrections.named.get(matched, {}).get(entity):
            reasons.append(self._reason(given, _RULED if matched == key else 0.0))
        if one.id != entity:
            reasons.append(self._reason(self.corrections.merges[one.id]))
        if not reasons and one.engine is self._base:
            return one
        return replace(one, decided=tuple(reasons), stands_for=self._ref(entity))

    def _reason(self, decision: Decision, weight: float = 0.0) -> Reason:
        """What was decided, by whom, when and why."""
        who = f"{_SAID[decision.kind]} {decision.entity}: {decision.who}, {decision.at[:10]}"
        detail = f"{who}: {decision.why}" if decision.why else who
        return Reason("decision", name=decision.other, detail=detail, weight=weight)

    def _ref(self, entity: str) -> EntityRef:
        # An entity that is gone from index and store may still be spoken of by decisions.
        return self._refs.get(entity) or EntityRef(entity, entity, "other")


def _goodness(one: Found) -> tuple[bool, bool, float]:
    return one.fit.equal, one.fit.equal and not one.weak, one.fit.log_odds


def _ruled(one: Found, named: bool) -> Found:
    """Where people said whose name it is, it is nobody else's, whatever else bears it."""
    return replace(one, fit=replace(one.fit, equal=named, denied=one.fit.denied and not named))


def _ref(row: NameRow) -> EntityRef:
    return EntityRef(row.entity_id, row.name, row.type, row.description)
