"""When something breaks that nobody expected: the person still gets an answer, with a code that the log holds."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from typing import Any

from slack_bolt import BoltResponse

from handlers import ids
from handlers.acks import at_fields, input_blocks, noted
from handlers.hall import Ack, Body, Hall, reply, user_of
from handlers.modals import notice, trouble

logger = logging.getLogger(__name__)

KEPT = frozenset({ids.FORM, ids.SECOND_FORM})
"""Forms of which what was typed is a draft already."""


def on_error(hall: Hall) -> Callable[[Exception, Body], BoltResponse]:
    """Bolt's one error handler: a 200 that fits the payload, since anything else sends no acknowledgement at all."""

    def handle(error: Exception, body: Body) -> BoltResponse:
        reference = hall.reference()
        # The exception's text may quote somebody's words, so only its kind and place are written down.
        place = "".join(traceback.format_tb(error.__traceback__))
        logger.error("unexpected %s, reference %s\n%s", type(error).__name__, reference, place)
        hall.workflow.access.broke(user_of(body), type(error).__name__, reference)
        return _answer(hall, body, trouble(reference, kept=_view(body).get("callback_id") in KEPT))

    return handle


def _view(body: Body) -> dict[str, Any]:
    view = body.get("view")
    return view if isinstance(view, dict) else {}


def _at_the_form(view: dict[str, Any], text: str) -> Ack:
    """A post's form is kept as a draft and may close; any other stays as it was typed, with the sentence at its first field."""
    if view.get("callback_id") in KEPT or not (present := input_blocks(view)):
        return noted(text, title="Something went wrong")
    return at_fields({present[0]: text})


def _answer(hall: Hall, body: Body, text: str) -> BoltResponse:
    kind = body.get("type")
    if "command" in body:
        return reply({"response_type": "ephemeral", "text": text})
    if kind == "view_submission":
        return reply(_at_the_form(_view(body), text))
    if kind == "block_suggestion":
        return reply({"options": []})
    if body.get("response_url"):
        hall.answers.tell(str(body["response_url"]), text)
    elif body.get("trigger_id") and kind in {"block_actions", "shortcut"}:
        hall.answers.open(str(body["trigger_id"]), notice("Something went wrong", text))
    return reply(None)
