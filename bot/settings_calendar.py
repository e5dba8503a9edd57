"""The school year and the deadlines of `trust.toml`: terms, INSET days, bank holidays, working hours, and a calendar file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
import icalendar

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
    for event in events:
        title = str(event.get("SUMMARY", "")).casefold()
        if not any(word in title for word in CLOSED_WORDS):
            continue
        if event.get("RRULE") or event.get("RDATE"):
            table.wrong("file", "An entry without school repeats itself in this file. Write its days as inset_days.")
            continue
        yield from _days_of(event)


def _days_of(event: icalendar.cal.Component) -> Iterator[date]:
    """The days of an all-day entry; its end is the day after. Entries with a time of day close no school."""
    begins = getattr(event.get("DTSTART"), "dt", None)
    if not isinstance(begins, date) or isinstance(begins, datetime):
        return
    until = getattr(event.get("DTEND"), "dt", None)
    last = until if isinstance(until, date) and not isinstance(until, datetime) else begins + timedelta(days=1)
    for n in range(min((last - begins).days or 1, LONGEST_BREAK)):
        yield begins + timedelta(days=n)
