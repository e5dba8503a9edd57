"""How long we wait for somebody, as a trust sets it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """nudge_after: working time until those who can act are reminded. takedown_within: hours of the clock, day and night.

    ahead_days: school days before its time that the office gets a post. publish_within_days: school days after its time (or
    its approval) for which an approval holds.
    """

    nudge_after: timedelta = timedelta(hours=4)
    takedown_within: timedelta = timedelta(hours=2)
    ahead_days: int = 3
    publish_within_days: int = 10
