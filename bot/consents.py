"""`socialpost consents …`: the office's side of the register, without Slack. Each verb calls one function of the register."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.domain.consent import ConsentState
from bot.domain.wording import count
from bot.offline import Offline, opened
from bot.progress import Bar
from storage import history, intake
from storage.intake import AskError, Dates, FileKind, Hashes, Preview, Upload

MAPPINGS = "mappings"
"""The folder beside `trust.toml` in which an office keeps its own mappings."""

_STATES = {
    "reading": "being read",
    "staged": "waits for your confirm or discard",
    "confirming": "half way in: confirm it again",
    "confirmed": "in the register",
    "discarded": "thrown away",
}
_DATES = {"dmy": Dates.DAY_FIRST, "mdy": Dates.MONTH_FIRST}
_X = {"yes": ConsentState.GRANTED, "no": ConsentState.REFUSED}
_QUESTIONS: dict[str, tuple[str, str, Mapping[str, Any]]] = {
    "dates": ("--dates", "dmy (day first) or mdy (month first)", _DATES),
    "x": ("--x", "yes or no", _X),
}


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The verbs of `socialpost consents`."""
    load = verbs.add_parser("import", help="read a file (CSV or Excel), show what it would change, and ask")
    load.add_argument("file", type=Path, metavar="FILE")
    load.add_argument("--school", default="", help="the school's key in trust.toml (needed where there are several)")
    load.add_argument("--mapping", default="", help="how to read it; left out, its headings say")
    load.add_argument("--consent", default="", help="the consent type that the whole file is about (Arbor)")
    load.add_argument("--dates", choices=_DATES, help="which comes first in a date, if the file does not show it")
    load.add_argument("--x", choices=_X, help="what an X in the file means")
    load.add_argument("--as-at", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the day the file was exported")
    load.add_argument("--yes", action="store_true", help="confirm without asking")
    load.set_defaults(verb=_import)
    listed = verbs.add_parser("list", help="the last imports, and what waits")
    listed.set_defaults(verb=_list)
    for name, verb, text in (
        ("review", _review, "rows of an import that wait for you, and who they could be"),
        ("confirm", _confirm, "take an import that waits into the register"),
        ("discard", _discard, "throw away an import that waits"),
    ):
        one = verbs.add_parser(name, help=text)
        one.add_argument("batch", type=int, metavar="IMPORT")
        one.set_defaults(verb=verb)
    match = verbs.add_parser("match", help="say whom a row is about, or leave it out")
    match.add_argument("batch", type=int, metavar="IMPORT")
    match.add_argument("row", type=int, nargs="?", metavar="ROW")
    match.add_argument("person", nargs="?", default="", metavar="PERSON", help="the id that the review shows")
    match.add_argument("--nobody", action="store_true", help="leave the row out")
    match.add_argument(
        "--only", action="store_true", help="take every row with only one person of exactly this name and class"
    )
    match.set_defaults(verb=_match)
    kinds = verbs.add_parser("mappings", help="how files are read; --copy puts one where you can edit it")
    kinds.add_argument("--copy", metavar="NAME", default="")
    kinds.set_defaults(verb=_mappings)
    told = verbs.add_parser("history", help="everything on record for one person (subject access)")
    told.add_argument("person", metavar="ID", help="our id (p_…), or the school's own number with --school")
    told.add_argument("--school", default="")
    told.add_argument("--csv", type=Path, metavar="FILE", help="write a CSV file as well")
    told.add_argument("--redact", action="store_true", help="leave out the names of those who gave the answers")
    told.set_defaults(verb=_history)


def _import(parsed: argparse.Namespace) -> int:
    with opened() as desk:
        school = _school(desk, parsed.school)
        if school is None:
            return 2
        intake.finish(desk.store)
        upload = Upload(
            path=parsed.file,
            school=school,
            by=desk.by,
            as_at=parsed.as_at or desk.today,
            mapping=parsed.mapping,
            consent=parsed.consent,
            dates=_DATES.get(parsed.dates or ""),
            x=_X.get(parsed.x or ""),
        )
        found = _staged(desk, upload)
        if found is None:
            return 2
        _say(found.sentences())
        if found.nothing_new and not found.review:
            intake.discard(desk.store, found.batch, by=desk.by)
            _say(["Nothing has changed."])
            return 1 if found.unreadable else 0
        if not parsed.yes and not _agreed("Take this into the register? [y/N] "):
            _say(
                [
                    f"It waits as import {found.batch}: socialpost consents confirm {found.batch}, or discard {found.batch}."
                ]
            )
            return 0
        return _take(desk, found)


def _staged(desk: Offline, upload: Upload) -> Preview | None:
    """The file's preview; what only a person can say is asked, or named as an option where nobody can be asked."""
    hashes = Hashes(desk.settings.secrets.register_key)
    while True:
        bar = Bar("Reading")
        try:
            return intake.stage(desk.store, upload, kinds=_kinds(desk), hashes=hashes, at=desk.now, progress=bar)
        except AskError as question:
            option, choices, meanings = _QUESTIONS[question.option]
            answer = _asked(f"{question} ({choices}) ")
            if answer not in meanings:
                print(f"{question} Say it with {option}: {choices}. Nothing was imported.", file=sys.stderr)
                return None
            upload = replace(upload, **{question.option: meanings[answer]})
        finally:
            bar.close()


def _take(desk: Offline, found: Preview) -> int:
    bar = Bar("Writing")
    version = desk.settings.trust.policy.version
    try:
        posts = intake.confirm(desk.store, found.batch, by=desk.by, at=desk.now, policy_version=version, progress=bar)
    finally:
        bar.close()
    said = [f"{found.file_name} is in the register."]
    if posts:
        said.append(f"{count(len(posts), 'post is', 'posts are')} looked at again by the running bot.")
    if found.review:
        said.append(
            f"{count(found.review, 'row waits', 'rows wait')} for you: socialpost consents review {found.batch}"
        )
    _say(said)
    return 1 if found.review or found.unreadable else 0


def _list(parsed: argparse.Namespace) -> int:
    with opened() as desk, desk.store.read() as connection:
        for row in intake.batches(connection):
            waits = f", {count(row.waiting, 'row waits', 'rows wait')}" if row.waiting else ""
            when = f"{row.imported_at:%d/%m/%Y %H:%M}"
            state = _STATES.get(row.state, row.state)
            _say([f"{row.id:>5} {when} {row.school_id} {row.file_name} ({row.mapping}): {state}{waits}"])
    return 0


def _review(parsed: argparse.Namespace) -> int:
    with opened() as desk, desk.store.read() as connection:
        _say(intake.preview(connection, parsed.batch).sentences())
        waiting = list(intake.waiting(connection, parsed.batch))
        if not waiting:
            _say(["No row of this file waits for you."])
        for row in waiting:
            _say(
                [
                    "",
                    f"Row {row.number}: {row.called or 'no name'}{f' ({row.group})' if row.group else ''} – {row.says}",
                ]
            )
            _say([f"  {row.why}", *(f"  {_candidate(each)}" for each in row.candidates)])
        absent = list(intake.missing(connection, parsed.batch))
        names = history.names(connection, [each.person_id for each in absent])
        if absent:
            _say(["", "Permissions from earlier files that this one does not repeat (nothing changes by itself):"])
        for each in absent:
            places = ", ".join(sorted({place for _, place in each.permits}))
            _say([f"  {each.person_id}  {names.get(each.person_id, '')}: {places}"])
    return 0


def _candidate(one: intake.Candidate) -> str:
    return f"{one.person_id}  {one.name}, {one.group or 'no class'}, number {one.mis_id or '–'}"


def _confirm(parsed: argparse.Namespace) -> int:
    with opened() as desk:
        with desk.store.read() as connection:
            found = intake.preview(connection, parsed.batch)
        return _take(desk, found)


def _discard(parsed: argparse.Namespace) -> int:
    with opened() as desk:
        intake.discard(desk.store, parsed.batch, by=desk.by)
    _say([f"Import {parsed.batch} is thrown away. Nothing in the register has changed."])
    return 0


def _match(parsed: argparse.Namespace) -> int:
    with opened() as desk:
        if parsed.only:
            with desk.store.read() as connection:
                chosen = {
                    row.number: row.only.person_id for row in intake.waiting(connection, parsed.batch) if row.only
                }
        elif parsed.row is not None and (parsed.person or parsed.nobody):
            chosen = {parsed.row: "" if parsed.nobody else parsed.person}
        else:
            print("Say which row and which person, or --only, or the row and --nobody.", file=sys.stderr)
            return 2
        for number, person in chosen.items():
            intake.settle(desk.store, parsed.batch, number, person, by=desk.by, at=desk.now)
    _say([f"{count(len(chosen), 'row is', 'rows are')} settled."])
    return 0


def _mappings(parsed: argparse.Namespace) -> int:
    folder = Path.cwd() / MAPPINGS
    texts = intake.mapping_texts(folder)
    if not parsed.copy:
        with opened() as desk:
            for key, kind in _kinds(desk).items():
                own = " (yours)" if (folder / f"{key}.toml").exists() else ""
                _say([f"{key:<16} {kind.title}{own}"])
        return 0
    if parsed.copy not in texts:
        print(f"There is no mapping {parsed.copy}. Known are: {', '.join(sorted(texts))}.", file=sys.stderr)
        return 2
    target = folder / f"{parsed.copy}.toml"
    if target.exists():
        print(f"{target} is there already. Edit it, or take it away first.", file=sys.stderr)
        return 2
    folder.mkdir(exist_ok=True)
    target.write_text(texts[parsed.copy], encoding="utf-8")
    _say([f"{target} is yours to edit. It goes before the one that comes with socialpost."])
    return 0


def _history(parsed: argparse.Namespace) -> int:
    with opened() as desk, desk.store.read() as connection:
        schools = list(desk.settings.trust.schools)
        school = parsed.school or (schools[0] if len(schools) == 1 else "")
        person = history.find(connection, parsed.person, school)
        if person is None:
            hint = "" if school else " With the school's own number, add --school."
            print(f"Nobody in the register has this id.{hint}", file=sys.stderr)
            return 1
        told = history.of(connection, person, redact=parsed.redact)
        trust = desk.settings.trust
    if parsed.csv is not None:
        with parsed.csv.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(history.COLUMNS)
            writer.writerows([_harmless(cell) for cell in row] for row in told.rows())
    _say(told.lines({place.key: place.name for place in trust.platforms.values()}, trust.permissions.uses))
    return 0


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _kinds(desk: Offline) -> dict[str, FileKind]:
    trust = desk.settings.trust
    return intake.file_kinds(trust.platforms.values(), trust.permissions.uses, Path.cwd() / MAPPINGS)


def _school(desk: Offline, key: str) -> str | None:
    schools: Mapping[str, object] = desk.settings.trust.schools
    chosen = key or (next(iter(schools)) if len(schools) == 1 else "")
    if chosen in schools:
        return chosen
    print(f"Which school? Add --school with one of: {', '.join(schools)}.", file=sys.stderr)
    return None


def _agreed(question: str) -> bool:
    return _asked(question) in {"y", "yes"}


def _asked(question: str) -> str:
    """What somebody types, in small letters; '' where nobody is there to ask."""
    if not sys.stdin.isatty():
        return ""
    try:
        return input(question).strip().casefold()
    except EOFError:
        return ""


def _say(lines: list[str]) -> None:
    for line in lines:
        print(line, flush=True)
