"""When Slack is asked whether somebody's file is gone: soon while they may be at it, then once a day."""

from __future__ import annotations

from datetime import datetime, timedelta

SOON, DAILY = timedelta(minutes=5), timedelta(days=1)
AT_FIRST = timedelta(hours=1)


def at_first(asked_at: datetime, now: datetime) -> bool:
    """Whether the owner was asked so lately that nobody reminds them yet."""
    return now - asked_at < AT_FIRST


def next_look(asked_at: datetime, now: datetime) -> datetime:
    """When Slack is asked again after it said that the file is still there."""
    return now + (SOON if at_first(asked_at, now) else DAILY)
