"""Somebody of the register with every name they have: what the name finder is fed with."""

from __future__ import annotations

from dataclasses import dataclass

PUPIL = "pupil"
STAFF = "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """All that the register says of how somebody is called and where they belong. `role`: "pupil", "staff" …

    chosen: the forename that they go by; empty means the legal one. surname: empty for somebody of a single name.
    """

    id: str
    role: str
    forename: str
    middle: str = ""
    surname: str = ""
    chosen: str = ""
    year_group: str = ""
    class_name: str = ""
