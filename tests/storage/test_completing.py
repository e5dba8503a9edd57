"""SLT may say yes before the adults who are shown: the last answer completes the post, after one more look at everything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.domain.consent import ConsentState
from bot.domain.lifecycle import Refusal
from bot.domain.post import Status, TaskKind, TaskState
from bot.domain.standing import SUSPENDED, Kind
from bot.domain.trust import Role
from bot.workflow import Done, Form
from bot.workflow.decisions import Undecided
from storage import log, register
from storage.engine import Store
from storage.tables import CardRow, table
from tests.conftest import Clock
from tests.domain.making import AUTHOR, HEAD, OFFICE, TRUST
from tests.storage.test_answers import School, pupil

BEANS = "Our beans grow."
HOPE = "Our Hope and Harmony choir sang."


@pytest.fixture
def school(store: Store, clock: Clock) -> School:
    """A post that shows somebody of the office, who has not answered yet."""
    made = School(store, clock)
    assert isinstance(made.submit(BEANS, staff=(OFFICE,)), Done)
    return made


def says(school: School, said: str) -> None:
    answer = getattr(school.workflow.colleagues, said)(OFFICE, school.seen())
    assert isinstance(answer, Done), answer


def slt_is_asked(school: School) -> bool:
    return any(task.state is TaskState.OPEN for task in school.story().signoffs())


def cards(school: School) -> list[str]:
    with school.store.read() as connection:
        return [row.kind for row in connection.execute(select(table(CardRow).c.kind).order_by("id"))]


def test_the_yes_is_kept_and_the_last_answer_gives_the_post_to_the_office(school: School) -> None:
    """SLT are asked once; nothing moves before the answer; both are in the log."""
    assert isinstance(school.approve(), Done)
    assert school.story().post.status is Status.WITH_SLT
    assert not slt_is_asked(school)
    assert "task" not in cards(school)
    says(school, "yes")
    story = school.story()
    assert story.post.status is Status.RELEASED
    assert {(task.done_by, task.outcome) for task in story.signoffs()} == {(HEAD, "approved")}
    told = school.what()
    assert told.index("post:signed") < told.index("post:approved")
    assert [kind for kind in cards(school) if kind in {"task", "approved"}] == ["task", "approved"]


def test_an_answer_that_came_first_leaves_the_last_word_to_slt(school: School) -> None:
    """As ever."""
    says(school, "always")
    assert school.story().post.status is Status.WITH_SLT
    assert isinstance(school.approve(), Done)
    assert school.story().post.status is Status.RELEASED


def test_a_no_after_the_yes_of_slt_goes_nowhere_and_asks_them_again(school: School) -> None:
    """The author is told; SLT read one neutral sentence; with a changed answer they decide anew; it is not decided for them."""
    school.approve()
    says(school, "no")
    assert (school.story().post.status, school.story().post.stuck) == (Status.WITH_SLT, "approve")
    assert slt_is_asked(school)
    assert {"look_again", "held"} <= set(cards(school))
    assert isinstance(school.approve(), Refusal)
    says(school, "yes")
    school.workflow.watch.sweep()
    assert (school.story().post.status, school.story().post.stuck) == (Status.WITH_SLT, "")
    assert isinstance(school.approve(), Done)
    assert school.story().post.status is Status.RELEASED


def test_slt_may_think_again_until_the_last_answer(school: School) -> None:
    """Their yes is given, and the post waits for an adult: changes can be asked for, and the late answer completes nothing."""
    school.approve()
    assert isinstance(school.workflow.decisions.request_changes(HEAD, school.seen(), "Say more."), Done)
    says(school, "yes")
    story = school.story()
    assert (story.post.status, story.post.why, story.post.changed_by) == (Status.CHANGES, "Say more.", HEAD)
    assert "task" not in cards(school)
    with school.store.read() as connection:
        (entry,) = [each for each in log.show(connection, limit=100) if each.what == "post:changes_requested"]
    assert entry.as_role == "slt"


def test_what_is_held_and_in_order_again_is_put_to_slt(school: School) -> None:
    """A colleague says no after the approval and then yes: nothing goes out by itself, and nobody waits for nothing."""
    school.approve()
    says(school, "yes")
    says(school, "no")
    school.workflow.watch.sweep()
    assert (school.story().post.status, school.story().post.stuck) == (Status.HELD, "start")
    says(school, "yes")
    school.workflow.watch.sweep()
    assert (school.story().post.status, school.story().post.stuck) == (Status.HELD, "")
    assert "look_again" in cards(school)
    school.workflow.watch.sweep()
    assert cards(school).count("look_again") == 1
    assert isinstance(school.approve(), Done)
    assert school.story().post.status is Status.RELEASED


def test_what_came_up_between_the_yes_and_the_answer_brings_it_back_to_slt(school: School) -> None:
    """One sentence to them whatever it is; their second look is theirs alone, and then it goes on."""
    school.pupils = []
    assert isinstance(school.submit(HOPE, Form(key="k2", post_id=1), staff=(OFFICE,)), Done)
    school.approve()
    school.pupils.append(pupil("p4", "Hope", "Bello"))
    says(school, "yes")
    assert school.story().post.status is Status.WITH_SLT
    assert slt_is_asked(school)
    assert "look_again" in cards(school)
    assert "post:asked_again" in school.what()
    assert isinstance(school.approve(), Done)
    assert school.story().post.status is Status.RELEASED


def suspended(school: School) -> None:
    school.enter(Kind.RESTRICTION, AUTHOR, value=SUSPENDED, ends=school.clock.now.date())


def untrained(school: School) -> None:
    school.clock.now += timedelta(days=1)
    school.vouch()


def unread(school: School) -> None:
    """The trust asks from today on that the policy has been read, and begins the bot anew."""
    school.begin(replace(school.trust, acknowledged=True))


def in_order(school: School) -> None:
    """The suspension ends, a course is on record, the policy is read."""
    school.clock.now += timedelta(days=1)
    school.vouch()
    school.enter(Kind.TRAINING, AUTHOR)
    school.enter(Kind.ACKNOWLEDGEMENT, AUTHOR, value=school.trust.policy.version)


CLOSED = pytest.mark.parametrize("meanwhile", [suspended, untrained, unread])


@pytest.fixture
def strict(store: Store, clock: Clock) -> School:
    """The same post where training in date is asked for, and the author's ends today."""
    made = School(store, clock, trust=replace(TRUST, trained=frozenset({Role.STAFF})))
    made.enter(Kind.TRAINING, AUTHOR, ends=clock.now.date())
    assert isinstance(made.submit(BEANS, staff=(OFFICE,)), Done)
    return made


