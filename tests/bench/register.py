"""The register at the size of a trust and of a local authority: imports against csv and executemany, the picker against SQL."""

from __future__ import annotations

import csv
import itertools
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.consent import USES
from bot.settings_places import PLATFORMS
from storage import intake, register
from storage.engine import Store
from storage.intake import Hashes, Upload
from storage.names import fold, searchable
from tests.bench.acts import Acts
from tests.bench.measure import Measured, Meter, Side, interleave
from tests.bench.slack import Slack
from tests.bench.table import Line

ROWS = 100_000
FEW_AND_MANY = (5_000, 30_000)
"""Rows of the two files whose memory is compared: both of many portions."""
MOST_IMPORT = 3.0
MOST_PICKER = 5.0
MOST_GROWTH = 2.0
MOST_MEMORY = 1.25
SIZES = (1_000, 1_000_000)
AT = datetime(2026, 11, 24, 16, 5, tzinfo=UTC)
KEY = "a key that is only for measuring, long enough"

_FORENAMES = [
    "Maisie",
    "Noah",
    "Zofia",
    "Bo",
    "Aisha",
    "Oliver",
    "Mia",
    "Zoë",
    "Łukasz",
    "Chidi",
    "Priya",
    "Imran",
    "Grace",
    "Tom",
    "Ella",
    "Anne-Marie",
    "Dan",
    "Ruth",
    "Leo",
    "Ivy",
]
_SURNAMES = [
    "Trent",
    "Adeyemi",
    "Lis",
    "Chen",
    "Khan",
    "O’Brien",
    "Novak",
    "Lind",
    "Okoro",
    "Shah",
    "Hill",
    "Bello",
    "Marsh",
    "Nair",
    "Whitlock",
    "Lane",
    "Okafor",
    "Sadiq",
]
_SYLLABLES = [
    "ba",
    "be",
    "bi",
    "bo",
    "da",
    "de",
    "di",
    "do",
    "ka",
    "ke",
    "ki",
    "ko",
    "la",
    "le",
    "li",
    "lo",
    "ma",
    "me",
    "mi",
    "mo",
    "na",
    "ne",
    "ni",
    "no",
    "ra",
    "re",
    "ri",
    "ro",
    "sa",
    "se",
    "si",
    "so",
    "ta",
    "te",
    "ti",
    "to",
]
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
_KEPT = ("import_batch", "person", "person_name", "consent_record")
"""What is in the register afterwards."""

_WAITED = "import_row"
"""What waits until somebody confirms it."""


def names(number: int) -> tuple[str, str]:
    """A forename and a surname: common ones, and as many others as it takes."""
    dice = random.Random(number)
    surname = dice.choice(_SURNAMES) if dice.random() < 0.3 else "".join(dice.choices(_SYLLABLES, k=3)).title()
    return dice.choice(_FORENAMES) if dice.random() < 0.5 else "".join(dice.choices(_SYLLABLES, k=3)).title(), surname


def write_file(path: Path, rows: int) -> Path:
    """A register in our own format with every column, as a large school office would export it."""
    places = [place.key for place in PLATFORMS]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*_COLUMNS, "date_of_birth", *places, "given_on", "form_ref"])
        for n in range(rows):
            forename, surname = names(n)
            answers = ["yes" if (n + k) % 7 else "no" for k in range(len(places))]
            born = f"{1 + n % 28:02}/{1 + n % 12:02}/{2015 + n % 8}"
            group = f"Year {1 + n % 6}", f"Class {n % 400}"
            writer.writerow(
                [f"A{n:07}", "pupil", forename, "", surname, "", *group, born, *answers, "04/09/2026", f"PF-{n}"]
            )
    return path


_Written = tuple[str, list[tuple[object, ...]]]


def staged(store: Store, path: Path) -> int:
    """A file as far as its preview."""
    kinds = intake.file_kinds(PLATFORMS, USES)
    upload = Upload(path=path, school="oak", by="bench", as_at=AT.date())
    return intake.stage(store, upload, kinds=kinds, hashes=Hashes(KEY), at=AT).batch


def imported(store: Store, path: Path) -> None:
    """The whole way of a file: read, matched, compared, kept, confirmed."""
    intake.confirm(store, staged(store, path), by="bench", at=AT)


@dataclass(slots=True)
class _Timed:
    """Work of one piece."""

    piece: Callable[[], object]
    seconds: list[float] = field(default_factory=list)

    def run(self) -> None:
        begun = time.perf_counter()
        self.piece()
        self.seconds.append(time.perf_counter() - begun)

    def walls(self) -> list[float]:
        return self.seconds


