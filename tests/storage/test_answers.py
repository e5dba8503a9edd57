"""Findings and answers with the real use cases and databases: kept, asked again where they must be, and never got round."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.domain.answers import Reply, Side
from bot.domain.drafting import Rest
from bot.domain.lifecycle import Refusal
from bot.domain.people import PUPIL, Listed
from bot.domain.post import Declared, Draft, Purpose, Seen, Status, Story
from bot.domain.standing import Kind
from bot.domain.trust import Role, Trust
from bot.words.names import NameIndex
from bot.workflow import Blocked, Desk, Done, Form, Workflow
from bot.workflow.decisions import Undecided
from bot.workflow.drafts import Asks
from bot.workflow.reading import Reader
from storage import log, people, standings
from storage.book import Ids
from storage.engine import Store
from storage.ledger import Ledger
from storage.people import SlackUser
from tests.conftest import Clock
from tests.conftest import Ids as Salts
from tests.domain.making import AUTHOR, HEAD, OFFICE, TRUST

HOLD = "Our Hope and Harmony choir sang."
ENFORCE = "Well done Noah for the jokes before lunch."
PROMISE = TRUST.policy.declaration_id
FORM = Form(key="k1")


def pupil(number: str, forename: str, surname: str) -> Listed:
    return Listed(id=number, role=PUPIL, forename=forename, surname=surname, year_group="Year 4", class_name="Hazel")


@dataclass(slots=True)
class School:
    """Brackenfold's use cases over a real database; the register's names can change, and the check can break."""

    store: Store
    clock: Clock
    pupils: list[Listed] = field(default_factory=lambda: [pupil("p3", "Grace", "Okoro"), pupil("p4", "Hope", "Bello")])
    broken: bool = False
    number: int = 1
    trust: Trust = TRUST
    salts: Salts = field(default_factory=Salts)
    workflow: Workflow = field(init=False)

    def __post_init__(self) -> None:
        self.vouch()
        self.begin(self.trust)

    def begin(self, trust: Trust) -> None:
        """The bot begins with these settings, on the database as it is."""
        self.trust = trust
        ledger = Ledger(store=self.store, ids=Ids(salt=self.salts), policy_version="1", committed=lambda: None)
        reader = Reader(index=self.index)
        self.workflow = Workflow.at(
            Desk(ledger=ledger, trust=trust, now=self.clock, role_max_age=timedelta(hours=12), reader=reader)
        )

    def vouch(self) -> None:
        """Slack tells anew who has which role: what it said counts for some hours."""
        roles = {AUTHOR: Role.STAFF, HEAD: Role.SLT, OFFICE: Role.OFFICE}
        with self.store.write() as connection:
            known = [SlackUser(id=each, team_id="T", name=each, fetched_at=self.clock.now) for each in roles]
            people.save_users(connection, known)
            for each, role in roles.items():
                people.replace_members(connection, "users", role, "brackenfold", [each], self.clock.now)

    def enter(self, kind: Kind, user: str, *, value: str = "", ends: date | None = None) -> None:
        """Something stands for somebody from today on."""
        self.workflow.watch.desk.ledger.run(
            self.clock,
            lambda book: standings.enter(
                book.connection,
                school="brackenfold",
                user_id=user,
                kind=kind,
                begins=self.clock.now.date(),
                ends=ends,
                value=value,
                evidence="",
                by=HEAD,
                at=self.clock.now,
            ),
        )

    def index(self, connection: Connection, school: str) -> NameIndex:
        if self.broken:
            raise MemoryError
        return NameIndex.of(self.pupils)

    def submit(self, words: str = HOLD, form: Form = FORM, **changes: Any) -> Done | Blocked | Asks | Refusal:
        draft = Draft(
            school="brackenfold",
            purpose=Purpose.LEARNING,
            words=words,
            places=("facebook",),
            nobody=True,
            promise=PROMISE,
        )
        return self.workflow.drafts.submit(AUTHOR, form, replace(draft, **changes))

    def asks(self, words: str = HOLD, form: Form = FORM) -> Asks:
        """Sent until the second step opens: names that can be contested are told at the field first."""
        outcome = self.submit(words, form)
        if isinstance(outcome, Blocked):
            outcome = self.submit(words, form)
        assert isinstance(outcome, Asks)
        return outcome

    def finish(self, asks: Asks, form: Form = FORM, **changes: Any) -> Done | Blocked | Asks | Refusal:
        replies = tuple(
            Reply(fingerprint=question.finding.fingerprint, ticked=True, reason="A prayer.")
            for question in asks.questions
        )
        rest = replace(Rest(replies=replies, promise=PROMISE), **changes)
        return self.workflow.drafts.finish(AUTHOR, form, asks.step, rest)

    def sent(self, words: str = HOLD) -> Story:
        outcome = self.finish(self.asks(words))
        assert isinstance(outcome, Done)
        return self.story()

    def story(self) -> Story:
        found = self.workflow.drafts.story(AUTHOR, self.number)
        assert isinstance(found, Story)
        return found

    def seen(self) -> Seen:
        revision = self.story().revision
        assert revision is not None
        return revision.seen

    def approve(self) -> Done | Refusal:
        """SLT's yes, with an answer to whatever is asked."""
        outcome = self.workflow.decisions.approve(HEAD, self.seen())
        if isinstance(outcome, Undecided):
            fine = frozenset(question.finding.fingerprint for question in outcome.questions)
            outcome = self.workflow.decisions.approve(HEAD, self.seen(), fine=fine)
        assert not isinstance(outcome, Undecided)
        return outcome

    def what(self) -> list[str]:
        with self.store.read() as connection:
            assert log.verify(connection).first_bad is None
            return [str(entry.what) for entry in log.show(connection, limit=100)]


