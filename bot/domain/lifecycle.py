"""A post's lifecycle as a table. What is not in the table is a refusal with a sentence for the person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.post import Seen, Status, Story, Task, TaskState
from bot.domain.signoffs import may_settle
from bot.domain.trust import Role
from bot.domain.wording import when


class Action(StrEnum):
    """What somebody, or the bot itself, does to a post."""

    SUBMIT = "submit"
    CHECK = "check"
    FOUND = "found"
    ASK_ADVICE = "ask_advice"
    CLEAR = "clear"
    SIGN = "sign"
    LAST_SIGN = "last_sign"
    REQUEST_CHANGES = "request_changes"
    REJECT = "reject"
    RELEASE = "release"
    START = "start"
    HOLD = "hold"
    PUBLISH = "publish"
    ALREADY_LIVE = "already_live"
    CANNOT_PUBLISH = "cannot_publish"
    TAKE_DOWN = "take_down"
    REMOVE = "remove"
    LAST_REMOVE = "last_remove"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"


_S, _A = Status, Action

TRANSITIONS: dict[tuple[Status, Action], Status] = {
    (_S.DRAFT, _A.SUBMIT): _S.WITH_SLT,
    (_S.ADVICE, _A.SUBMIT): _S.WITH_SLT,
    (_S.ADVICE, _A.CLEAR): _S.WITH_SLT,
    (_S.ADVICE, _A.REQUEST_CHANGES): _S.CHANGES,
    (_S.ADVICE, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.DRAFT, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.WITH_SLT, _A.SUBMIT): _S.WITH_SLT,
    (_S.WITH_SLT, _A.SIGN): _S.WITH_SLT,
    (_S.WITH_SLT, _A.LAST_SIGN): _S.APPROVED,
    (_S.WITH_SLT, _A.REQUEST_CHANGES): _S.CHANGES,
    (_S.WITH_SLT, _A.REJECT): _S.REJECTED,
    (_S.WITH_SLT, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.CHANGES, _A.SUBMIT): _S.WITH_SLT,
    (_S.CHANGES, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.APPROVED, _A.RELEASE): _S.RELEASED,
    (_S.APPROVED, _A.SUBMIT): _S.WITH_SLT,
    (_S.APPROVED, _A.HOLD): _S.HELD,
    (_S.APPROVED, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.RELEASED, _A.SUBMIT): _S.WITH_SLT,
    (_S.RELEASED, _A.START): _S.RELEASED,
    (_S.RELEASED, _A.HOLD): _S.HELD,
    (_S.RELEASED, _A.PUBLISH): _S.PUBLISHED,
    (_S.RELEASED, _A.CANNOT_PUBLISH): _S.UNPUBLISHED,
    (_S.RELEASED, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.HELD, _A.SUBMIT): _S.WITH_SLT,
    (_S.HELD, _A.SIGN): _S.HELD,
    (_S.HELD, _A.LAST_SIGN): _S.APPROVED,
    (_S.HELD, _A.REQUEST_CHANGES): _S.CHANGES,
    (_S.HELD, _A.REJECT): _S.REJECTED,
    (_S.HELD, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.PUBLISHED, _A.PUBLISH): _S.PUBLISHED,
    (_S.PUBLISHED, _A.START): _S.PUBLISHED,
    (_S.PUBLISHED, _A.CANNOT_PUBLISH): _S.PUBLISHED,
    (_S.PUBLISHED, _A.TAKE_DOWN): _S.PUBLISHED,
    (_S.PUBLISHED, _A.REMOVE): _S.PUBLISHED,
    (_S.PUBLISHED, _A.LAST_REMOVE): _S.REMOVED,
    # Who is not sure asks for advice wherever they could also send a post to SLT.
    **{
        (status, _A.ASK_ADVICE): _S.ADVICE
        for status in (_S.DRAFT, _S.CHECKING, _S.ADVICE, _S.WITH_SLT, _S.CHANGES, _S.APPROVED, _S.RELEASED, _S.HELD)
    },
    # Photos are looked at before anybody is asked: from wherever a post could be sent, and again after each change of one.
    **{
        (status, _A.CHECK): _S.CHECKING
        for status in (
            _S.DRAFT,
            _S.CHECKING,
            _S.ADVICE,
            _S.WITH_SLT,
            _S.CHANGES,
            _S.APPROVED,
            _S.RELEASED,
            _S.HELD,
        )
    },
    (_S.CHECKING, _A.SUBMIT): _S.WITH_SLT,
    (_S.CHECKING, _A.FOUND): _S.CHANGES,
    (_S.CHECKING, _A.WITHDRAW): _S.WITHDRAWN,
    # Nobody said yes in time, or nobody published it: consents change, so it needs a fresh look.
    **{(status, _A.EXPIRE): _S.EXPIRED for status in (_S.ADVICE, _S.WITH_SLT, _S.APPROVED, _S.RELEASED, _S.HELD)},
    # What is on the internet is a fact, whatever we had decided: it is recorded, and a takedown opens.
    **{
        (status, _A.ALREADY_LIVE): _S.PUBLISHED
        for status in (
            _S.CHECKING,
            _S.ADVICE,
            _S.WITH_SLT,
            _S.CHANGES,
            _S.APPROVED,
            _S.RELEASED,
            _S.HELD,
            _S.PUBLISHED,
            _S.REMOVED,
            _S.UNPUBLISHED,
            _S.REJECTED,
            _S.WITHDRAWN,
            _S.EXPIRED,
        )
    },
}

WAITING = frozenset({_S.ADVICE, _S.WITH_SLT, _S.HELD})
"""Where somebody's yes is still to come."""

