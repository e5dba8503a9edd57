"""The migrations make the tables that `storage.tables` describes, and the database guards its history."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, insert, select, text
from sqlalchemy.exc import DBAPIError

from storage.engine import Store
from storage.tables import Base, ConsentRecordRow, LogDetailRow, LogHeadRow, LogRow, PersonRow, table
from tests.conftest import Clock

_ENTRY = {
    "seq": 1,
    "at": "2026-11-24T16:05:00.000000+00:00",
    "actor": "U1",
    "as_role": "slt",
    "what": "post:approved",
    "school_id": "oak",
    "post_id": 1,
    "revision_no": 1,
    "sha256": "",
    "policy_version": "2021-06",
    "findings": "[]",
    "detail_sha256": "",
    "prev": "0" * 64,
    "hash": "1" * 64,
}
_PERSON = {
    "id": "p_1",
    "school_id": "oak",
    "mis_id": "1",
    "role": "pupil",
    "legal_forename": "Bo",
    "middle_names": "",
    "legal_surname": "Khan",
    "chosen_forename": "",
    "year_group": "",
    "class_name": "",
    "sort_name": "bo khan",
}


@pytest.fixture
def filled(store: Store, clock: Clock) -> Store:
    """One row in each table that is append-only."""
    consent = {
        "person_id": "p_1",
        "use": "any",
        "platform": "facebook",
        "state": "granted",
        "evidence": "form 7",
        "entered_by": "U1",
        "entered_at": clock.now,
    }
    with store.write() as connection:
        connection.execute(insert(table(LogRow)), _ENTRY)
        connection.execute(insert(table(LogDetailRow)), {"seq": 1, "salt": "s", "json": "{}"})
        connection.execute(insert(table(PersonRow)), _PERSON)
        connection.execute(insert(table(ConsentRecordRow)), consent)
    return store


def test_migrated_tables_are_the_ones_described(store: Store) -> None:
    """Alembic finds no difference between the migrated database and `storage.tables`."""
    with store.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


@pytest.mark.parametrize("column", ["person_name.folded", "person.sort_name"])
def test_folded_names_are_compared_byte_by_byte(store: Store, column: str) -> None:
    """A range of an index is a prefix only where the database does not sort as a dictionary does."""
    if store.dialect == "sqlite":
        return  # BINARY is SQLite's default, and the comparison of the tables would show another
    where, name = column.split(".")
    asked = "SELECT collation_name FROM information_schema.columns WHERE table_name = :t AND column_name = :c"
    with store.read() as connection:
        assert connection.execute(text(asked), {"t": where, "c": name}).scalar_one() == "C"


def test_the_log_begins_with_an_empty_head(store: Store) -> None:
    """The first entry will be number 1, chained to 64 zeros."""
    with store.read() as connection:
        assert [tuple(row) for row in connection.execute(select(table(LogHeadRow)))] == [(1, 0, "0" * 64)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log SET actor = 'U2'",
        "UPDATE log SET actor = 'U2' WHERE seq = 1",
        "DELETE FROM log",
        "DELETE FROM log WHERE seq = 1",
        "UPDATE log_detail SET json = '[]'",
        "UPDATE consent_record SET state = 'granted'",
        "DELETE FROM consent_record",
    ],
)
def test_history_cannot_be_changed(filled: Store, statement: str) -> None:
    """The database refuses to change or remove what was decided and what was agreed."""
    with pytest.raises(DBAPIError, match="is append-only"), filled.write() as connection:
        connection.execute(text(statement))
    with filled.read() as connection:
        assert connection.execute(text("SELECT actor FROM log")).scalar_one() == "U1"


@pytest.mark.parametrize("name", ["log", "log_detail", "consent_record"])
def test_history_cannot_be_emptied(filled: Store, name: str) -> None:
    """TRUNCATE is refused as well (SQLite has none: a DELETE without a condition is refused above)."""
    if filled.dialect == "sqlite":
        return
    with pytest.raises(DBAPIError, match="TRUNCATE refused"), filled.write() as connection:
        connection.execute(text(f"TRUNCATE {name} CASCADE"))


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT OR REPLACE INTO log SELECT * FROM log",
        "UPDATE OR IGNORE log SET actor = 'U2'",
        "UPDATE OR REPLACE log SET actor = 'U2'",
        "INSERT OR REPLACE INTO log_detail VALUES (1, 's', '[]')",
        "INSERT OR REPLACE INTO consent_record SELECT * FROM consent_record",
    ],
)
def test_history_cannot_be_replaced(filled: Store, statement: str) -> None:
    """SQLite's own ways around a conflict are no way around the log."""
    if filled.dialect != "sqlite":
        return

    def contents(connection: Connection) -> list[object]:
        return [
            [tuple(row) for row in connection.execute(text(f"SELECT * FROM {name}"))]
            for name in ("log", "log_detail", "consent_record")
        ]

    with filled.read() as connection:
        before = contents(connection)
    with pytest.raises(DBAPIError, match="is append-only"), filled.write() as connection:
        connection.execute(text(statement))
    with filled.read() as connection:
        assert before == contents(connection)


def test_details_can_be_erased(filled: Store) -> None:
    """Retention may remove the words and names that belong to an entry."""
    with filled.write() as connection:
        connection.execute(text("DELETE FROM log_detail WHERE seq = 1"))
    with filled.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM log_detail")).scalar_one() == 0
