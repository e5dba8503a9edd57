"""The form in which a post is written, in the order in which a teacher thinks of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    DateTimePickerElement,
    ExternalDataMultiSelectElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    RadioButtonsElement,
    StaticSelectElement,
    UserMultiSelectElement,
)

from bot.domain.drafting import LONGEST
from bot.domain.post import ASKING, Declared, Draft, Purpose
from bot.domain.trust import LINKEDIN, Role, School, Trust
from bot.domain.typed import clean
from bot.domain.wording import count, when
from bot.words.limits import counts
from handlers import ids
from handlers.blocks import LONGEST_OPTION, capital, clip, esc, field, grey, grey_plain, option, plain, quote
from handlers.cards.facts import LONGEST_LIST
from handlers.metadata import Metadata
from handlers.modals.photo_fields import photo_fields
from handlers.modals.view import MOST_OPTIONS, choices, view

LONGEST_SOURCE = 300
LONGEST_QUESTION = 500


MOST_COLLEAGUES = 20
"""More adults than this in one post are a crowd, and cannot each be asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What SLT asked for, shown above the form when a post is changed."""

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFacts:
    """What the form offers beside the draft itself.

    schools: those that this person may post for; the question is only put where there are several.
    picked: the pupils and classes chosen already, as the picker has them; adults: the same for adults in the register.
    reminder_titles: who else is asked about a reminder: "Mr Lane or Tanya Matthews".
    on_linkedin: whether the author has permission to name the school there (clause PU-1).
    uploading: the files that stand in the form's own field just now, so that they are not offered as kept ones too.
    """

    trust: Trust
    schools: Sequence[School]
    picked: Sequence[Option] = ()
    adults: Sequence[Option] = ()
    reminder_titles: str = ""
    now: datetime
    asked: Asked | None = None
    on_linkedin: bool = False
    uploading: Collection[str] = ()


def post_form(draft: Draft, facts: FormFacts, metadata: Metadata, *, title: str = "New social post") -> dict[str, Any]:
    """The form, filled as far as the draft is. It tells us when it is closed, so that nothing typed is lost."""
    return view(
        ids.FORM,
        title,
        [
            *_asked(facts),
            grey("intro", _intro(facts.schools)),
            _school(draft, facts.schools),
            _purpose(draft, facts.reminder_titles),
            _words(draft),
            _room(draft, facts.trust),
            *photo_fields(draft, facts.uploading),
            _pupils(facts.picked),
            _nobody(draft),
            _staff(draft),
            _adults(facts.adults),
            _places(draft, facts.trust),
            _not_for_oneself(draft, facts),
            _when(draft),
            _at(draft, facts),
            _applies(draft),
            _source(draft),
            _question(draft),
            promise(facts.trust),
        ],
        submit="Send to SLT",
        close="Cancel",
        metadata=metadata,
        notify_on_close=True,
    )


def edit_title(post_id: int) -> str:
    """The title of the form when a post is changed."""
    return f"Edit post {post_id}"


def pupil_option(person_id: str, name: str, group: str) -> Option:
    """A pupil as the picker shows them, with year and class to tell namesakes apart: these are never cut off."""
    apart = f" · {clip(group, 40)}" if group else ""
    return option(f"{clip(name, LONGEST_OPTION - len(apart))}{apart}", person_id)


def class_option(key: str, name: str, pupils: int) -> Option:
    """A whole class as the picker shows it."""
    return option(f"Whole class: {clip(name, 45)} ({count(pupils, 'pupil')})", f"{ids.CLASS}{key}")


def _asked(facts: FormFacts) -> list[Block]:
    asked = facts.asked
    if asked is None or not asked.reason.strip():
        return []
    lead = f"{capital(clip(asked.by, 60))} asked on {when(asked.at, facts.trust.timezone, now=facts.now)}"
    return [grey_plain("asked", lead), quote("asked_words", asked.reason)]


def _intro(schools: Sequence[School]) -> str:
    school = f"{esc(clip(schools[0].name, 100))}. " if len(schools) == 1 else ""
    return f"{school}*Send to SLT* checks your post first and saves a draft. Nothing you typed is lost."


def _school(draft: Draft, schools: Sequence[School]) -> InputBlock | None:
    if len(schools) < 2:
        return None
    offered = {school.key: option(school.name, school.key) for school in schools[:MOST_OPTIONS]}
    element = StaticSelectElement(
        action_id=ids.SCHOOL,
        placeholder=plain("Choose one"),
        options=list(offered.values()),
        initial_option=offered.get(draft.school),
    )
    return field(ids.SCHOOL, "Which school is it for?", element)


def _purpose(draft: Draft, reminder_titles: str) -> InputBlock:
    offered = {purpose: _purpose_option(purpose, reminder_titles) for purpose in Purpose}
    element = StaticSelectElement(
        action_id=ids.PURPOSE,
        placeholder=plain("Choose one"),
        options=list(offered.values()),
        initial_option=offered.get(draft.purpose) if draft.purpose else None,
    )
    return field(ids.PURPOSE, "What is it for?", element, tells_at_once=True)


def _purpose_option(purpose: Purpose, reminder_titles: str) -> Option:
    """Who else is asked stands where the choice is made."""
    asks = reminder_titles and purpose is Purpose.REMINDER
    also = f"{capital(clip(reminder_titles, 50))} is asked as well" if asks else ""
    return option(purpose.label, purpose.value, also)


def _words(draft: Draft) -> InputBlock:
    element = PlainTextInputElement(
        action_id=ids.WORDS,
        multiline=True,
        max_length=LONGEST,
        placeholder=plain("Write it as parents will read it"),
        initial_value=draft.words[:LONGEST] or None,
    )
    hint = "Leave out children’s names, even where the family has agreed."
    return field(ids.WORDS, "What should it say?", element, hint=hint)


def _room(draft: Draft, trust: Trust) -> Block | None:
    """How much of each place's room the words take, as the place counts them; drawn anew with every choice."""
    counted = counts(clean(draft.words), trust.places(draft.places))
    told = [count.phrase for count in counted if count.most_characters] if draft.words.strip() else []
    return grey_plain("room", clip(" · ".join(told), LONGEST_LIST)) if told else None


