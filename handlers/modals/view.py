"""What every modal is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    InputInteractiveElement,
    Option,
    StaticMultiSelectElement,
)
from slack_sdk.models.views import View

from handlers.blocks import clip, plain
from handlers.metadata import Metadata

LONGEST_TITLE = 24
MOST_TICKS = 10
MOST_OPTIONS = 100


def view(
    callback_id: str,
    title: str,
    blocks: Iterable[Block | None],
    *,
    submit: str = "",
    close: str = "Close",
    metadata: Metadata | None = None,
    notify_on_close: bool = False,
) -> dict[str, Any]:
    """A modal as Slack takes it; lengths are checked by the SDK on the way."""
    made = View(
        type="modal",
        callback_id=callback_id,
        title=plain(clip(title, LONGEST_TITLE)),
        submit=plain(submit) if submit else None,
        close=plain(close),
        blocks=[block for block in blocks if block is not None],
        private_metadata=metadata.dump() if metadata else None,
        notify_on_close=notify_on_close or None,
    )
    return made.to_dict()


def choices(action_id: str, offered: Sequence[Option], chosen: Sequence[Option] = ()) -> InputInteractiveElement:
    """Tick boxes, one tap each on a phone; a menu where there are more than Slack draws as boxes."""
    if len(offered) <= MOST_TICKS:
        return CheckboxesElement(action_id=action_id, options=list(offered), initial_options=list(chosen) or None)
    return StaticMultiSelectElement(
        action_id=action_id,
        placeholder=plain("Choose"),
        options=list(offered[:MOST_OPTIONS]),
        initial_options=list(chosen) or None,
    )
