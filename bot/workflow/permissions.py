"""What the office keeps of one person's permissions, in Slack: look somebody up, and take a permission back at once (SP-1).

For the office alone, asked anew at every step; that somebody looked is logged, as every look at a child's record is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from bot.domain.consent import ANY, Answer, ConsentState, Person
from bot.domain.lifecycle import Refusal
from bot.domain.people import STAFF
from bot.domain.policy import Facts
from bot.domain.trust import Role
from bot.domain.typed import clean
from bot.workflow.desk import Desk
from storage import people, register
from storage.book import Book
from storage.colleagues import is_made, link, linked, vouched_for
from storage.intake.reading import UNNAMED
from storage.log import What
from storage.register import OnRecord, RegisterError

NOT_OFFICE = Refusal("no_role", "Only the office can see permissions. Please ask them.")
UNKNOWN = Refusal("unknown_person", "This person is not in the register any more. Please look them up again.")
NO_PLACE = Refusal("no_place", "Please tick at least one place.")
NOBODY_SAID = Refusal("no_name", "Please write who said so, as it should stand in the record.")
NOT_ON_RECORD = Refusal("no_giver", "What is on record has changed meanwhile. Please close this and look again.")
SOMEBODY = "A parent or carer"
"""Who phoned, where the register names nobody and nobody asked."""

NOT_STAFF = Refusal("not_staff", "Only somebody of the staff can be a colleague in Slack. Nothing has changed.")
AS_SHOWN = Refusal("as_shown", "This record was made from Slack, so who it is cannot be changed. Nothing has changed.")
NO_MEMBER = Refusal("not_a_colleague", "This person is not a member here. Please choose again.")
LINKED_ALREADY = Refusal(
    "linked_already", "Somebody else in the register is this colleague already. Please clear it there first."
)
MOST_FOUND = 20
LONGEST_NAME = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Who may be meant by what was typed, in the order of their names; `more`: there are others beside these."""

    people: tuple[Person, ...]
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Giver:
    """Somebody who has answered before, as they stand in the record. entry: the latest of what they said there."""

    entry: int
    name: str
    relation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who phoned: somebody on record (`entry`), somebody whose name was written, or else a parent or carer without a name."""

    entry: int | None = None
    name: str = ""
    relation: str = ""
    other: bool = False
    """Somebody else was ticked, so that their name is wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One person's record as it stands now.

    answers: place -> use -> the answer. history: the latest entry first. names: who entered it, Slack id -> name.
    """

    person: Person
    answers: Mapping[str, Mapping[str, Answer]]
    history: tuple[OnRecord, ...]
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def givers(self) -> tuple[Giver, ...]:
        """Who has answered for this person so far, each once, the latest first; answers without a name are nobody's."""
        found: dict[str, Giver] = {}
        for entry in self.history:
            if entry.given_by and not entry.given_by.startswith(UNNAMED):
                found.setdefault(entry.given_by, Giver(entry=entry.id, name=entry.given_by, relation=entry.relation))
        return tuple(found.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """It is on record. posts: how many posts are looked at again for it."""

    person: Person
    posts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Permissions:
    desk: Desk

    def is_office(self, user_id: str) -> bool:
        """Whether somebody is of the office of any school."""
        with self.desk.ledger.store.read() as connection:
            return bool(self._schools(connection, user_id))

    def find(self, user_id: str, typed: str) -> Found | Refusal:
        """People of the schools whose office this person is, by the beginnings of their names."""
        with self.desk.ledger.store.read() as connection:
            schools = self._schools(connection, user_id)
            found = register.suggest(connection, schools, typed, limit=MOST_FOUND + 1, everybody=True)
        if not schools:
            return self._refused(user_id, "find")
        return Found(people=tuple(found[:MOST_FOUND]), more=len(found) > MOST_FOUND)

    def record(self, user_id: str, person_id: str) -> Record | Refusal:
        """One person's record. That it was looked at is committed before it is shown."""

        def use_case(book: Book) -> Record | Refusal:
            person = self._person(book, user_id, person_id)
            if isinstance(person, Refusal):
                return person
            _log(book, What.PUPILS_SHOWN, user_id, person, says="record")
            return self._record(book, person)

        return self.desk.ledger.run(self.desk.now, use_case)

    def withdraw(self, user_id: str, person_id: str, places: Iterable[str], caller: Caller) -> Withdrawn | Refusal:
        """A parent phoned: from now on no in these places. All of them means every place, also one that comes later.

        The posts that it concerns are noted in the same transaction, and looked at within seconds (`Watch`).
        """
        wanted = tuple(dict.fromkeys(places))

        def use_case(book: Book) -> Withdrawn | Refusal:
            person = self._person(book, user_id, person_id)
            if isinstance(person, Refusal):
                return person
            said_by = self._said_by(book, person, caller)
            if isinstance(said_by, Refusal):
                return said_by
            given_by, relation = said_by
            known = [place for place in wanted if place in self.desk.trust.platforms]
            if not known:
                return NO_PLACE
            everywhere = len(known) == len(self.desk.trust.platforms)
            try:
                made = register.record(
                    book,
                    person=person.id,
                    state=ConsentState.WITHDRAWN,
                    places=[ANY] if everywhere else known,
                    given_by=given_by,
                    relation=relation,
                    evidence="by telephone",
                    given_on=book.now.astimezone(self.desk.trust.timezone).date(),
                    entered_by=user_id,
                    as_role=Role.OFFICE.value,
                )
            except RegisterError as error:
                return Refusal("not_recorded", str(error))
            return Withdrawn(person=person, posts=len(made.posts))

        return self.desk.ledger.run(self.desk.now, use_case)

    def _said_by(self, book: Book, person: Person, caller: Caller) -> tuple[str, str] | Refusal:
        """Giver and relation as the record will have them. One on record keeps their spelling: it is who takes it back."""
        if name := _on_one_line(caller.name):
            return name, _on_one_line(caller.relation)
        if caller.other:
            return NOBODY_SAID
        if caller.entry is None:
            return SOMEBODY, ""
        known = next((giver for giver in self._record(book, person).givers if giver.entry == caller.entry), None)
        return (known.name, known.relation) if known else NOT_ON_RECORD

    def link(self, user_id: str, person_id: str, colleague: str) -> Person | Refusal:
        """Who somebody of the staff is in Slack, so that they are asked where words name them (RS-2). "": nobody."""

        def use_case(book: Book) -> Person | Refusal:
            person = self._person(book, user_id, person_id)
            if isinstance(person, Refusal):
                return person
            if person.role != STAFF:
                return NOT_STAFF
            if is_made(person):
                return AS_SHOWN
            if colleague and not vouched_for(book.connection, colleague):
                return NO_MEMBER
            if colleague and linked(book.connection, person.school, colleague) not in ("", person.id):
                return LINKED_ALREADY
            if colleague != person.slack_user_id:
                link(book.connection, person.id, colleague)
                says = "linked" if colleague else "cleared"
                _log(book, What.COLLEAGUE_LINKED, user_id, person, says=says, colleague=colleague)
            return replace(person, slack_user_id=colleague)

        return self.desk.ledger.run(self.desk.now, use_case)

    def _record(self, book: Book, person: Person) -> Record:
        trust = self.desk.trust
        facts = self.desk.facts(book.connection, [person.id], book.now)
        history = tuple(reversed(register.history(book.connection, person.id)))
        return Record(
            person=person,
            answers={place: _answers(facts, person.id, place, trust.permissions.uses) for place in trust.platforms},
            history=history,
            names=people.names(book.connection, {entry.entered_by for entry in history}),
        )

    def _schools(self, connection: Connection, user_id: str) -> list[str]:
        return [school.key for school in self.desk.schools_of(connection, user_id, Role.OFFICE)]

    def _person(self, book: Book, user_id: str, person_id: str) -> Person | Refusal:
        """Somebody in the register of a school whose office this person is; anybody else is not found."""
        schools = self._schools(book.connection, user_id)
        if not schools:
            return self._refuse(book, user_id, "record")
        person = register.people(book.connection, [person_id]).get(person_id)
        return person if person is not None and person.school in schools else UNKNOWN

    def _refused(self, user_id: str, tried: str) -> Refusal:
        return self.desk.ledger.run(self.desk.now, lambda book: self._refuse(book, user_id, tried))

    def _refuse(self, book: Book, user_id: str, tried: str) -> Refusal:
        book.log(What.ACCESS_REFUSED, actor=user_id, findings=[{"says": NOT_OFFICE.code, "tried": f"consent:{tried}"}])
        return NOT_OFFICE


def _on_one_line(text: str) -> str:
    return " ".join(clean(text).split())[:LONGEST_NAME]


def _answers(facts: Facts, person_id: str, place: str, uses: Iterable[str]) -> dict[str, Answer]:
    """For each use what holds there today; somebody known always has an answer."""
    said = {use: facts.answer(person_id, place, use=use) for use in uses}
    return {use: answer for use, answer in said.items() if answer is not None}


def _log(book: Book, what: What, user_id: str, person: Person, *, says: str, **more: str) -> None:
    book.log(
        what,
        actor=user_id,
        as_role=Role.OFFICE,
        school=person.school,
        findings=[{"says": says}],
        detail={"person": person.id, **more},
    )
