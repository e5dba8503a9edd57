"""Who may write at all: asked before the form opens, and again when it is sent (clauses ED-1, ED-2, GV-4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.domain.lifecycle import Refusal
from bot.domain.standing import SUSPENDED, Kind, Standing, in_force, restriction
from bot.domain.trust import Role, Trust

SUSPENDED_NOW = Refusal("suspended", "Posting is paused for you. Please speak to the Headteacher.")
NOT_TRAINED = Refusal(
    "not_trained", "Your training for posting is not on record, or has run out. Please speak to the Headteacher."
)
NOT_READ = Refusal(
    "not_read", "Before your first post, please read the Social Media Policy. It takes 5 minutes. Type /socialpost."
)


def may_write(standing: Iterable[Standing], roles: frozenset[Role], trust: Trust, today: date) -> Refusal | None:
    """Why somebody may not write a post today, or None. standing: their own entries. Safe by default: no entry, no training."""
    entries = list(standing)
    if restriction(entries, today) == SUSPENDED:
        return SUSPENDED_NOW
    if trust.trained & roles and not in_force(entries, Kind.TRAINING, today):
        return NOT_TRAINED
    read = {entry.value for entry in in_force(entries, Kind.ACKNOWLEDGEMENT, today)}
    if trust.acknowledged and trust.policy.version not in read:
        return NOT_READ
    return None
