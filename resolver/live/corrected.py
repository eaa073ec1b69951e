"""An engine whose answers follow one state of the decisions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain

from resolver.decide import DecisionModel
from resolver.engine import Engine, Found
from resolver.index import NameIndex
from resolver.index.lookup import entity_record
from resolver.live.given import Given, Settled, engine_of
from resolver.model import (
    NO_CONTEXT,
    Context,
    EntityName,
    EntityRecord,
    EntityRef,
    EntityType,
    Explanation,
    Reason,
    Resolution,
)
from resolver.store import Corrections, Decision, Store, name_key

_RULED = 30.0
"""The log-odds of a name that people gave to an entity: more than any evidence adds up to, for they know better."""

_KNOWN = ("countries", "birth_dates", "genders")
"""What is known of an entity beside its names; of entities that were merged, all of it."""

_SAID = {"alias": "a name of", "not_alias": "no name of", "same": "the same as", "different": "another than"}


class CorrectedEngine:
    """The engine of an index, with one state of the decisions over it; like the index, it never changes.

    The names that people gave stand in two small indexes of their own: one of a settled state, and one of what the
    decisions since then add to it.
    """

    def __init__(
        self, base: Engine, model: DecisionModel, corrections: Corrections, store: Store, settled: Settled
    ) -> None:
        """`settled` is of any state of the same decisions. Raises StoreError."""
        self.corrections = corrections
        self.settled = settled
        self._base = base
        self._store = store
        given = Given.by(corrections, base, store)
        self._refs = given.refs
        recent = engine_of(given.names - settled.names, base, model)
        self._engines = [engine for engine in (base, settled.engine, recent) if engine]
        self._undone = {(row.entity_id, row.name) for row in settled.names - given.names}
        self._removed: dict[str, set[str]] = {}
        for key, entities in corrections.removed.items():
            for entity in entities:
                self._removed.setdefault(entity, set()).add(key)
        self._members: dict[str, list[str]] = {}
        for member, kept in corrections.referents.items():
            self._members.setdefault(kept, []).append(member)

    @property
    def index(self) -> NameIndex:
        """The names of the list, without those that people gave."""
        return self._base.index

    def meet(self, names: Iterable[str], type: EntityType | None) -> None:
        """See `Engine.meet`."""
        self._base.meet(names, type)

    @property
    def fingerprint(self) -> str:
        """A hash of all that the answers depend on beside index and engine; "" where that is nothing."""
        parts = [self.corrections.fingerprint, *(engine.index.info.hash for engine in self._engines[1:])]
        return hashlib.blake2b(" ".join(parts).encode(), digest_size=8).hexdigest() if any(parts) else ""

    def resolve(
        self, name: str, type: EntityType | None, limit: int, context: Context = NO_CONTEXT, *, reasons: bool = True
    ) -> Resolution:
        """The answer for one cleaned name, and what is known beside it; see `Engine.resolve`."""
        found, notes = self._found(name, type, context)
        return self._base.answer(name, found, limit, notes, reasons=reasons)

    def explain(
        self, name: str, type: EntityType | None, limit: int, entity_id: str | None, context: Context = NO_CONTEXT
    ) -> tuple[Resolution, Explanation | None]:
        """The answer, and how the best candidate, or the entity with this id (merged or kept), came by its score."""
        found, notes = self._found(name, type, context)
        wanted = None if entity_id is None else self._kept(entity_id)
        asked = self._asked_for(name, type, context, wanted, found) if wanted else []
        return self._base.answer(name, found, limit, notes), self._base.explanation(found + asked, wanted)

    def _asked_for(
        self, name: str, type: EntityType | None, context: Context, wanted: str, found: list[Found]
    ) -> list[Found]:
        """The entity with this id, by the best of its names that are left to it, if it is not `found`, and nobody said
        that the name is not its own."""
        key = name_key(name)
        if wanted in self.corrections.removed.get(key, {}) or any(one.id == wanted for one in found):
            return []
        members = (wanted, *self._members.get(wanted, ()))
        every = (one for engine in self._engines for id in members for one in engine.asked_for(name, type, context, id))
        left = [rest for one in every if (rest := self._by_names_left(wanted, one))]
        return [self._decided(wanted, max(left, key=_goodness), key)] if left else []

    def entity(self, entity_id: str) -> EntityRecord | None:
        """What is known of an entity, under the id that is kept: its names, those of the entities merged with it and
        those given to it, without those taken from it. None if there is no such entity."""
        kept = self._kept(entity_id)
        records = [
            found for member in (kept, *self._members.get(kept, ())) for engine in self._engines
            if (found := self._record(engine, member))
        ]  # fmt: skip
        if not records:
            return None
        names: dict[str, EntityName] = {}
        for at, record in enumerate(records):
            for name in record.names:
                if name_key(name.text) not in self._removed.get(kept, ()):
                    names.setdefault(name.text, replace(name, role="alias") if at else name)
        ref = self._ref(kept) if kept in self._refs else records[0]
        known = (sorted({value for record in records for value in getattr(record, field)}) for field in _KNOWN)
        return EntityRecord(kept, ref.name, records[0].type, ref.description, tuple(names.values()), *map(tuple, known))

    def _found(self, name: str, type: EntityType | None, context: Context) -> tuple[list[Found], tuple[Reason, ...]]:
        """The entities that the name may denote, as the decisions have it, and what was left out because of them."""
        key = name_key(name)
        taken, named = self.corrections.removed.get(key, {}), self.corrections.named.get(key, {})
        best: dict[str, Found] = {}
        notes: dict[str, Reason] = {}
        for one in chain.from_iterable(engine.found(name, type, context) for engine in self._engines):
            if one.engine is not self._base and (number := self._base.index.entity_number(one.id)) is not None:
                # Only the index knows more of it than its names.
                one = one._replace(told=self._base.told(number, type, context))
            entity = self.corrections.kept(one.id)
            if entity in taken:
                notes[entity] = self._reason(taken[entity])
            elif rest := self._by_names_left(entity, one):
                best[entity] = max(best.get(entity, rest), rest, key=_goodness)
        if named.keys() & best.keys():
            best = {entity: _ruled(one, entity in named) for entity, one in best.items()}
        return [self._decided(entity, one, key) for entity, one in best.items()], tuple(notes.values())

    def _record(self, engine: Engine, entity: str) -> EntityRecord | None:
        """What one index knows of an entity, without names whose giving was undone."""
        record = entity_record(engine.index, entity)
        if record is None or engine is not self.settled.engine:
            return record
        names = tuple(name for name in record.names if (entity, name.text) not in self._undone)
        return replace(record, names=names) if names else None

    def _by_names_left(self, entity: str, one: Found) -> Found | None:
        """The entity by the best of the names that were not taken from it, and whose giving was not undone."""
        keys = self._removed.get(entity, set())
        undone = self._undone if one.engine is self.settled.engine else set()
        if not keys and not undone:
            return one
        own = one.engine.index.entity_id(one.entity)

        def is_gone(name: str) -> bool:
            return (own, name) in undone or name_key(name) in keys

        return one.engine.by_other_names(one, is_gone) if is_gone(one.matched_name) else one

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
        return one._replace(decided=tuple(reasons), stands_for=self._ref(entity))

    def _reason(self, decision: Decision, weight: float = 0.0) -> Reason:
        """What was decided, by whom, when and why."""
        who = f"{_SAID[decision.kind]} {decision.entity}: {decision.who}, {decision.at[:10]}"
        detail = f"{who}: {decision.why}" if decision.why else who
        return Reason("decision", name=decision.other, detail=detail, weight=weight)

    def _kept(self, entity_id: str) -> str:
        """The id that answers for this one, which decisions or a list may have merged. Raises StoreError."""
        kept = self.corrections.kept(entity_id)
        if kept in self._refs or self._base.index.entity_number(kept) is not None:
            return kept
        return self.corrections.kept(self._store.merged([kept]).get(kept, kept))

    def _ref(self, entity: str) -> EntityRef:
        # An entity that is gone from index and store may still be spoken of by decisions.
        return self._refs.get(entity) or EntityRef(entity, entity, "other")


def _goodness(one: Found) -> tuple[bool, bool, float]:
    return one.fit.equal, one.fit.equal and not one.weak, one.fit.log_odds


def _ruled(one: Found, named: bool) -> Found:
    """Where people said whose name it is, it is nobody else's, whatever else bears it."""
    return one._replace(fit=one.fit._replace(equal=named, denied=one.fit.denied and not named))
