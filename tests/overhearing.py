"""Listening to what really reaches the database's driver, whichever way it goes there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection

Hear = Callable[[Any, str, Any, bool], None]
"""Called after each execution with the driver's cursor, the statement, its values, and whether these are many rows."""


class Overheard:
    """The driver's connection, or a cursor of it, that tells what is executed."""

    def __init__(self, real: Any, hear: Hear) -> None:
        self._real, self._hear = real, hear

    def cursor(self, *arguments: Any, **named: Any) -> Overheard:
        return Overheard(self._real.cursor(*arguments, **named), self._hear)

    def execute(self, statement: str, values: Any = ()) -> Any:
        self._real.execute(statement, values)
        self._hear(self._real, statement, values, False)
        return self

    def executemany(self, statement: str, values: Any) -> Any:
        self._real.executemany(statement, values)
        self._hear(self._real, statement, values, True)
        return self

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


@contextmanager
def overheard(connection: Connection, hear: Hear) -> Iterator[None]:
    """Has `hear` called for everything that this connection executes meanwhile."""
    pooled: Any = connection.connection
    real = pooled.dbapi_connection
    pooled.dbapi_connection = Overheard(real, hear)
    try:
        yield
    finally:
        pooled.dbapi_connection = real


@contextmanager
def statements(connection: Connection) -> Iterator[list[str]]:
    """The statements that this connection executes meanwhile."""
    heard: list[str] = []
    with overheard(connection, lambda _cursor, statement, _values, _many: heard.append(statement)):
        yield heard
