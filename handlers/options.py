"""The pickers of pupils and of adults in the register: search as you type, in the one form that has them."""

from __future__ import annotations

from handlers import ids
from handlers.forms import read_draft, values_of
from handlers.hall import Ack, Body, Hall, user_of
from handlers.metadata import Metadata
from handlers.modals import class_option, pupil_option

MOST = 100
"""Options that Slack shows (Block Kit: option lists)."""
LONGEST_CLASS = 150 - len(ids.CLASS)
"""What an option carries (Block Kit: value). A class of a longer name cannot be picked; its pupils can."""


def options(hall: Hall, body: Body) -> Ack:
    """Pupils and classes of the schools where this person is staff; nothing for anybody else, or for any other field."""
    if body.get("action_id") not in {ids.PUPILS, ids.ADULTS}:
        return {"options": []}
    view = body.get("view") or {}
    metadata = Metadata.parse(view.get("private_metadata"))
    school = metadata.school if metadata else ""
    chosen = read_draft(values_of(view), school=school).school
    if body.get("action_id") == ids.ADULTS:
        adults = hall.workflow.drafts.suggest_adults(user_of(body), str(body.get("value") or ""), school=chosen)
        return {"options": [pupil_option(one.id, one.name, one.role).to_dict() for one in adults[:MOST]]}
    found = hall.workflow.drafts.suggest(user_of(body), str(body.get("value") or ""), school=chosen)
    people = [pupil_option(person.id, person.name, person.group) for person in found.people]
    classes = [class_option(label, label, pupils) for label, pupils in found.classes if len(label) <= LONGEST_CLASS]
    return {"options": [option.to_dict() for option in [*classes, *people][:MOST]]}
