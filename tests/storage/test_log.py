"""The decision log: what is appended stays, and whatever is done to it afterwards is found."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from storage.engine import Store
from storage.log import Entry, Verified, What, append, append_all, show, verify
from tests.conftest import Clock, Ids


def _entry(clock: Clock, what: What = What.POST_APPROVED, **fields: object) -> Entry:
    return Entry(at=clock.now, actor="U1", what=what, **fields)  # type: ignore[arg-type]


def _write(store: Store, entries: Sequence[Entry], salts: Ids) -> list[int]:
    with store.write() as connection:
        return append_all(connection, entries, salts=salts)


def _check(store: Store) -> Verified:
    with store.read() as connection:
        return verify(connection)


def _tamper(store: Store, *statements: str) -> None:
    """As somebody would who may do anything to the database: the guards are removed first."""
    with store.write() as connection:
        _remove_guards(connection, store.dialect)
        for statement in statements:
            connection.execute(text(statement))


def _remove_guards(connection: Connection, dialect: str) -> None:
    if dialect == "postgresql":
        for name in ("log", "log_detail"):
            connection.execute(text(f"DROP TRIGGER {name}_append_only ON {name}"))
        return
    for name in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
        connection.execute(text(f"DROP TRIGGER {name}"))


@pytest.fixture
def five(store: Store, clock: Clock, salts: Ids) -> Store:
    """A log of five entries, the second and the fourth with a detail."""
    _write(store, [_entry(clock, What.POST_SUBMITTED, post_id=1, revision_no=1)], salts)
    _write(store, [_entry(clock, What.POST_BLOCKED, post_id=2, detail={"missing": ["Bo Khan"]})], salts)
    _write(store, [_entry(clock, What.POST_SIGNED, post_id=1), _entry(clock, post_id=1, detail={"why": "fine"})], salts)
    _write(store, [_entry(clock, What.ACCESS_REFUSED)], salts)
    return store


def test_an_empty_log_is_in_order(store: Store) -> None:
    """There is nothing to find fault with before the first entry."""
    assert Verified(count=0) == _check(store)


def test_entries_are_numbered_without_gaps(store: Store, clock: Clock, salts: Ids) -> None:
    """Several entries of one transaction and those of the next count on."""
    assert _write(store, [_entry(clock), _entry(clock)], salts) == [1, 2]
    assert _write(store, [], salts) == []
    with store.write() as connection:
        assert append(connection, _entry(clock)) == 3
    assert Verified(count=3) == _check(store)


def test_an_entry_that_is_rolled_back_leaves_no_gap(store: Store, clock: Clock, salts: Ids) -> None:
    """The number of an entry whose transaction failed goes to the next one."""

    def fail() -> None:
        with store.write() as connection:
            append(connection, _entry(clock))
            raise ZeroDivisionError

    _write(store, [_entry(clock)], salts)
    with pytest.raises(ZeroDivisionError):
        fail()
    assert _write(store, [_entry(clock)], salts) == [2]
    assert Verified(count=2) == _check(store)


def test_anybody_can_compute_the_hash(store: Store, clock: Clock, salts: Ids) -> None:
    """An entry's hash follows from its columns by SHA-256 and JSON alone."""
    said = [{"clause": "SP-1", "strength": "enforce", "says": "no_consent"}]
    entry = _entry(clock, as_role="slt", school="oak", post_id=7, revision_no=2, findings=said, detail={"who": "Bo"})
    _write(store, [entry], salts)
    detail = hashlib.sha256(b'salt1\n{"who":"Bo"}').hexdigest()
    expected = {
        "seq": 1,
        "at": "2026-11-24T16:05:00.000000+00:00",
        "actor": "U1",
        "as_role": "slt",
        "what": "post:approved",
        "school_id": "oak",
        "post_id": 7,
        "revision_no": 2,
        "sha256": "",
        "policy_version": "",
        "findings": '[{"clause":"SP-1","says":"no_consent","strength":"enforce"}]',
        "detail_sha256": detail,
        "prev": "0" * 64,
    }
    plain = json.dumps(expected, sort_keys=True, separators=(",", ":")).encode()
    with store.read() as connection:
        shown = show(connection)[0]
    assert hashlib.sha256(plain).hexdigest() == shown.hash


def test_a_moment_without_a_zone_is_refused(store: Store, salts: Ids) -> None:
    """Nobody could say later when that was."""
    with pytest.raises(ValueError, match="which zone"):
        _write(store, [Entry(at=datetime(2026, 11, 24), actor="U1", what=What.POST_HELD)], salts)  # noqa: DTZ001


def test_the_last_entries_are_shown_oldest_first(five: Store) -> None:
    """The log reads downwards; a limit leaves the oldest out."""
    with five.read() as connection:
        assert [entry.seq for entry in show(connection)] == [1, 2, 3, 4, 5]
        assert [entry.seq for entry in show(connection, limit=2)] == [4, 5]
        assert [entry.seq for entry in show(connection, 1)] == [1, 3, 4]
        assert [entry.seq for entry in show(connection, 1, limit=1)] == [4]
        assert show(connection, 99) == []


