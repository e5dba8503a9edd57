"""Views that several handlers open: the form, and the list of one's own posts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from slack_sdk.models.blocks import Option

from bot.domain.gates import NOT_READ
from bot.domain.lifecycle import Refusal
from bot.domain.post import Seen, Status, Story
from bot.domain.trust import LINKEDIN, Role
from bot.workflow.drafts import Opened
from bot.workflow.submitting import Asks, Form, Window
from handlers.hall import Hall
from handlers.metadata import Metadata
from handlers.modals import (
    Asked,
    FormFacts,
    MineRow,
    Private,
    SecondFacts,
    class_option,
    describe_step,
    edit_title,
    help_blocks,
    mine,
    post_form,
    pupil_option,
    review,
    second_step,
    stop_form,
)
from handlers.modals.registers import policy

View = dict[str, Any]


def form_view(
    hall: Hall, user: str, *, words: str = "", post_id: int | None = None, again: bool = False
) -> View | Refusal:
    """The form: new, or filled from an own post; `again` makes a new post of an ended one's words."""
    drafts = hall.workflow.drafts
    opened = drafts.copy(user, post_id) if again and post_id else drafts.open(user, words=words, post_id=post_id)
    if opened == NOT_READ:
        return policy(hall.trust)
    if isinstance(opened, Refusal):
        return opened
    return draw_form(hall, opened, Form(key=hall.new_key(), post_id=None if again else post_id), user)


def draw_form(hall: Hall, opened: Opened, form: Form, user: str, *, uploading: Collection[str] = ()) -> View:
    """The form of what was opened. Its key and post travel with it. uploading: the files in its own field just now."""
    draft = opened.draft
    metadata = Metadata(post=form.post_id or 0, key=form.key, school=opened.draft.school)
    facts = FormFacts(
        trust=hall.trust,
        schools=opened.schools,
        picked=_picked(opened),
        adults=[pupil_option(person.id, person.name, person.role) for person in opened.adults],
        reminder_titles=hall.trust.role_titles.get(Role.REMINDER_AUTHORISER, ""),
        now=hall.now(),
        asked=_asked(opened.story),
        on_linkedin=LINKEDIN in draft.places and hall.workflow.registers.on_linkedin(user, draft.school),
        uploading=uploading,
    )
    if form.post_id is None:
        return post_form(opened.draft, facts, metadata)
    return post_form(opened.draft, facts, metadata, title=edit_title(form.post_id))


def draw_next(hall: Hall, asks: Asks, form: Form, *, title: str = "") -> View:
    """The next window of what was asked. It carries the first one's key, post and name. title: of one drawn before."""
    draft = asks.story.post.draft
    metadata = Metadata(post=form.post_id or asks.story.post.id, key=form.key, school=draft.school, step=asks.step)
    facts = SecondFacts(
        trust=hall.trust,
        questions=asks.questions,
        pupils=asks.pupils,
        names_found=asks.names_found,
        photos=draft.photos,
        devices=asks.devices,
    )
    draw = describe_step if asks.window is Window.DESCRIBE else second_step
    if not title and form.post_id is None:
        return draw(facts, metadata)
    return draw(facts, metadata, title=title or edit_title(form.post_id or 0))


def _picked(opened: Opened) -> list[Option]:
    """Chosen people and classes as the picker shows them."""
    classes = [class_option(label, label, pupils) for label, pupils in opened.classes]
    return [*classes, *(pupil_option(person.id, person.name, person.group) for person in opened.people)]


def _asked(story: Story | None) -> Asked | None:
    """What SLT asked for, if that is why the post is with its author."""
    if story is None or story.post.status is not Status.CHANGES:
        return None
    return Asked(by=story.name(story.post.changed_by), at=story.post.changed_at, reason=story.post.why)


def mine_view(hall: Hall, user: str) -> View:
    """The person's own drafts and posts."""
    rows = [MineRow.of(story, hall.trust) for story in hall.workflow.drafts.mine(user)]
    return mine(rows, trust=hall.trust, now=hall.now())


def review_view(hall: Hall, user: str, seen: Seen, task_id: int) -> View | Refusal:
    """What a row of the Home opens: the reader's own card about a post, with its buttons."""
    found = hall.workflow.home.review(user, seen, task_id)
    if isinstance(found, Refusal):
        return found
    facts = replace(hall.facts(found.story, seen.no), target=user, held=found.held, stopped=found.stopped)
    return review(facts, found.task, found.files)


def stop_view(hall: Hall, user: str) -> View | Refusal:
    """The emergency stop, or the way to lift it."""
    brake = hall.workflow.stopping.look(user)
    return brake if isinstance(brake, Refusal) else stop_form(brake, trust=hall.trust, now=hall.now())


def help_of(hall: Hall, user: str) -> Private:
    """How it works, with the commands that this person may use."""
    return help_blocks(
        hall.trust,
        office=hall.workflow.permissions.is_office(user),
        stopper=hall.workflow.stopping.is_stopper(user),
        approver=hall.workflow.devices.is_approver(user),
        keeper=hall.workflow.registers.is_keeper(user),
    )
