"""`/socialpost devices` and what is pressed there: who approves devices keeps the list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.devices import Owner
from bot.domain.lifecycle import Refusal
from bot.workflow.device_register import NewDevice
from handlers import forms, ids
from handlers.acks import CLOSED, at_fields
from handlers.hall import DAMAGED, Ack, Answer, Click, Hall
from handlers.metadata import Metadata
from handlers.modals import devices as windows


def devices_view(hall: Hall, user: str) -> dict[str, Any] | Refusal:
    """The lists that somebody keeps, or why there is none."""
    found = hall.workflow.devices.of(user)
    return found if isinstance(found, Refusal) else windows.devices(found)


def ask(hall: Hall, click: Click) -> Answer:
    """The form for a new device, on top of the list."""
    school = hall.trust.schools.get(click.value)
    return windows.add_device(school) if school else DAMAGED


def retire(hall: Hall, click: Click) -> Answer:
    """Retires a device and draws the list anew."""
    school, _, number = click.value.partition(".")
    outcome = hall.workflow.devices.retire(click.user, school, number)
    if isinstance(outcome, Refusal):
        return outcome
    again = devices_view(hall, click.user)
    if click.view is not None and not isinstance(again, Refusal):
        hall.answers.update(str(click.view.get("id") or ""), again)
    return None


def entered(hall: Hall, user: str, view: Mapping[str, Any], metadata: Metadata) -> Ack:
    """A new device was sent."""
    values = forms.values_of(view)
    wanted = NewDevice(
        school=metadata.school,
        label=forms.read_text(values, ids.DEVICE_LABEL),
        make=forms.read_text(values, ids.DEVICE_MAKE),
        model=forms.read_text(values, ids.DEVICE_MODEL),
        serial=forms.read_text(values, ids.DEVICE_SERIAL),
        personal=forms.read_choice(values, ids.DEVICE_OWNER) == Owner.PERSONAL.value,
        approved_on=forms.read_day(values, ids.DEVICE_FROM),
    )
    outcome = hall.workflow.devices.approve(user, wanted)
    if isinstance(outcome, Refusal):
        at = ids.DEVICE_FROM if outcome.code == "later" else ids.DEVICE_LABEL
        return at_fields({at: outcome.sentence})
    return CLOSED
