"""Reads a school's consents file (CSV) into rows. Whatever cannot be read is said by row, and never counts as yes."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from bot.domain.consent import ConsentState
from bot.domain.drafting import clean
from bot.domain.wording import listing

ROLES = frozenset({"pupil", "staff", "parent", "visitor", "supplier"})

_COLUMNS = (
    "person_id",
    "role",
    "legal_forename",
    "middle_names",
    "legal_surname",
    "chosen_forename",
    "year_group",
    "class_name",
)
_OPTIONAL = ("given_on", "form_ref")
_DELIMITERS = (",", ";", "\t")
_DATES = (
    (re.compile(r"\d{1,2}/\d{1,2}/\d{4}", re.ASCII), "%d/%m/%Y"),
    (re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII), "%Y-%m-%d"),
)
_ANSWERS = {
    **dict.fromkeys(("yes", "y", "true", "1"), ConsentState.GRANTED),
    **dict.fromkeys(("no", "n", "false", "0"), ConsentState.REFUSED),
    "": ConsentState.UNKNOWN,
}
_CLEAR_ANSWERS = frozenset({"yes", "no", "true", "false"})


class RegisterError(Exception):
    """A file that cannot be imported. The message is a sentence for the person who has the file; nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What a row says of a person, besides their answers."""

    role: str
    legal_forename: str
    middle_names: str
    legal_surname: str
    chosen_forename: str
    year_group: str
    class_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One person of the file. `number` counts as a spreadsheet does: the header is row 1.

    person: None where the row does not say properly who this is; the answers then only count for somebody already known.
    answers: platform key -> state. problems: sentences about what could not be read.
    """

    number: int
    mis_id: str
    person: Names | None
    answers: Mapping[str, ConsentState]
    given_on: date | None = None
    form_ref: str = ""
    problems: tuple[str, ...] = ()

    def same_as(self, other: Row) -> bool:
        """Whether both rows say the same, wherever they stand."""
        return replace(other, number=self.number) == self


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentFile:
    """Everything that a file says, one row a person. unreadable: (row, sentence), also of rows that name nobody."""

    places: tuple[str, ...]
    rows: tuple[Row, ...]
    unreadable: tuple[tuple[int, str], ...] = field(default=())


def read_file(path: Path) -> bytes:
    """The bytes of a file. Raises `RegisterError` with a sentence where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise RegisterError(f"{path} cannot be read: {error.strerror}.") from error


def read(data: bytes, columns: Mapping[str, str]) -> ConsentFile:
    """Rows of a CSV file (UTF-8 or Windows-1252; comma, semicolon or tab). `columns`: heading -> platform key.

    Headings are compared without case, spaces and underscores alike. Raises `RegisterError` where the file as a whole
    cannot be understood.
    """
    text = _text(data)
    wanted = {_heading(heading): key for heading, key in columns.items()}
    delimiter, headings = _header(text, wanted)
    places = _places(headings, wanted)
    records = itertools.islice(_records(text, delimiter), 1, None)
    rows = [_row(number, record, headings, places) for number, record in records if any(map(str.strip, record))]
    people = tuple(_one_a_person(rows))
    problems = {(row.number, sentence) for row in (*rows, *people) for sentence in row.problems}
    return ConsentFile(places=tuple(sorted(places)), rows=people, unreadable=tuple(sorted(problems)))


def _text(data: bytes) -> str:
    if b"\0" in data:
        raise RegisterError("The file holds NUL characters, so it is no plain CSV. Please save it as “CSV UTF-8”.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252")  # what Excel writes as plain “CSV”
    except UnicodeDecodeError:
        raise RegisterError("The file is in an unknown encoding. Please save it as “CSV UTF-8”.") from None


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Numbered as a spreadsheet numbers its rows. Strict: a stray quotation mark could swallow the rest of the file."""
    reader = csv.reader(io.StringIO(text, newline=None), delimiter=delimiter, strict=True)
    for number in itertools.count(1):
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise RegisterError(f"Row {number} is damaged ({error}), so nothing was imported.") from error


def _heading(text: str) -> str:
    return re.sub(r"[\s_]+", "_", text.strip().casefold())


def _header(text: str, wanted: Mapping[str, str]) -> tuple[str, list[str]]:
    """The delimiter that makes the most of the first row, and the headings that it makes."""
    known = {*_COLUMNS, *_OPTIONAL, *wanted}
    best: tuple[str, list[str]] = (",", [])
    for delimiter in _DELIMITERS:
        headings = [_heading(cell) for cell in next(_records(text, delimiter), (1, []))[1]]
        if len(known & set(headings)) > len(known & set(best[1])):
            best = (delimiter, headings)
    return best


def _places(headings: list[str], wanted: Mapping[str, str]) -> dict[str, str]:
    """Platform key -> its heading in this file. Raises for columns that are missing, all of them at once, or doubled."""
    places: dict[str, str] = {}
    for heading in headings:
        meant = wanted.get(heading)
        if headings.count(heading) > 1 and (meant or heading in _COLUMNS or heading in _OPTIONAL):
            raise RegisterError(f"The column {heading} stands twice, so it is not clear which one counts.")
        if meant in places:
            raise RegisterError(
                f"The columns {places[meant]} and {heading} mean the same place. Please keep one of them."
            )
        if meant:
            places[meant] = heading
    missing = [column for column in _COLUMNS if column not in headings]
    missing += [key for key in dict.fromkeys(wanted.values()) if key not in places]
    if missing:
        raise RegisterError(f"The file has no column {listing(missing)}. Its first row must hold the headings.")
    return places


