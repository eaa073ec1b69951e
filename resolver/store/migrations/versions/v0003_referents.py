"""A table of its own for the referents of entities, so that an entity is found by each of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Makes the table, with what the entities say."""
    table = op.create_table(
        "referent",
        sa.Column("entity", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("entity", "id", name="pk_referent"),
        sa.ForeignKeyConstraint(["entity"], ["entity.no"], name="fk_referent_entity", ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_referent_id", "referent", ["id"])
    entities = sa.table("entity", sa.column("no"), sa.column("referents"))
    query = sa.select(entities.c.no, entities.c.referents).where(entities.c.referents != "")
    for chunk in op.get_bind().execute(query.execution_options(yield_per=1000)).partitions():
        rows = [{"entity": no, "id": referent} for no, lines in chunk for referent in lines.split("\n")]
        op.bulk_insert(table, rows)
