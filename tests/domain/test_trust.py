"""The trust as its settings describe it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.trust import Deputy, Role, School


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Brackenfold Primary Academy", "Brackenfold"),
        ("St Mary’s Primary", "St Mary’s"),
        ("St John's C of E Voluntary Aided Primary School", "St John's"),
        ("Our Lady of Lourdes Catholic Primary School", "Our Lady of Lourdes"),
        ("The Willows Infant School", "The Willows"),
        ("Church Lane Primary", "Church Lane"),
        ("First Steps Nursery", "First Steps"),
        ("Holy Trinity CE (VC) Primary", "Holy Trinity"),
        ("Oakwood", "Oakwood"),
        ("Academy", "Academy"),
    ],
)
def test_the_short_name_is_what_colleagues_say(name: str, short: str) -> None:
    """Everything before what kind of school it is; never a mere "St" or "The"."""
    school = School(key="s", name=name, slt_channel="C1", office_channel="C2")
    assert school.short_name == short


@pytest.mark.parametrize(
    ("role", "school", "today", "stands_in"),
    [
        (Role.HEADTEACHER, "wren", date(2027, 4, 19), True),
        (Role.HEADTEACHER, "wren", date(2027, 5, 3), True),
        (Role.HEADTEACHER, "wren", date(2027, 4, 18), False),
        (Role.HEADTEACHER, "wren", date(2027, 5, 4), False),
        (Role.SLT, "wren", date(2027, 4, 20), False),
        (Role.HEADTEACHER, "brackenfold", date(2027, 4, 20), False),
    ],
)
def test_a_deputy_has_one_role_in_one_school_for_some_days(
    role: Role, school: str, today: date, *, stands_in: bool
) -> None:
    """The first and the last day are both among them."""
    deputy = Deputy(
        role=Role.HEADTEACHER, user_id="U0D", school="wren", begins=date(2027, 4, 19), ends=date(2027, 5, 3)
    )
    assert deputy.stands_in(role, school, today) is stands_in
