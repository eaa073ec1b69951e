"""Decisions, which are added but never changed or removed: the database itself refuses that."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_SQLITE = """
CREATE TRIGGER decision_no_{event} BEFORE {event} ON decision
BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END
"""
_POSTGRESQL = (
    """
CREATE FUNCTION decision_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'decisions are append-only'; END $$
""",
    """
CREATE TRIGGER decision_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON decision
FOR EACH STATEMENT EXECUTE FUNCTION decision_is_append_only()
""",
)


def upgrade() -> None:
    """Makes the table and its guard."""
    op.create_table(
        "decision",
        sa.Column("no", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("kind", "entity", "other", "who", "why", "at")),
        sa.Column("undoes", sa.Integer, nullable=True),
        sa.PrimaryKeyConstraint("no", name="pk_decision"),
        sa.ForeignKeyConstraint(["undoes"], ["decision.no"], name="fk_decision_undoes"),
        sa.UniqueConstraint("undoes", name="uq_decision_undoes"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_decision_entity", "decision", ["entity"])
    if op.get_bind().dialect.name == "sqlite":
        for event in ("UPDATE", "DELETE"):
            op.execute(_SQLITE.format(event=event))
    else:
        for statement in _POSTGRESQL:
            op.execute(statement)
