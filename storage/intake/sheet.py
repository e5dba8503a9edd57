"""Opens what an office exported, CSV or Excel, as rows of text: in bounded memory, and refusing what is no plain table."""

from __future__ import annotations

import codecs
import csv
import hashlib
import itertools
import re
import warnings
import zipfile
from collections.abc import Collection, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from bot.domain.typed import clean
from storage.intake.errors import RegisterError

MOST_BYTES = 100_000_000
"""A CSV file of a million people has about this size; the Excel file of a large school a hundredth of it."""

MOST_UNPACKED = 400_000_000
"""Bytes of an Excel file once it is unpacked."""

MOST_UNPACKED_WORDS = 64_000_000
"""Bytes of its list of words, which Excel's format makes every reader keep in memory."""

MOST_COLUMNS = 200
MOST_CELL = 4_000
MOST_LINE = 1_000_000
_DELIMITERS = ",;\t"
_PORTION = 1 << 20

_KINDS = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BM", "a picture"),
    (b"RIFF", "a picture or film"),
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an Excel file with a password, or of the old kind (.xls)"),
    (b"\x1f\x8b", "a packed file"),
)
_EXCEL_TEXT = re.compile(r'="([^"]*)"')
"""How a CSV file keeps Excel from reading 001042 as a number."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of one file. `rows` reads it anew each time; rows count as a spreadsheet does, the headings being row 1."""

    path: Path
    sha256: str
    headings: tuple[str, ...]
    _encoding: str = ""
    _delimiter: str = ","
    _title: str = field(default="")

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Every row below the headings that holds anything, as cells of text on one line each."""
        return _excel_rows(self.path, self._title) if self._title else self._csv_rows()

    def _csv_rows(self) -> Iterator[tuple[int, list[str]]]:
        records = _records(self.path, self._encoding, self._delimiter)
        for number, record in itertools.islice(records, 1, None):
            cells = record if _plain(record) else [_cell(cell, number) for cell in record]
            if any(cells):
                yield number, cells


def open_sheet(path: Path, known: Collection[str]) -> Sheet:
    """Looks at a file and says how to read it. `known`: headings (see `heading`) that speak for one way of reading it.

    Reads the file once, a part at a time. Raises `RegisterError` with a sentence where it is no table that we can take.
    """
    try:
        with path.open("rb") as file:
            begin = file.read(8)
            _refuse_what_is_no_table(path, begin)
            file.seek(0)
            if begin.startswith(b"PK"):
                return _excel(path, _sha256(file), known)
            sha256, encoding = _look_through(file, begin)
    except OSError as error:
        raise RegisterError(f"{path.name} cannot be read: {error.strerror}.") from error
    delimiter, headings = _header(path, encoding, known)
    return Sheet(path, sha256, tuple(headings), encoding, delimiter)


def heading(text: str) -> str:
    """A heading as it is compared: without case, and spaces, underscores and the kinds of quotation marks alike."""
    plain = text.casefold().replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    return re.sub(r"[\s_]+", " ", plain).strip()


def _refuse_what_is_no_table(path: Path, begin: bytes) -> None:
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise RegisterError(
            f"{path.name} has {size // 1_000_000} MB; no register is larger than {MOST_BYTES // 1_000_000} MB. "
            "Nothing was imported. Is it the right file?"
        )
    if size == 0:
        raise RegisterError(f"{path.name} is empty.")
    for magic, what in _KINDS:
        if begin.startswith(magic):
            raise RegisterError(f"{path.name} is {what}, not a table. Please export it anew as CSV or Excel (.xlsx).")


# ---- CSV ----------------------------------------------------------------------------------------------------------


def _look_through(file: BinaryIO, begin: bytes) -> tuple[str, str]:
    """SHA-256 and encoding: UTF-8, the UTF-16 of Excel's “Unicode text”, or else Windows-1252."""
    utf16 = begin.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    digest, decoder, utf8 = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")(), not utf16
    for part in iter(lambda: file.read(_PORTION), b""):
        digest.update(part)
        if not utf16 and b"\0" in part:
            raise RegisterError("The file holds NUL characters, so it is no plain CSV. Please save it as “CSV UTF-8”.")
        if utf8:
            try:
                decoder.decode(part)
            except UnicodeDecodeError:
                utf8 = False
    if utf8:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            utf8 = False
    return digest.hexdigest(), "utf-16" if utf16 else "utf-8-sig" if utf8 else "cp1252"


def _records(path: Path, encoding: str, delimiter: str) -> Generator[tuple[int, list[str]], None, None]:
    """Numbered as a spreadsheet numbers its rows. Strict: a stray quotation mark could swallow the rest of the file."""
    with path.open(encoding=encoding, newline=None) as text:
        reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
        for number in itertools.count(1):
            try:
                yield number, next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise RegisterError(f"Row {number} is damaged ({error}), so nothing was imported.") from error
            except UnicodeDecodeError:
                raise RegisterError("The file is in an unknown encoding. Please save it as “CSV UTF-8”.") from None


def _lines(text: TextIO) -> Iterator[str]:
    """Line by line, and never a line that is as long as a file."""
    for number, line in enumerate(iter(lambda: text.readline(MOST_LINE + 1), ""), start=1):
        if len(line) > MOST_LINE:
            raise RegisterError(f"Line {number} has more than {MOST_LINE:,} characters, so nothing was imported.")
        yield line


