"""What Slack tells us of people and channels, so that roles follow at once and not only at the next refresh."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.hall import Ack, Body, Hall
from handlers.home import home_view

MEMBER_JOINED = "member_joined_channel"
MEMBER_LEFT = "member_left_channel"
GROUP_CHANGED = "subteam_members_changed"
USER_CHANGED = "user_change"
HOME_OPENED = "app_home_opened"

EVENTS = (HOME_OPENED, MEMBER_JOINED, MEMBER_LEFT, GROUP_CHANGED, USER_CHANGED)


def event(hall: Hall, body: Body) -> Ack:
    """Asks Slack again for what changed, in the background: the acknowledgement waits for nothing."""
    told, now = body.get("event") or {}, hall.now()
    kind = told.get("type")
    if kind == HOME_OPENED:
        return _home(hall, told)
    if kind in {MEMBER_JOINED, MEMBER_LEFT}:
        hall.directory.channel_changed(str(told.get("channel") or ""), now)
    elif kind == GROUP_CHANGED:
        hall.directory.group_changed(str(told.get("subteam_id") or ""), now)
    elif kind == USER_CHANGED and isinstance(told.get("user"), dict):
        hall.directory.user_changed(told["user"], now)
    return None


def _home(hall: Hall, told: Mapping[str, Any]) -> Ack:
    """Events name their person elsewhere than clicks do, so who may come in is asked here."""
    user = str(told.get("user") or "")
    if told.get("tab") == "home" and user and not hall.directory.look_up(user, hall.now()).refused:
        hall.answers.publish(user, home_view(hall, user))
    return None
