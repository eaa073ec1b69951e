"""A store: entities, names and where they come from, in one SQLite file or in PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from resolver.errors import StoreError
from resolver.sources import Record, SourceEntity
from resolver.store import decisions, schema
from resolver.store.corrections import Corrections, contradiction, under
from resolver.store.database import engine_of, migrate, reading, shown, url_of, writing
from resolver.store.decisions import Decision, DecisionKind
from resolver.store.reading import entities_of, entities_with_ids, merged_ids
from resolver.store.writing import Written, write


@dataclass(frozen=True, slots=True)
class SourceCount:
    """How much of a store is of one source."""

    source: str
    entities: int
    names: int


class Store:
    """An open store; close it, or use it in a `with`. Several processes may read and write the same one."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, where: str | Path, *, create: bool = False, pooled: bool = True) -> Store:
        """Opens the store at a path (SQLite) or URL (SQLite, PostgreSQL) and brings its tables up to date.

        With `create` one is made where there is none. Not `pooled`, it keeps no connection between two calls, so that
        the process may fork. Raises StoreError where there is none, where it is not usable or
        a newer version wrote it, ConfigurationError for a URL that makes no sense.
        """
        url = url_of(str(where))
        if url.get_backend_name() == "sqlite" and not create and not Path(str(url.database)).is_file():
            raise StoreError(f"there is no store at {shown(url)}: make one with `resolver import FILE --into …`")
        engine = engine_of(url, pooled=pooled)
        try:
            with _told(engine):
                migrate(engine, create=create)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine)

    def close(self) -> None:
        """Closes all connections."""
        self._engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def begin_import(self, files: Iterable[str], formats: Iterable[str]) -> int:
        """Notes that an import begins; its number goes with what it writes."""
        values = {"files": "\n".join(files), "formats": "\n".join(dict.fromkeys(formats)), "started": _now()}
        with self._writing() as connection:
            query = sa.insert(schema.imports).values(**values).returning(schema.imports.c.no)
            return int(connection.execute(query).scalar_one())

    def put(self, records: Iterable[Record], *, source: str, run: int) -> Written:
        """Writes records of the import `run` in one transaction; when this returns they are there to stay.

        An entity takes the place of what an earlier import said under its source and id; what this import said before
        about it is added to. `source` names the list of those that don't. Raises StoreError; then none is written.
        """
        with self._writing() as connection:
            return write(connection, records, source, run)

    def end_import(self, run: int, *, entities: int, rejected: int) -> None:
        """Notes that an import is complete."""
        with self._writing() as connection:
            query = sa.update(schema.imports).where(schema.imports.c.no == run)
            connection.execute(query.values(finished=_now(), entities=entities, rejected=rejected))

    def prune(self, run: int) -> int:
        """Removes what the sources of the import `run` held before and it did not name; returns how many entities."""
        table = schema.entities
        with self._writing() as connection:
            sources = sa.select(table.c.source).where(table.c["import"] == run).distinct()
            gone = sa.and_(table.c.source.in_(sources), table.c["import"] != run)
            numbers = sa.select(table.c.no).where(gone)
            for part in (schema.names, schema.referents):
                connection.execute(sa.delete(part).where(part.c.entity.in_(numbers)))
            return connection.execute(sa.delete(table).where(gone)).rowcount

    def entities(self, *, source: str | None = None) -> Iterator[SourceEntity]:
        """All entities, or those of one source, in the order in which they first came, as they stand when this is
        called; a chunk of them is held at a time."""
        with self._reading() as connection:
            yield from entities_of(connection, source)

    def counts(self) -> list[SourceCount]:
        """How many entities and names there are of each source, by the name of the source."""
        entity, name = schema.entities, schema.names
        query = (
            sa.select(schema.sources.c.name, sa.func.count(sa.distinct(entity.c.no)), sa.func.count(name.c.entity))
            .select_from(schema.sources)
            .join(entity, entity.c.source == schema.sources.c.no)
            .join(name, name.c.entity == entity.c.no)
            .group_by(schema.sources.c.name)
            .order_by(schema.sources.c.name)
        )
        with self._reading() as connection:
            return [SourceCount(*row) for row in connection.execute(query)]

    def with_ids(self, ids: Iterable[str]) -> list[SourceEntity]:
        """The entities that have one of these ids, in whichever source."""
        with self._reading() as connection:
            return entities_with_ids(connection, list(ids))

    def merged(self, ids: Iterable[str]) -> dict[str, str]:
        """Where lists say what became of these ids: each that no entity has any more, and the id of the one entity that
        has it among its referents."""
        with self._reading() as connection:
            return merged_ids(connection, list(ids))

    def decide(self, decision: Decision) -> int:
        """Writes a decision; returns its number. When this returns it is there to stay. Raises InputError for one that
        says too little, or that a negative one which holds already contradicts."""
        checked = decisions.checked(decision)
        with self._deciding() as connection:
            if found := contradiction(checked, lambda *kinds: _holding(connection, kinds)):
                raise found
            return decisions.add(connection, checked, _now())

    def undo(self, no: int, *, who: str, why: str = "") -> int:
        """Undoes a decision by its number; returns the number of the undoing. Raises InputError if there is none, or it
        is undone already."""
        with self._deciding() as connection:
            return decisions.undo(connection, no, who, why, _now())

    def decisions(self, *, undone: bool = False) -> list[Decision]:
        """The decisions that hold, in the order in which they were made; with `undone` the others as well."""
        with self._reading() as connection:
            return [found for found in decisions.all_of(connection) if undone or not found.undone]

    def decision(self, no: int) -> Decision:
        """The decision with this number. Raises InputError if there is none."""
        with self._reading() as connection:
            return decisions.numbered(connection, no)

    def revision(self) -> int:
        """The number of the last decision or undoing, 0 before the first; it costs one look into an index to ask."""
        with self._reading() as connection:
            return decisions.revision(connection)

    def corrections(self, *, at: int | None = None, known: Callable[[str], bool] = lambda _: False) -> Corrections:
        """What the decisions come to, now or after the one (or the undoing) whose number is `at`.

        Ids of entities that a list has merged since stand for those that it kept, unless they are `known` otherwise.
        """
        with self._reading() as connection:
            revision = decisions.revision(connection)
            if at is None or at >= revision:
                found = list(decisions.all_of(connection))
            else:
                found, revision = list(decisions.as_of(connection, at)), at
            return Corrections.of(found, revision, _listed(connection, found, known))

    def revision_at(self, time: datetime) -> int:
        """The number of the last decision or undoing made until this time."""
        with self._reading() as connection:
            return decisions.revision(connection, until=_written(time))

    @contextmanager
    def _deciding(self) -> Iterator[Connection]:
        """One decider at a time, so that decisions take effect in the order of their numbers."""
        with self._writing() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("LOCK TABLE decision IN SHARE ROW EXCLUSIVE MODE")
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with _told(self._engine), reading(self._engine) as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with _told(self._engine), writing(self._engine) as connection:
            yield connection


def _holding(connection: Connection, kinds: Iterable[DecisionKind]) -> list[Decision]:
    found = decisions.holding(connection, kinds)
    listed = _listed(connection, found)
    return [under(listed, decision) for decision in found]


def _listed(
    connection: Connection, found: Iterable[Decision], known: Callable[[str], bool] = lambda _: False
) -> dict[str, str]:
    """The ids in these decisions that lists have merged, unless they are `known` otherwise."""
    ids = {entity for decision in found for entity in decision.entities}
    return merged_ids(connection, [entity for entity in sorted(ids) if not known(entity)])


@contextmanager
def _told(engine: Engine) -> Iterator[None]:
    """Says what went wrong in the database in one line, without the statement and its values."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        reason = str(error.orig).strip().partition("\n")[0]
        raise StoreError(f"the store {shown(engine.url)} can't be used: {reason}") from error


def _now() -> str:
    return _written(datetime.now(UTC))


def _written(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="seconds")
