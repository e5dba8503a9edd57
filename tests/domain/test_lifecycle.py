"""The lifecycle: the whole product of statuses and actions, and who may do what."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.lifecycle import (
    AUTHOR_ACTIONS,
    DECISIONS,
    OFFICE_ACTIONS,
    TRANSITIONS,
    Action,
    Actor,
    Refusal,
    Transition,
    all_said_yes,
    decide,
)
from bot.domain.post import Purpose, Seen, Status, Story, TaskState
from bot.domain.trust import Role
from tests.domain.making import AUTHOR, DEPUTY, HEAD, LANE, LONDON, NOW, OFFICE, actor, permission_task, revision, story

EVERYTHING = frozenset(Role)


def ask(told: Story, action: Action, who: Actor, seen: Seen | None = None) -> Transition | Refusal:
    return decide(told, action, who, seen=seen, now=NOW, zone=LONDON)


def entitled(action: Action) -> Actor:
    """Somebody whom no guard stops."""
    return Actor(user_id=AUTHOR if action in AUTHOR_ACTIONS else HEAD, roles=EVERYTHING)


# What may happen, written down a second time on purpose: a change of the table must be meant.
POSSIBLE = {
    Status.DRAFT: "submit check ask_advice withdraw",
    Status.CHECKING: "submit check found ask_advice withdraw already_live",
    Status.ADVICE: "submit check ask_advice sign clear request_changes withdraw expire already_live",
    Status.WITH_SLT: "submit check ask_advice sign last_sign request_changes reject withdraw expire already_live",
    Status.CHANGES: "submit check ask_advice withdraw already_live",
    Status.APPROVED: "submit check ask_advice release hold withdraw expire already_live",
    Status.RELEASED: "submit check ask_advice start hold publish cannot_publish withdraw expire already_live",
    Status.HELD: "submit check ask_advice sign last_sign request_changes reject withdraw expire already_live",
    Status.PUBLISHED: "publish start cannot_publish take_down remove last_remove already_live",
    Status.REMOVED: "already_live",
    Status.UNPUBLISHED: "already_live",
    Status.REJECTED: "already_live",
    Status.WITHDRAWN: "already_live",
    Status.EXPIRED: "already_live",
}


@pytest.mark.parametrize(("status", "action"), list(product(Status, Action)))
def test_every_pair_of_status_and_action_is_decided(status: Status, action: Action) -> None:
    """For somebody entitled, an action happens exactly where the list says so; everywhere else there is a sentence."""
    told = story(status)
    answer = ask(told, action, entitled(action))
    if action.value in POSSIBLE[status].split():
        assert isinstance(answer, Transition)
        effective = answer.action
        assert answer.next is TRANSITIONS[(status, effective)]
    else:
        assert isinstance(answer, Refusal)
        assert answer.sentence.endswith(".")


@pytest.mark.parametrize(("status", "action"), [(s, a) for s, a in product(Status, Action) if a in DECISIONS])
def test_nobody_decides_on_their_own_post(status: Status, action: Action) -> None:
    """An author is refused whatever roles they hold (clause SP-5)."""
    assert isinstance(ask(story(status), action, Actor(user_id=AUTHOR, roles=EVERYTHING)), Refusal)


@pytest.mark.parametrize(("status", "action"), [(s, a) for s, a in product(Status, Action) if a in DECISIONS])
def test_a_decision_needs_a_role_that_is_asked(status: Status, action: Action) -> None:
    """Staff and the office decide nothing."""
    assert isinstance(ask(story(status), action, actor(HEAD, Role.STAFF, Role.OFFICE)), Refusal)


@pytest.mark.parametrize(("status", "action"), [(s, a) for s, a in product(Status, Action) if a in OFFICE_ACTIONS])
def test_only_the_office_publishes(status: Status, action: Action) -> None:
    """SLT cannot do the office's work, nor can the author (clause SP-6)."""
    assert isinstance(ask(story(status), action, actor(HEAD, Role.STAFF, Role.SLT)), Refusal)
    assert isinstance(ask(story(status), action, actor(AUTHOR, Role.STAFF, Role.SLT)), Refusal)


