"""The small tools of the Block Kit validator: problems with JSON pointers, in Slack's wording.

Lengths are counted as Unicode code points. Slack: "Block Kit reference", composition objects.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from bot.practice.config import Json

URL = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)
# Buttons and rich text links also take the schemes that Slack's client opens.
LINK = re.compile(r"(https?|mailto|tel|slack|ftp|sms|callto|skype|facetime)(://|:)\S+", re.IGNORECASE)
FILE_ID = re.compile(r"F[A-Z0-9]{8,}")


class Problems:
    """What is wrong with a message or view; `found` reads as Slack's `errors` list."""

    def __init__(self, known_files: set[str] | None = None) -> None:
        self.found: list[str] = []
        self.known_files = known_files
        self.too_long = False
        self.markdown_length = 0
        self.text_length = 0
        self.focused = 0

    def add(self, what: str, at: str) -> None:
        """Note a problem at a JSON pointer."""
        self.found.append(f"{what} [json-pointer:{at}]")

    def object(self, value: Any, at: str, *, required: Collection[str] = (), optional: Collection[str] = ()) -> bool:
        """Whether `value` is an object with just these fields; null counts as absent."""
        if not isinstance(value, dict):
            self.add("must provide an object", at)
            return False
        complete = True
        for name in required:
            if value.get(name) is None:
                self.add(f"missing required field: {name}", at)
                complete = False
        for name in value:
            if name not in required and name not in optional:
                self.add(f"invalid additional property: {name}", at)
        return complete

    def string(self, value: Any, at: str, most: int, least: int = 0) -> bool:
        """Whether a string keeps to its length."""
        if not isinstance(value, str):
            self.add("must be a string", at)
            return False
        if len(value) > most:
            self.add(f"must be less than {most + 1} characters", at)
            return False
        if len(value) < least:
            self.add(f"must be more than {least - 1} characters", at)
            return False
        return True

    def optional_string(self, holder: Json, name: str, at: str, most: int, least: int = 0) -> None:
        """The same for a field that may be absent."""
        if holder.get(name) is not None:
            self.string(holder[name], f"{at}/{name}", most, least)

    def boolean(self, holder: Json, name: str, at: str) -> None:
        """A field that, if there, is true or false."""
        if holder.get(name) is not None and not isinstance(holder[name], bool):
            self.add("must be a boolean", f"{at}/{name}")

    def integer(self, holder: Json, name: str, at: str, least: int, most: int | None = None) -> None:
        """A field that, if there, is a whole number within bounds."""
        value = holder.get(name)
        if value is None:
            return
        if isinstance(value, bool) or not isinstance(value, int):
            self.add("must be an integer", f"{at}/{name}")
        elif value < least or (most is not None and value > most):
            self.add(f"must be between {least} and {most}", f"{at}/{name}")

    def choice(self, holder: Json, name: str, at: str, allowed: Collection[str]) -> None:
        """A field that, if there, is one of a few words."""
        if holder.get(name) is not None and holder[name] not in allowed:
            self.add(f"must be one of {', '.join(sorted(allowed))}", f"{at}/{name}")

    def items(self, value: Any, at: str, most: int, least: int = 1) -> bool:
        """Whether a list has as many items as Slack takes."""
        if not isinstance(value, list):
            self.add("must be an array", at)
            return False
        if len(value) > most:
            self.add(f"no more than {most} items allowed", at)
            return False
        if len(value) < least:
            self.add(f"no fewer than {least} items allowed", at)
            return False
        return True

    def url(self, value: Any, at: str, most: int = 3000, pattern: re.Pattern[str] = URL) -> None:
        """A web address."""
        if self.string(value, at, most, 1) and not pattern.fullmatch(value):
            self.add("invalid url", at)

    def unique(self, seen: set[str], value: Any, at: str, what: str) -> None:
        """An id that may stand only once."""
        if not isinstance(value, str):
            return
        if value in seen:
            self.add(f"duplicate {what}: {value}", at)
        seen.add(value)


