"""The form's second step, which opens where something asks for an answer. It is made of parts: add one to `PARTS`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import Block, CheckboxesElement, InputBlock, PlainTextInputElement

from bot.domain.answers import wants_reason
from bot.domain.attached import Attached
from bot.domain.consent import Person
from bot.domain.devices import Device
from bot.domain.findings import Finding, Strength
from bot.domain.trust import Trust
from bot.domain.wording import count, listing
from bot.workflow.desk import Question
from bot.workflow.replies import LONGEST_REPLY
from handlers import ids
from handlers.blocks import clip, field, grey, option, plain, plain_section
from handlers.metadata import Metadata
from handlers.modals.form import promise
from handlers.modals.photo_fields import deleted_field, descriptions, device_fields, many
from handlers.modals.view import view

MOST_QUESTIONS = 20
"""Put at a time; what is left over is put once these are answered."""

LONGEST_SPAN = 60
MOST_MEANT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFacts:
    """What the second step shows. pupils: how many are listed; names_found: whether a name is among the questions.

    photos: those of the post; devices: what they may have been taken on.
    """

    trust: Trust
    questions: Sequence[Question] = ()
    pupils: int = 0
    names_found: bool = False
    photos: Sequence[Attached] = ()
    devices: Sequence[Device] = ()


Part = Callable[[SecondFacts], Iterable[Block | None]]


def second_step(facts: SecondFacts, metadata: Metadata, *, title: str = "New social post") -> dict[str, Any]:
    """Good news first, then what is asked, and the promise last, like a signature. Slack's Back keeps the first step."""
    return view(
        ids.SECOND_FORM,
        title,
        [block for part in PARTS for block in part(facts)],
        submit="Send to SLT",
        close="Back",
        metadata=metadata,
        notify_on_close=True,
    )


def describe_step(facts: SecondFacts, metadata: Metadata, *, title: str = "New social post") -> dict[str, Any]:
    """Many photos: their descriptions are a window of their own, between the first one and the last."""
    intro = f"Step 2 of 3 · So far so good: {_good_news(facts)}. Please describe your {len(facts.photos)} photos."
    return view(
        ids.DESCRIBE_FORM,
        title,
        [grey("intro2", intro), *descriptions(facts.photos)],
        submit="Next",
        close="Back",
        metadata=metadata,
        notify_on_close=True,
    )


def _intro(facts: SecondFacts) -> Iterable[Block]:
    asked = min(len(facts.questions), MOST_QUESTIONS)
    rest = f" Please answer {count(asked, 'question')}; SLT see your answers." if asked else ""
    step = "Step 3 of 3" if many(facts.photos) else "Step 2 of 2"
    yield grey("intro2", f"{step} · So far so good: {_good_news(facts)}.{rest}")


def _descriptions(facts: SecondFacts) -> Iterable[Block]:
    if not many(facts.photos):
        yield from descriptions(facts.photos)


def _devices(facts: SecondFacts) -> Iterable[Block]:
    if facts.photos:
        yield from device_fields(facts.photos, facts.devices)
        yield deleted_field(facts.photos)


def _good_news(facts: SecondFacts) -> str:
    news = [] if facts.names_found else ["no names in your words"]
    if facts.pupils:
        children = "the child" if facts.pupils == 1 else f"all {facts.pupils:,} children"
        news.append(f"permission for {children} everywhere you ticked")
    return listing(news) or "your words are kept"


def _questions(facts: SecondFacts) -> Iterable[Block]:
    for question in facts.questions[:MOST_QUESTIONS]:
        yield from _asked(question)


def _asked(question: Question) -> Iterable[Block]:
    finding = question.finding
    if not wants_reason(finding):
        yield _not_a_child(question)
        return
    if not finding.is_name:
        yield plain_section(f"about:{finding.fingerprint}", sentence(finding, question.others))
    yield _why(question)


def _not_a_child(question: Question) -> InputBlock:
    """One tap for a word that may be a name."""
    block = f"{ids.REPLY}{question.finding.fingerprint}"
    tick = option("No, not a child", ids.NOT_A_CHILD)
    ticked = question.reply is not None and question.reply.ticked
    element = CheckboxesElement(action_id=block, options=[tick], initial_options=[tick] if ticked else None)
    label = f"Is {quoted(question.finding)} a child?"
    return field(block, label, element, hint=f"{meant(question.people)}{IF_IT_IS}")


IF_IT_IS = "If it is a child, press Back and write “a pupil” instead, with the year group if you like."


def _why(question: Question) -> InputBlock:
    finding = question.finding
    block = f"{ids.REPLY}{finding.fingerprint}"
    element = PlainTextInputElement(
        action_id=block,
        multiline=finding.strength is not Strength.WARN,
        max_length=LONGEST_REPLY,
        placeholder=plain("Say who or what is meant" if finding.is_name else "A few words for SLT"),
        initial_value=(question.reply.reason[:LONGEST_REPLY] if question.reply else "") or None,
    )
    if finding.is_name:
        label, hint = f"Why is {quoted(finding)} not a child?", f"{meant(question.people)}SLT decide. {IF_IT_IS}"
    else:
        what = quoted(finding) if finding.span else "it"
        label, hint = f"Why may {what} stay as it is?", "SLT read this with your name. Or press Back and change it."
    return field(block, label, element, hint=hint)


def sentence(finding: Finding, others: Sequence[Finding], *, longest: int = 600) -> str:
    """What is the matter, and where else in the words it stands."""
    spans = dict.fromkeys(quoted(each) for each in others if each.span and each.span != finding.span)
    also = f" The same goes for {listing(list(spans)[:MOST_MEANT])}." if spans else ""
    return f"{clip(finding.sentence, longest)}{also}"


def quoted(finding: Finding) -> str:
    """The words that a finding is about, in quotation marks and on one line."""
    return f"“{clip(' '.join(finding.span.split()), LONGEST_SPAN)}”"


def meant(people: Sequence[Person]) -> str:
    """Whom of the register a word may mean, for the author's and SLT's eyes only: a sentence with a space after it."""
    if not people:
        return ""
    shown = [f"{clip(one.name, 80)}{f' ({clip(one.group, 40)})' if one.group else ''}" for one in people[:MOST_MEANT]]
    hidden = len(people) - len(shown)
    return f"In the register: {listing([*shown, *([f'{hidden:,} more'] if hidden else [])])}. "


def _promise(facts: SecondFacts) -> Iterable[Block]:
    yield promise(facts.trust)


PARTS: tuple[Part, ...] = (_intro, _descriptions, _devices, _questions, _promise)
"""From top to bottom; the promise stays last."""