@pytest.fixture
def school(store: Store, clock: Clock) -> School:
    return School(store, clock)


def test_what_was_found_and_answered_is_kept_as_it_was(school: School) -> None:
    """The same finding, people and place of it; answers bump the version and leave the content's hash alone."""
    asks = school.asks()
    before = school.story().post.version
    school.finish(asks)
    story = school.story()
    (noted,) = story.noted
    assert noted.finding == asks.questions[0].finding
    assert [(each.side, each.by) for each in story.answers] == [(Side.AUTHOR, AUTHOR)]
    assert story.post.version > before
    sha256 = story.revisions[-1].sha256
    assert isinstance(school.approve(), Done)
    story = school.story()
    assert story.revisions[-1].sha256 == sha256
    assert [each.side for each in story.answers] == [Side.AUTHOR, Side.SLT]
    assert story.post.status is Status.RELEASED


def test_a_check_that_crashes_blocks_at_every_gate(school: School) -> None:
    """It says so, what was typed is kept, and no approval slips through."""
    school.broken = True
    blocked = school.submit("Our beans grow.")
    assert isinstance(blocked, Blocked)
    assert "We could not check the words" in blocked.problems[0].sentence
    school.broken = False
    assert isinstance(school.submit("Our beans grow."), Done)
    school.broken = True
    refused = school.approve()
    assert isinstance(refused, Refusal)
    assert refused.code == "cannot_go_out"
    assert school.story().post.status is Status.WITH_SLT


def test_the_second_step_cannot_be_got_round(school: School) -> None:
    """Without a reply it is asked again; with one to another question, too; the promise is asked for there as well."""
    asks = school.asks()
    other = Reply(fingerprint="0" * 32, ticked=True, reason="x")
    assert isinstance(school.finish(asks, replies=()), Asks)
    assert isinstance(school.finish(asks, replies=(other,)), Asks)
    unpromised = school.finish(asks, promise="")
    assert isinstance(unpromised, Blocked)
    assert {problem.field.value for problem in unpromised.problems} == {"promise"}
    assert school.story().post.status is Status.DRAFT


def test_a_second_step_belongs_to_its_first(school: School) -> None:
    """Where the words have changed since it opened, nothing is sent, and nothing is answered."""
    asks = school.asks()
    school.asks("Our Hope and Glory choir sang.")
    refused = school.finish(asks)
    assert isinstance(refused, Refusal)
    assert refused.code == "moved_on"


def test_a_second_step_that_is_delivered_twice_makes_one_version(school: School) -> None:
    """The second delivery finds the post that the first one made."""
    asks = school.asks()
    assert isinstance(school.finish(asks), Done)
    assert isinstance(school.finish(asks), Done)
    assert len(school.story().revisions) == 1
    assert school.what().count("post:submitted") == 1


