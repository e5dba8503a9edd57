"""The school year and the deadlines of `trust.toml`: terms, INSET days, bank holidays, working hours, and a calendar file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import holidays
import icalendar
from dateutil.rrule import rrule, rruleset, rrulestr

from bot.domain.calendar import Calendar, Term
from bot.domain.deadlines import Deadlines
from bot.settings_table import Table

YEARS = range(2024, 2061)
"""For which bank holidays are known. Those of later years that are proclaimed come with a newer `holidays`."""

CLOSED_WORDS = ("inset", "half term", "half-term", "holiday", "closed", "closure", "training day", "staff day")
"""An all-day entry of a calendar file with one of these in its title is a day without school."""

LONGEST_BREAK = 70
"""Days. What lasts longer in a calendar file is no holiday."""


def read_calendar(table: Table, zone: ZoneInfo, folder: Path) -> Calendar:
    """The part [calendar]. A calendar file is looked for in the folder of trust.toml."""
    opens, closes = table.clock("opens", default=time(8)), table.clock("closes", default=time(17))
    if closes <= opens:
        table.wrong("closes", "This is not after opens. Write when the working day ends, such as 17:00:00.")
        opens, closes = time(8), time(17)
    inset = table.days("inset_days")
    named = table.text("file", default="")
    from_file = set(_from_file(table, folder / named)) if named else set()
    return Calendar(
        zone=zone,
        terms=_terms(table.table("terms")),
        closed=frozenset({*bank_holidays(), *inset, *from_file}),
        opens=opens,
        closes=closes,
        quiet_hours=table.flag("quiet_hours", default=True),
    )


def read_deadlines(table: Table) -> Deadlines:
    """The part [deadlines]."""
    return Deadlines(
        nudge_after=timedelta(hours=table.number("nudge_after_hours", default=4, least=1, most=80)),
        takedown_within=timedelta(hours=table.number("takedown_within_hours", default=2, least=1, most=72)),
        ahead_days=table.number("ahead_days", default=3, least=0, most=30),
        publish_within_days=table.number("publish_within_days", default=10, least=1, most=60),
    )


@cache
def bank_holidays() -> frozenset[date]:
    """England's."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=YEARS))


def _terms(table: Table) -> tuple[Term, ...]:
    """In the order of their days, whatever they are called."""
    found = []
    for _, each in table.tables():
        begins, ends = each.day("begins"), each.day("ends")
        if begins and ends and ends < begins:
            each.wrong("ends", "This is before the first day. Write the last school day of the term.")
        elif begins and ends:
            found.append(Term(begins=begins, ends=ends))
    terms = tuple(sorted(found, key=lambda term: term.begins))
    if any(second.begins <= first.ends for first, second in pairwise(terms)):
        table.wrong("", "Two of these terms overlap. Each must end before the next begins.")
    return terms


def school_days_off(table: Table) -> frozenset[date]:
    """INSET days of one school alone, in its own part: schools of a trust choose theirs."""
    return frozenset(table.days("inset_days"))


def _from_file(table: Table, path: Path) -> Iterator[date]:
    """The days without school in a calendar file (.ics), such as the local authority or the school's own system exports."""
    try:
        events = icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    except OSError:
        table.wrong("file", f"{path.name} cannot be read. Put the calendar file beside trust.toml.")
        return
    except (ValueError, IndexError, KeyError):
        table.wrong("file", f"{path.name} is not a calendar file. Export it anew as .ics.")
        return
    closing = [event for event in events if any(word in _title(event) for word in CLOSED_WORDS)]
    moved = {(str(event.get("UID")), _day(event.get("RECURRENCE-ID"))) for event in closing}
    for event in closing:
        first = _day(event.get("DTSTART"))
        if first is None:
            continue
        try:
            begins = set(_repeats(event, first))
        except (ValueError, TypeError, AttributeError):
            table.wrong("file", f"{path.name}: “{_title(event)}” repeats in a way that cannot be read. {AS_DAYS}")
            continue
        if "RECURRENCE-ID" not in event:
            begins -= {day for uid, day in moved if uid == str(event.get("UID"))}
        for day in begins:
            yield from _days_from(day, event, first)


AS_DAYS = "Write its days as inset_days."


def _title(event: icalendar.cal.Component) -> str:
    return str(event.get("SUMMARY", "")).casefold()


def _day(moment: Any) -> date | None:
    """The day of a property that names a whole day; None where it has a time of day, which closes no school."""
    at = getattr(moment, "dt", None)
    return at if isinstance(at, date) and not isinstance(at, datetime) else None


def _repeats(event: icalendar.cal.Component, first: date) -> Iterator[date]:
    """The first days of an entry: its own, and where it repeats, all others until the last year that we know of."""
    if event.errors:
        raise ValueError(event.errors)
    times = rruleset()
    start, last = datetime.combine(first, time()), datetime.combine(date(YEARS.stop, 1, 1), time())
    times.rdate(start)
    for rule in _listed(event.get("RRULE")):
        times.rrule(_rule(rule, start))
    for more in _listed(event.get("RDATE")):
        for each in more.dts:
            times.rdate(datetime.combine(each.dt, time()))
    for without in _listed(event.get("EXDATE")):
        for each in without.dts:
            times.exdate(datetime.combine(each.dt, time()))
    return (each.date() for each in times.between(start, last, inc=True))


def _rule(rule: icalendar.vRecur, start: datetime) -> rrule:
    """The rule of a whole day: its end is a day too, though some programs write a moment."""
    if rule.get("FREQ") not in (["DAILY"], ["WEEKLY"], ["MONTHLY"], ["YEARLY"]):
        raise ValueError("a day cannot come back within the day")
    until = [each.date() if isinstance(each, datetime) else each for each in rule.get("UNTIL", [])]
    whole = icalendar.vRecur({**rule, "UNTIL": until} if until else rule)
    written: bytes = whole.to_ical()  # type: ignore[no-untyped-call]
    made = rrulestr(written.decode(), dtstart=start)
    if not isinstance(made, rrule):
        raise TypeError(made)
    return made


def _listed(value: Any) -> list[Any]:
    """A property that an entry may have once, several times or not at all."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _days_from(begins: date, event: icalendar.cal.Component, first: date) -> Iterator[date]:
    """The days of an all-day entry that begins then; its end is the day after, or it says how long it lasts."""
    lasts = getattr(event.get("DURATION"), "dt", None)
    last = _day(event.get("DTEND")) or first + (lasts if isinstance(lasts, timedelta) else timedelta(days=1))
    for n in range(min((last - first).days or 1, LONGEST_BREAK)):
        yield begins + timedelta(days=n)
