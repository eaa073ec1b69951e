"""A connection to the database of a store: where it is, how transactions begin, and its migrations."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, event

from resolver.errors import ConfigurationError, StoreError
from resolver.store.schema import REVISION

_MIGRATIONS = Path(__file__).parent / "migrations"
_MIGRATION_LOCK = 7_243_392_161
"""The number of PostgreSQL's advisory lock under which one process at a time migrates."""

_WAIT_FOR_LOCK = 60
"""Seconds to wait for another process's transaction on SQLite."""

_LOOK_AT_LOCK = 0.01

_WAIT_FOR_SERVER = 5
"""Seconds to wait for PostgreSQL to take a connection."""


def url_of(where: str) -> sa.URL:
    """The URL of a store: a path is a SQLite file. Raises ConfigurationError for what is neither."""
    if "://" not in where:
        return sa.URL.create("sqlite", database=str(Path(where).absolute()))
    try:
        url = sa.make_url(where)
    except sa.exc.ArgumentError:
        raise ConfigurationError(f"{where} is no URL of a store") from None
    if url.get_backend_name() in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite":
        return url.set(drivername="sqlite")
    raise ConfigurationError(f"a store is a SQLite file or a PostgreSQL database, not {url.get_backend_name()}")


def engine_of(url: sa.URL, *, pooled: bool = True) -> Engine:
    """An engine whose transactions are read-only in effect until `writing`; not `pooled`, it connects for each. Raises
    ConfigurationError if the driver is missing."""
    pool: dict[str, Any] = {} if pooled else {"poolclass": sa.NullPool}
    if url.get_backend_name() == "sqlite":
        engine = sa.create_engine(url, connect_args={"timeout": _WAIT_FOR_LOCK}, **pool)
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        connect = {} if "connect_timeout" in url.query else {"connect_timeout": _WAIT_FOR_SERVER}
        return sa.create_engine(url, isolation_level="READ COMMITTED", connect_args=connect, **pool)
    except ImportError:
        raise ConfigurationError("PostgreSQL needs its driver: pip install 'resolver[postgresql]'") from None


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver would begin transactions by its own lights, and none for DDL: we begin them.
    connection.isolation_level = None
    # In WAL readers and a writer don't wait for one another; FULL keeps a commit through a power cut.
    # Large pages (of a new file) are written together: ids come in no order, and with pages of 4 KB the commits of an
    # import took as long again as the inserts.
    connection.execute("PRAGMA page_size=16384")
    _use_wal(connection)
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}")


def _use_wal(connection: sqlite3.Connection) -> None:
    """Where several make a file at once, SQLite does not wait by itself for whoever is first to have set its mode."""
    deadline = time.monotonic() + _WAIT_FOR_LOCK
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_LOOK_AT_LOCK)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that becomes a writer only later may fail at that point; so writers say so at once.
    mode = "IMMEDIATE" if connection.get_execution_options().get("writing") else "DEFERRED"
    connection.exec_driver_sql(f"BEGIN {mode}")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees one state of the store throughout."""
    options: dict[str, Any] = {} if engine.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that may write; it is committed at the end of the block."""
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        yield connection


def revision_of(connection: Connection) -> str | None:
    """The revision of the store's tables; None if there are no tables of a store."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)


def migrate(engine: Engine, *, create: bool) -> None:
    """Brings the tables to the newest revision, in one transaction. Raises StoreError where there is no store and none
    is to be made, or where a newer version wrote it."""
    with reading(engine) as connection:
        if revision_of(connection) == REVISION:
            return
    with writing(engine) as connection:
        if engine.name != "sqlite":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
        if revision_of(connection) is None and not create:
            raise StoreError(f"there is no store at {shown(engine.url)}: make one with `resolver import FILE --into …`")
        _upgrade(connection)


def _upgrade(connection: Connection) -> None:
    # Here, not above: a store that is up to date needs none of it, and it takes long to load.
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError:
        raise StoreError(f"a newer version of resolver wrote the store {shown(connection.engine.url)}") from None


def shown(url: sa.URL) -> str:
    """A URL without its password; of SQLite the path alone."""
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)
