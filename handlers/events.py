"""What Slack tells us of people and channels, so that roles follow at once and not only at the next refresh."""

from __future__ import annotations

from handlers.hall import Ack, Body, Hall

MEMBER_JOINED = "member_joined_channel"
MEMBER_LEFT = "member_left_channel"
GROUP_CHANGED = "subteam_members_changed"
USER_CHANGED = "user_change"

EVENTS = (MEMBER_JOINED, MEMBER_LEFT, GROUP_CHANGED, USER_CHANGED)


def event(hall: Hall, body: Body) -> Ack:
    """Asks Slack again for what changed, in the background: the acknowledgement waits for nothing."""
    told, now = body.get("event") or {}, hall.now()
    kind = told.get("type")
    if kind in {MEMBER_JOINED, MEMBER_LEFT}:
        hall.directory.channel_changed(str(told.get("channel") or ""), now)
    elif kind == GROUP_CHANGED:
        hall.directory.group_changed(str(told.get("subteam_id") or ""), now)
    elif kind == USER_CHANGED and isinstance(told.get("user"), dict):
        hall.directory.user_changed(told["user"], now)
    return None
