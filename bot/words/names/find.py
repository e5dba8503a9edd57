"""Goes through the words of a text once and finds what may name a child: in full, in part, misspelt, as a family."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.findings import Strength
from bot.words.names.index import Entry, NameIndex
from bot.words.names.others import about_somebody_else, veto
from bot.words.names.page import (
    AND,
    BREAK,
    COMMA,
    JOIN,
    LINE,
    SPACE,
    Nature,
    Page,
    is_ordinary,
    is_verb,
    ordinary_words,
)
from bot.words.names.slips import sound
from bot.words.names.use import is_awarded, judge
from bot.words.names.vocabulary import (
    AT,
    DETERMINERS,
    FAMILY,
    FIRMS,
    HEADS,
    PARENT_TITLES,
    STAFF_TITLES,
    figures,
    lexicon,
    places,
    stem,
)

_NEXT_TO = (SPACE, LINE, JOIN)
_MIDDLE_NAMES = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """Characters `start` to `end` name one of the people `numbers`."""

    start: int
    end: int
    numbers: tuple[int, ...]
    strength: Strength
    full: bool = False
    staff: bool = False
    hidden: bool = False
    family: bool = False


class Finder:
    """One way through one text."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.index: NameIndex = page.index

    def hits(self) -> Iterator[Hit]:
        """Everything found, from left to right, nothing twice."""
        page, i = self.page, 0
        ordinary, small, longer = ordinary_words(), not page.lower_throughout, self.index.long_names
        capitals, plain = page.capitals, page.plain
        while i < page.count:
            word = plain[i]
            if small and not capitals[i] and word in ordinary and word not in longer:
                i += 1
                continue
            last, hit = self._at(i)
            if hit is not None:
                yield hit
            i = max(last, i + 1)

    # ---- What begins at a word ------------------------------------------------------------------------------------------

    def _at(self, i: int) -> tuple[int, Hit | None]:
        """The hit that begins at word `i`, if any, and the word from which to go on."""
        page, plain = self.page, self.page.plain[i]
        if plain in STAFF_TITLES:
            return self._titled(i)
        if len(plain) == 1 and page.capital(i):
            return self._initials(i)
        width, entry = self._name(i)
        if entry is None:
            return self._nearly(i)
        if i and entry.is_surname and not page.capital(i) and (before := self._small_forename(i, width, entry)):
            return before
        whole = self._full(i, width, entry) or self._surname_first(i, width, entry)
        if whole is not None:
            return whole
        return self._part(i, width, entry)

    def _small_forename(self, i: int, width: int, surname: Entry) -> tuple[int, Hit | None] | None:
        """A whole name in small letters of which the first word is an ordinary one: "peter parkin"."""
        page = self.page
        if (
            is_ordinary(surname.plain)
            or page.gap(i) != SPACE
            or not is_ordinary(page.plain[i - 1])
            or page.capital(i - 1)
        ):
            return None
        forename = self.index.get(page.plain[i - 1])
        numbers = self.index.named(forename, surname) if forename is not None and forename.is_forename else []
        if not numbers or all(map(self.index.is_staff, numbers)):
            return None
        return i + width, self._hit(i - 1, i + width, self._pupils(numbers), Strength.ENFORCE, full=True)

    def _name(self, i: int) -> tuple[int, Entry | None]:
        """The longest name that begins at word `i`, however it is spaced or hyphenated."""
        page, index = self.page, self.index
        plain = page.plain[i]
        for width in range(index.longest(plain), 1, -1):
            if i + width <= page.count and all(page.gap(n) in _NEXT_TO for n in range(i + 1, i + width)):
                entry = index.get("".join(page.plain[i : i + width]))
                if entry is not None:
                    return width, entry
        entry = index.get(plain)
        if i + 1 < page.count and page.gap(i + 1) in _NEXT_TO and page.plain[i + 1] != "s":
            joined = index.get(plain + page.plain[i + 1])
            if joined is not None and self._was_taken_apart(i, joined, entry):
                return 2, joined
        return 1, entry

    def _was_taken_apart(self, i: int, joined: Entry, alone: Entry | None) -> bool:
        """Whether two words are one name of the register, written apart: "Xin Yi" for Xinyi, "Gole-\\nbiowski"."""
        page = self.page
        if not (joined.is_forename or joined.is_surname):
            return False
        first, second = page.plain[i], page.plain[i + 1]
        if page.gap(i + 1) == JOIN and not page.raw_gap(i + 1).strip("-‐‑ \n"):
            return not (is_ordinary(first) and is_ordinary(second)) or "\n" in page.raw_gap(i + 1)
        if not page.capital(i) and not page.lower_throughout:
            return False
        return not is_ordinary(first) and not is_ordinary(second) and (alone is None or not alone.is_forename)

    def _hit(self, i: int, end: int, numbers: Sequence[int], strength: Strength, **rest: bool) -> Hit | None:
        """A hit on words `i` to `end`, with the possessive that follows; none where nobody is meant any more."""
        here = self.index.here(numbers)
        if not here:
            return None
        start, stop = self.page.starts[i], self.page.ends[end - 1]
        if end < self.page.count and self.page.plain[end] == "s" and self.page.has_possessive(end):
            stop = self.page.ends[end]
        return Hit(start, stop, here, strength, **rest)

    def _narrowed(self, i: int, end: int, numbers: Sequence[int]) -> Sequence[int]:
        """Only those of the class or year that stands right beside the name, where that leaves somebody."""
        page = self.page
        for group in (page.group_behind(end), page.group_before(i)):
            inside = page.in_group(numbers, group)
            if inside:
                return inside
        return numbers

    # ---- Full names -------------------------------------------------------------------------------------------------------

    def _full(self, i: int, width: int, entry: Entry) -> tuple[int, Hit | None] | None:
        """A forename with its surname, middle names between or not, or with the surname's initial."""
        page = self.page
        if not (entry.is_forename or entry.staff_forename):
            return None
        n = i + width
        for _ in range(_MIDDLE_NAMES):
            if n >= page.count or page.gap(n) not in (*_NEXT_TO, COMMA) or page.gap(n) == COMMA:
                return None
            both = self._surname_at(entry, n)
            if both is not None:
                end, numbers = both
                return self._whole(i, end, numbers, n)
            if n == i + width and len(page.plain[n]) == 1:
                initial = self._with_initial(i, n, entry)
                if initial is not None:
                    return initial
            if not page.capital(n) and not page.lower_throughout:
                return None
            n += 1
            if n < page.count and page.gap(n) != SPACE and page.raw_gap(n) != ". ":
                return None
        return None

    def _surname_at(self, forename: Entry, n: int) -> tuple[int, list[int]] | None:
        """Where the surname that begins at word `n` ends, and who has it with this forename."""
        index, page = self.index, self.page
        width, surname = self._name(n)
        if surname is not None and (numbers := index.named(forename, surname)):
            return n + width, numbers
        plain = page.plain[n]
        if plain.endswith("s") and (surname := index.get(plain[:-1])) is not None:
            numbers = index.named(forename, surname)
            if numbers:
                return n + 1, numbers
        if plain not in lexicon():
            for surname in index.slips(plain):
                numbers = index.named(forename, surname)
                if numbers:
                    return n + 1, numbers
        return None

    def _whole(self, i: int, end: int, numbers: list[int], n: int) -> tuple[int, Hit | None] | None:
        page, index = self.page, self.index
        staff = all(index.is_staff(number) for number in numbers)
        if staff:
            return end, self._hit(i, end, numbers, Strength.WARN, staff=True)
        clear = not is_ordinary(page.plain[i])
        if page.capital(i) and not page.capital(n) and is_ordinary(page.plain[n]) and not page.upper(i):
            return None  # "Isla read a book": a verb, not a surname
        if page.plain[i] in page.index.class_names and page.gap(n) != SPACE:
            return None
        strength: Strength | None = Strength.ENFORCE
        if self._is_of_something(i, end):
            return end, None
        if not clear and is_ordinary(page.plain[n]):
            strength = self._two_words(i, end)
        elif page.before(i) in ("a", "the", "an") and not page.has_possessive(end):
            strength = None  # "the George Cross"
        elif figures().get(page.plain[i], {}).get(stem(page.plain[n])) == 2:
            strength = Strength.HOLD  # "Dylan Thomas"
        if strength is None:
            return None
        return end, self._hit(i, end, self._pupils(numbers), strength, full=strength is Strength.ENFORCE)

    def _is_of_something(self, i: int, end: int) -> bool:
        """Whether a whole name only names something else: "the Grace Darling Inn", "Rowan Wood Furniture"."""
        page = self.page
        behind = page.after(end)
        if (
            behind < 0
            or page.has_possessive(end)
            or not page.capital(behind)
            or page.is_heading(i)
            or page.is_shouted(i)
        ):
            return False
        return page.plain[behind] in HEADS or (page.before(i) in ("a", "the", "an") and is_ordinary(page.plain[behind]))

    def _pupils(self, numbers: list[int]) -> list[int]:
        return [number for number in numbers if not self.index.is_staff(number)] or numbers

    def _two_words(self, i: int, end: int) -> Strength | None:
        """A full name of which both parts are ordinary words: "Summer Love", "Rose Park"."""
        page = self.page
        before = page.before(i)
        if before in DETERMINERS or before in AT or before.isdigit():
            return None
        behind = page.after(end)
        noun = behind >= 0 and page.capital(behind) and page.gap(behind) == SPACE and is_ordinary(page.plain[behind])
        if noun and not (page.is_heading(i) and is_verb(page.plain[behind])):
            return None  # "Summer Park Café"
        if not page.capital(i):
            return Strength.HOLD if page.lower_throughout else None
        if figures().get(page.plain[i], {}).get(stem(page.plain[end - 1])) == 2:
            return Strength.HOLD  # "George Cross", "Jack Frost"
        return Strength.ENFORCE if judge(page, i, end, plain=page.plain[i]) is not None else Strength.HOLD

    def _with_initial(self, i: int, n: int, forename: Entry) -> tuple[int, Hit | None] | None:
        """A forename and the first letter of the surname: "Amelia S"."""
        page, index = self.page, self.index
        if not page.capital(n) or page.gap(n) != SPACE:
            return None
        if page.plain[n] in ("i", "a") and page.gap(n + 1) == SPACE:
            return None  # "Thank you Amelia I think", "Amelia A big well done"
        numbers = index.with_forename_and(forename, page.plain[n])
        if not numbers:
            return None
        return n + 1, self._hit(i, n + 1, numbers, Strength.ENFORCE)

    def _surname_first(self, i: int, width: int, entry: Entry) -> tuple[int, Hit | None] | None:
        """As registers say it: "FOX, Ava", "FOX Ava"."""
        page, n = self.page, i + width
        if not entry.is_surname or n >= page.count or not page.capital(n):
            return None
        comma = page.gap(n) == COMMA and page.raw_gap(n).strip() == ","
        if not comma and not (page.gap(n) == SPACE and page.upper(i)):
            return None
        wide, forename = self._name(n)
        if forename is None or not forename.is_forename:
            return None
        numbers = self.index.named(forename, entry)
        if not numbers:
            return None
        end = n + wide
        if comma and not page.upper(i) and self._list_goes_on(end):
            return None
        if all(self.index.is_staff(number) for number in numbers):
            return end, self._hit(i, end, numbers, Strength.WARN, staff=True)
        return end, self._hit(i, end, numbers, Strength.ENFORCE, full=True)

    def _list_goes_on(self, end: int) -> bool:
        """Whether a comma or "and" follows, so that "Grace, Hope" may be two children."""
        return self.page.gap(end) in (COMMA, AND) or self.page.plain[end : end + 1] == ["and"]

    # ---- Titles and initials ---------------------------------------------------------------------------------------------

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
                return end, self._hit(i, end, self._narrowed(i, end, numbers), Strength.ENFORCE)
            return i + 1, None
        if len(page.plain[n]) == 1 and page.capital(n):
            return n + 1, self._two_initials(i, n + 1, page.plain[i] + page.plain[n])
        return i + 1, None

    def _is_initial(self, i: int, n: int) -> bool:
        """Whether a single capital is an initial: not the word "I" or "A" before an ordinary word."""
        page = self.page
        if page.raw_gap(n) != " ":
            return True
        if page.plain[i] == "i" or (page.plain[i] == "a" and is_ordinary(page.plain[n])):
            return False
        return not (is_ordinary(page.plain[n]) and page.is_heading(i))

    def _two_initials(self, i: int, end: int, letters: str) -> Hit | None:
        """Only with the class or year somewhere in the same sentence."""
        page = self.page
        first, last = page.sentence(i)
        groups = [(year, name) for begin, _, year, name in page.groups if first <= begin <= last + 2]
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
                if not entry.forename:
                    strength = Strength.HOLD
                numbers = self._narrowed(i, end, entry.with_forename())
                return end, self._hit(i, end, numbers, strength)
        if entry.is_surname and judge(page, i, end, plain=entry.plain, surname=True) is not None:
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

    def _family(self, i: int, end: int, entry: Entry) -> tuple[int, Hit | None] | None:
        """ "the Khan family", "Khan twins"."""
        page = self.page
        if not entry.is_surname or not (any(page.capitals[i:end]) or page.lower_throughout):
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
        ) and not (Nature(entry.plain, self.index).is_clear):
            return None
        return behind + 1, self._hit(i, behind + 1, entry.with_surname(), Strength.HOLD, family=True)

    def _plural(self, i: int) -> tuple[int, Hit | None]:
        """ "the Khans", "our three Amelias", and possessives without their apostrophe: "rosies volcano"."""
        page, plain = self.page, self.page.plain[i]
        if len(plain) < 4 or not plain.endswith("s"):
            return i + 1, None
        for base in (plain[:-1], plain[:-2] if plain.endswith("es") else ""):
            entry = self.index.get(base) if base else None
            if entry is None or not (entry.is_forename or entry.is_surname):
                continue
            the = page.before(i) == "the"
            capital = page.capital(i)
            if the and entry.is_surname and capital and (not is_ordinary(plain) or not page.opens(i)):
                behind = page.after(i + 1)
                if behind < 0 or not page.capital(behind):
                    return i + 1, self._hit(i, i + 1, entry.with_surname(), Strength.HOLD, family=True)
            if is_ordinary(plain) and not (capital and not page.opens(i) and not page.is_heading(i)):
                continue
            clear = Nature(base, self.index).is_clear and plain not in lexicon()
            if not clear and not (entry.is_forename and capital and self._owns(i)):
                continue
            if (
                veto(page, i, i + 1)
                or about_somebody_else(page, base) >= 2
                or (base in figures() and "book" in page.vocabulary)
            ):
                continue
            numbers = entry.with_forename() if entry.is_forename else entry.with_surname()
            if capital or page.lower_throughout or entry.is_forename:
                return i + 1, self._hit(i, i + 1, numbers, Strength.HOLD, family=not entry.is_forename)
        return i + 1, None

    def _owns(self, i: int) -> bool:
        """Whether a thing stands behind: "Summers volcano"."""
        behind = self.page.after(i + 1)
        known = lexicon().get(self.page.plain[behind], "") if behind >= 0 else ""
        return "N" in known and not self.page.capital(behind) and "V" not in known

    # ---- Not quite a name -------------------------------------------------------------------------------------------------

    def _nearly(self, i: int) -> tuple[int, Hit | None]:
        """A word that no name is: a possessive, two names run together, a slip, a pet form, written backwards."""
        page, plain = self.page, self.page.plain[i]
        last, hit = self._plural(i)
        if hit is not None:
            return last, hit
        if is_ordinary(plain):
            awarded = page.gap(i) == BREAK and page.capital(i) and is_awarded(page, i, i + 1)
            return (self._pet_form(i) if awarded else None) or (i + 1, None)
        if len(plain) < 4 or plain.isdigit():
            return i + 1, None
        run = self._run_together(plain)
        if run:
            return i + 1, self._hit(i, i + 1, run, Strength.ENFORCE, full=True)
        if not page.capital(i) and not page.lower_throughout and len(plain) < 6:
            return i + 1, None
        return self._slip(i) or self._pet_form(i) or self._backwards(i) or (i + 1, None)

    def _run_together(self, plain: str) -> list[int]:
        """ "ameliakhan": whoever has both names, in either order."""
        for cut in range(2, len(plain) - 1):
            first = self.index.get(plain[:cut])
            second = self.index.get(plain[cut:]) if first is not None else None
            if first is not None and second is not None:
                numbers = self.index.pair(first, second) or self.index.pair(second, first)
                numbers = [n for n in numbers if not self.index.is_staff(n)]
                if numbers and (len(plain) > 7 or not (is_ordinary(plain[:cut]) and is_ordinary(plain[cut:]))):
                    return numbers
        return []

    def _slip(self, i: int) -> tuple[int, Hit | None] | None:
        """One letter wrong, in a word that no list knows; or another spelling of the same sound."""
        page, plain = self.page, self.page.plain[i]
        if plain in places():
            return None
        joined = self._slip_in_two(i)
        if joined is not None:
            return joined
        near = [entry for entry in self.index.slips(plain) if entry.forename or entry.surname or entry.staff_forename]
        for entry in near:
            whole = self._full(i, 1, entry)
            if whole is not None:
                return whole
        known = plain in lexicon()
        meant = [
            entry
            for entry in near
            if (entry.forename or entry.surname)
            and (sound(plain) == sound(entry.plain) if known else _is_likely_slip(plain, entry.plain))
            and (not is_ordinary(entry.plain) or (page.capital(i) and len(plain) > 4 and plain != f"{entry.plain}s"))
        ]
        if not meant or veto(page, i, i + 1):
            return None
        meant = [entry for entry in meant if about_somebody_else(page, entry.plain) < 2]
        forenames = [entry for entry in meant if entry.forename]
        numbers = [n for entry in forenames for n in entry.forename] or [n for entry in meant for n in entry.surname]
        return i + 1, self._hit(i, i + 1, self._narrowed(i, i + 1, numbers), Strength.HOLD)

    def _slip_in_two(self, i: int) -> tuple[int, Hit | None] | None:
        """A double name with a slip: "Lilly-Rose"."""
        page = self.page
        if i + 1 >= page.count or page.raw_gap(i + 1) not in ("-", "‐", "‑", " ", "–") or not page.capital(i + 1):
            return None
        for entry in self.index.slips(page.plain[i] + page.plain[i + 1]):
            if entry.forename and self.index.longest(page.plain[i]) >= 1 and len(entry.plain) > 6:
                return i + 2, self._hit(i, i + 2, entry.forename, Strength.HOLD)
        return None

    def _pet_form(self, i: int) -> tuple[int, Hit | None] | None:
        """Made up in the changing room: "Jacko", "Woody", "Nathe"; and a forename cut short."""
        page, plain = self.page, self.page.plain[i]
        if not page.capital(i) or (plain in lexicon() and not is_awarded(page, i, i + 1)) or veto(page, i, i + 1):
            return None
        for ending in ("sters", "ster", "ers", "ie", "ey", "zza", "sy", "y", "o", "s", "e", "z"):
            stem = plain.removesuffix(ending)
            if stem == plain or len(stem) < 3:
                continue
            for each in (stem, stem[:-1] if stem[-1:] == stem[-2:-1] else ""):
                entry = self.index.get(each) if len(each) > 2 else None
                if entry is not None and (entry.forename or entry.surname):
                    return i + 1, self._hit(i, i + 1, [*entry.forename, *entry.surname], Strength.HOLD)
        return None

    def _backwards(self, i: int) -> tuple[int, Hit | None] | None:
        plain = self.page.plain[i]
        entry = self.index.get(plain[::-1]) if len(plain) > 3 and plain not in lexicon() else None
        if entry is None or not entry.forename:
            return None
        return i + 1, self._hit(i, i + 1, entry.forename, Strength.HOLD)


def _is_likely_slip(word: str, name: str) -> bool:
    """The first letter is rarely the wrong one, and short names are near to everything."""
    same_start = word[0] == name[0] or word[:2] == name[:2][::-1]
    return len(name) > 3 and (same_start or len(name) > 6)


__all__ = ["BREAK", "Finder", "Hit"]
