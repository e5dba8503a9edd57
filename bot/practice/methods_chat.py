"""chat.postMessage, chat.update, chat.postEphemeral, chat.delete. Slack: each method's reference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.practice import posting, shapes
from bot.practice.arguments import person, required, visible_channel, writable_channel
from bot.practice.config import Json
from bot.practice.errors import SlackRefusal, invalid_arguments
from bot.practice.records import Channel, Message

if TYPE_CHECKING:
    from bot.practice.workspace import Workspace

UPDATE_LIMIT = 4_000
MARKDOWN_LIMIT = 12_000


def _target(ws: Workspace, channel: Any) -> Channel:
    """A channel id, or a person's id: that opens the app's direct message with chat:write alone."""
    user = ws.users.get(str(channel))
    if user is None:
        return writable_channel(ws, channel)
    if user.is_bot or user.deleted:
        raise SlackRefusal("channel_not_found")
    if not ws.app.messages_tab:
        raise SlackRefusal("messages_tab_disabled")
    return ws.dm(user.id)


def _content(ws: Workspace, args: Json) -> tuple[str, list[Json] | None]:
    text = args.get("text") or ""
    if not isinstance(text, str):
        raise invalid_arguments("must be a string [json-pointer:/text]")
    markdown = args.get("markdown_text")
    if markdown is not None:
        if text or args.get("blocks"):
            raise SlackRefusal("markdown_text_conflict")
        if len(markdown) > MARKDOWN_LIMIT:
            raise SlackRefusal("msg_too_long")
        text = markdown
    if isinstance(args.get("blocks"), (str, dict)):
        raise SlackRefusal("invalid_blocks_format")
    blocks = posting.checked_blocks(ws, args.get("blocks"))
    if not text and blocks is None and not args.get("attachments"):
        raise SlackRefusal("no_text")
    return text, blocks


def _metadata(args: Json) -> Json | None:
    metadata = args.get("metadata")
    if metadata is None:
        return None
    if not isinstance(metadata, dict):
        raise SlackRefusal("invalid_metadata_format")
    if metadata and not (
        isinstance(metadata.get("event_type"), str) and isinstance(metadata.get("event_payload"), dict)
    ):
        raise SlackRefusal("invalid_metadata_schema")
    return metadata


def _styled_as_somebody_else(ws: Workspace, args: Json) -> None:
    """Slack: a name or icon of one's own asks for chat:write.customize."""
    customised = any(args.get(n) for n in ("username", "icon_url", "icon_emoji"))
    if customised and "chat:write.customize" not in ws.app.scopes:
        raise SlackRefusal("missing_scope", needed="chat:write.customize", provided=",".join(sorted(ws.app.scopes)))


def _arguments(args: Json) -> Json:
    """The arguments that change how a message behaves, kept for tests to look at."""
    kept = ("unfurl_links", "unfurl_media", "parse", "link_names", "mrkdwn", "reply_broadcast")
    return {n: args[n] for n in kept if n in args}


def post_message(ws: Workspace, args: Json) -> Json:
    """chat.postMessage."""
    required(args, "channel")
    _styled_as_somebody_else(ws, args)
    channel = _target(ws, args["channel"])
    text, blocks = _content(ws, args)
    message = posting.post_as_bot(
        ws,
        channel,
        text,
        blocks,
        thread_ts=args.get("thread_ts"),
        metadata=_metadata(args),
        arguments=_arguments(args),
    )
    answer: Json = {"channel": channel.id, "ts": message.ts, "message": shapes.message(ws, message)}
    if len(text) > posting.TRUNCATED_AT:
        answer |= {"warning": "message_truncated", "response_metadata": {"warnings": ["message_truncated"]}}
    return answer


def _own(ws: Workspace, channel: Channel, ts: Any, refusal: str) -> Message:
    message = posting.find(ws, channel, ts)
    if message is None or message.only_for is not None:
        raise SlackRefusal("message_not_found")
    if not message.bot:
        raise SlackRefusal(refusal)
    return message


def update(ws: Workspace, args: Json) -> Json:
    """chat.update: own messages only, never ephemeral ones; text without blocks takes the blocks away."""
    required(args, "channel", "ts")
    channel = visible_channel(ws, args["channel"])
    if channel.is_archived:
        raise SlackRefusal("is_inactive")
    message = _own(ws, channel, args["ts"], "cant_update_message")
    text, blocks = _content(ws, args)
    if len(text) > UPDATE_LIMIT:
        raise SlackRefusal("msg_too_long")
    metadata = _metadata(args)
    message.text, message.blocks = text, blocks
    message.edited = blocks is None
    if metadata is not None:
        message.metadata = metadata or None
    message.arguments = _arguments(args)
    posting.changed(ws, channel, message)
    return {"channel": channel.id, "ts": message.ts, "text": text, "message": shapes.message(ws, message)}


def post_ephemeral(ws: Workspace, args: Json) -> Json:
    """chat.postEphemeral: the reader must be in the channel."""
    required(args, "channel", "user")
    _styled_as_somebody_else(ws, args)
    channel = writable_channel(ws, args["channel"])
    reader = ws.users.get(str(args["user"]))
    if reader is None or reader.deleted or reader.id not in channel.members:
        raise SlackRefusal("user_not_in_channel")
    text, blocks = _content(ws, args)
    if len(text) > posting.TRUNCATED_AT:
        raise SlackRefusal("msg_too_long")
    message = posting.post_as_bot(
        ws,
        channel,
        text,
        blocks,
        only_for=person(ws, args["user"]).id,
        thread_ts=args.get("thread_ts"),
        arguments=_arguments(args),
    )
    return {"message_ts": message.ts}


def delete(ws: Workspace, args: Json) -> Json:
    """chat.delete: own messages only."""
    required(args, "channel", "ts")
    channel = visible_channel(ws, args["channel"])
    message = _own(ws, channel, args["ts"], "cant_delete_message")
    posting.remove(ws, channel, message)
    return {"channel": channel.id, "ts": message.ts}


METHODS = {
    "chat.postMessage": post_message,
    "chat.update": update,
    "chat.postEphemeral": post_ephemeral,
    "chat.delete": delete,
}
