"""How times and lists read: school time as plain text, the same for everybody (never the reader's phone's)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo


def when(moment: datetime, zone: ZoneInfo, *, now: datetime) -> str:
    """A moment (aware) in school time: "Fri 27 Nov, 3:30pm", "midday" at 12:00; the year only outside this school year.

    The hour that happens twice when the clocks go back says which one is meant.
    """
    local = moment.astimezone(zone)
    year = f" {local.year}" if school_year(local) != school_year(now.astimezone(zone)) else ""
    return f"{local:%a} {local.day} {local:%b}{year}, {_clock(local)}{_which_of_two(local)}"


def school_year(local: datetime) -> int:
    """The year in which the school year of this local moment began (1 September)."""
    return local.year if local.month >= 9 else local.year - 1


def _clock(local: datetime) -> str:
    if (local.hour, local.minute) == (12, 0):
        return "midday"
    if (local.hour, local.minute) == (0, 0):
        return "midnight"
    hour = local.hour % 12 or 12
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{hour}{minutes}{'am' if local.hour < 12 else 'pm'}"


def _which_of_two(local: datetime) -> str:
    """ " BST" or " GMT" where the local clock shows this time twice, else nothing."""
    other = local.replace(fold=1 - local.fold)
    same_reading_twice = other.utcoffset() != local.utcoffset() and abs(
        (other.utcoffset() or timedelta()) - (local.utcoffset() or timedelta())
    ) == timedelta(hours=1)
    return f" {local.tzname()}" if same_reading_twice else ""


def listing(parts: Iterable[str], *, last: str = "and") -> str:
    """ "Facebook", "Facebook and X", "Facebook, X and the school website"."""
    items = list(parts)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def count(number: int, one: str, many: str | None = None) -> str:
    """ "1 pupil", "3 pupils", "1,240 pupils"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def glimpse(words: str, *, longest: int = 70) -> str:
    """The first words of a post in quotation marks, on one line, to recognise it by."""
    line = " ".join(words.split())
    if len(line) <= longest:
        return f"“{line}”"
    return f"“{line[:longest].rsplit(' ', 1)[0]} …”"
