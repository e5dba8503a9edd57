"""A school's file is read with care: whatever is not clearly a yes is none, and is said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.consent import ConsentState
from storage.consentfile import ConsentFile, Names, RegisterError, Row, read, read_file

GRANTED, REFUSED, UNKNOWN = ConsentState.GRANTED, ConsentState.REFUSED, ConsentState.UNKNOWN
COLUMNS = {"facebook": "facebook", "Facebook": "facebook", "website": "website", "School website": "website"}
HEADINGS = (
    "person_id,role,legal_forename,middle_names,legal_surname,chosen_forename,year_group,class_name,"
    "facebook,website,given_on,form_ref"
)


def _read(*lines: str, headings: str = HEADINGS, encoding: str = "utf-8") -> ConsentFile:
    return read("\n".join([headings, *lines]).encode(encoding), COLUMNS)


def _one(line: str) -> Row:
    (row,) = _read(line).rows
    return row


def _said(file: ConsentFile) -> list[tuple[int, str]]:
    return list(file.unreadable)


def test_a_row_is_a_person_with_answers() -> None:
    """Every column has its place; cells are trimmed."""
    file = _read(" 12 ,Pupil,Ayesha, Noor ,Khan,Aisha,Year 3,Oak,Yes, no,04/09/2026,PF-12")
    names = Names(
        role="pupil",
        legal_forename="Ayesha",
        middle_names="Noor",
        legal_surname="Khan",
        chosen_forename="Aisha",
        year_group="Year 3",
        class_name="Oak",
    )
    answers = {"facebook": GRANTED, "website": REFUSED}
    row = Row(
        number=2, mis_id="12", person=names, answers=answers, given_on=date(2026, 9, 4), form_ref="PF-12", problems=()
    )
    assert ConsentFile(places=("facebook", "website"), rows=(row,)) == file


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *[(text, GRANTED) for text in ("yes", "YES", " Yes ", "y", "Y", "true", "True", "1")],
        *[(text, REFUSED) for text in ("no", "NO", "n", "false", "0", " no\u00a0")],
        *[(text, UNKNOWN) for text in ("", "  ", "\u00a0")],
    ],
)
def test_answers_are_yes_no_or_blank(text: str, expected: ConsentState) -> None:
    """Case and spaces do not matter."""
    file = _read(f"12,pupil,Bo,,Khan,,,,{text},no,,")
    assert expected is file.rows[0].answers["facebook"]
    assert _said(file) == []


@pytest.mark.parametrize("text", ["maybe", "yes - no names", "x", "✓", "ja", "11", "yes no", "yes?", "redacted"])
def test_anything_else_is_no_permission_and_is_said(text: str) -> None:
    """Whatever is not clearly yes or no is listed with its row, and counts as no answer."""
    file = _read("11,pupil,Al,,Ba,,,,yes,yes,,", f"12,pupil,Bo,,Khan,,,,{text},yes,,")
    assert file.rows[1].answers == {"facebook": UNKNOWN, "website": GRANTED}
    assert _said(file) == [(3, f"facebook says “{text}”, neither yes nor no, so it counts as no answer.")]


@given(text=st.text(max_size=12))
def test_only_a_clear_yes_is_a_yes(text: str) -> None:
    """Whatever stands in a cell, it grants nothing unless it reads yes, y, true or 1."""
    quoted = '"' + text.replace('"', '""') + '"'
    try:
        file = read(f"{HEADINGS}\n12,pupil,Bo,,Khan,,,,{quoted},no,,".encode("utf-8", "replace"), COLUMNS)
    except RegisterError:
        return
    granted = file.rows[0].answers["facebook"] is GRANTED
    assert not granted or text.strip().casefold() in {"yes", "y", "true", "1"} or not text.isprintable()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("04/09/2026", date(2026, 9, 4)), ("4/9/2026", date(2026, 9, 4)), ("2026-09-04", date(2026, 9, 4)), ("", None)],
)
def test_dates_are_british_or_iso(text: str, expected: date | None) -> None:
    """Day, month, year; or year first."""
    file = _read(f"12,pupil,Bo,,Khan,,,,yes,no,{text},")
    assert expected == file.rows[0].given_on
    assert _said(file) == []


@pytest.mark.parametrize("text", ["31/02/2026", "09/14/2026", "4 Sept", "04/09/26", "20260904", "46269", "٠٤/٠٩/٢٠٢٦"])
def test_a_date_that_is_none_makes_no_yes_count(text: str) -> None:
    """Nobody knows since when that yes holds; a no stays a no."""
    file = _read(f"12,pupil,Bo,,Khan,,,,yes,no,{text},")
    assert file.rows[0].answers == {"facebook": UNKNOWN, "website": REFUSED}
    assert [row for row, sentence in _said(file) if "is no date" in sentence] == [2]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            "12,pupill,Bo,,Khan,,,,yes,no,,",
            "The role “pupill” is not one of parent, pupil, staff, supplier or visitor.",
        ),
        ("12,,Bo,,Khan,,,,yes,no,,", "The role “” is not one of"),
        ("12,pupil,,,,Bo,,,yes,no,,", "No legal name."),
    ],
)
def test_a_row_that_does_not_say_who_it_is_names_nobody(line: str, sentence: str) -> None:
    """It makes no new person; for somebody already known its answers still count."""
    file = _read(line)
    assert file.rows[0].person is None
    assert file.rows[0].answers == {"facebook": GRANTED, "website": REFUSED}
    assert _said(file)[0][1].startswith(sentence)


def test_a_row_without_an_id_is_left_out() -> None:
    """Nobody can be matched by name alone."""
    file = _read(",pupil,Bo,,Khan,,,,yes,no,,", "12,pupil,Al,,Ba,,,,yes,no,,")
    assert [row.mis_id for row in file.rows] == ["12"]
    assert _said(file) == [(2, "No person_id, so this row was left out.")]


@pytest.mark.parametrize(
    "line",
    [
        "12,pupil,Bo,,Khan, Junior,,Year 3,Oak,yes,yes,,",
        "12,pupil,Bo,,Khan,,Year 3,Oak,yes,yes,04/09/2026,PF-1,ask first",
        "12,pupil,Bo,,Khan,,Year 3,Oak,yes,yes,,,,",
    ],
)
def test_a_row_with_too_many_cells_grants_nothing(line: str) -> None:
    """A comma that was not quoted moves every answer behind it, so that one place's yes would become another's."""
    file = _read(line)
    assert (file.rows[0].person, file.rows[0].answers) == (None, {"facebook": UNKNOWN, "website": UNKNOWN})
    assert _said(file) == [(2, "A cell stands under no heading, so nothing in this row counts as yes.")]


def test_a_remark_beside_the_table_may_be_a_condition() -> None:
    """Under no heading stands what nobody can judge; empty columns say nothing."""
    headings = HEADINGS + ",,"
    file = _read("12,pupil,Bo,,Khan,,,,yes,no,,,,", "13,pupil,Al,,Ba,,,,yes,no,,,website only,", headings=headings)
    assert [row.answers["facebook"] for row in file.rows] == [GRANTED, UNKNOWN]
    assert [number for number, _ in _said(file)] == [3]


@pytest.mark.parametrize("line", ["12,pupil,Bo,,Khan,,Year 3,1,yes", "12,pupil,Bo,,Khan,,Year 3,Oak,yes,"])
def test_blank_cells_may_be_missing_at_the_end(line: str) -> None:
    """Spreadsheets leave them out."""
    file = _read(line)
    assert file.rows[0].answers == {"facebook": GRANTED, "website": UNKNOWN}
    assert _said(file) == []


@pytest.mark.parametrize(
    "line", ["12,pupil,Bo,Khan,,Year 3,Oak,yes,yes,04/09/2026,PF-1", "12,pupil,Bo,Khan,,Year 3,Oak,yes,yes"]
)
def test_a_row_with_a_comma_too_few_grants_nothing(line: str) -> None:
    """An answer that slipped into the class, or a date into an answer, gives the row away."""
    file = _read(line)
    assert GRANTED not in file.rows[0].answers.values()
    assert "Fewer cells than headings, so no yes in this row counts." in [sentence for _, sentence in _said(file)]


def test_rows_are_counted_as_a_spreadsheet_does() -> None:
    """Empty rows and cells of several lines count as the rows they are shown as."""
    file = _read("", '12,pupil,"Bo\nLee",,Khan,,,,yes,no,,', ",,,", "13,pupil,Al,,Ba,,,,what,no,,")
    assert [row.number for row in file.rows] == [3, 5]
    assert file.rows[0].person is not None
    assert file.rows[0].person.legal_forename == "Bo Lee"
    assert [number for number, _ in _said(file)] == [5]


@pytest.mark.parametrize(
    ("first", "second", "facebook", "website"),
    [
        ("yes,yes", "yes,no", GRANTED, REFUSED),
        ("yes,yes", "yes,", GRANTED, UNKNOWN),
        ("no,", "yes,no", REFUSED, REFUSED),
    ],
)
def test_somebody_who_stands_twice_is_permitted_only_what_both_rows_say(
    first: str, second: str, facebook: ConsentState, website: ConsentState
) -> None:
    """Two parents may have answered: any no is a no."""
    file = _read(f"12,pupil,Bo,,Khan,,,,{first},,", f"12,pupil,Bo,,Khan,,,,{second},,")
    assert [row.answers for row in file.rows] == [{"facebook": facebook, "website": website}]
    assert file.rows[0].person is not None
    assert _said(file) == [(2, "person_id 12 stands in rows 2 and 3, which differ: only what all say counts as yes.")]


def test_two_people_under_one_id_are_permitted_nothing() -> None:
    """Nobody can tell whose yes it is; a no stays, and neither name replaces the one on record."""
    file = _read("12,pupil,Bo,,Khan,,,,yes,no,,", "12,pupil,Al,,Ba,,,,yes,yes,,")
    assert [(row.person, row.answers) for row in file.rows] == [(None, {"facebook": UNKNOWN, "website": REFUSED})]


def test_the_same_row_twice_is_one_row() -> None:
    """A line that was pasted twice says nothing new."""
    file = _read("12,pupil,Bo,,Khan,,,,yes,no,,", "12,pupil,Bo,,Khan,,,,yes,no,,")
    assert len(file.rows) == 1
    assert _said(file) == []


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_files_are_read_as_programs_write_them(delimiter: str, encoding: str, line_end: str) -> None:
    """Comma, semicolon or tab; UTF-8 with and without a mark, or Windows' own; any line ends."""
    lines = [HEADINGS, "12,pupil,Zoë,,O’Brien,,Year 3,Oak,yes,no,,", ""]
    file = read(line_end.join(lines).replace(",", delimiter).encode(encoding), COLUMNS)
    assert file.rows[0].person is not None
    assert (file.rows[0].person.legal_forename, file.rows[0].person.legal_surname) == ("Zoë", "O’Brien")


