"""Forms that were sent or closed. Mistakes stand at their field; a sent form closes once its content is committed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.lifecycle import Refusal
from bot.domain.post import Seen
from bot.workflow import Blocked, Done, Form
from bot.workflow.decisions import Undecided
from bot.workflow.submitting import Asks, Window
from handlers import consent, devices, ids, photos, post_photos, register_files, registers
from handlers.acks import CANNOT_READ, CLOSED, at_field, at_fields, drawn, field_errors, input_blocks, noted, pushed
from handlers.forms import read_choice, read_draft, read_fine, read_links, read_reason, read_rest, values_of
from handlers.hall import Ack, Body, Hall, user_of
from handlers.metadata import Metadata
from handlers.modals import answer_holds
from handlers.opening import draw_next

View = Mapping[str, Any]


def submission(hall: Hall, body: Body) -> Ack:
    """Every form that is sent. One that we do not know is answered, not ignored."""
    view: View = body.get("view") or {}
    handle = FORMS.get(str(view.get("callback_id")))
    metadata = Metadata.parse(view.get("private_metadata"))
    if handle is None or metadata is None:
        return noted(CANNOT_READ, title="Please try again")
    return handle(hall, user_of(body), view, metadata)


def closed(hall: Hall, body: Body) -> Ack:
    """A form that was cancelled: what Slack told us of it is kept."""
    view: View = body.get("view") or {}
    metadata = Metadata.parse(view.get("private_metadata"))
    if metadata is None:
        return None
    form = Form(key=metadata.key, post_id=metadata.post or None)
    if view.get("callback_id") == ids.FORM:
        draft = read_draft(values_of(view), school=metadata.school)
        hall.workflow.drafts.keep(user_of(body), form, draft)
    elif view.get("callback_id") in {ids.SECOND_FORM, ids.DESCRIBE_FORM}:
        hall.workflow.drafts.keep_rest(user_of(body), form, metadata.step, read_rest(values_of(view)))
    return None


def _post(hall: Hall, user: str, view: View, metadata: Metadata) -> Ack:
    form = Form(key=metadata.key, post_id=metadata.post or None)
    draft = read_draft(values_of(view), school=metadata.school)
    try:
        outcome = hall.workflow.drafts.submit(user, form, draft)
    except Exception:
        # Whatever broke, what was typed is saved before the person is told.
        hall.workflow.drafts.keep(user, form, draft)
        raise
    if isinstance(outcome, Asks):
        return pushed(draw_next(hall, outcome, form))
    return _sent(view, outcome)


def _described(hall: Hall, user: str, view: View, metadata: Metadata) -> Ack:
    """Many photos: once each is described, the last window opens on top."""
    return _later(hall, user, view, metadata, Window.DESCRIBE)


def _second(hall: Hall, user: str, view: View, metadata: Metadata) -> Ack:
    """The last window: sent, or asked for what is still open, or told what is in the way."""
    return _later(hall, user, view, metadata, Window.LAST)


def _later(hall: Hall, user: str, view: View, metadata: Metadata, window: Window) -> Ack:
    form = Form(key=metadata.key, post_id=metadata.post or None)
    rest = read_rest(values_of(view))
    try:
        outcome = hall.workflow.drafts.finish(user, form, metadata.step, rest, window=window)
    except Exception:
        hall.workflow.drafts.keep_rest(user, form, metadata.step, rest)
        raise
    if isinstance(outcome, Asks):
        title = str((view.get("title") or {}).get("text") or "")
        following = draw_next(hall, outcome, form, title=title)
        return pushed(following) if window is Window.DESCRIBE else drawn(following)
    if isinstance(outcome, Done):
        hall.develop()
    return _sent(view, outcome)


def _sent(view: View, outcome: Done | Blocked | Refusal) -> Ack:
    if isinstance(outcome, Done):
        return CLOSED
    if isinstance(outcome, Blocked):
        at_replies = {f"{ids.REPLY}{fingerprint}": sentence for fingerprint, sentence in outcome.at_replies.items()}
        return at_fields(field_errors(outcome.problems, input_blocks(view)) | at_replies)
    return at_field(view, ids.WORDS, outcome.sentence)


def _answers(hall: Hall, user: str, view: View, metadata: Metadata) -> Ack:
    """SLT's answers to the open holds, and their yes with it."""
    if metadata.seen is None:
        return at_field(view, "", CANNOT_READ)
    outcome = hall.workflow.decisions.approve(user, metadata.seen, fine=read_fine(values_of(view)))
    if isinstance(outcome, Done):
        return CLOSED
    if isinstance(outcome, Undecided):
        facts = hall.facts(outcome.story, metadata.seen.no)
        return drawn(answer_holds(facts, outcome.questions))
    return noted(outcome.sentence)


