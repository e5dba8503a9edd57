"""One name of a register, and whose it is. People are numbers: their order of arrival, rising in every array."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Sequence
from itertools import chain

NOBODY: array[int] = array("I")

MOST_LOOKED_AT = 500
"""Of more people of one name than this, only so many are looked at for a class, a year or an initial."""

MOST_PEOPLE = 100
"""Of more people of one name than this, a finding names only so many: whom it may mean is no help any more."""


class Bearers(Collection[int]):
    """Whose a name is: one or more arrays of the index, none of them copied. A name of thousands costs as much as one of few."""

    __slots__ = ("_parts",)

    def __init__(self, *parts: array[int]) -> None:
        self._parts = [part for part in parts if part]

    def __bool__(self) -> bool:
        return bool(self._parts)

    def __len__(self) -> int:
        return sum(map(len, self._parts))

    def __contains__(self, number: object) -> bool:
        return any(number in part for part in self._parts)

    def __iter__(self) -> Iterator[int]:
        """About `MOST_LOOKED_AT`, the first of each array."""
        share = MOST_LOOKED_AT // max(len(self._parts), 1) + 1
        return chain.from_iterable(part[:share] for part in self._parts)

    def lowest(self) -> Sequence[int]:
        """The first `MOST_PEOPLE`, each once, rising."""
        if len(self._parts) == 1:
            return self._parts[0][:MOST_PEOPLE]
        return sorted(set(chain.from_iterable(part[:MOST_PEOPLE] for part in self._parts)))[:MOST_PEOPLE]


class Entry:
    """One name as a single word, and whose it is, as what. `short_of`, `part_of`: the longer names that it may stand for."""

    __slots__ = ("forename", "middle", "part_of", "plain", "short_of", "staff_forename", "staff_surname", "surname")

    def __init__(self, plain: str) -> None:
        self.plain = plain
        self.forename = self.surname = self.middle = self.staff_forename = self.staff_surname = NOBODY
        self.short_of: tuple[Entry, ...] = ()
        self.part_of: tuple[Entry, ...] = ()

    @property
    def is_forename(self) -> bool:
        """Whether a pupil goes by it, in full or for short."""
        if self.forename or self.short_of:
            return True
        return bool(self.part_of) and any(entry.forename for entry in self.part_of)

    @property
    def is_surname(self) -> bool:
        """Whether it is a pupil's surname or one half of it."""
        if self.surname:
            return True
        return bool(self.part_of) and any(entry.surname for entry in self.part_of)

    def with_forename(self) -> Bearers:
        """Pupils who go by exactly this or for short; where nobody does, those of whose double forename it is a half."""
        if self.forename or self.short_of:
            return Bearers(self.forename, *[entry.forename for entry in self.short_of])
        return Bearers(*[entry.forename for entry in self.part_of])

    def with_surname(self) -> Bearers:
        """Pupils of exactly this surname; where nobody is, those of whose double surname it is a half."""
        return Bearers(self.surname) if self.surname else Bearers(*[entry.surname for entry in self.part_of])
