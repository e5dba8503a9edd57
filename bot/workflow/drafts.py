"""The author's side: open the form, keep what was typed, send it to SLT, withdraw it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypedDict

from sqlalchemy import Connection

from bot.domain.attached import Attached
from bot.domain.consent import Person
from bot.domain.drafting import Rest, carried_over, with_rest
from bot.domain.lifecycle import Action, Refusal
from bot.domain.post import Draft, Status, Story
from bot.domain.trust import Role, School
from bot.workflow.desk import NOT_FOUND, Blocked, Desk, Done
from bot.workflow.photos.mending import SETTLED
from bot.workflow.replies import step_of
from bot.workflow.sending import ASKED, leave_out
from bot.workflow.submitting import NO_STAFF, Asks, Form, Sent, Submitting, Window, submission_key
from storage import queries, register, submissions
from storage.book import Book
from storage.concern import hold_answers
from storage.log import What

MOVED_ON = Refusal(
    "moved_on", "What you wrote on the first page has changed since. Please press Back, then send it from there."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What the form shows: the draft so far, the schools to choose from, and the people and classes already picked."""

    draft: Draft
    schools: tuple[School, ...]
    people: tuple[Person, ...] = ()
    adults: tuple[Person, ...] = ()
    classes: tuple[tuple[str, int], ...] = ()
    story: Story | None = None


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

    @property
    def submitting(self) -> Submitting:
        return Submitting(desk=self.desk)

    def open(self, user_id: str, *, words: str = "", post_id: int | None = None) -> Opened | Refusal:
        """A new form (with `words` taken along), or the form of an own post, filled."""
        with self.desk.ledger.store.read() as connection:
            schools = self._open_schools(connection, user_id)
            if not isinstance(schools, Refusal):
                return self._opened(connection, user_id, schools, words, post_id)
        return self._refused_at_the_door(user_id) if schools == NO_STAFF else schools

    def why_not(self, user_id: str) -> Refusal | None:
        """Why this person may not write a post today, or None. They have not tried to, so nothing is logged."""
        with self.desk.ledger.store.read() as connection:
            schools = self._open_schools(connection, user_id)
        return schools if isinstance(schools, Refusal) else None

    def copy(self, user_id: str, post_id: int) -> Opened | Refusal:
        """The form of a new post with the words of an ended one; times, declarations and photos are asked for again: the
        files of those may be gone from Slack, as their owner was asked to see to."""
        opened = self.open(user_id, post_id=post_id)
        if isinstance(opened, Refusal):
            return opened
        return replace(opened, draft=replace(opened.draft, promise="", scheduled=False, at=None, photos=()), story=None)

    def reopen(self, user_id: str, form: Form, draft: Draft) -> Opened | Refusal:
        """The form as it stands on somebody's screen, to be drawn again with what they chose just now."""
        opened = self.open(user_id, post_id=form.post_id)
        if isinstance(opened, Refusal):
            return opened
        with self.desk.ledger.store.read() as connection:
            kept = self._kept(connection, user_id, form)
            return replace(opened, draft=carried_over(draft, kept), **self._picked(connection, draft))

    def story(self, user_id: str, post_id: int) -> Story | Refusal:
        """An own post with all that happened to it."""
        with self.desk.ledger.store.read() as connection:
            story = queries.story(connection, post_id)
        return story if story is not None and story.post.author == user_id else NOT_FOUND

    def keep(self, user_id: str, form: Form, draft: Draft) -> int | None:
        """Saves what Slack told us of a form that was not sent. Nothing typed, nothing kept."""
        if not draft.words.strip() and not draft.photos:
            return None

        def use_case(book: Book) -> int | None:
            post = self._own_post(book, user_id, form)
            if isinstance(post, Refusal) or (
                post is None and not self.desk.schools_of(book.connection, user_id, Role.STAFF)
            ):
                return None
            if post is not None and self._was_sent(book, form, post):
                return None
            typed = carried_over(draft, post.post.draft if post is not None else Draft())
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
            typed = carried_over(draft, found.post.draft if found is not None else Draft())
            return self.submitting.submit(book, Sent(user=user_id, form=form, draft=typed, found=found))

        return self.desk.ledger.run(self.desk.now, use_case)

    def finish(
        self, user_id: str, form: Form, step: str, rest: Rest, *, window: Window = Window.LAST
    ) -> Done | Blocked | Asks | Refusal:
        """A window after the first: the first step as it was kept (`step` says which), with what was said since."""

        def use_case(book: Book) -> Done | Blocked | Asks | Refusal:
            found = self._own_post(book, user_id, form)
            if isinstance(found, Refusal):
                return found
            if found is None or step_of(found.post.draft) != step:
                return MOVED_ON
            typed = with_rest(found.post.draft, rest)
            return self.submitting.submit(book, Sent(user=user_id, form=form, draft=typed, found=found, window=window))

        return self.desk.ledger.run(self.desk.now, use_case)

    def replace_photo(
        self, user_id: str, form: Form, media_id: int, photo: Attached
    ) -> Done | Blocked | Asks | Refusal:
        """Another photo in the place of one that something stands against; all else goes as it was sent."""

        def use_case(book: Book) -> Done | Blocked | Asks | Refusal:
            found = self._own_post(book, user_id, form)
            if isinstance(found, Refusal):
                return found
            waits = submissions.waiting(book.connection, found.post.id) if found is not None else None
            if found is None or waits is None or found.post.status is not Status.CHANGES:
                return SETTLED
            n = next((each.n for each in waits.body.photos if each.media_id == media_id), 0)
            photos = list(found.post.draft.photos)
            if not n or len(photos) != len(waits.body.photos):
                return SETTLED  # or its author has begun to change the photos in the form, and goes on there
            photos[n - 1] = photo
            typed = replace(found.post.draft, photos=tuple(photos))
            sent = Sent(user=user_id, form=form, draft=typed, found=found, window=Window.LAST)
            return self.submitting.submit(book, sent)

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
            book.cancel_open(story, kinds=ASKED)
            if submissions.waiting(book.connection, post_id) is not None:
                submissions.done(book.connection, post_id)
                leave_out(
                    book, post_id, {photo.media_id for photo in story.revision.body.photos} if story.revision else set()
                )
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

    def _open_schools(self, connection: Connection, user_id: str) -> tuple[School, ...] | Refusal:
        """The schools for which somebody may write now, or why there is none."""
        schools = self.desk.schools_of(connection, user_id, Role.STAFF)
        closed = {school.key: self.desk.may_write(connection, user_id, school.key) for school in schools}
        if open_ones := tuple(school for school in schools if closed[school.key] is None):
            return open_ones
        return next((refusal for refusal in closed.values() if refusal is not None), NO_STAFF)

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

    def _kept(self, connection: Connection, user_id: str, form: Form) -> Draft:
        """What was kept of this form so far."""
        post_id = form.post_id or queries.post_of_form(connection, form.key)
        story = queries.story(connection, post_id) if post_id is not None else None
        return story.post.draft if story is not None and story.post.author == user_id else Draft()

    def _picked(self, connection: Connection, draft: Draft) -> _Picked:
        """The people and classes chosen in a draft that the register still has."""
        known = register.people(connection, [*draft.pupils, *draft.adults])
        classes = ((label, len(register.class_members(connection, draft.school, label))) for label in draft.classes)
        return {
            "people": tuple(known[person] for person in draft.pupils if person in known),
            "adults": tuple(known[person] for person in draft.adults if person in known),
            "classes": tuple((label, pupils) for label, pupils in classes if pupils),
        }

    def _was_sent(self, book: Book, form: Form, story: Story) -> bool:
        """Whether this form has become a version of the post: what still arrives of it is older than what was sent."""
        waits = submissions.waiting(book.connection, story.post.id)
        if waits is not None and waits.key == submission_key(form, waits.body):
            return True
        keys = (submission_key(form, revision.body) for revision in story.revisions)
        return any(queries.post_of_submission(book.connection, key) is not None for key in keys)

    def _own_post(self, book: Book, user_id: str, form: Form) -> Story | Refusal | None:
        """The post that this form edits or first kept, if any; never somebody else's. What it shows is weighed after this."""
        hold_answers(book.connection)
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
