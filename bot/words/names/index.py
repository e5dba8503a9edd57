"""Every name of a register, ready to be looked up: streamed in, small in memory, changed person by person.

People are numbers inside (their order of arrival); a name's people are an array of numbers, always rising.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from bot.domain.people import PUPIL, STAFF, Listed
from bot.words.names.entries import MOST_PEOPLE, NOBODY, Bearers, Entry
from bot.words.names.likeness import Likeness
from bot.words.names.slips import END, START, confusable_readings, sounds_alike
from bot.words.names.vocabulary import pet_forms
from bot.words.names.worth import Worth
from bot.words.text import Word, joined, words

_HASH = (1 << 40) - 1

BEGINNING = 5
_LONGER = 5
"""The shortest name that friends cut behind `START` letters."""


class NameIndex:
    """The names of one school's people. Build it with `NameIndex.of(people)`; roles other than pupil and staff are left out."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.years: list[str] = []
        self.classes: list[str] = []
        self._first: list[str] = []
        self.class_names: set[str] = set()
        self._entries: dict[str, Entry] = {}
        self._all: list[Entry] = []
        self.long_names: dict[str, int] = {}
        self._initials: dict[str, array[int]] = {}
        self._gone: set[int] = set()
        self._numbers: array[int] = array("Q")
        self._new_numbers: dict[str, list[int]] = {}
        self._pairs: array[int] = array("Q")
        self._new_pairs: dict[int, list[int]] = {}
        self._likeness = Likeness(self._all)
        self._built = False
        self._spelled: dict[str, Entry | None] = {}
        self.beginnings: set[str] = set()
        """The first `BEGINNING` letters of every name of so many or more."""
        self._starts: dict[str, list[Entry]] = {}
        """The first `START` letters of longer names: the names that begin so."""
        self._ends: dict[str, list[Entry]] = {}
        """The last `END` letters of longer names: the names that end so."""
        self._groups: dict[str, set[str]] = {}
        """Year groups and classes: folded → every way in which they are written."""
        self._written: set[str] = set()
        self._sizes: dict[str, int] = {}
        self._held: list[Entry | None] = []
        self.worth = Worth(self._entries, self.long_names, self.slips, self._starts, self._ends)
        self.compounds: dict[str, tuple[Word, ...]] = {}
        self.get = self._entries.get

    @classmethod
    def of(cls, people: Iterable[Listed]) -> NameIndex:
        """Reads people one by one; nothing of them is kept but names, ids, years and classes."""
        index = cls()
        pairs: array[int] = array("Q")
        for person in people:
            index._take(person, pairs)
        index._pairs = array("Q", sorted(pairs))
        index._numbers = array("Q", sorted((hash(person) & _HASH) << 24 | n for n, person in enumerate(index.ids)))
        index._likeness.build()
        index._built = True
        index._spelled.clear()
        return index

    # ---- Changes ----------------------------------------------------------------------------------------------------

    def put(self, *called: Listed) -> None:
        """Takes in somebody new, or somebody whose names, class or role have changed. Seen by the next look-up.

        Whoever has two surnames is given twice at once. A text that another thread looks at meanwhile sees the one before,
        the one after or both, never neither.
        """
        before = {number for person in called for number in self._numbers_of(person.id)}
        for person in called:
            if person.role in (PUPIL, STAFF):
                pairs: array[int] = array("Q")
                number = self._take(person, pairs)
                self._new_numbers.setdefault(person.id, []).append(number)
                for pair in pairs:
                    self._new_pairs.setdefault(pair >> 24, []).append(number)
        self._leave(before)
        for person in called:
            now = self._new_numbers.get(person.id, ())
            self._new_numbers[person.id] = [number for number in now if number not in self._gone]

    def remove(self, person_id: str) -> None:
        """Forgets somebody who is no longer in the register."""
        self._leave(self._numbers_of(person_id))

    @property
    def count(self) -> int:
        """How many people there are, whoever has two surnames counted twice."""
        return len(self.ids) - len(self._gone)

    @property
    def outdated(self) -> int:
        """How many of the people that it holds are so no longer."""
        return len(self._gone)

    def _leave(self, numbers: Collection[int]) -> None:
        self._gone.update(numbers)
        for number in numbers:
            for entry in self._held[3 * number : 3 * number + 3]:
                if entry is not None and _drop(entry, number):
                    self._renew()
            if not self.is_staff(number):
                self._sizes[self.classes[number]] -= 1
                if not self._sizes[self.classes[number]]:
                    self.class_names = {joined(spelled) for spelled, size in self._sizes.items() if size}

    def _numbers_of(self, person_id: str) -> list[int]:
        wanted = hash(person_id) & _HASH
        found = list(self._new_numbers.get(person_id, ()))
        at = bisect_left(self._numbers, wanted << 24)
        while at < len(self._numbers) and self._numbers[at] >> 24 == wanted:
            found.append(self._numbers[at] & 0xFFFFFF)
            at += 1
        return [number for number in found if self.ids[number] == person_id and number not in self._gone]

    def _take(self, person: Listed, pairs: array[int]) -> int:
        if person.role not in (PUPIL, STAFF):
            return -1
        number = len(self.ids)
        self.ids.append(person.id)
        self.years.append(sys.intern(person.year_group))
        self.classes.append(sys.intern(person.class_name))
        pupil = person.role == PUPIL
        self._group(person.year_group)
        if pupil:
            self._sizes[person.class_name] = size = self._sizes.get(person.class_name, 0) + 1
            if size == 1:
                self._group(person.class_name)
                self.class_names.add(joined(person.class_name))
        chosen = person.chosen if person.chosen != person.forename else ""
        forenames = [entry for name in (person.forename, chosen) if name and (entry := self._entry(name))]
        surname = self._entry(person.surname) if person.surname else None
        self._first.append(_letters(forenames) if pupil else "")
        self._held += [surname, *forenames, None, None][:3]
        for entry in forenames:
            self._add(entry, "forename" if pupil else "staff_forename", number)
            if pupil and len(entry.forename) == 1:
                self._shorten(entry)
            if surname:
                pairs.append(_pair(entry, surname) << 24 | number)
        if surname:
            self._add(surname, "surname" if pupil else "staff_surname", number)
        if pupil:
            for name in person.middle.split():
                if middle := self._entry(name):
                    self._add(middle, "middle", number)
            for entry in forenames:
                self._initial(entry.plain[0] + (surname.plain[0] if surname else ""), number)
        return number

    def _group(self, spelled: str) -> None:
        if spelled not in self._written:
            self._written.add(spelled)
            self._groups.setdefault(joined(spelled), set()).add(spelled)

    def _entry(self, name: str) -> Entry | None:
        if name not in self._spelled:
            if self._built:
                return self._new_entry(name)
            self._spelled[name] = self._new_entry(name)
        return self._spelled[name]

    def _new_entry(self, name: str) -> Entry | None:
        parts = words(name)
        plain = "".join(part.plain for part in parts)
        if not plain:
            return None
        entry = self._entries.get(plain) or self._made(plain)
        if len(parts) > 1:
            first = parts[0].plain
            self.long_names[first] = max(len(parts), self.long_names.get(first, 1))
            if self._built:
                self.worth = self.worth.after(long=True)
            for part in parts:
                half = self._entries.get(part.plain) or self._made(part.plain)
                if len(part.plain) > 2 and entry not in half.part_of:
                    half.part_of += (entry,)
        return entry

    def _made(self, plain: str) -> Entry:
        entry = self._entries[plain] = Entry(plain)
        self._all.append(entry)
        if len(plain) >= BEGINNING:
            self.beginnings.add(plain[:BEGINNING])
        if len(plain) >= _LONGER:
            self._starts.setdefault(plain[:START], []).append(entry)
            self._ends.setdefault(plain[-END:], []).append(entry)
        if self._built:
            self._likeness.add(entry)
            self.worth = self.worth.after(long=False)
        return entry

    def _add(self, entry: Entry, kind: str, number: int) -> None:
        people = getattr(entry, kind)
        if people is NOBODY:
            setattr(entry, kind, array("I", (number,)))
            self._renew()
        elif people[-1] != number:
            people.append(number)

    def _renew(self) -> None:
        """What is remembered of hashtags is so no longer where a word has become a name or is one no more.

        A new dictionary, not an emptied one: whoever looks something up meanwhile must not write what was into what is now.
        """
        if self._built:
            self.compounds = {}

    def _shorten(self, forename: Entry) -> None:
        for form in pet_forms(forename.plain):
            short = self._entries.get(form) or self._made(form)
            if forename not in short.short_of:
                short.short_of += (forename,)
                self._renew()

    def _initial(self, letters: str, number: int) -> None:
        numbers = self._initials.setdefault(letters, array("I"))
        if not numbers or numbers[-1] != number:
            numbers.append(number)

    # ---- Looking up -------------------------------------------------------------------------------------------------

    def here(self, numbers: Collection[int]) -> tuple[int, ...]:
        """Those who are still in the register, each once, in order; the first `MOST_PEOPLE` of them."""
        lowest = numbers.lowest() if isinstance(numbers, Bearers) else sorted(set(numbers))
        if self._gone:
            lowest = [number for number in lowest if number not in self._gone]
        return tuple(lowest[:MOST_PEOPLE])

    def people(self, numbers: Iterable[int]) -> tuple[str, ...]:
        """The ids of people by their numbers."""
        return tuple(map(self.ids.__getitem__, numbers))

    def of_group(self, numbers: Iterable[int], year: str, class_name: str) -> list[int]:
        """Those of some people who belong to a year or, where none is named, to a class; both folded."""
        where, same = (self.years, self._groups.get(year)) if year else (self.classes, self._groups.get(class_name))
        if not same:
            return []
        return list(islice((number for number in numbers if where[number] in same), MOST_PEOPLE))

    def is_staff(self, number: int) -> bool:
        """Whether this is a member of staff."""
        return not self._first[number]

    def first_letters(self, number: int) -> str:
        """The first letters of the forenames by which a pupil is known; none for staff."""
        return self._first[number]

    def spellings(self) -> Iterator[str]:
        """Every name, as it is compared: legal, chosen, middle, last, and short forms."""
        return iter(self._entries)

    def longest(self, first: str) -> int:
        """Of how many words a name that begins with this word may be."""
        return self.long_names.get(first, 1)

    def pair(self, forename: Entry, surname: Entry) -> list[int]:
        """Everybody, pupils and staff, who has both names."""
        wanted = _pair(forename, surname)
        found = list(self._new_pairs.get(wanted, ()))
        at = bisect_left(self._pairs, wanted << 24)
        while at < len(self._pairs) and self._pairs[at] >> 24 == wanted:
            found.append(self._pairs[at] & 0xFFFFFF)
            at += 1
        return [number for number in found if _has(forename, surname, number) and number not in self._gone]

    def named(self, forename: Entry, surname: Entry) -> list[int]:
        """Everybody who has both names, also where either is a short form or one half of a longer one."""
        found = self.pair(forename, surname)
        if not found and (forename.short_of or forename.part_of or surname.part_of):
            for each in (forename, *forename.short_of, *forename.part_of):
                for last in (surname, *surname.part_of):
                    found += self.pair(each, last)
        return found

    def with_initials(self, letters: str) -> Sequence[int]:
        """Pupils whose forename and surname begin so: "aq"."""
        return self._initials.get(letters, NOBODY)

    def with_forename_and(self, forename: Entry, letter: str) -> list[int]:
        """Pupils of a forename, in full or for short, whose surname begins with a letter."""
        held = self._held
        return [
            number
            for number in forename.with_forename()
            if (surname := held[3 * number]) is not None and surname.plain[0] == letter
        ]

    def is_nearly_surname(self, forename: Entry, word: str) -> bool:
        """Whether a pupil of a forename has a surname that begins like a word and is about as long: "Kian Duxberry"."""
        held = self._held
        return any(
            (surname := held[3 * number]) is not None
            and abs(len(surname.plain) - len(word)) < 3
            and (surname.plain[:3] == word[:3] or sounds_alike(word, surname.plain))
            for number in islice(forename.with_forename(), MOST_PEOPLE)
        )

    def is_nearly_forename(self, surname: Entry, word: str) -> bool:
        """Whether a pupil of a surname has a forename that begins or sounds like a word: "Ruari MacAskill" for Ruaridh."""
        held = self._held
        return any(
            forename is not None and (forename.plain[:4] == word[:4] or sounds_alike(word, forename.plain))
            for number in islice(surname.with_surname(), MOST_PEOPLE)
            for forename in held[3 * number + 1 : 3 * number + 3]
        )

    def beginning_with(self, stem: str) -> list[Entry]:
        """Longer names that begin with a stem of `START` letters or more, two letters or more longer: "gitt" → Gittens."""
        starts = self._starts.get(stem[:START], ()) if len(stem) >= START else ()
        return [entry for entry in starts if entry.plain.startswith(stem) and len(entry.plain) > len(stem) + 1]

    def ending_with(self, word: str) -> list[Entry]:
        """Longer names that end with a word of `END` letters or more: "trina" → Catriona does not, "wale" → Olawale does."""
        ends = self._ends.get(word[-END:], ()) if len(word) >= END else ()
        return [entry for entry in ends if entry.plain.endswith(word) and len(entry.plain) > len(word) + 1]

    def slips(self, word: str) -> list[Entry]:
        """Names that are one typing slip away from a word (a letter missing, added, changed, or two swapped) or sound alike."""
        return self._likeness.of(word)

    def near(self, tokens: Sequence[str]) -> Iterator[tuple[int, int, Entry]]:
        """For words read from a picture: (first word, one past the last, name) for every name that may stand there.

        What a reader takes for another letter (0 for o, 1 for l, rn for m) and one slip are tolerated. Words that are no
        name at all are passed over quickly; whether a word is *used* as a name is for the caller to judge.
        """
        plain = [joined(token) for token in tokens]
        for first in range(len(plain)):
            width = self.longest(plain[first])
            for last in range(min(first + width, len(plain)), first, -1):
                whole = "".join(plain[first:last])
                entry = next((found for each in confusable_readings(whole) if (found := self.get(each))), None)
                if entry is not None:
                    yield first, last, entry
                    break
            else:
                for entry in self.slips(plain[first]):
                    yield first, first + 1, entry


def _letters(forenames: Sequence[Entry]) -> str:
    return sys.intern("".join(sorted({entry.plain[0] for entry in forenames})) or "?")


def _drop(entry: Entry, number: int) -> bool:
    """Whoever has this name no longer. Whether nobody has it any more as what they had it.

    A new array, since another thread may be going through the old one.
    """
    last = False
    for kind in ("forename", "surname", "staff_forename", "staff_surname"):
        people = getattr(entry, kind)
        if _holds(people, number):
            at = bisect_left(people, number)
            left = people[:at] + people[at + 1 :]
            setattr(entry, kind, left or NOBODY)
            last |= not left
    return last


def _pair(forename: Entry, surname: Entry) -> int:
    return hash((forename.plain, surname.plain)) & _HASH


def _has(forename: Entry, surname: Entry, number: int) -> bool:
    """Two names of one hash are told apart here."""
    return (_holds(forename.forename, number) or _holds(forename.staff_forename, number)) and (
        _holds(surname.surname, number) or _holds(surname.staff_surname, number)
    )


def _holds(numbers: Sequence[int], number: int) -> bool:
    at = bisect_left(numbers, number)
    return at < len(numbers) and numbers[at] == number
