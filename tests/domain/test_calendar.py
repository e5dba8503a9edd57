"""School days and working hours, across weekends, holidays, clock changes and leap days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import Calendar, Term
from tests.domain.making import LONDON

CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)})
INSET = date(2027, 1, 4)
YEAR = Calendar(
    zone=LONDON,
    terms=(
        Term(begins=date(2026, 9, 2), ends=date(2026, 10, 23)),
        Term(begins=date(2026, 11, 2), ends=date(2026, 12, 18)),
        Term(begins=date(2027, 1, 4), ends=date(2027, 2, 12)),
        Term(begins=date(2027, 2, 22), ends=date(2027, 3, 25)),
        Term(begins=date(2027, 4, 12), ends=date(2027, 7, 21)),
    ),
    closed=CHRISTMAS | {INSET},
)
PLAIN = Calendar(zone=LONDON)


def at(text: str) -> datetime:
    """A moment as the clock in the school shows it."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


@pytest.mark.parametrize(
    ("day", "school"),
    [
        (date(2026, 11, 24), True),
        (date(2026, 11, 28), False),
        (date(2026, 10, 28), False),
        (date(2026, 12, 18), True),
        (date(2026, 12, 21), False),
        (date(2026, 12, 25), False),
        (INSET, False),
        (date(2027, 1, 5), True),
        (date(2027, 7, 22), False),
        (date(2027, 8, 25), False),
        (date(2027, 9, 1), True),
        (date(2026, 9, 1), True),
        (date(2026, 8, 31), False),
    ],
)
def test_a_school_day_is_a_weekday_in_term_and_neither_holiday_nor_inset(day: date, *, school: bool) -> None:
    """Outside the terms that are set, weekdays count but for the summer: nothing waits for ever for a forgotten setting."""
    assert YEAR.is_school_day(day) is school


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-24T09:00", 4, "2026-11-24T13:00"),
        ("2026-11-24T16:05", 4, "2026-11-25T11:05"),
        ("2026-11-24T13:00", 4, "2026-11-24T17:00"),
        ("2026-11-24T22:00", 4, "2026-11-25T12:00"),
        ("2026-11-24T06:00", 4, "2026-11-24T12:00"),
        ("2026-11-27T16:00", 4, "2026-11-30T11:00"),
        ("2026-10-23T16:00", 4, "2026-11-02T11:00"),
        ("2026-12-18T16:59", 4, "2027-01-05T11:59"),
        ("2026-11-24T09:00", 30, "2026-11-27T12:00"),
    ],
)
def test_working_hours_stop_at_night_at_weekends_and_in_holidays(start: str, hours: int, end: str) -> None:
    """The last afternoon of term goes on after Christmas and the INSET day."""
    assert YEAR.working_later(at(start), timedelta(hours=hours)) == at(end)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2027-03-26T16:00", "2027-03-29T11:00", 4),  # the clocks go forward on Sunday 28 March 2027
        ("2026-10-23T16:00", "2026-10-26T11:00", 4),  # and back on Sunday 25 October 2026
        ("2028-02-28T16:00", "2028-02-29T11:00", 4),
        ("2028-02-29T16:00", "2028-03-01T11:00", 4),
    ],
)
def test_clock_changes_and_leap_days_cost_nobody_an_hour(start: str, end: str, hours: int) -> None:
    """Opening time is what the clock on the wall says."""
    assert PLAIN.working_later(at(start), timedelta(hours=hours)) == at(end)


def test_a_day_on_which_the_clocks_change_while_people_work_has_its_real_length() -> None:
    """Somebody whose day spans the change works an hour less in spring and an hour more in autumn."""
    night = Calendar(zone=LONDON, opens=time(0), closes=time(6), closed=frozenset())
    sundays = {date(2027, 3, 28): 5, date(2026, 10, 25): 7}
    assert {day: (night.closing(day) - night.opening(day)) / timedelta(hours=1) for day in sundays} == sundays


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        ("2026-11-24T16:59", "2026-11-24T16:59"),
        ("2026-11-24T17:00", "2026-11-25T08:00"),
        ("2026-11-25T07:59", "2026-11-25T08:00"),
        ("2026-11-27T18:00", "2026-11-30T08:00"),
        ("2026-12-18T18:00", "2027-01-05T08:00"),
        ("2027-01-04T10:00", "2027-01-05T08:00"),
    ],
)
def test_quiet_hours_last_until_the_next_working_hour(moment: str, until: str) -> None:
    """At night, at weekends, in holidays and on INSET days; a trust may do without them."""
    assert YEAR.may_message(at(moment)) == at(until)
    assert replace(YEAR, quiet_hours=False).may_message(at(moment)) == at(moment)


@pytest.mark.parametrize(
    ("moment", "before"),
    [
        ("2026-11-24T10:00", "2026-11-24T10:00"),
        ("2026-11-24T19:00", "2026-11-24T16:00"),
        ("2026-11-30T06:00", "2026-11-27T16:00"),
        ("2026-12-25T10:00", "2026-12-18T16:00"),
    ],
)
def test_what_is_due_in_quiet_hours_can_be_said_before_them(moment: str, before: str) -> None:
    """An hour before people leave for the last time."""
    assert YEAR.last_open(at(moment)) == at(before)


def test_school_days_are_counted_both_ways() -> None:
    """Across Christmas: the 18th of December and the 5th of January are neighbours."""
    assert YEAR.school_days_later(date(2026, 12, 17), 2) == date(2027, 1, 5)
    assert YEAR.school_days_before(date(2027, 1, 5), 2) == date(2026, 12, 17)
    assert YEAR.school_days_later(date(2026, 12, 26), 0) == date(2026, 12, 26)


def test_terms_that_lie_years_apart_hold_nothing_up_for_ever() -> None:
    """A mistyped year costs two years at most."""
    odd = Calendar(
        terms=(
            Term(begins=date(2026, 9, 1), ends=date(2026, 9, 1)),
            Term(begins=date(2062, 9, 1), ends=date(2062, 9, 1)),
        )
    )
    assert odd.next_school_day(date(2026, 9, 1)) == date(2026, 9, 2)


moments = st.datetimes(datetime(2026, 1, 1), datetime(2029, 12, 31)).map(lambda naive: naive.replace(tzinfo=UTC))  # noqa: DTZ001


@given(moments, st.integers(1, 60))
def test_working_time_adds_up(moment: datetime, hours: int) -> None:
    """An hour and then the rest is the same as all at once, never in quiet hours, and never earlier."""
    whole = YEAR.working_later(moment, timedelta(hours=hours))
    first = YEAR.working_later(moment, timedelta(hours=1))
    assert whole == (YEAR.working_later(first, timedelta(hours=hours - 1)) if hours > 1 else first)
    assert whole >= moment + timedelta(hours=hours)
    assert YEAR.is_open(whole - timedelta(microseconds=1))


@given(moments)
def test_the_next_working_hour_is_open_and_none_lies_before_it(moment: datetime) -> None:
    """And asking again changes nothing."""
    found = YEAR.next_open(moment)
    assert YEAR.is_open(found)
    assert found == YEAR.next_open(found)
    assert found == moment or not YEAR.is_open(moment)
    assert YEAR.last_open(moment) <= moment
