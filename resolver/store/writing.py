"""Writing records into a store, a batch in a transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import Connection, Table

from resolver.sources import Record, Removal, SourceEntity, SourceName
from resolver.store import schema
from resolver.store.reading import entities_numbered

Item = TypeVar("Item")

_CHUNK = 1024
"""Values in one list of a query."""

Key = tuple[str, int]
"""An entity of a source: its id and the source's number."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a batch came to: entities written and removed, and ids of further names whose entity is not there."""

    entities: int
    removed: int
    orphans: tuple[str, ...]


def write(connection: Connection, records: Iterable[Record], source: str, run: int) -> Written:
    """Writes the records of one import, whose number is `run`.

    An entity takes the place of what an earlier import said under its source and id; what this import said before about
    it is added to. `source` names the list of those that don't.
    """
    if connection.dialect.name == "postgresql":
        # Keys are given out by hand and entities looked up before they are written: one writer at a time.
        connection.exec_driver_sql("LOCK TABLE entity IN SHARE ROW EXCLUSIVE MODE")
    batch = _Batch(connection, source)
    for record in records:
        batch.take(record)
    removed = _remove(connection, _existing(connection, batch.removed).values())
    existing = _existing(connection, batch.entities)
    again = [no for no, its_run in existing.values() if its_run == run]
    if again:
        before = {key: entity for entity in entities_numbered(connection, again) for key in [batch.key_of(entity)]}
        batch.entities.update((key, merged(old, batch.entities[key])) for key, old in before.items())
    _write_entities(connection, batch.entities, existing, run)
    orphans = _write_additions(connection, batch.additions)
    return Written(len(batch.entities), removed, orphans)


def merged(old: SourceEntity, new: SourceEntity) -> SourceEntity:
    """Two records of one entity as one; of two texts the first that says something counts."""
    return replace(
        old,
        type=old.type if old.type != "other" else new.type,
        names=_united(old.names, new.names),
        schema=old.schema or new.schema,
        description=old.description or new.description,
        countries=tuple(dict.fromkeys(old.countries + new.countries)),
        birth_dates=tuple(dict.fromkeys(old.birth_dates + new.birth_dates)),
        genders=tuple(dict.fromkeys(old.genders + new.genders)),
        origins=tuple(dict.fromkeys(old.origins + new.origins)),
        referents=tuple(dict.fromkeys(old.referents + new.referents)),
    )


def _united(old: Iterable[SourceName], new: Iterable[SourceName]) -> tuple[SourceName, ...]:
    found = {(name.text, name.lang): name for name in old}
    has_primary = any(name.kind == "primary" for name in found.values())
    for name in new:
        kind = "alias" if has_primary and name.kind == "primary" else name.kind
        found.setdefault((name.text, name.lang), name._replace(kind=kind))
    return tuple(found.values())


class _Batch:
    """Records by key, each entity once."""

    def __init__(self, connection: Connection, source: str) -> None:
        self._connection = connection
        self._numbers: dict[str, int] = {}
        self._source = source
        self.entities: dict[Key, SourceEntity] = {}
        self.additions: dict[Key, tuple[SourceName, ...]] = {}
        self.removed: dict[Key, None] = {}

    def take(self, record: Record) -> None:
        if isinstance(record, SourceEntity):
            key = self.key_of(record)
            old = self.entities.get(key)
            self.entities[key] = record if old is None else merged(old, record)
            return
        key = (record.id, self._number(self._source))
        if isinstance(record, Removal):
            self.removed[key] = None
            self.entities.pop(key, None)
            self.additions.pop(key, None)
        elif key in self.entities:
            old = self.entities[key]
            self.entities[key] = replace(old, names=_united(old.names, record.names))
        else:
            self.additions[key] = _united(self.additions.get(key, ()), record.names)

    def key_of(self, entity: SourceEntity) -> Key:
        return entity.id, self._number(entity.source or self._source)

    def _number(self, name: str) -> int:
        """The number of a source, which is made where there is none."""
        if name not in self._numbers:
            self._numbers[name] = source_number(self._connection, name)
        return self._numbers[name]


def source_number(connection: Connection, name: str) -> int:
    """The number of the source of this name; it is made where there is none."""
    table = schema.sources
    no = connection.scalar(sa.select(table.c.no).where(table.c.name == name))
    if no is None:
        no = connection.execute(sa.insert(table).values(name=name).returning(table.c.no)).scalar_one()
    return int(no)


