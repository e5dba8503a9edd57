"""A text as the name finder reads it: its words, what stands between them, its lines, the classes and years that it names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import cached_property

from bot.words.names.index import NameIndex
from bot.words.names.vocabulary import (
    DAYS,
    MONTHS,
    SAINTLY,
    SEASONS,
    STAFF_TITLES,
    TIMES,
    can_be,
    figures,
    is_ordinary,
    places,
    stem,
)
from bot.words.text import taken_apart

# What stands between two words.
SPACE, LINE, JOIN, COMMA, AND, BREAK = range(6)

_JOINERS = frozenset("-‐‑‒–—'’‘ʼ`´′_·・.")
_APOSTROPHES = frozenset("'’‘ʼ`´′＇")
_SHORTENED = frozenset(("mr", "mrs", "ms", "dr", "st"))
_LISTING, _JOINING = (COMMA, AND), ("and", "or")
_LIST = frozenset(",;/|&+·")
_YEARS = ("year", "yr", "y")
_GROUPS = {"reception": "reception", "nursery": "nursery"} | {f"y{n}": f"year{n}" for n in range(100)}
_LEADING = ("in", "from", "of", "our", "s", "is", "a", "the")


_MOST_KEPT = 20_000


class _Known(dict[str, int]):
    """What something between two words says, by its very characters: worked out once for each, then no call is needed."""

    def __init__(self, work_out: Callable[[str], int]) -> None:
        self._work_out = work_out

    def __missing__(self, gap: str) -> int:
        if len(self) >= _MOST_KEPT:
            self.clear()
        self[gap] = said = self._work_out(gap)
        return said


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


_NEVER, _PERHAPS, _SURELY = range(3)


def _ends(gap: str) -> int:
    """Whether a sentence ends here. A dot may also stand behind a title or an initial."""
    if any(sign in gap for sign in "!?\n•"):
        return _SURELY
    return _PERHAPS if "." in gap and gap != "." else _NEVER


def _is_short(word: str) -> bool:
    return len(word) == 1 or word in _SHORTENED


_GAPS, _ENDS = _Known(_between), _Known(_ends)


class Page:
    """One text, looked at for one register."""

    def __init__(self, text: str, index: NameIndex) -> None:
        self.text = text
        self.index = index
        self._apart = taken_apart(text)
        self._parts, self.typed, self.plain = self._apart
        self.count = len(self.plain)
        self.gaps = list(map(_GAPS.__getitem__, self._parts[::2]))
        """What stands before every word, and behind the last."""
        self.gaps[0] = self.gaps[-1] = BREAK
        self.set = frozenset(self.plain)
        self._sentences: dict[int, tuple[int, int]] = {}
        self.elsewhere: dict[str, bool] = {}
        """Names that have been looked at, and whether they are somebody else's throughout; see `others`."""

    # ---- Words and what is between them ---------------------------------------------------------------------------------

    def gap(self, i: int) -> int:
        """What stands before word `i`; BREAK before the first word and behind the last."""
        return self.gaps[i] if 0 < i < self.count else BREAK

    def raw_gap(self, i: int) -> str:
        """The characters before word `i`, or behind the last one."""
        return self._parts[2 * i] if i > 0 else self._parts[0]

    def capital(self, i: int) -> bool:
        """Whether word `i` begins with a capital letter."""
        return 0 <= i < self.count and self.typed[i][0].isupper()

    def upper(self, i: int) -> bool:
        """Whether word `i` has two letters or more, all of them capitals."""
        return len(self.typed[i]) > 1 and self.typed[i].isupper()

    def raw(self, i: int) -> str:
        """Word `i` as typed."""
        return self.typed[i]

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

    def word(self, n: int) -> str:
        """Word `n`, or nothing before the first and behind the last."""
        return self.plain[n] if 0 <= n < self.count else ""

    def is_a_name(self, n: int) -> bool:
        """Whether word `n` is a forename or surname of a pupil, however it is used."""
        return n < self.count and self._is_name(n)

    def spaced(self, n: int) -> str:
        """Word `n` where nothing but space stands before it, else nothing."""
        return self.plain[n] if 0 < n < self.count and self.gaps[n] == SPACE else ""

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

    @cached_property
    def edges(self) -> tuple[list[int], list[int]]:
        """Where every word starts in the text and where it ends."""
        return self._apart.edges()

    # ---- The whole ----------------------------------------------------------------------------------------------------

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word, and every word without its ending."""
        return self.set.union(map(stem, self.set))

    @cached_property
    def small(self) -> frozenset[str]:
        """The words that stand somewhere with a small letter."""
        return frozenset(word for word, typed in zip(self.plain, self.typed, strict=True) if not typed[0].isupper())

    @cached_property
    def clear_forenames(self) -> frozenset[str]:
        """The forenames of the register in the text that are nothing else, those with a capital."""
        known = ((word, self.index.get(word)) for word in self.set if self.lower_throughout or word not in self.small)
        return frozenset(
            word for word, name in known if name is not None and name.forename and Nature(word, self.index).is_clear
        )

    @cached_property
    def is_of_the_past(self) -> bool:
        """Whether it names a year long gone."""
        return any(len(word) == 4 and word.isdigit() and "1000" <= word <= "1989" for word in self.set)

    @cached_property
    def lower_throughout(self) -> bool:
        """Whether somebody types without capitals, so that a small letter says nothing."""
        small = 0
        for word in self.typed:
            if word.islower():
                small += 1
            elif word[0].isupper() and not word.isupper():
                return False  # "so so proud, a WHOLE lesson" has no such word
        return self.count > 2 and 2 * small > self.count

    def sentence(self, i: int) -> tuple[int, int]:
        """The words from (included) and to (excluded) of the sentence or line of word `i`."""
        if i not in self._sentences:
            first, last = i, i + 1
            while first > 0 and not self._is_stop(first):
                first -= 1
            while last < self.count and not self._is_stop(last):
                last += 1
            self._sentences |= dict.fromkeys(range(first, last), (first, last))
        return self._sentences[i]

    def _is_stop(self, n: int) -> bool:
        """Whether a sentence or a line ends before word `n`."""
        if self.gaps[n] == SPACE:
            return False
        end = _ENDS[self._parts[2 * n]]
        return end == _SURELY or (end == _PERHAPS and not _is_short(self.plain[n - 1]))

    def is_heading(self, i: int) -> bool:
        """Whether ordinary words have capitals too around word `i`, so that its capital says nothing."""
        first, last = self.sentence(i)
        if first not in self._headings:
            ordinary = [n for n in range(first + 1, last) if is_ordinary(self.plain[n]) and self.gaps[n] != BREAK]
            capitals = [n for n in ordinary if self.capital(n) and not self._is_name(n)]
            self._headings[first] = len(capitals) >= 2 and len(capitals) * 2 >= len(ordinary)
        return self._headings[first]

    def _is_name(self, n: int) -> bool:
        name = self.index.get(self.plain[n])
        return name is not None and (name.is_forename or name.is_surname)

    @cached_property
    def _headings(self) -> dict[int, bool]:
        return {}

    def is_shouted(self, i: int) -> bool:
        """Whether word `i` stands among words in capitals, so that all of its capitals say nothing."""
        beside = [n for n in (i - 2, i - 1, i + 1, i + 2) if 0 <= n < self.count and len(self.typed[n]) > 1]
        return any(self.upper(n) for n in beside)

    def is_in_capitals(self, i: int) -> bool:
        """Whether word `i` stands in a heading or is shouted among others."""
        return self.is_heading(i) or (self.upper(i) and self.is_shouted(i))

    def listed(self, i: int) -> tuple[int, int]:
        """The words from (included) and to (excluded) of the list of single words in which word `i` stands."""
        gaps, first, last = self.gaps, i, i + 1
        while first > 0 and (gaps[first] in _LISTING or self._joins(first - 1)):
            first -= 1
        while last < self.count and (gaps[last] in _LISTING or self._joins(last) or self._joins(last - 1)):
            last += 1
        return (first + 1 if self.plain[first] in _JOINING else first), last

    def _joins(self, n: int) -> bool:
        return (
            self.plain[n] in _JOINING
            and 0 < n < self.count - 1
            and self.gaps[n] in (SPACE, COMMA)
            and self.gaps[n + 1] == SPACE
        )

    def groups(self, first: int, end: int) -> Iterator[tuple[int, int, str, str]]:
        """The years and classes named in words `first` to `end`: (first word, one past the last, year folded, class folded).

        Of year and class, one is empty.
        """
        for i in range(max(first, 0), min(end, self.count)):
            word = self.plain[i]
            if word in _YEARS:
                if self.gaps[i + 1] in (SPACE, JOIN) and self.plain[i + 1].isdigit():
                    yield i, i + 2, f"year{self.plain[i + 1]}", ""
            elif word in _GROUPS:
                yield i, i + 1, _GROUPS[word], ""
            elif word in self.index.class_names and self.capital(i):
                named = self.gaps[i + 1] == SPACE and self.plain[i + 1] == "class"
                name = self.index.get(word)
                if named or name is None or not name.is_forename or self.before(i) in ("in", "from", "of"):
                    yield i, i + 1 + named, "", word

    def group_behind(self, end: int, within: int = 3) -> tuple[str, str] | None:
        """The year and class that stand right behind a name: "Hope in Year 2", "Hope (Willow)", "Hope, Year 2"."""
        for first, last, year, name in self.groups(end, end + within + 1):
            loose = self.gap(last) == SPACE and last < self.count  # "Inspired by Turner, Year 5 have painted"
            if self.gap(first) == COMMA and (loose or self.plain[last - 1] == name):
                continue
            if all(self.plain[n] in _LEADING for n in range(end, first)) and not self._is_cut(end, first, ".!?\n"):
                return year, name
        return None

    def group_before(self, i: int) -> tuple[str, str] | None:
        """The year and class that stand right before a name: "Year 2's Hope", "Willow – Hope"."""
        for _, last, year, name in self.groups(i - 3, i):
            beside = last <= i <= last + 1 and all(self.plain[n] in ("s", "pupil", "class") for n in range(last, i))
            if beside and not self._is_cut(last, i, ".!?\n,"):
                return year, name
        return None

    def _is_cut(self, first: int, last: int, signs: str) -> bool:
        """Whether one of these signs stands before any of the words `first` to `last`, the last included."""
        return any(sign in self.raw_gap(n) for n in range(first, last + 1) for sign in signs)

    def in_group(self, numbers: Collection[int], group: tuple[str, str] | None) -> list[int]:
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
    def is_somewhere(self) -> bool:
        """Whether it is a place, a time or a class, which have a capital without anybody being called so."""
        return self.is_place or self.is_time or self.is_class

    @property
    def is_clear(self) -> bool:
        """Whether a capital letter is enough to take it for a person's name."""
        return not (self.is_ordinary or self.is_somewhere)


def is_verb(plain: str) -> bool:
    """Whether a word can tell what somebody does or did: "takes", "took"."""
    return can_be(plain, "ZD")