# ---- Import -------------------------------------------------------------------------------------------------------


def imports(slack: Slack, meter: Meter, acts: Acts, folder: Path) -> Iterator[Line]:
    """100,000 rows against csv and executemany of the rows that are written; and memory, six times over.

    What is written includes the rows as they wait to be confirmed. The second line leaves them out, for information. To
    know what is written the file is imported once, which warms up: a round takes half a minute, and two of them count.
    """
    empty, path = folder / "empty.db", write_file(folder / "register.csv", ROWS)
    Store.open(f"sqlite:///{empty}").close()
    written = _rows_written(empty, path, folder)
    counter = itertools.count()

    def ours(measured: Meter) -> None:
        database = _fresh(empty, folder / f"ours{next(counter)}.db")
        store = Store.open(f"sqlite:///{database}")
        measured.time("ours", _Timed(lambda: imported(store, path)))
        store.close()
        _gone(database)

    def raw(measured: Meter) -> None:
        database = _fresh(empty, folder / f"raw{next(counter)}.db")
        measured.time("kept", _Timed(lambda: _raw_import(database, path, [written[table] for table in _KEPT])))
        measured.time("waited", _Timed(lambda: _raw_rows(database, [written[_WAITED]])))
        _gone(database)

    measured = interleave(meter, {"ours": ours, "raw": raw}, laps=1, most=2, warm=True)
    yield Line.ratio(measured, f"{ROWS:,} rows", "ours", ("kept", "waited"), MOST_IMPORT)
    yield Line.ratio(measured, "the same, without the rows that waited", "ours", ("kept",), None)
    small, large = (_memory(write_file(folder / f"{rows}.csv", rows), folder) for rows in FEW_AND_MANY)
    yield Line(
        name=f"peak memory, {FEW_AND_MANY[1]:,} ÷ {FEW_AND_MANY[0]:,} rows",
        value=large / small,
        bar=MOST_MEMORY,
        shown=(f"{large / small:.2f}", f"{MOST_MEMORY:.2f}", "", f"{large:,.0f} MB", f"{small:,.0f} MB", "", "", ""),
    )


def _rows_written(empty: Path, path: Path, folder: Path) -> dict[str, _Written]:
    """Statement and rows of each table: those that an import leaves, and those that waited."""
    database = _fresh(empty, folder / "written.db")
    store = Store.open(f"sqlite:///{database}")
    batch = staged(store, path)
    connection = sqlite3.connect(database)
    waiting = connection.execute(f"SELECT * FROM {_WAITED}").fetchall()
    intake.confirm(store, batch, by="bench", at=AT)
    store.close()
    found: dict[str, _Written] = {}
    for table in _KEPT:
        rows = connection.execute(f"SELECT * FROM {table}").fetchall()
        marks = ",".join("?" * len(rows[0]))
        found[table] = (f"INSERT INTO {table} VALUES ({marks})", rows)
    connection.close()
    found[_WAITED] = (f"INSERT INTO {_WAITED} VALUES ({','.join('?' * len(waiting[0]))})", waiting)
    return found


def _raw_import(database: Path, path: Path, written: Sequence[_Written]) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        for _ in csv.reader(file):
            pass
    _raw_rows(database, written)


def _raw_rows(database: Path, written: Sequence[_Written]) -> None:
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("BEGIN IMMEDIATE")
    for statement, rows in written:
        connection.executemany(statement, rows)
    connection.execute("COMMIT")
    connection.close()


_MEASURE = """
import sys
from pathlib import Path
from storage.engine import Store
from tests.bench.register import imported
from tests.peak import megabytes
store = Store.open(f"sqlite:///{sys.argv[2]}")
imported(store, Path(sys.argv[1]))
print(megabytes())
"""


def _memory(path: Path, folder: Path) -> float:
    """Megabytes at most of a process of its own that imports a file."""
    database = folder / f"memory{path.stem}.db"
    ran = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(path), str(database)], capture_output=True, text=True, check=True
    )
    _gone(database)
    return float(ran.stdout)


def _fresh(empty: Path, database: Path) -> Path:
    shutil.copy(empty, database)
    return database


def _gone(database: Path) -> None:
    for each in database.parent.glob(f"{database.name}*"):
        each.unlink()


# ---- Picker -------------------------------------------------------------------------------------------------------

