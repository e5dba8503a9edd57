"""A record as the office sees it, for golden files and walks."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.domain.consent import Answer, ConsentRecord, ConsentState, Person, Reason
from bot.workflow.permissions import Giver
from handlers import modals
from tests.handlers.making import TRUST

MAISIE = Person(
    id="p_1",
    school="brackenfold",
    role="pupil",
    forename="Maisie",
    surname="Trent",
    year_group="Year 4",
    class_name="Hazel",
)


MS_TRENT = Giver(entry=3, name="Ms Trent", relation="mother")


def _record(place: str, state: ConsentState, day: date) -> ConsentRecord:
    return ConsentRecord(person_id="p_1", place=place, state=state, given_on=day, evidence="PF-2026-017", order=1)


def entry(state: str, place: str, day: date, **more: Any) -> modals.Entry:
    said = {
        "use": "any",
        "given_by": "",
        "relation": "",
        "evidence": "PF-2026-017",
        "by": "register.csv",
        "from_file": True,
        **more,
    }
    return modals.Entry(state=state, place=place, given_on=day, **said)


def consent_facts(**more: Any) -> modals.ConsentFacts:
    """Yes on Facebook for photos and work, withdrawn from Instagram, nothing else on record."""
    yes = Answer(
        reason=Reason.GRANTED,
        record=_record("facebook", ConsentState.GRANTED, date(2026, 9, 4)),
        last_day=date(2027, 8, 31),
    )
    gone = Answer(reason=Reason.WITHDRAWN, record=_record("instagram", ConsentState.WITHDRAWN, date(2026, 11, 24)))
    nothing = Answer(reason=Reason.NOTHING)
    answers = {
        "facebook": {"photo": yes, "video": nothing, "work": yes},
        "instagram": {"photo": gone, "video": gone, "work": gone},
    }
    phoned = {
        "given_by": "Ms Trent",
        "relation": "mother",
        "evidence": "by telephone",
        "by": "Sue Bramley",
        "from_file": False,
    }
    entries = (
        entry("withdrawn", "instagram", date(2026, 11, 24), **phoned),
        entry("granted", "facebook", date(2026, 9, 4), use="photo"),
        entry("granted", "instagram", date(2026, 9, 4)),
    )
    facts = {"person": MAISIE, "trust": TRUST, "answers": answers, "entries": entries, "givers": (MS_TRENT,), **more}
    return modals.ConsentFacts(**facts)
