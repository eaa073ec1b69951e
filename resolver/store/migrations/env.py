"""Run by alembic for each migration of a store; the connection comes from `resolver.store.database.migrate`."""

from __future__ import annotations

from alembic import context

from resolver.store.schema import metadata

# The caller holds the transaction, and with it the lock: all migrations take effect together or not at all.
context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
context.run_migrations()
