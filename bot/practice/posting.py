"""Messages: who may post where, and what becomes of blocks, updates and response_urls."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from bot.practice import files as filing
from bot.practice import shapes
from bot.practice.blocks import check_message_blocks
from bot.practice.config import Json
from bot.practice.errors import NotPossible, SlackRefusal
from bot.practice.records import Channel, File, Message, ResponseUrl, User

if TYPE_CHECKING:
    from bot.practice.workspace import Workspace

RESPONSE_URL_USES = 5
RESPONSE_URL_SECONDS = 30 * 60
TRUNCATED_AT = 40_000


def fill_in_ids(ws: Workspace, blocks: list[Json]) -> list[Json]:
    """A copy of blocks with the block_ids and action_ids that Slack makes up where the app gave none."""
    filled: list[Json] = copy.deepcopy(blocks)
    for block in filled:
        if not block.get("block_id"):
            block["block_id"] = ws.ids("b")
        for element in interactive_elements(block):
            if not element.get("action_id"):
                element["action_id"] = ws.ids("a")
    return filled


def interactive_elements(block: Json) -> list[Json]:
    """The elements of a block that a person can use."""
    kind = block.get("type")
    if kind == "actions":
        return list(block.get("elements", []))
    if kind == "input":
        return [block["element"]]
    accessory = block.get("accessory")
    if kind == "section" and accessory and accessory.get("type") != "image":
        return [accessory]
    return []


def checked_blocks(ws: Workspace, blocks: Any) -> list[Json] | None:
    """Blocks as Slack would take them, or its `invalid_blocks`; an empty list counts as none."""
    if blocks is None or blocks == []:
        return None
    if not isinstance(blocks, list) or not all(isinstance(b, dict) for b in blocks):
        raise SlackRefusal("invalid_blocks_format")
    problems = check_message_blocks(blocks, known_files=filing.showable(ws))
    if problems.too_long:
        raise SlackRefusal("msg_blocks_too_long")
    if problems.found:
        raise SlackRefusal(
            "invalid_blocks",
            errors=problems.found,
            response_metadata={"messages": [f"[ERROR] {p}" for p in problems.found]},
        )
    return fill_in_ids(ws, blocks)


def add(ws: Workspace, channel: Channel, message: Message) -> Message:
    """Put a message into a channel and show it to whoever may see it."""
    with ws.lock:
        ws.messages[channel.id].append(message)
        if not message.bot:
            ws.read_up_to[(message.user, channel.id)] = message.ts
        _tell(ws, channel, message, "message")
    return message


def post_as_bot(
    ws: Workspace,
    channel: Channel,
    text: str,
    blocks: list[Json] | None,
    *,
    only_for: str | None = None,
    thread_ts: str | None = None,
    metadata: Json | None = None,
    arguments: Json | None = None,
    files: list[File] | None = None,
) -> Message:
    """A message of the app."""
    return add(
        ws,
        channel,
        Message(
            ws.new_ts(),
            channel.id,
            ws.app.bot_user_id,
            text[:TRUNCATED_AT],
            bot=True,
            blocks=blocks,
            only_for=only_for,
            thread_ts=thread_ts,
            metadata=metadata,
            arguments=arguments or {},
            files=files or [],
        ),
    )


def say(ws: Workspace, user: User, channel: Channel, text: str) -> Message:
    """A person's own message. What they type is words: Slack keeps its three control characters escaped."""
    if channel.is_archived:
        raise NotPossible("This channel is archived.")
    if not text.strip():
        raise NotPossible("There is nothing to say.")
    kept = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return add(ws, channel, Message(ws.new_ts(), channel.id, user.id, kept))


def changed(ws: Workspace, channel: Channel, message: Message) -> None:
    """Show that a message was changed."""
    _tell(ws, channel, message, "message_changed")


def remove(ws: Workspace, channel: Channel, message: Message) -> None:
    """Take a message away."""
    with ws.lock:
        ws.messages[channel.id].remove(message)
        _tell(ws, channel, message, "message_deleted")


def delete_file(ws: Workspace, file: File) -> None:
    """Take a file away for everybody; of Slack's copy only the fact that there was one stays."""
    with ws.lock:
        file.deleted, file.content = True, b""
        for channel_id in file.shares:
            for message in ws.messages[channel_id]:
                if file in message.files:
                    changed(ws, ws.channels[channel_id], message)
        ws.tell([file.user], {"type": "state"})


def find(ws: Workspace, channel: Channel, ts: object) -> Message | None:
    """The message of a channel with that timestamp."""
    return next((m for m in ws.messages[channel.id] if m.ts == str(ts)), None)


def visible(ws: Workspace, user: User, channel: Channel) -> list[Message]:
    """What a person sees in a channel: everything but other people's ephemeral messages."""
    return [m for m in ws.messages[channel.id] if m.only_for in (None, user.id)]


def unread(ws: Workspace, user: User, channel: Channel) -> int:
    """How many messages came since this person last looked."""
    seen = ws.read_up_to.get((user.id, channel.id), "")
    return sum(1 for m in visible(ws, user, channel) if m.ts > seen and m.user != user.id)


def _tell(ws: Workspace, channel: Channel, message: Message, what: str) -> None:
    readers = channel.members if message.only_for is None else [message.only_for]
    ws.tell(readers, {"type": what, "channel": channel.id, "message": shapes.page_message(message)})


def respond(ws: Workspace, url_id: str, body: Json) -> None:
    """A POST to a response_url. Slack: "Handling user interaction", message responses."""
    with ws.lock:
        entry = ws.response_urls.get(url_id)
        if entry is None:
            raise SlackRefusal("invalid_url", status=404)
        if ws.now() - entry.issued > RESPONSE_URL_SECONDS:
            raise SlackRefusal("expired_url", status=404)
        if entry.uses >= RESPONSE_URL_USES:
            raise SlackRefusal("used_url", status=404)
        _respond(ws, entry, body)
        entry.uses += 1


def _respond(ws: Workspace, entry: ResponseUrl, body: Json) -> None:
    channel = ws.channels[entry.channel]
    original = find(ws, channel, entry.ts) if entry.ts else None
    if body.get("delete_original"):
        if original is None:
            raise SlackRefusal("message_not_found", status=404)
        remove(ws, channel, original)
        return
    blocks = checked_blocks(ws, body.get("blocks"))
    text = body.get("text") or ""
    if not text and blocks is None:
        raise SlackRefusal("no_text")
    if body.get("replace_original") and original is not None:
        original.text, original.blocks = text, blocks
        changed(ws, channel, original)
        return
    only_for = None if body.get("response_type") == "in_channel" else entry.user
    post_as_bot(ws, channel, text, blocks, only_for=only_for, thread_ts=body.get("thread_ts"))


def command_answer(ws: Workspace, user: User, channel: Channel, answer: Json | str | None) -> None:
    """The immediate response to a slash command: text, or an object with text, blocks and response_type."""
    body = {"text": answer} if isinstance(answer, str) else dict(answer or {})
    try:
        blocks = checked_blocks(ws, body.get("blocks"))
    except SlackRefusal as refusal:
        ws.complain(user.id, f"The answer to the command was refused: {refusal.code} {refusal.extra}")
        return
    text = body.get("text") or ""
    if text or blocks:
        only_for = None if body.get("response_type") == "in_channel" else user.id
        post_as_bot(ws, channel, text, blocks, only_for=only_for)
