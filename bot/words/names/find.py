"""Goes through the words of a text once and finds what may name a child: in full, in part, misspelt, as a family."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress

from bot.domain.findings import Strength
from bot.words.names.entries import Bearers, Entry
from bot.words.names.nearly import NearNames
from bot.words.names.others import about_somebody_else, veto
from bot.words.names.page import AND, BREAK, COMMA, JOIN, SPACE, Nature
from bot.words.names.reader import NEXT_TO, Hit
from bot.words.names.slips import leet_readings
from bot.words.names.use import judge
from bot.words.names.vocabulary import (
    FAMILY,
    FIRMS,
    PARENT_TITLES,
    PRONOUNS,
    SCHOLARLY,
    STAFF_TITLES,
    is_ordinary,
    lexicon,
)
from bot.words.names.worth import ALWAYS, CAPITAL, SINGLE, UNKNOWN


class Finder(NearNames):
    """One way through one text."""

    def hits(self) -> Iterator[Hit]:
        """Everything found, from left to right, nothing twice."""
        page, after = self.page, 0
        for i in range(page.count) if page.lower_throughout else self._worth_it():
            if i < after or (page.gaps[i] == BREAK and page.raw_gap(i)[-1:] in _TAGS):
                continue  # what a tag says is looked at already, see `hidden`
            last, hit = self._at(i)
            if hit is not None:
                yield hit
            after = last

    def _worth_it(self) -> Iterator[int]:
        """The words at which a name may begin. Every post pays for this: no call for a word beside which nothing tells."""
        page, gaps, typed = self.page, self.page.gaps, self.page.typed
        worth = list(map(self.index.worth.__getitem__, typed))
        for i in compress(range(page.count), worth):
            kind = worth[i]
            if kind == ALWAYS:
                yield i
            elif gaps[i + 1] == SPACE and len(typed[i + 1]) > 1 and typed[i + 1].islower():
                if kind == CAPITAL:
                    is_worth_it = gaps[i] != SPACE and self._may_sign(i)
                elif kind == UNKNOWN:
                    is_worth_it = self.index.get(page.plain[i] + page.plain[i + 1]) is not None
                else:
                    is_worth_it = typed[i].isupper()
                if is_worth_it:
                    yield i
            elif self._is_worth_it(i, kind):
                yield i

    def _is_worth_it(self, i: int, worth: int) -> bool:
        """Whether what stands around a word that by itself is no name makes one of it, or half of one."""
        page = self.page
        if i + 1 == page.count:
            return worth == SINGLE or self._may_sign(i)
        behind, beside = page.gaps[i + 1], page.typed[i + 1]
        if behind == JOIN:
            return len(beside) == 1 or not page.plain[i].isdigit()  # "Li-am", but not "3.15pm"
        capital = beside[0].isupper()
        if worth == SINGLE:
            return page.capital(i) or (behind == SPACE and len(beside) == 1)
        if worth == UNKNOWN:
            return capital or (behind in NEXT_TO and self.index.get(page.plain[i] + page.plain[i + 1]) is not None)
        if capital and behind == SPACE and self.index.get(page.plain[i + 1]) is not None:
            return True  # "Grave Bell"
        return self._may_sign(i)

    def _may_sign(self, i: int) -> bool:
        """Whether something else than the end of a sentence stands before: "– Woody"."""
        return self.page.gaps[i] == BREAK and self.page.raw_gap(i) not in _DULL

    # ---- What begins at a word ------------------------------------------------------------------------------------------

    def _at(self, i: int) -> tuple[int, Hit | None]:
        """The hit that begins at word `i`, if any, and the word from which to go on."""
        page, plain = self.page, self.page.plain[i]
        if plain in STAFF_TITLES:
            return self._titled(i)
        if len(plain) == 1 and (taken := self._letters(i)) is not None:
            return taken
        width, entry = self._name(i)
        if len(plain) == 1 and page.capital(i) and not (width > 1 and plain in _PREFIXES):
            return self._initials(i)  # "O Rourke" is one name
        if entry is None:
            return self._nearly(i)
        if i and entry.is_surname and not page.capital(i) and (before := self._small_forename(i, width, entry)):
            return before
        whole = self._full(i, width, entry) or self._surname_first(i, width, entry)
        if whole is not None:
            return whole
        return self._part(i, width, entry)

    # ---- Titles and initials ---------------------------------------------------------------------------------------------

    def _letters(self, i: int) -> tuple[int, Hit | None] | None:
        """Spelled out and some letters as figures: "h 0 n 0 r"."""
        page, end = self.page, i + 1
        while end < page.count and len(page.plain[end]) == 1 and page.gap(end) in (SPACE, JOIN):
            end += 1
        spelled = "".join(page.plain[i:end])
        if end - i < 4 or spelled.isalpha() or spelled.isdigit():
            return None
        for reading in leet_readings(spelled):
            entry = self.index.get(reading)
            if entry is not None and entry.is_forename:
                return end, self._hit(i, end, entry.with_forename(), Strength.HOLD, hidden=True)
        return None

    def _titled(self, i: int) -> tuple[int, Hit | None]:
        """A title and a surname: staff, or a child's parent. Whatever it is, no pupil is meant by it."""
        page, n = self.page, i + 1
        if (
            n < page.count
            and page.plain[n] in ("and", "amp")
            and page.plain[n + 1 : n + 2]
            and page.plain[n + 1] in STAFF_TITLES
        ):
            n += 2
        elif page.gap(n) == AND and n < page.count and page.plain[n] in STAFF_TITLES:
            n += 1
        if n >= page.count or not (page.gap(n) == SPACE or page.raw_gap(n) in (". ", ".")) or not page.capital(n):
            return i + 1, None
        for _ in range(2):
            width, entry = self._name(n)
            if entry is not None and entry.staff_surname:
                return n + width, self._hit(i, n + width, entry.staff_surname, Strength.WARN, staff=True)
            if entry is not None and n > i + 1 and (called := self._in_jest(n - 1, n, width, entry)):
                return called
            if entry is not None and entry.is_surname and page.plain[i] in PARENT_TITLES:
                if about_somebody_else(page, entry.plain) or veto(page, n, n + width):
                    return n + width, None
                return n + width, self._hit(i, n + width, entry.with_surname(), Strength.HOLD, family=True)
            forename = len(page.plain[n]) == 1 or (
                entry is not None and bool(entry.staff_forename or entry.is_forename)
            )
            if not forename or n + 1 >= page.count or not page.capital(n + 1) or page.gap(n + 1) == COMMA:
                break
            n += 1
        return (n + 1 if page.capital(n) else n), None

    def _in_jest(self, i: int, n: int, width: int, surname: Entry) -> tuple[int, Hit | None] | None:
        """A title before a child's whole name: "Mr Noah Price will see you now"."""
        forename = self.index.get(self.page.plain[i])
        numbers = self.index.named(forename, surname) if forename is not None else []
        if not numbers or any(map(self.index.is_staff, numbers)):
            return None
        return n + width, self._hit(i, n + width, numbers, Strength.HOLD)

    def _initials(self, i: int) -> tuple[int, Hit | None]:
        """ "A. Khan", "A Khan"; "A.K." and "AK" beside a class or a year."""
        page, index, n = self.page, self.index, i + 1
        if n >= page.count or page.raw_gap(n) not in (" ", ".", ". ", "-"):
            return i + 1, None
        width, surname = self._name(n)
        if surname is not None and surname.is_surname and page.capital(n + width - 1) and len(page.plain[n]) > 1:
            numbers = [number for number in surname.with_surname() if page.plain[i] in index.first_letters(number)]
            if numbers and self._is_initial(i, n):
                end = n + width
                told = page.before(i) == "by" or not SCHOLARLY.isdisjoint(page.plain[slice(*page.sentence(i))])
                word = page.raw_gap(n) == " " and is_ordinary(page.plain[n])  # "Plan B Stone"
                strength = Strength.HOLD if surname.staff_surname or told or word else Strength.ENFORCE  # "by M. Rosen"
                return end, self._hit(i, end, self._narrowed(i, end, numbers), strength)
            return i + 1, None
        if len(page.plain[n]) == 1 and page.capital(n):
            return n + 1, self._two_initials(i, n + 1, page.plain[i] + page.plain[n])
        return i + 1, None

    def _is_initial(self, i: int, n: int) -> bool:
        """Whether a single capital is an initial: not the word "I" or "A" before an ordinary word."""
        page = self.page
        if page.raw_gap(n) != " ":
            return True
        if page.before(i) == "of":
            return False  # "the C of E Church"
        if page.gap(i) == COMMA and page.gap(n + 1) in (COMMA, BREAK) and self._has_initials_before(i):
            return True  # "D Keane, B Lane, A Shields"
        if page.plain[i] == "i" or (page.plain[i] == "a" and is_ordinary(page.plain[n])):
            return False
        return not (is_ordinary(page.plain[n]) and page.is_heading(i))

    def _has_initials_before(self, i: int) -> bool:
        near = range(max(0, i - 5), i)
        return any(len(self.page.plain[n]) == 1 and self.page.capital(n) for n in near)

    def _two_initials(self, i: int, end: int, letters: str) -> Hit | None:
        """Only with the class or year somewhere in the same sentence."""
        page = self.page
        first, last = page.sentence(i)
        groups = [(year, name) for _, _, year, name in page.groups(first, last + 3)]
        numbers = [n for group in groups for n in page.in_group(self.index.with_initials(letters), group)]
        return self._hit(i, end, numbers, Strength.HOLD)

    # ---- A single name ---------------------------------------------------------------------------------------------------

    def _part(self, i: int, width: int, entry: Entry) -> tuple[int, Hit | None]:
        page, end = self.page, i + width
        family = self._family(i, end, entry)
        if family is not None:
            return family
        if entry.is_forename:
            strength = judge(page, i, end, plain=entry.plain)
            if strength is not None:
                if not entry.forename or (entry.staff_forename and page.group_behind(end) is None):
                    strength = Strength.HOLD  # a pet form; or a colleague is called so too
                numbers = self._narrowed(i, end, entry.with_forename())
                return end, self._hit(i, end, numbers, strength)
        joined = self._side_by_side(i, end, entry)
        if joined is not None:
            return joined
        surname = entry.is_surname and page.plain[i] not in PRONOUNS  # "He says it was worth it"
        if surname and judge(page, i, end, plain=entry.plain, surname=True) is not None:
            return end, self._hit(i, end, self._narrowed(i, end, entry.with_surname()), Strength.HOLD)
        if not entry.is_forename and not entry.is_surname:
            if (
                page.plain[i] not in lexicon()
                and not entry.staff_forename
                and not entry.staff_surname
                and not entry.middle
            ):
                return self._nearly(i)
            return self._plural(i)
        return end, None

    def _side_by_side(self, i: int, end: int, surname: Entry) -> tuple[int, Hit | None] | None:
        """ "the Shepherd-Petrescu partnership": the surnames of two pupils, joined; one of them is nothing else."""
        page = self.page
        if end >= page.count or page.gap(end) != JOIN or not (page.capital(i) and page.capital(end)):
            return None
        other = self.index.get(page.plain[end])
        if other is None or not other.surname or not surname.surname:
            return None
        if not (Nature(other.plain, self.index).is_clear or Nature(surname.plain, self.index).is_clear):
            return None
        return end + 1, self._hit(i, end + 1, Bearers(surname.surname, other.surname), Strength.HOLD)

    def _family(self, i: int, end: int, entry: Entry) -> tuple[int, Hit | None] | None:
        """ "the Khan family", "Khan twins"."""
        page = self.page
        if not entry.is_surname or not (any(map(page.capital, range(i, end))) or page.lower_throughout):
            return None
        behind = page.after(end)
        if behind < 0 or page.plain[behind] not in FAMILY:
            return None
        if page.plain[behind] in FIRMS and page.capital(behind) and page.capital(page.after(behind + 1)):
            return behind + 1, None  # "Price Brothers Scaffolding"
        if page.plain[behind] in (
            "boys",
            "girls",
            "lads",
            "kids",
            "children",
            "crew",
            "gang",
            "parents",
            "house",
        ) and not self._is_a_family(i, entry):
            return None
        return behind + 1, self._hit(i, behind + 1, entry.with_surname(), Strength.HOLD, family=True)

    def _is_a_family(self, i: int, surname: Entry) -> bool:
        """Whether "the Young boys" are brothers: a word with a capital for which its place gives no reason."""
        nature = Nature(surname.plain, self.index)
        if nature.is_clear:
            return True
        reason = self.page.opens(i) or self.page.is_heading(i) or self.page.lower_throughout
        return not (reason or nature.is_somewhere)


_DULL = frozenset(("", ". ", "! ", "? ", ".\n", "!\n", "?\n", "\n\n", ".\n\n", "!\n\n", "?\n\n"))
"""What often ends a sentence, and behind which nobody signs."""

_TAGS = ("#", "＃", "@", "＠")

_PREFIXES = frozenset("odlnm")
"""The letters that stand before an apostrophe in a surname, and alone where it is lost."""


__all__ = ["Finder", "Hit"]
