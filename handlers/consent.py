"""`/socialpost consent NAME` and what follows from it: the office looks somebody up and takes a permission back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.domain.lifecycle import Refusal
from bot.workflow.permissions import Record
from handlers import ids, modals
from handlers.acks import at_fields, drawn
from handlers.forms import read_person, read_withdrawal, values_of
from handlers.hall import DAMAGED, Ack, Answer, Click, Hall, View
from handlers.metadata import Metadata

TYPE_A_NAME = "Type the name as well: /socialpost consent Maisie Trent"
NOBODY_FOUND = "Nobody in the register has a name that begins like that. Please try a shorter part of it."


def look_up(hall: Hall, user: str, typed: str) -> View | str:
    """The record of the one who is meant, or a list to choose from; a sentence where there is neither."""
    if not typed.strip():
        return TYPE_A_NAME
    found = hall.workflow.permissions.find(user, typed)
    if isinstance(found, Refusal):
        return found.sentence
    if not found.people:
        return NOBODY_FOUND
    if len(found.people) > 1:
        return modals.who_is_meant(found.people, more=found.more)
    shown = _record(hall, user, found.people[0].id)
    return shown.sentence if isinstance(shown, Refusal) else shown


def open_record(hall: Hall, click: Click) -> Answer:
    """From the list: one person's record, on top of it."""
    return _record(hall, click.user, click.value)


def open_withdrawal(hall: Hall, click: Click) -> Answer:
    """A parent phoned: the form, with every place ticked."""
    found = hall.workflow.permissions.record(click.user, click.value)
    return found if isinstance(found, Refusal) else modals.withdraw_form(_facts(hall, found))


def open_link(hall: Hall, click: Click) -> Answer:
    """Who somebody of the staff is in Slack: the form with one field."""
    found = hall.workflow.permissions.record(click.user, click.value)
    return found if isinstance(found, Refusal) else modals.link_form(found.person)


def open_expiring(hall: Hall, click: Click) -> Answer:
    """The names behind a number in the office's channel, for the one who pressed."""
    school, _, day = click.value.partition(":")
    try:
        week = date.fromisoformat(day)
    except ValueError:
        return DAMAGED
    found = hall.workflow.expiry.names(click.user, school, week)
    if isinstance(found, Refusal):
        return found
    rows = [(modals.Pupil(name=person.name, group=person.group), last_day) for person, last_day in found.people]
    return modals.expiring(rows)


def submitted(hall: Hall, user: str, view: Mapping[str, Any], metadata: Metadata) -> Ack:
    """Withdraw now: on record before the form is acknowledged."""
    said = read_withdrawal(values_of(view))
    outcome = hall.workflow.permissions.withdraw(user, metadata.key, said.places, said.caller)
    if isinstance(outcome, Refusal):
        at = ids.CONSENT_PLACES if outcome.code == "no_place" else ids.CONSENT_GIVER
        at = ids.CONSENT_OTHER if outcome.code == "no_name" else at
        return at_fields({at: outcome.sentence})
    return drawn(modals.withdrawn(outcome.person, outcome.posts))


def link_submitted(hall: Hall, user: str, view: Mapping[str, Any], metadata: Metadata) -> Ack:
    """Linked, or cleared, before the form is acknowledged."""
    chosen = read_person(values_of(view), ids.CONSENT_COLLEAGUE)
    outcome = hall.workflow.permissions.link(user, metadata.key, chosen)
    if isinstance(outcome, Refusal):
        return at_fields({ids.CONSENT_COLLEAGUE: outcome.sentence})
    return drawn(modals.linked(outcome))


def _record(hall: Hall, user: str, person_id: str) -> View | Refusal:
    found = hall.workflow.permissions.record(user, person_id)
    return found if isinstance(found, Refusal) else modals.consent_record(_facts(hall, found))


def _facts(hall: Hall, found: Record) -> modals.ConsentFacts:
    entries = [
        modals.Entry(
            state=entry.state.value,
            place=entry.place,
            use=entry.use,
            given_by=entry.given_by,
            relation=entry.relation,
            given_on=entry.given_on,
            evidence=entry.evidence,
            by=entry.file_name or found.names.get(entry.entered_by, ""),
            from_file=bool(entry.file_name),
        )
        for entry in found.history
    ]
    return modals.ConsentFacts(
        person=found.person, trust=hall.trust, answers=found.answers, entries=entries, givers=found.givers
    )
