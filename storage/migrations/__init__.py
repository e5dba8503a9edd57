"""Alembic, without an ini file: the versions beside this file are applied whenever a store is opened."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine


class NewerDatabaseError(Exception):
    """The database was migrated by a version of socialpost that knows more versions than this one."""


def migrate(engine: Engine, *, lock: str | None) -> None:
    """Brings the tables up to date in one transaction. `lock`: a statement that keeps other processes out meanwhile.

    Without a statement, beginning the transaction must itself be the lock (SQLite's BEGIN IMMEDIATE). A database that
    is up to date is only looked at.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    versions = ScriptDirectory.from_config(config)
    head = versions.get_current_head()
    with engine.begin() as connection:
        if lock is not None:
            connection.exec_driver_sql(lock)
        current = _current(connection)
        if current == head:
            return
        if current is not None and current not in {version.revision for version in versions.walk_revisions()}:
            raise NewerDatabaseError(current)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
