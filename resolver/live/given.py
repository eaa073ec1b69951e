"""The names that decisions give, and the small indexes that they stand in beside the large one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from resolver.decide import DecisionModel
from resolver.engine import Engine
from resolver.index import NameIndex
from resolver.model import EntityRef, NameRow
from resolver.sources import name_rows
from resolver.store import Corrections, Store, name_key

SETTLED_EVERY = 128
"""Decisions from one settled state to the next: those since then are indexed anew with each that is added."""


@dataclass(frozen=True, slots=True)
class Given:
    """What one state of the decisions adds to an index: the names that people gave, with those of the entities that are
    spoken of but came into the store after the index was built; and, by id, the entities spoken of."""

    names: frozenset[NameRow]
    refs: Mapping[str, EntityRef]

    @classmethod
    def by(cls, corrections: Corrections, base: Engine, store: Store) -> Given:
        """Raises StoreError."""
        spoken_of = {d.entity for d in corrections.aliases}
        spoken_of.update(corrections.referents, corrections.referents.values())
        numbers = {entity: base.index.entity_number(entity) for entity in sorted(spoken_of)}
        rows = list(name_rows(store.with_ids(entity for entity, number in numbers.items() if number is None)))
        refs = {row.entity_id: EntityRef(row.entity_id, row.name, row.type, row.description) for row in reversed(rows)}
        refs |= {entity: base.ref(number) for entity, number in numbers.items() if number is not None}
        for d in corrections.aliases:
            # An entity that is gone from index and store may still be spoken of by decisions.
            rows.append(NameRow(d.entity, d.other, refs[d.entity].type if d.entity in refs else "other"))
        return cls(frozenset(row for row in rows if name_key(row.name)), refs)


@dataclass(frozen=True, slots=True)
class Settled:
    """The names of an earlier state, in an index that later decisions leave as it is; `revision` is the number of the
    last decision that it follows."""

    revision: int
    names: frozenset[NameRow]
    engine: Engine | None

    @classmethod
    def due(cls, revision: int) -> int:
        """The state that should be settled when this one holds; it depends on nothing else, so that all processes come
        to the same answers."""
        return revision - revision % SETTLED_EVERY

    @classmethod
    def by(cls, corrections: Corrections, base: Engine, model: DecisionModel, store: Store) -> Settled:
        """Indexes the names of a state, which takes half a millisecond for each. Raises StoreError."""
        names = Given.by(corrections, base, store).names
        return cls(corrections.revision, names, engine_of(names, base, model))


def engine_of(names: Iterable[NameRow], base: Engine, model: DecisionModel) -> Engine | None:
    """An engine of these names as part of the list of `base`; None of none."""
    rows = sorted(names)
    return Engine(NameIndex.of(rows), model, among=base.index.info) if rows else None
