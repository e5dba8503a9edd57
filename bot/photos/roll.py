"""The register as pictures are held against it: every name as one plain word, and whose it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from bot.domain.people import PUPIL, STAFF, Listed
from bot.photos.spelling import Letters, best_of, cost
from bot.words.names.vocabulary import pet_forms
from bot.words.text import joined

NEAR = 0.45
"""Letters of a word, as a share, in which a name may differ to be weighed at all."""
CANDIDATES = 8
SIGNATURE = 2.6
"""What it may cost to read a signature as that of somebody on the staff: one letter of the same shape."""


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
    """The names of one school. Build it with `Roll.of(people)`; roles other than pupil and staff are left out.

    People are numbers inside, in their order. A short form that nobody is registered by stands for those it is short for.
    """

    def __init__(self, people: Iterable[Listed]) -> None:
        self.ids: list[str] = []
        self.class_names: set[str] = set()
        self.surname: list[str] = []
        self.forenames_of: list[tuple[str, ...]] = []
        self.staff_surnames: set[str] = set()
        called: defaultdict[str, set[int]] = defaultdict(set)
        short: defaultdict[str, set[int]] = defaultdict(set)
        surnamed: defaultdict[str, set[int]] = defaultdict(set)
        whole: defaultdict[str, set[int]] = defaultdict(set)
        staff: set[str] = set()
        for person in people:
            forenames = tuple(sorted({joined(person.forename), joined(person.chosen)} - {""}))
            surname = joined(person.surname)
            if person.role == STAFF:
                staff.update(each for name in forenames if surname for each in (name + surname, name[0] + surname))
                self.staff_surnames.add(surname)
            if person.role != PUPIL:
                continue
            number = len(self.ids)
            self.ids.append(person.id)
            self.surname.append(surname)
            self.forenames_of.append(forenames)
            self.class_names.add(joined(person.class_name))
            surnamed[surname].add(number)
            for name in forenames:
                called[name].add(number)
                for form in pet_forms(name):
                    short[form].add(number)
                if surname:
                    whole[name + surname].add(number)
                    whole[surname + name].add(number)
        self.called = {name: frozenset(numbers) for name, numbers in called.items()}
        self.short = {name: frozenset(numbers) for name, numbers in short.items() if name not in called}
        self.surnamed = {name: frozenset(numbers) for name, numbers in surnamed.items() if name}
        self.whole = {name: frozenset(numbers) for name, numbers in whole.items()}
        self.staff = frozenset(staff)
        self._forenames = sorted(self.called)
        self._wholes = sorted(self.whole)
        self._staff = sorted(self.staff)

    @classmethod
    def of(cls, people: Iterable[Listed]) -> Roll:
        """Reads people one by one; nothing of them is kept but names, ids and classes."""
        return cls(people)

    def people(self, numbers: Iterable[int]) -> tuple[str, ...]:
        """The ids of people by their numbers."""
        return tuple(self.ids[number] for number in sorted(numbers))

    def near_forenames(self, letters: tuple[Letters, ...]) -> list[Likeness]:
        """Forenames of pupils that some writing may be, the likeliest first."""
        return self._near(letters, self._forenames)

    def near_wholes(self, letters: tuple[Letters, ...]) -> list[Likeness]:
        """Full names, forename and surname as one word, that some writing may be."""
        return self._near(letters, self._wholes)

    def is_staff(self, letters: tuple[Letters, ...]) -> bool:
        """Whether this is a member of staff, as a signature or in full."""
        return best_of(letters) in self.staff or any(
            near.cost <= SIGNATURE and near.each <= 0.35 for near in self._near(letters, self._staff)
        )

    @staticmethod
    def _near(letters: tuple[Letters, ...], names: list[str]) -> list[Likeness]:
        word = best_of(letters)
        if not word:
            return []
        limit = max(1, round(NEAR * len(word)))
        close = process.extract(word, names, scorer=Levenshtein.distance, score_cutoff=limit, limit=CANDIDATES)
        found = [Likeness(name=name, cost=cost(name, letters)) for name, _, _ in close]
        return sorted(found, key=lambda near: near.cost)