@CLOSED
def test_a_post_that_its_author_could_not_send_today_is_not_approved(
    strict: School, meanwhile: Callable[[School], None]
) -> None:
    """SLT read one sentence, whichever of the three it is, and nothing of the reason; once it is settled they can say yes."""
    says(strict, "yes")
    meanwhile(strict)
    refused = strict.approve()
    assert isinstance(refused, Refusal)
    asks = "Please ask its author to type /socialpost: it tells them why."
    assert refused.sentence == f"Post 1 cannot be approved just now. {asks}"
    assert strict.story().post.status is Status.WITH_SLT
    assert slt_is_asked(strict)
    in_order(strict)
    assert isinstance(strict.approve(), Done)
    assert strict.story().post.status is Status.RELEASED


@CLOSED
def test_nor_is_it_completed_by_the_last_answer(strict: School, meanwhile: Callable[[School], None]) -> None:
    """It comes back to SLT, who can say yes once it is settled."""
    strict.approve()
    meanwhile(strict)
    says(strict, "yes")
    assert strict.story().post.status is Status.WITH_SLT
    assert slt_is_asked(strict)
    assert {"look_again", "task"}.intersection(cards(strict)) == {"look_again"}
    assert isinstance(strict.approve(), Refusal)
    in_order(strict)
    assert isinstance(strict.approve(), Done)
    assert strict.story().post.status is Status.RELEASED


