"""Small helpers for Block Kit: what every card and form is made of, and how texts are kept safe and short."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    InputBlock,
    InputInteractiveElement,
    MarkdownTextObject,
    Option,
    PlainTextObject,
    RichTextBlock,
    RichTextElement,
    RichTextElementParts,
    RichTextListElement,
    RichTextPreformattedElement,
    RichTextQuoteElement,
    RichTextSectionElement,
    SectionBlock,
)

LONGEST_NOTICE = 150
LONGEST_TEXT = 3000
LONGEST_LABEL = 2000
LONGEST_OPTION = 75
LONGEST_CONFIRM = 300

_USER_ID = re.compile(r"[UW][A-Z0-9]{1,30}")


def esc(text: str) -> str:
    """Slack's three control characters made harmless, for text that goes into mrkdwn or a message's `text`."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def mention(user_id: str) -> str:
    """A colleague as Slack shows them; anything that is no user id could carry a mention of its own, so it is not used."""
    return f"<@{user_id}>" if _USER_ID.fullmatch(user_id) else "a colleague"


def clip(text: str, longest: int) -> str:
    """At most `longest` characters, with an ellipsis where something is missing."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def capital(text: str) -> str:
    """With a capital letter first, for the start of a sentence or line."""
    return text[:1].upper() + text[1:]


def fit(*variants: str, longest: int = LONGEST_NOTICE) -> str:
    """The first variant that is short enough. Write the fullest first and one without names last."""
    return next((text for text in variants if len(text) <= longest), clip(variants[-1], longest))


def mrkdwn(text: str) -> MarkdownTextObject:
    """Our own sentences only. Whoever puts a name from settings into one escapes it first."""
    return MarkdownTextObject(text=clip(text, LONGEST_TEXT), verbatim=True)


def plain(text: str) -> PlainTextObject:
    """Text that Slack must not read anything into."""
    return PlainTextObject(text=text, emoji=False)


def header(block_id: str, text: str) -> HeaderBlock:
    return HeaderBlock(block_id=block_id, text=PlainTextObject(text=text, emoji=True))


def plain_header(block_id: str, text: str) -> HeaderBlock:
    """A heading with somebody's name in it."""
    return HeaderBlock(block_id=block_id, text=plain(clip(text, 150)))


def section(block_id: str, text: str, accessory: ButtonElement | None = None) -> SectionBlock:
    """A paragraph of ours."""
    return SectionBlock(block_id=block_id, text=mrkdwn(text), accessory=accessory)


def plain_section(block_id: str, text: str, accessory: ButtonElement | None = None) -> SectionBlock:
    """A paragraph with somebody's own words in it."""
    return SectionBlock(block_id=block_id, text=plain(clip(text, LONGEST_TEXT)), accessory=accessory)


def grey(block_id: str, text: str) -> ContextBlock:
    """Background, in our words."""
    return ContextBlock(block_id=block_id, elements=[mrkdwn(text)])


def grey_plain(block_id: str, text: str) -> ContextBlock:
    """Background with somebody's own words in it; long ones go on in a second element rather than being cut."""
    pieces = [text[start : start + LONGEST_TEXT] for start in range(0, len(text), LONGEST_TEXT)]
    return ContextBlock(block_id=block_id, elements=[plain(piece) for piece in pieces[:10]])


def divider(block_id: str) -> DividerBlock:
    return DividerBlock(block_id=block_id)


def run(text: str, *, bold: bool = False, strike: bool = False, code: bool = False) -> RichTextElement:
    """A piece of rich text. Nothing in it is ever read as a mention, a link or formatting."""
    style = RichTextElementParts.TextStyle(bold=bold or None, strike=strike or None, code=code or None)
    return RichTextElementParts.Text(text=text or " ", style=style if bold or strike or code else None)


def link(url: str, label: str) -> RichTextElement:
    """A link that somebody typed: never mrkdwn, where it could carry more than an address."""
    return RichTextElementParts.Link(url=url, text=label)


def quote(block_id: str, words: str) -> RichTextBlock:
    """Somebody's own words, whole, with the bar at their side."""
    return RichTextBlock(block_id=block_id, elements=[RichTextQuoteElement(elements=[run(words)])])


def to_copy(block_id: str, words: str) -> RichTextBlock:
    """A grey box: words to be copied exactly."""
    return RichTextBlock(block_id=block_id, elements=[RichTextPreformattedElement(elements=[run(words)])])


def bullets(block_id: str, lines: Iterable[Sequence[RichTextElement]]) -> RichTextBlock:
    items = [RichTextSectionElement(elements=list(line)) for line in lines]
    return RichTextBlock(
        block_id=block_id, elements=[RichTextListElement(style="bullet", indent=0, elements=list(items))]
    )


def actions(block_id: str, *buttons: ButtonElement) -> ActionsBlock:
    return ActionsBlock(block_id=block_id, elements=list(buttons))


def button(
    action_id: str,
    label: str,
    value: str,
    *,
    primary: bool = False,
    confirm: ConfirmObject | None = None,
    url: str | None = None,
    spoken: str | None = None,
) -> ButtonElement:
    """A button. `spoken` is what screen readers say where the label alone is too little."""
    return ButtonElement(
        action_id=action_id,
        text=plain(clip(label, LONGEST_OPTION)),
        value=value,
        style="primary" if primary else None,
        confirm=confirm,
        url=url,
        accessibility_label=clip(spoken, LONGEST_OPTION) if spoken else None,
    )


def ask(title: str, text: str, yes: str) -> ConfirmObject:
    """Asks back before something that cannot be undone. The way out is always "Go back"."""
    return ConfirmObject(
        title=plain(title),
        text=plain(clip(text, LONGEST_CONFIRM)),
        confirm=plain(clip(yes, 30)),
        deny=plain("Go back"),
        style="primary",
    )


def option(label: str, value: str, description: str = "") -> Option:
    return Option(
        text=plain(clip(label, LONGEST_OPTION)),
        value=value,
        description=plain(clip(description, LONGEST_OPTION)) if description else None,
    )


def field(
    block_id: str,
    label: str,
    element: InputInteractiveElement,
    *,
    hint: str = "",
    optional: bool = False,
    tells_at_once: bool = False,
) -> InputBlock:
    """A field of a form. `tells_at_once`: a choice is sent to us when it is made, so that a draft can be kept."""
    return InputBlock(
        block_id=block_id,
        label=plain(clip(label, LONGEST_LABEL)),
        element=element,
        hint=plain(clip(hint, LONGEST_LABEL)) if hint else None,
        optional=optional,
        dispatch_action=tells_at_once or None,
    )


class _FileInput(InputInteractiveElement):
    """Slack's file_input, which the SDK does not have yet."""

    type = "file_input"

    @property
    def attributes(self) -> set[str]:  # type: ignore[override]
        return super().attributes.union({"filetypes", "max_files"})

    def __init__(self, *, action_id: str, filetypes: Sequence[str], max_files: int) -> None:
        super().__init__(type=self.type, action_id=action_id)
        self.filetypes, self.max_files = list(filetypes), max_files


def file_input(action_id: str, *, kinds: Sequence[str], most: int) -> InputInteractiveElement:
    """Files that somebody adds: up to `most`, of these endings. Slack takes 10 MB each; it checks nothing else for us."""
    return _FileInput(action_id=action_id, filetypes=kinds, max_files=most)


def serialised(blocks: Iterable[Block | None]) -> list[dict[str, Any]]:
    """As Slack takes them. The SDK checks lengths on the way; what is None was not needed this time."""
    return [block.to_dict() for block in blocks if block is not None]
