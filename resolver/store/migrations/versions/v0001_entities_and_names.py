"""Sources, imports, entities and their names."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "source",
        sa.Column("no", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("no", name="pk_source"),
        sa.UniqueConstraint("name", name="uq_source_name"),
    )
    op.create_table(
        "import",
        sa.Column("no", sa.Integer, nullable=False),
        sa.Column("files", sa.Text, nullable=False),
        sa.Column("formats", sa.Text, nullable=False),
        sa.Column("started", sa.Text, nullable=False),
        sa.Column("finished", sa.Text, nullable=False, server_default=""),
        sa.Column("entities", sa.Integer, nullable=False, server_default="0"),
        sa.Column("rejected", sa.Integer, nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("no", name="pk_import"),
    )
    op.create_table(
        "entity",
        sa.Column("no", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("source", sa.Integer, nullable=False),
        sa.Column("import", sa.Integer, nullable=False),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("type", "schema", "description", "countries", "birth_dates", "origins", "referents")
        ),
        sa.PrimaryKeyConstraint("no", name="pk_entity"),
        sa.ForeignKeyConstraint(["source"], ["source.no"], name="fk_entity_source"),
        sa.ForeignKeyConstraint(["import"], ["import.no"], name="fk_entity_import"),
        sa.UniqueConstraint("id", "source", name="uq_entity_id"),
    )
    op.create_table(
        "name",
        sa.Column("entity", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("position", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("lang", sa.Text, nullable=False),
        sa.Column("script", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("weak", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("entity", "position", name="pk_name"),
        sa.ForeignKeyConstraint(["entity"], ["entity.no"], name="fk_name_entity", ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