@pytest.mark.parametrize("slt_first", [True, False])
def test_a_promise_to_an_older_policy_stops_it_at_either_end(school: School, *, slt_first: bool) -> None:
    """Whoever says the last yes: the author is told privately, and it goes nowhere before they send it anew."""
    if slt_first:
        school.approve()
    else:
        says(school, "yes")
    school.begin(replace(TRUST, acknowledged=True, policy=replace(TRUST.policy, version="2026-12")))
    if slt_first:
        says(school, "yes")
    else:
        assert isinstance(school.approve(), Refusal)
    assert (school.story().post.status, school.story().post.stuck) == (Status.WITH_SLT, "approve")
    assert slt_is_asked(school)
    assert "held" in cards(school)


def test_a_check_that_crashes_at_the_last_answer_lets_nothing_out(school: School) -> None:
    """The answer is kept, the post is not approved."""
    school.approve()
    school.broken = True
    says(school, "yes")
    assert school.story().post.status is Status.WITH_SLT
    assert "task" not in cards(school)
    school.broken = False
    assert isinstance(school.approve(), Done)


def test_a_stop_between_the_two_asks_for_everything_anew(school: School) -> None:
    """The answer completes nothing while posts are stopped, nor once that is lifted."""
    school.approve()
    stop = school.workflow.stopping.stop(HEAD, "brackenfold", "An incident.")
    assert not isinstance(stop, Refusal)
    says(school, "yes")
    assert school.story().post.status is Status.WITH_SLT
    assert not isinstance(school.workflow.stopping.lift(HEAD, stop.id), Refusal)
    school.workflow.watch.sweep()
    assert school.story().post.status is Status.WITH_SLT
    assert isinstance(school.approve(), Done)


def test_a_permission_that_reaches_the_register_another_way_completes_it_too(school: School) -> None:
    """The office puts a signed form on record: nobody waits for a tap that is not needed, and a no stays possible."""
    school.approve()
    (person,) = school.story().revisions[-1].body.adults
    school.workflow.watch.desk.ledger.run(
        school.clock,
        lambda book: register.record(
            book,
            person=person,
            state=ConsentState.GRANTED,
            places=["facebook"],
            given_by="Sue Bramley",
            relation="themselves",
            evidence="form of 3 November",
            given_on=date(2026, 11, 3),
            entered_by=OFFICE,
        ),
    )
    school.workflow.watch.sweep()
    assert school.story().post.status is Status.RELEASED
    assert [task.outcome for task in school.story().tasks_of(TaskKind.PERMISSION)] == ["on_record"]
    says(school, "no")
    school.workflow.watch.sweep()
    assert school.story().post.status is Status.HELD


def test_a_yes_for_the_year_that_ends_while_the_post_waits_is_asked_for_again(school: School) -> None:
    """SLT's yes is kept, and a new answer completes the post."""
    says(school, "always")
    # Another post: a yes to one belongs to it for good, the one for the year to every post and until the year ends.
    assert isinstance(school.submit(BEANS, Form(key="k2"), staff=(OFFICE,)), Done)
    school.number = 2
    assert [task.outcome for task in school.story().tasks_of(TaskKind.PERMISSION)] == ["always"]
    school.clock.now += timedelta(days=365)
    school.vouch()
    outcome = school.workflow.decisions.approve(HEAD, school.seen())
    assert not isinstance(outcome, Undecided | Refusal)
    assert [task.state for task in school.story().tasks_of(TaskKind.PERMISSION)] == [TaskState.OPEN]
    assert school.story().post.status is Status.WITH_SLT
    says(school, "yes")
    assert school.story().post.status is Status.RELEASED
