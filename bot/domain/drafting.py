"""From what somebody typed to the body of a post: mistakes stand at their field, and nothing typed is thrown away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.answers import Reply
from bot.domain.attached import Told, described, kept_on, undescribed
from bot.domain.photos import Photo
from bot.domain.policy import Field
from bot.domain.post import ASKING, Body, Declared, Draft
from bot.domain.trust import Trust
from bot.domain.typed import clean, has_letters

LONGEST = 3000
"""Characters (Unicode code points) that a text field of a Slack form holds."""

FURTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """Something that the form cannot go on with. `code` is for the log, `sentence` for the person at this field.

    where: which one of several such fields, as a finding says it ("alt:2"); "" where there is but one.
    """

    field: Field
    code: str
    sentence: str
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """What a later window of the form adds to the first. What a new part of it asks for is a field of this.

    promise: None where the window does not ask for it.
    """

    replies: tuple[Reply, ...] = ()
    photos: tuple[Told, ...] = ()
    promise: str | None = None


def with_rest(draft: Draft, rest: Rest) -> Draft:
    """The whole form: the first step as it was sent, and what was added in the second."""
    promise = draft.promise if rest.promise is None else rest.promise
    return replace(draft, replies=rest.replies, photos=described(draft.photos, rest.photos), promise=promise)


def carried_over(draft: Draft, before: Draft) -> Draft:
    """The first step as it stands on somebody's screen, with what was typed in the second step before."""
    return replace(draft, replies=before.replies, photos=kept_on(draft.photos, before.photos))


def first_step(draft: Draft) -> Draft:
    """The draft without all that the second step asks: what the second step belongs to."""
    return replace(draft, replies=(), photos=undescribed(draft.photos), promise="")


def mistakes(draft: Draft, *, trust: Trust, now: datetime, empty: Iterable[str] = ()) -> list[Mistake]:
    """What is missing or wrong in the form itself, all of it at once. The policy's clauses come after this.

    empty: classes picked in which the register has nobody any more; dropping one in silence would pass SP-1 by accident.
    """
    return [*_words(draft), *_choices(draft, trust), *_classes(empty), *_time(draft, now), *_question(draft)]


def compose(draft: Draft, people: Iterable[str], adults: Iterable[str] = (), *, photos: tuple[Photo, ...] = ()) -> Body:
    """The body of a draft that has no mistakes. `people`: the pupils picked and those of the classes picked.

    adults: colleagues and others, as people of the register. photos: as far as they were described and looked at.
    """
    assert draft.purpose is not None
    return Body(
        school=draft.school,
        purpose=draft.purpose,
        words=clean(draft.words),
        places=tuple(draft.places),
        people=tuple(sorted(set(people))),
        nobody=draft.nobody,
        at=draft.at if draft.scheduled else None,
        promise=draft.promise,
        declared=tuple(sorted(set(draft.declared))),
        adults=tuple(sorted(set(adults))),
        photos=photos,
        source=clean(draft.source) if Declared.THIRD_PARTY in draft.declared else "",
        question=clean(draft.question) if ASKING.intersection(draft.declared) else "",
    )


def _words(draft: Draft) -> Iterable[Mistake]:
    words = clean(draft.words)
    if not has_letters(words):
        yield Mistake(field=Field.WORDS, code="no_words", sentence="Please write what the post should say.")
    elif len(words) > LONGEST:
        yield Mistake(
            field=Field.WORDS,
            code="too_long",
            sentence=f"This is {len(words):,} characters. Please shorten it to {LONGEST:,} or fewer.",
        )


def _choices(draft: Draft, trust: Trust) -> Iterable[Mistake]:
    if draft.school not in trust.schools:
        yield Mistake(field=Field.SCHOOL, code="school_unknown", sentence="Please choose the school.")
    if draft.purpose is None:
        yield Mistake(field=Field.PURPOSE, code="no_purpose", sentence="Please choose what the post is for.")
    if not draft.places:
        yield Mistake(field=Field.PLACES, code="no_place", sentence="Please tick at least one place.")
    elif unknown := [place for place in draft.places if place not in trust.platforms]:
        yield Mistake(
            field=Field.PLACES,
            code="place_unknown",
            sentence=f"We no longer post to {', '.join(unknown)}. Please tick the places again.",
        )


def _classes(empty: Iterable[str]) -> Iterable[Mistake]:
    for label in empty:
        yield Mistake(
            field=Field.PUPILS,
            code="class_unknown",
            sentence=f"The register has no class {label} any more. Please take it out and choose again.",
        )


def _question(draft: Draft) -> Iterable[Mistake]:
    if ASKING.intersection(draft.declared) and not has_letters(clean(draft.question)):
        sentence = "Please say what you would like to ask, so that you can be answered."
        yield Mistake(field=Field.QUESTION, code="no_question", sentence=sentence)


def _time(draft: Draft, now: datetime) -> Iterable[Mistake]:
    if not draft.scheduled:
        return
    if draft.at is None:
        yield Mistake(field=Field.AT, code="no_time", sentence="Please choose the date and time.")
    elif draft.at <= now:
        yield Mistake(
            field=Field.AT,
            code="time_passed",
            sentence="This time has passed. Choose a later one, or “As soon as it is approved”.",
        )
    elif draft.at > now + FURTHEST:
        yield Mistake(
            field=Field.AT,
            code="too_far",
            sentence="This is more than a year away. Please choose an earlier time.",
        )