DECISIONS = frozenset({_A.SIGN, _A.LAST_SIGN, _A.REQUEST_CHANGES, _A.REJECT})
OFFICE_ACTIONS = frozenset({_A.START, _A.PUBLISH, _A.ALREADY_LIVE, _A.CANNOT_PUBLISH, _A.REMOVE, _A.LAST_REMOVE})
TAKERS = frozenset({Role.OFFICE, Role.SLT, Role.HEADTEACHER})
"""Who may have a live post taken down (clause GV-2)."""
AUTHOR_ACTIONS = frozenset({_A.SUBMIT, _A.CHECK, _A.ASK_ADVICE, _A.WITHDRAW})


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts, with the roles that they hold in the post's school."""

    user_id: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something did not happen: a code for the log and a sentence for the person, who alone reads it."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """What happens: the next status and, for decisions, the open sign-offs that this person gives by it."""

    action: Action
    next: Status
    given: tuple[Task, ...] = ()


def decide(
    story: Story, action: Action, actor: Actor, *, seen: Seen | None, now: datetime, zone: ZoneInfo
) -> Transition | Refusal:
    """Whether `actor` may do `action` to this post now. `seen` is the exact content they looked at, where it matters.

    SIGN becomes LAST_SIGN by itself when nothing else is missing, and CLEAR where advice was asked. While adults who are
    shown have still to answer, it stays SIGN: their last answer completes the post (`all_said_yes`). Clauses: SP-5
    (nobody decides on their own post; the exact content), SP-6 (only the office publishes), RS-2.
    """
    refusal = (
        _wrong_person(story, action, actor)
        or _outdated(story, action, seen)
        or _already(story, action, now=now, zone=zone)
        or _not_theirs_to_sign(story, action, actor)
        or _no_open_task(story, action)
    )
    if refusal:
        return refusal
    given = _given_by(story, actor) if action in DECISIONS else ()
    if action is Action.SIGN and story.post.status is Status.ADVICE:
        action = Action.CLEAR
    elif action is Action.SIGN and len(given) == len(_open(story)) and not story.adults_asked[1]:
        action = Action.LAST_SIGN
    following = TRANSITIONS.get((story.post.status, action))
    if following is None:
        return Refusal("not_possible", f"{_stands(story, now=now, zone=zone)} There is nothing left to do here.")
    return Transition(action=action, next=following, given=given)


def all_said_yes(story: Story) -> bool:
    """Whether every yes that was asked for is given and every adult who was asked has answered, while the post still waits.

    What they answered is the register's to say: a no is a missing permission like any other.
    """
    yeses = story.signoffs()
    waits = story.post.status in WAITING - {Status.ADVICE}
    return waits and bool(yeses) and all(_is_yes(task) for task in yeses) and not story.adults_asked[1]


def _is_yes(task: Task) -> bool:
    return task.state is TaskState.DONE and task.outcome == "approved"


def _wrong_person(story: Story, action: Action, actor: Actor) -> Refusal | None:
    own = actor.user_id == story.post.author
    if action in AUTHOR_ACTIONS and not own:
        return Refusal("not_author", "Only the person who wrote this post can do that. Nothing has changed.")
    if action in DECISIONS and not any(may_settle(task, actor.user_id, actor.roles) for task in story.asked()):
        return Refusal("no_role", "Only SLT can decide on posts. Nothing has changed.")
    if action in DECISIONS and own:
        return Refusal("own_post", "This is your own post, so somebody else in SLT decides. They have it.")
    if action is Action.TAKE_DOWN and not actor.roles & TAKERS:
        return Refusal("no_role", "Only SLT and the office can have a post taken down. Nothing has changed.")
    if action in OFFICE_ACTIONS and Role.OFFICE not in actor.roles:
        return Refusal("no_role", "Only the office can do this. Nothing has changed.")
    return None


def _outdated(story: Story, action: Action, seen: Seen | None) -> Refusal | None:
    """A click on a card of an older version; what is already live is recorded whichever version it was."""
    if seen is None or action is Action.ALREADY_LIVE or action in AUTHOR_ACTIONS:
        return None
    current = story.revision
    if current is None or story.post.id != seen.post_id:
        return Refusal("unknown_post", "We cannot find this post. Nothing has changed.")
    if current.seen == seen:
        return None
    if seen.no >= current.no:
        return Refusal(
            "hash_mismatch",
            "This card does not match the post on record. Nothing has changed. Please tell IT.",
        )
    return Refusal("old_card", f"This is version {seen.no}. Version {current.no} is further down; please decide there.")


def _already(story: Story, action: Action, *, now: datetime, zone: ZoneInfo) -> Refusal | None:
    """A late second click on something that somebody has done by now."""
    if action not in DECISIONS or story.post.status in WAITING:
        return None
    return Refusal("late", f"{_stands(story, now=now, zone=zone)} There is nothing left to do.")


def _not_theirs_to_sign(story: Story, action: Action, actor: Actor) -> Refusal | None:
    """A yes is given once. A no is heard from everybody who may decide, after a yes too, for as long as the post waits."""
    if action not in {Action.SIGN, Action.LAST_SIGN} or _given_by(story, actor):
        return None
    return Refusal("already_signed", "This sign-off has been given already. The others are still to come.")


def _no_open_task(story: Story, action: Action) -> Refusal | None:
    """Published in part is still to do, published as a whole or found live by mistake is not: only the task can tell."""
    if action not in {Action.START, Action.CANNOT_PUBLISH} or story.post.status is not Status.PUBLISHED:
        return None
    if story.publish_task is not None and story.publish_task.state is TaskState.OPEN:
        return None
    return Refusal("no_task", "There is nothing more to publish of this post. Nothing has changed.")


def has_given(story: Story, role: Role, user_id: str) -> bool:
    """Whether somebody has said this role's yes to the version in force: of several seats of one role, they take one."""
    return any(t.role is role and t.done_by == user_id and t.state is TaskState.DONE for t in story.asked())


