"""Who is featured, and whose permission is missing: answered to one person at a time, and every answer is logged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.attached import Attached
from bot.domain.consent import PHOTO, Person
from bot.domain.lifecycle import Action, Refusal
from bot.domain.photos import Photo
from bot.domain.post import Seen, Status, Story, TaskKind
from bot.domain.signoffs import may_settle
from bot.domain.trust import Role
from bot.workflow.desk import NOT_FOUND, Desk
from storage import cardfiles, register
from storage.book import Book
from storage.log import What

_BEING_WRITTEN = frozenset({Status.DRAFT, Status.CHANGES})


@dataclass(frozen=True, slots=True, kw_only=True)
class Featured:
    """The people of the version in force, by name, and whether each may be shown everywhere it goes."""

    story: Story
    people: tuple[Person, ...]
    all_permitted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPhotos:
    """A post with what of it is in Slack: the key of the content -> Slack's id of the file."""

    story: Story
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Who may not be shown, and where (platform keys); `others`: sentences about what else stops the post."""

    story: Story
    people: tuple[tuple[Person, tuple[str, ...]], ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    desk: Desk

    def who_is_featured(self, user_id: str, seen: Seen) -> Featured | Refusal:
        """For somebody whose sign-off this post asks for. That they asked is logged before they are answered."""

        def use_case(book: Book) -> Featured | Refusal:
            story = book.story(seen.post_id)
            if story is None or story.revision is None:
                return NOT_FOUND
            actor = self.desk.actor(book.connection, user_id, story.post.school)
            if not any(may_settle(task, user_id, actor.roles) for task in story.asked()):
                refusal = Refusal("no_role", "Only SLT can see who is featured. Nothing has changed.")
                return self.desk.refuse(book, refusal, actor=actor, tried=Action.SIGN, story=story)
            body = story.revision.body
            facts = self.desk.facts(book.connection, body.people, book.now)
            use = facts.use_of(body.photos)
            book.log(What.PUPILS_SHOWN, actor=user_id, story=story, findings=[{"says": "featured"}])
            return Featured(
                story=story,
                people=tuple(sorted(facts.people.values(), key=lambda person: person.name)),
                all_permitted=not any(facts.refused_places(person, body.places, use=use) for person in body.people),
            )

        return self.desk.ledger.run(self.desk.now, use_case)

    def photos(self, user_id: str, seen: Seen) -> ShownPhotos | Refusal:
        """The photos of a version at full size, for those who decide on it or are shown in it, as long as a card shows them."""

        def use_case(book: Book) -> ShownPhotos | Refusal:
            story = book.story(seen.post_id)
            revision = story.numbered(seen.no) if story else None
            if story is None or revision is None or revision.seen != seen:
                return NOT_FOUND
            actor = self.desk.actor(book.connection, user_id, story.post.school)
            shown = any(task.user_id == user_id for task in story.tasks_of(TaskKind.PERMISSION, revision))
            if not shown and not any(may_settle(task, user_id, actor.roles) for task in story.asked()):
                refusal = Refusal("no_role", "Only those who decide on this post can see its photos here.")
                return self.desk.refuse(book, refusal, actor=actor, tried=Action.SIGN, story=story)
            return ShownPhotos(story=story, files=cardfiles.of_post(book.connection, story.post.id))

        return self.desk.ledger.run(self.desk.now, use_case)

    def whose_permission_is_missing(self, user_id: str, post_id: int) -> Missing | Refusal:
        """For the author alone (clause SP-1): which children may not be shown where, as the register stands now."""

        def use_case(book: Book) -> Missing | Refusal:
            story = book.story(post_id)
            if story is None:
                return NOT_FOUND
            actor = self.desk.actor(book.connection, user_id, story.post.school)
            if user_id != story.post.author:
                refusal = Refusal("not_author", "Only the person who wrote this post can see that.")
                return self.desk.refuse(book, refusal, actor=actor, tried=Action.SUBMIT, story=story)
            if Role.STAFF not in actor.roles:
                # Who wrote it may have left the school since: what is on record about a child is for its staff.
                refusal = Refusal("no_role", "Only staff of the school can see that. Nothing has changed.")
                return self.desk.refuse(book, refusal, actor=actor, tried=Action.SUBMIT, story=story)
            shown, places = self._shown(book, story)
            facts = self.desk.facts(book.connection, shown, book.now, post=story.post.id)
            people = sorted(facts.people.values(), key=lambda person: person.name)
            use = facts.use_of(_photos(story))
            found = [
                (person, facts.refused_places(person.id, places, use=use if person.role == register.PUPIL else PHOTO))
                for person in people
            ]
            book.log(What.PUPILS_SHOWN, actor=user_id, story=story, findings=[{"says": "missing_permission"}])
            return Missing(
                story=story,
                people=tuple((person, gone) for person, gone in found if gone),
                others=self._others(book, story),
            )

        return self.desk.ledger.run(self.desk.now, use_case)

    def _shown(self, book: Book, story: Story) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Whom a post shows and where (platform keys): as it is being written, or else as it was sent."""
        draft, revision = story.post.draft, story.revision
        if revision is not None and story.post.status not in _BEING_WRITTEN:
            return revision.body.everybody, revision.body.places
        members = (register.class_members(book.connection, draft.school, label) for label in draft.classes)
        return (*draft.pupils, *draft.adults, *(person for people in members for person in people)), draft.places

    def _others(self, book: Book, story: Story) -> tuple[str, ...]:
        """What else stops a post that was sent; a draft says that itself when it is sent."""
        if story.revision is None or story.post.status in _BEING_WRITTEN:
            return ()
        stopping = self.desk.look(book, story.revision.body, story.answers, post=story.post.id).blocking
        return tuple(dict.fromkeys(finding.sentence for finding in stopping if finding.is_name or not finding.people))


def _photos(story: Story) -> tuple[Attached, ...] | tuple[Photo, ...]:
    """Of a draft, or one that is back with its author, those of the draft; else those of the version in force."""
    if story.revision is None or story.post.status in _BEING_WRITTEN:
        return story.post.draft.photos
    return story.revision.body.photos