@pytest.mark.parametrize("action", sorted(AUTHOR_ACTIONS))
def test_only_the_author_sends_and_withdraws(action: Action) -> None:
    """A colleague with every role cannot do it for them."""
    assert isinstance(ask(story(Status.CHANGES), action, Actor(user_id=HEAD, roles=EVERYTHING)), Refusal)


def test_own_post_is_refused_in_words_that_help() -> None:
    """An SLT member who wrote the post is told that somebody else decides."""
    answer = ask(story(Status.WITH_SLT), Action.SIGN, actor(AUTHOR, Role.STAFF, Role.SLT))
    assert answer == Refusal("own_post", "This is your own post, so somebody else in SLT decides. They have it.")


def test_one_slt_yes_approves_an_ordinary_post() -> None:
    """SIGN becomes LAST_SIGN where nothing else is missing."""
    answer = ask(story(Status.WITH_SLT), Action.SIGN, actor(HEAD, Role.SLT))
    assert isinstance(answer, Transition)
    assert (answer.action, answer.next) == (Action.LAST_SIGN, Status.APPROVED)
    assert [task.role for task in answer.given] == [Role.SLT]


def reminder(done: dict[Role, str] | None = None) -> Story:
    return story(Status.WITH_SLT, revisions=(revision(purpose=Purpose.REMINDER),), done=done)


def test_a_reminder_needs_its_authoriser_as_well() -> None:
    """SLT's yes alone leaves a reminder with SLT; the authoriser's then approves it (clause SP-4)."""
    first = ask(reminder(), Action.SIGN, actor(HEAD, Role.SLT))
    second = ask(reminder({Role.SLT: HEAD}), Action.SIGN, actor(LANE, Role.REMINDER_AUTHORISER))
    assert isinstance(first, Transition)
    assert isinstance(second, Transition)
    assert (first.next, second.next) == (Status.WITH_SLT, Status.APPROVED)


def test_one_click_gives_every_role_that_a_person_holds() -> None:
    """Somebody who is SLT and authoriser approves a reminder alone, as both."""
    answer = ask(reminder(), Action.SIGN, actor(HEAD, Role.SLT, Role.REMINDER_AUTHORISER))
    assert isinstance(answer, Transition)
    assert answer.next is Status.APPROVED
    assert {task.role for task in answer.given} == {Role.SLT, Role.REMINDER_AUTHORISER}


def test_the_same_role_does_not_sign_twice() -> None:
    """A second SLT member is told that SLT's yes has been given."""
    answer = ask(reminder({Role.SLT: HEAD}), Action.SIGN, actor(DEPUTY, Role.SLT))
    assert isinstance(answer, Refusal)
    assert answer.code == "already_signed"


@pytest.mark.parametrize(
    ("action", "then"), [(Action.REQUEST_CHANGES, Status.CHANGES), (Action.REJECT, Status.REJECTED)]
)
def test_a_no_is_heard_after_a_yes_for_as_long_as_the_post_waits(action: Action, then: Status) -> None:
    """SLT's yes is given and the authoriser's is not: any of SLT may still send it back, whoever said yes."""
    for who in (HEAD, DEPUTY):
        answer = ask(reminder({Role.SLT: HEAD}), action, actor(who, Role.SLT))
        assert isinstance(answer, Transition)
        assert (answer.next, answer.given) == (then, ())
    assert isinstance(ask(reminder({Role.SLT: HEAD}), action, actor(LANE, Role.DEVICE_APPROVER)), Refusal)


def test_a_late_click_is_told_who_approved_and_when() -> None:
    """The second of two approvers reads the first one's name and the time."""
    told = story(Status.RELEASED, done={Role.SLT: HEAD})
    answer = ask(told, Action.SIGN, actor(DEPUTY, Role.SLT))
    assert isinstance(answer, Refusal)
    assert answer.sentence == "Already approved by Helen Marsh on Tue 24 Nov, 4:05pm. There is nothing left to do."


