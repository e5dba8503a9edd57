"""The trust as its settings describe it."""

from __future__ import annotations

import pytest

from bot.domain.trust import School


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
