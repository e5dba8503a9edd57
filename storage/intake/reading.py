"""Rows of a table, read by a mapping: whom they are about and what they say. What cannot be read never counts as yes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from bot.domain.consent import ConsentState
from bot.domain.wording import listing
from storage.intake.days import Days
from storage.intake.errors import RegisterError
from storage.intake.identity import upn_is_right
from storage.intake.mapping import ASK, FIELDS, FileKind, Kind, Shape
from storage.intake.sheet import heading

ROLES = frozenset({"pupil", "staff", "parent", "visitor", "supplier"})
NAMES = ("legal_forename", "middle_names", "legal_surname", "chosen_forename", "chosen_surname")
_WHERE = ("year_group", "class_name")
_BOUNDS = ("given_on", "begins", "ends")
NOBODY = frozenset({"anonymous", "anonym", "n/a", "-"})
"""What forms write where they do not know who answered."""

UNNAMED = "unnamed answer of "
"""How an answer to a form begins as a giver of its own, where the form did not ask for a name."""

_CONDITION = re.compile(r"(?P<yes>[\w ]+?)\s*(?:[-–—,;:(/]\s*|\b(?:but|only|if|except)\b)(?P<condition>.*)")
_MOST_KEPT = 10_000
_SAFE = frozenset({ConsentState.REFUSED, ConsentState.WITHDRAWN})


class Said(NamedTuple):
    """One answer of a row, for one use in one place."""

    use: str
    place: str
    state: ConsentState
    conditions: str = ""
    wording: str = ""


Answers = tuple[Said, ...]
"""What a row says: never changed, since many rows say the same and share it."""


@dataclass(slots=True, kw_only=True)
class Row:
    """What a row says. `number` counts as a spreadsheet does: the headings are row 1.

    names: the columns of a person that the row names, or None where it does not say properly who this is. full_name: as
    written, where the file has it in one cell. given_by: '' where the school's system does not tell. problems: sentences
    about what could not be read. upn is only there if its check letter is right.
    """

    number: int
    mis_id: str
    upn: str
    names: dict[str, str] | None
    full_name: str
    born: date | None
    left_on: date | None
    never_publish: bool | None
    answers: Answers
    given_by: str
    relation: str
    given_on: date | None
    begins: date | None
    ends: date | None
    evidence: str
    problems: list[str]

    @property
    def called(self) -> str:
        """The name by which the row speaks of its person."""
        if self.full_name or self.names is None:
            return self.full_name
        names = self.names
        forename = names.get("chosen_forename") or names.get("legal_forename", "")
        return f"{forename} {names.get('chosen_surname') or names.get('legal_surname', '')}".strip()


Fields = Mapping[str, str]
"""Every field of `FIELDS` with its text in one row, '' where the file has none."""


class Reader:
    """Reads the rows of one file, whose headings and order of days are known. consent: the file's own, where it has one."""

    def __init__(self, kind: FileKind, headings: Sequence[str], days: Days, *, consent: str = "") -> None:
        self._kind, self._days, self._width = kind, days, len(headings)
        self._headed = [bool(each) for each in headings]
        self._all_headed = all(self._headed)
        folded = [heading(each) for each in headings]
        self._at = {name: _columns(name, folded, kind) for name in kind.columns}
        self._fields = _fields(self._at)
        self._names = [name for name in NAMES if self._at.get(name)]
        self._where = [name for name in _WHERE if self._at.get(name)]
        self._kinds = self._consents(folded)
        self._answered = _cells_of([n for n, _ in self._kinds])
        self._one = kind.kinds.get(heading(consent)) if kind.shape is Shape.ONE else None
        self._meanings: dict[str, tuple[ConsentState, str] | None] = {}
        self._kept: dict[tuple[str, str], Answers] = {}
        self._kept_sets: dict[tuple[str, ...], Answers] = {}
        self._check()

    def _consents(self, folded: Sequence[str]) -> list[tuple[int, Kind]]:
        """The columns that are answers of their own, with what a yes in them permits."""
        if self._kind.shape is not Shape.WIDE:
            return []
        found = [(n, self._kind.kinds[each]) for n, each in enumerate(folded) if each in self._kind.kinds]
        names = [kind.name for _, kind in found]
        if double := next((name for name in names if names.count(name) > 1), None):
            raise RegisterError(f"Two columns mean {double}. Please keep one of them.")
        return [(n, kind) for n, kind in found if kind.permits]

    @property
    def covers(self) -> frozenset[tuple[str, str]]:
        """Everything, as (use, place), that a row of this file can speak of."""
        if self._kind.shape is Shape.WIDE:
            kinds = [kind for _, kind in self._kinds]
        elif self._kind.shape is Shape.ONE:
            kinds = [self._one] if self._one else []
        else:
            kinds = list(self._kind.kinds.values())
        return frozenset(permit for kind in kinds for permit in kind.permits)

    def _check(self) -> None:
        """Raises `RegisterError` where the file does not say whom its rows are about, or lacks its type or answer."""
        has = {name for name, found in self._at.items() if found}
        missing: list[str] = []
        if not (has & {"mis_id", "upn", "full_name"} or {"legal_forename", "legal_surname"} <= has):
            missing = [name for name in ("mis_id", "full_name", "legal_forename") if name in self._kind.columns]
        missing += [name for name in ("type", "answer") if name in self._kind.columns and name not in has]
        if missing:
            wanted = [" or ".join(self._kind.columns[name]) for name in missing]
            raise RegisterError(
                f"The file has no column {listing(wanted)}. Its first row must hold the headings that the mapping "
                f"{self._kind.key} names."
            )

    def read(self, number: int, cells: Sequence[str]) -> Row:
        """One row."""
        problems: list[str] = []
        shifted = len(cells) != self._width or not self._all_headed
        full = [*cells, *[""] * (self._width - len(cells))] if shifted else cells
        said = self._fields(full)
        if shifted and self._says_more(cells):
            # Something without quotation marks held the delimiter: the cells behind it do not stand where they belong.
            problems.append("A cell stands under no heading, so nothing in this row counts as yes.")
            answers = tuple(Said(each.use, each.place, ConsentState.UNKNOWN) for each in self._answers(full, said, []))
            return self._row(number, said, answers, problems, cells, names=None)
        names = self._person(said, problems)
        row = self._row(number, said, self._answers(full, said, problems), problems, cells, names=names)
        if shifted and len(cells) < self._width and _looks_short(said, problems):
            problems.append("Fewer cells than headings, so no yes in this row counts.")
            row.answers = _without_yes(row.answers)
        return row

    def _row(
        self,
        number: int,
        said: Fields,
        answers: Answers,
        problems: list[str],
        cells: Sequence[str],
        *,
        names: dict[str, str] | None,
    ) -> Row:
        given_on, begins, ends = (self._day(name, said[name], problems) for name in _BOUNDS)
        if problems and any(said[name] and self._days.read(said[name]) is None for name in _BOUNDS):
            answers = _without_yes(answers)
        if said["conditions"]:
            answers = tuple(_under(said["conditions"], each) for each in answers)
        return Row(
            number=number,
            mis_id=said["mis_id"],
            upn=_upn(said["upn"], problems),
            names=names,
            full_name=said["full_name"],
            born=self._day("date_of_birth", said["date_of_birth"], problems),
            left_on=self._day("left_on", said["left_on"], problems),
            never_publish=self._mark(said["never_publish"], problems),
            answers=answers,
            given_by=self._giver(cells, said, number),
            relation=said["relation"],
            given_on=given_on,
            begins=begins,
            ends=ends,
            evidence=said["evidence"],
            problems=problems,
        )

    def _day(self, name: str, text: str, problems: list[str]) -> date | None:
        if not text:
            return None
        day = self._days.read(text)
        if day is None:
            shown = "The date of birth" if name == "date_of_birth" else f"{name} “{text}”"
            ending = ", so no yes in this row counts" if name in _BOUNDS else ""
            problems.append(f"{shown} is no date (dd/mm/yyyy){ending}.")
        return day

    def _person(self, said: Fields, problems: list[str]) -> dict[str, str] | None:
        says_who = said["mis_id"] or said["full_name"]
        role = said["role"].casefold() or self._kind.role
        names = {name: said[name] for name in self._names}
        if not (says_who or any(names.values())):
            problems.append("The row does not say whom it is about, so it was left out.")
        elif self._at.get("mis_id") and not says_who:
            problems.append(f"No {self._kind.columns['mis_id'][0]}, so this row was left out.")
        elif role not in ROLES:
            problems.append(f"The role “{role}” is not one of {listing(sorted(ROLES), last='or')}.")
        elif self._names and not (names.get("legal_forename") or names.get("legal_surname") or says_who == ""):
            problems.append("No legal name.")
        else:
            for name in self._where:
                names[name] = said[name]
            names["role"] = role
            return names
        return None

    def _mark(self, text: str, problems: list[str]) -> bool | None:
        if not text:
            return None
        meant = self._meaning(text)
        if meant is None or meant[0] not in {ConsentState.GRANTED, ConsentState.REFUSED}:
            problems.append("never_publish is neither yes nor no, so it counts as yes.")
            return True
        return meant[0] is ConsentState.GRANTED

    def _giver(self, cells: Sequence[str], said: Fields, number: int) -> str:
        """Who answered. Unnamed answers to a form are kept apart, since two of them may be two parents who differ."""
        given_by = next(
            (text for n in self._at.get("given_by", ()) if n < len(cells) and (text := cells[n]).casefold() not in NOBODY
             and text), "")  # fmt: skip
        if given_by or not self._kind.responses:
            return given_by
        return f"{UNNAMED}{self._days.moment(said['given_on']) or f'row {number}'}"

    def _says_more(self, cells: Sequence[str]) -> bool:
        """Whether anything stands under no heading."""
        return any(cells[self._width :]) or any(
            cell and not headed for cell, headed in zip(cells, self._headed, strict=False)
        )

    def _answers(self, cells: Sequence[str], said: Fields, problems: list[str]) -> Answers:
        if self._kind.shape is Shape.WIDE:
            return self._set(self._answered(cells), problems)
        kind_of_row = self._one or self._kind.kinds.get(heading(said["type"]))
        if kind_of_row is None or not kind_of_row.permits:
            return ()
        if not self._at.get("answer"):
            return tuple(
                Said(use, place, self._kind.ticked, "", kind_of_row.wording) for use, place in kind_of_row.permits
            )
        return self._said(kind_of_row, said["answer"], problems)

    def _set(self, texts: tuple[str, ...], problems: list[str]) -> Answers:
        """What the cells of all answers say together. Many rows tick the same, so it is worth remembering."""
        known = self._kept_sets.get(texts)
        if known is not None:
            return known
        noted = len(problems)
        found: dict[tuple[str, str], Said] = {}
        for text, (_, kind) in zip(texts, self._kinds, strict=True):
            for said in self._said(kind, text, problems):
                before = found.get((said.use, said.place))
                if before is None or before.state is ConsentState.GRANTED:  # of two columns, the one that is no yes
                    found[said.use, said.place] = said
        answers = tuple(found.values())
        if len(problems) == noted and len(self._kept_sets) < _MOST_KEPT:
            self._kept_sets[texts] = answers
        return answers

    def _said(self, kind: Kind, text: str, problems: list[str]) -> Answers:
        known = self._kept.get((kind.name, text))
        if known is not None:
            return known
        noted = len(problems)
        said = tuple(self._understood(kind, text, problems))
        if len(problems) == noted and len(self._kept) < _MOST_KEPT:
            self._kept[kind.name, text] = said
        return said

    def _understood(self, kind: Kind, text: str, problems: list[str]) -> list[Said]:
        if kind.choices:
            return self._chosen(kind, text, problems)
        meant = self._meaning(text)
        if meant is None:
            problems.append(
                f"{kind.name} says “{text[:80]}”, which the mapping does not know, so it counts as no answer."
            )
            meant = (ConsentState.UNKNOWN, "")
        state, conditions = meant
        return [Said(use, place, state, conditions, kind.wording) for use, place in kind.permits]

    def _chosen(self, kind: Kind, text: str, problems: list[str]) -> list[Said]:
        """A question with several choices: who answered it and left a place out said no to that place."""
        chosen = [each.strip().casefold() for each in text.split(";") if each.strip()]
        unknown = [each for each in chosen if each not in kind.choices]
        if unknown:
            problems.append(
                f"{kind.name} says “{unknown[0][:80]}”, which the mapping does not know; no yes in it counts."
            )
        places = {place for each in chosen for place in kind.choices.get(each, ())}
        answered = []
        for use, place in kind.permits:
            state = ConsentState.GRANTED if place in places else ConsentState.REFUSED
            if not chosen or (unknown and state is ConsentState.GRANTED):
                state = ConsentState.UNKNOWN
            answered.append(Said(use, place, state, "", kind.wording))
        return answered

    def _meaning(self, text: str) -> tuple[ConsentState, str] | None:
        """What a value means, with its condition; None where the mapping does not know it."""
        try:
            return self._meanings[text]
        except KeyError:
            found = meaning(text, self._kind)
            if len(self._meanings) < _MOST_KEPT:
                self._meanings[text] = found
            return found


