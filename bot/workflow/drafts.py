"""The author's side: open the form, keep what was typed, send it to SLT, withdraw it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypedDict

from sqlalchemy import Connection

from bot.domain.answers import was_told
from bot.domain.consent import Person
from bot.domain.drafting import Mistake, Rest, carried_over, compose, mistakes, with_rest
from bot.domain.lifecycle import WAITING, Action, Refusal
from bot.domain.policy import Field, Finding, Gate, Report
from bot.domain.post import Body, Draft, Status, Story, TaskKind
from bot.domain.trust import Role, School
from bot.workflow.asking import ask, nobody_to_ask
from bot.workflow.colleagues import ask_adults, featured_adults, with_named
from bot.workflow.desk import NOT_FOUND, Blocked, Desk, Done, Question, what_was_found
from bot.workflow.replies import names_in_replies, responses, step_of, told
from storage import queries, register
from storage.book import Book
from storage.log import What

MOVED_ON = Refusal(
    "moved_on", "What you wrote on the first page has changed since. Please press Back, then send it from there."
)
_ASKED = frozenset({TaskKind.SIGNOFF, TaskKind.ADVICE, TaskKind.PUBLISH, TaskKind.PERMISSION})
"""What is not asked any more once a post is taken back or replaced by a new version."""

NO_STAFF = Refusal("no_role", "socialpost is for staff of the trust's schools. Please ask the office to add you.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Which form this is: `key` is minted when it opens; `post_id` is set where it edits a post that exists."""

    key: str
    post_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What the form shows: the draft so far, the schools to choose from, and the people and classes already picked."""

    draft: Draft
    schools: tuple[School, ...]
    people: tuple[Person, ...] = ()
    adults: tuple[Person, ...] = ()
    classes: tuple[tuple[str, int], ...] = ()
    story: Story | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asks:
    """The form goes on to its second step. What was typed is kept; nothing is with SLT yet.

    step: names the first step that this belongs to. names_found: whether a name stands among the questions.
    """

    story: Story
    step: str
    questions: tuple[Question, ...]
    pupils: int
    names_found: bool


class _Picked(TypedDict):
    people: tuple[Person, ...]
    adults: tuple[Person, ...]
    classes: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """What the picker offers: people, and classes as (label, number of pupils)."""

    people: tuple[Person, ...] = ()
    classes: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafts:
    desk: Desk

    def open(self, user_id: str, *, words: str = "", post_id: int | None = None) -> Opened | Refusal:
        """A new form (with `words` taken along), or the form of an own post, filled."""
        with self.desk.ledger.store.read() as connection:
            schools = self.desk.schools_of(connection, user_id, Role.STAFF)
            closed = {school.key: self.desk.may_write(connection, user_id, school.key) for school in schools}
            if schools and not (open_ones := tuple(school for school in schools if closed[school.key] is None)):
                return next(refusal for refusal in closed.values() if refusal is not None)
            if schools:
                schools = open_ones
                return self._opened(connection, user_id, schools, words, post_id)
        return self._refused_at_the_door(user_id)

    def copy(self, user_id: str, post_id: int) -> Opened | Refusal:
        """The form of a new post with the words of an ended one; times and declarations are asked for again."""
        opened = self.open(user_id, post_id=post_id)
        if isinstance(opened, Refusal):
            return opened
        return replace(opened, draft=replace(opened.draft, promise="", scheduled=False, at=None), story=None)

    def reopen(self, user_id: str, form: Form, draft: Draft) -> Opened | Refusal:
        """The form as it stands on somebody's screen, to be drawn again with what they chose just now."""
        opened = self.open(user_id, post_id=form.post_id)
        if isinstance(opened, Refusal):
            return opened
        with self.desk.ledger.store.read() as connection:
            return replace(opened, draft=draft, **self._picked(connection, draft))

    def story(self, user_id: str, post_id: int) -> Story | Refusal:
        """An own post with all that happened to it."""
        with self.desk.ledger.store.read() as connection:
            story = queries.story(connection, post_id)
        return story if story is not None and story.post.author == user_id else NOT_FOUND

    def keep(self, user_id: str, form: Form, draft: Draft) -> int | None:
        """Saves what Slack told us of a form that was not sent. Nothing typed, nothing kept."""
        if not draft.words.strip():
            return None

        def use_case(book: Book) -> int | None:
            post = self._own_post(book, user_id, form)
            if isinstance(post, Refusal) or (
                post is None and not self.desk.schools_of(book.connection, user_id, Role.STAFF)
            ):
                return None
            if post is not None and self._was_sent(book, form, post):
                return None
            typed = carried_over(draft, post.post.draft) if post is not None else draft
            return book.keep_draft(post, typed, author=user_id, form_key=form.key).post.id

        return self.desk.ledger.run(self.desk.now, use_case)

    def keep_rest(self, user_id: str, form: Form, step: str, rest: Rest) -> None:
        """Saves what Slack told us of a second step that was not sent: Back must lose nothing."""

        def use_case(book: Book) -> None:
            post = self._own_post(book, user_id, form)
            if post is None or isinstance(post, Refusal) or self._was_sent(book, form, post):
                return
            if step_of(post.post.draft) == step:
                kept = replace(with_rest(post.post.draft, rest), promise=post.post.draft.promise)
                book.keep_draft(post, kept, author=user_id, form_key=form.key)

        self.desk.ledger.run(self.desk.now, use_case)

    def submit(self, user_id: str, form: Form, draft: Draft) -> Done | Blocked | Asks | Refusal:
        """Checks a form and sends it to SLT, or keeps it as a draft and says at which fields it needs the author.

        Where something asks for an answer, the form goes on to its second step instead. The same submission again (Slack
        delivers twice, a person taps twice) finds the post that it made.
        """

        def use_case(book: Book) -> Done | Blocked | Asks | Refusal:
            found = self._own_post(book, user_id, form)
            if isinstance(found, Refusal):
                return found
            typed = carried_over(draft, found.post.draft) if found is not None else draft
            return self._submit(book, user_id, form, typed, found)

        return self.desk.ledger.run(self.desk.now, use_case)

    def finish(self, user_id: str, form: Form, step: str, rest: Rest) -> Done | Blocked | Asks | Refusal:
        """The second step: the first one as it was kept (`step` says which), with the answers and the promise."""

        def use_case(book: Book) -> Done | Blocked | Asks | Refusal:
            found = self._own_post(book, user_id, form)
            if isinstance(found, Refusal):
                return found
            if found is None or step_of(found.post.draft) != step:
                return MOVED_ON
            return self._submit(book, user_id, form, with_rest(found.post.draft, rest), found, finishing=True)

        return self.desk.ledger.run(self.desk.now, use_case)

    def withdraw(self, user_id: str, post_id: int) -> Done | Refusal:
        """The author takes the post back; whoever has a card of it is told."""

        def use_case(book: Book) -> Done | Refusal:
            story = book.story(post_id)
            if story is None:
                return NOT_FOUND
            actor = self.desk.actor(book.connection, user_id, story.post.school)
            answer = self.desk.decide(book, story, Action.WITHDRAW, actor, None)
            if isinstance(answer, Refusal):
                return self.desk.refuse(book, answer, actor=actor, tried=Action.WITHDRAW, story=story)
            book.cancel_open(story, kinds=_ASKED)
            book.move(story, answer.next, by=user_id)
            book.log(What.POST_WITHDRAWN, actor=user_id, story=story)
            return Done(story=story)

        return self.desk.ledger.run(self.desk.now, use_case)

    def mine(self, user_id: str) -> list[Story]:
        """The author's own drafts and posts, the one changed last first."""
        with self.desk.ledger.store.read() as connection:
            return queries.stories_by(connection, user_id)

    def suggest_adults(self, user_id: str, typed: str, *, school: str = "") -> tuple[Person, ...]:
        """Adults of the register who are not in Slack: staff only, and only of schools where they are staff."""
        with self.desk.ledger.store.read() as connection:
            allowed = self.desk.schools_of(connection, user_id, Role.STAFF)
            schools = [each.key for each in allowed if each.key == school or not school]
            found = register.suggest(connection, schools, typed, everybody=True) if schools and typed.strip() else []
        return tuple(person for person in found if person.role != register.PUPIL and not person.slack_user_id)

    def suggest(self, user_id: str, typed: str, *, school: str = "") -> Suggestions:
        """Pupils and classes for the picker: staff only, and only of schools where they are staff."""
        with self.desk.ledger.store.read() as connection:
            allowed = self.desk.schools_of(connection, user_id, Role.STAFF)
            schools = [each.key for each in allowed if each.key == school or not school]
            if not schools or not typed.strip():
                return Suggestions()
            return Suggestions(
                people=tuple(register.suggest(connection, schools, typed)),
                classes=tuple(register.classes(connection, schools, typed)),
            )

    def _opened(
        self, connection: Connection, user_id: str, schools: tuple[School, ...], words: str, post_id: int | None
    ) -> Opened | Refusal:
        story = queries.story(connection, post_id) if post_id is not None else None
        if post_id is None:
            return Opened(draft=Draft(school=schools[0].key, words=words), schools=schools)
        if story is None or story.post.author != user_id:
            return NOT_FOUND
        draft = story.post.draft
        return Opened(draft=draft, schools=schools, story=story, **self._picked(connection, draft))

    def _picked(self, connection: Connection, draft: Draft) -> _Picked:
        """The people and classes chosen in a draft that the register still has."""
        known = register.people(connection, [*draft.pupils, *draft.adults])
        classes = ((label, len(register.class_members(connection, draft.school, label))) for label in draft.classes)
        return {
            "people": tuple(known[person] for person in draft.pupils if person in known),
            "adults": tuple(known[person] for person in draft.adults if person in known),
            "classes": tuple((label, pupils) for label, pupils in classes if pupils),
        }

    def _submit(
        self, book: Book, user_id: str, form: Form, draft: Draft, found: Story | None, *, finishing: bool = False
    ) -> Done | Blocked | Asks | Refusal:
        """finishing: whether the second step was sent, so that its replies are meant as answers."""
        actor = self.desk.actor(book.connection, user_id, draft.school)
        if Role.STAFF not in actor.roles:
            return self.desk.refuse(book, NO_STAFF, actor=actor, tried=Action.SUBMIT, story=found)
        if (closed := self.desk.may_write(book.connection, user_id, draft.school)) is not None:
            return self.desk.refuse(book, closed, actor=actor, tried=Action.SUBMIT, story=found, gate=Gate.SUBMIT)
        classes = {label: register.class_members(book.connection, draft.school, label) for label in draft.classes}
        wrong = mistakes(draft, trust=self.desk.trust, now=book.now, empty=[k for k, who in classes.items() if not who])
        if wrong:
            said = [{"clause": "form", "says": each.code} for each in wrong]
            return self._blocked(book, found, form, draft, user_id, said, wrong)
        adults = featured_adults(book.connection, draft)
        if isinstance(adults, Mistake):
            return self._blocked(book, found, form, draft, user_id, [{"clause": "form", "says": adults.code}], [adults])
        pupils = [*draft.pupils, *(person for members in classes.values() for person in members)]
        body = with_named(self.desk, book, compose(draft, pupils, adults))
        key = _submission_key(form, body)
        if (made := queries.post_of_submission(book.connection, key)) is not None:
            return self._sent_before(book, made)
        if missing := nobody_to_ask(self.desk, book.connection, body, user_id):
            said = [{"clause": "form", "says": each.code} for each in missing]
            return self._blocked(book, found, form, draft, user_id, said, missing)
        post = found.post.id if found else None
        report = self.desk.look(book, body, found.answers if found else (), post=post).when_sent()
        answered = False
        if finishing and found is not None:
            if named := names_in_replies(self.desk.reader, book, draft, report):
                return self._bad_replies(book, found, form, draft, user_id, named)
            given = responses(report, draft.replies, user_id, book)
            found, answered = book.answer(found, given), bool(given)
            report = replace(report, answers=found.answers)
        if stopping := self._stopping(report):
            detail = {**(_who_and_where(stopping) or {}), **(what_was_found(report) or {})} or None
            return self._blocked(book, found, form, draft, user_id, report.codes(), stopping, detail)
        if questions := (*report.blocking, *report.unanswered):
            return self._asks(book, found, form, draft, user_id, body, report, questions)
        if found is not None and found.revision is not None and found.revision.body.canonical() == body.canonical():
            return self._unchanged(book, found, form, draft, user_id, report if answered else None)
        story = book.keep_draft(found, replace(draft, replies=()), author=user_id, form_key=form.key)
        answer = self.desk.decide(book, story, Action.SUBMIT, actor, None)
        if isinstance(answer, Refusal):
            return self.desk.refuse(book, answer, actor=actor, tried=Action.SUBMIT, story=story, gate=Gate.SUBMIT)
        return self._send(book, story, body, key, report)

    def _stopping(self, report: Report) -> tuple[Finding, ...]:
        """What stands at the fields and ends the matter here: all of it, unless nothing is left but names of which the
        author has read already, and which may be contested. A name is first told, then may be contested."""
        known = all(each.contestable and was_told(each, report.answers) for each in report.blocking)
        return () if known else report.blocking

    def _asks(
        self,
        book: Book,
        found: Story | None,
        form: Form,
        draft: Draft,
        user_id: str,
        body: Body,
        report: Report,
        findings: Iterable[Finding],
    ) -> Asks:
        """The questions of the second step, with what stood in it before."""
        story = book.keep_draft(found, draft, author=user_id, form_key=form.key)
        replies = {reply.fingerprint: reply for reply in draft.replies}
        book.log(
            What.POST_ASKED,
            actor=user_id,
            as_role=Role.STAFF,
            story=story,
            findings=report.codes(),
            detail=what_was_found(report),
        )
        return Asks(
            story=story,
            step=step_of(draft),
            questions=tuple(
                replace(question, reply=replies.get(question.finding.fingerprint))
                for question in self.desk.questions(book, findings, report)
            ),
            pupils=len(body.people),
            names_found=any(finding.is_name for finding in report.findings),
        )

    def _bad_replies(
        self, book: Book, found: Story, form: Form, draft: Draft, user_id: str, named: dict[str, str]
    ) -> Blocked:
        said = [{"clause": "SP-2", "says": "name_in_reason"}]
        blocked = self._blocked(book, found, form, draft, user_id, said, ())
        return replace(blocked, at_replies=named)

    def _send(self, book: Book, story: Story, body: Body, key: str, report: Report) -> Done:
        # The author may have chosen another school: whoever decides from here on must be of the school that SLT's card names.
        story = replace(story, post=replace(story.post, school=body.school))
        book.cancel_open(story, kinds=_ASKED)
        revision = book.seal(story, body, submission_key=key)
        story = book.note(story, revision, Gate.SUBMIT, report.shown)
        book.card(story, "sent", target=story.post.author, key=f"sent:{story.post.id}", revision_no=0)
        advice = ask(self.desk, book, story, revision)
        book.move(story, Status.ADVICE if advice else Status.WITH_SLT, by=story.post.author, revision=revision)
        ask_adults(self.desk, book, story, revision)
        book.log(
            What.POST_SUBMITTED,
            actor=story.post.author,
            as_role=Role.STAFF,
            story=story,
            revision=revision,
            findings=report.codes(),
            detail={"declaration": self.desk.trust.policy.declaration, **(what_was_found(report) or {})},
        )
        return Done(story=replace(story, revisions=(*story.revisions, revision)))

    def _blocked(
        self,
        book: Book,
        found: Story | None,
        form: Form,
        draft: Draft,
        user_id: str,
        said: list[dict[str, str]],
        problems: Iterable[Mistake | Finding],
        detail: dict[str, object] | None = None,
    ) -> Blocked:
        kept = book.keep_draft(found, draft, author=user_id, form_key=form.key)
        problems = tuple(problems)
        book.answer(kept, told(problems, kept, user_id, book))
        book.log(What.POST_BLOCKED, actor=user_id, as_role=Role.STAFF, story=kept, findings=said, detail=detail)
        return Blocked(post_id=kept.post.id, problems=problems)

    def _unchanged(
        self, book: Book, found: Story, form: Form, draft: Draft, user_id: str, answered: Report | None
    ) -> Done | Blocked:
        """The same content again is no new version: where SLT have it that is all right, else something must change.

        answered: the look in which the author has answered what SLT could not approve without.
        """
        assert found.revision is not None
        if answered is not None and found.post.status in WAITING:
            return self._answered(book, found, draft, user_id, answered)
        if found.post.status in {Status.ADVICE, Status.WITH_SLT, Status.APPROVED, Status.RELEASED}:
            return Done(story=found)
        sentence = f"This is the same as version {found.revision.no}. Please change what was asked for, then send it."
        if found.post.status is Status.HELD:
            sentence = (
                f"This is the same as version {found.revision.no}, which SLT still have. Please change it, or wait."
            )
        problem = Mistake(field=Field.WORDS, code="unchanged", sentence=sentence)
        said = [{"clause": "form", "says": problem.code}]
        return self._blocked(book, found, form, draft, user_id, said, [problem])

    def _answered(self, book: Book, found: Story, draft: Draft, user_id: str, report: Report) -> Done:
        """The same version, with an answer to what was found in it since: SLT can decide again."""
        assert found.revision is not None
        story = book.note(found, found.revision, Gate.SUBMIT, report.shown)
        story = book.keep_draft(story, replace(draft, replies=()), author=user_id, form_key=None)
        stuck = story.post.stuck if story.post.status is Status.HELD else ""
        book.move(story, story.post.status, by=user_id, stuck=stuck, quietly=True)
        book.log(
            What.POST_ANSWERED,
            actor=user_id,
            as_role=Role.STAFF,
            story=story,
            findings=report.codes(),
            detail=what_was_found(report),
        )
        return Done(story=story)

    def _was_sent(self, book: Book, form: Form, story: Story) -> bool:
        """Whether this form has become a version of the post: what still arrives of it is older than what was sent."""
        keys = (_submission_key(form, revision.body) for revision in story.revisions)
        return any(queries.post_of_submission(book.connection, key) is not None for key in keys)

    def _sent_before(self, book: Book, post_id: int) -> Done:
        story = book.story(post_id)
        assert story is not None
        return Done(story=story)

    def _own_post(self, book: Book, user_id: str, form: Form) -> Story | Refusal | None:
        """The post that this form edits or first kept, if any; never somebody else's."""
        post_id = form.post_id or queries.post_of_form(book.connection, form.key)
        if post_id is None:
            return None
        story = book.story(post_id)
        if story is None or story.post.author != user_id:
            return NOT_FOUND
        return story

    def _refused_at_the_door(self, user_id: str) -> Refusal:
        def use_case(book: Book) -> Refusal:
            book.log(What.ACCESS_REFUSED, actor=user_id, findings=[{"says": NO_STAFF.code}])
            return NO_STAFF

        return self.desk.ledger.run(self.desk.now, use_case)


def _submission_key(form: Form, body: Body) -> str:
    """One form with one content is one submission, however often it arrives."""
    return hashlib.sha256(f"{form.key}\n{body.canonical()}".encode()).hexdigest()


def _who_and_where(findings: Iterable[Finding]) -> dict[str, object] | None:
    about = [{"people": finding.people, "places": finding.places} for finding in findings if finding.people]
    return {"missing": about} if about else None