def test_back_keeps_what_was_typed_and_answers_nothing(school: School) -> None:
    """A reply that was not sent stands in the form again, and is no answer yet."""
    asks = school.asks()
    replies = (Reply(fingerprint=asks.questions[0].finding.fingerprint, ticked=True),)
    school.workflow.drafts.keep_rest(AUTHOR, FORM, asks.step, Rest(replies=replies))
    assert school.story().answers == ()
    again = school.asks()
    assert again.questions[0].reply == replies[0]


def test_an_answer_outlives_an_edit_and_a_new_word_is_asked_about(school: School) -> None:
    """The edited version is asked about nothing but what is new in it."""
    school.sent()
    edit = Form(key="k2", post_id=1)
    assert isinstance(school.submit(f"Year 4! {HOLD}", edit), Done)
    asks = school.submit(f"{HOLD} So did Our Grace and Joy choir.", Form(key="k3", post_id=1))
    assert isinstance(asks, Asks)
    assert [question.finding.span for question in asks.questions] == ["Grace"]


def test_approving_without_an_answer_to_each_hold_is_no_yes(school: School) -> None:
    """Whatever else is ticked, and whoever invents a fingerprint."""
    school.sent()
    for fine in (frozenset[str](), frozenset({"0" * 32})):
        outcome = school.workflow.decisions.approve(HEAD, school.seen(), fine=fine)
        assert isinstance(outcome, Undecided)
    assert school.story().post.status is Status.WITH_SLT


def test_a_hold_that_comes_up_after_the_yes_holds_the_post(school: School) -> None:
    """A child of that name joins before the office starts: the words stay closed until SLT have answered."""
    school.pupils = school.pupils[:1]
    assert isinstance(school.submit(), Done)
    assert isinstance(school.approve(), Done)
    school.pupils.append(pupil("p4", "Hope", "Bello"))
    assert isinstance(school.workflow.office.start(OFFICE, school.seen()), Refusal)
    assert school.story().post.status is Status.HELD
    assert isinstance(school.approve(), Done)
    assert not isinstance(school.workflow.office.start(OFFICE, school.seen()), Refusal)


def test_a_name_that_became_one_is_contested_without_a_new_version(school: School) -> None:
    """SLT cannot approve; the author says who is meant, the same version stays, and SLT answer that very span."""
    school.pupils = school.pupils[1:]
    assert isinstance(school.submit(ENFORCE), Done)
    school.pupils.append(pupil("p3", "Noah", "Okoro"))
    assert isinstance(school.approve(), Refusal)
    assert school.story().post.stuck
    edit = Form(key="k2", post_id=1)
    assert isinstance(school.finish(school.asks(ENFORCE, edit), edit), Done)
    assert not school.story().post.stuck
    assert len(school.story().revisions) == 1
    assert isinstance(school.approve(), Done)
    assert "post:answered" in school.what()


def test_one_reason_answers_all_of_a_kind_and_one_tick_too(school: School) -> None:
    """The second step asks once, SLT are asked once, and every finding has its answers."""
    asks = school.asks("What idiots park on the zig-zags, you muppets! Clowns.")
    (question,) = asks.questions
    assert question.others
    assert isinstance(school.finish(asks), Done)
    assert isinstance(school.approve(), Done)
    for side in Side:
        answered = {each.fingerprint for each in school.story().answers if each.side is side}
        assert answered == {each.finding.fingerprint for each in school.story().noted}


def test_a_source_answers_what_looks_borrowed(school: School) -> None:
    """Pointed out while it is not declared; declared without a source it stops, with one there is nothing to ask."""
    quoted = "As Robert Frost wrote: “Two roads diverged in a yellow wood, and sorry I could not travel both, I stood.”"
    assert isinstance(school.submit(quoted), Asks)
    declared = school.submit(quoted, declared=(Declared.THIRD_PARTY,))
    assert isinstance(declared, Blocked)
    assert [each.code for each in declared.problems] == ["no_source"]
    assert isinstance(school.submit(quoted, declared=(Declared.THIRD_PARTY,), source="Robert Frost, 1916"), Done)


def test_a_full_name_is_never_asked_about(school: School) -> None:
    """However often it is sent."""
    full = "Grace Okoro won."
    outcomes: list[Callable[[], object]] = [lambda: school.submit(full)] * 3
    assert all(isinstance(outcome(), Blocked) for outcome in outcomes)
    assert school.story().answers == ()
