"""Which facts ask for whose yes: the table, every combination of it, and no way around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, combinations, combinations_with_replacement, permutations, product

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.domain.lifecycle import DECISIONS, TRANSITIONS, Action, Actor, Refusal, Transition, all_said_yes, decide
from bot.domain.post import ENDED, Body, Declared, Draft, Post, Purpose, Status, Story, Task, TaskKind, TaskState
from bot.domain.signoffs import Circumstances, Need, givers, may_give, may_settle, needs, why
from bot.domain.trust import Role
from tests.domain.making import AUTHOR, LONDON, NOW, permission_task, revision

SIGNING = (Role.SLT, Role.REMINDER_AUTHORISER, Role.HEADTEACHER, Role.CEO, Role.ADVISER)


def subsets(things: tuple[Role, ...] | tuple[Declared, ...]) -> list[frozenset[Role | Declared]]:
    """Every choice of them, none and all among them."""
    return [frozenset(each) for each in chain.from_iterable(combinations(things, n) for n in range(len(things) + 1))]


def asked(body: Body, about: Circumstances) -> dict[Role, Need]:
    found = needs(body, about)
    assert len({need.role for need in found}) == len(found)
    return {need.role: need for need in found}


def test_the_table_in_every_combination_of_facts() -> None:
    """Each fact asks for its yes whatever else is so, nothing else asks for any, and what is the author's own is given."""
    facts = product(subsets(tuple(Declared)), Purpose, (False, True), (False, True), subsets(SIGNING))
    for declared, purpose, extra, allowed, roles in facts:
        content = revision(declared=tuple(sorted(declared)), purpose=purpose).body
        found = asked(content, Circumstances(author_roles=roles, extra_scrutiny=extra, own_logo_allowed=allowed))
        logo = Declared.LOGO in declared or (Declared.OWN_LOGO in declared and not allowed)
        head = logo or Declared.COPYRIGHT in declared or extra
        expected = {Role.SLT}
        expected |= {Role.REMINDER_AUTHORISER} if purpose is Purpose.REMINDER else set()
        expected |= {Role.HEADTEACHER} if head else set()
        expected |= {Role.ADVISER} if Declared.NOT_SURE in declared else set()
        assert found.keys() == expected
        assert not found[Role.SLT].given
        if Role.REMINDER_AUTHORISER in found:
            own = bool(roles & {Role.REMINDER_AUTHORISER, Role.CEO})
            assert found[Role.REMINDER_AUTHORISER].given is own
        if Role.HEADTEACHER in found:
            assert found[Role.HEADTEACHER].given is (Role.HEADTEACHER in roles and not extra)
        if Role.ADVISER in found:
            assert (found[Role.ADVISER].kind, found[Role.ADVISER].given) == (TaskKind.ADVICE, False)


def test_a_role_that_is_asked_for_several_reasons_is_asked_once_and_reads_all_of_them() -> None:
    """The Headteacher about a logo and a question about copyright."""
    content = revision(declared=(Declared.LOGO, Declared.COPYRIGHT)).body
    (head,) = [need for need in needs(content) if need.role is Role.HEADTEACHER]
    assert head.clause == "IP-1,IP-3"
    assert why(head.clause) == (
        "because it shows a logo, a brand or confidential material and because of a question about copyright"
    )


def test_extra_scrutiny_is_told_to_nobody_who_reads_the_card() -> None:
    """SLT read that the Headteacher asked to see it, and nothing about the author."""
    (head,) = [need for need in needs(revision().body, Circumstances(extra_scrutiny=True)) if need.role is not Role.SLT]
    assert why(head.clause) == "because they asked to see it"


def test_a_line_manager_is_asked_in_person() -> None:
    """And without one, the school's adviser."""
    content = revision(declared=(Declared.NOT_SURE,)).body
    assert needs(content, Circumstances(line_manager="U0NADIA"))[0].user_id == "U0NADIA"
    assert needs(content)[0].user_id == ""


