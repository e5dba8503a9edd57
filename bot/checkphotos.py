"""`socialpost check photos`: the checks of the form's photos without Slack, over files."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from bot.checkposts import CheckError, read_people
from bot.domain.devices import Device, Owner
from bot.domain.findings import Strength
from bot.domain.trust import Limits
from bot.photos.copies import make_copies
from bot.photos.crew import Crew
from bot.photos.examine import Examined
from bot.photos.judging import PhotoFinding, judge_photo
from bot.photos.limits import Limits as FileLimits
from bot.photos.roll import Roll

SUFFIXES = frozenset({".jpg", ".jpeg", ".jpe", ".png", ".gif", ".webp", ".heic", ".heif"})
_COLUMNS = ("label", "make", "model", "serial", "owner", "approved_on")


def run(
    *,
    people: Path,
    devices: Path,
    photos: Sequence[Path],
    out: TextIO,
    progress: TextIO,
    workers: int | None = None,
    copies: Path | None = None,
    blur: bool = False,
    places: Mapping[str, Limits] | None = None,
) -> int:
    """Checks photos on all cores, in the order of their names. Returns 1 where something stops one, else 0.

    copies: a folder for clean copies, one folder a place in it; blur: names are made unreadable in them.
    """
    with people.open(encoding="utf-8-sig", newline="") as file:
        roll = Roll.of(read_people(file, people))
    register = read_devices(devices)
    files = _files(photos)
    stopped = False
    with Crew(workers) as crew:
        readers = [lambda path=path: _read(path) for path in files]
        answers = crew.examine_all(readers, master=copies is not None)
        for number, (path, examined) in enumerate(zip(files, answers, strict=True), 1):
            findings = judge_photo(examined, roll, register) if examined.error is None else ()
            stopped |= examined.error is not None or any(
                finding.strength in (Strength.ENFORCE, Strength.HOLD) for finding in findings
            )
            row = _row(path, examined, findings)
            if copies is not None and examined.error is None:
                made = make_copies(crew, examined, findings, roll, places or {}, blur=blur)
                row["copies"] = [_write(copies, place, number, content) for place, content in made.files.items()]
                row["no_copies"] = made.why_not or None
            out.write(f"{json.dumps(row, ensure_ascii=False)}\n")
            out.flush()
            progress.write(f"{number} of {len(files)} photos checked: {path.name}\n")
    return int(stopped)


def read_devices(path: Path) -> tuple[Device, ...]:
    """The list of devices in a file, each numbered by its row."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return tuple(_devices(file, path))


def _files(photos: Iterable[Path]) -> list[Path]:
    """Every file that was named, and of a folder those that are photos by their name; in name order, each once."""
    found: set[Path] = set()
    for path in photos:
        if path.is_dir():
            found.update(each for each in path.iterdir() if each.is_file() and each.suffix.lower() in SUFFIXES)
        elif path.is_file():
            found.add(path)
        else:
            raise CheckError(f"{path}: there is no such file or folder.")
    return sorted(found, key=lambda path: (path.name, path))


def _read(path: Path) -> bytes:
    """A file's bytes; of one that is larger than is ever opened no more than shows that."""
    with path.open("rb") as file:
        return file.read(FileLimits().bytes + 1)


def _write(folder: Path, place: str, number: int, content: bytes) -> str:
    """A copy under a name that says nothing of whoever is in it."""
    (folder / place).mkdir(parents=True, exist_ok=True)
    path = folder / place / f"photo-{number:04}.jpg"
    path.write_bytes(content)
    return path.relative_to(folder).as_posix()


def _devices(file: TextIO, path: Path) -> Iterator[Device]:
    rows = csv.DictReader(file)
    missing = [column for column in _COLUMNS if column not in (rows.fieldnames or ())]
    if missing:
        raise CheckError(f"{path} has no column {', '.join(missing)}. Its first row must hold the headings.")
    for number, row in enumerate(rows, 2):
        cell = {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)}
        owner = cell["owner"].lower()
        if owner not in set(Owner):
            raise CheckError(f"{path}, row {number}: “owner” is school or personal.")
        yield Device(
            id=str(number),
            label=cell["label"],
            make=cell["make"],
            model=cell["model"],
            serial=cell["serial"],
            owner=Owner(owner),
            approved_by=cell.get("approved_by", ""),
            approved_on=_day(cell["approved_on"], f"{path}, row {number}"),
            retired_on=_day(cell.get("retired_on", ""), f"{path}, row {number}"),
        )


def _day(text: str, where: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CheckError(f"{where}: “{text}” is no date. Write it as 2026-09-04.") from error


def _row(path: Path, examined: Examined, findings: Iterable[PhotoFinding]) -> dict[str, Any]:
    return {
        "file": path.name,
        "findings": [
            {
                "clause": finding.clause,
                "strength": finding.strength.value,
                "kind": finding.kind,
                "text": finding.text,
                "people": list(finding.people),
                "box": list(finding.box) if finding.box else None,
                "message": finding.message,
            }
            for finding in findings
        ],
        "exif": {
            "make": examined.make or None,
            "model": examined.model or None,
            "serial": examined.serial or None,
            "captured": examined.captured.isoformat() if examined.captured else None,
            "gps": examined.gps,
        },
        "faces": examined.faces,
        "error": examined.error,
    }
