"""What counts as permission to show a person (clause SP-1): one pure function, which everything else asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ConsentState(StrEnum):
    """What a register says. Blank cells are kept as UNKNOWN, so that a later blank ends an earlier yes."""

    GRANTED = "granted"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRecord:
    """One entry of the append-only register. `order` rises with every entry: the later entry speaks for its place.

    evidence: the form's reference, or the imported file, so that "written" can be shown. Dates are school days.
    """

    person_id: str
    place: str
    state: ConsentState
    given_on: date | None
    evidence: str
    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody in the register, as the form shows them to staff. `id` is ours; `mis_id` is the school's."""

    id: str
    school: str
    role: str
    forename: str
    surname: str
    year_group: str = ""
    class_name: str = ""

    @property
    def name(self) -> str:
        """Chosen forename where there is one, and surname."""
        return f"{self.forename} {self.surname}".strip()

    @property
    def group(self) -> str:
        """Year and class, to tell namesakes apart: "Year 4 Hazel"."""
        return " ".join(part for part in (self.year_group, self.class_name) if part)


def permitted(records: Iterable[ConsentRecord], *, place: str, today: date) -> bool:
    """Whether these records of ONE person allow them to be shown in `place` on `today` (clause SP-1).

    Only a grant that is written (has evidence), dated and begun is yes. Nothing on record is no. The latest entry for a
    place speaks: a later blank or refusal ends an earlier grant.
    """
    entries = [record for record in records if record.place == place]
    if not entries:
        return False
    latest = max(entries, key=lambda record: record.order)
    return (
        latest.state is ConsentState.GRANTED
        and bool(latest.evidence)
        and latest.given_on is not None
        and latest.given_on <= today
    )
