"""The two ways in which the workspace says no: to the bot in Slack's codes, to people in a sentence."""

from __future__ import annotations

from typing import Any


class SlackRefusal(Exception):  # noqa: N818 - it is an answer of Slack, not a fault of ours
    """Slack's `{"ok": false, "error": code}`; `extra` is merged into the answer."""

    def __init__(self, code: str, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.extra = extra


class NotPossible(Exception):  # noqa: N818
    """A person tried what Slack's own client would not offer (an unseen message, an unknown button …)."""

    def __init__(self, sentence: str, *, status: int = 400) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


def invalid_arguments(*messages: str) -> SlackRefusal:
    """Slack's answer to a call whose arguments do not fit the method."""
    listed = [m if m.startswith("[") else f"[ERROR] {m}" for m in messages]
    return SlackRefusal("invalid_arguments", response_metadata={"messages": listed})
