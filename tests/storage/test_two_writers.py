"""Two who write at the same moment: what a file changes, and a post that is being sent, never pass each other by unseen."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from bot.domain.consent import ANY, ConsentState
from bot.domain.post import Status
from bot.words.names import NameIndex
from bot.workflow import Blocked, Done, Form
from storage import intake, register
from storage.changes import last_change, next_change
from storage.engine import Store
from tests.conftest import Clock
from tests.domain.making import AUTHOR, OFFICE
from tests.importing import Office
from tests.storage.test_answers import School

pytestmark = pytest.mark.slow

BO = "1,pupil,Bo,,Khan,,Year 4,Hazel"
BEANS = "Our beans grow."


class Halt:
    """Where one of the two stops until the other has gone as far as it can."""

    def __init__(self) -> None:
        self.reached, self._go = threading.Event(), threading.Event()

    def __call__(self) -> None:
        self.reached.set()
        assert self._go.wait(60)

    def go(self) -> None:
        self._go.set()


@dataclass(slots=True)
class Halting(School):
    """The names are asked for once the register has said who may be shown: there a post that is being sent can stop."""

    halt: Callable[[], None] = field(default=lambda: None)

    def index(self, connection: Connection, school: str) -> NameIndex:
        self.halt()
        return NameIndex.of([])


@dataclass(slots=True)
class Doing:
    """Something that somebody does at the same time, and what came of it."""

    thread: threading.Thread
    outcome: list[Any]


@contextmanager
def at_once(act: Callable[[], Any]) -> Iterator[Doing]:
    """Begins it; it has ended when the block is left."""
    outcome: list[Any] = []
    doing = Doing(threading.Thread(target=lambda: outcome.append(act())), outcome)
    doing.thread.start()
    try:
        yield doing
    finally:
        doing.thread.join(60)
    assert len(outcome) == 1, "it broke, or waits for ever"


def goes_as_far_as_it_can(store: Store, doing: Doing) -> None:
    """To its end, or until it waits for the other: on SQLite, where one writes at a time, before it begins."""
    while store.dialect == "postgresql" and doing.thread.is_alive() and not _waits(store):
        doing.thread.join(0.01)


def _waits(store: Store) -> bool:
    asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with store.read() as connection:
        return bool(connection.execute(text(asked)).scalar_one())


@pytest.fixture
def office(store: Store, clock: Clock, tmp_path: Path) -> Office:
    """With one child on record, who may be shown."""
    office = Office(store, clock, tmp_path)
    office.take(f"{BO},yes,yes", school="brackenfold")
    return office


@pytest.fixture
def school(store: Store, clock: Clock) -> Halting:
    return Halting(store, clock)


def waits_for_a_look(school: School) -> list[int]:
    with school.store.read() as connection:
        return list(register.concerned(connection))


def the_file_says_no(office: Office) -> Callable[[], Any]:
    found = office.stage(office.file(f"{BO},no,no"), school="brackenfold")
    return lambda: office.confirm(found.batch)


def a_parent_phones(office: Office) -> Callable[[], Any]:
    ledger = Halting(office.store, office.clock).workflow.watch.desk.ledger
    return lambda: ledger.run(
        office.clock,
        lambda book: register.record(
            book,
            person="p_1",
            state=ConsentState.WITHDRAWN,
            places=[ANY],
            given_by="",
            relation="",
            evidence="by telephone",
            given_on=office.today,
            entered_by=OFFICE,
        ),
    )


@pytest.mark.parametrize("changes", [the_file_says_no, a_parent_phones])
def test_a_post_that_is_being_sent_is_found_by_who_takes_the_permission_away(
    office: Office, school: Halting, changes: Callable[[Office], Callable[[], Any]]
) -> None:
    """It was weighed with the yes and is committed first: then it is looked at again, and its author is told."""
    take_away, halt = changes(office), Halt()
    school.halt = halt
    with at_once(lambda: school.submit(BEANS, pupils=("p_1",), nobody=False)) as sends:
        assert halt.reached.wait(60)
        with at_once(take_away) as takes:
            goes_as_far_as_it_can(office.store, takes)
            halt.go()
    assert isinstance(sends.outcome[0], Done)
    assert waits_for_a_look(school) == [1]
    school.workflow.watch.sweep()
    assert (school.story().post.status, school.story().post.stuck) == (Status.WITH_SLT, "approve")


def test_a_post_is_weighed_by_the_file_that_is_being_taken_in(office: Office, school: Halting) -> None:
    """The file has looked for posts already, and this one was none yet: it is stopped at the field."""
    found, halt = office.stage(office.file(f"{BO},no,no"), school="brackenfold"), Halt()
    salts = office.salts

    def halting() -> str:
        halt()
        return salts()

    def confirm() -> tuple[int, ...]:
        return intake.confirm(office.store, found.batch, by="U1", at=office.clock.now, salts=halting)

    with at_once(confirm) as takes:
        assert halt.reached.wait(60)
        with at_once(lambda: school.submit(BEANS, pupils=("p_1",), nobody=False)) as sends:
            goes_as_far_as_it_can(office.store, sends)
            halt.go()
    assert takes.outcome == [()]
    (blocked,) = sends.outcome
    assert isinstance(blocked, Blocked)
    assert [problem.field.value for problem in blocked.problems] == ["pupils"]
    assert school.workflow.drafts.mine(AUTHOR)[0].post.status is Status.DRAFT


def test_nobody_waits_for_ever(office: Office, school: Halting) -> None:
    """Posts are sent and sent anew, a colleague in them answers for the year, files say yes and no: all at the same time."""
    assert isinstance(school.submit(BEANS, staff=(OFFICE,)), Done)
    seen, answers = school.seen(), school.workflow.colleagues
    files = [
        office.stage(office.file(f"{BO},{said},{said}"), school="brackenfold").batch for said in ("no", "yes", "no")
    ]

    def sends() -> int:
        for n in range(6):
            form = Form(key=f"k{n}", post_id=2 if n % 2 else None)
            school.submit(f"{BEANS} {n}", form, staff=(OFFICE,), pupils=("p_1",), nobody=False)
        return len(school.workflow.drafts.mine(AUTHOR))

    def says() -> list[object]:
        return [say(OFFICE, seen) for _ in range(3) for say in (answers.always, answers.no)]

    def takes() -> list[object]:
        return [office.confirm(batch) for batch in files]

    with at_once(sends) as sent, at_once(says) as said, at_once(takes):
        pass
    assert sent.outcome[0] >= 2
    assert all(isinstance(each, Done) for each in said.outcome[0])


def test_the_numbers_of_a_registers_changes_count_all_up_to_the_last(store: Store) -> None:
    """The second writer waits for the first, and gets the next number; nobody sees one before its change is committed."""
    halt = Halt()

    def first() -> int:
        with store.write() as connection:
            number = next_change(connection, "oak")
            halt()
        return number

    def second() -> int:
        with store.write() as connection:
            return next_change(connection, "oak")

    def seen() -> int:
        with store.read() as connection:
            return last_change(connection, "oak")

    with at_once(first) as one:
        assert halt.reached.wait(60)
        with at_once(second) as two:
            goes_as_far_as_it_can(store, two)
            assert (two.outcome, seen()) == ([], 0)
            halt.go()
    assert (one.outcome, two.outcome, seen()) == ([1], [2], 2)
    with store.write() as connection:
        assert next_change(connection, "elm") == 1
