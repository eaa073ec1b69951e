"""Reading entities out of a store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Connection

from resolver.sources import SourceEntity, SourceName
from resolver.store import schema

_CHUNK = 2000


def entities_of(connection: Connection, source: str | None = None) -> Iterator[SourceEntity]:
    """All entities, or those of one source, in the order in which they came; a chunk of them is held at a time."""
    last = 0
    while True:
        table = schema.entities
        query = sa.select(table.c.no).where(table.c.no > last).order_by(table.c.no).limit(_CHUNK)
        if source is not None:
            query = query.join(schema.sources).where(schema.sources.c.name == source)
        numbers = [no for (no,) in connection.execute(query)]
        if not numbers:
            return
        yield from _entities(connection, schema.entities.c.no.between(numbers[0], numbers[-1]), source)
        last = numbers[-1]


def entities_numbered(connection: Connection, numbers: Sequence[int]) -> list[SourceEntity]:
    """The entities of these numbers, in the order of the numbers given."""
    found = dict(_numbered(connection, schema.entities.c.no.in_(numbers)))
    return [found[no] for no in numbers]


def entities_with_ids(connection: Connection, ids: Sequence[str]) -> list[SourceEntity]:
    """The entities that have one of these ids, of any source."""
    found: list[SourceEntity] = []
    for at in range(0, len(ids), _CHUNK):
        found += (entity for _, entity in _numbered(connection, schema.entities.c.id.in_(ids[at : at + _CHUNK])))
    return found


def merged_ids(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """Of these ids, those that are no entity's own and a referent of one alone: each with the id of that entity."""
    entity, referent, own = schema.entities, schema.referents, schema.entities.alias("own")
    query = (
        sa.select(referent.c.id, sa.func.min(entity.c.id))
        .join(entity)
        .where(~sa.exists().where(own.c.id == referent.c.id))
        .group_by(referent.c.id)
        .having(sa.func.count(sa.distinct(entity.c.id)) == 1)
    )
    found: dict[str, str] = {}
    for at in range(0, len(ids), _CHUNK):
        rows = connection.execute(query.where(referent.c.id.in_(ids[at : at + _CHUNK])))
        found.update((old, kept) for old, kept in rows)
    return found


def _entities(connection: Connection, where: ColumnElement[bool], source: str | None) -> Iterator[SourceEntity]:
    for _, entity in _numbered(connection, where):
        if source is None or entity.source == source:
            yield entity


def _numbered(connection: Connection, where: ColumnElement[bool]) -> Iterator[tuple[int, SourceEntity]]:
    entity, name = schema.entities, schema.names
    query = (
        sa.select(entity, schema.sources.c.name.label("source_name"))
        .join(schema.sources)
        .where(where)
        .order_by(entity.c.no)
    )
    rows = connection.execute(query).all()
    named = sa.select(name).join(entity).where(where).order_by(name.c.entity, name.c.position)
    names = {
        no: tuple(SourceName(row.text, row.lang, row.script, row.kind, row.weak) for row in group)
        for no, group in groupby(connection.execute(named), key=lambda row: row.entity)
    }
    return ((row.no, _entity(row, names.get(row.no, ()))) for row in rows)


def _entity(row: Any, names: tuple[SourceName, ...]) -> SourceEntity:
    return SourceEntity(
        row.id,
        row.type,
        names,
        schema=row.schema,
        description=row.description,
        countries=_lines(row.countries),
        birth_dates=_lines(row.birth_dates),
        origins=_lines(row.origins),
        referents=_lines(row.referents),
        genders=_lines(row.genders),
        source=row.source_name,
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()
