"""A Slack message's text -> the words that a person would read: entities undone, mentions and links as plain words.

Slack: "Formatting message text"; only &, < and > are escaped, references stand in angle brackets.
"""

from __future__ import annotations

import re

_REFERENCE = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")


def plain_words(text: str) -> str:
    """Text of a message as it reads. A person mentioned is left out of the words: a post names nobody by accident."""
    return _REFERENCE.sub(_spoken, text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _spoken(match: re.Match[str]) -> str:
    target, label = match.group(1), match.group(2) or ""
    if target.startswith("@"):
        return "a colleague"
    if target.startswith("#"):
        return f"#{label}" if label else ""
    if target.startswith("!"):
        return label
    address = target.removeprefix("mailto:").removeprefix("tel:")
    return address if not label or label == address else f"{label} ({address})"
