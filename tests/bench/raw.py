"""The same rows written by nothing but sqlite3: what the bot writes for each operation is recorded once, then replayed.

The replay is as lean as a person could write it: no reads, no RETURNING, plain VALUES, one BEGIN IMMEDIATE … COMMIT each.
In the end both databases must hold the same rows, or the comparison is worth nothing.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from slack_bolt import BoltRequest

from bot.app import Bot
from tests.overhearing import overheard

Json = dict[str, Any]
Write = tuple[str, Sequence[Any], bool]
"""A statement, its values, and whether these are many rows."""

_RETURNING = re.compile(r"\s+RETURNING\s.*", re.DOTALL)
_FROM_SELECT = re.compile(r"INSERT INTO (\w+) \(([^)]*)\) SELECT")
_WRITES = ("INSERT", "UPDATE", "DELETE")


def copied(database: Path, to: Path) -> Path:
    """A copy of a database that may be in use, its write-ahead log included. Returns where it is."""
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)
    return to


class Scribe:
    """Writes down which rows a bot writes; the bot and its database are for this alone."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._writes: list[Write] = []

    def writes_of(self, payload: Json) -> list[Write]:
        """Has the bot answer a payload; the rows that it wrote."""
        self._writes = []
        assert self._bot.store._writer is not None
        with overheard(self._bot.store._writer, self._hear):
            self._bot.app.dispatch(BoltRequest(mode="socket_mode", body=payload))
        return self._writes

    def _hear(self, cursor: sqlite3.Cursor, statement: str, values: Any, many: bool) -> None:
        if not statement.startswith(_WRITES):
            return
        statement = _RETURNING.sub("", statement)
        if selected := _FROM_SELECT.match(statement):
            self._writes.append(_as_rows(cursor, *selected.groups()))
        else:
            self._writes.append((statement, values, many))


def _as_rows(cursor: sqlite3.Cursor, table: str, columns: str) -> Write:
    """What INSERT … SELECT has just put in, as plain rows."""
    looking = cursor.connection.cursor()
    newest = looking.execute(
        f"SELECT {columns} FROM {table} WHERE created_at = (SELECT max(created_at) FROM {table}) ORDER BY id"
    )
    rows = newest.fetchall()
    assert len(rows) == cursor.rowcount, (len(rows), cursor.rowcount)
    places = ", ".join("?" for _ in rows[0])
    return f"INSERT INTO {table} ({columns}) VALUES ({places})", rows, True


class Raw:
    """A connection with the bot's own pragmas and nothing between it and SQLite."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            self._connection.execute(f"PRAGMA {pragma}")

    def work(self, operations: list[list[Write]]) -> Replay:
        """These operations, ready to be written."""
        return Replay(self._connection.cursor(), operations)

    def close(self) -> None:
        self._connection.close()


@dataclass(frozen=True, slots=True)
class Replay:
    """Operations as lists of writes, each in one transaction."""

    cursor: sqlite3.Cursor
    operations: list[list[Write]]
    seconds: list[float] = field(default_factory=list)

    def run(self) -> None:
        for writes in self.operations:
            begun = time.perf_counter()
            self.cursor.execute("BEGIN IMMEDIATE")
            for statement, values, many in writes:
                if many:
                    self.cursor.executemany(statement, values)
                else:
                    self.cursor.execute(statement, values)
            self.cursor.execute("COMMIT")
            self.seconds.append(time.perf_counter() - begun)

    def walls(self) -> list[float]:
        return self.seconds


def differences(one: Path, other: Path) -> list[str]:
    """The tables in which two databases differ."""
    with closing(sqlite3.connect(one)) as left, closing(sqlite3.connect(other)) as right:
        tables = [name for (name,) in left.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [table for table in tables if _rows(left, table) != _rows(right, table)]


def _rows(connection: sqlite3.Connection, table: str) -> list[Any]:
    return sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
