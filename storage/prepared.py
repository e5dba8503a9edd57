"""Statements of the hot path: written with Core, compiled once for each database, then run on the driver's own cursor.

SQLAlchemy looks a statement up, binds it and wraps its result anew for each execution, which costs many times what SQLite
needs for the row, and every click waits for some fifteen of them. Transactions, types and kinds of errors stay SQLAlchemy's.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from sqlalchemy import BindParameter, Connection, Delete, Dialect, Insert, Select, Update, bindparam
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

Statement = Select[Any] | Insert | Update | Delete
Values = Mapping[str, Any]


class Prepared:
    """One statement, or one for each dialect by its name. An insert names the same columns every time."""

    def __init__(self, statement: Statement | Mapping[str, Statement]) -> None:
        self._statement = statement
        self._texts: dict[str, _Text] = {}

    def run(self, connection: Connection, values: Values) -> int:
        """Runs it once; the number of rows that it changed."""
        text = self._text(connection.dialect, values)
        return int(_execute(connection, text.sql, text.bound(values)).rowcount)

    def run_all(self, connection: Connection, rows: Sequence[Values]) -> None:
        """Runs it for each of these; not at all for none."""
        if rows:
            text = self._text(connection.dialect, rows[0])
            _execute(connection, text.sql, [text.bound(row) for row in rows], many=True)

    def run_varied(
        self, connection: Connection, groups: Iterable[tuple[Values, Sequence[Sequence[str]]]], varying: Sequence[str]
    ) -> None:
        """Runs it for every variation of each group: what all of the group share, and texts in the order of `varying`.

        What is shared is made ready once a group, which is most of the work where many rows are written.
        """
        text: _Text | None = None
        bound: list[Any] = []
        for values, variations in groups:
            if text is None:
                text = self._text(connection.dialect, {**values, **dict.fromkeys(varying, "")})
                places = [text.names.index(name) if text.positional else name for name in varying]
            shared = text.bound({**values, **dict.fromkeys(varying, "")})
            for variation in variations:
                one = shared.copy()
                for place, value in zip(places, variation, strict=True):
                    one[place] = value
                bound.append(one)
        if text is not None and bound:
            _execute(connection, text.sql, bound, many=True)

    def rows(self, connection: Connection, values: Values) -> list[Any]:
        """What it selects or returns, each row with its columns by name."""
        text = self._text(connection.dialect, values)
        return [text.row(row) for row in _execute(connection, text.sql, text.bound(values)).fetchall()]

    def one(self, connection: Connection, values: Values) -> Any:
        """Its only row, or None."""
        return next(iter(self.rows(connection, values)), None)

    def value(self, connection: Connection, values: Values) -> Any:
        """The first column of its only row, or None."""
        row = self.one(connection, values)
        return None if row is None else row[0]

    def _text(self, dialect: Dialect, values: Values) -> _Text:
        text = self._texts.get(dialect.name)
        if text is None:
            chosen = self._statement[dialect.name] if isinstance(self._statement, Mapping) else self._statement
            compiled = chosen.compile(dialect=dialect, column_keys=list(values) if isinstance(chosen, Insert) else None)
            assert isinstance(compiled, SQLCompiler)
            text = self._texts[dialect.name] = _Text.of(compiled, dialect)
        return text


_LONG = 32


def _next_length(length: int) -> int:
    return 1 << (length - 1).bit_length()


class PreparedList:
    """A question about a list of things (`IN`), prepared anew for each length of the list; long ones have a few lengths."""

    def __init__(self, about: Callable[[list[BindParameter[Any]]], Select[Any]]) -> None:
        self._about = about
        self._of_length: dict[int, Prepared] = {}

    def rows(self, connection: Connection, things: Collection[Any]) -> list[Any]:
        """What it selects about these; nothing for none."""
        listed = list(things)
        if not listed:
            return []
        if len(listed) > _LONG:  # a few lengths for all of many things: one of them named twice is found once
            listed += listed[-1:] * (_next_length(len(listed)) - len(listed))
        values = {f"value_{n}": thing for n, thing in enumerate(listed)}
        prepared = self._of_length.get(len(values))
        if prepared is None:
            prepared = self._of_length[len(values)] = Prepared(self._about([bindparam(name) for name in values]))
        return prepared.rows(connection, values)


def _execute(connection: Connection, sql: str, bound: Any, *, many: bool = False) -> DBAPICursor:
    """The driver's errors leave as SQLAlchemy's, without the values: words and names stand in them."""
    cursor, dialect = connection.connection.cursor(), connection.dialect
    try:
        if many:
            cursor.executemany(sql, bound)
        else:
            cursor.execute(sql, bound)
    except dialect.loaded_dbapi.Error as error:
        lost = dialect.is_disconnect(error, connection.connection, cursor)
        if lost:
            connection.invalidate(error)
        raise DBAPIError.instance(
            sql,
            None,
            error,
            dialect.loaded_dbapi.Error,
            hide_parameters=True,
            connection_invalidated=lost,
            dialect=dialect,
        ) from error
    return cursor


@dataclass(frozen=True, slots=True)
class _Text:
    """A statement for one database. bound: our values as the driver takes them; row: what the driver fetched as we read it."""

    sql: str
    names: tuple[str, ...]
    positional: bool
    bound: Callable[[Values], Any]
    row: Callable[[Sequence[Any]], Any]

    @classmethod
    def of(cls, compiled: SQLCompiler, dialect: Dialect) -> _Text:
        if compiled.insert_prefetch or compiled.update_prefetch:
            raise TypeError("a column's default would be left out: give every column its value")
        return cls(
            sql=compiled.string,
            names=tuple(compiled.positiontup or compiled.bind_names.values()),
            positional=bool(compiled.positional),
            bound=_binder(compiled, dialect),
            row=_reader(compiled, dialect),
        )


def _binder(compiled: SQLCompiler, dialect: Dialect) -> Callable[[Values], Any]:
    """Puts values in order, or under their names where the driver wants that, each as its column's type says."""
    parameters = {name: parameter for parameter, name in compiled.bind_names.items()}
    names = tuple(compiled.positiontup or parameters)
    made = {
        name: processor
        for name, parameter in parameters.items()
        if (processor := parameter.type.dialect_impl(dialect).bind_processor(dialect)) is not None
    }
    fixed = {name: parameter.value for name, parameter in parameters.items() if not parameter.required}
    fixed = {name: made[name](value) if name in made else value for name, value in fixed.items()}

    asked = [name for name in names if name not in fixed]
    some = itemgetter(*asked) if len(asked) > 1 else lambda values: tuple(values[name] for name in asked)
    processed = [(n, made[name]) for n, name in enumerate(asked) if name in made]
    put_in = [(n, fixed[name]) for n, name in enumerate(names) if name in fixed]

    def in_order(values: Values) -> list[Any]:
        found = list(some(values))
        for n, make in processed:
            found[n] = make(found[n])
        for n, value in put_in:
            found.insert(n, value)
        return found

    def by_name(values: Values) -> dict[str, Any]:
        return dict(zip(names, in_order(values), strict=True))

    return in_order if compiled.positional else by_name


def _reader(compiled: SQLCompiler, dialect: Dialect) -> Callable[[Sequence[Any]], Any]:
    """Names the columns of a row, and makes each what its type says."""
    columns = list(getattr(compiled.statement, "exported_columns", ()))
    named: Any = namedtuple("Row", [column.key for column in columns])  # type: ignore[misc]
    made = [
        (n, processor)
        for n, column in enumerate(columns)
        if (processor := column.type.dialect_impl(dialect).result_processor(dialect, None)) is not None
    ]

    def row(fetched: Sequence[Any]) -> Any:
        values = list(fetched)
        for n, processor in made:
            values[n] = processor(values[n])
        return named._make(values)

    return row if made else named._make
