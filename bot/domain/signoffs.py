"""Which facts ask for whose yes, as one table, and who may give it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from bot.domain.post import Body, Declared, Purpose, Task, TaskKind
from bot.domain.trust import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What asks for a yes beside the content itself.

    author_roles: those that the author holds in the post's school. extra_scrutiny: the Headteacher wants to see this author's
    posts (clause ED-2). own_logo_allowed: the Headteacher's standing permission for the school's own logo (IP-1).
    line_manager: Slack id of the author's, or ''. quorum: how many must say yes where one is not enough.
    """

    author_roles: frozenset[Role] = frozenset()
    extra_scrutiny: bool = False
    own_logo_allowed: bool = False
    line_manager: str = ""
    quorum: Mapping[Role, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A yes that a revision must have: which role gives it and for which clauses (with commas where there are several).

    user_id: the one person who is asked, or ''. seat: which of several of one role, from 1. given: whether the author gave
    it by sending the post, since the permission is theirs to give.
    """

    role: Role
    clause: str
    kind: TaskKind = TaskKind.SIGNOFF
    user_id: str = ""
    seat: int = 1
    given: bool = False


_TABLE: tuple[tuple[Callable[[Body, Circumstances], bool], Need], ...] = (
    (
        lambda body, about: Declared.NOT_SURE in body.declared,
        Need(role=Role.ADVISER, clause="RP-3", kind=TaskKind.ADVICE),
    ),
    (lambda body, about: body.purpose is Purpose.REMINDER, Need(role=Role.REMINDER_AUTHORISER, clause="SP-4")),
    (
        lambda body, about: (
            Declared.LOGO in body.declared or (Declared.OWN_LOGO in body.declared and not about.own_logo_allowed)
        ),
        Need(role=Role.HEADTEACHER, clause="IP-1"),
    ),
    (lambda body, about: Declared.COPYRIGHT in body.declared, Need(role=Role.HEADTEACHER, clause="IP-3")),
    (lambda body, about: about.extra_scrutiny, Need(role=Role.HEADTEACHER, clause="ED-2")),
    (lambda body, about: True, Need(role=Role.SLT, clause="SP-5")),
)

_WHY = {
    "RP-3": "because the author is not sure",
    "SP-4": "because it is a reminder",
    "IP-1": "because it shows a logo, a brand or confidential material",
    "IP-3": "because of a question about copyright",
    # Read in SLT's channel too: why the Headteacher looks at somebody's posts is between the two.
    "ED-2": "because they asked to see it",
    "SP-5": "because every post needs it",
}

CHECKLIST = (
    "is true and misleads nobody",
    "speaks for the school and poses as nobody else",
    "is fair to everybody in it",
)
"""What SLT say of a post by approving it (clause CO-2), after "it"."""

CHECKLIST_ID = "checked:2026-11"
"""Which wording of `CHECKLIST` that was, for the log. Change it with the words."""

STANDS_IN: Mapping[Role, frozenset[Role]] = {
    Role.REMINDER_AUTHORISER: frozenset({Role.CEO}),
    Role.SLT: frozenset({Role.HEADTEACHER}),
    Role.ADVISER: frozenset({Role.HEADTEACHER}),
}
"""Whose yes counts for a role beside that of those who hold it."""

_THEIRS_TO_GIVE = frozenset({"SP-4", "IP-1", "IP-3"})
"""Permissions that somebody gives by sending a post of their own, if they are theirs to give. SLT's yes never is."""


def needs(body: Body, about: Circumstances = Circumstances()) -> tuple[Need, ...]:
    """Every yes that this content asks for, SLT's last, each role once: its reasons stand together."""
    found: dict[Role, Need] = {}
    for asks, need in _TABLE:
        if asks(body, about):
            before = found.get(need.role)
            found[need.role] = replace(before, clause=f"{before.clause},{need.clause}") if before else need
    return tuple(seat for need in found.values() for seat in _seats(_in_person(need, about), about))


def _in_person(need: Need, about: Circumstances) -> Need:
    if need.kind is TaskKind.ADVICE:
        return replace(need, user_id=about.line_manager)
    theirs = set(need.clause.split(",")) <= _THEIRS_TO_GIVE and may_give(need.role, about.author_roles)
    return replace(need, given=theirs)


def _seats(need: Need, about: Circumstances) -> tuple[Need, ...]:
    most = about.quorum.get(need.role, 1) if need.kind is TaskKind.SIGNOFF and not need.given else 1
    return tuple(replace(need, seat=seat) for seat in range(1, most + 1))


def why(clause: str) -> str:
    """Why somebody is asked, as cards say it: "because it is a reminder"."""
    return " and ".join(_WHY[each] for each in dict.fromkeys(clause.split(",")) if each in _WHY)


def givers(role: Role) -> tuple[Role, ...]:
    """The roles that may give a yes that is asked of this role, itself first."""
    return (role, *sorted(STANDS_IN.get(role, frozenset())))


def may_give(role: Role, held: frozenset[Role]) -> bool:
    """Whether somebody with these roles may give the yes of that one."""
    return not held.isdisjoint(givers(role))


def may_settle(task: Task, user_id: str, held: frozenset[Role]) -> bool:
    """Whether this task is somebody's to give: by their role, or because they are the one who is asked.

    Somebody without any role in the school has no rights there, whoever names them.
    """
    return bool(held) and (task.user_id == user_id or may_give(task.role, held))