def story_of(wanted: tuple[Need, ...], body: Body, adults: int = 0) -> Story:
    """A post with SLT in which this is asked, and so many colleagues whether it may show them."""
    sealed = replace(revision(), body=body)
    tasks = tuple(
        Task(
            id=n,
            kind=need.kind,
            state=TaskState.DONE if need.given else TaskState.OPEN,
            revision_id=sealed.id,
            role=need.role,
            clause=need.clause,
            user_id=need.user_id,
            place=str(need.seat) if need.seat > 1 else "",
            opened_at=NOW,
            done_by=AUTHOR if need.given else "",
            outcome="approved" if need.given else "",
        )
        for n, need in enumerate(wanted, start=1)
        if need.kind is TaskKind.SIGNOFF
    )
    post = Post(
        id=42,
        school="brackenfold",
        author=AUTHOR,
        status=Status.WITH_SLT,
        version=1,
        draft=Draft(),
        revision_id=sealed.id,
        changed_at=NOW,
    )
    shown = tuple(replace(permission_task(sealed, TaskState.OPEN, f"adult{n}"), id=100 + n) for n in range(adults))
    return Story(post=post, revisions=(sealed,), tasks=(*tasks, *shown))


def sign(story: Story, actor: Actor) -> tuple[Story, Transition | Refusal]:
    """One click on Approve, and what it leaves."""
    assert story.revision is not None
    answer = decide(story, Action.SIGN, actor, seen=story.revision.seen, now=NOW, zone=LONDON)
    if isinstance(answer, Refusal):
        return story, answer
    given = {task.id for task in answer.given}
    tasks = tuple(
        replace(task, state=TaskState.DONE, done_by=actor.user_id, outcome="approved") if task.id in given else task
        for task in story.tasks
    )
    return replace(story, post=replace(story.post, status=answer.next), tasks=tasks), answer


SIGNERS = (Role.SLT, Role.REMINDER_AUTHORISER, Role.HEADTEACHER, Role.CEO)
HELD = sorted(subsets(SIGNERS), key=sorted)
ASKING = sorted({Declared.LOGO, Declared.COPYRIGHT, Declared.OWN_LOGO})


def every_set_of_needs() -> list[tuple[Need, ...]]:
    """Each set of sign-offs that any facts can ask for, once: purpose, ticks, scrutiny, the author's own roles, a quorum."""
    found: dict[tuple[object, ...], tuple[Need, ...]] = {}
    facts = product(
        (Purpose.LEARNING, Purpose.REMINDER), subsets(tuple(ASKING)), (False, True), subsets(SIGNERS), (1, 2)
    )
    for purpose, declared, extra, roles, quorum in facts:
        content = revision(declared=tuple(sorted(declared)), purpose=purpose).body
        about = Circumstances(author_roles=roles, extra_scrutiny=extra, quorum={Role.SLT: quorum})
        wanted = needs(content, about)
        found.setdefault(tuple((need.role, need.seat, need.given) for need in wanted), wanted)
    return list(found.values())


def complete(wanted: tuple[Need, ...], clicked: Iterable[frozenset[Role]]) -> bool:
    """The oracle: of every role that is asked, as many of those who clicked may give it as there are seats."""
    seats = Counter(need.role for need in wanted if not need.given)
    people = list(clicked)
    return all(sum(may_give(role, held) for held in people) >= number for role, number in seats.items())


def click_in_every_order(wanted: tuple[Need, ...], people: tuple[frozenset[Role], ...], adults: int = 0) -> int:
    """Everybody clicks once and every adult answers, in every order; each moment is held against the oracle. How many clicks."""
    content = revision().body
    clicks = 0
    for order in permutations([*enumerate(people), *((f"adult{n}", None) for n in range(adults))]):
        story, clicked, answered = story_of(wanted, content, adults), [], 0
        for who, held in order:
            clicks += 1
            if held is None:
                answered += 1
                story = answer_yes(story, str(who))
            else:
                open_ones = [task for task in story.signoffs() if task.state is TaskState.OPEN]
                theirs = story.post.status is Status.WITH_SLT and any(may_give(t.role, held) for t in open_ones)
                story, answer = sign(story, Actor(user_id=f"U{who}", roles=held))
                assert isinstance(answer, Transition) == theirs, (wanted, order)
                clicked.append(held)
            done = complete(wanted, clicked) and answered == adults
            assert (story.post.status is Status.APPROVED) == done, (wanted, order)
        taken = Counter(
            (task.role, task.done_by) for task in story.signoffs() if task.done_by != AUTHOR and task.done_by
        )
        assert all(number == 1 for number in taken.values()), "nobody fills two seats of one role"
        for task in story.signoffs():
            if task.done_by and task.done_by != AUTHOR:
                assert may_give(task.role, people[int(task.done_by.removeprefix("U"))])
    return clicks


