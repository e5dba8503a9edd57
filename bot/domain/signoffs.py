"""Which facts ask for whose yes, as one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.domain.post import Body, Purpose
from bot.domain.trust import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A sign-off that a revision must have: which role gives it, for which clause, and why, as the card says it."""

    role: Role
    clause: str
    because: str


_TABLE: tuple[tuple[Callable[[Body], bool], Need], ...] = (
    (
        lambda body: body.purpose is Purpose.REMINDER,
        Need(role=Role.REMINDER_AUTHORISER, clause="SP-4", because="because it is a reminder"),
    ),
    (
        lambda body: True,
        Need(role=Role.SLT, clause="SP-5", because="because every post needs it: one yes from any of you"),
    ),
)

STANDS_IN: Mapping[Role, frozenset[Role]] = {
    Role.REMINDER_AUTHORISER: frozenset({Role.CEO}),
    Role.SLT: frozenset({Role.HEADTEACHER}),
}
"""Whose yes counts for a role beside that of those who hold it."""

BECAUSE = {need.role: need.because for _, need in _TABLE}


def givers(role: Role) -> tuple[Role, ...]:
    """The roles that may give a sign-off that is asked of this role, itself first."""
    return (role, *sorted(STANDS_IN.get(role, frozenset())))


def may_give(role: Role, held: frozenset[Role]) -> bool:
    """Whether somebody with these roles may give the sign-off of that one."""
    return not held.isdisjoint(givers(role))


def needs(body: Body) -> tuple[Need, ...]:
    """Every sign-off that this content asks for, SLT's last (clauses SP-4 and SP-5)."""
    return tuple(need for asks, need in _TABLE if asks(body))
