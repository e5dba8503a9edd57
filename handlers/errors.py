"""When something breaks that nobody expected: the person still gets an answer, with a code that the log holds."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable

from slack_bolt import BoltResponse

from handlers.hall import Body, Hall, reply, user_of
from handlers.modals import notice, trouble

logger = logging.getLogger(__name__)


def on_error(hall: Hall) -> Callable[[Exception, Body], BoltResponse]:
    """Bolt's one error handler: a 200 that fits the payload, since anything else sends no acknowledgement at all."""

    def handle(error: Exception, body: Body) -> BoltResponse:
        reference = hall.reference()
        # The exception's text may quote somebody's words, so only its kind and place are written down.
        place = "".join(traceback.format_tb(error.__traceback__))
        logger.error("unexpected %s, reference %s\n%s", type(error).__name__, reference, place)
        hall.workflow.access.broke(user_of(body), type(error).__name__, reference)
        return _answer(hall, body, trouble(reference))

    return handle


def _answer(hall: Hall, body: Body, text: str) -> BoltResponse:
    kind = body.get("type")
    if "command" in body:
        return reply({"response_type": "ephemeral", "text": text})
    if kind == "view_submission":
        return reply({"response_action": "update", "view": notice("Something went wrong", text)})
    if kind == "block_suggestion":
        return reply({"options": []})
    if body.get("response_url"):
        hall.answers.tell(str(body["response_url"]), text)
    elif body.get("trigger_id") and kind in {"block_actions", "shortcut"}:
        hall.answers.open(str(body["trigger_id"]), notice("Something went wrong", text))
    return reply(None)
