"""The payloads that Slack sends to an app, field for field; one set for Socket Mode and HTTP.

Slack: "Interaction payloads", "Slash commands" and "Events API" references. Facts that surprise: a shortcut's payload
carries no api_app_id; a private channel is called `privategroup` and a direct message `directmessage`; an ephemeral
message is not repeated in the payload of its buttons.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from bot.practice import shapes
from bot.practice.config import Json, Shortcut
from bot.practice.records import Channel, Message, User, UserGroup, View

if TYPE_CHECKING:
    from bot.practice.workspace import Workspace


def altered(payload: Json, changes: Mapping[str, object]) -> Json:
    """A copy of a payload with fields set by dotted path; a field set to None is taken out."""
    copied = copy.deepcopy(payload)
    for path, value in changes.items():
        *parents, last = path.split(".")
        place: Any = copied
        for name in parents:
            place = place[int(name)] if isinstance(place, list) else place.setdefault(name, {})
        if value is None:
            place.pop(last, None)
        else:
            place[last] = value
    return copied


def _team(ws: Workspace) -> Json:
    return {"id": ws.team_id, "domain": ws.team_domain}


def _user(user: User) -> Json:
    return {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id}


def _channel(channel: Channel) -> Json:
    return {"id": channel.id, "name": channel_name(channel)}


def channel_name(channel: Channel) -> str:
    """The name that Slack puts into payloads, which hides private ones."""
    if channel.is_im:
        return "directmessage"
    return "privategroup" if channel.is_private else channel.name


def _common(ws: Workspace, type_: str, user: User) -> Json:
    return {
        "type": type_,
        "user": _user(user),
        "team": _team(ws),
        "token": ws.app.verification_token,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def slash_command(ws: Workspace, user: User, channel: Channel, command: str, text: str) -> Json:
    """Slack: a slash command's form fields; all of them strings."""
    return {
        "token": ws.app.verification_token,
        "team_id": ws.team_id,
        "team_domain": ws.team_domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": ws.app.app_id,
        "is_enterprise_install": "false",
        "response_url": ws.new_response_url(user, channel),
        "trigger_id": ws.new_trigger(user),
    }


def shortcut(
    ws: Workspace, user: User, chosen: Shortcut, channel: Channel | None = None, message: Message | None = None
) -> Json:
    """Slack: `shortcut`, or `message_action` for one used on a message."""
    payload = _common(ws, "shortcut", user)
    payload |= {"action_ts": ws.new_ts(), "callback_id": chosen.callback_id, "trigger_id": ws.new_trigger(user)}
    if channel is not None and message is not None:
        payload |= {
            "type": "message_action",
            "message_ts": message.ts,
            "channel": _channel(channel),
            "message": shapes.message(ws, message),
            "response_url": ws.new_response_url(user, channel, message),
        }
    return payload


def block_actions_on_message(
    ws: Workspace, user: User, channel: Channel, message: Message, action: Json, values: Json
) -> Json:
    """Slack: `block_actions` from a message."""
    payload = _common(ws, "block_actions", user)
    payload |= {
        "api_app_id": ws.app.app_id,
        "container": _container(channel, message),
        "trigger_id": ws.new_trigger(user),
        "channel": _channel(channel),
        "state": {"values": values},
        "response_url": ws.new_response_url(user, channel, message),
        "actions": [action],
    }
    if message.only_for is None:
        payload["message"] = shapes.message(ws, message)
    return payload


def block_actions_in_view(ws: Workspace, user: User, view: View, action: Json) -> Json:
    """Slack: `block_actions` from a modal or the Home."""
    payload = _common(ws, "block_actions", user)
    payload |= {
        "api_app_id": ws.app.app_id,
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": ws.new_trigger(user, view.id),
        "view": shapes.view(view),
        "actions": [action],
    }
    return payload


def _block_suggestion(ws: Workspace, user: User, ids: tuple[str, str], typed: str) -> Json:
    payload = _common(ws, "block_suggestion", user)
    payload |= {"api_app_id": ws.app.app_id, "block_id": ids[0], "action_id": ids[1], "value": typed}
    return payload


