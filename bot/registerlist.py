"""`socialpost registers …`: training, restrictions, deputies, line managers and permissions, without Slack."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from bot.domain.lifecycle import Refusal
from bot.domain.standing import OWNERS, Kind
from bot.offline import opened
from bot.settings import Settings
from bot.workflow.desk import Desk
from bot.workflow.registers import CLI, Register, Registers, Wanted
from storage.book import Ids
from storage.ledger import Ledger


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The verbs of `socialpost registers`."""
    show = verbs.add_parser("list", help="what stands in the registers")
    show.add_argument("--school", default="", help="only of this school: its key in trust.toml")
    show.set_defaults(verb=_list)
    training = verbs.add_parser(
        "training", help="who decides on posts or publishes them, and whose training is in date"
    )
    training.add_argument("--school", default="", help="only of this school: its key in trust.toml")
    training.set_defaults(verb=_training)
    add = verbs.add_parser("add", help="enter something")
    add.add_argument("kind", choices=[kind.value for kind in OWNERS])
    add.add_argument("--school", default="", help="the school's key in trust.toml; left out where there is only one")
    add.add_argument("--person", default="", metavar="U…", help="whom it is about: a Slack member id")
    add.add_argument(
        "--value", default="", help="restriction: extra, suspended; deputy: a role; line_manager: a member id"
    )
    add.add_argument("--from", dest="begins", type=date.fromisoformat, metavar="YYYY-MM-DD", help="left out: today")
    add.add_argument("--until", dest="ends", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the last day")
    add.add_argument("--note", default="", help="how it is known")
    add.set_defaults(verb=_add)
    end = verbs.add_parser("end", help="end an entry from today on")
    end.add_argument("entry", type=int, metavar="NUMBER")
    end.set_defaults(verb=_end)


@contextmanager
def _registers() -> Iterator[tuple[Registers, Settings]]:
    with opened() as here:
        settings = here.settings
        ledger = Ledger(
            store=here.store,
            ids=Ids(salt=lambda: os.urandom(16).hex()),
            policy_version=settings.trust.policy.version,
            committed=lambda: None,
        )
        desk = Desk(ledger=ledger, trust=settings.trust, now=lambda: here.now, role_max_age=settings.role_max_age)
        yield Registers(desk=desk), settings


def _list(parsed: argparse.Namespace) -> int:
    with _registers() as (registers, _):
        lines = [_line(register, entry.id) for register in registers.all(parsed.school) for entry in register.entries]
    for line in lines or ["Nothing stands in the registers yet: socialpost registers add."]:
        print(line)
    return 0


def _line(register: Register, number: int) -> str:
    entry = next(each for each in register.entries if each.id == number)
    who = f"{entry.user_id} {register.names.get(entry.user_id, '')}".strip() or "the school"
    until = f" until {entry.ends}" if entry.ends else ""
    said = f" {entry.value}" if entry.value else ""
    return f"{entry.id:>5}  {register.school.key}  {entry.kind.value}{said}: {who}, from {entry.begins}{until}"


def _training(parsed: argparse.Namespace) -> int:
    """Exit code 1 where somebody has none, so that a monthly job can tell."""
    with _registers() as (registers, _):
        people = registers.training(parsed.school)
        for each in people:
            until = f"until {each.training.ends}" if each.training and each.training.ends else "without an end"
            said = f"trained from {each.training.begins} {until}" if each.training else "no training in date"
            who = f"{each.user_id} {each.name}".strip()
            print(f"{each.school.key}  {who} ({', '.join(role.value for role in each.roles)}): {said}")
        if not people:
            print("Nobody is known who decides on posts or publishes them. The bot learns it from Slack when it runs.")
    return 1 if any(each.training is None for each in people) else 0


def _add(parsed: argparse.Namespace) -> int:
    with _registers() as (registers, settings):
        schools = list(settings.trust.schools)
        school = parsed.school or (schools[0] if len(schools) == 1 else "")
        if school not in schools:
            print(f"Which school? Write --school and one of: {', '.join(schools)}.", file=sys.stderr)
            return 1
        wanted = Wanted(
            kind=Kind(parsed.kind),
            school=school,
            user_id=parsed.person,
            begins=parsed.begins,
            ends=parsed.ends,
            value=parsed.value,
            evidence=parsed.note,
        )
        outcome = registers.enter(CLI, wanted)
        if isinstance(outcome, Refusal):
            print(outcome.sentence, file=sys.stderr)
            return 1
        print(f"Entered as number {outcome.id}.")
    return 0


def _end(parsed: argparse.Namespace) -> int:
    with _registers() as (registers, _):
        outcome = registers.end(CLI, parsed.entry)
        if isinstance(outcome, Refusal):
            print(outcome.sentence, file=sys.stderr)
            return 1
        print("Ended. What was on record until today stays.")
    return 0
