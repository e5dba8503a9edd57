"""What Alembic runs for each upgrade: the connection comes from `storage.migrations.migrate`, its transaction too."""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    transactional_ddl=True,  # also on SQLite, where we begin the transaction ourselves
)
with context.begin_transaction():
    context.run_migrations()