TYPED = ("ma", "mai", "khan", "o'b", "zoe", "luk", "bad", "kib", "anne", "tre", "nore", "sadi")
"""Beginnings of forenames and surnames, common and rare, with what people leave out or type another way."""

FULL = ("b", "k", "l", "m", "n", "s")
"""Beginnings that fill the list at every size: an answer of the same length, out of a thousand times as many people."""

_RAW = (
    "SELECT p.id, p.legal_forename, p.legal_surname, p.year_group, p.class_name FROM person_name AS n "
    "JOIN person AS p ON p.id = n.person_id WHERE n.school_id = ? AND n.folded >= ? AND n.folded < ? LIMIT 95"
)


def picker(slack: Slack, meter: Meter, acts: Acts, folder: Path) -> Iterator[Line]:
    """Suggestions against one raw indexed prefix query, at 1,000 and at 1,000,000 people of one school."""
    sides: dict[str, Side] = {}
    open_ones: list[Callable[[], None]] = []
    for people in SIZES:
        database = _crowded(folder, people)
        store = Store.open(f"sqlite:///{database}")
        plain = sqlite3.connect(database)
        open_ones += [store.close, plain.close]
        sides[f"ours {people}"] = _asking(f"ours {people}", _suggesting(store), TYPED)
        sides[f"raw {people}"] = _asking(f"raw {people}", _plainly(plain), TYPED)
        sides[f"full {people}"] = _asking(f"full {people}", _suggesting(store), FULL)
    measured = interleave(meter, sides)
    for close in open_ones:
        close()
    for people in SIZES:
        yield Line.ratio(measured, f"{people:,} people", f"ours {people}", (f"raw {people}",), MOST_PICKER)
    yield _growth(measured)


def _growth(measured: Measured) -> Line:
    small, large = (f"full {people}" for people in SIZES)
    name = f"a full list, {SIZES[1]:,} ÷ {SIZES[0]:,} people"
    return Line.ratio(measured, name, large, (small,), MOST_GROWTH)


def _asking(side: str, ask: Callable[[str], object], typed_ones: Sequence[str]) -> Side:
    def act(meter: Meter) -> None:
        work = _Many([(ask, typed) for _ in range(10) for typed in typed_ones])
        meter.time(side, work)

    return act


@dataclass(slots=True)
class _Many:
    """Work of many questions, each timed."""

    questions: Sequence[tuple[Callable[[str], object], str]]
    seconds: list[float] = field(default_factory=list)

    def run(self) -> None:
        for ask, typed in self.questions:
            begun = time.perf_counter()
            ask(typed)
            self.seconds.append(time.perf_counter() - begun)

    def walls(self) -> list[float]:
        return self.seconds


def _suggesting(store: Store) -> Callable[[str], object]:
    def ask(typed: str) -> object:
        with store.read() as connection:
            return register.suggest(connection, ["oak"], typed)

    return ask


def _plainly(connection: sqlite3.Connection) -> Callable[[str], object]:
    def ask(typed: str) -> object:
        begin = "".join(filter(str.isalpha, typed))
        return connection.execute(_RAW, ("oak", begin, begin + "\U0010ffff")).fetchall()

    return ask


def _crowded(folder: Path, people: int) -> Path:
    """A database of so many pupils in one school, written without the import: it is not what is measured here."""
    database = folder / f"crowd{people}.db"
    Store.open(f"sqlite:///{database}").close()
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    for start in range(0, people, 10_000):
        portion = [_pupil(n) for n in range(start, min(start + 10_000, people))]
        connection.executemany(_ONE_PERSON, [one for one, _ in portion])
        connection.executemany(
            "INSERT INTO person_name (person_id, folded, school_id) VALUES (?, ?, 'oak')",
            [(one[0], folded) for one, found in portion for folded in sorted(found)],
        )
    connection.execute("COMMIT")
    connection.close()
    return database


_ONE_PERSON = (
    "INSERT INTO person (id, school_id, mis_id, role, legal_forename, middle_names, legal_surname, chosen_forename, "
    "year_group, class_name, sort_name) VALUES (?, 'oak', ?, 'pupil', ?, '', ?, '', ?, ?, ?)"
)


def _pupil(number: int) -> tuple[tuple[str, ...], frozenset[str]]:
    forename, surname = names(number)
    full = fold(f"{forename} {surname}")
    one = (f"p_{number:x}", str(number), forename, surname, f"Year {number % 6}", f"Class {number % 400}", full)
    return one, searchable(forename, surname) | {full}
