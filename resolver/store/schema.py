"""The tables of a store, as the newest migration leaves them.

Values of a list stand in one text, a line each: they are tidy texts, which have no line breaks.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, MetaData, Table, Text, UniqueConstraint

REVISION = "0004"
"""The newest migration. `migrations/versions` has all of them."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

sources = Table(
    "source",
    metadata,
    Column("no", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
)

imports = Table(
    "import",
    metadata,
    Column("no", Integer, primary_key=True),
    Column("files", Text, nullable=False),
    Column("formats", Text, nullable=False),
    Column("started", Text, nullable=False),
    Column("finished", Text, nullable=False, server_default=""),
    Column("entities", Integer, nullable=False, server_default="0"),
    Column("rejected", Integer, nullable=False, server_default="0"),
)

# The key is a number of our own: entities that come later get higher ones, so that tables grow at their end.
entities = Table(
    "entity",
    metadata,
    Column("no", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False),
    Column("source", Integer, ForeignKey("source.no"), nullable=False),
    Column("import", Integer, ForeignKey("import.no"), nullable=False),
    Column("type", Text, nullable=False),
    Column("schema", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("countries", Text, nullable=False),
    Column("birth_dates", Text, nullable=False),
    Column("origins", Text, nullable=False),
    Column("referents", Text, nullable=False),
    Column("genders", Text, nullable=False, server_default=""),
    UniqueConstraint("id", "source"),
)

names = Table(
    "name",
    metadata,
    Column("entity", BigInteger, ForeignKey("entity.no", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("lang", Text, nullable=False),
    Column("script", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("weak", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

# What `entity.referents` says, a row each, to find an entity by its other ids.
referents = Table(
    "referent",
    metadata,
    Column("entity", BigInteger, ForeignKey("entity.no", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("id", Text, primary_key=True, index=True),
    sqlite_with_rowid=False,
)

# Append-only: triggers refuse to change or remove a row. An undoing is a row of its own that names what it undoes.
decisions = Table(
    "decision",
    metadata,
    Column("no", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("entity", Text, nullable=False, index=True),
    Column("other", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("undoes", Integer, ForeignKey("decision.no"), nullable=True, unique=True),
    sqlite_autoincrement=True,
)
