"""What changed since the version before: exact where it is short, a summary where it is long, and never a child."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from slack_sdk.models.blocks import RichTextElement

from bot.domain.post import Body
from bot.domain.wording import count, listing
from handlers.blocks import clip, run
from handlers.cards.facts import CardFacts
from handlers.cards.pictures import changed_photos

_MOST_EDITS = 4
_LONGEST_EDIT = 160
_MOST_PAIRS = 40_000
"""Words before times words after. Comparing takes up to the square of it for words that repeat, so longer ones are summed up."""

_WORD = re.compile(r"\S+")

Line = list[RichTextElement]


@dataclass(frozen=True, slots=True)
class Edit:
    """Words that became other words; one of the two may be empty. `after` is the word before it, to find the spot by."""

    old: str
    new: str
    after: str


def what_changed(before: Body, facts: CardFacts) -> list[Line]:
    """The lines of the list, in the order of the card, closed by "Nothing else"."""
    return [
        *_school(before, facts),
        *_words(before.words, facts.body.words),
        *_places(before, facts),
        *_time(before, facts),
        *_purpose(before, facts),
        *_pupils(before, facts),
        *_source(before, facts),
        *([run(line)] for line in changed_photos(before.photos, facts.body.photos)),
        [run("Nothing else")],
    ]


def summary(before: Body, after: Body) -> str:
    """For the notification: "The words and the time changed."."""
    parts = [
        *(["the words"] if before.words != after.words else []),
        *(["the places"] if set(before.places) != set(after.places) else []),
        *(["the time"] if before.at != after.at else []),
        *(["what it is for"] if before.purpose != after.purpose else []),
        *(["the list of pupils"] if _listed(before) != _listed(after) else []),
        *(["the source"] if before.source != after.source else []),
        *(["the photos"] if changed_photos(before.photos, after.photos) else []),
    ]
    changed = listing(parts)
    return f"{changed[:1].upper()}{changed[1:]} changed." if parts else ""


def edits(before: str, after: str) -> list[Edit] | None:
    """The edits word by word, with the word before each for company; None where they are too many to be read one by one."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    start, end = _same_ends(old, new)
    old_middle, new_middle = old[start : len(old) - end], new[start : len(new) - end]
    if len(old_middle) * len(new_middle) > _MOST_PAIRS:
        return None
    found = [
        _edit(old, new, old_from + start, old_to + start, new_from + start, new_to + start)
        for old_from, old_to, new_from, new_to in _joined(old_middle, new_middle)
    ]
    readable = len(found) <= _MOST_EDITS and all(len(text) <= _LONGEST_EDIT for e in found for text in (e.old, e.new))
    return found if readable else None


def _same_ends(old: list[str], new: list[str]) -> tuple[int, int]:
    """How many words are the same at the start, and at the end after that."""
    shorter = min(len(old), len(new))
    start = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    rest = shorter - start
    return start, next((i for i in range(rest) if old[-1 - i] != new[-1 - i]), rest)


def _joined(old: list[str], new: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Ranges that differ. Two with a single unchanged word between them read better as one."""
    current: tuple[int, int, int, int] | None = None
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if current and a - current[1] <= 1:
            current = (current[0], b, current[2], d)
            continue
        if current:
            yield current
        current = (a, b, c, d)
    if current:
        yield current


def _edit(old: list[str], new: list[str], a: int, b: int, c: int, d: int) -> Edit:
    if a < b and c < d:
        a, c = (a - 1, c - 1) if a and c else (a, c)
        return Edit(" ".join(old[a:b]), " ".join(new[c:d]), "")
    return Edit(" ".join(old[a:b]), " ".join(new[c:d]), old[a - 1] if a else "")


def _words(before: str, after: str) -> Iterator[Line]:
    if before == after:
        return
    found = edits(before, after)
    if found is None:
        yield [run(_summed_up(before, after))]
    elif not found:
        yield [run("Words: only spaces or line breaks")]
    for edit in found or ():
        yield _told(edit)


def _told(edit: Edit) -> Line:
    """Old struck through, new bold, and in words too: screen readers announce neither."""
    spot = f" after “{clip(edit.after, 40)}”" if edit.after else " at the start"
    if not edit.old:
        return [run("Words: added “"), run(edit.new, bold=True), run(f"”{spot}")]
    if not edit.new:
        return [run("Words: taken out “"), run(edit.old, strike=True), run(f"”{spot}")]
    return [run("Words: “"), run(edit.old, strike=True), run("” is now “"), run(edit.new, bold=True), run("”")]


def _summed_up(before: str, after: str) -> str:
    old, new = len(before.split()), len(after.split())
    return f"Words: much has changed ({count(old, 'word')} before, {new:,} now). Please read them again."


def _school(before: Body, facts: CardFacts) -> Iterator[Line]:
    if before.school != facts.body.school:
        yield [run("School: now "), run(clip(facts.school, 100), bold=True)]


def _places(before: Body, facts: CardFacts) -> Iterator[Line]:
    added = [key for key in facts.body.places if key not in before.places]
    gone = [key for key in before.places if key not in facts.body.places]
    if added:
        yield [run("Where: added "), run(_named(facts, added), bold=True)]
    if gone:
        yield [run("Where: taken out "), run(_named(facts, gone), strike=True)]


def _named(facts: CardFacts, keys: list[str]) -> str:
    return clip(listing(place.listed for place in facts.trust.places(tuple(keys))), _LONGEST_EDIT)


def _time(before: Body, facts: CardFacts) -> Iterator[Line]:
    if before.at != facts.body.at:
        old, new = (facts.say(at) if at else "as soon as it is approved" for at in (before.at, facts.body.at))
        yield [run("When: “"), run(old, strike=True), run("” is now “"), run(new, bold=True), run("”")]


def _purpose(before: Body, facts: CardFacts) -> Iterator[Line]:
    if before.purpose != facts.body.purpose:
        old, new = before.purpose.label, facts.body.purpose.label
        yield [run("For: “"), run(old, strike=True), run("” is now “"), run(new, bold=True), run("”")]


def _pupils(before: Body, facts: CardFacts) -> Iterator[Line]:
    """The number now stands above; the one before is not repeated, since a drop would say that somebody had to go."""
    if _listed(before) != _listed(facts.body):
        yield [run("Pupils featured: the list changed")]


def _source(before: Body, facts: CardFacts) -> Iterator[Line]:
    if before.source != facts.body.source:
        old, new = (clip(source, _LONGEST_EDIT) or "none" for source in (before.source, facts.body.source))
        yield [run("Source: “"), run(old, strike=True), run("” is now “"), run(new, bold=True), run("”")]


def _listed(body: Body) -> tuple[frozenset[str], bool]:
    return frozenset(body.people), body.nobody
