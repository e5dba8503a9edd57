"""What happens when a form is sent: it is weighed, and goes to SLT, to its photos' checks, or back to its author."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.answers import was_told
from bot.domain.attached import DIFFERENT, as_photos
from bot.domain.describing import FEW, description_mistakes, device_mistakes, photo_mistakes
from bot.domain.devices import Device
from bot.domain.drafting import Mistake, compose, mistakes
from bot.domain.lifecycle import WAITING, Action, Actor, Refusal
from bot.domain.photos import Photo, Shown
from bot.domain.policy import Field, Finding, Gate, Report
from bot.domain.post import Body, Draft, Status, Story
from bot.domain.trust import Role
from bot.workflow.asking import nobody_to_ask
from bot.workflow.colleagues import featured_adults, with_named
from bot.workflow.desk import Blocked, Desk, Done, Question, what_was_found
from bot.workflow.photos.open import photo_of
from bot.workflow.photos.starting import same_as_in_force, start_checks
from bot.workflow.replies import names_in_replies, responses, step_of, told
from bot.workflow.sending import send
from storage import devices, queries, register, submissions
from storage.book import Book
from storage.log import What

NO_STAFF = Refusal("no_role", "socialpost is for staff of the trust's schools. Please ask the office to add you.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Which form this is: `key` is minted when it opens; `post_id` is set where it edits a post that exists."""

    key: str
    post_id: int | None = None