def _open(story: Story) -> tuple[Task, ...]:
    return tuple(task for task in story.asked() if task.state is TaskState.OPEN)


def _given_by(story: Story, actor: Actor) -> tuple[Task, ...]:
    """A person who holds two roles gives both with one click; of several seats of one role, they take one."""
    given: dict[Role, Task] = {}
    for task in _open(story):
        if may_settle(task, actor.user_id, actor.roles) and not has_given(story, task.role, actor.user_id):
            given.setdefault(task.role, task)
    return tuple(given.values())


def _stands(story: Story, *, now: datetime, zone: ZoneInfo) -> str:
    """How the post stands, as a late click is told: "Already approved by Helen Marsh on Tue 24 Nov, 4:05pm."."""
    return _STANDS[story.post.status](story, lambda moment: when(moment, zone, now=now))


def _approved(story: Story, say: Callable[[datetime], str]) -> str:
    last = max(
        (task for task in story.signoffs() if task.done_at),
        key=lambda task: (task.done_at, task.role is Role.SLT),
        default=None,
    )
    if last is None or last.done_at is None:
        return "Already approved."
    return f"Already approved by {story.name(last.done_by)} on {say(last.done_at)}."


def _ended(verb: str) -> Callable[[Story, Callable[[datetime], str]], str]:
    def sentence(story: Story, say: Callable[[datetime], str]) -> str:
        return f"{verb} by {story.name(story.post.changed_by)} on {say(story.post.changed_at)}."

    return sentence


_STANDS: dict[Status, Callable[[Story, Callable[[datetime], str]], str]] = {
    Status.DRAFT: lambda story, say: "This is still a draft.",
    Status.CHECKING: lambda story, say: "The photos of this post are being checked.",
    Status.ADVICE: lambda story, say: "This post waits for advice.",
    Status.WITH_SLT: lambda story, say: "This post is with SLT.",
    Status.CHANGES: _ended("Changes were requested"),
    Status.APPROVED: _approved,
    Status.RELEASED: _approved,
    Status.HELD: lambda story, say: "This post cannot go out as it stands.",
    Status.PUBLISHED: lambda story, say: "This post is published.",
    Status.REMOVED: lambda story, say: "This post was taken down.",
    Status.UNPUBLISHED: _ended("Marked as not to be published"),
    Status.REJECTED: _ended("Already decided: not approved"),
    Status.WITHDRAWN: _ended("Already withdrawn"),
    Status.EXPIRED: lambda story, say: f"The time of this post passed on {say(story.post.changed_at)}.",
}
