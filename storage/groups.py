"""Classes of pupils, as they are picked: a name, a year, or both. They stand apart from the rest of the register, since whoever
looks for the posts that a change concerns needs them, and the register's other rooms need that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, select

from bot.domain.wording import listing
from storage.confirmed import counts
from storage.names import fold, searchable
from storage.tables import PersonRow, table

PUPIL = "pupil"

_PERSON = table(PersonRow)
_GROUPS = (
    select(_PERSON.c.school_id, _PERSON.c.class_name, _PERSON.c.year_group, func.count().label("pupils"))
    .where(
        _PERSON.c.school_id.in_(bindparam("schools", expanding=True)),
        _PERSON.c.role == PUPIL,
        counts(_PERSON.c.batch_id),
    )
    .group_by(_PERSON.c.school_id, _PERSON.c.class_name, _PERSON.c.year_group)
)
_IN_GROUP = (
    select(_PERSON.c.id)
    .where(
        _PERSON.c.school_id == bindparam("school"),
        _PERSON.c.role == PUPIL,
        _PERSON.c.class_name == bindparam("class_name"),
        _PERSON.c.year_group.in_(bindparam("years", expanding=True)),
        counts(_PERSON.c.batch_id),
    )
    .order_by(_PERSON.c.sort_name, _PERSON.c.id)
)


def classes(connection: Connection, schools: Collection[str], typed: str) -> list[tuple[str, int]]:
    """Classes whose label has words that begin as typed, with their number of pupils: ("Year 4 Hazel", 27).

    A class of several years is offered whole ("Hazel (Year 3 and Year 4)") and by year.
    """
    words = fold(typed).split()
    if not words or not schools:
        return []
    pupils: defaultdict[str, int] = defaultdict(int)
    for group in _classes(connection, schools):
        pupils[group.label] += group.pupils
    return [(label, pupils[label]) for label in sorted(pupils) if _begin_parts(words, searchable(label))]


def class_members(connection: Connection, school: str, label: str) -> list[str]:
    """The ids of the pupils of a class that `classes` offered, by name. Empty where the school has no such class (any more)."""
    found: dict[str, None] = {}
    for group in _classes(connection, [school]):
        # Two groups may read the same (one file says the year in its own column, another in the name): both are meant.
        if group.label == label:
            values = {"school": school, "class_name": group.name, "years": group.years}
            found.update(dict.fromkeys(connection.execute(_IN_GROUP, values).scalars()))
    return list(found)


@dataclass(frozen=True, slots=True)
class _Class:
    """The pupils of one class name, or of one year of it."""

    name: str
    years: list[str]
    label: str
    pupils: int


def _classes(connection: Connection, schools: Collection[str]) -> Iterator[_Class]:
    """What can be picked in these schools; pupils in no year and no class are no class."""
    by_name: defaultdict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    for row in connection.execute(_GROUPS, {"schools": list(schools)}):
        by_name[row.school_id, row.class_name].append((row.year_group, row.pupils))
    for (_, name), groups in by_name.items():
        for year, pupils in groups:
            if label := f"{year} {name}".strip():
                yield _Class(name, [year], label, pupils)
        if name and len(groups) > 1:
            years = sorted(year for year, _ in groups)
            label = f"{name} ({listing(year or 'no year' for year in years)})"
            yield _Class(name, years, label, sum(pupils for _, pupils in groups))


def _begin_parts(words: Iterable[str], parts: Iterable[str]) -> bool:
    return all(any(part.startswith(word) for part in parts) for word in words)