def _row(number: int, record: list[str], headings: list[str], places: Mapping[str, str]) -> Row:
    cells = {heading: _cell(text) for heading, text in zip(headings, record, strict=False) if heading}
    remarks = any(_cell(text) for heading, text in zip(headings, record, strict=False) if not heading)
    if remarks or len(record) > len(headings):
        # Something without quotation marks held the delimiter: the cells behind it do not stand where they belong.
        return Row(
            number=number,
            mis_id=cells.get("person_id", ""),
            person=None,
            answers=dict.fromkeys(places, ConsentState.UNKNOWN),
            problems=("A cell stands under no heading, so nothing in this row counts as yes.",),
        )
    problems: list[str] = []
    person = _person(cells, problems)
    given_on = _date(cells.get("given_on", ""), problems)
    answers = {key: _answer(heading, cells.get(heading, ""), problems) for key, heading in places.items()}
    shifted = len(record) < len(headings) and _looks_shifted(cells, problems)
    if shifted or (given_on is None and cells.get("given_on")):
        answers = {key: _unless_granted(state) for key, state in answers.items()}
    return Row(
        number=number,
        mis_id=cells.get("person_id", ""),
        person=person,
        answers=answers,
        given_on=given_on,
        form_ref=cells.get("form_ref", ""),
        problems=tuple(problems),
    )


def _looks_shifted(cells: Mapping[str, str], problems: list[str]) -> bool:
    """Whether a short row lacks a delimiter further forward. Blank cells left out at its end are all right."""
    if not problems and cells.get("class_name", "").casefold() not in _CLEAR_ANSWERS:
        return False
    problems.append("Fewer cells than headings, so no yes in this row counts.")
    return True


def _cell(text: str) -> str:
    """What can be read of a cell, on one line."""
    return " ".join((text if text.isascii() and text.isprintable() else clean(text)).split())


def _person(cells: Mapping[str, str], problems: list[str]) -> Names | None:
    role = cells.get("role", "").casefold()
    if not cells.get("person_id"):
        problems.append("No person_id, so this row was left out.")
    elif role not in ROLES:
        problems.append(f"The role “{role}” is not one of {listing(sorted(ROLES), last='or')}.")
    elif not (cells["legal_forename"] or cells["legal_surname"]):
        problems.append("No legal name.")
    else:
        return Names(role=role, **{name: cells.get(name, "") for name in _COLUMNS[2:]})
    return None


def _date(text: str, problems: list[str]) -> date | None:
    for form, pattern in _DATES:
        if form.fullmatch(text):
            try:
                return datetime.strptime(text, pattern).date()  # noqa: DTZ007 (a day on a form has no zone)
            except ValueError:
                break
    if text:
        problems.append(f"given_on “{text}” is no date (dd/mm/yyyy), so no yes in this row counts.")
    return None


def _answer(heading: str, text: str, problems: list[str]) -> ConsentState:
    state = _ANSWERS.get(text.casefold())
    if state is None:
        problems.append(f"{heading} says “{text}”, neither yes nor no, so it counts as no answer.")
        return ConsentState.UNKNOWN
    return state


def _unless_granted(state: ConsentState) -> ConsentState:
    return ConsentState.UNKNOWN if state is ConsentState.GRANTED else state


def _one_a_person(rows: Iterable[Row]) -> Iterator[Row]:
    """Rows by person_id: where a person stands twice and the rows differ, only what all of them say counts as yes."""
    by_id: dict[str, list[Row]] = {}
    for row in rows:
        if row.mis_id:
            by_id.setdefault(row.mis_id, []).append(row)
    for same in by_id.values():
        first, *others = same
        yield first if all(first.same_as(other) for other in others) else _least(same)


def _least(rows: list[Row]) -> Row:
    """What rows that differ have in common. Whose names differ may be two people: then nothing is yes for either."""
    first, *others = rows
    one_person = all(other.person == first.person for other in others)
    dates = [row.given_on for row in rows if row.given_on]
    answers = {}
    for place in first.answers:
        said = {row.answers[place] for row in rows}
        state = ConsentState.REFUSED if ConsentState.REFUSED in said else min(said)
        answers[place] = state if len(said) == 1 or state is ConsentState.REFUSED else ConsentState.UNKNOWN
    if not one_person:
        answers = {place: _unless_granted(state) for place, state in answers.items()}
    numbers = listing(str(row.number) for row in rows)
    return Row(
        number=first.number,
        mis_id=first.mis_id,
        person=first.person if one_person else None,
        answers=answers,
        given_on=max(dates) if len(dates) == len(rows) else None,
        form_ref=first.form_ref if all(row.form_ref == first.form_ref for row in rows) else "",
        problems=(
            f"person_id {first.mis_id} stands in rows {numbers}, which differ: only what all say counts as yes.",
        ),
    )
