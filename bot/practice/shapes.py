"""The records in Slack's JSON (Web API and payloads) and in the page's."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from bot.practice import files
from bot.practice.config import Json
from bot.practice.records import Channel, Message, User, UserGroup, View

if TYPE_CHECKING:
    from bot.practice.workspace import Workspace


def user(person: User) -> Json:
    """Slack: the user object of `users.info`, as a bot without users:read.email sees it."""
    shape: Json = {
        "id": person.id,
        "team_id": person.team_id,
        "name": person.name,
        "deleted": person.deleted,
        "color": person.colour,
        "real_name": person.real_name,
        "tz": person.tz,
        "tz_label": person.tz_label,
        "tz_offset": person.tz_offset,
        "profile": {
            "title": person.title,
            "real_name": person.real_name,
            "real_name_normalized": person.real_name,
            "display_name": person.name,
            "display_name_normalized": person.name,
            "team": person.team_id,
        },
        "is_admin": person.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": 0,
    }
    if person.is_stranger:
        shape["is_stranger"] = True
    return shape


def channel(ws: Workspace, room: Channel) -> Json:
    """Slack: the conversation object."""
    if room.is_im:
        return {
            "id": room.id,
            "created": room.created,
            "is_im": True,
            "is_org_shared": False,
            "user": room.im_user,
            "is_archived": room.is_archived,
            "is_open": True,
        }
    return {
        "id": room.id,
        "name": room.name,
        "name_normalized": room.name,
        "is_channel": not room.is_private,
        "is_group": room.is_private,
        "is_im": False,
        "is_mpim": False,
        "is_private": room.is_private,
        "created": room.created,
        "is_archived": room.is_archived,
        "is_general": False,
        "is_shared": room.is_ext_shared,
        "is_ext_shared": room.is_ext_shared,
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "context_team_id": ws.team_id,
        "is_member": ws.app.bot_user_id in room.members,
        "topic": {"value": room.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "num_members": len(room.members),
    }


def group(ws: Workspace, team: UserGroup) -> Json:
    """Slack: the usergroup object."""
    return {
        "id": team.id,
        "team_id": ws.team_id,
        "is_usergroup": True,
        "name": team.name,
        "handle": team.handle,
        "description": "",
        "is_external": False,
        "date_create": 0,
        "date_update": int(ws.now()),
        "date_delete": int(ws.now()) if team.disabled else 0,
        "user_count": len(team.users),
    }


def message(ws: Workspace, post: Message) -> Json:
    """Slack: the message object, as payloads and `chat.*` answers carry it."""
    shape: Json = {"user": post.user, "type": "message", "ts": post.ts, "text": post.text, "team": ws.team_id}
    if post.bot:
        shape |= {"bot_id": ws.app.bot_id, "app_id": ws.app.app_id}
        shape["bot_profile"] = {"id": ws.app.bot_id, "app_id": ws.app.app_id, "name": ws.app.bot_name}
    if post.blocks:
        shape["blocks"] = copy.deepcopy(post.blocks)
    if post.files:
        shape["files"] = [files.shape(ws, file) for file in post.files]
    if post.thread_ts:
        shape["thread_ts"] = post.thread_ts
    if post.edited:
        shape["edited"] = {"user": post.user, "ts": post.ts}
    if post.metadata:
        shape["metadata"] = copy.deepcopy(post.metadata)
    return shape


def view(shown: View) -> Json:
    """Slack: the view object, with the state as it stands."""
    return copy.deepcopy(shown.body)


def page_user(person: User) -> Json:
    """A person as the page shows them."""
    return {
        "id": person.id,
        "name": person.real_name,
        "title": person.title,
        "role_hint": person.role_hint,
        "colour": f"#{person.colour.lstrip('#')}",
        "initials": person.initials,
        "kind": person.kind,
        "deleted": person.deleted,
    }


def page_message(post: Message) -> Json:
    """A message as the page and the driver read it."""
    shape: Json = {
        "ts": post.ts,
        "channel": post.channel,
        "user": post.user,
        "bot": post.bot,
        "text": post.text,
        "edited": post.edited,
        "ephemeral": post.only_for is not None,
    }
    if post.blocks:
        shape["blocks"] = copy.deepcopy(post.blocks)
    if post.files:
        shape["files"] = [files.page_file(file) for file in post.files]
    if post.thread_ts:
        shape["thread_ts"] = post.thread_ts
    return shape
