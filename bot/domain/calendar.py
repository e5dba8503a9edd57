"""School days and working hours: when people may be asked, and how long "four working hours" last.

Days are those of the school's own time zone; moments are aware and come back in UTC. Bank holidays, terms and INSET days are
handed in. Every working day opens and closes by the clock on the wall, so the days on which the clocks change need no care.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_SUMMER = ((7, 22), (8, 31))
"""From and to (month, day), both included: holidays wherever the terms say nothing."""

_FAR = 800
"""Days. Nobody's holidays last longer; after that a weekday is a school day, so that nothing waits for ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """From the first school day to the last, both included. A half-term break lies between two of them."""

    begins: date
    ends: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """When a school works. closed: bank holidays, INSET days and other days without school.

    terms: in order; where none says anything (before the first, after the last, or with none at all) every weekday outside
    the summer counts. quiet_hours: whether messages wait for the next working hour.
    """

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/London"))
    terms: tuple[Term, ...] = ()
    closed: frozenset[date] = frozenset()
    opens: time = time(8)
    closes: time = time(17)
    quiet_hours: bool = True

    def without(self, days: frozenset[date]) -> Calendar:
        """The same with these days closed too."""
        return replace(self, closed=self.closed | days) if days else self

    def day_of(self, moment: datetime) -> date:
        """The school's day at this moment."""
        return moment.astimezone(self.zone).date()

    def is_school_day(self, day: date) -> bool:
        """A weekday in term that is neither a bank holiday nor an INSET day."""
        if day.weekday() >= 5 or day in self.closed:
            return False
        if not self.terms or day < self.terms[0].begins or day > self.terms[-1].ends:
            return not _SUMMER[0] <= (day.month, day.day) <= _SUMMER[1]
        return any(term.begins <= day <= term.ends for term in self.terms)

    def opening(self, day: date) -> datetime:
        """When the working day begins."""
        return self._at(day, self.opens)

    def closing(self, day: date) -> datetime:
        """When it ends; this very moment is no longer part of it."""
        return self._at(day, self.closes)

    def is_open(self, moment: datetime) -> bool:
        """Whether people are at work."""
        day = self.day_of(moment)
        return self.is_school_day(day) and self.opening(day) <= moment < self.closing(day)

    def next_open(self, moment: datetime) -> datetime:
        """This moment, or the next at which people are at work."""
        if self.is_open(moment):
            return moment
        day = self.day_of(moment)
        if self.is_school_day(day) and moment < self.opening(day):
            return self.opening(day)
        return self.opening(self.next_school_day(day))

    def last_open(self, moment: datetime) -> datetime:
        """This moment, or an hour before the last working day ended: early enough to do something still."""
        if self.is_open(moment):
            return moment
        day = self.day_of(moment)
        if not self.is_school_day(day) or moment < self.opening(day):
            day = next((each for each in _days(day, -1) if self.is_school_day(each)), day)
        return self.closing(day) - timedelta(hours=1)

    def may_message(self, moment: datetime) -> datetime:
        """When somebody may be messaged: now, or when the quiet hours end."""
        return self.next_open(moment) if self.quiet_hours else moment

    def next_school_day(self, day: date) -> date:
        """The first school day after this day."""
        return next((each for each in _days(day, 1) if self.is_school_day(each)), day + _DAY)

    def school_days_later(self, day: date, days: int) -> date:
        """So many school days on; with none, the day itself."""
        for _ in range(days):
            day = self.next_school_day(day)
        return day

    def school_days_before(self, day: date, days: int) -> date:
        """So many school days back; with none, the day itself."""
        for _ in range(days):
            day = next((each for each in _days(day, -1) if self.is_school_day(each)), day - _DAY)
        return day

    def next_morning(self, moment: datetime) -> datetime:
        """When the next school day begins."""
        return self.opening(self.next_school_day(self.day_of(moment)))

    def working_later(self, moment: datetime, how_long: timedelta) -> datetime:
        """When so much working time has passed since this moment."""
        at, left = self.next_open(moment), how_long
        while (today := self.closing(self.day_of(at)) - at) < left:
            left -= today
            at = self.next_morning(at)
        return at + left

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone).astimezone(UTC)


def _days(day: date, step: int) -> Iterator[date]:
    """The days after (or before) this one, the nearest first."""
    for n in range(1, _FAR):
        yield day + n * step * _DAY