def answer_yes(story: Story, user: str) -> Story:
    """A colleague who is shown says yes, and what that completes."""
    tasks = tuple(
        replace(task, state=TaskState.DONE, outcome="yes") if task.user_id == user else task for task in story.tasks
    )
    story = replace(story, tasks=tasks)
    status = Status.APPROVED if all_said_yes(story) else story.post.status
    return replace(story, post=replace(story.post, status=status))


@pytest.mark.slow
def test_two_people_and_an_adult_in_every_order_for_every_set_of_facts() -> None:
    """Approved with the click or answer that is the last one missing, never before and never without it."""
    sets = every_set_of_needs()
    assert (
        len(sets) == 3 * 3 * 2
    )  # authoriser and Headteacher not asked, asked, or the author themselves; one or two of SLT
    pairs = list(combinations_with_replacement(HELD, 2))
    clicks = sum(click_in_every_order(wanted, people, adults=1) for wanted in sets for people in pairs)
    assert clicks == len(sets) * len(pairs) * 6 * 3


def test_three_people_in_every_order_for_every_set_of_facts() -> None:
    """One person with several roles, several with one, some with none; of roles that may give the same, one stands for all."""
    kinds = {tuple(may_give(role, held) for role in SIGNERS[:3]): held for held in HELD}
    threes = list(combinations_with_replacement(kinds.values(), 3))
    assert (len(kinds), len(threes)) == (6, 56)
    for wanted, people in product(every_set_of_needs(), threes):
        click_in_every_order(wanted, people)


@pytest.mark.parametrize("role", Role)
def test_nobody_stands_in_but_those_who_are_listed(role: Role) -> None:
    """The CEO for a reminder, the Headteacher for SLT and for advice; and never somebody without any role."""
    others = {each for each in Role if may_give(role, frozenset({each}))}
    assert others == set(givers(role))
    assert not may_give(role, frozenset())
    task = Task(id=1, kind=TaskKind.ADVICE, state=TaskState.OPEN, revision_id=1, role=role, clause="", opened_at=NOW)
    assert not may_settle(replace(task, user_id="U0ME"), "U0ME", frozenset())
    assert may_settle(replace(task, user_id="U0ME"), "U0ME", frozenset({Role.STAFF}))


OTHERS = sorted(set(Action) - {Action.SUBMIT, Action.ASK_ADVICE} - DECISIONS)
SHOWN = ("U8", "U9")
"""Colleagues who may be shown in the post of the machine."""