def _header(path: Path, encoding: str, known: Collection[str]) -> tuple[str, list[str]]:
    """The delimiter that makes the most of the first row, and the headings that it makes."""
    best: tuple[tuple[int, int], str, list[str]] = ((-1, -1), ",", [])
    for delimiter in _DELIMITERS:
        with closing(_records(path, encoding, delimiter)) as records:
            try:
                headings = [_cell(cell, 1) for cell in next(records, (1, []))[1]]
            except RegisterError:
                if delimiter == _DELIMITERS[-1] and best[0][0] < 0:
                    raise
                continue
        worth = (len({heading(each) for each in headings} & set(known)), len(headings))
        if worth > best[0]:
            best = (worth, delimiter, headings)
    return best[1], best[2]


def _plain(record: list[str]) -> bool:
    """Whether all cells can stay as they are, which is so in nearly every row: looked at together, since there are many."""
    line = "|".join(record)
    if not (line.isascii() and line.isprintable() and len(line) < MOST_CELL):
        return False
    return not (
        "  " in line
        or " |" in line
        or "| " in line
        or "|=" in line
        or line.startswith((" ", "="))
        or line.endswith(" ")
    )


def _cell(text: str, number: int) -> str:
    """What can be read of a cell, on one line."""
    if len(text) > MOST_CELL:
        raise RegisterError(f"Row {number} has a cell of {len(text):,} characters, so nothing was imported.")
    if text.startswith("="):
        shown = _EXCEL_TEXT.fullmatch(text)
        if not shown:
            raise RegisterError(f"Row {number} holds a formula. Please save the file with values only.")
        text = shown[1]
    return " ".join((text if text.isascii() and text.isprintable() else clean(text)).split())


# ---- Excel --------------------------------------------------------------------------------------------------------


def _sha256(file: BufferedReader) -> str:
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return digest


def _excel(path: Path, sha256: str, known: Collection[str]) -> Sheet:
    """The table of the workbook that makes the most of its first row."""
    _refuse_what_excel_may_hide(path)
    best: tuple[tuple[int, int], str, list[str]] = ((-1, -1), "", [])
    for title in _titles(path):
        with closing(_excel_records(path, title)) as records:
            headings = next(records, (1, []))[1]
        worth = (len({heading(each) for each in headings} & set(known)), len(headings))
        if worth > best[0]:
            best = (worth, title, headings)
    if not best[2]:
        raise RegisterError(f"{path.name} holds no table.")
    return Sheet(path, sha256, tuple(best[2]), _title=best[1])


def _refuse_what_excel_may_hide(path: Path) -> None:
    """Looks at the table of contents only: nothing is unpacked before its size is known (the reader stops there)."""
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            names = {part.filename.casefold() for part in parts}
            if any(name.endswith(("vbaproject.bin", ".xlm")) or "macrosheets/" in name for name in names):
                raise RegisterError(f"{path.name} holds a macro. Please save it as .xlsx or CSV, without macros.")
            if "xl/workbook.xml" not in names:
                raise RegisterError(f"{path.name} is a packed file, not an Excel table (.xlsx).")
            words = sum(part.file_size for part in parts if "sharedstrings" in part.filename.casefold())
            if sum(part.file_size for part in parts) > MOST_UNPACKED or words > MOST_UNPACKED_WORDS:
                raise RegisterError(
                    f"{path.name} unpacks to far more than a register holds. Nothing was read. Is it the right file? "
                    "If so, please save it as CSV."
                )
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with packed.open(part) as opened:
                        if b"<!DOCTYPE" in opened.read(4096):
                            raise RegisterError(f"{path.name} is no file that Excel wrote. Nothing was read.")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise RegisterError(f"{path.name} is damaged. Please export it anew.") from error


def _titles(path: Path) -> list[str]:
    with closing(_workbook(path)) as book:
        return [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]


def _workbook(path: Path) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl remarks on styles that it does not know
            return load_workbook(path, read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # whatever a damaged file makes of the reader
        raise RegisterError(f"{path.name} is damaged. Please export it anew.") from error


def _excel_rows(path: Path, title: str) -> Iterator[tuple[int, list[str]]]:
    records = _excel_records(path, title)
    width = len(next(records, (1, []))[1])
    for number, cells in records:
        if any(cells):
            yield number, cells + [""] * (width - len(cells))


def _excel_records(path: Path, title: str) -> Generator[tuple[int, list[str]], None, None]:
    with closing(_workbook(path)) as book:
        sheet = book[title]
        sheet.reset_dimensions()  # what a file says of its own size may be anything
        try:
            for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
                yield number, _texts(number, row)
        except RegisterError:
            raise
        except Exception as error:
            raise RegisterError(f"{path.name} is damaged. Please export it anew.") from error


def _texts(number: int, row: Iterable[Any]) -> list[str]:
    cells = []
    for n, cell in enumerate(row, start=1):
        if cell.data_type == "f":
            raise RegisterError(
                f"Cell {get_column_letter(n)}{number} holds a formula. Please save the file with values only: "
                "copy all, then paste special, values."
            )
        cells.append(_text_of(cell.value, number))
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text_of(value: object, number: int) -> str:
    """A cell's value as a CSV file would have it; days as 2026-09-04, which no country reads another way."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _cell(str(value).lstrip("="), number)
