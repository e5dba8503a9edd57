"""What is no table, or more than a table, is refused with a sentence and in little memory."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from storage.engine import Store
from storage.intake.errors import RegisterError
from storage.intake.sheet import MOST_BYTES, Sheet, open_sheet
from tests.conftest import Clock
from tests.importing import HEADINGS, Office

ROW = ["1", "pupil", "Bo", "", "Khan", "", "Year 4", "Hazel", "yes", "no"]


def workbook(path: Path, *rows: list[object]) -> Path:
    book = Workbook()
    assert book.active is not None
    for row in (HEADINGS.split(","), *rows):
        book.active.append(row)
    book.save(path)
    return path


def opened(path: Path) -> Sheet:
    return open_sheet(path, {"person id", "facebook"})


def read(path: Path) -> list[tuple[int, list[str]]]:
    return list(opened(path).rows())


def test_excel_reads_as_csv_does(tmp_path: Path) -> None:
    """Numbers without a point, days that no country reads another way, text as it is; the fullest sheet is taken."""
    moment = datetime(2026, 9, 4, 18, 3)  # noqa: DTZ001 (Excel knows no zones)
    row: list[object] = [1042.0, "pupil", " Zoë  Ann ", None, "O’Brien", True, date(2026, 9, 4), moment, 7]
    path = workbook(tmp_path / "a.xlsx", row, [None] * 10, [2, "pupil"])
    assert read(path) == [
        (2, ["1042", "pupil", "Zoë Ann", "", "O’Brien", "True", "2026-09-04", "2026-09-04 18:03:00", "7", ""]),
        (4, ["2", "pupil", *[""] * 8]),
    ]


def with_macro(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr("xl/vbaProject.bin", b"Attribute VB_Name")


def with_doctype(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr("xl/extra.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')


def bomb(path: Path) -> None:
    """A few hundred kilobytes that unpack to half a gigabyte."""
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed,
        packed.open("xl/worksheets/big.xml", "w", force_zip64=True) as big,
    ):
        for _ in range(450):
            big.write(b" " * 1_000_000)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:2000])


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (with_macro, "holds a macro"),
        (with_doctype, "no file that Excel wrote"),
        pytest.param(bomb, "unpacks to far more", marks=pytest.mark.slow),
        (cut_short, "is damaged"),
        (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100)), "is a picture, not a table"),
        (lambda path: path.write_bytes(b"\xff\xd8\xff\xe0" + bytes(100)), "is a picture, not a table"),
        (lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(100)), "with a password"),
        (lambda path: path.write_bytes(b"%PDF-1.7"), "is a PDF"),
        (lambda path: path.write_bytes(b""), "is empty"),
        (lambda path: path.write_bytes(b"a,b\n\0,1\n"), "NUL characters"),
        (lambda path: path.write_bytes(b"a,b\n\x81,1\n"), "unknown encoding"),
    ],
)
def test_what_is_no_table_is_refused(spoil: Callable[[Path], object], sentence: str, tmp_path: Path) -> None:
    """Whatever it is called."""
    path = workbook(tmp_path / "register.xlsx", list(ROW))
    spoil(path)
    with pytest.raises(RegisterError, match=sentence):
        read(path)


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    """A folder of photos, say."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("photo.jpg", b"")
    (tmp_path / "photos.xlsx").write_bytes(packed.getvalue())
    with pytest.raises(RegisterError, match="not an Excel table"):
        read(tmp_path / "photos.xlsx")


def test_a_formula_is_refused_by_its_cell(tmp_path: Path) -> None:
    """What it would come to is not in the file; in CSV it is refused by its row, but for text that looks like a number."""
    path = workbook(tmp_path / "a.xlsx", [*ROW[:8], "=1+1", "no"])
    with pytest.raises(RegisterError, match="Cell I2 holds a formula"):
        read(path)
    path = tmp_path / "a.csv"
    path.write_text(HEADINGS + '\n="001042",pupil,Bo\n', encoding="utf-8")
    assert read(path)[0][1][0] == "001042"
    path.write_text(HEADINGS + "\n=CMD(),pupil,Bo\n", encoding="utf-8")
    with pytest.raises(RegisterError, match="Row 2 holds a formula"):
        read(path)


def test_a_cell_of_a_novel_is_refused(tmp_path: Path) -> None:
    """Nobody's name is that long, and a quotation mark that is never closed swallows a file."""
    path = tmp_path / "a.csv"
    path.write_text(f'{HEADINGS}\n"{"x" * 5000}",pupil\n', encoding="utf-8")
    with pytest.raises(RegisterError, match="a cell of 5,000 characters"):
        read(path)


def test_200_megabytes_are_refused_unread(tmp_path: Path) -> None:
    """By their size alone."""
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    assert path.stat().st_size > MOST_BYTES
    with pytest.raises(RegisterError, match="has 200 MB"):
        read(path)


_MEASURE = """
import sys
from pathlib import Path
from storage.intake.errors import RegisterError
from storage.intake.sheet import open_sheet
from tests.peak import megabytes
before = megabytes()
try:
    for _ in open_sheet(Path(sys.argv[1]), set()).rows(): pass
except RegisterError: print("refused")
print(int(megabytes() - before))
"""


def memory_for(path: Path) -> tuple[bool, int]:
    """Whether a process of its own refuses the file, and the megabytes that it needs for that."""
    ran = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    said = ran.stdout.split()
    return said[0] == "refused", int(said[-1])


@pytest.mark.slow
def test_bombs_and_large_files_need_little_memory(tmp_path: Path) -> None:
    """However they are made: half a gigabyte of blanks, 200 MB of anything, a word of 90 MB, 40 MB of plain rows."""
    bombed = workbook(tmp_path / "bomb.xlsx", list(ROW))
    bomb(bombed)
    worded = tmp_path / "word.csv"
    worded.write_bytes(b'a,b\n"' + b"x" * 90_000_000)
    rows = tmp_path / "rows.csv"
    rows.write_bytes(b"a,b,c\n" + b"1,2,3 and some more words\n" * 1_500_000)
    assert memory_for(bombed)[0]
    assert memory_for(worded)[0]
    for path in (bombed, worded, rows):
        assert memory_for(path)[1] < 40, path.name


def test_an_excel_file_is_imported_like_any_other(store: Store, clock: Clock, tmp_path: Path) -> None:
    """To the end: previewed, confirmed, found."""
    office = Office(store, clock, tmp_path)
    found = office.stage(workbook(tmp_path / "a.xlsx", list(ROW)))
    office.confirm(found.batch)
    assert (found.people_new, office.allowed(), office.allowed("website")) == (1, True, False)