def test_the_last_yes_waits_for_adults_who_have_not_answered() -> None:
    """SLT's yes is recorded as one and approves nothing while somebody who is shown is still asked (clause RS-2)."""
    told = story(Status.WITH_SLT)
    shown = permission_task(revision(), TaskState.OPEN)
    waits = ask(replace(told, tasks=(*told.tasks, shown)), Action.SIGN, actor(HEAD, Role.SLT))
    assert isinstance(waits, Transition)
    assert (waits.action, waits.next) == (Action.SIGN, Status.WITH_SLT)
    said = replace(shown, state=TaskState.DONE, outcome="yes")
    last = ask(replace(told, tasks=(*told.tasks, said)), Action.SIGN, actor(HEAD, Role.SLT))
    assert isinstance(last, Transition)
    assert last.action is Action.LAST_SIGN


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("signed", [False, True])
@pytest.mark.parametrize("answer", TaskState)
def test_a_post_is_complete_only_with_every_yes_and_every_answer(
    status: Status, signed: bool, answer: TaskState
) -> None:
    """And only while it waits for them: an answer that comes late completes nothing."""
    told = story(status, done={Role.SLT: HEAD} if signed else None)
    sealed = told.revision
    tasks = (*told.tasks, permission_task(sealed, answer)) if sealed else told.tasks
    waits = status in {Status.WITH_SLT, Status.HELD}
    assert all_said_yes(replace(told, tasks=tasks)) == (waits and signed and answer is not TaskState.OPEN)


def test_an_old_card_is_told_where_to_look() -> None:
    """A click on version 1 when version 2 is out decides nothing."""
    told = story(Status.WITH_SLT, revisions=(revision(1), revision(2, words="Our pupils measured.")))
    answer = ask(told, Action.SIGN, actor(HEAD, Role.SLT), revision(1).seen)
    assert answer == Refusal("old_card", "This is version 1. Version 2 is further down; please decide there.")


@given(st.text(alphabet="0123456789abcdef", min_size=Seen.DIGITS, max_size=Seen.DIGITS))
def test_an_approval_belongs_to_the_exact_content(digest: str) -> None:
    """Any other hash than the one on record is refused."""
    seen = replace(revision().seen, digest=digest)
    answer = ask(story(Status.WITH_SLT), Action.SIGN, actor(HEAD, Role.SLT), seen)
    assert isinstance(answer, Transition) == (digest == revision().seen.digest)


def test_the_office_may_start_a_released_post() -> None:
    """Starting leaves the status as it is."""
    answer = ask(story(Status.RELEASED, done={Role.SLT: HEAD}), Action.START, actor(OFFICE, Role.OFFICE))
    assert isinstance(answer, Transition)
    assert answer.next is Status.RELEASED


@pytest.mark.parametrize("action", [Action.START, Action.CANNOT_PUBLISH])
@pytest.mark.parametrize("office", [TaskState.DONE, TaskState.CANCELLED])
def test_what_is_published_and_no_task_any_more_is_not_started_again(action: Action, office: TaskState) -> None:
    """A card that lags behind opens no words of a post that is done, or that must come down."""
    answer = ask(story(Status.PUBLISHED, office=office), action, actor(OFFICE, Role.OFFICE))
    assert answer == Refusal("no_task", "There is nothing more to publish of this post. Nothing has changed.")


@given(st.text(max_size=60))
def test_only_what_we_wrote_is_read_back_from_a_button(value: str) -> None:
    """Any other value is nothing, and nothing is guessed."""
    seen = Seen.parse(value)
    assert seen is None or Seen.parse(str(seen)) == seen


def test_a_button_carries_post_version_and_hash() -> None:
    """What is written is read back the same."""
    assert Seen.parse(str(revision().seen)) == revision().seen
