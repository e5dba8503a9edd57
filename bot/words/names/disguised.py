"""Names in disguise: spelled out, with signs between or for letters, down the first letters of a poem."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.domain.findings import Strength
from bot.words.names.entries import Bearers, Entry
from bot.words.names.index import BEGINNING, NameIndex
from bot.words.names.page import Page
from bot.words.names.reader import Hit, hidden_hit
from bot.words.names.slips import leet_readings
from bot.words.names.vocabulary import is_ordinary
from bot.words.text import skeleton, where_hinted

_LETTER = r"[^\W\d_]"
_PICTURE = "[\u2190-\u21ff\u2300-\u2bff\u3030\u303d\ufe0f\u200d\U0001f000-\U0001faff*~•·]"
_SPELLED = re.compile(rf"(?<![^\W_]){_LETTER}(?:(?!\n)[\W_]{{1,3}}{_LETTER}){{2,}}(?![^\W_])")
_ALONE = re.compile(r"(?<!\S)\S \S \S(?!\S)")
_ALPHABET = frozenset("abcdefghijklmnopqrstuvwxyz")
_SPLIT = re.compile(rf"{_LETTER}++(?:{_PICTURE}++{_LETTER}++)++")
# The hints below begin with a set of characters, for which alone the engine goes through a text fast.
_SPLIT_HINT = re.compile(rf"{_PICTURE}(?<={_LETTER}{_PICTURE}){_PICTURE}*+(?={_LETTER})")
_LEET_HINT = re.compile(
    r"[0-9@$|€£*+!](?:(?<=\d)(?!(?:am|pm|st|nd|rd|th)\b)[^\W\d_]|(?<=[^\W\d_][\d@$|€£])|(?<=\w!)(?=\w)|(?<![\d!])\w)"
)
_LEET = re.compile(r"(?<![\w@$£€.,:/])(?=[\w@$!|+€£*]*[^\W\d_])(?=[\w@$!|+€£*]*[\d@$!|+€£*])[\w@$!|+€£*]{3,}")
_MEASURE = re.compile(
    r"\d+(?:st|nd|rd|th|am|pm|m|cm|mm|km|g|kg|ml|l|p|k|s|x|d|hrs?|mins?|secs?|ish|yrs?|y|ft|in|mph)\b|\w*!+\Z",
    re.IGNORECASE,
)
_LINE = re.compile(r"[^\n]+")
_LONGEST_ACROSTIC = 18


def spelled(page: Page) -> Iterator[Hit]:
    """ "Z-A-Y-A-N", "M a r k", "H🎈a🎈n🎈a": every letter by itself."""
    few = page.text.isascii() and len(_ALPHABET & page.set) < 2
    if few or not _ALONE.search(" ".join(page.typed)):
        return
    index = page.index
    for match in _SPELLED.finditer(page.text):
        at = [match.start() + n for n, sign in enumerate(match[0]) if sign.isalpha()]
        letters = [skeleton(page.text[n]) for n in at]
        best = _longest_run(index, letters)
        if best is not None:
            first, last, entry = best
            numbers = entry.with_forename() or entry.with_surname()
            hit = hidden_hit(index, at[first], at[last - 1] + 1, numbers, Strength.HOLD)
            if hit is not None:
                yield hit


def _longest_run(index: NameIndex, letters: Sequence[str]) -> tuple[int, int, Entry] | None:
    for width in range(len(letters), 2, -1):
        for first in range(len(letters) - width + 1):
            if width == 3 and width != len(letters):
                continue
            entry = index.get("".join(letters[first : first + width]))
            if entry is not None and (entry.forename or entry.surname or (width > 3 and entry.short_of)):
                return first, first + width, entry
    return None


def split(page: Page) -> Iterator[Hit]:
    """An emoji or an asterisk inside a name, or in the place of one of its letters."""
    text = page.text
    if (text.isascii() and "*" not in text and "~" not in text) or not _SPLIT_HINT.search(text):
        return
    index = page.index
    for match in _SPLIT.finditer(page.text):
        pieces = [skeleton(piece) for piece in re.split(f"{_PICTURE}+", match[0])]
        entry = index.get("".join(pieces))
        if entry is None or not entry.is_forename:
            entry = _with_a_letter(index, pieces)
        if entry is not None and (entry.is_forename or entry.is_surname):
            numbers = entry.with_forename() or entry.with_surname()
            hit = hidden_hit(index, match.start(), match.end(), numbers, Strength.HOLD)
            if hit is not None:
                yield hit


def _with_a_letter(index: NameIndex, pieces: Sequence[str]) -> Entry | None:
    if len(pieces) != 2 or sum(map(len, pieces)) < 2:
        return None
    names = (index.get(f"{pieces[0]}{letter}{pieces[1]}") for letter in "abcdefghijklmnopqrstuvwxyz")
    found = [entry for entry in names if entry is not None and (entry.forename or entry.surname)]
    return found[0] if len(found) == 1 or (found and not all(map(is_ordinary, pieces))) else None


def leet(page: Page) -> Iterator[Hit]:
    """ "3TH4N", "Fr3ya": digits and signs typed for letters."""
    index = page.index
    for match in where_hinted(_LEET_HINT, _LEET, page.text):
        raw = match[0].rstrip("!*+")
        if _MEASURE.fullmatch(raw) or sum(map(str.isalpha, raw)) < 2 or raw.isalpha() or len(raw) < 3:
            continue
        for reading in leet_readings(raw.lower().replace("_", "")):
            entry = index.get(reading)
            if entry is not None and (entry.is_forename or entry.surname) and len(reading) > 2:
                numbers = entry.with_forename() or Bearers(entry.surname)
                hit = hidden_hit(index, match.start(), match.start() + len(raw), numbers, Strength.HOLD)
                if hit is not None:
                    yield hit
                break


def acrostics(page: Page) -> Iterator[Hit]:
    """A poem of which the lines' first letters spell a forename."""
    index, text = page.index, page.text
    if text.count("\n") - 2 * text.count("\n\n") < 2:
        return  # no three lines without an empty one between
    stanza: list[tuple[str, int, int]] = []
    lines = [(match[0], *match.span()) for match in _LINE.finditer(text)]
    for n, (line, start, end) in enumerate(lines):
        first = next((sign for sign in line if sign.isalpha()), "")
        apart = bool(stanza) and text[stanza[-1][2] : start].count("\n") > 1
        if apart or not first:
            yield from _acrostic(index, text, stanza)
            stanza = []
        if first:
            stanza.append((skeleton(first), start, end))
        if n == len(lines) - 1:
            yield from _acrostic(index, text, stanza)


def _acrostic(index: NameIndex, text: str, stanza: Sequence[tuple[str, int, int]]) -> Iterator[Hit]:
    if len(stanza) < 3:
        return
    letters = [each[0] for each in stanza]
    for first, width in _runs(index, letters):
        entry = index.get("".join(letters[first : first + width]))
        if entry is None or not (entry.is_forename or entry.is_surname) or (width <= 3 and is_ordinary(entry.plain)):
            continue
        numbers = entry.with_forename() or entry.with_surname()
        hit = hidden_hit(index, stanza[first][1], stanza[first + width - 1][2], numbers, Strength.HOLD)
        if hit is not None:
            yield hit
        return


def _runs(index: NameIndex, letters: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Of the runs of lines, as (first, how many), those that may spell a name: all lines, then the longest first."""
    yield 0, len(letters)
    firsts = ["".join(letters[n : n + BEGINNING])[:BEGINNING] for n in range(len(letters) - BEGINNING + 1)]
    may = [n for n, first in enumerate(firsts) if first in index.beginnings]
    for width in range(min(len(letters) - 1, _LONGEST_ACROSTIC), BEGINNING - 1, -1):
        yield from ((first, width) for first in may if first + width <= len(letters))
