"""Personal data of how old somebody is: exact ages beside an identity (SP-2)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from bot.domain.findings import Finding
from bot.words.persons import About, about
from bot.words.reading import Reading, overlaps
from bot.words.somebody import who_is_named
from bot.words.spots import Spot

_AGE = r"(?:[3-9]|1[012]|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_PART = (
    r"(?:\s?[¼½¾]|[\s-]and[\s-](?:a[\s-](?:half|quarter|bit)|three[\s-]quarters|\d/\d|\w+-\w+ths?)"
    r"|(?:\s*(?:years?|yrs?|y))?(?:,|\s+and)?\s+(?:\w+|\d+)\s*(?:months?|mths?|mos?|weeks?|wks|days?)\b)"
)
"""What is more than whole years: "and a half", "and eleven-twelfths", "years and four months"."""
_MORE = (
    rf"(?!\s*(?:years?(?:\s+olds?)?\s*)?(?:to|-|and|or|\+|&)\s*(?:{_AGE}|over|under|above|up|below|older|younger)\b|"
    r"\s*\+|\s+or\s|,?\s+(?:we|you|they|children|pupils|kids|most|everyone|everybody)\b)"
)
_WHEN = (
    r"(?=\s*(?:$|[.,!?;:)\"'-](?!\d)|and\b(?! \d)|but\b|years?\b|today|tomorrow|yesterday|tonight|now\b|already|when\b|"
    r"who\b|(?:on|"
    r"this|next|last|in)\s+(?:the|week|month|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)))"
)
_ORDINAL = r"(?:[4-9]th|3rd|1[012]th|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)"

_AGE_BEHIND = re.compile(
    rf"\s*(?:'s)?\s*(?:,\s*|\(\s*|(?:is|was|has|just|only|now|today|who|who's|turns?|turned|aged?)\s+)+"
    rf"(?P<age>{_AGE})(?=[¼½¾]|\s*(?:\)|,|\.(?!\d)|!|years?\b|today|tomorrow|yesterday|now|and (?:a|three)|(?:on|this|"
    rf"next|last)\s+"
    rf"(?:the|week|month|mon|tue|wed|thu|fri|sat|sun)|[-–](?!\d)|$))"
)
_BIRTHDAY = re.compile(
    rf"(?:'s?)?(?:\s+(?!(?:our|the|school)\b)[\w']+){{0,4}}?\s+(?P<age>{_ORDINAL}\s+birthday|turn(?:s|ing|ed)\s+{_AGE})\b"
    r"(?=\s*(?:$|[.,!)]|on|today|this|next|tomorrow|yesterday|at|with|party|in|over|is|was|falls))"
)
"""Behind a name: "…'s eighth birthday", "… turns six on Monday"."""
_AGED = re.compile(
    rf"(?<![\w'])(?!(?i:all|any\w*|every\w*|children|pupils|kids|boys|girls|those|people|brownies|cubs|"
    rf"beavers)\b)[A-Z][\w'-]+(?=[,\s(]),?\s*\(?(?P<age>(?i:aged?)\s+{_AGE})\b{_MORE}"
)
"""Somebody by name with their age, whether or not the name is in the register: "Master Twigg, aged 6"."""
_AGE_BEFORE = re.compile(
    rf"(?P<age>{_AGE}(?:[\s-]?(?:and a half|½))?[\s-](?:years?|yrs?)[\s-]olds?|{_ORDINAL}\s+birthday|"
    rf"happy\s+{_ORDINAL}|at just {_AGE}),?\s+(?:to\s+)?(?:\w+\s+){{0,2}}$"
    rf"|(?P<turned>{_AGE} today)\W+(?:[\w']+\W+){{0,4}}$"
)

# ---- Ages of themselves: what they say is an age, with whoever is named or pointed out nearby ----------------------

_BE = (
    r"(?:(?:i'm|i am|he's|she's|is|who's|'s|turned|turns|turning|becomes|became|just|only|now|still|barely|officially|"
    r"not quite)\s+)"
)
_SURE = re.compile(
    rf"\b(?:at\s+)?(?:(?:just|only)\s+)?(?:the\s+)?(?:age\s+of|aged?)\s+(?:just\s+|only\s+|"
    rf"about\s+)?{_AGE}(?![\da-z])(?:{_PART})?{_MORE}|"
    rf"(?<!any )(?<!every )(?<!average )(?<!typical )(?<!most )\b{_AGE}(?:{_PART})?[\s-](?:years?|"
    rf"yrs?)[\s-]old\b(?![\s-](?:building|tradition|tree|oak|school|minibus|computer|"
    rf"piano))|"
    rf"\b{_BE}+{_AGE}{_PART}|\b(?:turned|turning|turns)\s+{_AGE}\b{_WHEN}|"
    rf"(?<!at )(?<!by )(?<!from )(?<!until )(?<!past )\b{_AGE} today\b|"
    rf"\b(?:his|her|their)\s+{_ORDINAL}\s+birthday\b|"
    rf"\bat\s+(?:just|only|barely|a mere|the tender age of)\s+{_AGE}\b(?=\s*(?:$|[,.!?)]|was|is|he|she|has|and\b(?! \d)))|"
    rf"(?:^|[.!?\n]\s*)(?:still |just |only |barely )+{_AGE}(?=\s*(?:,|\band\b|\bbut\b))|"
    r"\b(?:grand|ripe|great|fine|good)\s+(?:old\s+)?age\s+of\s+[\w-]+"
)
_SAID = re.compile(
    rf"\b(?:i'm|i am|he's|she's|is|who's|(?:he|she|who) (?:may|might|will|could) (?:only |just )?be)\s+(?:(?:just|only|"
    rf"now|still|barely|officially|"
    rf"already)\s+)*{_AGE}{_WHEN}"
)
_DOUBLE = re.compile(
    r"\b(?:hit|hits|hitting|reach\w*|in|into|enter\w*|made it to|got to|"
    r"join\w*)\s+(?:the\s+)?double (?:figures|digits)\b"
)
_PARTY = re.compile(r"\b(?:birthday|candles?|balloons?|cake|party|badges?|today)\b")
_CANDLES = re.compile(r"\bcandles?\b[^.!?\n]{0,40}\?\s*(?P<age>[a-z]+(?:-[a-z]+)?|\d{1,2})\b")
_COUNT = re.compile(
    r"(?:\d{1,2}|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?|\w+teen|eleven|twelve|ten|nine|"
    r"eight|seven|six|five|four|three)"
)
_LONG_AGO = re.compile(
    r"\b(?:in|since|of|by|from|around|about|before|after|until|year|[a-z]{3,9}y|march|april|june|august|"
    r"[a-z]+ber)\s+1(?:[0-8]\d|9[0-4])\d\b|\bvictorian|\btudor|\bdiary\b|\bcharacters?\b|\bonce upon|"
    r"\bwas (?:only |just )?\w+ when\b"
)
_HE = re.compile(r"\b(?:he|she|he's|she's|his|her|him|i'm|i am|who's|who is)\b")


def ages(reading: Reading, names: Sequence[Finding]) -> Iterator[Spot]:
    """An exact age beside a name ("Aarav, 4,", "seven-year-old Mei"), or beside one child who is pointed out."""
    told: list[tuple[int, int]] = []
    for start, end in chain(_beside_names(reading, names), _of_themselves(reading, names)):
        if not overlaps(start, end, told):
            told.append((start, end))
            yield Spot("age", start, end)


def _beside_names(reading: Reading, names: Sequence[Finding]) -> Iterator[tuple[int, int]]:
    """Right before or behind a name of the register; with "aged" behind any."""
    for found in _AGED.finditer(reading.plain):
        yield found.span("age")
    for name in names:
        if name.kind != "name":
            continue
        start, end = reading.inside(name.start), reading.inside(name.end - 1) + 1
        behind = _AGE_BEHIND.match(reading.low, end) or _BIRTHDAY.match(reading.low, end)
        if behind:
            yield behind.span("age")
        before = _AGE_BEFORE.search(reading.low, max(0, start - 50), start)
        if before:
            yield before.span("age" if before["age"] else "turned")


_BARE = re.compile(
    rf"(?:,\s*|\s*\()(?P<age>{_AGE}(?:{_PART}|\s?(?:years?|yrs?)(?:\s?old)?)?)(?:\)|"
    rf"\s*,(?=\s+(?!and\b)[a-z])|(?=\s*[.!]))"
)
"""Behind first name and surname: "Ines Duarte, 8, of Willow", "Ines Duarte (8)"."""
_BARE_FIRST = re.compile(rf",\s*(?P<age>{_AGE}),(?=\s+(?:and|who|from|of|in|has|is|was|got|won)\b)")
"""Behind a first name alone: "Clara, 10, and Jack"."""


def _of_themselves(reading: Reading, names: Sequence[Finding]) -> Iterator[tuple[int, int]]:
    """What can only be an age, where somebody is named or one child is pointed out in that sentence or beside it."""
    low = reading.low
    numbers = [found.span() for found in _NUMBER.finditer(low)]
    spots, said = _near(numbers, _SURE, low), _near(numbers, _SAID, low)
    doubles = [found.span() for found in _DOUBLE.finditer(low)] if "double" in low and _PARTY.search(low) else []
    candles = [f.span("age") for f in _CANDLES.finditer(low) if _COUNT.fullmatch(f["age"])] if "candle" in low else []
    has_bare = _BARE.search(low) is not None or "th birthday" in low
    if not (spots or said or doubles or candles or has_bare):
        return
    named = who_is_named(reading, names)
    if has_bare:
        for one in named:
            behind = None if one.is_pupil else _BIRTHDAY.match(low, one.end)
            before = None
            if one.is_whole and not one.is_pupil:
                before = _AGE_BEFORE.search(low, max(0, one.start - 50), one.start)
                behind = behind or _BARE.match(low, one.end)
            elif not one.is_pupil:
                behind = behind or _BARE_FIRST.match(low, one.end)
            if behind:
                yield behind.span("age")
            if before:
                yield before.span("age" if before["age"] else "turned")
    here = about(reading, names)
    where = {reading.sentence_at(one.start) for one in named}
    whole = {reading.sentence_at(one.start) for one in named if one.is_whole}
    for start, end, is_sure in [
        *((*span, True) for span in (*spots, *doubles, *candles)),
        *((*span, False) for span in said),
    ]:
        number = reading.sentence_at(start)
        if here[number].animal and number not in whole:
            continue
        is_told = is_sure or _HE.search(low, max(reading.sentences[number].start, start - 20), end)
        if _is_somebodys(number, where, here, near=1 if is_told else 0) and not _is_long_ago(reading, number):
            yield start, end


def _near(numbers: Sequence[tuple[int, int]], pattern: re.Pattern[str], low: str) -> list[tuple[int, int]]:
    """Where a dear pattern matches: tried only around the numbers that may be an age, of which most posts have few."""
    found: list[tuple[int, int]] = []
    for first, last in numbers:
        start = max(found[-1][1] if found else 0, first - 35)
        each = pattern.search(low, start, last + 45) if start <= first else None
        if each and (whole := pattern.match(low, each.start())):  # what looks like the text's end here may be none
            found.append(whole.span())
    return found


def _is_long_ago(reading: Reading, number: int) -> bool:
    """Whether that sentence or the one before tells of history or a book: "born in 1799", "Victorian"."""
    first, last = reading.sentences[max(0, number - 1)], reading.sentences[number]
    return _LONG_AGO.search(reading.low, first.start, last.end) is not None


_NUMBER = re.compile(rf"\b{_AGE}(?![\da-z])|\bage of\b|\b{_ORDINAL}\s+birthday\b")


def _is_somebodys(number: int, named: set[int], here: Sequence[About], *, near: int) -> bool:
    """Whether somebody is named or pointed out in a sentence or at most `near` sentences away, and not everybody is meant."""
    if here[number].everybody:
        return False
    around = range(max(0, number - near), min(len(here), number + near + 1))
    return here[number].maybe_named or any(at in named or here[at].pointed for at in around)
