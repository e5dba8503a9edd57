"""A process that is killed in the middle leaves the register as it was, and confirming goes on where it stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from storage import intake
from storage.engine import Store
from storage.tables import PersonRow, table
from tests.conftest import Clock
from tests.importing import Office

ROOT = Path(__file__).parents[3]

# Says when each portion is done, and waits: whoever started it kills it there.
_WORKER = """
import sys
from datetime import date, datetime, UTC
from pathlib import Path
from bot.domain.consent import USES
from storage import intake
from storage.engine import Store
from tests.importing import PLATFORMS

def wait(done, total):
    print(done, flush=True)
    sys.stdin.readline()

what, url, path, batch = sys.argv[1:]
store, at = Store.open(url), datetime(2026, 11, 24, 16, 5, tzinfo=UTC)
if what == "stage":
    upload = intake.Upload(path=Path(path), school="oak", by="U1", as_at=at.date())
    kinds = intake.file_kinds(PLATFORMS, USES)
    intake.stage(store, upload, kinds=kinds, hashes=intake.Hashes(""), at=at, progress=wait)
else:
    intake.confirm(store, int(batch), by="U1", at=at, progress=wait)
"""


def killed(what: str, url: str, path: Path, batch: int = 0, *, after: int = 2) -> None:
    """Runs a worker and kills it without warning once it has done some portions."""
    worker = subprocess.Popen(
        [sys.executable, "-c", _WORKER, what, url, str(path), str(batch)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with worker:
        assert worker.stdin is not None
        assert worker.stdout is not None
        for n in range(after):
            assert worker.stdout.readline()
            if n < after - 1:
                worker.stdin.write("\n")
                worker.stdin.flush()
        os.kill(worker.pid, signal.SIGKILL)
        assert worker.wait() == -signal.SIGKILL


def register_of(office: Office) -> tuple[Any, ...]:
    """Everything that anybody can see."""
    seen = office.found("child"), office.found("first")
    return (*seen, office.answers("p_1"), office.allowed("facebook", "p_1"))


LINES = [f"{n},pupil,Child,,Number{n},,,{n},yes,no" for n in range(2, 1700)]


@pytest.mark.slow
@pytest.mark.parametrize("what", ["stage", "confirm"])
def test_a_killed_import_leaves_the_register_as_it_was(
    what: str, database_url: str, store: Store, clock: Clock, tmp_path: Path
) -> None:
    """Nothing of it counts or shows; the same file can be imported, or confirmed, afterwards."""
    office = Office(store, clock, tmp_path)
    office.take("1,pupil,First,,Child,,,,yes,yes")
    path = office.file("1,pupil,First,,Child,,,,no,yes", *LINES)
    before = register_of(office)
    batch = office.stage(path).batch if what == "confirm" else 0
    killed(what, database_url, path, batch)
    assert register_of(office) == before
    if what == "stage":
        batch = office.stage(path).batch
    else:
        with store.read() as connection:
            made = connection.execute(select(table(PersonRow).c.id)).all()
            state = intake.preview(connection, batch).state
        assert (state, len(made) > 1) == ("confirming", True)  # it was really in the middle
    office.ids = intake.NewIds()
    office.confirm(batch)
    assert not office.allowed("facebook", "p_1")
    with store.read() as connection:
        assert len(connection.execute(select(table(PersonRow).c.id)).all()) == 1 + len(LINES)
    assert len(office.found("number1699")) == 1
