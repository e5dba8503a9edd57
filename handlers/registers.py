"""`/socialpost registers` and what is pressed there; and the policy that is read before the first post."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.lifecycle import Refusal
from bot.domain.standing import Kind
from bot.workflow.registers import Wanted
from handlers import forms, ids
from handlers.acks import CANNOT_READ, CLOSED, at_field, drawn, noted
from handlers.hall import DAMAGED, Ack, Answer, Click, Hall
from handlers.metadata import Metadata
from handlers.modals import registers as windows
from handlers.opening import form_view

View = Mapping[str, Any]


def registers_view(hall: Hall, user: str) -> dict[str, Any] | Refusal:
    """What somebody keeps, or why there is nothing."""
    found = hall.workflow.registers.of(user)
    return found if isinstance(found, Refusal) else windows.registers(found)


def ask(hall: Hall, click: Click) -> Answer:
    """The form for a new entry, on top of the list."""
    school, _, kind = click.value.partition(".")
    if school not in hall.trust.schools or kind not in Kind.__members__.values():
        return DAMAGED
    return windows.add(Kind(kind), hall.trust.schools[school], hall.trust)


def end(hall: Hall, click: Click) -> Answer:
    """Ends an entry and draws the list anew."""
    if not click.value.isdigit() or len(click.value) > 9:
        return DAMAGED
    outcome = hall.workflow.registers.end(click.user, int(click.value))
    if isinstance(outcome, Refusal):
        return outcome
    again = registers_view(hall, click.user)
    if click.view is not None and not isinstance(again, Refusal):
        hall.answers.update(str(click.view.get("id") or ""), again)
    return None


def entered(hall: Hall, user: str, view: View, metadata: Metadata) -> Ack:
    """A new entry was sent."""
    if metadata.key not in Kind.__members__.values():
        return noted(CANNOT_READ, title="Please try again")
    values = forms.values_of(view)
    kind = Kind(metadata.key)
    value = forms.read_person(values, ids.REGISTER_MANAGER) if kind is Kind.LINE_MANAGER else ""
    wanted = Wanted(
        kind=kind,
        school=metadata.school,
        user_id=forms.read_person(values, ids.REGISTER_WHO),
        begins=forms.read_day(values, ids.REGISTER_FROM),
        ends=forms.read_day(values, ids.REGISTER_UNTIL),
        value=value or forms.read_choice(values, ids.REGISTER_VALUE),
        evidence=forms.read_text(values, ids.REGISTER_EVIDENCE),
    )
    outcome = hall.workflow.registers.enter(user, wanted)
    if isinstance(outcome, Refusal):
        return at_field(view, _FIELD_OF.get(outcome.code, ids.REGISTER_EVIDENCE), outcome.sentence)
    return CLOSED


_FIELD_OF = {
    "no_person": ids.REGISTER_WHO,
    "own": ids.REGISTER_WHO,
    "no_role": ids.REGISTER_WHO,
    "ends_first": ids.REGISTER_UNTIL,
    "deputy": ids.REGISTER_UNTIL,
    "restriction": ids.REGISTER_VALUE,
    "manager": ids.REGISTER_MANAGER,
}


def read(hall: Hall, user: str, view: View, metadata: Metadata) -> Ack:
    """The policy was read: the form that was meant opens in its place."""
    hall.workflow.registers.acknowledge(user)
    form = form_view(hall, user)
    if isinstance(form, Refusal):
        return noted(form.sentence, title="Not possible")
    return drawn(form)
