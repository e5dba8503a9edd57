"""Whom a post would have to ask, and that a post which nobody could approve is stopped at the form."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.post import Declared, Purpose
from bot.domain.trust import Role
from bot.workflow.asking import nobody_to_ask
from storage.engine import Store
from tests.conftest import Clock
from tests.domain.making import revision
from tests.storage.test_deputies import HELEN, RUTH, desk_of


@pytest.mark.parametrize(
    ("author", "quorum", "changes", "missing"),
    [
        ("U0ANY", 1, {}, []),
        ("U0ANY", 2, {}, []),
        (HELEN, 1, {}, []),
        (HELEN, 2, {}, ["nobody:slt"]),
        ("U0ANY", 3, {}, ["nobody:slt"]),
        ("U0ANY", 1, {"declared": (Declared.LOGO,)}, []),
        (RUTH, 1, {"declared": (Declared.LOGO,)}, []),
        ("U0ANY", 1, {"purpose": Purpose.REMINDER}, ["nobody:reminder_authoriser"]),
        ("U0ANY", 1, {"declared": (Declared.NOT_SURE,)}, []),
        (RUTH, 1, {"declared": (Declared.NOT_SURE,)}, ["nobody:adviser"]),
    ],
)
def test_a_post_that_nobody_could_approve_is_not_sent(
    store: Store, clock: Clock, author: str, quorum: int, changes: dict[str, object], missing: list[str]
) -> None:
    """A school with a Headteacher and one of SLT, without an adviser and without anybody who authorises reminders."""
    desk = desk_of(store, clock)
    desk = replace(desk, trust=replace(desk.trust, quorum={Role.SLT: quorum}))
    with store.read() as connection:
        found = nobody_to_ask(desk, connection, revision(**changes).body, author)
    assert [each.code for each in found] == missing
    assert all(each.sentence.endswith("Please tell IT.") for each in found)
