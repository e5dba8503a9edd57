"""The state of a practice workspace, and the hands with which tests and the trainer change it.

Nothing here waits or speaks HTTP: `server.PracticeServer` puts it on loopback. Every public method may be called
from any thread.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any

from bot.practice import payloads, shapes
from bot.practice.config import AppConfig, Json
from bot.practice.errors import NotPossible
from bot.practice.faults import Faults
from bot.practice.records import (
    Ack,
    Call,
    Channel,
    File,
    Message,
    ResponseUrl,
    Sent,
    Trigger,
    Upload,
    User,
    UserGroup,
    View,
)

Now = Callable[[], float]
Ids = Callable[[str], str]
Listener = Callable[[Json], None]
# How a payload reaches the bot, from a thread that may wait for it: (kind, payload, retry) -> Ack.
Deliver = Callable[[str, Json, Json | None], Ack]


class Counter:
    """Ids in the shape of Slack's, counted up, so that a run repeats exactly."""

    def __init__(self) -> None:
        self._last = 0
        self._lock = threading.Lock()

    def __call__(self, prefix: str) -> str:
        with self._lock:
            self._last += 1
            return f"{prefix}{self._last:09X}"


class Workspace:
    """One Slack workspace with one app installed. `now` and `ids` are injectable."""

    def __init__(
        self,
        app: AppConfig | None = None,
        *,
        team_id: str = "T0PRACTICE",
        team_name: str = "Practice",
        team_domain: str = "practice",
        now: Now = time.time,
        ids: Ids | None = None,
    ) -> None:
        self.app = app or AppConfig()
        self.team_id, self.team_name, self.team_domain = team_id, team_name, team_domain
        self.now = now
        self.ids: Ids = ids or Counter()
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.version = 0
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.groups: dict[str, UserGroup] = {}
        self.messages: dict[str, list[Message]] = {}
        self.views: dict[str, View] = {}
        self.stacks: dict[str, list[str]] = {}
        self.homes: dict[str, str] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.read_up_to: dict[tuple[str, str], str] = {}
        self.calls: list[Call] = []
        self.sent: list[Sent] = []
        # What Slack would refuse without telling the bot: a bad acknowledgement, wrong options, a bad response.
        self.complaints: list[str] = []
        self.faults = Faults()
        self.files: dict[str, File] = {}
        self.uploads: dict[str, Upload] = {}
        # How long a file takes until it may be shown in an image block; meanwhile files.info has no kind for it.
        self.processing_seconds = 0.0
        # The steps of the page's guide, handed through as they are, and files that a step tells people to save, by name.
        self.guide: list[Json] = []
        self.handouts: dict[str, bytes] = {}
        self.base_url = ""
        self.deliver: Deliver | None = None
        self._alterations: list[tuple[Mapping[str, object], int]] = []
        self._listeners: dict[str, list[Listener]] = {}
        self._last_ts = 0
        self.add_user(self.app.bot_user_id, self.app.bot_name, name=self.app.bot_name.lower(), is_bot=True)

    # People, channels and groups -------------------------------------------------------------------------------

    def add_user(self, user_id: str, real_name: str, **flags: Any) -> User:
        """Add a person; `flags` are the fields of `records.User` (is_restricted, is_stranger, team_id …)."""
        flags.setdefault("team_id", self.team_id)
        user = User(user_id, real_name, **flags)
        with self.lock:
            self.users[user_id] = user
            self.note_change()
        return user

    def add_channel(
        self,
        channel_id: str,
        name: str,
        *,
        members: Iterable[str] = (),
        is_private: bool = False,
        with_bot: bool = True,
        topic: str = "",
        **flags: Any,
    ) -> Channel:
        """Add a channel with its members; the bot is one of them unless `with_bot` is false."""
        listed = list(members) + ([self.app.bot_user_id] if with_bot else [])
        channel = Channel(channel_id, name, is_private, topic=topic, created=int(self.now()), members=listed, **flags)
        with self.lock:
            self.channels[channel_id] = channel
            self.messages[channel_id] = []
            self._state_of(listed)
        return channel

    def add_group(self, group_id: str, handle: str, users: Iterable[str] = (), *, name: str = "") -> UserGroup:
        """Add a user group."""
        group = UserGroup(group_id, handle, name or handle, list(users))
        with self.lock:
            self.groups[group_id] = group
        return group

    def dm(self, user_id: str) -> Channel:
        """The direct message between a person and the bot, made on first use."""
        with self.lock:
            for channel in self.channels.values():
                if channel.im_user == user_id:
                    return channel
            channel = Channel(self.ids("D"), "directmessage", im_user=user_id, members=[user_id, self.app.bot_user_id])
            channel.created = int(self.now())
            self.channels[channel.id] = channel
            self.messages[channel.id] = []
            self.note_change()
            return channel

    # Happenings that the bot is told of ------------------------------------------------------------------------

    def join(self, channel_id: str, user_id: str) -> Ack | None:
        """Somebody (or the bot) joins; fires member_joined_channel. Returns the bot's acknowledgement, if asked."""
        with self.lock:
            channel = self.channels[channel_id]
            if user_id in channel.members:
                return None
            channel.members.append(user_id)
            self._state_of([user_id])
        return self.fire(payloads.membership("member_joined_channel", self, channel, user_id))

    def leave(self, channel_id: str, user_id: str) -> Ack | None:
        """Somebody leaves or is removed; fires member_left_channel."""
        with self.lock:
            channel = self.channels[channel_id]
            if user_id not in channel.members:
                return None
            channel.members.remove(user_id)
            self._state_of([user_id])
        return self.fire(payloads.membership("member_left_channel", self, channel, user_id))

    def set_group(self, group_id: str, users: Iterable[str]) -> Ack | None:
        """Change a user group's members; fires subteam_members_changed."""
        with self.lock:
            group = self.groups[group_id]
            before, group.users = group.users, list(users)
        return self.fire(payloads.subteam_members_changed(self, group, before))

    def change_user(self, user_id: str, **flags: Any) -> Ack | None:
        """Change a person's flags (`deleted=True`, `is_restricted=True` …); fires user_change."""
        with self.lock:
            user = self.users[user_id]
            for name, value in flags.items():
                if not hasattr(user, name):
                    raise AttributeError(name)
                setattr(user, name, value)
            self._state_of(list(self.users))
        return self.fire(payloads.user_change(self, user))

    def archive(self, channel_id: str, *, archived: bool = True) -> None:
        """Archive a channel (or bring it back)."""
        with self.lock:
            self.channels[channel_id].is_archived = archived
            self._state_of(list(self.users))

    def fire(self, event: Json) -> Ack | None:
        """Send an event if the app subscribes to it and may see it; None where Slack would send nothing."""
        subscribed = self.app.events
        if subscribed is not None and event["type"] not in subscribed:
            return None
        channel = self.channels.get(str(event.get("channel")))
        if channel is not None and channel.is_private and self.app.bot_user_id not in channel.members:
            return None
        return self.deliver_raw("events_api", payloads.event_callback(self, event))

    # Payloads by hand ------------------------------------------------------------------------------------------

    def deliver_raw(self, kind: str, payload: Json, *, retry: Json | None = None) -> Ack | None:
        """Send any payload (`slash_commands`, `interactive`, `events_api`); None while no server is running."""
        return self.deliver(kind, payload, retry) if self.deliver else None

    def redeliver(
        self, last: str | None = None, *, alter: Mapping[str, object] | None = None, retry: int | None = None
    ) -> Ack | None:
        """Send the latest payload again (the latest named `last`, see `Sent.name`) under a new envelope id.

        `alter` changes fields by dotted path (`{"team.id": "T0OTHER"}`); `retry` marks it as Slack's nth try.
        """
        with self.lock:
            chosen = next((s for s in reversed(self.sent) if last in (None, s.name, s.kind)), None)
        if chosen is None:
            raise LookupError(f"nothing was sent that is called {last!r}")
        payload = payloads.altered(chosen.payload, alter or {})
        again = {"retry_attempt": retry, "retry_reason": "http_timeout"} if retry else None
        return self.deliver_raw(chosen.kind, payload, retry=again)

    def alter_next(self, changes: Mapping[str, object], times: int = 1) -> None:
        """Change fields (by dotted path) of the next payloads that people cause."""
        with self.lock:
            self._alterations.append((changes, times))

    def alter(self, payload: Json) -> Json:
        """Apply what `alter_next` planned; called by the delivery."""
        with self.lock:
            if not self._alterations:
                return payload
            changes, times = self._alterations.pop(0)
            if times > 1:
                self._alterations.insert(0, (changes, times - 1))
        return payloads.altered(payload, changes)

    # Waiting and looking, for tests in the same process ----------------------------------------------------------

    def wait_until(self, met: Callable[[], bool], timeout: float = 5.0) -> bool:
        """Wait, without polling, until `met()` holds; looked at after every change."""
        with self.changed:
            return self.changed.wait_for(met, timeout)

    def calls_of(self, method: str) -> list[Call]:
        """The bot's calls of a method, oldest first."""
        with self.lock:
            return [call for call in self.calls if call.method == method]

    # Shared by the server's parts ------------------------------------------------------------------------------

    def person(self, user_id: object) -> User:
        """The acting person; unknown, deactivated and bots cannot act."""
        user = self.users.get(str(user_id))
        if user is None or user.is_bot:
            raise NotPossible(f"There is nobody called {user_id!r} here.", status=404)
        if user.deleted:
            raise NotPossible("This account is deactivated.", status=403)
        return user

    def readable(self, user: User, channel_id: object) -> Channel:
        """A channel that this person may read."""
        channel = self.channels.get(str(channel_id))
        if channel is None or user.id not in channel.members:
            raise NotPossible("There is no such channel for this person.", status=404)
        return channel

    def new_ts(self) -> str:
        """A message timestamp: unique and rising even while the clock stands still."""
        with self.lock:
            self._last_ts = max(self._last_ts + 1, int(self.now() * 1_000_000))
            return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def new_trigger(self, user: User, in_view: str | None = None) -> str:
        """A trigger id, in Slack's form `digits.digits.hex`."""
        with self.lock:
            number = len(self.triggers) + 1
            trigger = Trigger(f"{number}.{self._last_ts}.{number:032x}", user.id, self.now(), in_view)
            self.triggers[trigger.id] = trigger
            return trigger.id

    def new_response_url(self, user: User, channel: Channel, message: Message | None = None) -> str:
        """A response_url for this person, in this channel, perhaps about a message."""
        with self.lock:
            entry = ResponseUrl(self.ids("R"), user.id, channel.id, self.now())
            if message is not None:
                entry.ts, entry.thread_ts = message.ts, message.thread_ts
            self.response_urls[entry.id] = entry
            return f"{self.base_url}/response/{entry.id}"

    def stack(self, user_id: str) -> list[View]:
        """The open modals of a person, bottom first."""
        with self.lock:
            return [self.views[view_id] for view_id in self.stacks.get(user_id, [])]

    def home(self, user_id: str) -> View | None:
        """The Home view published for a person."""
        with self.lock:
            view_id = self.homes.get(user_id)
            return self.views[view_id] if view_id else None

    def complain(self, user_id: str, what: str) -> None:
        """Keep, and show the person, something that Slack refuses without telling the bot."""
        with self.lock:
            self.complaints.append(what)
            self.tell([user_id], {"type": "notice", "text": what})

    def subscribe(self, user_id: str, listener: Listener) -> Callable[[], None]:
        """Call `listener` for everything that this person's client would hear; returns the way out."""
        with self.lock:
            self._listeners.setdefault(user_id, []).append(listener)

        def leave() -> None:
            with self.lock, suppress(ValueError):
                self._listeners[user_id].remove(listener)

        return leave

    def tell(self, user_ids: Iterable[str], event: Json) -> None:
        """Let people's clients know of something."""
        with self.lock:
            self.note_change()
            for user_id in dict.fromkeys(user_ids):
                for listener in tuple(self._listeners.get(user_id, ())):
                    listener(event)

    def tell_views(self, user_id: str) -> None:
        """Show a person the stack of modals as it is now."""
        self.tell([user_id], {"type": "views", "views": [shapes.view(v) for v in self.stack(user_id)]})

    def note_change(self) -> None:
        """Count a change and wake whoever waits for one."""
        with self.lock:
            self.version += 1
            self.changed.notify_all()

    def _state_of(self, user_ids: Iterable[str]) -> None:
        self.tell(user_ids, {"type": "state"})
