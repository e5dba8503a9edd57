"""What needs SLT's eye on a card: what the checks found in the words, and what was said to it."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, RichTextElement

from bot.domain.answers import Response, Side, grouped, response_to
from bot.domain.findings import Finding, Strength
from bot.domain.wording import count
from handlers.blocks import bullets, capital, clip, run, section
from handlers.cards.facts import CardFacts

MOST_LINES = 6
LONGEST_SPAN = 60
LONGEST_REASON = 120
_FOR_SLT = {
    "more_faces": "there are more faces than people in the list.",
    "large_face": "it shows one face close up, which guidance advises against.",
    "unknown": "the file does not say which device took it.",
}
"""What is said of a photo to those who decide on it; its author reads what to do about it."""
_AROUND = 40
"""Characters on either side of a word, to see how it is used."""


def found(facts: CardFacts) -> tuple[Finding, ...]:
    """What the checks found in this card's version that asks for an answer."""
    return facts.story.found_in(facts.revision)


def open_holds(facts: CardFacts) -> tuple[Finding, ...]:
    """What SLT must still answer before they can approve."""
    return tuple(
        each
        for each in found(facts)
        if each.strength is not Strength.WARN and response_to(each, facts.story.answers, Side.SLT) is None
    )


def names_found(facts: CardFacts) -> bool:
    """Whether a word that is, or may be, a child's name was found in the words."""
    return any(each.is_name for each in found(facts))


def device_in_doubt(facts: CardFacts) -> bool:
    """Whether the device of a photo rests on its author's word alone (clause PH-1)."""
    return any(each.clause == "PH-1" for each in found(facts))


def please_look(facts: CardFacts) -> str:
    """For the notification: how many things need an eye, never which; nothing for none."""
    number = len(grouped(found(facts)))
    return f"please look at {_what(facts)}" if number else ""


def _what(facts: CardFacts) -> str:
    """ "photo 2" where it is all about that one, else "3 things"."""
    things = grouped(found(facts))
    photos = {_photo(first).removesuffix(": ") for first, *_ in things if first.where.startswith("photo:")}
    only = len(photos) == 1 and all(first.where.startswith("photo:") for first, *_ in things)
    return photos.pop().lower() if only else count(len(things), "thing")


def to_look_at(facts: CardFacts) -> list[Block]:
    """The list of what needs an eye, each with what the author said."""
    things = grouped(found(facts))
    if not things or facts.stuck:
        return []
    lines = [_line(facts, each, others) for each, *others in things[:MOST_LINES]]
    if hidden := len(things) - len(lines):
        lines.append([run(f"And {hidden:,} more, in the same way.")])
    return [
        section(facts.bid("eye"), f"⚠️ *Please look at {_what(facts)}*"),
        bullets(facts.bid("eyes"), lines),
    ]


def _line(facts: CardFacts, finding: Finding, others: Sequence[Finding]) -> Sequence[RichTextElement]:
    words = clip(" ".join(finding.span.split()), LONGEST_SPAN)
    author = response_to(finding, facts.story.answers, Side.AUTHOR)
    slt = response_to(finding, facts.story.answers, Side.SLT)
    tail = f"{_author_says(finding, author)}{_slt_says(facts, slt)}"
    photo = _photo(finding)
    if finding.is_name:
        return [run(f"{photo}is “" if photo else "Is “"), run(words, bold=True), run(f"” a child?{tail}")]
    more = f" And {len(others):,} more of this kind." if others else ""
    said = _FOR_SLT.get(finding.code, finding.sentence) if photo else finding.sentence
    lead = "" if photo and said.startswith(photo.removesuffix(": ")) else photo
    return [run(f"{lead}{clip(said, 2 * LONGEST_REASON)}{more}{tail}")]


def _photo(finding: Finding) -> str:
    """Which photo a finding is about: "Photo 2: "; nothing for the words."""
    kind, _, number = finding.where.partition(":")
    return f"Photo {number}: " if kind == "photo" else f"Alt text of photo {number}: " if kind == "alt" else ""


def _author_says(finding: Finding, author: Response | None) -> str:
    if author is None:
        return " The author was not asked: this came up later."
    no = "no" if finding.is_name else ""
    if not author.reason:
        return f" The author says {no}." if no else ""
    return f" The author says{f' {no}' if no else ''}: “{clip(' '.join(author.reason.split()), LONGEST_REASON)}”"


def _slt_says(facts: CardFacts, slt: Response | None) -> str:
    return f" {capital(clip(facts.story.name(slt.by), 40))} agreed on {facts.say(slt.at)}." if slt else ""


def around(text: str, finding: Finding) -> str:
    """The words around a stretch of text, whole and on one line: “… last year’s races ran with such grace. …”"""
    if finding.start < 0 or text[finding.start : finding.end] != finding.span:
        return f"“{clip(finding.span, LONGEST_SPAN)}”"
    before, after = text[: finding.start], text[finding.end :]
    lead, trail = before[-_AROUND:], after[:_AROUND]
    if len(lead) < len(before):
        lead = f"… {lead.partition(' ')[2]}"
    if len(trail) < len(after):
        trail = f"{trail.rpartition(' ')[0]} …"
    return f"“{' '.join(f'{lead}{clip(finding.span, 3 * LONGEST_SPAN)}{trail}'.split())}”"