def block_suggestion_in_view(ws: Workspace, user: User, view: View, ids: tuple[str, str], typed: str) -> Json:
    """Slack: what an external select of a view asks for while somebody types."""
    payload = _block_suggestion(ws, user, ids, typed)
    payload |= {"container": {"type": "view", "view_id": view.id}, "view": shapes.view(view)}
    return payload


def block_suggestion_on_message(
    ws: Workspace, user: User, channel: Channel, message: Message, ids: tuple[str, str], typed: str
) -> Json:
    """The same for an external select of a message."""
    payload = _block_suggestion(ws, user, ids, typed)
    payload |= {"container": _container(channel, message), "channel": _channel(channel)}
    if message.only_for is None:
        payload["message"] = shapes.message(ws, message)
    return payload


def _container(channel: Channel, message: Message) -> Json:
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.only_for is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    return container


def view_submission(ws: Workspace, user: User, view: View, response_urls: list[Json]) -> Json:
    """Slack: `view_submission`."""
    payload = _common(ws, "view_submission", user)
    payload |= {
        "api_app_id": ws.app.app_id,
        "trigger_id": ws.new_trigger(user, view.id),
        "view": shapes.view(view),
        "response_urls": response_urls,
    }
    return payload


def view_closed(ws: Workspace, user: User, view: View, is_cleared: bool) -> Json:
    """Slack: `view_closed`, for views with notify_on_close."""
    payload = _common(ws, "view_closed", user)
    payload |= {"api_app_id": ws.app.app_id, "view": shapes.view(view), "is_cleared": is_cleared}
    return payload


def event_callback(ws: Workspace, event: Json) -> Json:
    """Slack: the outer wrapping of every event."""
    return {
        "token": ws.app.verification_token,
        "team_id": ws.team_id,
        "context_team_id": ws.team_id,
        "context_enterprise_id": None,
        "api_app_id": ws.app.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": ws.ids("Ev"),
        "event_time": int(ws.now()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": ws.team_id,
                "user_id": ws.app.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": _ext_shared(ws, event),
        "event_context": ws.ids("4-"),
    }


def _ext_shared(ws: Workspace, event: Json) -> bool:
    channel = ws.channels.get(str(event.get("channel")))
    return channel is not None and channel.is_ext_shared


def membership(type_: str, ws: Workspace, channel: Channel, user_id: str) -> Json:
    """The events member_joined_channel and member_left_channel."""
    return {
        "type": type_,
        "user": user_id,
        "channel": channel.id,
        "channel_type": "G" if channel.is_private else "C",
        "team": ws.users[user_id].team_id if user_id in ws.users else ws.team_id,
        "event_ts": ws.new_ts(),
    }


def subteam_members_changed(ws: Workspace, group: UserGroup, before: Iterable[str]) -> Json:
    """The event that a user group's members changed."""
    old = list(before)
    added = [u for u in group.users if u not in old]
    removed = [u for u in old if u not in group.users]
    return {
        "type": "subteam_members_changed",
        "subteam_id": group.id,
        "team_id": ws.team_id,
        "date_previous_update": int(ws.now()) - 1,
        "date_update": int(ws.now()),
        "added_users": added,
        "added_users_count": len(added),
        "removed_users": removed,
        "removed_users_count": len(removed),
        "event_ts": ws.new_ts(),
    }


def user_change(ws: Workspace, user: User) -> Json:
    """The event that somebody's account changed."""
    return {
        "type": "user_change",
        "user": shapes.user(user),
        "cache_ts": int(ws.now()),
        "event_ts": ws.new_ts(),
    }


def app_home_opened(ws: Workspace, user: User, tab: str) -> Json:
    """The event that somebody opened the app's Home (or Messages) tab; carries a view published before."""
    event: Json = {
        "type": "app_home_opened",
        "user": user.id,
        "channel": ws.dm(user.id).id,
        "tab": tab,
        "event_ts": ws.new_ts(),
    }
    home = ws.home(user.id)
    if tab == "home" and home is not None:
        event["view"] = shapes.view(home)
    return event
