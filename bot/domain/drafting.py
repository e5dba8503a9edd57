"""From what somebody typed to the body of a post: mistakes stand at their field, and nothing typed is thrown away."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.answers import Reply
from bot.domain.policy import Field
from bot.domain.post import ASKING, Body, Declared, Draft
from bot.domain.trust import Trust

LONGEST = 3000
"""Characters (Unicode code points) that a text field of a Slack form holds."""

FURTHEST = timedelta(days=366)

# Characters that nobody can see and that change what others read: zero-width spaces, byte order marks, soft hyphens, and
# marks that turn the direction of writing. Joiners stay: emoji and some languages' words are made with them.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
# Unicode's control characters and halves of characters, but for tab and line feed.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """Something that the form cannot go on with. `code` is for the log, `sentence` for the person at this field."""

    field: Field
    code: str
    sentence: str


def clean(words: str) -> str:
    """The words as they will be read: no invisible or control characters, one kind of line break, no space at either end."""
    visible = _INVISIBLE.sub(
        "", words.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    )
    return _CONTROL.sub("", visible).strip()


def had_invisible(words: str) -> bool:
    """Whether `clean` took something out that cannot be seen, so that the author can be told."""
    return _INVISIBLE.search(words) is not None


def has_letters(words: str) -> bool:
    """Whether there is anything to read: joiners, marks and spaces alone are not words."""
    return any(unicodedata.category(character)[0] in "LNPS" for character in words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """What the form's second step adds to the first. What a new part of the step asks for is a field of this."""

    replies: tuple[Reply, ...] = ()
    promise: str = ""


def with_rest(draft: Draft, rest: Rest) -> Draft:
    """The whole form: the first step as it was sent, and what was added in the second."""
    return replace(draft, replies=rest.replies, promise=rest.promise)


def carried_over(draft: Draft, before: Draft) -> Draft:
    """The first step as it stands on somebody's screen, with what was typed in the second step before."""
    return replace(draft, replies=before.replies)


def first_step(draft: Draft) -> Draft:
    """The draft without all that the second step asks: what the second step belongs to."""
    return with_rest(draft, Rest())


def mistakes(draft: Draft, *, trust: Trust, now: datetime, empty: Iterable[str] = ()) -> list[Mistake]:
    """What is missing or wrong in the form itself, all of it at once. The policy's clauses come after this.

    empty: classes picked in which the register has nobody any more; dropping one in silence would pass SP-1 by accident.
    """
    return [*_words(draft), *_choices(draft, trust), *_classes(empty), *_time(draft, now), *_question(draft)]


def compose(draft: Draft, people: Iterable[str], adults: Iterable[str] = ()) -> Body:
    """The body of a draft that has no mistakes. `people`: the pupils picked and those of the classes picked.

    adults: colleagues and others, as people of the register.
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