def meaning(text: str, kind: FileKind) -> tuple[ConsentState, str] | None:
    """What a value of a file means, with the words of its condition. A condition makes a yes one with a condition."""
    plain = " ".join(text.casefold().split()).strip("; ")
    known = kind.values.get(plain)
    if isinstance(known, ConsentState):
        return known, ""
    if known == ASK:
        return None
    if plain in kind.conditional:
        return ConsentState.GRANTED, text
    found = _CONDITION.fullmatch(plain)
    begins = kind.values.get(found["yes"].strip()) if found else None
    if begins is ConsentState.GRANTED:
        return ConsentState.GRANTED, text
    return (begins, "") if isinstance(begins, ConsentState) and begins in _SAFE else None


def _columns(name: str, folded: Sequence[str], kind: FileKind) -> tuple[int, ...]:
    """Where a field stands, in the order in which the mapping names its headings."""
    found = [n for wanted in kind.columns[name] for n, each in enumerate(folded) if each == wanted]
    for n in found:
        if folded.count(folded[n]) > 1:
            raise RegisterError(f"The column {folded[n]} stands twice, so it is not clear which one counts.")
    return tuple(found)


def _fields(at: Mapping[str, tuple[int, ...]]) -> Callable[[Sequence[str]], Fields]:
    """Reads every field of a row that has all its cells: of several columns for one field, the first that says anything."""
    one = {name: found[0] for name, found in at.items() if len(found) == 1}
    several = {name: found for name, found in at.items() if len(found) > 1}
    blank = dict.fromkeys(FIELDS, "")
    cells_of = _cells_of(list(one.values()))

    def read(cells: Sequence[str]) -> Fields:
        found = blank.copy()
        found.update(zip(one, cells_of(cells), strict=True))
        for name, columns in several.items():
            found[name] = next((cells[n] for n in columns if cells[n]), "")
        return found

    return read


def _cells_of(columns: Sequence[int]) -> Callable[[Sequence[str]], tuple[str, ...]]:
    """Takes these columns out of a row."""
    return itemgetter(*columns) if len(columns) > 1 else lambda cells: tuple(cells[n] for n in columns)


def _upn(text: str, problems: list[str]) -> str:
    upn = text.upper().replace(" ", "")
    if upn and not upn_is_right(upn):
        problems.append("The UPN is mistyped (its check letter is not right), so it was not used.")
        return ""
    return upn


def _looks_short(said: Fields, problems: Sequence[str]) -> bool:
    """Whether a short row lacks a delimiter further forward. Blank cells left out at its end are all right."""
    return bool(problems) or said["class_name"].casefold() in {"yes", "no", "true", "false"}


def _without_yes(answers: Iterable[Said]) -> Answers:
    return tuple(
        Said(each.use, each.place, ConsentState.UNKNOWN) if each.state is ConsentState.GRANTED else each
        for each in answers
    )


def _under(conditions: str, said: Said) -> Said:
    if said.state is not ConsentState.GRANTED:
        return said
    words = f"{said.conditions}; {conditions}" if said.conditions else conditions
    return Said(said.use, said.place, said.state, words, said.wording)
