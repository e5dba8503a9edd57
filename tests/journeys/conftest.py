"""Journeys: people act by the practice workspace, the bot answers over real HTTP or WebSocket, the database is real.

Each journey runs twice: on SQLite by Socket Mode, and on PostgreSQL by signed HTTP.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.practice import sample
from bot.practice.people import Answer, Person, Submitted
from bot.rehearsal import Rehearsal
from storage import log
from tests.conftest import Clock, database_of

WORDS = "Our gardeners measured every bean plant this week and drew a chart."
LINKS = {
    "link:facebook": "https://facebook.example/brackenfold/1042",
    "link:website": "https://brackenfold.example/news/beans",
    "as_approved": ["as-approved"],
}
PROMISE = ["declaration-June 2021"]
Message = dict[str, Any]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.nodeid:
            item.add_marker(pytest.mark.slow)


@dataclass(slots=True)
class Brackenfold:
    """The sample school with the bot running in it, and the steps that many journeys share."""

    rehearsal: Rehearsal
    clock: Clock

    def person(self, user_id: str) -> Person:
        return self.rehearsal.people.person(user_id)

    @property
    def priya(self) -> Person:
        return self.person(sample.PRIYA)

    @property
    def helen(self) -> Person:
        return self.person(sample.HELEN)

    @property
    def imran(self) -> Person:
        return self.person(sample.IMRAN)

    @property
    def sue(self) -> Person:
        return self.person(sample.SUE)

    def fill(self, author: Person, **changes: Any) -> dict[str, Any]:
        """Values of a form that every check lets through, about Maisie. `pupils` are names to type in the open form."""
        values: dict[str, Any] = {
            "purpose": "learning",
            "words": WORDS,
            "places": ["facebook", "website"],
            "promise": PROMISE,
        }
        typed = changes.pop("pupils", () if "nobody" in changes else ("Maisie",))
        return {**values, "pupils": self.pupils(author, *typed), **changes}

    def pupils(self, author: Person, *typed: str) -> list[Any]:
        """Picks the first suggestion for each thing typed."""
        return [author.options("pupils", each)[0] for each in typed]

    def try_to_send(self, author: Person, **changes: Any) -> Submitted:
        """Opens the form, fills it and presses the button."""
        assert author.command("/socialpost")
        author.wait_view("post.form")
        return author.submit(self.fill(author, **changes))

    def send(self, author: Person | None = None, **changes: Any) -> Message:
        """A post that reaches SLT. Returns SLT's card."""
        sent = self.try_to_send(author or self.priya, **changes)
        assert sent.ok, sent
        return self.slt_card()

    def send_at(self, at: datetime, author: Person | None = None, **changes: Any) -> Message:
        """The same for a set time. The form asks for it once that is chosen."""
        writer = author or self.priya
        assert writer.command("/socialpost")
        writer.wait_view("post.form")
        writer.fill({"when": "set"})
        workspace = self.rehearsal.workspace
        assert workspace.wait_until(lambda: any("Date and time" in str(view) for view in workspace.stack(writer.id)))
        sent = writer.submit(self.fill(writer, at=int(at.timestamp()), **changes))
        assert sent.ok, sent
        return self.slt_card()

    def slt_card(self, fragment: str = "For your approval") -> Message:
        return self.helen.wait_message(sample.SLT, has("post.approve", fragment))

    def approve(self, card: Message | None = None, by: Person | None = None) -> Message:
        """SLT's yes. Returns the office's task, ready to start."""
        answer = (by or self.helen).click(card or self.slt_card(), "post.approve")
        assert answer.ok, answer
        return self.sue.wait_message(sample.OFFICE, has("task.start"))

    def start(self, task: Message) -> Message:
        """The office starts. Returns its task, ready to be marked as published."""
        assert self.sue.click(task, "task.start")
        self.sue.wait_view("task.words")
        self.sue.close()
        return self.sue.wait_message(sample.OFFICE, has("task.published"))

    def publish(self, task: Message, **links: Any) -> Submitted:
        """The office marks it as published."""
        assert self.sue.click(task, "task.published")
        self.sue.wait_view("task.published")
        return self.sue.submit(links or LINKS)

    def decide(self, person: Person, card: Message, action: str, reason: str) -> Submitted:
        """Request changes, reject or cannot publish, with its reason."""
        assert person.click(card, action)
        person.wait_view(action)
        return person.submit({"reason": reason})

    def withdraw_permission(self, surname: str, **cells: str) -> None:
        """The office imports the register again, with other cells for one pupil."""
        head, *rows = sample.REGISTER.read_text(encoding="utf-8").splitlines()
        names = head.split(",")
        changed = [head]
        for row in rows:
            values = dict(zip(names, row.split(","), strict=True))
            if values["legal_surname"] == surname:
                values |= cells or dict.fromkeys(
                    ("facebook", "instagram", "x", "linkedin", "website", "newsletter"), "no"
                )
            changed.append(",".join(values.values()))
        self.rehearsal.load_register("brackenfold", "\n".join(changed).encode(), "register-2.csv")

    def add_pupil(self, forename: str, surname: str) -> None:
        """The office imports the register again, with one child more."""
        content = sample.REGISTER.read_text(encoding="utf-8").rstrip("\n")
        cells = {"person_id": "BF900", "role": "pupil", "legal_forename": forename, "legal_surname": surname}
        self._add(content, cells)

    def add_staff(self, forename: str, surname: str) -> None:
        """The office imports the register again, with one of the staff more."""
        content = sample.REGISTER.read_text(encoding="utf-8").rstrip("\n")
        cells = {"person_id": "BF901", "role": "staff", "legal_forename": forename, "legal_surname": surname}
        self._add(content, cells)

    def _add(self, content: str, cells: dict[str, str]) -> None:
        row = ",".join(cells.get(column, "") for column in content.splitlines()[0].split(","))
        self.rehearsal.load_register("brackenfold", f"{content}\n{row}\n".encode(), "register-3.csv")

    def told(self, person: Person, fragment: str, where: str = "dm") -> Message:
        """A private answer that only this person sees."""
        return person.wait_message(where, lambda m: m["ephemeral"] and fragment in str(m))

    def entries(self) -> list[Any]:
        """The decision log, oldest first, after checking its chain."""
        with self.rehearsal.store.read() as connection:
            assert log.verify(connection).first_bad is None
            return log.show(connection, limit=1000)

    def refusals(self, what: str = "post:refused") -> list[str]:
        """The codes of all refused attempts."""
        return [entry.findings[0]["says"] for entry in self.entries() if entry.what == what]

    def vocabulary(self) -> list[str]:
        """What the log says happened, in order."""
        return [entry.what for entry in self.entries()]


