"""What one index has and another has not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from resolver.index import NameIndex

Kind = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class EntityChange:
    """What happened to one entity from an old index to a new one.

    `name` and `type` are those of the new index, or of the old one where it was removed. `names_changed` stand in both
    but with another language or strength. `fields` are (field, before, after) of name, type and description.
    """

    kind: Kind
    id: str
    name: str
    type: str
    names_added: tuple[str, ...] = ()
    names_removed: tuple[str, ...] = ()
    names_changed: tuple[str, ...] = ()
    fields: tuple[tuple[str, str, str], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The JSON shape."""
        return {
            "change": self.kind,
            "id": self.id,
            "name": self.name,
            "type": self.type,
            "names_added": list(self.names_added),
            "names_removed": list(self.names_removed),
            "names_changed": list(self.names_changed),
            "fields": {field: {"before": before, "after": after} for field, before, after in self.fields},
        }


def index_changes(old: NameIndex, new: NameIndex) -> Iterator[EntityChange]:
    """The entities that differ, by their ids; one of each index is held at a time."""
    if old.info.hash == new.info.hash:
        return
    mine = theirs = 0
    while mine < old.info.entities or theirs < new.info.entities:
        before = old.entity_id(mine) if mine < old.info.entities else None
        after = new.entity_id(theirs) if theirs < new.info.entities else None
        if after is None or (before is not None and before < after):
            yield _whole("removed", old, mine)
            mine += 1
        elif before is None or after < before:
            yield _whole("added", new, theirs)
            theirs += 1
        else:
            if change := _between(old, mine, new, theirs):
                yield change
            mine, theirs = mine + 1, theirs + 1


def entity_change(old: NameIndex, new: NameIndex, entity_id: str) -> EntityChange | None:
    """What happened to one entity; None if nothing did, or if neither index knows it."""
    before, after = old.entity_number(entity_id), new.entity_number(entity_id)
    if before is not None and after is not None:
        return _between(old, before, new, after)
    if before is not None:
        return _whole("removed", old, before)
    return None if after is None else _whole("added", new, after)


def _whole(kind: Kind, index: NameIndex, entity: int) -> EntityChange:
    names = tuple(sorted(_names(index, entity)))
    added, removed = (names, ()) if kind == "added" else ((), names)
    return EntityChange(
        kind, index.entity_id(entity), index.entity_name(entity), index.entity_type(entity), added, removed
    )


def _between(old: NameIndex, mine: int, new: NameIndex, theirs: int) -> EntityChange | None:
    before, after = _names(old, mine), _names(new, theirs)
    fields = (
        ("name", old.entity_name(mine), new.entity_name(theirs)),
        ("type", old.entity_type(mine), new.entity_type(theirs)),
        ("description", old.entity_description(mine), new.entity_description(theirs)),
    )
    change = EntityChange(
        "changed",
        new.entity_id(theirs),
        new.entity_name(theirs),
        new.entity_type(theirs),
        tuple(sorted(after.keys() - before.keys())),
        tuple(sorted(before.keys() - after.keys())),
        tuple(sorted(name for name in before.keys() & after.keys() if before[name] != after[name])),
        tuple(field for field in fields if field[1] != field[2]),
    )
    same = not (change.names_added or change.names_removed or change.names_changed or change.fields)
    return None if same else change


def _names(index: NameIndex, entity: int) -> dict[str, tuple[str, bool]]:
    """The names of an entity, each with its language and whether it is weak."""
    return {index.name_text(n): (index.name_lang(n), index.is_weak(n)) for n in index.names_of(entity)}