def _chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """The items in lists for queries, the last one with its last item repeated up to a power of two: the driver keeps
    each statement that it has seen, so there must not be one for every number of items."""
    for at in range(0, len(items), _CHUNK):
        part = items[at : at + _CHUNK]
        length = 1 << (len(part) - 1).bit_length()
        yield [*part, *[part[-1]] * (length - len(part))]


def _existing(connection: Connection, keys: Mapping[Key, Any]) -> dict[Key, tuple[int, int]]:
    """Of the keys that are there: the entity's number and the import that wrote it."""
    table = schema.entities
    found: dict[Key, tuple[int, int]] = {}
    for chunk in _chunks(sorted(entity_id for entity_id, _ in keys)):
        query = sa.select(table.c.id, table.c.source, table.c.no, table.c["import"]).where(table.c.id.in_(chunk))
        for entity_id, source, no, run in connection.execute(query):
            if (entity_id, source) in keys:
                found[entity_id, source] = (no, run)
    return found


def _remove(connection: Connection, numbered: Iterable[tuple[int, int]]) -> int:
    numbers = [no for no, _ in numbered]
    for chunk in _chunks(numbers):
        for table in (schema.names, schema.referents):
            connection.execute(sa.delete(table).where(table.c.entity.in_(chunk)))
        connection.execute(sa.delete(schema.entities).where(schema.entities.c.no.in_(chunk)))
    return len(numbers)


def _write_entities(
    connection: Connection, batch: Mapping[Key, SourceEntity], existing: Mapping[Key, tuple[int, int]], run: int
) -> None:
    """What was there is removed and written anew under its number."""
    _remove(connection, existing.values())
    last = connection.scalar(sa.select(sa.func.max(schema.entities.c.no))) or 0
    last = max([last, *(no for no, _ in existing.values())])
    entity_rows: list[tuple[Any, ...]] = []
    name_rows: list[tuple[Any, ...]] = []
    referent_rows: list[tuple[Any, ...]] = []
    for key, entity in batch.items():
        if key in existing:
            no = existing[key][0]
        else:
            last += 1
            no = last
        lists = map("\n".join, _lists(entity))
        entity_rows.append((no, entity.id, key[1], run, entity.type, entity.schema, entity.description, *lists))
        name_rows += _name_rows(no, entity.names)
        referent_rows += ((no, referent) for referent in dict.fromkeys(entity.referents))
    _insert(connection, schema.entities, entity_rows)
    _insert(connection, schema.names, name_rows)
    _insert(connection, schema.referents, referent_rows)


def _lists(entity: SourceEntity) -> tuple[tuple[str, ...], ...]:
    """The columns that hold several values, in the order of the table."""
    return entity.countries, entity.birth_dates, entity.origins, entity.referents, entity.genders


def _name_rows(no: int, names: Iterable[SourceName], start: int = 0) -> list[tuple[Any, ...]]:
    # A number for `weak`: the driver of SQLite is slow with what is not plainly a number or text.
    return [(no, at, *name[:-1], int(name.weak)) for at, name in enumerate(names, start)]


def _write_additions(connection: Connection, additions: Mapping[Key, tuple[SourceName, ...]]) -> tuple[str, ...]:
    """Adds names to entities that are there; returns the ids of those that are not."""
    existing = _existing(connection, additions)
    numbers = {no: key for key, (no, _) in existing.items()}
    rows: list[tuple[Any, ...]] = []
    for chunk in _chunks(list(numbers)):
        known: dict[int, list[SourceName]] = {}
        for no, entity in zip(chunk, entities_numbered(connection, chunk), strict=True):
            known[no] = list(entity.names)
        for no, names in known.items():
            united = _united(names, additions[numbers[no]])
            rows += _name_rows(no, united[len(names) :], len(names))
    _insert(connection, schema.names, rows)
    return tuple(entity_id for entity_id, source in additions if (entity_id, source) not in existing)


def _insert(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Inserts rows with all columns in their order, by the fastest way that the database has."""
    if not rows:
        return
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    if connection.dialect.name == "postgresql":
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
    else:
        places = ", ".join("?" * len(table.columns))
        connection.exec_driver_sql(f'INSERT INTO "{table.name}" ({columns}) VALUES ({places})', list(rows))  # noqa: S608
