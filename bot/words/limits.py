"""What the places take: characters and hashtags, counted as each place counts them. The limits are dated settings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.domain.findings import Field, Finding, Strength
from bot.domain.trust import Limits, Platform
from bot.words.emojis import emojis

LIMITS = "limits"
"""Stands where a clause of the policy would: the policy says nothing of what a place takes."""

HASHTAG = re.compile(r"(?<![\w&/#])[#＃](?=\w*[^\W\d_])\w+")
_ENDINGS = "com|org|net|edu|gov|uk|co|info|io|eu|app|dev|me|tv|school|academy|charity|wales|scot|london|ie|example"
LINK = re.compile(
    (
        rf"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]'’]|(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:{_ENDINGS})\b(?!\.\w|"
        rf"@)(?:/[^\s<>\"]*[^\s<>\".,;:!?)\]'’])?"
    ),
    re.IGNORECASE,
)
LINK_WEIGHT = 23
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""X: characters of these ranges weigh one, all others two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How much of a place's room a text takes, for the form to show while one writes. most 0: no limit that we know of."""

    place: str
    name: str
    characters: int
    most_characters: int
    hashtags: int
    most_hashtags: int

    @property
    def is_over(self) -> bool:
        return 0 < self.most_characters < self.characters or 0 < self.most_hashtags < self.hashtags

    @property
    def phrase(self) -> str:
        """As the form says it: "X: 301 of 280, 21 too many"."""
        if not self.most_characters:
            return f"{self.name}: {self.characters:,}"
        over = self.characters - self.most_characters
        return (
            f"{self.name}: {self.characters:,} of {self.most_characters:,}{f', {over:,} too many' if over > 0 else ''}"
        )


def counts(text: str, platforms: Iterable[Platform]) -> tuple[Count, ...]:
    """The room that the text takes on each of these places, in their order."""
    tags = len(HASHTAG.findall(text))
    return tuple(
        Count(
            place=place.key,
            name=place.name,
            characters=length(text, place.limits),
            most_characters=place.limits.characters,
            hashtags=tags,
            most_hashtags=place.limits.hashtags,
        )
        for place in platforms
    )


def length(text: str, limits: Limits) -> int:
    """How long the text is for a place."""
    return sum(weight for _, weight in _weighted(text)) if limits.weighted else len(text)


def _weighted(text: str) -> Iterator[tuple[int, int]]:
    """(offset, weight) as X counts: a link 23, an emoji 2, a letter beyond the western alphabets 2, the rest 1."""
    whole = {found.start(): (found.end(), LINK_WEIGHT) for found in LINK.finditer(text)}
    inside = [(start, end) for start, (end, _) in whole.items()]
    for start, end in emojis(text):
        if not any(first <= start < last for first, last in inside):
            whole[start] = (end, 2)
    at = 0
    while at < len(text):
        if at in whole:
            end, weight = whole[at]
            yield at, weight
            at = end
            continue
        end = at + 1
        while end < len(text) and unicodedata.combining(text[end]):  # composed first, as X does
            end += 1
        for sign in unicodedata.normalize("NFC", text[at:end]):
            yield at, 1 if any(low <= ord(sign) <= high for low, high in _LIGHT) else 2
        at = end


def over_limits(text: str, platforms: Iterable[Platform], *, where: str = "words") -> tuple[Finding, ...]:
    """What is too much for a place, place by place; the finding points at the part that is too much."""
    found: list[Finding] = []
    for place in platforms:
        limits = place.limits
        used = length(text, limits)
        if 0 < limits.characters < used:
            said = f"{place.name} takes {limits.characters:,} characters and this is {used:,}"
            said += f": please take out {used - limits.characters:,}."
            start = _first_beyond(text, limits)
            found.append(
                _finding(text, start, len(text), place, "too_long", f"{said} You can also untick {place.name}.", where)
            )
        tags = list(HASHTAG.finditer(text))
        if 0 < limits.hashtags < len(tags):
            said = f"{place.name} takes {limits.hashtags} hashtags and here are {len(tags)}"
            said += f": please keep the best {limits.hashtags}."
            found.append(
                _finding(text, tags[limits.hashtags].start(), tags[-1].end(), place, "too_many_hashtags", said, where)
            )
    return tuple(found)


def _first_beyond(text: str, limits: Limits) -> int:
    if not limits.weighted:
        return limits.characters
    total = 0
    for at, weight in _weighted(text):
        total += weight
        if total > limits.characters:
            return at
    return len(text)


def _finding(text: str, start: int, end: int, place: Platform, code: str, sentence: str, where: str) -> Finding:
    return Finding(
        clause=LIMITS,
        strength=Strength.ENFORCE,
        code=code,
        field=Field.WORDS,
        sentence=sentence,
        places=(place.key,),
        kind=code,
        where=where,
        start=start,
        end=end,
        span=text[start:end],
    )
