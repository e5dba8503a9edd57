"""How times and lists read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.wording import count, glimpse, listing, when
from tests.domain.making import LONDON, NOW


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 11, 27, 15, 30, tzinfo=UTC), "Fri 27 Nov, 3:30pm"),
        (datetime(2026, 11, 26, 16, 0, tzinfo=UTC), "Thu 26 Nov, 4pm"),
        (datetime(2026, 11, 27, 12, 0, tzinfo=UTC), "Fri 27 Nov, midday"),
        (datetime(2026, 11, 27, 0, 0, tzinfo=UTC), "Fri 27 Nov, midnight"),
        (datetime(2027, 6, 16, 11, 0, tzinfo=UTC), "Wed 16 Jun, midday"),
        (datetime(2027, 9, 1, 8, 5, tzinfo=UTC), "Wed 1 Sep 2027, 9:05am"),
        (datetime(2026, 8, 31, 8, 5, tzinfo=UTC), "Mon 31 Aug 2026, 9:05am"),
        # The hour that the clocks show twice, and its neighbours.
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), "Sun 25 Oct, 12:30am"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "Sun 25 Oct, 1:30am BST"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "Sun 25 Oct, 1:30am GMT"),
        (datetime(2026, 10, 25, 2, 30, tzinfo=UTC), "Sun 25 Oct, 2:30am"),
        # The hour that is left out in spring.
        (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), "Sun 28 Mar, 12:59am"),
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), "Sun 28 Mar, 2am"),
    ],
)
def test_a_moment_reads_in_school_time(moment: datetime, expected: str) -> None:
    """Plain text, the same for everybody; the year only outside this school year."""
    assert expected == when(moment, LONDON, now=NOW)


def test_lists_read_like_speech() -> None:
    """Commas and one and."""
    assert [listing([]), listing(["a"]), listing(["a", "b"]), listing(["a", "b", "c"], last="or")] == [
        "",
        "a",
        "a and b",
        "a, b or c",
    ]


def test_counts_agree_with_their_noun() -> None:
    """One pupil, many pupils."""
    assert [count(1, "pupil"), count(1240, "pupil"), count(2, "child", "children")] == [
        "1 pupil",
        "1,240 pupils",
        "2 children",
    ]


def test_a_glimpse_is_short_and_on_one_line() -> None:
    """Enough to recognise a post by."""
    assert glimpse("Beans\nand charts") == "“Beans and charts”"
    assert len(glimpse("word " * 40)) <= 75
