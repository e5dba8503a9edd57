"""The people, rooms and rules of these tests. Some are guests, strangers, leavers and robots, and sit in the staff room too."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future

import pytest

from bot.domain.trust import Role
from bot.settings import RoleRule
from handlers.people import Directory

PRIYA, HELEN, IMRAN, SUE, DAN = "U0PRIYANAIR", "U0HELENMARSH", "U0IMRANSADIQ", "U0SUEBRAMLEY", "U0DANWHITLOCK"
GUEST, SINGLE, STRANGER, FRIEND, LEFT, ROBOT = "U0GUEST", "U0SINGLE", "U0STRANGER", "U0FRIEND", "U0LEFT", "U0ROBOT"
STAFF, SLT, ELSEWHERE = "C0STAFFROOM", "S0SLT", "C0CANTEEN"
RULES = (
    RoleRule(role=Role.STAFF, school="brackenfold", channel=STAFF),
    RoleRule(role=Role.SLT, school="brackenfold", group=SLT),
    RoleRule(role=Role.OFFICE, users=(SUE, GUEST)),
)
NAMES = (
    "Priya",
    "Nair",
    "Helen",
    "Marsh",
    "Imran",
    "Sadiq",
    "Sue",
    "Bramley",
    "Whitlock",
    "Guest",
    "Stranger",
    "Friend",
)

Hire = Callable[..., Directory]
Roles = Callable[..., set[Role]]
Log = pytest.LogCaptureFixture


def done(future: Future[None] | None) -> None:
    assert future is not None
    future.result(10)
