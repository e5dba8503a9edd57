"""Reading the arguments of Web API methods, as form or JSON, and finding channels as Slack lets a bot find them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.practice.config import Json
from bot.practice.errors import SlackRefusal, invalid_arguments
from bot.practice.records import Channel, User

if TYPE_CHECKING:
    from bot.practice.workspace import Workspace

PAGE = 100


def required(args: Json, *names: str) -> None:
    """Slack's invalid_arguments for absent ones."""
    missing = [f"missing required field: {n}" for n in names if args.get(n) in (None, "")]
    if missing:
        raise invalid_arguments(*missing)


def flag(args: Json, name: str, default: bool = False) -> bool:
    """A yes or no, which forms send as text."""
    value = args.get(name, default)
    return str(value).lower() in ("1", "true") if not isinstance(value, bool) else value


def need(ws: Workspace, scope: str) -> None:
    """Refuse unless the app has the scope."""
    if scope not in ws.app.scopes:
        raise SlackRefusal("missing_scope", needed=scope, provided=",".join(sorted(ws.app.scopes)))


def person(ws: Workspace, user_id: Any) -> User:
    """A user that the bot may know of."""
    user = ws.users.get(str(user_id))
    if user is None:
        raise SlackRefusal("user_not_found")
    return user


def is_member(ws: Workspace, channel: Channel) -> bool:
    """Whether the bot is in a channel."""
    return ws.app.bot_user_id in channel.members


def visible_channel(ws: Workspace, channel_id: Any) -> Channel:
    """A channel that the bot can see: a private one only as its member."""
    channel = ws.channels.get(str(channel_id))
    if channel is None or ((channel.is_private or channel.is_im) and not is_member(ws, channel)):
        raise SlackRefusal("channel_not_found")
    return channel


def writable_channel(ws: Workspace, channel_id: Any) -> Channel:
    """A channel that the bot may write in."""
    channel = visible_channel(ws, channel_id)
    if not is_member(ws, channel):
        raise SlackRefusal("not_in_channel")
    if channel.is_archived:
        raise SlackRefusal("is_archived")
    if channel.is_im and not ws.app.messages_tab:
        raise SlackRefusal("messages_tab_disabled")
    return channel


def page(items: list[Any], args: Json, default: int = PAGE) -> tuple[list[Any], Json]:
    """A page of a list and its response_metadata. Slack: "Pagination"; cursors are opaque."""
    try:
        limit = int(args.get("limit") or default)
        start = int(str(args.get("cursor") or "c0").removeprefix("c"))
    except ValueError:
        raise SlackRefusal("invalid_cursor") from None
    if limit < 1 or limit > 1000:
        raise SlackRefusal("invalid_limit")
    if start > len(items):
        raise SlackRefusal("invalid_cursor")
    end = start + limit
    return items[start:end], {"next_cursor": f"c{end}" if end < len(items) else ""}
