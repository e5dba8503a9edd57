"""A text as the name finder reads it: its words, what stands between them, its lines, the classes and years that it names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, cached_property, lru_cache

from bot.words.names.index import NameIndex
from bot.words.names.vocabulary import (
    DAYS,
    FUNCTION,
    MONTHS,
    SAINTLY,
    SEASONS,
    STAFF_TITLES,
    TIMES,
    can_be,
    figures,
    lexicon,
    places,
    stem,
)
from bot.words.text import taken_apart

# What stands between two words.
SPACE, LINE, JOIN, COMMA, AND, BREAK = range(6)

_JOINERS = frozenset("-‐‑‒–—'’‘ʼ`´′_·・.")
_APOSTROPHES = frozenset("'’‘ʼ`´′＇")
_SHORTENED = frozenset(("mr", "mrs", "ms", "dr", "st"))
_LIST = frozenset(",;/|&+·")
_GROUPS = frozenset(("year", "yr", "y", "reception", "nursery"))
_YEAR = re.compile("y[^a-z]")


@lru_cache(maxsize=20_000)
def _between(gap: str) -> int:
    if gap == " ":
        return SPACE
    if not gap:
        return JOIN
    bare = gap.strip()
    if not bare:
        lines = gap.count("\n")
        return SPACE if lines == 0 else LINE if lines == 1 else BREAK
    if bare == gap and len(gap) == 1 and gap in _JOINERS:
        return JOIN
    if len(bare) == 1 and bare in "-‐‑" and gap.endswith("\n"):
        return JOIN  # hyphenated at the end of a line
    if "\n" in gap:
        return BREAK
    if bare in ("&", "+"):
        return AND
    if all(sign in _LIST for sign in bare):
        return COMMA
    return BREAK


@cache
def ordinary_words() -> frozenset[str]:
    """The words of the language, days and months: whatever is not only a name."""
    known = {word for word, kinds in lexicon().items() if not kinds.isdigit()}
    return frozenset(known) | FUNCTION | MONTHS | DAYS | TIMES | SEASONS


def is_ordinary(plain: str) -> bool:
    """Whether a word is one of the language, a day or a month, and not only a name."""
    return plain in ordinary_words()


class Page:
    """One text, looked at for one register."""

    def __init__(self, text: str, index: NameIndex) -> None:
        self.text = text
        self.index = index
        typed, self.plain, self.starts, self.ends, between = taken_apart(text)
        self.count = len(self.plain)
        self.capitals = [word[0].isupper() for word in typed]
        self._gaps = [BREAK, *map(_between, between)]
        self._stops = [0, *(n for n, gap in enumerate(between, 1) if gap != " " and self._ends(n, gap)), self.count]
        self.set = frozenset(self.plain)
        self.others: frozenset[str] = frozenset()
        """Names that are somebody else's throughout; `others.others` says whose."""

    # ---- Words and what is between them ---------------------------------------------------------------------------------

    def gap(self, i: int) -> int:
        """What stands before word `i`; BREAK before the first word and behind the last."""
        return self._gaps[i] if 0 < i < self.count else BREAK

    def raw_gap(self, i: int) -> str:
        """The characters before word `i`, or behind the last one."""
        start = self.ends[i - 1] if i > 0 else 0
        return self.text[start : self.starts[i] if i < self.count else len(self.text)]

    def capital(self, i: int) -> bool:
        """Whether word `i` begins with a capital letter."""
        return 0 <= i < self.count and self.capitals[i]

    def upper(self, i: int) -> bool:
        """Whether word `i` has two letters or more, all of them capitals."""
        start, end = self.starts[i], self.ends[i]
        return end - start > 1 and self.text[start:end].isupper()

    def raw(self, i: int) -> str:
        """Word `i` as typed."""
        return self.text[self.starts[i] : self.ends[i]]

    def before(self, i: int) -> str:
        """The word right before, with nothing but space or a title's dot between; empty where there is none."""
        if i <= 0:
            return ""
        last = self.plain[i - 1]
        if self.gap(i) in (SPACE, LINE) or (
            self.raw_gap(i) in (". ", ".") and (last in SAINTLY or last in STAFF_TITLES)
        ):
            return last
        return ""

    def opens(self, i: int) -> bool:
        """Whether word `i` opens a sentence, a line, a quotation or a list, so that its capital says nothing."""
        gap = self.gap(i)
        return gap in (BREAK, LINE) or i == 0

    def has_possessive(self, end: int) -> bool:
        """Whether 's, or an apostrophe alone behind an s, stands behind the words that end before `end`."""
        if end < self.count and self.plain[end] == "s":
            gap = self.raw_gap(end)
            if len(gap) == 1 and gap in _APOSTROPHES:
                return True
        return self.plain[end - 1].endswith("s") and self.raw_gap(end)[:1] in _APOSTROPHES

    def after(self, end: int) -> int:
        """The word behind, past a possessive 's; -1 where something else than space is between."""
        if end < self.count and self.plain[end] == "s" and self.raw_gap(end) in _APOSTROPHES:
            end += 1
        elif self.has_possessive(end):
            gap = self.raw_gap(end)
            return end if end < self.count and gap[1:] == " " else -1
        return end if end < self.count and self.gap(end) in (SPACE, LINE) else -1

    # ---- The whole ----------------------------------------------------------------------------------------------------

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word, and every word without its ending."""
        return frozenset(self.plain) | frozenset(map(stem, self.plain))

    @cached_property
    def small(self) -> frozenset[str]:
        """The words that stand somewhere with a small letter."""
        return frozenset(self.plain[i] for i in range(self.count) if not self.capital(i))

    @cached_property
    def is_of_the_past(self) -> bool:
        """Whether it names a year long gone."""
        return any(len(word) == 4 and word.isdigit() and "1000" <= word <= "1989" for word in self.set)

    @cached_property
    def lower_throughout(self) -> bool:
        """Whether somebody types without capitals, so that a small letter says nothing."""
        return self.count > 2 and not any(self.capital(i) for i in range(self.count) if self.plain[i] != "i")

    def sentence(self, i: int) -> tuple[int, int]:
        """The words from (included) and to (excluded) of the sentence or line of word `i`."""
        at = bisect_right(self._stops, i)
        return (self._stops[at - 1], self._stops[at]) if at < len(self._stops) else (i, self.count)

    def _ends(self, i: int, gap: str) -> bool:
        if any(sign in gap for sign in "!?\n•"):
            return True
        before = self.plain[i - 1]
        return "." in gap and gap != "." and not (len(before) == 1 or before in _SHORTENED)

    def is_heading(self, i: int) -> bool:
        """Whether ordinary words have capitals too around word `i`, so that its capital says nothing."""
        first, last = self.sentence(i)
        if first not in self._headings:
            ordinary = capitals = shouted = 0
            for n in range(first, last):
                if is_ordinary(self.plain[n]) and n != first and self.gap(n) != BREAK:
                    name = self.index.get(self.plain[n])
                    ordinary += 1
                    if self.capital(n) and not (name is not None and (name.is_forename or name.is_surname)):
                        capitals += 1
                        shouted += self.upper(n)
            self._headings[first] = capitals >= 2 and capitals * 2 >= ordinary
        return self._headings[first]

    @cached_property
    def _headings(self) -> dict[int, bool]:
        return {}

    def is_shouted(self, i: int) -> bool:
        """Whether word `i` stands among words in capitals, so that all of its capitals say nothing."""
        beside = [n for n in (i - 2, i - 1, i + 1, i + 2) if 0 <= n < self.count and self.ends[n] - self.starts[n] > 1]
        return any(self.upper(n) for n in beside)

    def listed(self, i: int) -> tuple[int, int]:
        """The words from (included) and to (excluded) of the list of single words in which word `i` stands."""
        first = i
        while first > 0 and (self.gap(first) in (COMMA, AND) or self._joins(first - 1)):
            first -= 1
        last = i + 1
        while last < self.count and (self.gap(last) in (COMMA, AND) or self._joins(last) or self._joins(last - 1)):
            last += 1
        return (first + 1 if self.plain[first] in ("and", "or") else first), last

    def _joins(self, n: int) -> bool:
        return (
            0 < n < self.count - 1
            and self.plain[n] in ("and", "or")
            and self.gap(n) in (SPACE, COMMA)
            and self.gap(n + 1) == SPACE
        )

    @cached_property
    def groups(self) -> list[tuple[int, int, str, str]]:
        """Years and classes that are named: (first word, one past the last, year folded or "", class folded or "")."""
        found: list[tuple[int, int, str, str]] = []
        may = (_GROUPS | self.index.class_names) & self.set or any(map(_YEAR.match, self.set))
        for i, word in enumerate(self.plain) if may else ():
            if (
                word in ("year", "yr", "y")
                and i + 1 < self.count
                and self.plain[i + 1].isdigit()
                and self.gap(i + 1) in (SPACE, JOIN)
            ):
                found.append((i, i + 2, f"year{self.plain[i + 1]}", ""))
            elif len(word) in (2, 3) and word[0] == "y" and word[1:].isdigit():
                found.append((i, i + 1, f"year{word[1:]}", ""))
            elif word in ("reception", "nursery"):
                found.append((i, i + 1, word, ""))
            elif word in self.index.class_names and self.capital(i):
                named = i + 1 < self.count and self.plain[i + 1] == "class" and self.gap(i + 1) == SPACE
                name = self.index.get(word)
                if named or name is None or not name.is_forename or self.before(i) in ("in", "from", "of"):
                    found.append((i, i + 1 + named, "", word))
        return found

    def group_behind(self, end: int, within: int = 3) -> tuple[str, str] | None:
        """The year and class that stand right behind a name: "Hope in Year 2", "Hope (Willow)", "Hope, Year 2"."""
        for first, last, year, name in self.groups:
            loose = self.gap(last) == SPACE and last < self.count  # "Inspired by Turner, Year 5 have painted"
            if self.gap(first) == COMMA and (loose or self.plain[last - 1] == name):
                continue
            if end <= first <= end + within and all(
                self.plain[n] in ("in", "from", "of", "our", "s", "is", "a", "the") for n in range(end, first)
            ):
                gaps = [self.raw_gap(n) for n in range(end, first + 1)]
                if not any(sign in gap for gap in gaps for sign in ".!?\n"):
                    return year, name
        return None

    def group_before(self, i: int) -> tuple[str, str] | None:
        """The year and class that stand right before a name: "Year 2's Hope", "Willow – Hope"."""
        for _, last, year, name in self.groups:
            if last <= i <= last + 1 and all(self.plain[n] in ("s", "pupil", "class") for n in range(last, i)):
                gaps = "".join(self.raw_gap(n) for n in range(last, i + 1))
                if not any(sign in gaps for sign in ".!?\n,"):
                    return year, name
        return None

    def in_group(self, numbers: Sequence[int], group: tuple[str, str] | None) -> list[int]:
        """Those of some people who belong to a year or class."""
        if group is None:
            return []
        return self.index.of_group(numbers, *group)


class Nature:
    """What else a word may be than a pupil's name."""

    __slots__ = ("is_class", "is_figure", "is_ordinary", "is_place", "is_time")

    def __init__(self, plain: str, index: NameIndex) -> None:
        self.is_time = plain in MONTHS or plain in DAYS or plain in TIMES or plain in SEASONS
        self.is_ordinary = is_ordinary(plain)
        self.is_place = plain in places()
        self.is_figure = plain in figures()
        self.is_class = plain in index.class_names

    @property
    def is_clear(self) -> bool:
        """Whether a capital letter is enough to take it for a person's name."""
        return not (self.is_ordinary or self.is_place or self.is_time or self.is_class)


def is_verb(plain: str) -> bool:
    """Whether a word can tell what somebody does or did: "takes", "took"."""
    return can_be(plain, "ZD")
