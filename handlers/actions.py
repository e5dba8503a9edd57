"""Buttons: each parses what was clicked, calls ONE use case, and says what the person who clicked sees of it."""

from __future__ import annotations

from collections.abc import Callable

from bot.domain.lifecycle import Action, Refusal
from bot.domain.post import Seen
from bot.workflow.decisions import Undecided
from bot.workflow.desk import Done
from bot.workflow.submitting import Form
from handlers import consent, devices, ids, modals, post_photos, register_files, registers
from handlers.blocks import esc
from handlers.cards import CardFacts
from handlers.forms import read_draft, uploading, values_of
from handlers.hall import DAMAGED, Ack, Answer, Body, Click, Hall, View
from handlers.metadata import Metadata
from handlers.opening import draw_form, form_view, help_of, mine_view, review_view, stop_view

PACK_COMES = "The pack is in your direct messages with socialpost, or comes there in a moment. Nobody else gets it."


def action(hall: Hall, body: Body) -> Ack:
    """Every click of every card and form. An id that we do not know does nothing."""
    click = Click.of(body)
    handle = ACTIONS.get(click.action_id)
    if handle is not None:
        _show(hall, click, handle(hall, click))
        _redraw_review(hall, click)
    return None


def _show(hall: Hall, click: Click, answer: Answer) -> None:
    """Privately: on top of the form in which somebody clicked, under the message, or in a window of its own."""
    if answer is None or isinstance(answer, Done):
        return
    said = answer.sentence if isinstance(answer, Refusal) else answer
    view = modals.notice("Please note", said) if isinstance(said, str) else said
    if click.view is not None:
        hall.answers.push(click.trigger_id, view)
    elif isinstance(said, str) and not click.home:
        hall.answers.tell(click.response_url, esc(said))
    else:
        hall.answers.open(click.trigger_id, view, response_url=click.response_url)


def _on_card(handle: Callable[[Hall, Click, Seen], Answer]) -> Callable[[Hall, Click], Answer]:
    """What is about the exact content that a card shows: a button that does not say which is damaged."""
    return lambda hall, click: handle(hall, click, click.seen) if click.seen is not None else DAMAGED


def _approve(hall: Hall, click: Click, seen: Seen) -> Answer:
    outcome = hall.workflow.decisions.approve(click.user, seen)
    if isinstance(outcome, Undecided):
        return modals.answer_holds(hall.facts(outcome.story, seen.no), outcome.questions)
    return outcome


def _ask_reason(action: Action) -> Callable[[Hall, Click, Seen], Answer]:
    def handle(hall: Hall, click: Click, seen: Seen) -> Answer:
        if action is Action.TAKE_DOWN:
            story = hall.workflow.office.may_take_down(click.user, seen)
        elif action is Action.CANNOT_PUBLISH:
            story = hall.workflow.office.may_say_why(click.user, seen)
        else:
            story = hall.workflow.decisions.may_decide(click.user, seen, action)
        return story if isinstance(story, Refusal) else REASONS[action](hall.facts(story, seen.no))

    return handle


def _who_is_featured(hall: Hall, click: Click, seen: Seen) -> Answer:
    featured = hall.workflow.questions.who_is_featured(click.user, seen)
    if isinstance(featured, Refusal):
        return featured
    pupils = [modals.Pupil(name=person.name, group=person.group) for person in featured.people]
    messages = modals.who_is_featured(featured.story.post.id, pupils, in_order=featured.all_permitted)
    if click.view is not None:
        return modals.featured_view(featured.story.post.id, messages)
    for message in messages:
        hall.answers.tell(click.response_url, message.text, message.blocks)
    return None


def _see_who(hall: Hall, click: Click, seen: Seen) -> Answer:
    missing = hall.workflow.questions.whose_permission_is_missing(click.user, seen.post_id)
    if isinstance(missing, Refusal):
        return missing
    shown = [
        modals.Missing(pupil=modals.Pupil(name=person.name, group=person.group), places=places)
        for person, places in missing.people
    ]
    return modals.see_who(missing.story.post.id, shown, hall.trust, others=missing.others)


def _edit(hall: Hall, click: Click) -> Answer:
    post_id = _post_of(click)
    return form_view(hall, click.user, post_id=post_id) if post_id else DAMAGED


def _again(hall: Hall, click: Click) -> Answer:
    post_id = _post_of(click)
    return form_view(hall, click.user, post_id=post_id, again=True) if post_id else DAMAGED


def _see_post(hall: Hall, click: Click) -> Answer:
    post_id = _post_of(click)
    story = hall.workflow.drafts.story(click.user, post_id) if post_id else DAMAGED
    return story if isinstance(story, Refusal) else modals.see_post(hall.facts(story))


def _post_of(click: Click) -> int | None:
    """The post of a row in a list or of a card. Whose it is, is checked by the use case."""
    if click.seen is not None:
        return click.seen.post_id
    number = click.key or click.value
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None


def _review(hall: Hall, click: Click, seen: Seen) -> Answer:
    if not click.key.isdigit() or len(click.key) > 9:
        return DAMAGED
    return review_view(hall, click.user, seen, int(click.key))


def _redraw_review(hall: Hall, click: Click) -> None:
    """Whoever has done something in a card that is a window sees there what became of it."""
    view = click.view or {}
    metadata = Metadata.parse(view.get("private_metadata")) if view.get("callback_id") == ids.REVIEW_VIEW else None
    if metadata is None or metadata.seen is None or not metadata.key.isdigit():
        return
    again = review_view(hall, click.user, metadata.seen, int(metadata.key))
    if not isinstance(again, Refusal):
        hall.answers.update(str(view.get("id")), again, chosen_at=click.at)


