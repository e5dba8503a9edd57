"""Opens the database, SQLite or PostgreSQL, brings its tables up to date, and hands out transactions."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Literal

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from storage.migrations import NewerDatabaseError, migrate

Dialect = Literal["sqlite", "postgresql"]

BUSY_SECONDS = 10
"""How long a SQLite write waits for another process before it gives up."""

_CONNECT_SECONDS = 5

_WRITER_CACHE_KIB = 16_000

# About 32 request threads, the drain and the clock; a thread may read while it writes.
_SQLITE_READERS = 40
_POSTGRES_KEPT, _POSTGRES_MORE = 16, 24


class StoreError(Exception):
    """The database cannot be used. The message is a sentence for the person who starts the bot; it holds no password."""


@dataclass(slots=True)
class Store:
    """The database of one running bot. Safe to share between threads; `close` it at the end."""

    dialect: Dialect
    _readers: Engine
    _writers: Engine
    _writer: Connection | None
    """SQLite only: the one connection that writes. Keeping it checked out saves a fifth of a small transaction."""
    _turn: threading.RLock = field(default_factory=threading.RLock)

    @classmethod
    def open(cls, url: str) -> Store:
        """Opens `sqlite:///path/to/file` or `postgresql://user:password@host/name`, creating and migrating as needed.

        Several processes may do this at once. Raises `StoreError`.
        """
        parsed = _parse(url)
        try:
            return _open_sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _open_postgres(parsed)
        except NewerDatabaseError:
            raise StoreError(
                f"The database {_shown(parsed)} was written by a newer version of socialpost. Please update socialpost."
            ) from None
        except (SQLAlchemyError, OSError) as error:
            raise StoreError(f"The database {_shown(parsed)} cannot be used: {_reason(error, parsed)}") from error

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction that may change things: committed on leaving, rolled back if an exception leaves it.

        SQLite: one writer at a time, queued in the process before the file is locked (waiting there is fairer and far
        cheaper than polling the file). PostgreSQL: READ COMMITTED. Does not nest.
        """
        if self._writer is None:
            with self._writers.begin() as connection:
                yield connection
            return
        with self._turn, self._writer.begin():
            yield self._writer

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One snapshot, the same for every statement in it. Never waits for a writer; the database refuses changes."""
        with self._readers.begin() as connection:
            yield connection

    def close(self) -> None:
        """Gives every connection back. The store cannot be used afterwards."""
        if self._writer is not None:
            with self._turn:
                self._writer.close()
        self._writers.dispose()
        self._readers.dispose()


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # a port that is no number is a ValueError
        raise StoreError(
            "DATABASE_URL is not an address. It looks like sqlite:///socialpost.db or postgresql://user:password@host/name."
        ) from None
    backend = parsed.get_backend_name()
    if backend in {"postgresql", "postgres"}:
        return parsed.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise StoreError(f"DATABASE_URL begins with {backend}://, but only sqlite:/// and postgresql:// are known.")
    if parsed.database in {None, "", ":memory:"}:
        raise StoreError("DATABASE_URL names no file. It looks like sqlite:///socialpost.db.")
    return parsed


def _shown(url: URL) -> str:
    return url.database or "" if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


def _reason(error: Exception, url: URL) -> str:
    """The driver's own words, on one line. Drivers do not repeat passwords; this does not rely on it."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    words = " ".join(str(cause).split())
    return words.replace(str(url.password), "***") if url.password else words


def _open_sqlite(url: URL) -> Store:
    path = Path(str(url.database))
    path.parent.mkdir(parents=True, exist_ok=True)
    _make_private(path)
    # An error that reaches a log shows the statement, never the words and names that went with it.
    writers = create_engine(url.set(drivername="sqlite+writing"), pool_size=1, max_overflow=0, hide_parameters=True)
    readers = create_engine(
        url.set(drivername="sqlite+reading"), pool_size=_SQLITE_READERS, max_overflow=0, hide_parameters=True
    )
    event.listen(writers, "connect", _prepare_writer)
    event.listen(readers, "connect", _prepare_reader)
    try:
        migrate(writers, lock=None)
        return Store("sqlite", readers, writers, writers.connect())
    except BaseException:
        writers.dispose()
        raise


def _make_private(path: Path) -> None:
    """A new file is for its owner only; SQLite gives the files beside it the same permissions."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return


def _prepare_writer(connection: SqliteConnection, _record: object) -> None:
    connection.isolation_level = None  # we begin transactions ourselves: the driver would only at the first change
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")  # acknowledged means committed, also when the power fails
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{_WRITER_CACHE_KIB}")  # an import changes pages all over, again and again


def _prepare_reader(connection: SqliteConnection, _record: object) -> None:
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    connection.execute("PRAGMA query_only = ON")


class _Writing(SQLiteDialect_pysqlite):
    """Says BEGIN itself. A listener to "begin" would cost each statement of each transaction, whoever it listens for."""

    supports_statement_cache = True

    def do_begin(self, dbapi_connection: DBAPIConnection) -> None:
        dbapi_connection.cursor().execute("BEGIN IMMEDIATE")


class _Reading(SQLiteDialect_pysqlite):
    supports_statement_cache = True

    def do_begin(self, dbapi_connection: DBAPIConnection) -> None:
        dbapi_connection.cursor().execute("BEGIN")


registry.register("sqlite.writing", __name__, _Writing.__name__)
registry.register("sqlite.reading", __name__, _Reading.__name__)


def _open_postgres(url: URL) -> Store:
    writers = create_engine(
        url,
        isolation_level="READ COMMITTED",
        pool_size=_POSTGRES_KEPT,
        max_overflow=_POSTGRES_MORE,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"connect_timeout": _CONNECT_SECONDS, "application_name": "socialpost"},
    )
    readers = writers.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    try:
        # The number only has to be ours: it is held while the tables are made, by one process at a time.
        migrate(writers, lock="SELECT pg_advisory_xact_lock(7623148811)")
    except BaseException:
        writers.dispose()
        raise
    return Store("postgresql", readers, writers, None)