def test_an_erased_detail_breaks_nothing(five: Store) -> None:
    """Retention removes words and names; the chain still verifies, and the entry says that something was there."""
    with five.write() as connection:
        connection.execute(text("DELETE FROM log_detail WHERE seq = 2"))
    assert Verified(count=5) == _check(five)
    with five.read() as connection:
        shown = show(connection)
    assert [(entry.detail, entry.erased) for entry in shown] == [
        (None, False),
        (None, True),
        (None, False),
        ({"why": "fine"}, False),
        (None, False),
    ]


@pytest.mark.parametrize(
    "column", ["at", "actor", "as_role", "what", "school_id", "sha256", "policy_version", "findings", "detail_sha256"]
)
def test_a_changed_column_is_found(five: Store, column: str) -> None:
    """Whatever is changed in an entry, the check names that entry."""
    _tamper(five, f"UPDATE log SET {column} = 'other' WHERE seq = 3")
    assert Verified(count=2, first_bad=3, why="Entry 3 was changed after it was written.") == _check(five)


@pytest.mark.parametrize(
    ("statement", "first_bad", "sentence"),
    [
        ("UPDATE log SET post_id = NULL WHERE seq = 3", 3, "Entry 3 was changed"),
        ("UPDATE log SET revision_no = 9 WHERE seq = 1", 1, "Entry 1 was changed"),
        ("UPDATE log SET hash = prev WHERE seq = 2", 2, "Entry 2 was changed"),
        ("UPDATE log SET prev = hash WHERE seq = 4", 4, "Entry 4 does not follow"),
        ("UPDATE log_detail SET json = '{}' WHERE seq = 2", 2, "The detail of entry 2 was changed"),
        ("UPDATE log_detail SET salt = 'x' WHERE seq = 4", 4, "The detail of entry 4 was changed"),
        ("UPDATE log_detail SET seq = 5 WHERE seq = 4", 5, "The detail of entry 5 was changed"),
        ("DELETE FROM log WHERE seq = 1", 1, "Entry 1 is missing"),
        ("DELETE FROM log WHERE seq = 3", 3, "Entry 3 is missing"),
        ("DELETE FROM log WHERE seq >= 4", 4, "Entry 4 is missing: 5 entries were written"),
        ("DELETE FROM log", 1, "Entry 1 is missing: 5 entries were written"),
        ("UPDATE log SET seq = 0 WHERE seq = 2", 0, "Entry 0 does not belong to the log"),
        ("UPDATE log SET seq = 6 WHERE seq = 5", 5, "Entry 5 is missing"),
        ("UPDATE log_head SET seq = 3", 4, "Entry 4 was added past the head"),
        ("UPDATE log_head SET hash = 'x'", 5, "The head of the log does not match"),
        ("DELETE FROM log_head", 6, "The head of the log is missing"),
    ],
)
def test_tampering_is_found(five: Store, statement: str, first_bad: int, sentence: str) -> None:
    """Changed, removed, moved and added entries are found, and the first of them is named."""
    _tamper(five, statement)
    found = _check(five)
    assert first_bad == found.first_bad
    assert found.why.startswith(sentence)


def test_an_entry_of_another_type_is_found(tmp_path: Path, clock: Clock, salts: Ids) -> None:
    """SQLite stores bytes where text belongs; the check names the entry instead of failing."""
    store = Store.open(f"sqlite:///{tmp_path}/socialpost.db")
    _write(store, [_entry(clock)], salts)
    _tamper(store, "UPDATE log SET actor = x'00ff' WHERE seq = 1")
    assert _check(store).first_bad == 1
    store.close()


def test_threads_that_append_at_once_make_one_chain(store: Store, clock: Clock) -> None:
    """Sixteen threads, each with several transactions of one to three entries: no gap, no fork, no entry lost."""

    def append_some() -> None:
        for count in (1, 2, 3):
            with store.write() as connection:
                append_all(connection, [_entry(clock, detail={"n": count})] * count)

    threads = [threading.Thread(target=append_some) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Verified(count=96) == _check(store)


_detail = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def growing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One log for all examples: each adds to it."""
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('words')}/socialpost.db")
    yield store
    store.close()


@pytest.mark.slow
@given(details=st.lists(st.dictionaries(st.text(), _detail, max_size=3), min_size=1, max_size=4))
def test_any_words_whatever_can_be_kept(growing: Store, details: list[dict[str, object]]) -> None:
    """Zeros, lone surrogates, right-to-left marks: the detail is read back as it was, and the chain holds."""
    with growing.write() as connection:
        numbers = append_all(connection, [_entry(Clock(), detail=detail) for detail in details])
        assert details == [entry.detail for entry in show(connection, limit=len(details))]
        assert Verified(count=numbers[-1]) == verify(connection)
