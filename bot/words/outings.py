"""Where children are, or will be, and when: a post may say so once they are back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.findings import Finding, Strength
from bot.words.reading import Reading, finding, read

LOCATION = "location"
"""Stands where a clause of the policy would: the trust's own rule, so that nobody is told where children can be met."""

_WHO = (
    r"(?:we|they|year (?:\d|one|two|three|four|five|six)s?|y[1-6]|reception|nursery|(?:our|the) [\w' -]{2,30}?|"
    r"[a-z]+ class)"
)
_NAME = r"(?:the\s+)?[A-Z][\w'’-]+"
_HERE_NOW = re.compile(
    rf"\b{_WHO}(?:'re|\s+are|\s+is|\s+have (?:just )?arrived|'ve (?:just )?arrived)\s+"
    rf"(?:(?:all|now|currently|safely|just|here|both)\s+)*(?:at|in|on|inside|near)\s+{_NAME}",
    re.IGNORECASE,
)
_LIVE = re.compile(
    r"\b(?:live from|greetings from|hello from|here at|just arrived (?:at|in)|checking in (?:at|from))\s+" + _NAME,
    re.IGNORECASE,
)
_AHEAD = re.compile(
    rf"\b{_WHO}(?:'re|'ll be|\s+are|\s+is|\s+will be)\s+(?:(?:all|now|both|off|on)\s+)*"
    r"(?:off|going|heading|headed|travelling|walking|visiting|setting off|coming|at|swimming at|staying at|"
    rf"camping at|playing at|performing at)\s+(?:to\s+|at\s+|in\s+)?{_NAME}",
    re.IGNORECASE,
)
_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_SOON = re.compile(
    rf"\b(?:tomorrow|tonight|today|this (?:morning|afternoon|evening|week)|next (?:week|{_DAYS})|on (?:{_DAYS})|now|"
    r"right now|until|at \d{1,2}(?:[.:]\d\d)?|from \d{1,2})\b"
)
_RETURN = re.compile(
    r"\b(?:(?:the )?(?:coach|coaches|bus|buses|minibus|train)\s+"
    r"(?:leaves?|departs?|returns?|is due|arrives?|gets? back|back|picks? up)|"
    r"(?:we(?:'re|'ll be| are| will be)|they(?:'re|'ll be| are| will be)|children (?:will be|are))\s+"
    r"(?:back|home|returning|leaving)|back at school|return(?:ing)? to school|pick[- ]?up (?:is )?(?:from|at) the [a-z]+)"
    r"\s+(?:at school\s+|on \w+\s+)?(?:at|by|around|about|from|@)?\s*\d{1,2}(?:[.:]\d\d)?\s?(?:am|pm)?"
)
_PAST = re.compile(
    r"\b(?:was|were|went|had|yesterday|last (?:week|month|year|friday|thursday)|loved|enjoyed|came back|returned|got back)\b"
)


def location(text: str, *, where: str = "words") -> tuple[Finding, ...]:
    """Every stretch that says where children are now or will be soon."""
    reading = read(text)
    kept: list[Finding] = []
    for start, end in sorted(_stretches(reading)):
        if not kept or reading.span(start, end)[0] >= kept[-1].end:
            kept.append(
                finding(
                    reading,
                    start,
                    end,
                    clause=LOCATION,
                    strength=Strength.WARN,
                    kind="location",
                    sentence="{} tells strangers where children are or will be. Please post it once they are back.",
                    where=where,
                )
            )
    return tuple(kept)


def _stretches(reading: Reading) -> Iterator[tuple[int, int]]:
    for pattern, needs_when in ((_HERE_NOW, True), (_LIVE, False), (_AHEAD, True)):
        for found in pattern.finditer(reading.plain):
            last = re.search(r"[\w'’-]+$", found[0])
            if not last or not last[0][0].isupper():
                continue
            number = reading.sentence_at(found.start())
            near = " ".join(reading.words_of(each) for each in reading.sentences[number : number + 2])
            if not needs_when or (_SOON.search(near) and not _PAST.search(reading.words_of(reading.sentences[number]))):
                yield found.span()
    for found in _RETURN.finditer(reading.low):
        yield found.span()
