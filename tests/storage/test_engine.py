"""Opening a database, and what its transactions promise."""

from __future__ import annotations

import multiprocessing
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import DBAPIError, InvalidRequestError

from storage.engine import Store, StoreError
from storage.tables import LogHeadRow, PostRow, table
from tests.conftest import Clock

_HEAD = table(LogHeadRow)
_POST = table(PostRow)


def _count_up(store: Store) -> None:
    with store.write() as connection:
        connection.execute(update(_HEAD).values(seq=_HEAD.c.seq + 1))


def _seq(store: Store) -> int:
    with store.read() as connection:
        return int(connection.execute(select(_HEAD.c.seq)).scalar_one())


def test_a_write_is_committed_on_leaving(store: Store) -> None:
    """What was written can be read afterwards."""
    _count_up(store)
    assert _seq(store) == 1


def test_an_exception_takes_everything_back(store: Store) -> None:
    """A transaction that an exception leaves has not happened, and the next one works."""

    def fail() -> None:
        with store.write() as connection:
            connection.execute(update(_HEAD).values(seq=7))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert _seq(store) == 0
    _count_up(store)
    assert _seq(store) == 1


def test_an_error_repeats_no_words(store: Store) -> None:
    """What goes wrong may be logged, and a log holds nothing that somebody wrote."""
    with pytest.raises(DBAPIError) as caught, store.read() as connection:
        connection.execute(text("SELECT no_such_column FROM post WHERE draft = :words"), {"words": "Well done, Maisie"})

    assert "no_such_column" in str(caught.value)
    assert "Maisie" not in str(caught.value)


def test_reading_does_not_wait_for_a_writer(store: Store) -> None:
    """While somebody writes, others read what was there before."""
    with store.write() as connection:
        connection.execute(update(_HEAD).values(seq=7))
        assert _seq(store) == 0


def test_one_read_sees_one_moment(store: Store) -> None:
    """Two statements of one read agree, whatever was committed between them."""
    with store.read() as connection:
        before = connection.execute(select(_HEAD.c.seq)).scalar_one()
        _count_up(store)
        assert before == connection.execute(select(_HEAD.c.seq)).scalar_one()
    assert _seq(store) == 1


def test_a_read_cannot_change_anything(store: Store) -> None:
    """The database itself refuses a change in a read."""
    with pytest.raises(DBAPIError), store.read() as connection:
        connection.execute(update(_HEAD).values(seq=7))


def test_threads_that_write_at_once_lose_nothing(store: Store) -> None:
    """Thirty-two threads count to 128 together."""
    threads = [threading.Thread(target=lambda: [_count_up(store) for _ in range(4)]) for _ in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert _seq(store) == 128


def test_a_write_inside_a_write_is_refused(tmp_path: Path) -> None:
    """On SQLite a thread that would wait for itself gets an exception instead, and its first transaction goes on."""
    store = Store.open(f"sqlite:///{tmp_path}/socialpost.db")
    with store.write() as connection:
        with pytest.raises(InvalidRequestError):
            store.write().__enter__()
        connection.execute(update(_HEAD).values(seq=3))
    assert _seq(store) == 3
    store.close()


def test_posts_are_numbered_from_one_and_never_twice(store: Store, clock: Clock) -> None:
    """The first post is number 1; the number of one that was removed is not given again."""
    row = {
        "school_id": "oak",
        "author_id": "U1",
        "status": "draft",
        "version": 1,
        "draft": "{}",
        "changed_by": "U1",
        "changed_at": clock.now,
        "why": "",
        "stuck": "",
        "created_at": clock.now,
    }
    numbers = []
    for _ in range(2):
        with store.write() as connection:
            numbers.append(connection.execute(insert(_POST).returning(_POST.c.id), row).scalar_one())
            connection.execute(_POST.delete())
    assert numbers == [1, 2]


def test_a_new_file_is_private_and_durable(tmp_path: Path) -> None:
    """Nobody but its owner reads the file; it is in WAL mode, synced at each commit, with foreign keys."""
    path = tmp_path / "below" / "socialpost.db"
    store = Store.open(f"sqlite:///{path}")
    with store.write() as connection:
        says = {
            pragma: connection.execute(text(f"PRAGMA {pragma}")).scalar_one()
            for pragma in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert says == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    assert {0o600} == {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    store.close()


def test_opening_again_keeps_what_is_there(empty_url: str) -> None:
    """A database is created by the first opening and found by the second."""
    store = Store.open(empty_url)
    _count_up(store)
    store.close()
    again = Store.open(empty_url)
    assert _seq(again) == 1
    again.close()


def _open_and_count(url: str, ready: Callable[[], object]) -> None:
    ready()
    store = Store.open(url)
    _count_up(store)
    store.close()


@pytest.mark.slow
def test_processes_that_start_at_once_make_one_database(empty_url: str) -> None:
    """Four processes open a database that does not exist yet: one makes it, all of them work."""
    spawn = multiprocessing.get_context("spawn")
    barrier = spawn.Barrier(4)
    processes = [spawn.Process(target=_open_and_count, args=(empty_url, barrier.wait)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0, 0]
    store = Store.open(empty_url)
    assert _seq(store) == 4
    store.close()


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("", "DATABASE_URL is not an address"),
        ("no address", "DATABASE_URL is not an address"),
        ("mysql://ada:sesame@host/name", "DATABASE_URL begins with mysql://"),
        ("sqlite://", "DATABASE_URL names no file"),
        ("sqlite:///:memory:", "DATABASE_URL names no file"),
        ("postgresql://ada:sesame@127.0.0.1:1/name", "postgresql+psycopg://ada:***@127.0.0.1:1/name cannot be used"),
        ("postgresql://ada:sesame@127.0.0.1:port/name", "DATABASE_URL is not an address"),
    ],
)
def test_an_address_that_does_not_work_is_told_in_a_sentence(url: str, sentence: str) -> None:
    """Whatever is wrong with the address is said in one sentence, without the password."""
    with pytest.raises(StoreError) as raised:
        Store.open(url)
    assert sentence in str(raised.value)
    assert "sesame" not in str(raised.value)


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    """Somebody's letter is not overwritten by a mistyped address."""
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear parents, " * 100)
    with pytest.raises(StoreError, match="cannot be used: file is not a database"):
        Store.open(f"sqlite:///{letter}")
    assert letter.read_text().startswith("Dear parents")


def test_a_database_of_a_newer_version_is_not_touched(store: Store, database_url: str) -> None:
    """An old program does not write into tables that it does not know."""
    with store.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="newer version of socialpost"):
        Store.open(database_url)