def _start(hall: Hall, click: Click, seen: Seen) -> Answer:
    started = hall.workflow.office.start(click.user, seen)
    return started if isinstance(started, Refusal) else modals.words_to_copy(hall.facts(started.story))


def _get_pack(hall: Hall, click: Click, seen: Seen) -> Answer:
    started = hall.workflow.office.get_pack(click.user, seen)
    return started if isinstance(started, Refusal) else PACK_COMES


def _see_photos(hall: Hall, click: Click, seen: Seen) -> Answer:
    found = hall.workflow.questions.photos(click.user, seen)
    if isinstance(found, Refusal):
        return found
    return modals.see_photos(hall.facts(found.story, seen.no), found.files)


def _record(hall: Hall, click: Click, seen: Seen) -> Answer:
    found = hall.workflow.office.to_record(click.user, seen)
    if isinstance(found, Refusal):
        return found
    return modals.mark_published(hall.facts(found.story, seen.no), in_order=found.in_order)


def _field_changed(hall: Hall, click: Click) -> None:
    """A choice in the form tells us at once: what was typed so far is kept, and fields that depend on it come or go."""
    view = click.view or {}
    metadata = Metadata.parse(view.get("private_metadata"))
    if metadata is None:
        return
    values = values_of(view)
    draft = read_draft(values, school=metadata.school)
    form = Form(key=metadata.key, post_id=metadata.post or None)
    hall.workflow.drafts.keep(click.user, form, draft)
    if click.action_id in ids.REDRAWING:
        opened = hall.workflow.drafts.reopen(click.user, form, draft)
        if not isinstance(opened, Refusal):
            form_now = draw_form(hall, opened, form, click.user, uploading=uploading(values))
            hall.answers.update(str(view.get("id")), form_now, chosen_at=click.at)


def _nothing(hall: Hall, click: Click) -> None:
    """A link button: Slack opens the link and tells us as well."""


REASONS: dict[Action, Callable[[CardFacts], View]] = {
    Action.TAKE_DOWN: modals.take_down,
    Action.REQUEST_CHANGES: modals.request_changes,
    Action.REJECT: modals.reject,
    Action.CANNOT_PUBLISH: modals.cannot_publish,
}

ON_CARDS: dict[str, Callable[[Hall, Click, Seen], Answer]] = {
    ids.TAKE_DOWN: _ask_reason(Action.TAKE_DOWN),
    ids.APPROVE: _approve,
    ids.REQUEST_CHANGES: _ask_reason(Action.REQUEST_CHANGES),
    ids.REJECT: _ask_reason(Action.REJECT),
    ids.WHO_IS_FEATURED: _who_is_featured,
    ids.WITHDRAW: lambda hall, click, seen: hall.workflow.drafts.withdraw(click.user, seen.post_id),
    ids.SEE_WHO: _see_who,
    ids.SEE_PHOTOS: _see_photos,
    ids.PHOTOS_DELETED: lambda hall, click, seen: hall.workflow.deletion.declare(click.user, seen.post_id),
    ids.REVIEW: _review,
    ids.START: _start,
    ids.OPEN_WORDS: _start,
    ids.GET_PACK: _get_pack,
    ids.PUBLISHED: _record,
    ids.ALREADY_LIVE: _record,
    ids.CANNOT_PUBLISH: _ask_reason(Action.CANNOT_PUBLISH),
    ids.REMOVED: lambda hall, click, seen: hall.workflow.office.removed(click.user, seen, click.key),
    ids.PERMISSION_YES: lambda hall, click, seen: hall.workflow.colleagues.yes(click.user, seen),
    ids.PERMISSION_NO: lambda hall, click, seen: hall.workflow.colleagues.no(click.user, seen),
    ids.PERMISSION_ALWAYS: lambda hall, click, seen: hall.workflow.colleagues.always(click.user, seen),
}

ACTIONS: dict[str, Callable[[Hall, Click], Answer]] = {
    ids.OPEN_STOP: lambda hall, click: stop_view(hall, click.user),
    ids.REGISTER_ADD: registers.ask,
    ids.REGISTER_END: registers.end,
    ids.DEVICE_ADD: devices.ask,
    ids.DEVICE_RETIRE: devices.retire,
    ids.EDIT: _edit,
    ids.NEW_POST: lambda hall, click: form_view(hall, click.user),
    ids.HELP: lambda hall, click: modals.help_view(help_of(hall, click.user)),
    ids.MY_POSTS: lambda hall, click: mine_view(hall, click.user),
    ids.SEE_POST: _see_post,
    ids.WRITE_AGAIN: _again,
    ids.OPEN_DRAFT: _edit,
    ids.OPEN_PLACE: _nothing,
    ids.CONSENT_OF: consent.open_record,
    ids.CONSENT_WITHDRAW: consent.open_withdrawal,
    ids.FILE_CONFIRM: register_files.confirm,
    ids.FILE_DISCARD: register_files.discard,
    ids.FILE_ANSWER: register_files.answer,
    ids.FILE_ROWS: register_files.open_rows,
    ids.CONSENT_LINK: consent.open_link,
    ids.EXPIRING: consent.open_expiring,
    ids.PHOTO_BLUR: post_photos.mend(lambda hall: hall.workflow.mending.blur),
    ids.PHOTO_USE: post_photos.mend(lambda hall: hall.workflow.mending.use),
    ids.PHOTO_FINE: post_photos.mend(lambda hall: hall.workflow.mending.fine),
    ids.PHOTO_LEAVE_OUT: post_photos.mend(lambda hall: hall.workflow.mending.leave_out),
    ids.PHOTO_REPLACE: post_photos.ask_for_another,
    **dict.fromkeys(ids.DISPATCHING, _field_changed),
    **{action_id: _on_card(handle) for action_id, handle in ON_CARDS.items()},
}
