"""Looking things up: auth, users, conversations and user groups. Slack: each method's reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.practice import shapes
from bot.practice.arguments import flag, is_member, need, page, person, required, visible_channel
from bot.practice.config import Json
from bot.practice.errors import SlackRefusal, invalid_arguments
from bot.practice.records import Channel

if TYPE_CHECKING:
    from bot.practice.workspace import Workspace

TYPE_SCOPES = {
    "public_channel": "channels:read",
    "private_channel": "groups:read",
    "im": "im:read",
    "mpim": "mpim:read",
}


def api_test(_: Workspace, args: Json) -> Json:
    """api.test."""
    if args.get("error"):
        raise SlackRefusal(str(args["error"]), args=args)
    return {"args": args}


def auth_test(ws: Workspace, _: Json) -> Json:
    """auth.test."""
    return {
        "url": f"https://{ws.team_domain}.slack.com/",
        "team": ws.team_name,
        "user": ws.app.bot_name,
        "team_id": ws.team_id,
        "user_id": ws.app.bot_user_id,
        "bot_id": ws.app.bot_id,
        "is_enterprise_install": False,
    }


def users_info(ws: Workspace, args: Json) -> Json:
    """users.info."""
    if not args.get("user"):
        raise SlackRefusal("user_not_found")
    return {"user": shapes.user(person(ws, args["user"]))}


def users_list(ws: Workspace, args: Json) -> Json:
    """users.list: deactivated people too; strangers as far as channels are shared with them."""
    shown, metadata = page(list(ws.users.values()), args, default=1000)
    members = [shapes.user(u) for u in shown]
    return {"members": members, "cache_ts": int(ws.now()), "response_metadata": metadata}


def _kind(channel: Channel) -> str:
    if channel.is_im:
        return "im"
    return "private_channel" if channel.is_private else "public_channel"


def _readable(ws: Workspace, channel_id: object) -> Channel:
    channel = visible_channel(ws, channel_id)
    need(ws, TYPE_SCOPES[_kind(channel)])
    return channel


def conversations_info(ws: Workspace, args: Json) -> Json:
    """conversations.info."""
    required(args, "channel")
    shape = shapes.channel(ws, _readable(ws, args["channel"]))
    if not flag(args, "include_num_members"):
        shape.pop("num_members", None)
    return {"channel": shape}


def conversations_members(ws: Workspace, args: Json) -> Json:
    """conversations.members, a page at a time."""
    required(args, "channel")
    shown, metadata = page(_readable(ws, args["channel"]).members, args)
    return {"members": shown, "response_metadata": metadata}


def conversations_list(ws: Workspace, args: Json) -> Json:
    """conversations.list: private channels only where the bot is a member."""
    types = [t.strip() for t in str(args.get("types") or "public_channel").split(",") if t.strip()]
    for type_ in types:
        if type_ not in TYPE_SCOPES:
            raise SlackRefusal("invalid_types")
        need(ws, TYPE_SCOPES[type_])
    found = [
        c
        for c in ws.channels.values()
        if _kind(c) in types
        and (_kind(c) == "public_channel" or is_member(ws, c))
        and not (c.is_archived and flag(args, "exclude_archived"))
    ]
    shown, metadata = page(found, args)
    return {"channels": [shapes.channel(ws, c) for c in shown], "response_metadata": metadata}


def conversations_open(ws: Workspace, args: Json) -> Json:
    """conversations.open with one person: the direct message."""
    if args.get("channel"):
        channel = visible_channel(ws, args["channel"])
        if not channel.is_im:
            raise SlackRefusal("method_not_supported_for_channel_type")
        return {"channel": {"id": channel.id}}
    given = args.get("users") or ""
    users = [str(u).strip() for u in (given if isinstance(given, list) else str(given).split(","))]
    users = [u for u in users if u]
    if not users:
        raise SlackRefusal("users_list_not_supplied")
    if len(users) > 1:
        need(ws, "mpim:write")
        raise invalid_arguments("the practice workspace has no group direct messages")
    user = person(ws, users[0])
    if user.is_bot:
        raise SlackRefusal("cannot_dm_bot")
    if user.deleted:
        raise SlackRefusal("user_disabled")
    known = {c.im_user for c in ws.channels.values()}
    channel = ws.dm(user.id)
    already = {"no_op": True, "already_open": True} if user.id in known else {}
    return {"channel": {"id": channel.id}, **already}


def usergroups_list(ws: Workspace, args: Json) -> Json:
    """usergroups.list."""
    listed = []
    for group in ws.groups.values():
        if group.disabled and not flag(args, "include_disabled"):
            continue
        shape = shapes.group(ws, group)
        if flag(args, "include_users"):
            shape["users"] = list(group.users)
        listed.append(shape)
    return {"usergroups": listed}


def usergroups_users_list(ws: Workspace, args: Json) -> Json:
    """usergroups.users.list."""
    required(args, "usergroup")
    group = ws.groups.get(str(args["usergroup"]))
    if group is None:
        raise SlackRefusal("no_such_subteam")
    if group.disabled and not flag(args, "include_disabled"):
        raise SlackRefusal("no_such_subteam")
    return {"users": list(group.users)}


METHODS = {
    "api.test": api_test,
    "auth.test": auth_test,
    "users.info": users_info,
    "users.list": users_list,
    "conversations.info": conversations_info,
    "conversations.members": conversations_members,
    "conversations.list": conversations_list,
    "conversations.open": conversations_open,
    "usergroups.list": usergroups_list,
    "usergroups.users.list": usergroups_users_list,
}
