"""The register as pictures are held against it: every name once, and whose it is. Built from the text checks' index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from bot.photos.spelling import Letters, best_of, cost
from bot.words.names.index import NameIndex

NEAR = 0.45
"""Letters of a word, as a share, in which a name may differ to be weighed at all."""
CANDIDATES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """A name that some writing may be, and what it costs to read it so."""

    name: str
    cost: float

    @property
    def each(self) -> float:
        """The cost a letter."""
        return self.cost / len(self.name)


class Roll:
    """The names of one school. Numbers are those of the index."""

    def __init__(self, index: NameIndex) -> None:
        self.index = index
        self.forenames = sorted(plain for plain, entry in index.entries.items() if len(entry.forename))
        self.surnames_of: dict[int, list[str]] = defaultdict(list)
        self.forenames_of: dict[int, list[str]] = defaultdict(list)
        self.staff_surnames: set[str] = set()
        staff_forenames: dict[int, list[str]] = defaultdict(list)
        staff_surnames: dict[int, list[str]] = defaultdict(list)
        for plain, entry in index.entries.items():
            for number in entry.surname:
                self.surnames_of[number].append(plain)
            for number in entry.forename:
                self.forenames_of[number].append(plain)
            for number in entry.staff_forename:
                staff_forenames[number].append(plain)
            for number in entry.staff_surname:
                staff_surnames[number].append(plain)
                self.staff_surnames.add(plain)
        self.staff: frozenset[str] = frozenset(
            whole
            for number, forenames in staff_forenames.items()
            for forename in forenames
            for surname in staff_surnames[number]
            for whole in (forename + surname, surname + forename, forename[0] + surname)
        )
        self.staff_names = sorted(self.staff)
        self.wholes: dict[str, set[int]] = defaultdict(set)
        for number, forenames in self.forenames_of.items():
            for forename in forenames:
                for surname in self.surnames_of[number]:
                    self.wholes[forename + surname].add(number)
                    self.wholes[surname + forename].add(number)
        self.whole_names = sorted(self.wholes)

    def pupils_called(self, forename: str) -> frozenset[int]:
        entry = self.index.entries.get(forename)
        return frozenset(entry.forename) if entry else frozenset()

    def pupils_surnamed(self, surname: str) -> frozenset[int]:
        entry = self.index.entries.get(surname)
        return frozenset(entry.surname) if entry else frozenset()

    def middles(self, number: int) -> Iterator[str]:
        for plain, entry in self.index.entries.items():
            if number in entry.middle:
                yield plain

    def near_forenames(self, letters: tuple[Letters, ...]) -> list[Likeness]:
        """Forenames of pupils that some writing may be, the likeliest first."""
        return self._near(letters, self.forenames)

    def near_wholes(self, letters: tuple[Letters, ...]) -> list[Likeness]:
        """Full names, forename and surname as one word, that some writing may be."""
        return self._near(letters, self.whole_names)

    def is_staff(self, letters: tuple[Letters, ...]) -> bool:
        """Whether this is a member of staff, as a signature or in full."""
        best = best_of(letters)
        return best in self.staff or any(near.each <= 0.5 for near in self._near(letters, self.staff_names))

    @staticmethod
    def _near(letters: tuple[Letters, ...], names: list[str]) -> list[Likeness]:
        word = best_of(letters)
        if not word:
            return []
        limit = max(1, round(NEAR * len(word)))
        close = process.extract(word, names, scorer=Levenshtein.distance, score_cutoff=limit, limit=CANDIDATES)
        found = [Likeness(name=name, cost=cost(name, letters)) for name, _, _ in close]
        return sorted(found, key=lambda near: near.cost)