def has(action_id: str, fragment: str = "") -> Callable[[Message], bool]:
    """A message with this button and these words."""

    def fits(message: Message) -> bool:
        offered = [
            element.get("action_id", "")
            for block in message.get("blocks") or ()
            for element in [*(block.get("elements") or ()), block.get("accessory") or {}]
        ]
        return any(each.partition(":")[0] == action_id for each in offered) and fragment in str(message)

    return fits


def without(action_id: str, fragment: str) -> Callable[[Message], bool]:
    """A message that says this and has no such button any more."""
    return lambda message: fragment in str(message) and not has(action_id)(message)


ONE_WAY = pytest.mark.parametrize("place", ["sqlite-socket"])
OTHER_WAY = pytest.mark.parametrize("place", ["postgresql-http"])
"""For journeys in which neither the database nor the connection makes a difference: storage's own tests run on both."""


@pytest.fixture(params=["sqlite-socket", "postgresql-http"])
def place(request: pytest.FixtureRequest) -> str:
    """Where and how the bot runs in this test."""
    return str(request.param)


@pytest.fixture
def database_url(request: pytest.FixtureRequest, place: str, tmp_path: Path) -> Iterator[str]:
    """The database that belongs to `place`."""
    yield from database_of(request, place.partition("-")[0], tmp_path)


@pytest.fixture
def brackenfold(database_url: str, place: str, clock: Clock) -> Iterator[Brackenfold]:
    """The school, open."""
    with Rehearsal(database_url, http=place.endswith("http"), tick=False, now=clock) as rehearsal:
        yield Brackenfold(rehearsal, clock)
        assert rehearsal.workspace.complaints == []


__all__ = ["LINKS", "PROMISE", "WORDS", "Answer", "Brackenfold", "Message", "has", "without"]
