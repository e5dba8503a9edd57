"""`/socialpost` and the two shortcuts: they open the form, the own list, somebody's permissions, or the help."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.domain.lifecycle import Refusal
from handlers import consent, devices, ids, photos, register_files, registers
from handlers.blocks import esc, section, serialised
from handlers.hall import Ack, Body, Hall, user_of
from handlers.modals import notice
from handlers.opening import form_view, help_of, mine_view, stop_view
from handlers.plain import plain_words


def command(hall: Hall, body: Body) -> Ack:
    """`/socialpost` and the words it knows; anything else gets the help with a sentence."""
    typed = str(body.get("text") or "").strip()
    word = typed.casefold()
    user, trigger = user_of(body), str(body.get("trigger_id") or "")
    url = str(body.get("response_url") or "")
    if (opens := _OPENS.get(word)) is not None:
        view = opens(hall, user)
        if isinstance(view, Refusal):
            return _privately(view.sentence)
        hall.answers.open(trigger, view, response_url=url)
        return None
    first, _, rest = typed.partition(" ")
    if first.casefold() == "consent" or word == "consents":
        shown = consent.look_up(hall, user, rest) if word != "consents" else register_files.form(hall, user)
        if isinstance(shown, str):
            return _privately(shown)
        hall.answers.open(trigger, shown, response_url=url)
        return None
    answer = help_of(hall, user)
    if word == "help":
        return {"response_type": "ephemeral", "text": answer.text, "blocks": answer.blocks}
    unknown = section("help.unknown", "socialpost does not know that word. Here is what it can do.")
    return {"response_type": "ephemeral", "text": answer.text, "blocks": [*serialised([unknown]), *answer.blocks]}


def shortcut(hall: Hall, body: Body) -> Ack:
    """The global shortcut opens an empty form; the message shortcut takes the message's text along."""
    user, trigger = user_of(body), str(body.get("trigger_id") or "")
    words = ""
    if body.get("callback_id") == ids.MESSAGE_SHORTCUT:
        message = body.get("message") or {}
        words = plain_words(str(message.get("text") or ""))
    view = form_view(hall, user, words=words)
    hall.answers.open(trigger, notice("Not possible", view.sentence) if isinstance(view, Refusal) else view)
    return None


def _privately(sentence: str) -> Ack:
    return {"response_type": "ephemeral", "text": esc(sentence)}


_OPENS: dict[str, Callable[[Hall, str], dict[str, Any] | Refusal]] = {
    "": form_view,
    "new": form_view,
    "post": form_view,
    "mine": mine_view,
    "stop": stop_view,
    "registers": registers.registers_view,
    "photos": photos.form,
    "devices": devices.devices_view,
}
"""What each word opens. Whoever may not open it reads why."""
