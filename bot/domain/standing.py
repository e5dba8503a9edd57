"""What stands for a person for a time: training, acknowledgement, restrictions, deputies, line managers, permissions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.trust import Role


class Kind(StrEnum):
    """What can stand. Each has an owner: the roles that may enter and end it."""

    TRAINING = "training"
    """Clauses ED-1 and GV-9; `ends`: when it must be done again, if it must."""
    ACKNOWLEDGEMENT = "acknowledgement"
    """Clause GV-4; `value`: the policy's version. Everybody gives their own."""
    RESTRICTION = "restriction"
    """Clause ED-2; `value`: "extra" (the Headteacher sees each post first) or "suspended"."""
    DEPUTY = "deputy"
    """`value`: the role that they hold in somebody's place."""
    LINE_MANAGER = "line_manager"
    """`value`: the Slack id of whoever is asked when this person is not sure (clause RP-3)."""
    LOGO = "logo"
    """Clause IP-1: the school's own logo may be shown without asking each time. Belongs to the school, not to a person."""
    LINKEDIN = "linkedin"
    """Clause PU-1: this person may name the school as their employer on LinkedIn."""

    @property
    def label(self) -> str:
        """As forms, lists and the command line say it."""
        return _LABELS[self]


EXTRA, SUSPENDED = "extra", "suspended"

_LABELS = {
    Kind.TRAINING: "Training",
    Kind.ACKNOWLEDGEMENT: "Policy read",
    Kind.RESTRICTION: "Restriction",
    Kind.DEPUTY: "Deputy",
    Kind.LINE_MANAGER: "Line manager",
    Kind.LOGO: "School logo",
    Kind.LINKEDIN: "LinkedIn",
}

OWNERS = {
    Kind.TRAINING: frozenset({Role.HEADTEACHER}),
    Kind.RESTRICTION: frozenset({Role.HEADTEACHER}),
    Kind.DEPUTY: frozenset({Role.HEADTEACHER, Role.CEO}),
    Kind.LINE_MANAGER: frozenset({Role.HEADTEACHER}),
    Kind.LOGO: frozenset({Role.HEADTEACHER}),
    Kind.LINKEDIN: frozenset({Role.DEVICE_APPROVER}),
}
"""Who keeps which register. An acknowledgement has no owner: each person gives their own and nobody else's."""

DEPUTISED = frozenset({Role.HEADTEACHER, Role.REMINDER_AUTHORISER, Role.ADVISER, Role.DEVICE_APPROVER, Role.OFFICE})
"""Roles in which somebody can have a deputy through Slack. Who belongs to SLT, and the CEO, are for the settings to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One entry. ends: the last day, both days included, or None while nobody ends it. Days are school time."""

    id: int
    school: str
    user_id: str
    kind: Kind
    begins: date
    ends: date | None
    value: str = ""
    evidence: str = ""
    by: str = ""

    def holds(self, today: date) -> bool:
        return self.begins <= today and (self.ends is None or today <= self.ends)


def in_force(entries: Iterable[Standing], kind: Kind, today: date) -> list[Standing]:
    """The entries of this kind that hold today."""
    return [entry for entry in entries if entry.kind is kind and entry.holds(today)]


def restriction(entries: Iterable[Standing], today: date) -> str:
    """The strictest restriction that holds today: "suspended", "extra", or ''."""
    values = {entry.value for entry in in_force(entries, Kind.RESTRICTION, today)}
    return next((value for value in (SUSPENDED, EXTRA) if value in values), "")
