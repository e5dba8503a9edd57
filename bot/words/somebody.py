"""Who is spoken of by name beside an age or a date: a pupil of the register, or somebody who looks like one.

An age says who somebody is, whether or not the register knows the child: brothers, sisters and last year's leavers count too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.findings import Finding
from bot.words.names.vocabulary import can_be, forenames, is_ordinary, places
from bot.words.reading import Reading

_TWO_WORDS = re.compile(
    r"(?<![\w-])(?<!\w')(?=(?P<whole>(?P<first>[A-Z][a-z]+(?:[-'][A-Z]?[a-z]+)?|[A-Z]\.)\s+(?:(?:[A-Z][a-z]+|[A-Z]\.|"
    r"van|de|el|al|bin)\s+)?"
    r"(?P<last>(?:O'|Mc|Mac|[A-Z]-)?[A-Z][a-z]+(?:-[A-Z][a-z]+)?)\b(?!\s+(?:class|house|school|primary|lane|road|street|"
    r"hall)\b)))"
)
_ONE_WORD = re.compile(r"(?<![\w'.@#/-])[A-Z][a-z]{2,}(?![\w@/-])")
_NOT_OURS = re.compile(
    r"\b(?:queen|king|saint|st|sir|lady|lord|prince|princess|dame|postman|fireman|captain|emperor|pope|president|mr|mrs|"
    r"ms|miss|mx|dr|professor|rev|author|poet)\.?\s+$"
)
_NOT_A_SURNAME = frozenset(
    re.findall(
        r"\S+",
        """
    class house school primary academy lane road street hall park church centre team street close avenue wood farm club
    trust museum theatre day week
    """,
    )
)


@dataclass(frozen=True, slots=True)
class Somebody:
    """A name at `plain[start:end]`. is_pupil: the register has it; is_whole: first name and surname, or an initial."""

    start: int
    end: int
    is_pupil: bool
    is_whole: bool


def who_is_named(reading: Reading, names: Sequence[Finding]) -> list[Somebody]:
    """Everybody named in the text. names: what the name check found there."""
    found = [
        Somebody(reading.inside(name.start), reading.inside(name.end - 1) + 1, is_pupil=True, is_whole=" " in name.span)
        for name in names
        if name.kind == "name" and name.start >= 0
    ]
    for pattern in (_TWO_WORDS, _ONE_WORD):
        for each in pattern.finditer(reading.plain):
            start, end = each.span("whole" if pattern is _TWO_WORDS else 0)
            if any(start < one.end and end > one.start for one in found):
                continue
            before = reading.low[max(0, each.start() - 12) : each.start()]
            is_whole = pattern is _TWO_WORDS
            if not _NOT_OURS.search(before) and _is_a_name(each["first"] if is_whole else each[0], each):
                found.append(Somebody(start, end, is_pupil=False, is_whole=is_whole))
    return found


def _is_a_name(first: str, words: re.Match[str]) -> bool:
    """Whether words with capitals are a person's: the first is a forename, or no word that English knows and no place."""
    low = first.lower().strip(".")
    if "last" in words.re.groupindex:
        last = words["last"].lower()
        is_last = last not in _NOT_A_SURNAME and (last not in places() or low in forenames())
        return is_last and (len(low) == 1 or low in forenames() or not (can_be(low, "NVZDPGAR") or low in places()))
    return low in forenames() and not is_ordinary(low) and not can_be(low, "NVZDPGA") and low not in places()