class Lifecycle(RuleBasedStateMachine):
    """Anybody tries anything in any order on a post; a shadow remembers who said yes to exactly which content.

    What completes a post after SLT's yes is as in the use cases: an answer, and then `all_said_yes`; a no blocks it.
    """

    @initialize(
        purpose=st.sampled_from(Purpose),
        declared=st.sets(st.sampled_from(Declared)),
        extra=st.booleans(),
        quorum=st.integers(1, 2),
        shown=st.sets(st.sampled_from(SHOWN)),
    )
    def write(self, purpose: Purpose, declared: set[Declared], extra: bool, quorum: int, shown: set[str]) -> None:
        self.about = Circumstances(extra_scrutiny=extra, quorum={Role.SLT: quorum})
        self.content = {"purpose": purpose, "declared": tuple(sorted(declared))}
        self.shown = sorted(shown)
        self.yes: set[tuple[str, str, Role]] = set()
        self.adults: dict[tuple[str, str], bool] = {}
        post = Post(
            id=42, school="brackenfold", author=AUTHOR, status=Status.DRAFT, version=1, draft=Draft(), changed_at=NOW
        )
        self.story = Story(post=post)

    @rule(word=st.sampled_from(["One", "Two"]))
    def send(self, word: str) -> None:
        """The author sends it, or sends it again with other words: all is asked anew."""
        answer = self.ask(Action.SUBMIT, Actor(user_id=AUTHOR, roles=frozenset(Role)))
        if isinstance(answer, Refusal):
            return
        no = len(self.story.revisions) + 1
        sealed = revision(no, words=f"{word} {no}", **self.content)
        wanted = needs(sealed.body, self.about)
        advice = any(need.kind is TaskKind.ADVICE for need in wanted)
        cancelled = tuple(
            replace(task, state=TaskState.CANCELLED) if task.state is TaskState.OPEN else task
            for task in self.story.tasks
        )
        self.story = replace(self.story, revisions=(*self.story.revisions, sealed), tasks=cancelled)
        self.open(wanted, TaskKind.ADVICE if advice else TaskKind.SIGNOFF)
        asked = tuple(
            replace(permission_task(sealed, TaskState.OPEN, user), id=1000 * no + n)
            for n, user in enumerate(self.shown)
        )
        self.story = replace(self.story, tasks=(*self.story.tasks, *asked))
        self.to(Status.ADVICE if advice else Status.WITH_SLT)

    @precondition(lambda self: self.story.revisions)
    @rule(
        user=st.sampled_from([AUTHOR, "U1", "U2", "U3"]),
        roles=st.sets(st.sampled_from([*SIGNING, Role.STAFF, Role.OFFICE])),
        back=st.booleans(),
    )
    def approve(self, user: str, roles: set[Role], back: bool) -> None:
        """Somebody presses Approve, perhaps on the card of an earlier version."""
        chosen = self.story.revisions[0 if back else -1]
        actor = Actor(user_id=user, roles=frozenset(roles))
        answer = decide(self.story, Action.SIGN, actor, seen=chosen.seen, now=NOW, zone=LONDON)
        if isinstance(answer, Refusal) or (self.said_no() and answer.action is not Action.CLEAR):
            return
        given = {task.id for task in answer.given}
        self.yes |= {(chosen.sha256, user, task.role) for task in answer.given}
        done = tuple(
            replace(task, state=TaskState.DONE, done_by=user, outcome="approved", done_at=NOW)
            if task.id in given
            else task
            for task in self.story.tasks
        )
        self.story = replace(self.story, tasks=done)
        if answer.action is Action.CLEAR:
            self.open(needs(chosen.body, self.about), TaskKind.SIGNOFF)
        self.to(answer.next)

    @precondition(lambda self: self.story.revisions and self.shown)
    @rule(user=st.sampled_from(SHOWN), yes=st.booleans(), back=st.booleans())
    def say(self, user: str, yes: bool, back: bool) -> None:
        """Somebody who is shown answers, or changes their answer; on an earlier version's message it counts for nothing."""
        chosen = self.story.revisions[0 if back else -1]
        if user not in self.shown or chosen != self.story.revision or self.story.post.status in ENDED:
            return
        self.adults[(chosen.sha256, user)] = yes
        said = "yes" if yes else "no"
        tasks = tuple(
            replace(task, state=TaskState.DONE, outcome=said)
            if (task.kind, task.user_id, task.revision_id) == (TaskKind.PERMISSION, user, chosen.id)
            else task
            for task in self.story.tasks
        )
        self.story = replace(self.story, tasks=tasks)
        if all_said_yes(self.story) and not self.said_no():
            self.to(TRANSITIONS[(self.story.post.status, Action.LAST_SIGN)])
        elif not yes and (self.story.post.status, Action.HOLD) in TRANSITIONS:
            self.hold()

    @precondition(lambda self: self.story.revisions)
    @rule(
        action=st.sampled_from([Action.REQUEST_CHANGES, Action.REJECT]),
        roles=st.sets(st.sampled_from([*SIGNING, Role.STAFF, Role.OFFICE])),
    )
    def send_back(self, action: Action, roles: set[Role]) -> None:
        """Somebody says no, perhaps after a yes: whatever is open is asked no more."""
        answer = self.ask(action, Actor(user_id="U1", roles=frozenset(roles)))
        if isinstance(answer, Transition):
            tasks = tuple(
                replace(task, state=TaskState.CANCELLED) if task.state is TaskState.OPEN else task
                for task in self.story.tasks
            )
            self.story = replace(self.story, tasks=tasks)
            self.to(answer.next)

    @rule(action=st.sampled_from(OTHERS), user=st.sampled_from([AUTHOR, "U1"]))
    def other(self, action: Action, user: str) -> None:
        """Everything else, by somebody who holds every role."""
        answer = self.ask(action, Actor(user_id=user, roles=frozenset(Role)))
        if isinstance(answer, Transition):
            if action is Action.HOLD:
                self.hold()
            self.to(answer.next)

    @invariant()
    def nothing_is_published_without_every_yes_to_exactly_this_content(self) -> None:
        """Unless it was found live: then it must come down, whatever was said before."""
        story = getattr(self, "story", None)
        if story is None or story.post.status not in {Status.APPROVED, Status.RELEASED}:
            return
        assert story.revision is not None
        sha = story.revision.sha256
        wanted = [need for need in needs(story.revision.body, self.about) if not need.given]
        for role in {need.role for need in wanted}:
            people = {user for digest, user, as_role in self.yes if (digest, as_role) == (sha, role)}
            assert len(people) >= sum(need.role is role for need in wanted), role
            assert AUTHOR not in people
        assert all(self.adults.get((sha, user)) is True for user in self.shown)

    def said_no(self) -> bool:
        """Whether the register would say that somebody may not be shown."""
        sha = self.story.revisions[-1].sha256
        return any(self.adults.get((sha, user)) is False for user in self.shown)

    def hold(self) -> None:
        """Every yes of those who decide is asked for anew; what the adults said stays."""
        anew = tuple(
            replace(t, state=TaskState.OPEN, done_by="", outcome="") if t.kind is TaskKind.SIGNOFF else t
            for t in self.story.tasks
        )
        self.story = replace(self.story, tasks=anew)
        self.yes = {each for each in self.yes if each[2] is Role.ADVISER}
        self.to(Status.HELD)

    def ask(self, action: Action, actor: Actor) -> Transition | Refusal:
        seen = self.story.revision.seen if self.story.revision else None
        return decide(self.story, action, actor, seen=seen, now=NOW, zone=LONDON)

    def open(self, wanted: tuple[Need, ...], kind: TaskKind) -> None:
        assert self.story.revision is not None
        number = len(self.story.tasks)
        opened = tuple(
            Task(
                id=number + n,
                kind=need.kind,
                state=TaskState.OPEN,
                revision_id=self.story.revision.id,
                role=need.role,
                clause=need.clause,
                place=str(need.seat) if need.seat > 1 else "",
                opened_at=NOW,
            )
            for n, need in enumerate(wanted, start=1)
            if need.kind is kind
        )
        self.story = replace(self.story, tasks=(*self.story.tasks, *opened))

    def to(self, status: Status) -> None:
        before = self.story.post
        self.story = replace(self.story, post=replace(before, status=status, version=before.version + 1))


TestLifecycle = Lifecycle.TestCase
TestLifecycle.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


def test_publishing_comes_only_after_a_release_and_a_release_only_after_the_last_yes() -> None:
    """In the table itself: every way to the office leads through APPROVED, and only a last yes leads there."""
    into = {to: {action for (_, action), found in TRANSITIONS.items() if found is to} for to in Status}
    assert into[Status.APPROVED] == {Action.LAST_SIGN}
    assert into[Status.RELEASED] == {Action.RELEASE, Action.START}
    ways = {status for (status, action) in TRANSITIONS if action is Action.PUBLISH}
    assert ways == {Status.RELEASED, Status.PUBLISHED}
