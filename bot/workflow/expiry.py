"""Permissions that end: a month ahead the office's channel gets a number and a button, and one person of the office the names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from sqlalchemy import Connection

from bot.domain.consent import Person
from bot.domain.lifecycle import Refusal
from bot.domain.trust import Role, School, Trust
from bot.workflow.desk import Desk
from bot.workflow.permissions import NOT_OFFICE
from storage.book import Book
from storage.ending import ending
from storage.log import What

AHEAD = timedelta(days=30)
"""How long before a permission ends the office hears of it: time for a letter home and its answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """Whose permission ends in one week of a school, with the first day on which it does."""

    school: School
    week: date
    people: tuple[tuple[Person, date], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiry:
    desk: Desk

    def sweep(self) -> int:
        """Tells each office of the weeks that have come within a month, once for each week. Returns how many there are."""
        today, trust = self.desk.today(), self.desk.trust
        due: list[tuple[School, date]] = []
        with self.desk.ledger.store.read() as connection:
            for school in trust.schools.values():
                soon = _ending(connection, trust, school.key, today, today + AHEAD, today)
                due += [(school, week) for week in sorted({_monday(day) for _, day in soon})]
        for school, week in due:
            self.desk.ledger.run(self.desk.now, partial(_tell, school=school, week=week))
        return len(due)

    def names(self, user_id: str, school_key: str, week: date) -> Ending | Refusal:
        """For somebody of that school's office. That they looked is committed before they are answered."""

        def use_case(book: Book) -> Ending | Refusal:
            school = self.desk.trust.schools.get(school_key)
            actor = self.desk.actor(book.connection, user_id, school_key)
            if school is None or Role.OFFICE not in actor.roles:
                says = [{"says": NOT_OFFICE.code, "tried": "consent:expiring"}]
                book.log(What.ACCESS_REFUSED, actor=user_id, findings=says)
                return NOT_OFFICE
            says = [{"says": "expiring"}]
            book.log(What.PUPILS_SHOWN, actor=user_id, as_role=Role.OFFICE, school=school_key, findings=says)
            return Ending(
                school=school,
                week=week,
                people=of_week(book.connection, self.desk.trust, school_key, week, self.desk.today()),
            )

        return self.desk.ledger.run(self.desk.now, use_case)


def of_week(
    connection: Connection, trust: Trust, school: str, week: date, today: date
) -> tuple[tuple[Person, date], ...]:
    """Whose permission ends in the seven days from `week`, as it stands now, with the day; what has ended is not among them."""
    return _ending(connection, trust, school, max(week, today), week + timedelta(days=6), today)


def _ending(
    connection: Connection, trust: Trust, school: str, first: date, last: date, today: date
) -> tuple[tuple[Person, date], ...]:
    places, rules = tuple(trust.platforms), trust.permissions
    if first > last:
        return ()
    return tuple(ending(connection, school, first=first, last=last, today=today, places=places, rules=rules))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _tell(book: Book, *, school: School, week: date) -> None:
    book.tell("expiring", school=school.key, target=school.office_channel, about=f"{school.key}:{week.isoformat()}")
