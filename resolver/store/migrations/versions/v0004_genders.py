"""What lists say of the gender of persons."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Adds the column; lists imported before have to be imported again to fill it."""
    op.add_column("entity", sa.Column("genders", sa.Text, nullable=False, server_default=""))
