"""What waits for somebody, over the real use cases: one row for what is one window, and nothing that they cannot do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.gates import SUSPENDED_NOW
from bot.domain.lifecycle import Refusal
from bot.domain.post import TaskKind
from bot.domain.standing import SUSPENDED, Kind
from bot.domain.trust import Role
from bot.workflow import Done, Form
from bot.workflow.home import Review, Waiting
from bot.workflow.office import Started
from bot.workflow.submitting import NO_STAFF
from storage import people, tasks
from storage.engine import Store
from storage.people import SlackUser
from storage.stops import Stop
from tests.conftest import Clock
from tests.domain.making import AUTHOR, DEPUTY, HEAD, OFFICE, TRUST
from tests.storage.test_answers import FORM, School

BEANS = "Our beans grow."
PLACES = ("facebook", "website")


@pytest.fixture
def school(store: Store, clock: Clock) -> School:
    """Brackenfold with two of SLT."""
    made = School(store, clock)
    with store.write() as connection:
        people.save_users(connection, [SlackUser(id=DEPUTY, team_id="T", name=DEPUTY, fetched_at=clock.now)])
        people.replace_members(connection, "users", Role.SLT, "brackenfold", [HEAD, DEPUTY], clock.now)
    return made


def waits(school: School, user: str) -> list[Waiting]:
    return school.workflow.home.look(user).waits


def elsewhere(school: School, user: str) -> list[tuple[int, bool]]:
    """The posts that wait for somebody else, and whether that is because of a stop."""
    return [(each.story.post.id, each.stopped) for each in school.workflow.home.look(user).elsewhere]


def published(school: School, form: Form = FORM) -> None:
    """A post that is live in both places."""
    assert isinstance(school.submit(BEANS, form, places=PLACES), Done)
    assert isinstance(school.approve(), Done)
    assert isinstance(school.workflow.office.start(OFFICE, school.seen()), Started)
    links = {place: f"https://{place}.example/1" for place in PLACES}
    assert isinstance(school.workflow.office.publish(OFFICE, school.seen(), links), Done)


def test_what_must_come_down_stands_first_and_once_for_all_its_places(school: School) -> None:
    """For the office alone; the post that has waited longer to be published stands under it."""
    assert isinstance(school.submit("Our choir sang."), Done)
    assert isinstance(school.approve(), Done)
    school.clock.advance(minutes=5)
    school.number = 2
    published(school, form=Form(key="k2"))
    assert isinstance(school.workflow.office.take_down(HEAD, school.seen(), "It is not ours."), Done)
    (down, publish) = waits(school, OFFICE)
    assert (down.story.post.id, down.task.kind, [each.place for each in down.tasks]) == (
        2,
        TaskKind.TAKEDOWN,
        list(PLACES),
    )
    assert (publish.story.post.id, publish.task.kind) == (1, TaskKind.PUBLISH)
    assert waits(school, HEAD) == waits(school, AUTHOR) == []

    assert down.revision is not None
    review = school.workflow.home.review(OFFICE, down.revision.seen, down.task.id)
    assert isinstance(review, Review)
    assert isinstance(school.workflow.home.review(AUTHOR, down.revision.seen, down.task.id), Refusal)
    for place in PLACES:
        assert isinstance(school.workflow.office.removed(OFFICE, down.revision.seen, place), Done)
    assert [each.story.post.id for each in waits(school, OFFICE)] == [1]


def test_an_older_version_that_must_come_down_is_opened_as_that_version(school: School) -> None:
    """What is live is not what was sent since."""
    assert isinstance(school.submit(BEANS, places=PLACES), Done)
    first = school.seen()
    assert isinstance(school.approve(), Done)
    assert isinstance(school.submit("Our beans grew.", Form(key="k2", post_id=1), places=PLACES), Done)
    assert isinstance(school.approve(), Done)
    assert isinstance(school.workflow.office.publish(OFFICE, first, {"facebook": "https://facebook.example/1"}), Done)
    (down,) = (each for each in waits(school, OFFICE) if each.task.kind is TaskKind.TAKEDOWN)
    assert down.revision is not None
    assert (down.revision.seen, school.seen().no) == (first, 2)


def test_nobody_is_asked_to_decide_on_what_lacks_a_permission(school: School) -> None:
    """Only its author can do something about it; once it is in order it waits for SLT again."""
    assert isinstance(school.submit(BEANS, staff=(OFFICE,)), Done)
    assert [each.task.kind for each in waits(school, HEAD)] == [TaskKind.SIGNOFF]
    assert isinstance(school.workflow.colleagues.no(OFFICE, school.seen()), Done)
    school.workflow.watch.sweep()
    assert school.story().post.stuck == "approve"
    assert waits(school, HEAD) == []
    assert elsewhere(school, HEAD) == [(1, False)]
    assert elsewhere(school, AUTHOR) == elsewhere(school, OFFICE) == []
    assert isinstance(school.workflow.colleagues.yes(OFFICE, school.seen()), Done)
    school.workflow.watch.sweep()
    assert [each.task.kind for each in waits(school, HEAD)] == [TaskKind.SIGNOFF]


def test_who_has_said_yes_is_not_reminded_of_the_yes_of_others(school: School) -> None:
    """Two of SLT must say yes: after the first one's, the other alone is reminded."""
    school.begin(replace(TRUST, quorum={Role.SLT: 2}))
    assert isinstance(school.submit(BEANS), Done)
    assert isinstance(school.approve(), Done)
    (still_open,) = (task for task in school.story().signoffs() if not task.done_by)
    chasing = school.workflow.chasing
    asked = chasing.desk.ledger.run(school.clock, lambda book: chasing._who_can(book, school.story(), still_open))
    assert asked == [DEPUTY]


