"""Days as offices write them. Which comes first, day or month, is known or asked for, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from storage.intake.errors import AskError, RegisterError
from storage.intake.mapping import Dates

_FIGURES = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})", re.ASCII)
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", re.ASCII)
_MONTH_IN_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})[ ,-]+(\d{4}|\d{2})", re.ASCII | re.IGNORECASE)
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.\d+)?", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*([ap]m)?", re.ASCII | re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EXCEL_BEGINS = date(1899, 12, 30)
_MOST_KEPT = 20_000


class Days:
    """Reads days of one file. Asked again for the same text it remembers: a file has few days and many rows."""

    def __init__(self, order: Dates) -> None:
        self._month_first = order is Dates.MONTH_FIRST
        self._kept: dict[str, date | None] = {"": None}

    def read(self, text: str) -> date | None:
        """The day, or None where there is none that could be read; a time behind it is left out."""
        try:
            return self._kept[text]
        except KeyError:
            day = self._read(text)
            if len(self._kept) < _MOST_KEPT:
                self._kept[text] = day
            return day

    def _read(self, text: str) -> date | None:
        day = _TIME.split(text, maxsplit=1)[0].rstrip(" T,") if ":" in text else text
        try:
            if found := _ISO.fullmatch(day):
                return date(int(found[1]), int(found[2]), int(found[3]))
            if found := _FIGURES.fullmatch(day):
                first, second = int(found[1]), int(found[2])
                a_day, month = (second, first) if self._month_first else (first, second)
                return date(_year(found[3]), month, a_day)
            if (found := _MONTH_IN_WORDS.fullmatch(day)) and found[2][:3].casefold() in _MONTHS:
                return date(_year(found[3]), _MONTHS.index(found[2][:3].casefold()) + 1, int(found[1]))
        except ValueError:
            return None
        return _EXCEL_BEGINS + timedelta(days=int(float(day))) if _SERIAL.fullmatch(day) else None

    def moment(self, text: str) -> str:
        """Day and time in one spelling, however the file was saved: "2026-09-04 18:03:22". '' where there is no day."""
        day, found = self.read(text), _TIME.search(text)
        if day is None:
            return ""
        if not found:
            return day.isoformat()
        hour = int(found[1]) % 12 + 12 * (found[4].casefold() == "pm") if found[4] else int(found[1])
        return f"{day.isoformat()} {hour:02}:{found[2]}:{found[3] or '00'}"


class Order:
    """Collects, over a whole file, what its days in figures say about their own order."""

    def __init__(self) -> None:
        self._day_first = self._month_first = self._either = ""
        self._seen: set[str] = set()

    def see(self, texts: Iterable[str]) -> None:
        for text in texts:
            if text in self._seen:
                continue
            if len(self._seen) < _MOST_KEPT:
                self._seen.add(text)
            found = _FIGURES.match(text)
            if not found:
                continue
            first, second = int(found[1]), int(found[2])
            if first > 12 >= second:
                self._day_first = text
            elif second > 12 >= first:
                self._month_first = text
            elif first != second:
                self._either = text

    def settled(self, wanted: Dates) -> Dates:
        """The order for the whole file. Raises `AskError` where a person must say it, `RegisterError` where it is mixed."""
        if self._day_first and self._month_first:
            raise RegisterError(
                f"The dates of this file are mixed: {self._day_first} has the day first and {self._month_first} the month. "
                "Nothing was imported. Please export it anew with one kind of date."
            )
        if wanted is Dates.DAY_FIRST and self._month_first:
            raise AskError(
                "dates", f"{self._month_first} reads as month first, but day first was expected. Which is it?"
            )
        if wanted is Dates.MONTH_FIRST and self._day_first:
            raise AskError("dates", f"{self._day_first} reads as day first, but month first was said. Which is it?")
        if wanted is not Dates.ASK:
            return wanted
        if self._day_first or self._month_first:
            return Dates.DAY_FIRST if self._day_first else Dates.MONTH_FIRST
        if self._either:
            raise AskError("dates", f"{self._either} can be read in two ways. Does the day come first, or the month?")
        return Dates.DAY_FIRST


def _year(text: str) -> int:
    """Two figures mean a year near ours: 69 and below are this century's."""
    if len(text) == 4:
        return int(text)
    return int(text) + (2000 if int(text) < 70 else 1900)
