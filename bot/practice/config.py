"""What the practice workspace must know of the app it plays Slack for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command as the app's manifest declares it."""

    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A global or message shortcut as the app's manifest declares it."""

    name: str
    callback_id: str
    type: Literal["global", "message"] = "global"
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppConfig:
    """The installed app. Scopes, commands and shortcuts come from its manifest, by way of the caller.

    `events` are the subscribed events; None means every event that the workspace can send. Tokens and secrets
    are those of the practice workspace only and open nothing else.
    """

    app_id: str = "A0PRACTICE"
    scopes: frozenset[str] | tuple[str, ...] | list[str] = ()
    commands: tuple[Command, ...] | list[Command] = ()
    shortcuts: tuple[Shortcut, ...] | list[Shortcut] = ()
    bot_name: str = "socialpost"
    bot_user_id: str = "U0SOCIALPOST"
    bot_id: str = "B0SOCIALPOST"
    bot_token: str = "xoxb-practice"  # noqa: S105
    app_token: str = "xapp-practice"  # noqa: S105
    app_token_scopes: tuple[str, ...] = ("connections:write",)
    signing_secret: str = "practice-signing-secret"  # noqa: S105
    verification_token: str = "practice-verification-token"  # noqa: S105
    events: frozenset[str] | tuple[str, ...] | list[str] | None = None
    home_tab: bool = True
    messages_tab: bool = True

    def command(self, name: str) -> Command | None:
        """The slash command of that name, if the app has it."""
        return next((c for c in self.commands if c.command == name), None)

    def shortcut(self, callback_id: str) -> Shortcut | None:
        """The shortcut with that callback id, if the app has it."""
        return next((s for s in self.shortcuts if s.callback_id == callback_id), None)