def _reason(
    decide: Callable[[Hall, str, Seen, str], Done | Refusal],
) -> Callable[[Hall, str, View, Metadata], Ack]:
    def handle(hall: Hall, user: str, view: View, metadata: Metadata) -> Ack:
        if metadata.seen is None:
            return at_field(view, ids.REASON, CANNOT_READ)
        outcome = decide(hall, user, metadata.seen, read_reason(values_of(view)))
        return CLOSED if isinstance(outcome, Done) else at_field(view, ids.REASON, outcome.sentence)

    return handle


def _stop(hall: Hall, user: str, view: View, metadata: Metadata) -> Ack:
    school = metadata.school or read_choice(values_of(view), ids.STOP_SCHOOL)
    wanted = "" if school == ids.ALL_SCHOOLS else school
    if not school:
        return at_field(view, ids.STOP_SCHOOL, "Please choose a school.")
    outcome = hall.workflow.stopping.stop(user, wanted, read_reason(values_of(view)))
    return at_field(view, ids.REASON, outcome.sentence) if isinstance(outcome, Refusal) else CLOSED


def _lift(hall: Hall, user: str, view: View, metadata: Metadata) -> Ack:
    if not metadata.key.isdigit():
        return at_field(view, "", CANNOT_READ)
    outcome = hall.workflow.stopping.lift(user, int(metadata.key))
    return at_field(view, "", outcome.sentence) if isinstance(outcome, Refusal) else CLOSED


def _published(hall: Hall, user: str, view: View, metadata: Metadata) -> Ack:
    if metadata.seen is None:
        return at_field(view, "", CANNOT_READ)
    links = read_links(values_of(view))
    if links.errors:
        return at_fields(links.errors)
    places = {**links.urls, **dict.fromkeys(links.ticked, "")}
    outcome = hall.workflow.office.publish(user, metadata.seen, places)
    return CLOSED if isinstance(outcome, Done) else at_field(view, "", outcome.sentence)


FORMS: dict[str, Callable[[Hall, str, View, Metadata], Ack]] = {
    ids.FORM: _post,
    ids.SECOND_FORM: _second,
    ids.DESCRIBE_FORM: _described,
    ids.ANSWER_FORM: _answers,
    ids.REQUEST_CHANGES_FORM: _reason(
        lambda hall, user, seen, text: hall.workflow.decisions.request_changes(user, seen, text)
    ),
    ids.REJECT_FORM: _reason(lambda hall, user, seen, text: hall.workflow.decisions.reject(user, seen, text)),
    ids.CANNOT_PUBLISH_FORM: _reason(
        lambda hall, user, seen, text: hall.workflow.office.cannot_publish(user, seen, text)
    ),
    ids.PUBLISHED_FORM: _published,
    ids.TAKE_DOWN_FORM: _reason(lambda hall, user, seen, text: hall.workflow.office.take_down(user, seen, text)),
    ids.STOP_FORM: _stop,
    ids.REGISTER_FORM: registers.entered,
    ids.DEVICE_FORM: devices.entered,
    ids.POLICY_FORM: registers.read,
    ids.LIFT_FORM: _lift,
    ids.CONSENT_WITHDRAW_FORM: consent.submitted,
    ids.CONSENT_LINK_FORM: consent.link_submitted,
    ids.UPLOAD_FORM: register_files.submitted,
    ids.ROWS_FORM: register_files.rows_submitted,
    ids.PHOTOS_FORM: photos.submitted,
    ids.REPLACE_FORM: post_photos.replaced,
}