class Window(StrEnum):
    """The form's windows, in their order. DESCRIBE is there where there are many photos."""

    FIRST = "first"
    DESCRIBE = "describe"
    LAST = "last"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asks:
    """The form goes on to another window. What was typed is kept; nothing is with SLT yet.

    step: names the first step that this belongs to. names_found: whether a name stands among the questions.
    devices: what the photos may have been taken on.
    """

    story: Story
    step: str
    window: Window
    questions: tuple[Question, ...]
    pupils: int
    names_found: bool
    devices: tuple[Device, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A draft under the form's own rules and the policy's. body: None where the form itself has mistakes.

    report: None where nothing was looked at yet. mistakes: what the form cannot go on with before that.
    """

    body: Body | None = None
    mistakes: tuple[Mistake, ...] = ()
    report: Report | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One form as it arrived. found: the post that it belongs to, if there is one yet."""

    user: str
    form: Form
    draft: Draft
    found: Story | None
    window: Window = Window.FIRST

    def of(self, story: Story) -> Sent:
        return replace(self, found=story)


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitting:
    desk: Desk

    def submit(self, book: Book, sent: Sent) -> Done | Blocked | Asks | Refusal:
        """Weighs a form and does what follows. Only in the last window are its replies meant as answers."""
        actor = self.desk.actor(book.connection, sent.user, sent.draft.school)
        if (closed := self._closed(book, sent, actor)) is not None:
            return closed
        weighed = self.weigh(book, sent)
        if weighed.body is None:
            return self._blocked(book, sent, _codes(weighed.mistakes), weighed.mistakes)
        key = submission_key(sent.form, weighed.body)
        if (before := self._sent_before(book, sent, key)) is not None:
            return before
        if weighed.mistakes:
            return self._blocked(book, sent, _codes(weighed.mistakes), weighed.mistakes)
        assert weighed.report is not None
        return self._weighed(book, sent, actor, weighed.body, weighed.report, key)

    def weigh(self, book: Book, sent: Sent) -> Weighed:
        """What the form and the policy say of a draft. Nothing is written."""
        draft, trust = sent.draft, self.desk.trust
        classes = {label: register.class_members(book.connection, draft.school, label) for label in draft.classes}
        wrong = mistakes(draft, trust=trust, now=book.now, empty=[key for key, who in classes.items() if not who])
        wrong += [*photo_mistakes(draft.photos), *self._not_told(book, sent)]
        if wrong:
            return Weighed(mistakes=tuple(wrong))
        adults = featured_adults(book.connection, draft)
        if isinstance(adults, Mistake):
            return Weighed(mistakes=(adults,))
        pupils = [*draft.pupils, *(person for members in classes.values() for person in members)]
        photos = () if sent.window is Window.FIRST else as_photos(draft.photos, {})
        body = with_named(self.desk, book, compose(draft, pupils, adults, photos=photos))
        if missing := nobody_to_ask(self.desk, book.connection, body, sent.user):
            return Weighed(body=body, mistakes=tuple(missing))
        found = sent.found
        post = found.post.id if found else None
        report = self.desk.look(book, body, found.answers if found else (), post=post).when_sent()
        if sent.window is Window.FIRST and draft.photos and _no_permission(report):
            # Nobody has said yet what the photos show: a child whose work alone may be shown may be in order.
            work = tuple(Photo(n=n, media_id=0, alt_text="", shown=Shown.WORK) for n in range(1, len(draft.photos) + 1))
            kindest = self.desk.look(book, replace(body, photos=work), report.answers, post=post).when_sent()
            report = report if _no_permission(kindest) else kindest
        return Weighed(body=body, report=_without_pictures(report))

    def _not_told(self, book: Book, sent: Sent) -> list[Mistake]:
        """What the windows so far have asked of the photos and nobody has said."""
        if sent.window is Window.FIRST:
            return []
        wrong = list(description_mistakes(sent.draft.photos))
        if sent.window is Window.LAST and not _for_each(sent.draft):
            known = [device.id for device in self._devices(book, sent.draft)]
            wrong += device_mistakes(sent.draft.photos, known)
        return wrong

    def _devices(self, book: Book, draft: Draft) -> tuple[Device, ...]:
        """What photos may have been taken on; one that counts no more may still have taken a photo from before."""
        return tuple(devices.of_school(book.connection, draft.school)) if draft.photos else ()

    def _closed(self, book: Book, sent: Sent, actor: Actor) -> Refusal | None:
        if Role.STAFF not in actor.roles:
            return self.desk.refuse(book, NO_STAFF, actor=actor, tried=Action.SUBMIT, story=sent.found)
        closed = self.desk.may_write(book.connection, sent.user, sent.draft.school)
        if closed is not None:
            self.desk.refuse(book, closed, actor=actor, tried=Action.SUBMIT, story=sent.found, gate=Gate.SUBMIT)
        return closed

    def _weighed(
        self, book: Book, sent: Sent, actor: Actor, body: Body, report: Report, key: str
    ) -> Done | Blocked | Asks | Refusal:
        draft, answered = sent.draft, False
        if sent.window is Window.LAST and sent.found is not None:
            if named := names_in_replies(self.desk.reader, book, draft, report):
                return self._bad_replies(book, sent, named)
            given = responses(report, draft.replies, sent.user, book)
            sent, answered = sent.of(book.answer(sent.found, given)), bool(given)
            report = replace(report, answers=sent.found.answers if sent.found else ())
        if stopping := _stopping(report):
            detail = {**(_who_and_where(stopping) or {}), **(what_was_found(report) or {})} or None
            return self._blocked(book, sent, report.codes(), stopping, detail)
        questions = (*report.blocking, *report.unanswered)
        if questions or self._more_to_say(sent):
            return self._asks(book, sent, body, report, questions)
        found = sent.found
        if found is not None and same_as_in_force(book, found, body, draft):
            return self._unchanged(book, sent, found, report if answered else None)
        story = book.keep_draft(found, replace(draft, replies=()), author=sent.user, form_key=sent.form.key)
        action = Action.CHECK if body.photos else Action.SUBMIT
        answer = self.desk.decide(book, story, action, actor, None)
        if isinstance(answer, Refusal):
            return self.desk.refuse(book, answer, actor=actor, tried=action, story=story, gate=Gate.SUBMIT)
        if body.photos:
            return start_checks(book, story, body, key, report)
        return send(self.desk, book, story, body, key, report)

    def _more_to_say(self, sent: Sent) -> bool:
        """Whether a window with questions about the photos is still to come."""
        return bool(sent.draft.photos) and (sent.window is not Window.LAST or _for_each(sent.draft))

    def _asks(self, book: Book, sent: Sent, body: Body, report: Report, findings: Iterable[Finding]) -> Asks:
        """The questions of the next window, with what stood in it before."""
        story = book.keep_draft(sent.found, sent.draft, author=sent.user, form_key=sent.form.key)
        replies = {reply.fingerprint: reply for reply in sent.draft.replies}
        book.log(
            What.POST_ASKED,
            actor=sent.user,
            as_role=Role.STAFF,
            story=story,
            findings=report.codes(),
            detail=what_was_found(report),
        )
        many = len(sent.draft.photos) > FEW
        return Asks(
            story=story,
            step=step_of(sent.draft),
            window=Window.DESCRIBE if many and sent.window is Window.FIRST else Window.LAST,
            questions=tuple(
                replace(question, reply=replies.get(question.finding.fingerprint))
                for question in self.desk.questions(book, findings, report)
            ),
            pupils=len(body.people),
            names_found=any(finding.is_name for finding in report.findings),
            devices=self._devices(book, sent.draft),
        )

    def _bad_replies(self, book: Book, sent: Sent, named: dict[str, str]) -> Blocked:
        blocked = self._blocked(book, sent, [{"clause": "SP-2", "says": "name_in_reason"}], ())
        return replace(blocked, at_replies=named)

    def _blocked(
        self,
        book: Book,
        sent: Sent,
        said: list[dict[str, str]],
        problems: Iterable[Mistake | Finding],
        detail: dict[str, object] | None = None,
    ) -> Blocked:
        kept = book.keep_draft(sent.found, sent.draft, author=sent.user, form_key=sent.form.key)
        problems = tuple(problems)
        book.answer(kept, told(problems, kept, sent.user, book))
        book.log(What.POST_BLOCKED, actor=sent.user, as_role=Role.STAFF, story=kept, findings=said, detail=detail)
        return Blocked(post_id=kept.post.id, problems=problems)

    def _unchanged(self, book: Book, sent: Sent, found: Story, answered: Report | None) -> Done | Blocked:
        """The same content again is no new version: where SLT have it that is all right, else something must change.

        answered: the look in which the author has answered what SLT could not approve without.
        """
        assert found.revision is not None
        if answered is not None and found.post.status in WAITING:
            return self._answered(book, sent, found, answered)
        if found.post.status in {Status.ADVICE, Status.WITH_SLT, Status.APPROVED, Status.RELEASED}:
            return Done(story=found)
        sentence = f"This is the same as version {found.revision.no}. Please change what was asked for, then send it."
        if found.post.status is Status.HELD:
            sentence = (
                f"This is the same as version {found.revision.no}, which SLT still have. Please change it, or wait."
            )
        problem = Mistake(field=Field.WORDS, code="unchanged", sentence=sentence)
        return self._blocked(book, sent, _codes([problem]), [problem])

    def _answered(self, book: Book, sent: Sent, found: Story, report: Report) -> Done:
        """The same version, with an answer to what was found in it since: SLT can decide again."""
        assert found.revision is not None
        story = book.note(found, found.revision, Gate.SUBMIT, report.shown)
        story = book.keep_draft(story, replace(sent.draft, replies=()), author=sent.user, form_key=None)
        stuck = story.post.stuck if story.post.status is Status.HELD else ""
        book.move(story, story.post.status, by=sent.user, stuck=stuck, quietly=True)
        book.log(
            What.POST_ANSWERED,
            actor=sent.user,
            as_role=Role.STAFF,
            story=story,
            findings=report.codes(),
            detail=what_was_found(report),
        )
        return Done(story=story)

    def _sent_before(self, book: Book, sent: Sent, key: str) -> Done | None:
        """The post that this very submission made already, or whose photos are being checked for it."""
        found = sent.found
        waits = submissions.waiting(book.connection, found.post.id) if found is not None else None
        if found is not None and waits is not None and waits.key == key:
            return Done(story=found)
        made = queries.post_of_submission(book.connection, key)
        story = book.story(made) if made is not None else None
        return Done(story=story) if story is not None else None


def submission_key(form: Form, body: Body) -> str:
    """One form with one content is one submission, however often it arrives, and whatever became of its photos since."""
    photos = tuple(replace(photo, media_id=0, blurred=False, renditions=()) for photo in body.photos)
    return hashlib.sha256(f"{form.key}\n{replace(body, photos=photos).canonical()}".encode()).hexdigest()


def _no_permission(report: Report) -> bool:
    return any(finding.clause == "SP-1" and finding.people for finding in report.blocking)


def _without_pictures(report: Report) -> Report:
    """What can be said at the form's fields: the pictures themselves are looked at after it is sent."""
    return replace(report, findings=tuple(each for each in report.findings if photo_of(each) is None))


def _for_each(draft: Draft) -> bool:
    """Whether the author means to say for each photo what it was taken on."""
    return any(photo.device == DIFFERENT for photo in draft.photos)


def _stopping(report: Report) -> tuple[Finding, ...]:
    """What stands at the fields and ends the matter here: all of it, unless nothing is left but names of which the
    author has read already, and which may be contested. A name is first told, then may be contested."""
    known = all(each.contestable and was_told(each, report.answers) for each in report.blocking)
    return () if known else report.blocking


def _codes(wrong: Iterable[Mistake]) -> list[dict[str, str]]:
    return [{"clause": "form", "says": each.code} for each in wrong]


def _who_and_where(findings: Iterable[Finding]) -> dict[str, object] | None:
    about = [{"people": finding.people, "places": finding.places} for finding in findings if finding.people]
    return {"missing": about} if about else None