def test_what_somebody_has_said_yes_to_waits_for_somebody_else_until_the_others_have(school: School) -> None:
    """They can still look at it; whoever is asked now has it among what waits for them, and its author with their own."""
    school.begin(replace(TRUST, quorum={Role.SLT: 2}))
    assert isinstance(school.submit(BEANS), Done)
    assert elsewhere(school, HEAD) == []
    assert isinstance(school.approve(), Done)
    assert (waits(school, HEAD), elsewhere(school, HEAD)) == ([], [(1, False)])
    assert (len(waits(school, DEPUTY)), elsewhere(school, DEPUTY)) == (1, [])
    assert elsewhere(school, AUTHOR) == []
    (row,) = school.workflow.home.look(HEAD).elsewhere
    assert isinstance(school.workflow.home.review(HEAD, school.seen(), row.task.id), Review)
    assert isinstance(school.workflow.decisions.approve(DEPUTY, school.seen()), Done)
    assert elsewhere(school, HEAD) == elsewhere(school, DEPUTY) == []


def test_while_posts_are_stopped_nobody_is_asked_to_decide(school: School) -> None:
    """What waits for them waits for the stop to be lifted; then it is theirs again."""
    assert isinstance(school.submit(BEANS), Done)
    stop = school.workflow.stopping.stop(HEAD, "brackenfold", "An accident.")
    assert isinstance(stop, Stop)
    assert (waits(school, DEPUTY), elsewhere(school, DEPUTY)) == ([], [(1, True)])
    assert isinstance(school.workflow.stopping.lift(HEAD, stop.id), Stop)
    assert (len(waits(school, DEPUTY)), elsewhere(school, DEPUTY)) == (1, [])


def test_why_somebody_may_not_write_is_known_without_their_trying(school: School) -> None:
    """Staff may, others may not, who is suspended may not today; nothing of it is an attempt, so nothing is logged."""
    drafts = school.workflow.drafts
    assert drafts.why_not(AUTHOR) is None
    assert drafts.why_not(OFFICE) == NO_STAFF
    school.enter(Kind.RESTRICTION, AUTHOR, value=SUSPENDED)
    assert drafts.why_not(AUTHOR) == SUSPENDED_NOW
    assert school.what() == []


def test_the_week_counts_each_post_once_from_monday_on_for_those_who_look_after_a_school(school: School) -> None:
    """A post that went out in two steps is one; on the next Monday, by the school's own clock, it begins anew."""
    assert isinstance(school.submit(BEANS, places=PLACES), Done)
    assert isinstance(school.approve(), Done)
    assert isinstance(school.workflow.office.start(OFFICE, school.seen()), Started)
    for place in PLACES:
        assert isinstance(school.workflow.office.publish(OFFICE, school.seen(), {place: "https://x.example/1"}), Done)
    school.number = 2
    assert isinstance(school.submit("Our choir sang.", Form(key="k2")), Done)
    assert isinstance(school.workflow.decisions.reject(HEAD, school.seen(), "Not today."), Done)
    (week,) = school.workflow.home.weeks(HEAD)
    assert (week.school.key, week.approved, week.rejected, week.published, week.stopped) == (
        "brackenfold",
        1,
        1,
        1,
        False,
    )
    assert school.workflow.home.weeks(AUTHOR) == school.workflow.home.weeks(OFFICE) == []

    school.clock.now = datetime(2026, 11, 29, 23, 59, tzinfo=UTC)
    school.vouch()
    assert [(each.approved, each.rejected) for each in school.workflow.home.weeks(HEAD)] == [(1, 1)]
    school.clock.now = datetime(2026, 11, 30, 0, 0, tzinfo=UTC)
    assert isinstance(school.workflow.stopping.stop(HEAD, "brackenfold", "An accident."), Stop)
    assert [(each.approved, each.stopped) for each in school.workflow.home.weeks(HEAD)] == [(0, True)]


def test_what_somebody_alone_is_asked_is_found_among_any_number_of_others(school: School) -> None:
    """However many of their colleagues have been asked for longer."""
    for n in range(3):
        asked = (OFFICE,) if n == 2 else (DEPUTY,)
        assert isinstance(school.submit(BEANS, Form(key=f"k{n}"), staff=asked), Done)
        school.clock.advance(minutes=1)
    with school.store.read() as connection:
        found = tasks.still_open(connection, "brackenfold", [TaskKind.PERMISSION], most=1, user=OFFICE)
    assert [each.post_id for each in found] == [3]
    assert [each.story.post.id for each in waits(school, OFFICE)] == [3]