def _pupils(picked: Sequence[Option]) -> InputBlock:
    """Slack takes no more than a hundred choices back, so no more can be made."""
    element = ExternalDataMultiSelectElement(
        action_id=ids.PUPILS,
        placeholder=plain("Type part of a name or a class"),
        min_query_length=1,
        max_selected_items=MOST_OPTIONS,
        initial_options=list(picked[:MOST_OPTIONS]) or None,
    )
    hint = "Everyone who can be recognised, or whose work or news it is. Names stay private."
    return field(ids.PUPILS, "Which children are in it?", element, hint=hint, optional=True)


def _nobody(draft: Draft) -> InputBlock:
    tick = option("No child can be recognised or is referred to", ids.NOBODY_TICK)
    element = CheckboxesElement(action_id=ids.NOBODY, options=[tick], initial_options=[tick] if draft.nobody else None)
    return field(ids.NOBODY, "Or are there none?", element, optional=True, tells_at_once=True)


def _staff(draft: Draft) -> InputBlock:
    """Colleagues in Slack. They are asked by message; nobody is shown who has not said yes."""
    element = UserMultiSelectElement(
        action_id=ids.STAFF,
        placeholder=plain("Choose colleagues"),
        initial_users=list(draft.staff) or None,
        max_selected_items=MOST_COLLEAGUES,
    )
    hint = "Colleagues shown, named or quoted. Each is asked by message and can say no."
    return field(ids.STAFF, "Which adults are in it?", element, hint=hint, optional=True)


def _adults(picked: Sequence[Option]) -> InputBlock:
    element = ExternalDataMultiSelectElement(
        action_id=ids.ADULTS,
        placeholder=plain("Type part of a name"),
        min_query_length=1,
        max_selected_items=MOST_COLLEAGUES,
        initial_options=list(picked[:MOST_COLLEAGUES]) or None,
    )
    hint = "Parents, visitors, suppliers. Their permission must be on record with the office."
    return field(ids.ADULTS, "Other adults in it", element, hint=hint, optional=True)


