"""What the workspace remembers: people, channels, groups, messages, views."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import Literal

from bot.practice.config import Json

COLOURS = ("8d4b84", "2b6cb0", "2f855a", "b7791f", "c05621", "6b46c1", "285e61", "97266d")


@dataclass(slots=True)
class User:
    """A member, guest, stranger (Slack Connect) or bot, with the flags that `users.info` shows."""

    id: str
    real_name: str
    team_id: str
    name: str = ""
    title: str = ""
    role_hint: str = ""
    colour: str = ""
    tz: str = "Europe/London"
    tz_label: str = "Greenwich Mean Time"
    tz_offset: int = 0
    is_admin: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    is_bot: bool = False
    deleted: bool = False

    def __post_init__(self) -> None:
        self.name = self.name or self.real_name.lower().replace(" ", ".")
        self.colour = self.colour or COLOURS[zlib.crc32(self.id.encode()) % len(COLOURS)]

    @property
    def kind(self) -> Literal["member", "guest", "stranger", "bot"]:
        """How the page labels this person."""
        if self.is_bot:
            return "bot"
        if self.is_stranger:
            return "stranger"
        return "guest" if self.is_restricted or self.is_ultra_restricted else "member"

    @property
    def initials(self) -> str:
        """Two letters for the avatar."""
        words = self.real_name.split() or [self.name]
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()


@dataclass(slots=True)
class Channel:
    """A public or private channel, or a direct message (`im_user`) with the bot."""

    id: str
    name: str
    is_private: bool = False
    im_user: str | None = None
    topic: str = ""
    is_archived: bool = False
    is_ext_shared: bool = False
    created: int = 0
    members: list[str] = field(default_factory=list)

    @property
    def is_im(self) -> bool:
        """Whether this is somebody's direct message with the bot."""
        return self.im_user is not None


@dataclass(slots=True)
class UserGroup:
    """A user group (`@slt`)."""

    id: str
    handle: str
    name: str
    users: list[str] = field(default_factory=list)
    disabled: bool = False


@dataclass(slots=True)
class Message:
    """One message. `only_for` names the sole reader of an ephemeral one."""

    ts: str
    channel: str
    user: str
    text: str
    bot: bool = False
    blocks: list[Json] | None = None
    edited: bool = False
    only_for: str | None = None
    thread_ts: str | None = None
    metadata: Json | None = None
    # What is shared with the message; a deleted file leaves a tombstone.
    files: list[File] = field(default_factory=list)
    # unfurl_links and the like, as they were given.
    arguments: Json = field(default_factory=dict)
    offered: dict[tuple[str, str], dict[str, Json]] = field(default_factory=dict)


@dataclass(slots=True)
class File:
    """A file: `user` owns it and can delete it; `in_form` says that it was added in a form of the app."""

    id: str
    name: str
    title: str
    user: str
    content: bytes
    created: float
    ready_at: float
    alt_text: str = ""
    in_form: bool = False
    deleted: bool = False
    shares: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Upload:
    """An upload that the bot has begun: bytes come next, and then it is completed, once."""

    id: str
    name: str
    length: int
    alt_text: str = ""
    content: bytes | None = None


@dataclass(slots=True)
class View:
    """A modal, or a published Home: Slack's view object beside what the server must know of it."""

    body: Json
    user: str
    open: bool = True
    # Options that the bot offered for an external select, by (block_id, action_id) and value.
    offered: dict[tuple[str, str], dict[str, Json]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Slack's id of the view."""
        return str(self.body["id"])

    @property
    def values(self) -> Json:
        """`state.values` as it stands."""
        values: Json = self.body["state"]["values"]
        return values


@dataclass(slots=True)
class Trigger:
    """Slack: trigger ids expire 3 seconds after they were sent and can be exchanged once."""

    id: str
    user: str
    issued: float
    in_view: str | None = None
    used: bool = False


@dataclass(slots=True)
class ResponseUrl:
    """Slack: a response_url may be used up to 5 times within 30 minutes."""

    id: str
    user: str
    channel: str
    issued: float
    ts: str | None = None
    thread_ts: str | None = None
    uses: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """One Web API call of the bot, as the call log keeps it."""

    method: str
    args: Json
    at: float
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Ack:
    """What came back for a delivered payload; `error` is what Slack would say when nothing usable did."""

    ok: bool
    payload: Json | str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A payload that was delivered to the bot. `kind` is the Socket Mode envelope's type."""

    kind: str
    payload: Json
    at: float

    @property
    def name(self) -> str:
        """`view_submission`, `block_actions`, a command's name, or an event's type."""
        if self.kind == "slash_commands":
            return str(self.payload.get("command"))
        if self.kind == "events_api":
            return str(self.payload.get("event", {}).get("type"))
        return str(self.payload.get("type"))