def text(problems: Problems, value: Any, at: str, most: int = 3000, *, plain: bool = False) -> None:
    """A text object: plain_text or mrkdwn, 1 to `most` characters."""
    if not isinstance(value, dict):
        problems.add("must provide an object", at)
        return
    kind = value.get("type")
    if kind not in ("plain_text", "mrkdwn"):
        problems.add(f"unsupported type: {kind}", f"{at}/type")
        return
    if plain and kind != "plain_text":
        problems.add("must be plain_text", f"{at}/type")
        return
    extra = "emoji" if kind == "plain_text" else "verbatim"
    if not problems.object(value, at, required=("type", "text"), optional=(extra,)):
        return
    problems.boolean(value, extra, at)
    if problems.string(value["text"], f"{at}/text", most, 1):
        problems.text_length += len(value["text"])


def confirm(problems: Problems, value: Any, at: str) -> None:
    """A confirmation dialogue. Slack: title 100, text 300, confirm and deny 30 characters."""
    if not problems.object(value, at, required=("title", "text", "confirm", "deny"), optional=("style",)):
        return
    text(problems, value["title"], f"{at}/title", 100, plain=True)
    text(problems, value["text"], f"{at}/text", 300)
    text(problems, value["confirm"], f"{at}/confirm", 30, plain=True)
    text(problems, value["deny"], f"{at}/deny", 30, plain=True)
    problems.choice(value, "style", at, ("primary", "danger"))


def option(problems: Problems, value: Any, at: str, *, mrkdwn: bool = False, url: bool = False) -> None:
    """An option: text 75, value 150, description 75 characters. `url` only within an overflow."""
    allowed = ("description", "url") if url else ("description",)
    if not problems.object(value, at, required=("text", "value"), optional=allowed):
        return
    text(problems, value["text"], f"{at}/text", 75, plain=not mrkdwn)
    problems.string(value["value"], f"{at}/value", 150)
    if value.get("description") is not None:
        text(problems, value["description"], f"{at}/description", 75, plain=not mrkdwn)
    if value.get("url") is not None and url:
        problems.url(value["url"], f"{at}/url", pattern=LINK)


def options(problems: Problems, value: Any, at: str, most: int, *, mrkdwn: bool = False, url: bool = False) -> None:
    """A list of options."""
    if not problems.items(value, at, most):
        return
    for n, entry in enumerate(value):
        option(problems, entry, f"{at}/{n}", mrkdwn=mrkdwn, url=url)


def option_groups(problems: Problems, value: Any, at: str) -> None:
    """Groups of options. Slack: at most 100 groups of at most 100 options, label 75 characters."""
    if not problems.items(value, at, 100):
        return
    for n, entry in enumerate(value):
        if problems.object(entry, f"{at}/{n}", required=("label", "options")):
            text(problems, entry["label"], f"{at}/{n}/label", 75, plain=True)
            options(problems, entry["options"], f"{at}/{n}/options", 100)


def slack_file(problems: Problems, value: Any, at: str) -> None:
    """A file in Slack, by id or by url: a picture that Slack has processed and the app can read."""
    if not problems.object(value, at, optional=("id", "url")):
        return
    if (value.get("id") is None) == (value.get("url") is None):
        problems.add("must define either `id` or `url`", at)
    elif value.get("url") is not None:
        problems.url(value["url"], f"{at}/url")
        if problems.known_files is not None and value["url"] not in problems.known_files:
            problems.add("invalid slack file", at)
    elif not isinstance(value["id"], str) or not FILE_ID.fullmatch(value["id"]):
        problems.add("invalid file id", f"{at}/id")
    elif problems.known_files is not None and value["id"] not in problems.known_files:
        problems.add("invalid slack file", at)


def image(problems: Problems, value: Json, at: str) -> None:
    """What image blocks and image elements share: one source, and a text for those who cannot see it."""
    if (value.get("image_url") is None) == (value.get("slack_file") is None):
        problems.add("must define either `image_url` or `slack_file`", at)
    elif value.get("slack_file") is not None:
        slack_file(problems, value["slack_file"], f"{at}/slack_file")
    else:
        problems.url(value["image_url"], f"{at}/image_url")
    if value.get("alt_text") is None:
        problems.add("missing required field: alt_text", at)
    else:
        problems.string(value["alt_text"], f"{at}/alt_text", 2000, 1)
