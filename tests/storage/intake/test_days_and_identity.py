"""Days as offices write them, and what recognises a child without being kept."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.intake.days import Days, Order
from storage.intake.errors import AskError
from storage.intake.identity import Hashes, differ, upn_is_right
from storage.intake.mapping import Dates

DAY = date(2026, 9, 4)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("04/09/2026", DAY),
        ("4.9.26", DAY),
        ("2026-09-04", DAY),
        ("2026-09-04T18:03:22", DAY),
        ("2026/09/04 10:00:00 AM GMT+1", DAY),
        ("04/09/2026 18:03", DAY),
        ("4-Sep-26", DAY),
        ("4 September 2026", DAY),
        ("4th Sept 2026", DAY),
        ("46269", DAY),
        ("12/03/75", date(1975, 3, 12)),
        ("31/02/2026", None),
        ("soon", None),
        ("4 Foo 2026", None),
        ("", None),
    ],
)
def test_days_are_read(text: str, expected: date | None) -> None:
    """With or without a time; what is no day is none."""
    assert Days(Dates.DAY_FIRST).read(text) == expected


def test_the_month_comes_first_where_somebody_said_so() -> None:
    """And a moment reads the same however its file was saved."""
    days = Days(Dates.MONTH_FIRST)
    assert days.read("9/4/26") == DAY
    assert days.moment("9/4/26 6:03:22 PM") == days.moment("2026-09-04 18:03:22") == "2026-09-04 18:03:22"
    assert (days.moment("9/4/26"), days.moment("soon")) == ("2026-09-04", "")


@given(st.lists(st.dates(date(2020, 1, 1), date(2026, 1, 1)), min_size=1), st.booleans())
def test_an_order_that_a_file_shows_is_never_got_wrong(days: list[date], month_first: bool) -> None:
    """Either the file shows it, or it is asked for; where no day tells, any order reads them alike."""
    form = "%m/%d/%Y" if month_first else "%d/%m/%Y"
    texts = [day.strftime(form) for day in days]
    order = Order()
    order.see(texts)
    try:
        settled = order.settled(Dates.ASK)
    except AskError:
        assert all(day.day <= 12 for day in days)
        return
    assert [Days(settled).read(text) for text in texts] == days


@pytest.mark.parametrize(
    ("upn", "right"),
    [
        ("R873200024001", True),
        ("F873200024002", True),
        ("P207000016049", True),
        ("Q207000016049", False),
        ("R873200024010", False),
        ("R87320002400", False),
        ("R873200024001X", False),
    ],
)
def test_a_upn_is_held_against_its_check_letter(upn: str, right: bool) -> None:
    """One mistyped figure, or two that changed places, and it is not used."""
    assert upn_is_right(upn) is right


def test_only_keyed_hashes_are_kept() -> None:
    """The same key, the same hash; another key matches nobody and contradicts nobody; without a key there is none."""
    ours, theirs, none = Hashes("k" * 40), Hashes("j" * 40), Hashes("")
    assert ours.birth(DAY) == Hashes("k" * 40).birth(DAY)
    assert "2026" not in ours.birth(DAY)
    assert (none.birth(DAY), none.upn("R873200024001"), bool(none), bool(ours)) == ("", "", False, True)
    assert differ(ours.birth(DAY), ours.birth(date(2026, 9, 5)))
    assert not differ(ours.birth(DAY), theirs.birth(DAY))
    assert not differ(ours.birth(DAY), "")
