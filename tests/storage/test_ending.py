"""Whose permission ends soon: told to the office once a week, and only of those whose yes would really end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.consent import ConsentState, Rules, Validity
from bot.workflow import Desk, Workflow
from handlers.loose import LOOSE, Loose
from storage import outbox
from storage.ending import ending
from tests.conftest import Clock
from tests.domain.making import TRUST
from tests.handlers.rules import broken_in_card
from tests.storage.test_entries import TODAY, Office, office

__all__ = ["office"]

SOON = TODAY + timedelta(days=20)
PLACES = ("facebook",)


def _ending(office: Office, *, rules: Rules | None = None, days: int = 36) -> list[tuple[str, date]]:
    with office.store.read() as connection:
        last = TODAY + timedelta(days=days)
        kept = rules or Rules()
        found = ending(connection, "oak", first=TODAY, last=last, today=TODAY, places=PLACES, rules=kept)
    return [(person.forename, day) for person, day in found]


def test_a_yes_with_an_end_is_told_until_it_is_renewed_or_gone(office: Office, clock: Clock) -> None:
    """Ends within the days asked for; a newer yes without an end, or a withdrawal, leaves nothing to tell."""
    office.enters(ConsentState.GRANTED, ends=SOON)
    office.enters(ConsentState.GRANTED, person="p_2", ends=TODAY + timedelta(days=90))
    assert _ending(office) == [("Bo", SOON)]
    assert _ending(office, days=19) == []
    office.enters(ConsentState.GRANTED, person="p_2", ends=SOON, given_on=TODAY)
    assert [name for name, _ in _ending(office)] == ["Al", "Bo"]
    office.enters(ConsentState.GRANTED)
    office.enters(ConsentState.WITHDRAWN, person="p_2")
    assert _ending(office) == []


@pytest.mark.parametrize(
    ("rules", "given_on", "last_day"),
    [
        (Rules(validity=Validity.YEARS, years=5), date(2021, 12, 10), date(2026, 12, 10)),
        (Rules(validity=Validity.YEARS, years=5), date(2021, 10, 10), None),
        (Rules(validity=Validity.ACADEMIC_YEAR, year_begins=12), date(2026, 1, 9), date(2026, 11, 30)),
        (Rules(validity=Validity.ACADEMIC_YEAR, year_begins=9), date(2026, 9, 9), None),
        (Rules(), date(2020, 9, 9), None),
    ],
)
def test_age_ends_a_yes_as_the_trust_sets_it(
    office: Office, rules: Rules, given_on: date, last_day: date | None
) -> None:
    """Five years, the school year, or never while at school."""
    office.enters(ConsentState.GRANTED, given_on=given_on)
    assert _ending(office, rules=rules) == ([("Bo", last_day)] if last_day else [])


def test_the_office_is_told_of_a_week_once_and_without_a_name(office: Office, clock: Clock) -> None:
    """A number in the channel; the same week again says nothing new; a renewal empties it."""
    school = replace(TRUST.schools["brackenfold"], key="oak", office_channel="C0OFFICE")
    trust = replace(TRUST, schools={"oak": school})
    desk = Desk(ledger=office.ledger, trust=trust, now=clock, role_max_age=timedelta(hours=12))
    expiry = Workflow.at(desk).expiry
    assert expiry.sweep() == 0
    office.enters(ConsentState.GRANTED, ends=SOON)
    assert [expiry.sweep() for _ in range(2)] == [1, 1]
    (claim,) = outbox.claim(office.store, now=clock.now, by="one", lease=timedelta(seconds=90), limit=9)
    shown: dict[str, Any] = {"about": claim.about, "school": "oak", "target": claim.target, "trust": trust}
    with office.store.read() as connection:
        card = LOOSE[claim.kind](connection, Loose(now=clock.now, **shown))
    assert list(broken_in_card(card)) == []
    assert "1 permission ends" in card.text
    assert "Bo" not in str(card.blocks)
    office.enters(ConsentState.GRANTED)
    with office.store.read() as connection:
        assert "any more" in LOOSE[claim.kind](connection, Loose(now=clock.now, **shown)).text