def _places(draft: Draft, trust: Trust) -> InputBlock:
    offered = [option(place.name, place.key) for place in trust.platforms.values()]
    chosen = [place for place in offered if place.value in draft.places]
    return field(ids.PLACES, "Where should it go?", choices(ids.PLACES, offered, chosen), tells_at_once=True)


def _not_for_oneself(draft: Draft, facts: FormFacts) -> Block:
    """Clause PU-1, where places are chosen. Of LinkedIn nothing is said to those who do not post there."""
    told = "The school’s photos and posts are not for accounts of your own."
    if LINKEDIN in draft.places:
        giver = clip(facts.trust.role_titles.get(Role.DEVICE_APPROVER, "the Headteacher"), 60)
        record = "Yours is on record" if facts.on_linkedin else "There is none on record for you"
        told += f" To name the school as your employer on LinkedIn you need permission from {giver}. {record}."
    return grey_plain("own", told)


def _when(draft: Draft) -> InputBlock:
    asap = option("As soon as it is approved", ids.ASAP)
    at_time = option("At a set time", ids.SET_TIME)
    element = RadioButtonsElement(
        action_id=ids.WHEN, options=[asap, at_time], initial_option=at_time if draft.scheduled else asap
    )
    return field(ids.WHEN, "When should it go out?", element, tells_at_once=True)


def _at(draft: Draft, facts: FormFacts) -> InputBlock | None:
    if not draft.scheduled:
        return None
    at = draft.at
    element = DateTimePickerElement(action_id=ids.AT, initial_date_time=int(at.timestamp()) if at else None)
    return field(ids.AT, "Date and time", element, hint=_late(at, facts) if at else "")


def _late(at: datetime, facts: FormFacts) -> str:
    """A draft that lay for a while may ask for a time that has passed."""
    said = when(at, facts.trust.timezone, now=facts.now)
    return f"{said} has passed. Please choose a later time." if at <= facts.now else ""


def _applies(draft: Draft) -> InputBlock:
    """Each tick says what follows from it."""
    offered = [option(each.label, each.value, each.follows) for each in Declared]
    chosen = [each for each in offered if each.value in draft.declared]
    element = CheckboxesElement(action_id=ids.APPLIES, options=offered, initial_options=chosen or None)
    return field(ids.APPLIES, "Does any of this apply?", element, optional=True, tells_at_once=True)


def _source(draft: Draft) -> InputBlock | None:
    """Asked once it is said to be somebody else's. Optional to Slack only: the checks ask for it, in a sentence."""
    if Declared.THIRD_PARTY not in draft.declared:
        return None
    element = PlainTextInputElement(
        action_id=ids.SOURCE,
        max_length=LONGEST_SOURCE,
        placeholder=plain("Author and title, or the link"),
        initial_value=draft.source[:LONGEST_SOURCE] or None,
    )
    hint = "The office publishes it with the post. Please do not name a child."
    return field(ids.SOURCE, "Whose is it, and where is it from?", element, hint=hint)


def _question(draft: Draft) -> InputBlock | None:
    """Asked once somebody has a question; whoever is asked for their yes reads it on their card."""
    if not ASKING.intersection(draft.declared):
        return None
    element = PlainTextInputElement(
        action_id=ids.QUESTION,
        multiline=True,
        max_length=LONGEST_QUESTION,
        placeholder=plain("What are you not sure about?"),
        initial_value=draft.question[:LONGEST_QUESTION] or None,
    )
    hint = "Whoever decides reads this. It is not published. Please do not name a child."
    return field(ids.QUESTION, "What would you like to ask?", element, hint=hint)


def promise(trust: Trust) -> InputBlock:
    """Like a signature it comes last and is given anew for every version: it is never filled in for somebody."""
    element = CheckboxesElement(action_id=ids.PROMISE, options=[option("Yes, I have", trust.policy.declaration_id)])
    return field(ids.PROMISE, trust.policy.declaration, element)
