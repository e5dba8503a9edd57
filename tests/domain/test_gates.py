"""Who may write at all: restricted, trained, and having read the policy (clauses ED-1, ED-2, GV-4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.gates import NOT_READ, NOT_TRAINED, SUSPENDED_NOW, may_write
from bot.domain.lifecycle import Refusal
from bot.domain.standing import EXTRA, OWNERS, SUSPENDED, Kind, Standing, restriction
from bot.domain.trust import Role
from tests.domain.making import TRUST

TODAY = date(2026, 11, 24)
STRICT = replace(TRUST, trained=frozenset({Role.STAFF}), acknowledged=True)
STAFF = frozenset({Role.STAFF})


def entry(kind: Kind, value: str = "", *, begins: date = date(2026, 9, 1), ends: date | None = None) -> Standing:
    return Standing(id=1, school="brackenfold", user_id="U0PRIYANAIR", kind=kind, begins=begins, ends=ends, value=value)


READ, TRAINED = entry(Kind.ACKNOWLEDGEMENT, TRUST.policy.version), entry(Kind.TRAINING)


@pytest.mark.parametrize(
    ("standing", "refusal"),
    [
        ([READ, TRAINED], None),
        ([TRAINED], NOT_READ),
        ([READ], NOT_TRAINED),
        ([], NOT_TRAINED),
        ([READ, entry(Kind.TRAINING, ends=date(2026, 11, 23))], NOT_TRAINED),
        ([READ, entry(Kind.TRAINING, ends=TODAY)], None),
        ([READ, entry(Kind.TRAINING, begins=date(2026, 11, 25))], NOT_TRAINED),
        ([TRAINED, entry(Kind.ACKNOWLEDGEMENT, "June 2019")], NOT_READ),
        ([READ, TRAINED, entry(Kind.RESTRICTION, SUSPENDED)], SUSPENDED_NOW),
        ([READ, TRAINED, entry(Kind.RESTRICTION, SUSPENDED, ends=date(2026, 11, 23))], None),
        ([READ, TRAINED, entry(Kind.RESTRICTION, EXTRA)], None),
    ],
)
def test_the_gates_before_the_form(standing: list[Standing], refusal: Refusal | None) -> None:
    """Nothing on record is no training and no reading; what has ended, or has not begun, counts for nothing."""
    assert may_write(standing, STAFF, STRICT, TODAY) == refusal


def test_a_trust_that_asks_for_neither_lets_its_staff_write() -> None:
    """And one that requires training of SLT alone asks it of nobody else."""
    assert may_write([], STAFF, TRUST, TODAY) is None
    assert may_write([], STAFF, replace(TRUST, trained=frozenset({Role.SLT})), TODAY) is None
    assert may_write([], STAFF | {Role.SLT}, replace(TRUST, trained=frozenset({Role.SLT})), TODAY) == NOT_TRAINED


def test_the_strictest_of_several_restrictions_holds() -> None:
    """A second, milder entry opens nothing."""
    both = [entry(Kind.RESTRICTION, SUSPENDED), entry(Kind.RESTRICTION, EXTRA)]
    assert restriction(both, TODAY) == restriction(both[::-1], TODAY) == SUSPENDED


def test_every_register_but_ones_own_reading_has_an_owner() -> None:
    """Nobody can be entered by everybody, and nobody reads the policy for somebody else."""
    assert OWNERS.keys() == set(Kind) - {Kind.ACKNOWLEDGEMENT}
    assert not any(owners & {Role.STAFF, Role.OFFICE, Role.SLT} for owners in OWNERS.values())
