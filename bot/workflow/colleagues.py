"""Adults who are shown in a post say so themselves: colleagues by one tap in a message, for this post or for the year (RS-2).

Their answers are entries of the register like any parent's, so that what was agreed, in which words and when, can be shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from bot.domain.consent import ANY, ConsentState, Person
from bot.domain.drafting import Mistake
from bot.domain.lifecycle import Refusal
from bot.domain.policy import Facts, Field
from bot.domain.post import ENDED, Body, Draft, Revision, Seen, Story, Task, TaskKind, TaskState
from bot.domain.wording import listing
from bot.workflow.completing import complete
from bot.workflow.desk import NOT_FOUND, Desk, Done
from storage import register
from storage.book import Book
from storage.colleagues import colleagues, is_made, slack_ids
from storage.concern import change_answers

UNKNOWN = Mistake(
    field=Field.STAFF,
    code="not_a_colleague",
    sentence="One of the people you chose is not a member here. Please choose again, or list them as another adult below.",
)
NOT_ASKED = Refusal("not_asked", "You are not asked about this post. Nothing has changed.")
OVER = Refusal("late", "This post does not go out any more, so there is nothing left to answer.")
OLD = Refusal("old_card", "The post has changed since. Please answer on the newer message further down.")

THEMSELVES = "themselves"
YES, NO, ALWAYS = "yes", "no", "always"
ON_RECORD = "on_record"
"""They did not answer, and need not: a permission of theirs has come into the register in another way."""


def featured_adults(connection: Connection, draft: Draft) -> tuple[str, ...] | Mistake:
    """Everybody grown up who was chosen for a post, as people of the register."""
    known = colleagues(connection, draft.school, draft.staff)
    if len(known) < len(set(draft.staff)):
        return UNKNOWN
    return tuple(dict.fromkeys([*known.values(), *draft.adults]))


def with_named(desk: Desk, book: Book, body: Body) -> Body:
    """The same post with the colleagues whom its words name: they count as shown, like those who were chosen (RS-2).

    Nobody is guessed. Where a name may mean several, or somebody whom nobody could ask and who has no permission on record,
    it stays a question to the author.
    """
    chosen = set(body.adults)
    open_ones = [people for people in desk.reader.staff_named(book.connection, body, desk.trust) if people]
    open_ones = [people for people in open_ones if chosen.isdisjoint(people)]
    if not open_ones:
        return body
    facts = desk.facts(book.connection, {person for people in open_ones for person in people}, book.now)
    named = (_meant([facts.people[each] for each in people if each in facts.people]) for people in open_ones)
    featured = {
        person.id for person in named if person and (person.slack_user_id or _on_record(facts, person, body.places))
    }
    return replace(body, adults=tuple(sorted(chosen | featured))) if featured else body


def _meant(people: list[Person]) -> Person | None:
    """The one whom a name means: the only one of that name, or the same colleague on record twice."""
    if not people or len({person.slack_user_id or person.id for person in people}) > 1:
        return None
    return min(people, key=lambda person: (is_made(person), person.id))


def _on_record(facts: Facts, person: Person, places: Iterable[str]) -> bool:
    return not facts.refused_places(person.id, places)


def ask_adults(desk: Desk, book: Book, story: Story, revision: Revision) -> None:
    """Each colleague shown is asked by a message of their own. Who wrote the post has said yes by sending it.

    A yes to other words or places was to something else: they are asked anew. Call it once the post has moved.
    """
    before = story.revision
    changed = before is not None and (
        before.body.words != revision.body.words or not set(revision.body.places) <= set(before.body.places)
    )
    facts = desk.facts(book.connection, revision.body.adults, book.now, post=story.post.id)
    standing = desk.facts(book.connection, revision.body.adults, book.now)
    for person_id, user in sorted(slack_ids(facts.people).items()):
        person, places = facts.people[person_id], revision.body.places
        agreed = not facts.refused_places(person_id, places)
        always = agreed and not standing.refused_places(person_id, places)
        if user == story.post.author:
            _record(desk, book, story, revision, person, ConsentState.GRANTED)
            book.ask_person(story, revision, user, outcome=YES)
        elif always or (agreed and not changed):
            book.ask_person(story, revision, user, outcome=ALWAYS if always else YES)
        else:
            if agreed:
                _record(desk, book, story, revision, person, ConsentState.PENDING)
            book.ask_person(story, revision, user)
            key = f"permission:{story.post.id}:{revision.no}:{user}"
            book.card(story, "permission", target=user, key=key, revision_no=revision.no)


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleagues:
    desk: Desk

    def yes(self, user_id: str, seen: Seen) -> Done | Refusal:
        """They may be shown in this post, in these words and places."""
        return self._answer(user_id, seen, YES)

    def no(self, user_id: str, seen: Seen) -> Done | Refusal:
        """They do not wish to be shown in this post. What is live already comes down."""
        return self._answer(user_id, seen, NO)

    def always(self, user_id: str, seen: Seen) -> Done | Refusal:
        """A yes for every post and place until the school year ends."""
        return self._answer(user_id, seen, ALWAYS)

    def _answer(self, user_id: str, seen: Seen, said: str) -> Done | Refusal:
        def use_case(book: Book) -> Done | Refusal:
            change_answers(book.connection)  # before the post is locked: an answer for the year is about others, too
            found = _asked(book, user_id, seen)
            if isinstance(found, Refusal):
                return found
            story, revision, task = found
            facts = self.desk.facts(book.connection, revision.body.adults, book.now)
            person = next((each for each in facts.people.values() if each.slack_user_id == user_id), None)
            if person is None:
                return NOT_ASKED
            was_always = task.outcome == ALWAYS
            if task.outcome == said:
                return Done(story=story)  # tapped twice
            book.settle([task], state=TaskState.DONE, by=user_id, outcome=said)
            book.touch(story)
            if was_always:
                # No answer rather than a no: they are asked again for every post to come.
                _record(self.desk, book, story, revision, person, ConsentState.PENDING, standing=True)
            if said == ALWAYS:
                _record(self.desk, book, story, revision, person, ConsentState.GRANTED, standing=True)
            state = ConsentState.REFUSED if said == NO else ConsentState.GRANTED
            _record(self.desk, book, story, revision, person, state)
            if (now := book.story(story.post.id)) is not None:
                complete(self.desk, book, now)
            return Done(story=story)

        return self.desk.ledger.run(self.desk.now, use_case)


def _asked(book: Book, user_id: str, seen: Seen) -> tuple[Story, Revision, Task] | Refusal:
    """The post and the question that somebody was asked, if it is theirs and still stands."""
    story = book.story(seen.post_id)
    if story is None:
        return NOT_FOUND
    revision = story.numbered(seen.no)
    if revision is None or revision.seen != seen:
        return NOT_ASKED
    mine = (task for task in story.tasks_of(TaskKind.PERMISSION, revision) if task.user_id == user_id)
    task = next(mine, None)
    if task is None:
        return NOT_ASKED
    if revision != story.revision:
        return OLD
    return OVER if story.post.status in ENDED else (story, revision, task)


def _record(
    desk: Desk,
    book: Book,
    story: Story,
    revision: Revision,
    person: Person,
    state: ConsentState,
    *,
    standing: bool = False,
) -> None:
    """What they said, as an entry of the register: for this post alone, or with an end for every post."""
    trust, body = desk.trust, revision.body
    today = book.now.astimezone(trust.timezone).date()
    every = tuple(trust.platforms) if state is ConsentState.GRANTED else (ANY,)
    where = listing(place.phrase for place in trust.places(body.places))
    register.record(
        book,
        person=person.id,
        state=state,
        places=every if standing else body.places,
        given_by=person.name or person.slack_user_id,
        relation=THEMSELVES,
        evidence=f"answered in Slack, post {story.post.id}, version {revision.no}",
        given_on=today,
        entered_by=person.slack_user_id,
        ends=_end_of_year(today, trust.permissions.year_begins) if standing and state is ConsentState.GRANTED else None,
        wording=f"Shown in every school post this year: {state.value}" if standing else f"On {where}: {body.words}",
        post_id=None if standing else story.post.id,
    )


def _end_of_year(today: date, begins: int) -> date:
    """The last day of the school year that `today` is in."""
    year = today.year + (today.month >= begins)
    return date.fromordinal(date(year, begins, 1).toordinal() - 1)
