"""The policy to be read before the first post, and the registers that the Headteacher and a few others keep."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    DatePickerElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    StaticSelectElement,
    UserSelectElement,
)

from bot.domain.standing import DEPUTISED, EXTRA, SUSPENDED, Kind, Standing
from bot.domain.trust import Role, School, Trust
from bot.workflow.registers import LONGEST_EVIDENCE, Register
from handlers import ids
from handlers.blocks import (
    actions,
    bullets,
    button,
    capital,
    clip,
    esc,
    field,
    grey,
    grey_plain,
    header,
    link,
    mention,
    option,
    plain,
    run,
    section,
)
from handlers.metadata import Metadata
from handlers.modals.view import MOST_OPTIONS, view

MOST_ENTRIES = 8
RULES = (
    "Posts are positive and about the school, its pupils’ learning, staff and achievements.",
    "No child’s name in words or pictures, even with permission. Every child shown needs a permission on record.",
    "SLT say yes to every post. The office publishes it, never you.",
    "Logos, brands and questions about copyright go to the Headteacher first.",
    "Not sure? Ask before you send it.",
)


def policy(trust: Trust) -> dict[str, Any]:
    """What the policy asks in short, where it stands in full, the monitoring notice, and one tick."""
    tick = option("Yes, I have read it", "read")
    where = trust.policy.link
    return view(
        ids.POLICY_FORM,
        "Please read this first",
        [
            section("policy", f"*Social Media Policy, {esc(clip(trust.policy.version, 40))}*. In short:"),
            bullets("rules", [[run(rule)] for rule in RULES]),
            bullets("full", [[run("All of it: "), link(where, "Social Media Policy")]]) if where else None,
            grey_plain("monitoring", trust.policy.monitoring),
            field(ids.READ, "Have you read the policy?", CheckboxesElement(action_id=ids.READ, options=[tick])),
        ],
        submit="Go on to my post",
        close="Cancel",
        metadata=Metadata(),
    )


def registers(found: Sequence[Register]) -> dict[str, Any]:
    """Each register with what stands in it, a way to end an entry, and a way to add one."""
    several = len({each.school.key for each in found}) > 1
    blocks: list[Block | None] = [grey("who", "You keep these. Every change is recorded with your name.")]
    for each in found[:12]:
        blocks += _register(each, several)
    return view(ids.REGISTERS_VIEW, "Registers", blocks)


def _register(register: Register, several: bool) -> list[Block | None]:
    key = f"{register.school.key}.{register.kind.value}"
    of = f" · {clip(register.school.short_name, 60)}" if several else ""
    hidden = len(register.entries) - MOST_ENTRIES
    return [
        header(key, f"{register.kind.label}{of}"),
        *(_entry(register, entry) for entry in register.entries[-MOST_ENTRIES:]),
        _untrained(register, f"{key}.untrained"),
        grey(f"{key}.more", f"and {hidden} earlier ones, on the command line") if hidden > 0 else None,
        actions(
            f"{key}.do", button(ids.keyed(ids.REGISTER_ADD, key), "Add", key, spoken=f"Add to {register.kind.label}")
        ),
    ]


def _untrained(register: Register, block_id: str) -> Block | None:
    """Clause GV-9: who decides on posts or publishes them is trained like everybody else."""
    if not register.untrained:
        return None
    told = ", ".join(mention(each) for each in register.untrained[:MOST_ENTRIES])
    more = len(register.untrained) - MOST_ENTRIES
    return grey(
        block_id, f"Decide or publish, without training in date: {told}{f' and {more} more' if more > 0 else ''}"
    )


def _entry(register: Register, entry: Standing) -> Block:
    who = mention(entry.user_id) if entry.user_id else "The school"
    until = f" until {_day(entry.ends)}" if entry.ends else ""
    said = f" · {esc(says(register, entry))}" if entry.value else ""
    end = button(ids.keyed(ids.REGISTER_END, entry.id), "End", str(entry.id), spoken="End this entry")
    return section(
        f"entry.{register.school.key}.{entry.id}", f"{capital(who)} · from {_day(entry.begins)}{until}{said}", end
    )


def says(register: Register, entry: Standing) -> str:
    """What an entry's value means."""
    if entry.kind is Kind.LINE_MANAGER:
        return register.names.get(entry.value, entry.value)
    return {EXTRA: "the Headteacher sees each post first", SUSPENDED: "no posts for now"}.get(
        entry.value, entry.value.replace("_", " ")
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def add(kind: Kind, school: School, trust: Trust) -> dict[str, Any]:
    """One entry: who, from when, until when, what, and how it is known."""
    return view(
        ids.REGISTER_FORM,
        f"Add: {kind.label}"[:24],
        [
            grey("school", esc(clip(school.name, 100))),
            None if kind is Kind.LOGO else _person(ids.REGISTER_WHO, "Who is it about?"),
            _value(kind, trust),
            _date(ids.REGISTER_FROM, "From which day?", "Left empty: from today on."),
            _date(ids.REGISTER_UNTIL, "Until which day?", _until(kind)),
            _evidence(),
        ],
        submit="Add",
        close="Back",
        metadata=Metadata(key=kind.value, school=school.key),
    )


def _until(kind: Kind) -> str:
    return "Both days are included." if kind is Kind.DEPUTY else "Left empty: until somebody ends it."


def _person(block_id: str, label: str) -> InputBlock:
    return field(block_id, label, UserSelectElement(action_id=block_id, placeholder=plain("Choose a colleague")))


def _value(kind: Kind, trust: Trust) -> InputBlock | None:
    if kind is Kind.LINE_MANAGER:
        return _person(ids.REGISTER_MANAGER, "Who is asked when they are not sure?")
    offered = _offered(kind, trust)
    if not offered:
        return None
    element = StaticSelectElement(
        action_id=ids.REGISTER_VALUE, placeholder=plain("Choose one"), options=offered[:MOST_OPTIONS]
    )
    return field(ids.REGISTER_VALUE, "Which one?", element)


def _offered(kind: Kind, trust: Trust) -> list[Option]:
    if kind is Kind.RESTRICTION:
        return [option("The Headteacher sees each post first", EXTRA), option("No posts for now", SUSPENDED)]
    if kind is Kind.DEPUTY:
        roles = [role for role in Role if role in DEPUTISED]
        return [option(f"In place of {trust.role_titles.get(role, role.value)}", role.value) for role in roles]
    return []


def _date(block_id: str, label: str, hint: str) -> InputBlock:
    return field(block_id, label, DatePickerElement(action_id=block_id), hint=hint, optional=True)


def _evidence() -> InputBlock:
    element = PlainTextInputElement(action_id=ids.REGISTER_EVIDENCE, max_length=LONGEST_EVIDENCE)
    return field(
        ids.REGISTER_EVIDENCE, "How is it known?", element, hint="A course, a letter, a meeting.", optional=True
    )
