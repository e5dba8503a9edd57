"""`socialpost check posts`: the checks of the form without Slack, over files."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from bot.domain.findings import Finding
from bot.domain.people import Listed
from bot.domain.post import Purpose
from bot.domain.trust import Published
from bot.settings_places import PLATFORMS
from bot.words import Surroundings, Text, check
from bot.words.names.index import NameIndex

_COLUMNS = ("person_id", "role", "legal_forename", "legal_surname")


class CheckError(Exception):
    """A file that cannot be used. The message is a sentence for the person who has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Post:
    id: Any
    texts: tuple[Text, ...]
    places: tuple[str, ...]
    purpose: Purpose | None


def run(*, people: Path, school: Path | None, posts: Path, explain: bool, out: TextIO) -> int:
    """Checks posts one by one, in order. Returns 1 where something was found, else 0. Raises `CheckError`."""
    name, published = _school(school) if school else ("", Published())
    with people.open(encoding="utf-8-sig", newline="") as file:
        names = NameIndex.of(read_people(file, people))
    found = False
    with posts.open(encoding="utf-8-sig") as file:
        for post in _posts(file, posts):
            surroundings = Surroundings(
                names=names,
                school=name,
                published=published,
                places=post.places,
                platforms=PLATFORMS,
                purpose=post.purpose,
            )
            findings = check(post.texts, surroundings)
            found |= bool(findings)
            out.write(
                _explained(post, findings) if explain else f"{json.dumps(_row(post, findings), ensure_ascii=False)}\n"
            )
            out.flush()
    return int(found)


def read_people(file: TextIO, path: Path) -> Iterator[Listed]:
    """Reads a register's people row by row. Raises `CheckError` where a column is missing."""
    rows = csv.DictReader(file)
    missing = [column for column in _COLUMNS if column not in (rows.fieldnames or ())]
    if missing:
        raise CheckError(f"{path} has no column {', '.join(missing)}. Its first row must hold the headings.")
    for row in rows:
        cell = {
            key: (value or "").strip()
            for key, value in row.items()
            if isinstance(key, str) and not isinstance(value, list)
        }
        yield Listed(
            id=cell["person_id"],
            role=cell["role"].lower(),
            forename=cell["legal_forename"],
            middle=cell.get("middle_names", ""),
            surname=cell["legal_surname"],
            chosen=cell.get("chosen_forename", ""),
            year_group=cell.get("year_group", ""),
            class_name=cell.get("class_name", ""),
        )


def _school(path: Path) -> tuple[str, Published]:
    """The school's name, and what it says of itself. Each but the name may be one text or a list of them."""
    said = _object(path.read_text("utf-8-sig"), str(path))

    def every(key: str) -> tuple[str, ...]:
        value = said.get(key) or ()
        return tuple(map(str, value)) if isinstance(value, list) else (str(value),) if value else ()

    return str(said.get("name") or ""), Published(
        phones=every("public_phone"),
        emails=every("public_email"),
        addresses=every("address"),
        websites=every("website"),
        handles=every("social_handle"),
    )


def _posts(file: TextIO, path: Path) -> Iterator[_Post]:
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        said = _object(line, where)
        words = said.get("text")
        if "id" not in said or not isinstance(words, str):
            raise CheckError(f"{where}: a post needs an “id” and a “text”.")
        alts, places, purpose = said.get("alt_texts") or [], said.get("platforms") or [], said.get("purpose")
        if not all(isinstance(many, list) and all(isinstance(one, str) for one in many) for many in (alts, places)):
            raise CheckError(f"{where}: “alt_texts” and “platforms” are lists of texts.")
        if purpose is not None and purpose not in set(Purpose):
            raise CheckError(f"{where}: “purpose” is one of {', '.join(Purpose)}.")
        yield _Post(
            id=said["id"],
            texts=(Text("words", words), *(Text(f"alt:{n}", alt) for n, alt in enumerate(alts, 1))),
            places=tuple(places),
            purpose=Purpose(purpose) if purpose else None,
        )


def _object(text: str, where: str) -> dict[str, Any]:
    try:
        said = json.loads(text)
    except ValueError as error:
        raise CheckError(f"{where}: this is not JSON ({error}).") from error
    if not isinstance(said, dict):
        raise CheckError(f"{where}: an object is wanted, in braces.")
    return said


def _row(post: _Post, findings: tuple[Finding, ...]) -> dict[str, Any]:
    return {
        "id": post.id,
        "findings": [
            {
                "clause": finding.clause,
                "strength": finding.strength.value,
                "kind": finding.kind or finding.code,
                "where": finding.where,
                "start": finding.start,
                "end": finding.end,
                "span": finding.span,
                "people": list(finding.people),
                "message": finding.sentence,
            }
            for finding in findings
        ],
    }


def _explained(post: _Post, findings: tuple[Finding, ...]) -> str:
    lines = [f"Post {post.id}: {'nothing found.' if not findings else ''}".rstrip()]
    for finding in findings:
        whom = f" ({', '.join(finding.people)})" if finding.people else ""
        lines.append(
            f"  {finding.strength.value:8} {finding.clause:5} {finding.where} {finding.start}: {finding.sentence}{whom}"
        )
    return "\n".join(lines) + "\n"
