"""Every name of a register, ready to be looked up: streamed in, small in memory, changed person by person."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

from bot.domain.people import PUPIL, STAFF, Listed
from bot.words.text import joined, words


class Entry:
    """One name, and whose it is: numbers of people as a forename, a surname, a middle name, and of staff."""

    __slots__ = ("forename", "middle", "plain", "staff_forename", "staff_surname", "surname")

    def __init__(self, plain: str) -> None:
        self.plain = plain
        self.forename = _NOBODY
        self.surname = _NOBODY
        self.middle = _NOBODY
        self.staff_forename = _NOBODY
        self.staff_surname = _NOBODY


_NOBODY: array[int] = array("I")


class NameIndex:
    """The names of one school's people. Build with `NameIndex.of(people)`; people of other roles are left out."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.longest: dict[str, int] = {}
        self.ids: list[str] = []
        self.years: list[str] = []
        self.classes: list[str] = []
        self.class_names: set[str] = set()

    @classmethod
    def of(cls, people: Iterable[Listed]) -> NameIndex:
        """Reads people one by one; nothing of them is kept but names, ids, years and classes."""
        index = cls()
        for person in people:
            index.add(person)
        return index

    def add(self, person: Listed) -> None:
        """Takes one person in."""
        if person.role not in (PUPIL, STAFF):
            return
        number = len(self.ids)
        self.ids.append(person.id)
        self.years.append(person.year_group)
        self.classes.append(person.class_name)
        if person.class_name:
            self.class_names.add(joined(person.class_name))
        prefix = "" if person.role == PUPIL else "staff_"
        for name in {person.forename, person.chosen} - {""}:
            self._name(name, f"{prefix}forename", number)
        if person.surname:
            self._name(person.surname, f"{prefix}surname", number)
        if person.role == PUPIL:
            for name in person.middle.split():
                self._name(name, "middle", number)

    def _name(self, name: str, kind: str, number: int) -> None:
        plain = joined(name)
        if not plain:
            return
        entry = self.entries.get(plain)
        if entry is None:
            entry = self.entries[plain] = Entry(plain)
            parts = words(name)
            if len(parts) > 1:
                self.longest[parts[0].plain] = max(len(parts), self.longest.get(parts[0].plain, 1))
        people = getattr(entry, kind)
        if people is _NOBODY:
            people = array("I")
            setattr(entry, kind, people)
        if not people or people[-1] != number:
            people.append(number)

    def people(self, numbers: Iterable[int]) -> tuple[str, ...]:
        """The ids of people by their numbers."""
        return tuple(self.ids[number] for number in numbers)

    def near(self, tokens: Iterable[str]) -> Iterator[tuple[int, Entry]]:
        """For each token read from a picture that may be a name: its position and the name. Exact for now."""
        for position, token in enumerate(tokens):
            entry = self.entries.get(joined(token))
            if entry is not None:
                yield position, entry