def test_headings_may_be_names_in_any_case_and_order() -> None:
    """A platform's column may carry its name; columns that we do not know are passed over."""
    headings = "School  Website,UPN,Form ref," + HEADINGS.removesuffix(",facebook,website,given_on,form_ref").upper()
    file = _read("no,X1,PF-1,12,pupil,Bo,,Khan,,,,yes", headings=headings + ",FACEBOOK")
    assert file.rows[0].answers == {"facebook": GRANTED, "website": REFUSED}
    assert file.rows[0].form_ref == "PF-1"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file has no column person_id, role, "),
        (b"name,facebook\nBo,yes", "The file has no column person_id, role, "),
        (HEADINGS.replace("role,", "").replace(",website", "").encode(), "The file has no column role and website."),
        (HEADINGS.replace("website", "Facebook").encode(), "The column facebook stands twice"),
        ((HEADINGS + ",School website").encode(), "The columns website and school_website mean the same place"),
        ((HEADINGS + ",role").encode(), "The column role stands twice"),
        (HEADINGS.encode("utf-16"), "The file holds NUL characters"),
        ((HEADINGS + "\n12,pupil,Bo\0").encode(), "The file holds NUL characters"),
        (HEADINGS.encode() + b"\n12,pupil,\x81\x8d", "The file is in an unknown encoding"),
        ((HEADINGS + '\n12,pupil,"Bo,,Khan,,,,yes,no,,\n13,').encode(), "Row 2 is damaged"),
        ((HEADINGS + '\n12,pupil,"Bo" Lee,,Khan,,,,yes,no,,').encode(), "Row 2 is damaged"),
        ((HEADINGS + "\n12,pupil," + "o" * 200_000).encode(), "Row 2 is damaged"),
    ],
)
def test_a_file_that_cannot_be_understood_is_refused_as_a_whole(data: bytes, sentence: str) -> None:
    """One sentence says what is wrong with it."""
    with pytest.raises(RegisterError) as raised:
        read(data, COLUMNS)
    assert str(raised.value).startswith(sentence)


def test_names_hold_nothing_that_cannot_be_seen() -> None:
    """Marks that turn the direction of writing, or take no room, are taken out of names."""
    row = _one("12,pupil,Bo\u202e\u200b,,Kh\u00adan,,,,yes,no,,")
    assert row.person is not None
    assert (row.person.legal_forename, row.person.legal_surname) == ("Bo", "Khan")


def test_a_file_that_is_not_there_is_told_in_a_sentence(tmp_path: Path) -> None:
    """So is a folder."""
    with pytest.raises(RegisterError, match=r"none.csv cannot be read: No such file"):
        read_file(tmp_path / "none.csv")
    with pytest.raises(RegisterError, match="cannot be read: Is a directory"):
        read_file(tmp_path)
    (tmp_path / "a.csv").write_bytes(b"x")
    assert read_file(tmp_path / "a.csv") == b"x"
