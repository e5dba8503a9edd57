"""Reading a table of TOML key by key: what is wrong is noted with a sentence, and reading goes on."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import Any

Mistakes = dict[str, str]
"""Where a mistake stands -> what to write there. One sentence a place is enough."""

_SECRET = re.compile(r"x(?:ox[a-z]|app)[-.][\w.-]{6,}|\b[0-9a-f]{32}\b", re.IGNORECASE | re.ASCII)
_SECRET_KEY = re.compile(r"token|secret|password|database", re.IGNORECASE)
_ELSEWHERE = "Secrets and the database's address belong in .env, never in trust.toml."


@dataclass(frozen=True, slots=True)
class Shape:
    """What an id must look like, and how a sentence describes it."""

    pattern: str
    wanted: str

    def fits(self, text: str) -> bool:
        return re.fullmatch(self.pattern, text, re.ASCII) is not None


USER = Shape(
    r"[UW][A-Z0-9]{2,30}", "a member id such as U012AB3CD: in Slack, open the person's profile, ⋮, Copy member ID"
)
GROUP = Shape(r"S[A-Z0-9]{2,30}", "a user group's id such as S012AB3CD: in Slack, open the group, ⋮, Copy group ID")
CHANNEL = Shape(
    r"[CG][A-Z0-9]{2,30}", "a channel id such as C012AB3CD: in Slack, it stands below the channel's details"
)
KEY = Shape(r"[a-z][a-z0-9_-]{0,39}", "a short word of small letters, figures, - and _, such as brackenfold")


class NotTomlError(Exception):
    """The text cannot be read as TOML. The message names the line and repeats no secret."""


def parse(text: str) -> dict[str, Any]:
    """The TOML of a file; raises NotTomlError."""
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise NotTomlError(_SECRET.sub("…", str(error))) from None


def secrets_in(text: str) -> Mistakes:
    """The lines that hold a token or a signing secret, also in a comment. They are named, never repeated."""
    return {
        f"trust.toml, line {number}": "This looks like a secret. Take it out: secrets belong in .env. "
        "If anybody else has seen this file, make a new one in Slack."
        for number, line in enumerate(text.splitlines(), start=1)
        if _SECRET.search(line)
    }


def quoted(value: object) -> str:
    """A value as a sentence shows it: short, and never a secret."""
    text = _SECRET.sub("…", str(value))
    return f"“{text if len(text) <= 60 else text[:59] + '…'}”"


class Table:
    """One table. Asking for a key marks it as known; `close` reports the keys that nobody asked for."""

    def __init__(self, data: dict[str, Any], path: str, mistakes: Mistakes) -> None:
        self._data = data
        self._path = path
        self._mistakes = mistakes
        self._asked: dict[str, None] = {}
        self._tables: dict[str, Table] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._data

    @property
    def blank(self) -> bool:
        """Whether nothing is written here; an empty list or word counts as nothing."""
        return not any(value not in ("", [], {}) for value in self._data.values())

    def wrong(self, key: str, sentence: str) -> None:
        """Notes a mistake at a key of this table, or at the table itself where key is ''."""
        where = ".".join(part for part in (self._path, key) if part)
        self._mistakes.setdefault(_SECRET.sub("…", where) or "trust.toml", sentence)

    def table(self, key: str) -> Table:
        """The table of this key; an empty one where there is none."""
        self._asked[key] = None
        if key not in self._tables:
            value = self._data.get(key, {})
            if not isinstance(value, dict):
                self.wrong(key, f"This must be a part of its own, [{key}], as in trust.example.toml.")
                value = {}
            path = f"{self._path}.{key}" if self._path else key
            self._tables[key] = Table(value, path, self._mistakes)
        return self._tables[key]

    def tables(self) -> Iterator[tuple[str, Table]]:
        """Every key of this table, each of which must hold a table."""
        for key in self._data:
            yield key, self.table(key)

    def holds_table(self, key: str) -> bool:
        return isinstance(self._data.get(key), dict)

    def holds_text(self, key: str) -> bool:
        return isinstance(self._data.get(key), str)

    def unread(self) -> list[str]:
        """The keys that nobody has asked for yet."""
        return [key for key in self._data if key not in self._asked]

    def text(self, key: str, *, default: str | None = None, shape: Shape | None = None, longest: int = 75) -> str:
        """One line of text. Without a default it must be written."""
        self._asked[key] = None
        value = self._data.get(key, default)
        if value is None:
            self.wrong(key, f"This is missing. Write {shape.wanted if shape else 'it as text in quotation marks'}.")
            return ""
        if value == "" and default == "":
            return ""
        if not isinstance(value, str):
            self.wrong(key, f"This must be text in quotation marks, not {quoted(value)}.")
            return ""
        return value.strip() if self._is_fine(key, value.strip(), shape, longest) else ""

    def _is_fine(self, key: str, value: str, shape: Shape | None, longest: int) -> bool:
        if shape and not shape.fits(value):
            self.wrong(key, f"{quoted(value)} does not fit. Write {shape.wanted}.")
        elif not value or not value.isprintable():
            self.wrong(
                key,
                "Write some words on one line." if not value else "Write this on one line, without control characters.",
            )
        elif len(value) > longest:
            self.wrong(key, f"This is {len(value)} characters long. Slack has room for {longest}.")
        else:
            return True
        return False

    def texts(self, key: str, *, shape: Shape) -> tuple[str, ...]:
        """A list of ids, each once, in their order; empty where it is not written."""
        self._asked[key] = None
        value = self._data.get(key, [])
        if not isinstance(value, list):
            self.wrong(key, 'This must be a list with square brackets, such as ["U012AB3CD", "U034EF5GH"].')
            return ()
        for n, one in enumerate(value, start=1):
            if not isinstance(one, str) or not shape.fits(one):
                self.wrong(f"{key} (number {n})", f"{quoted(one)} does not fit. Write {shape.wanted}.")
        return tuple(dict.fromkeys(one for one in value if isinstance(one, str)))

    def flag(self, key: str, *, default: bool) -> bool:
        """true or false."""
        self._asked[key] = None
        value = self._data.get(key, default)
        if not isinstance(value, bool):
            self.wrong(key, f"Write true or false, without quotation marks, not {quoted(value)}.")
            return default
        return value

    def number(self, key: str, *, default: int, least: int, most: int) -> int:
        """A whole number between two bounds."""
        self._asked[key] = None
        value = self._data.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            self.wrong(key, f"Write a whole number from {least} to {most}, not {quoted(value)}.")
            return default
        return value

    def day(self, key: str) -> date | None:
        """A day, such as 2027-05-03. It must be written; None and a mistake where it is not one."""
        self._asked[key] = None
        value = self._data.get(key)
        if isinstance(value, datetime) or not isinstance(value, date):
            said = "This is missing." if value is None else f"{quoted(value)} is not a day."
            self.wrong(key, f"{said} Write year, month and day without quotation marks, such as 2027-05-03.")
            return None
        return value

    def days(self, key: str) -> tuple[date, ...]:
        """A list of days; empty where it is not written."""
        self._asked[key] = None
        value = self._data.get(key, [])
        fine = isinstance(value, list) and all(isinstance(d, date) and not isinstance(d, datetime) for d in value)
        if not fine:
            self.wrong(key, "Write a list of days without quotation marks, such as [2026-09-01, 2027-01-04].")
            return ()
        return tuple(value)

    def clock(self, key: str, *, default: time) -> time:
        """A time of day, such as 08:00:00."""
        self._asked[key] = None
        value = self._data.get(key, default)
        if not isinstance(value, time):
            self.wrong(key, f"{quoted(value)} is not a time. Write it without quotation marks, such as 08:00:00.")
            return default
        return value

    def close(self) -> None:
        """Reports the keys that are not settings, here and in every table below."""
        for key in self.unread():
            if _SECRET_KEY.search(key):
                self.wrong(key, _ELSEWHERE)
                continue
            near = get_close_matches(key, self._asked, n=1, cutoff=0.6)
            guess = (
                f"Did you mean {quoted(near[0])}?" if near else f"Known here: {', '.join(self._asked) or 'nothing'}."
            )
            self.wrong(key, f"This is not a setting. {guess}")
        for table in self._tables.values():
            table.close()
