"""Photos left on somebody's own device (clause PH-2) and in Slack: asked for once, chased on school days until they are gone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.calendar import Calendar
from bot.domain.chasing import Pace
from bot.domain.devices import Device, Owner
from bot.domain.lifecycle import Refusal
from bot.domain.photos import DELETION_DECLARED, OWN_DEVICE, SLACK_UPLOAD, Photo, Shown
from bot.domain.post import Draft, Status, Story, TaskKind, TaskState
from bot.domain.trust import Role
from bot.photos.examine import Examined
from bot.photos.kept import kept_examined
from bot.workflow import Desk, Done, Workflow
from bot.workflow.deletion import ask_for_deletion
from storage import devices, log, media, outbox, people, queries
from storage.book import Book
from storage.book import Ids as BookIds
from storage.engine import Store
from storage.ledger import Ledger
from storage.people import SlackUser
from tests.conftest import Clock
from tests.domain.making import AUTHOR, DEPUTY, HEAD, TRUST, body

CANON = Examined(make="Canon", model="EOS 2000D", serial="0430", captured=datetime(2026, 11, 20, 10, 0))  # noqa: DTZ001
PHONE = Examined(make="Samsung", model="SM-A536B", captured=datetime(2026, 11, 20, 10, 0))  # noqa: DTZ001
HOLIDAY = date(2026, 11, 30)


@dataclass(slots=True)
class School:
    """Brackenfold with a camera of its own, a personal phone that was approved, and a Monday off."""

    store: Store
    clock: Clock
    desk: Desk
    workflow: Workflow
    camera: str = ""
    phone: str = ""

    def send(self, *taken_with: Examined, device: str = "", declared: bool = False) -> Story:
        """A new version of post 1 with photos that were checked."""

        def use_case(book: Book) -> None:
            story = book.story(1) or book.keep_draft(None, Draft(school="brackenfold"), author=AUTHOR, form_key=None)
            known = len(media.of_post(book.connection, story.post.id))
            files = [(f"F{known + n}", f"IMG_{known + n}.jpg") for n in range(1, len(taken_with) + 1)]
            photos = []
            for n, (examined, medium) in enumerate(
                zip(taken_with, media.add(book.connection, story.post.id, files, at=book.now), strict=True), 1
            ):
                media.finish(book.connection, medium.id, at=book.now, examined=kept_examined(examined), master="m")
                photos.append(
                    Photo(
                        n=n,
                        media_id=medium.id,
                        alt_text="A bean",
                        shown=Shown.WORK,
                        device=device,
                        declaration=DELETION_DECLARED if declared else "",
                    )
                )
            content = body(photos=tuple(photos), people=(), nobody=True)
            revision = book.seal(story, content, submission_key=f"k{known}")
            book.move(story, Status.WITH_SLT, by=AUTHOR, revision=revision)
            ask_for_deletion(self.desk, book, story, revision)

        self.desk.ledger.run(self.clock, use_case)
        return self.story()

    def story(self) -> Story:
        with self.store.read() as connection:
            found = queries.story(connection, 1)
        assert found is not None
        return found

    def left(self) -> list[tuple[str, str]]:
        """Where photos are to be deleted, and how that stands."""
        return [(task.place, task.state.value) for task in self.story().tasks if task.kind is TaskKind.DELETION]

    def sweep(self) -> int:
        """Everything that is due. How many new messages to the author wait to be sent."""
        self.workflow.chasing.sweep()
        claims = outbox.claim(self.store, now=self.clock.now, by="one", lease=timedelta(minutes=1), limit=50)
        for claim in claims:
            outbox.record_posted(self.store, claim.card_id, "D1", f"{claim.card_id}.0")
            outbox.done(self.store, claim, closed=claim.kind == "nudge")
        return sum(claim.kind == "nudge" for claim in claims)

    def codes(self) -> list[str]:
        with self.store.read() as connection:
            assert log.verify(connection).first_bad is None
            shown = log.show(connection, limit=100)
        return [each.what for each in shown if each.what.startswith(("deletion", "task"))]


@pytest.fixture
def school(store: Store, clock: Clock) -> School:
    clock.now = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    roles = {AUTHOR: Role.STAFF, DEPUTY: Role.STAFF, HEAD: Role.HEADTEACHER}
    with store.write() as connection:
        known = [SlackUser(id=each, team_id="T", name=each, fetched_at=clock.now) for each in roles]
        people.save_users(connection, known)
        for role in dict.fromkeys(roles.values()):
            users = [each for each in roles if roles[each] is role]
            people.replace_members(connection, "users", role, "brackenfold", users, clock.now)
        entered = [
            devices.approve(
                connection,
                Device(
                    id="",
                    label=label,
                    make=taken.make,
                    model=taken.model,
                    serial=taken.serial,
                    owner=owner,
                    approved_by="U0MRLANE",
                    approved_on=date(2026, 9, 1),
                ),
                school="brackenfold",
                by="U0MRLANE",
                at=clock.now,
            ).id
            for label, taken, owner in (
                ("Office camera", CANON, Owner.SCHOOL),
                ("Ms Nair’s phone", PHONE, Owner.PERSONAL),
            )
        ]
    calendar = Calendar(zone=TRUST.timezone, closed=frozenset({HOLIDAY}), quiet_hours=True)
    trust = replace(TRUST, calendar=calendar)
    ledger = Ledger(
        store=store,
        ids=BookIds(salt=lambda: "salt"),
        policy_version="1",
        committed=lambda: None,
        pace=Pace(calendar=calendar),
    )
    desk = Desk(ledger=ledger, trust=trust, now=clock, role_max_age=timedelta(days=60))
    return School(store, clock, desk, Workflow.at(desk), *entered)


@pytest.mark.parametrize(
    ("taken", "chosen", "asked"),
    [(CANON, "camera", False), (CANON, "", False), (PHONE, "phone", True), (PHONE, "", True), (Examined(), "", True)],
)
def test_only_the_schools_own_devices_are_not_asked_about(
    school: School, taken: Examined, chosen: str, asked: bool
) -> None:
    """By what the author chose, or else by what the file says; what nobody knows may be somebody's phone."""
    school.send(taken, device=getattr(school, chosen) if chosen else "")
    wanted = [(OWN_DEVICE, "open")] if asked else []
    assert school.left() == [*wanted, (SLACK_UPLOAD, "open")]


