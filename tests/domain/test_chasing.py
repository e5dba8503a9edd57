"""What becomes due while nobody does anything, step by step."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.calendar import Calendar, Term
from bot.domain.chasing import Due, Pace, Step
from bot.domain.post import Status, Task, TaskKind, TaskState
from bot.domain.trust import Role
from tests.domain.making import LONDON
from tests.domain.test_calendar import YEAR, at

PACE = Pace(calendar=YEAR)


def task(kind: TaskKind, opened: str, *, due: str = "", level: int = 0) -> Task:
    """An open task of this kind."""
    return Task(
        id=1,
        kind=kind,
        state=TaskState.OPEN,
        revision_id=1,
        role=Role.SLT,
        clause="SP-5",
        opened_at=at(opened),
        due_at=at(due) if due else None,
        level=level,
    )


def chase(asked: Task, status: Status, start: str, most: int = 8) -> list[tuple[str, str]]:
    """Looks whenever it is due, nobody doing anything, and tells what was done when (the school's clock)."""
    told: list[tuple[str, str]] = []
    now: datetime | None = at(start)
    while now is not None and len(told) < most:
        due = PACE.look(asked, status, stuck=False, now=now)
        if due.step is not Step.WAIT:
            told.append((f"{now.astimezone(LONDON):%a %d %b %H:%M}", due.step.value))
            asked = Task(**{**{name: getattr(asked, name) for name in asked.__slots__}, "level": asked.level + 1})
        now = due.look_again
    return told


def test_a_sign_off_is_nudged_then_escalated_then_the_author_is_told() -> None:
    """After four working hours, on the next school day, on the one after; then a reminder each school day."""
    opened = "2026-11-26T16:05"
    first = PACE.first_look(TaskKind.SIGNOFF, at(opened), None)
    assert first == at("2026-11-27T11:05")
    assert chase(task(TaskKind.SIGNOFF, opened), Status.WITH_SLT, "2026-11-27T11:05", most=5) == [
        ("Fri 27 Nov 11:05", "nudge"),
        ("Mon 30 Nov 08:00", "escalate"),
        ("Tue 01 Dec 08:00", "tell_author"),
        ("Wed 02 Dec 08:00", "nudge"),
        ("Thu 03 Dec 08:00", "nudge"),
    ]


def test_an_adult_who_is_shown_is_nudged_then_the_author_is_told_once() -> None:
    """Nobody decides for them, so it is taken to nobody else; no answer is needed for a post that goes nowhere."""
    opened = "2026-11-26T16:05"
    first = PACE.first_look(TaskKind.PERMISSION, at(opened), None)
    assert first == at("2026-11-27T11:05")
    assert chase(task(TaskKind.PERMISSION, opened), Status.WITH_SLT, "2026-11-27T11:05", most=4) == [
        ("Fri 27 Nov 11:05", "nudge"),
        ("Mon 30 Nov 08:00", "tell_author"),
        ("Tue 01 Dec 08:00", "nudge"),
        ("Wed 02 Dec 08:00", "nudge"),
    ]
    for gone in (Status.CHANGES, Status.PUBLISHED, Status.WITHDRAWN, Status.REJECTED):
        due = PACE.look(task(TaskKind.PERMISSION, opened), gone, stuck=False, now=at("2026-11-27T11:05"))
        assert due == Due(Step.WAIT, None)
    stuck = PACE.look(task(TaskKind.PERMISSION, opened), Status.WITH_SLT, stuck=True, now=at("2026-11-27T11:05"))
    assert stuck == Due(Step.WAIT, at("2026-11-30T08:00"))


def test_a_post_that_waits_for_adults_alone_expires_at_its_time() -> None:
    """Everybody who decides has said yes, so no other task is left to say that its time has passed, at night too."""
    asked = task(TaskKind.PERMISSION, "2026-11-24T09:00", due="2026-11-27T19:00")
    told = chase(asked, Status.WITH_SLT, "2026-11-24T13:00")
    assert told[:2] == [("Tue 24 Nov 13:00", "nudge"), ("Wed 25 Nov 08:00", "tell_author")]
    assert told[-1] == ("Fri 27 Nov 19:00", "expire")
    assert [step for _, step in told].count("expire") == 1


def test_the_author_hears_once_that_the_time_of_a_post_passed_that_is_back_with_them() -> None:
    """At its own time, at night too: the message waits for the morning by itself. What went on is told nothing."""
    asked = task(TaskKind.CHANGE, "2026-11-24T09:00", due="2026-11-27T19:00")
    first = PACE.first_look(TaskKind.CHANGE, at("2026-11-24T09:00"), at("2026-11-27T19:00"))
    assert first == at("2026-11-27T19:00")
    assert chase(asked, Status.CHANGES, "2026-11-27T19:00") == [("Fri 27 Nov 19:00", "tell_author")]
    assert chase(asked, Status.WITH_SLT, "2026-11-27T19:00") == []


@pytest.mark.parametrize("awake", ["2026-12-01T09:00", "2026-12-08T13:37"])
def test_after_an_outage_each_step_is_still_taken_once_and_in_order(awake: str) -> None:
    """A day late or a week late: one reminder now, and the next step on the next school day."""
    told = chase(task(TaskKind.SIGNOFF, "2026-11-24T09:00"), Status.WITH_SLT, awake, most=3)
    assert [step for _, step in told] == ["nudge", "escalate", "tell_author"]
    assert len({day[:10] for day, _ in told}) == 3


@pytest.mark.parametrize(
    ("looks", "told_at"),
    [
        ("2026-11-27T22:00", "Mon 30 Nov 08:00"),
        ("2026-12-18T17:30", "Tue 05 Jan 08:00"),
        ("2027-02-12T17:00", "Mon 22 Feb 08:00"),
        ("2027-03-26T09:00", "Mon 12 Apr 08:00"),
    ],
)
def test_nobody_is_reminded_at_night_in_holidays_or_on_inset_days(looks: str, told_at: str) -> None:
    """A look that falls into quiet hours waits for their end, across the change of the clocks too."""
    asked = task(TaskKind.SIGNOFF, "2026-11-24T09:00")
    assert chase(asked, Status.WITH_SLT, looks, most=1) == [(told_at, "nudge")]


def test_a_post_that_waits_for_its_author_reminds_nobody_else() -> None:
    """A permission is missing: those who are asked could not say yes."""
    due = PACE.look(task(TaskKind.SIGNOFF, "2026-11-24T09:00"), Status.HELD, stuck=True, now=at("2026-11-24T13:00"))
    assert due == Due(Step.WAIT, at("2026-11-25T08:00"))


def test_a_takedown_has_a_clock_of_its_own_that_knows_no_night() -> None:
    """Half of its time, all of its time, and every twelve hours after that, on Christmas Day too."""
    opened = "2026-12-25T01:00"
    due_at = PACE.due_at(TaskKind.TAKEDOWN, at(opened), None)
    assert due_at == at("2026-12-25T03:00")
    assert PACE.first_look(TaskKind.TAKEDOWN, at(opened), due_at) == at("2026-12-25T02:00")
    asked = task(TaskKind.TAKEDOWN, opened, due="2026-12-25T03:00")
    assert chase(asked, Status.PUBLISHED, "2026-12-25T02:00", most=4) == [
        ("Fri 25 Dec 02:00", "nudge"),
        ("Fri 25 Dec 03:00", "escalate"),
        ("Fri 25 Dec 15:00", "escalate"),
        ("Sat 26 Dec 03:00", "escalate"),
    ]


def test_a_takedown_that_is_found_late_goes_to_the_headteacher_at_once() -> None:
    """A bot that was down does not spend the time that is left on a reminder."""
    asked = task(TaskKind.TAKEDOWN, "2026-11-24T09:00", due="2026-11-24T11:00")
    assert PACE.look(asked, Status.PUBLISHED, stuck=False, now=at("2026-12-01T09:00")).step is Step.ESCALATE


@pytest.mark.parametrize(
    ("due", "reminded"),
    [
        ("2026-11-27T15:30", "2026-11-27T15:30"),
        ("2026-11-27T19:00", "2026-11-27T16:00"),
        ("2026-11-24T19:00", "2026-11-24T19:00"),
    ],
)
def test_the_office_is_reminded_at_the_time_of_a_post_or_before_the_quiet_hours(due: str, reminded: str) -> None:
    """Where even that has passed when the task opens, its own time has to do."""
    assert PACE.first_look(TaskKind.PUBLISH, at("2026-11-24T16:30"), at(due)) == at(reminded)


def test_an_inset_day_of_one_school_keeps_its_own_people_from_being_reminded() -> None:
    """The other schools of the trust work on it."""
    pace = Pace(calendar=YEAR, schools={"brackenfold": YEAR.without(frozenset({at("2026-11-27T12:00").date()}))})
    asked, friday = task(TaskKind.SIGNOFF, "2026-11-26T16:05"), at("2026-11-27T11:05")
    assert pace.at("elsewhere").look(asked, Status.WITH_SLT, stuck=False, now=friday).step is Step.NUDGE
    waits = pace.at("brackenfold").look(asked, Status.WITH_SLT, stuck=False, now=friday)
    assert waits == Due(Step.WAIT, at("2026-11-30T08:00"))


def test_without_quiet_hours_everything_is_due_at_its_time() -> None:
    """A trust that wants messages at any hour, and the practice workspace."""
    always = Pace(calendar=Calendar(zone=LONDON, quiet_hours=False))
    asked = task(TaskKind.SIGNOFF, "2026-11-24T09:00")
    night = datetime(2026, 11, 28, 3, tzinfo=UTC)
    assert always.look(asked, Status.WITH_SLT, stuck=False, now=night).step is Step.NUDGE
    assert always.first_look(TaskKind.PUBLISH, night, night + timedelta(hours=1)) == night + timedelta(hours=1)


def test_a_terms_end_is_no_end_of_waiting() -> None:
    """The day after the last term that is set, waiting goes on."""
    short = Pace(
        calendar=Calendar(zone=LONDON, terms=(Term(begins=at("2026-09-01T00:00").date(), ends=YEAR.terms[1].ends),))
    )
    assert short.first_look(TaskKind.SIGNOFF, at("2026-12-18T16:00"), None) == at("2026-12-21T11:00")


@pytest.mark.parametrize("now", ["2026-11-27T15:30", "2026-11-27T22:00", "2026-12-24T03:00"])
def test_a_post_whose_moment_passes_expires_at_once_and_whatever_the_hour(now: str) -> None:
    """Also where it waits for its author, and after an outage."""
    asked = task(TaskKind.SIGNOFF, "2026-11-24T09:00", due="2026-11-27T15:30")
    for stuck in (False, True):
        assert PACE.look(asked, Status.WITH_SLT, stuck=stuck, now=at(now)) == Due(Step.EXPIRE, None)


def test_every_look_at_a_sign_off_comes_no_later_than_its_posts_moment() -> None:
    """However early or late it is sent, the last look is the one at which it expires."""
    opened, due = "2026-11-26T16:05", "2026-12-01T07:00"
    assert PACE.first_look(TaskKind.SIGNOFF, at(opened), at("2026-11-26T16:30")) == at("2026-11-26T16:30")
    asked = task(TaskKind.SIGNOFF, opened, due=due)
    told = chase(asked, Status.WITH_SLT, "2026-11-27T11:05")
    assert [step for _, step in told] == ["nudge", "escalate", "expire"]
    assert told[-1][0] == "Tue 01 Dec 07:00"


def test_the_office_gets_a_scheduled_post_three_school_days_ahead() -> None:
    """In the morning, then a reminder at its time; over Christmas that is before the holidays."""
    due = at("2027-01-06T15:30")
    assert PACE.released_at(due) == at("2026-12-17T08:00")
    assert PACE.first_look(TaskKind.PUBLISH, at("2026-11-24T09:00"), due) == at("2026-12-17T08:00")
    waiting = task(TaskKind.PUBLISH, "2026-11-24T09:00", due="2027-01-06T15:30")
    assert PACE.look(waiting, Status.APPROVED, stuck=False, now=at("2026-12-17T08:00")) == Due(Step.RELEASE, due)


def test_an_approval_that_nobody_uses_expires_after_ten_school_days() -> None:
    """A reminder on each of them, none in half term, and then it needs a fresh look."""
    told = chase(task(TaskKind.PUBLISH, "2027-02-08T09:00"), Status.RELEASED, "2027-02-08T13:00", most=20)
    assert [step for _, step in told] == ["nudge"] * 11 + ["expire"]
    assert (told[0][0], told[5][0], told[-1][0]) == ("Mon 08 Feb 13:00", "Mon 22 Feb 08:00", "Mon 01 Mar 17:00")


def test_what_is_published_in_part_never_expires() -> None:
    """What is live is live; nobody is reminded of the rest for ever either."""
    old = task(TaskKind.PUBLISH, "2026-11-02T09:00")
    assert PACE.look(old, Status.PUBLISHED, stuck=False, now=at("2026-11-30T09:00")) == Due(Step.WAIT, None)
