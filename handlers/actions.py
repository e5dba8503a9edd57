"""Buttons: each parses what was clicked, calls ONE use case, and answers the person who clicked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.domain.lifecycle import Action, Refusal
from bot.domain.post import Seen, Story
from bot.workflow.decisions import Undecided
from bot.workflow.desk import Done
from bot.workflow.submitting import Form
from handlers import consent, devices, ids, modals, post_photos, register_files, registers
from handlers.blocks import esc
from handlers.cards import CardFacts
from handlers.forms import read_draft, uploading
from handlers.hall import Ack, Body, Click, Hall
from handlers.metadata import Metadata
from handlers.opening import draw_form, form_view, mine_view, review_view, stop_view

PACK_COMES = "The pack is in your direct messages with socialpost, or comes there in a moment. Nobody else gets it."
DAMAGED = "This button cannot be read. Nothing has changed. Please tell IT."
View = dict[str, Any]


def action(hall: Hall, body: Body) -> Ack:
    """Every click of every card and form. An id that we do not know does nothing."""
    click = Click.of(body)
    handle = ACTIONS.get(click.action_id)
    if handle is not None:
        handle(hall, click)
        _redraw_review(hall, click)
    return None


def _answer(hall: Hall, click: Click, sentence: str) -> None:
    """Privately: under the message, or on top of the form in which somebody clicked."""
    if click.home:
        hall.answers.open(click.trigger_id, modals.notice("Please note", sentence))
    elif click.view is not None:
        hall.answers.push(click.trigger_id, modals.notice("Please note", sentence))
    else:
        hall.answers.tell(click.response_url, esc(sentence))


def _show(hall: Hall, click: Click, view: View | Refusal) -> None:
    """A form for the person who clicked, or why there is none."""
    if isinstance(view, Refusal):
        _answer(hall, click, view.sentence)
    elif click.view is not None:
        hall.answers.push(click.trigger_id, view)
    else:
        hall.answers.open(click.trigger_id, view, response_url=click.response_url)


def _approve(hall: Hall, click: Click) -> None:
    if click.seen is None:
        return _answer(hall, click, DAMAGED)
    outcome = hall.workflow.decisions.approve(click.user, click.seen)
    if isinstance(outcome, Undecided):
        facts = hall.facts(outcome.story, click.seen.no)
        return _show(hall, click, modals.answer_holds(facts, outcome.questions))
    if isinstance(outcome, Refusal):
        _answer(hall, click, outcome.sentence)
    return None


def _ask_reason(action: Action) -> Callable[[Hall, Click], None]:
    def handle(hall: Hall, click: Click) -> None:
        if click.seen is None:
            return _answer(hall, click, DAMAGED)
        if action is Action.TAKE_DOWN:
            story = hall.workflow.office.may_take_down(click.user, click.seen)
        elif action is Action.CANNOT_PUBLISH:
            story = hall.workflow.office.may_say_why(click.user, click.seen)
        else:
            story = hall.workflow.decisions.may_decide(click.user, click.seen, action)
        return _show(hall, click, _reason_view(hall, story, click.seen, action))

    return handle


def _reason_view(hall: Hall, story: Story | Refusal, seen: Seen, action: Action) -> View | Refusal:
    return story if isinstance(story, Refusal) else REASONS[action](hall.facts(story, seen.no))


def _open_stop(hall: Hall, click: Click) -> None:
    _show(hall, click, stop_view(hall, click.user))


def _who_is_featured(hall: Hall, click: Click) -> None:
    if click.seen is None:
        return _answer(hall, click, DAMAGED)
    featured = hall.workflow.questions.who_is_featured(click.user, click.seen)
    if isinstance(featured, Refusal):
        return _answer(hall, click, featured.sentence)
    pupils = [modals.Pupil(name=person.name, group=person.group) for person in featured.people]
    messages = modals.who_is_featured(featured.story.post.id, pupils, in_order=featured.all_permitted)
    if click.view is not None:
        return hall.answers.push(click.trigger_id, modals.featured_view(featured.story.post.id, messages))
    for message in messages:
        hall.answers.tell(click.response_url, message.text, message.blocks)
    return None


def _see_who(hall: Hall, click: Click) -> None:
    if click.seen is None:
        return _answer(hall, click, DAMAGED)
    missing = hall.workflow.questions.whose_permission_is_missing(click.user, click.seen.post_id)
    if isinstance(missing, Refusal):
        return _answer(hall, click, missing.sentence)
    shown = [
        modals.Missing(pupil=modals.Pupil(name=person.name, group=person.group), places=places)
        for person, places in missing.people
    ]
    return _show(hall, click, modals.see_who(missing.story.post.id, shown, hall.trust, others=missing.others))


def _withdraw(hall: Hall, click: Click) -> None:
    if click.seen is None:
        return _answer(hall, click, DAMAGED)
    outcome = hall.workflow.drafts.withdraw(click.user, click.seen.post_id)
    if isinstance(outcome, Refusal):
        _answer(hall, click, outcome.sentence)
    return None


def _edit(hall: Hall, click: Click) -> None:
    post_id = _post_of(click)
    _show(hall, click, form_view(hall, click.user, post_id=post_id) if post_id else Refusal("damaged", DAMAGED))


def _again(hall: Hall, click: Click) -> None:
    post_id = _post_of(click)
    view = form_view(hall, click.user, post_id=post_id, again=True) if post_id else Refusal("damaged", DAMAGED)
    _show(hall, click, view)


def _post_of(click: Click) -> int | None:
    """The post of a row in a list or of a card. Whose it is, is checked by the use case."""
    if click.seen is not None:
        return click.seen.post_id
    number = click.key or click.value
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None


def _new(hall: Hall, click: Click) -> None:
    _show(hall, click, form_view(hall, click.user))


def _mine(hall: Hall, click: Click) -> None:
    _show(hall, click, mine_view(hall, click.user))


def _review(hall: Hall, click: Click) -> None:
    if click.seen is None or not click.key.isdigit() or len(click.key) > 9:
        return _answer(hall, click, DAMAGED)
    return _show(hall, click, review_view(hall, click.user, click.seen, int(click.key)))


def _redraw_review(hall: Hall, click: Click) -> None:
    """Whoever has done something in a card that is a window sees there what became of it."""
    view = click.view or {}
    metadata = Metadata.parse(view.get("private_metadata")) if view.get("callback_id") == ids.REVIEW_VIEW else None
    if metadata is None or metadata.seen is None or not metadata.key.isdigit():
        return
    again = review_view(hall, click.user, metadata.seen, int(metadata.key))
    if not isinstance(again, Refusal):
        hall.answers.update(str(view.get("id")), again, chosen_at=click.at)


def _see_post(hall: Hall, click: Click) -> None:
    post_id = _post_of(click)
    story = hall.workflow.drafts.story(click.user, post_id) if post_id else Refusal("damaged", DAMAGED)
    if isinstance(story, Refusal):
        return _answer(hall, click, story.sentence)
    return _show(hall, click, modals.see_post(hall.facts(story)))


def _start(hall: Hall, click: Click) -> None:
    if click.seen is None:
        return _answer(hall, click, DAMAGED)
    started = hall.workflow.office.start(click.user, click.seen)
    if isinstance(started, Refusal):
        return _answer(hall, click, started.sentence)
    return _show(hall, click, modals.words_to_copy(hall.facts(started.story)))


def _get_pack(hall: Hall, click: Click) -> None:
    if click.seen is None:
        return _answer(hall, click, DAMAGED)
    started = hall.workflow.office.get_pack(click.user, click.seen)
    if isinstance(started, Refusal):
        return _answer(hall, click, started.sentence)
    return _answer(hall, click, PACK_COMES)


def _see_photos(hall: Hall, click: Click) -> None:
    if click.seen is None:
        return _answer(hall, click, DAMAGED)
    found = hall.workflow.questions.photos(click.user, click.seen)
    if isinstance(found, Refusal):
        return _answer(hall, click, found.sentence)
    facts = hall.facts(found.story, click.seen.no)
    return _show(hall, click, modals.see_photos(facts, found.files))


def _photos_deleted(hall: Hall, click: Click) -> None:
    if click.seen is None:
        return _answer(hall, click, DAMAGED)
    outcome = hall.workflow.deletion.declare(click.user, click.seen.post_id)
    if isinstance(outcome, Refusal):
        _answer(hall, click, outcome.sentence)
    return None


def _record(hall: Hall, click: Click) -> None:
    if click.seen is None:
        return _answer(hall, click, DAMAGED)
    found = hall.workflow.office.to_record(click.user, click.seen)
    if isinstance(found, Refusal):
        return _answer(hall, click, found.sentence)
    return _show(hall, click, modals.mark_published(hall.facts(found.story, click.seen.no), in_order=found.in_order))


def _removed(hall: Hall, click: Click) -> None:
    if click.seen is None:
        return _answer(hall, click, DAMAGED)
    outcome = hall.workflow.office.removed(click.user, click.seen, click.key)
    if isinstance(outcome, Refusal):
        _answer(hall, click, outcome.sentence)
    return None


def _field_changed(hall: Hall, click: Click) -> None:
    """A choice in the form tells us at once: what was typed so far is kept, and fields that depend on it come or go."""
    view = click.view or {}
    metadata = Metadata.parse(view.get("private_metadata"))
    if metadata is None:
        return
    values = (view.get("state") or {}).get("values")
    draft = read_draft(values, school=metadata.school)
    form = Form(key=metadata.key, post_id=metadata.post or None)
    hall.workflow.drafts.keep(click.user, form, draft)
    if click.action_id in ids.REDRAWING:
        opened = hall.workflow.drafts.reopen(click.user, form, draft)
        if not isinstance(opened, Refusal):
            form_now = draw_form(hall, opened, form, click.user, uploading=uploading(values))
            hall.answers.update(str(view.get("id")), form_now, chosen_at=click.at)


def _answer_for_oneself(
    say: Callable[[Hall, str, Seen], Done | Refusal],
) -> Callable[[Hall, Click], None]:
    def handle(hall: Hall, click: Click) -> None:
        if click.seen is None:
            return _answer(hall, click, DAMAGED)
        outcome = say(hall, click.user, click.seen)
        if isinstance(outcome, Refusal):
            _answer(hall, click, outcome.sentence)
        return None

    return handle


def _nothing(hall: Hall, click: Click) -> None:
    """A link button: Slack opens the link and tells us as well."""


REASONS: dict[Action, Callable[[CardFacts], View]] = {
    Action.TAKE_DOWN: modals.take_down,
    Action.REQUEST_CHANGES: modals.request_changes,
    Action.REJECT: modals.reject,
    Action.CANNOT_PUBLISH: modals.cannot_publish,
}

ACTIONS: dict[str, Callable[[Hall, Click], None]] = {
    ids.OPEN_STOP: _open_stop,
    ids.REGISTER_ADD: registers.ask,
    ids.REGISTER_END: registers.end,
    ids.DEVICE_ADD: devices.ask,
    ids.DEVICE_RETIRE: devices.retire,
    ids.TAKE_DOWN: _ask_reason(Action.TAKE_DOWN),
    ids.APPROVE: _approve,
    ids.REQUEST_CHANGES: _ask_reason(Action.REQUEST_CHANGES),
    ids.REJECT: _ask_reason(Action.REJECT),
    ids.WHO_IS_FEATURED: _who_is_featured,
    ids.WITHDRAW: _withdraw,
    ids.EDIT: _edit,
    ids.SEE_WHO: _see_who,
    ids.SEE_PHOTOS: _see_photos,
    ids.PHOTOS_DELETED: _photos_deleted,
    ids.NEW_POST: _new,
    ids.MY_POSTS: _mine,
    ids.SEE_POST: _see_post,
    ids.REVIEW: _review,
    ids.WRITE_AGAIN: _again,
    ids.OPEN_DRAFT: _edit,
    ids.START: _start,
    ids.OPEN_WORDS: _start,
    ids.GET_PACK: _get_pack,
    ids.PUBLISHED: _record,
    ids.ALREADY_LIVE: _record,
    ids.CANNOT_PUBLISH: _ask_reason(Action.CANNOT_PUBLISH),
    ids.OPEN_PLACE: _nothing,
    ids.REMOVED: _removed,
    ids.CONSENT_OF: consent.open_record,
    ids.CONSENT_WITHDRAW: consent.open_withdrawal,
    ids.PERMISSION_YES: _answer_for_oneself(lambda hall, user, seen: hall.workflow.colleagues.yes(user, seen)),
    ids.PERMISSION_NO: _answer_for_oneself(lambda hall, user, seen: hall.workflow.colleagues.no(user, seen)),
    ids.PERMISSION_ALWAYS: _answer_for_oneself(lambda hall, user, seen: hall.workflow.colleagues.always(user, seen)),
    ids.FILE_CONFIRM: register_files.confirm,
    ids.FILE_DISCARD: register_files.discard,
    ids.FILE_ANSWER: register_files.answer,
    ids.FILE_ROWS: register_files.open_rows,
    ids.CONSENT_LINK: consent.open_link,
    ids.EXPIRING: consent.open_expiring,
    ids.PHOTO_BLUR: post_photos.mend(lambda hall, user, post, photo: hall.workflow.mending.blur(user, post, photo)),
    ids.PHOTO_USE: post_photos.mend(lambda hall, user, post, photo: hall.workflow.mending.use(user, post, photo)),
    ids.PHOTO_FINE: post_photos.mend(lambda hall, user, post, photo: hall.workflow.mending.fine(user, post, photo)),
    ids.PHOTO_LEAVE_OUT: post_photos.mend(
        lambda hall, user, post, photo: hall.workflow.mending.leave_out(user, post, photo)
    ),
    ids.PHOTO_REPLACE: post_photos.ask_for_another,
    **dict.fromkeys(ids.DISPATCHING, _field_changed),
}