def test_who_said_so_in_the_form_is_not_asked(school: School) -> None:
    """The declaration is kept with the task, which is done from the start."""
    school.send(PHONE, declared=True)
    assert school.left() == [(OWN_DEVICE, "done"), (SLACK_UPLOAD, "open")]
    (task, _) = school.story().tasks
    assert (task.done_by, task.outcome) == (AUTHOR, "deleted")


def test_the_author_is_reminded_on_school_days_until_they_say_so(school: School) -> None:
    """Once a day from the next school morning on; not at the weekend, nor on a day off; then never again."""
    school.send(PHONE)
    school.sweep()
    rung = []
    for hours in range(8 * 24):
        school.clock.now = datetime(2026, 11, 24, 10, 0, tzinfo=UTC) + timedelta(hours=hours)
        if school.sweep():
            rung.append(f"{school.clock.now:%a %d %H}")
    assert rung == ["Wed 25 08", "Thu 26 08", "Fri 27 08", "Tue 01 08", "Wed 02 08"]
    with school.store.read() as connection:
        waits = school.workflow.home.waiting_for(connection, AUTHOR)
    assert [[task.place for task in each.tasks] for each in waits] == [[OWN_DEVICE, SLACK_UPLOAD]]
    assert isinstance(school.workflow.deletion.declare(AUTHOR, 1), Done)
    school.workflow.deletion.gone("F1")
    assert {state for _, state in school.left()} == {"done"}
    school.clock.advance(days=10)
    school.sweep()
    school.clock.advance(days=1)
    assert school.sweep() == 0
    assert school.codes()[-2:] == ["deletion:done", "deletion:done"]


def test_nobody_else_can_say_it(school: School) -> None:
    """Only who has the photos knows; and what is settled is not settled twice."""
    school.send(PHONE)
    refused = school.workflow.deletion.declare(DEPUTY, 1)
    assert isinstance(refused, Refusal)
    assert refused.code == "not_author"
    assert isinstance(school.workflow.deletion.declare(AUTHOR, 1), Done)
    again = school.workflow.deletion.declare(AUTHOR, 1)
    assert isinstance(again, Refusal)
    assert again.code == "settled"


def test_slack_is_asked_until_the_upload_is_gone(school: School) -> None:
    """Soon at first, then once a day; the task closes with the last upload, the ones not used included."""
    school.send(CANON, CANON)
    deletion = school.workflow.deletion
    assert sorted(deletion.to_ask_after()) == ["F1", "F2"]
    for each in ("F1", "F2"):
        deletion.still_there(each)
    assert deletion.to_ask_after() == []
    school.clock.advance(minutes=6)
    assert sorted(deletion.to_ask_after()) == ["F1", "F2"]
    deletion.gone("F1")
    school.clock.advance(hours=2)
    deletion.still_there("F2")
    school.clock.advance(hours=23)
    assert deletion.to_ask_after() == []
    school.clock.advance(hours=2)
    assert deletion.to_ask_after() == ["F2"]
    assert school.left() == [(SLACK_UPLOAD, "open")]
    deletion.gone("F2")
    assert school.left() == [(SLACK_UPLOAD, "done")]
    assert deletion.to_ask_after() == []


def test_a_new_version_asks_only_for_what_is_new(school: School) -> None:
    """What is open stays one question; what was declared for one photo says nothing of another."""
    school.send(PHONE)
    school.send(PHONE)
    assert school.left() == [(OWN_DEVICE, "open"), (SLACK_UPLOAD, "open")]
    school.workflow.deletion.declare(AUTHOR, 1)
    school.send(PHONE)
    assert school.left() == [(OWN_DEVICE, "done"), (SLACK_UPLOAD, "open"), (OWN_DEVICE, "open")]


def test_the_headteacher_sees_what_is_left(school: School) -> None:
    """And nobody else does: it is about a colleague."""
    school.send(PHONE)
    assert [each.task.place for each in school.workflow.deletion.left(HEAD)] == [OWN_DEVICE, SLACK_UPLOAD]
    assert school.workflow.deletion.left(DEPUTY) == []
    school.workflow.deletion.declare(AUTHOR, 1)
    assert [each.task.place for each in school.workflow.deletion.left(HEAD)] == [SLACK_UPLOAD]


def test_a_post_that_expires_leaves_its_photos_to_be_deleted(school: School) -> None:
    """Its time passed; the photos are on the phone all the same."""
    school.send(PHONE)

    def expire(book: Book) -> None:
        story = book.story(1)
        assert story is not None
        school.workflow.chasing._expire(book, story)

    school.desk.ledger.run(school.clock, expire)
    story = school.story()
    assert story.post.status is Status.EXPIRED
    assert {task.state for task in story.tasks if task.kind is TaskKind.DELETION} == {TaskState.OPEN}
