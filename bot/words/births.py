"""Personal data of how old somebody is: dates of birth (SP-2, CO-1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from bot.domain.findings import Finding, Strength
from bot.words.persons import about
from bot.words.reading import Reading, overlaps
from bot.words.somebody import who_is_named
from bot.words.spots import Spot

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = (
    r"(?:\d{1,2}\s?(?:st|nd|rd|th)?|(?:twenty|thirty)?[\s-]?(?:first|second|third|fourth|fifth|sixth|"
    r"seventh|eighth|ninth|twelfth|\w+teenth|tenth|eleventh|twentieth|thirtieth))"
)
_YEAR = (
    r"(?:(?:19|20)\d{2}|'?\d{2}(?!\d)|twenty[\s-](?:oh[\s-])?\w+(?:[\s-](?:one|two|three|four|five|"
    r"six|seven|eight|nine))?|two thousand(?: and)? \w+|nineteen[\s-]\w+(?:[\s-]\w+)?)"
)
_ROMAN = r"(?:i{1,3}|iv|vi{0,3}|ix|xi{0,2})"
_DATE = (
    rf"(?:\b(?:19|20)\d{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\b|\b(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|"
    rf"20)\d{{2}}\b|"
    rf"\b\d{{1,2}}[\s./-]+{_ROMAN}[\s./-]+(?:19|20)\d{{2}}\b|"
    rf"\d{{1,2}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?(?:\d{{4}}|\d{{2}})(?![\d:])|(?:19|"
    rf"20)\d{{2}}[./-]\d{{1,2}}[./-]\d{{1,2}}|"
    rf"{_DAY}(?:\s+of)?\s+{_MONTH},?\s+{_YEAR}|{_MONTH}\s+(?:the\s+)?{_DAY},?\s+{_YEAR})"
)
_CLOCK = r"\d{1,2}[.:]\d\d(?:\s?[ap]\.?m\.?)?|\d{1,2}\s?[ap]\.?m\b\.?"
_TIME = rf"(?:at )?{_CLOCK}"
_BORN = re.compile(
    rf"\b(?P<cue>d\.?\s?o\.?\s?b\.?|date of birth|birth ?date|born|birthday|"
    rf"b\.)(?P<between>(?:[^.!?\n\d]|{_TIME}){{0,30}}?)(?P<date>{_DATE})"
)
_CUE = re.compile(r"born|birthday|d\.?o\.?b\b|date of birth")
_DATE_BEFORE = re.compile(rf"(?P<date>{_DATE})\W{{0,4}}(?:\w+ ){{0,3}}?$")
_ITS_DAY = re.compile(
    rf"(?:'s?)?\s+(?:\w+th\s+)?birthday\s+(?:is|was|falls)\s+(?:on\s+)?(?:the\s+)?(?P<date>{_DAY}(?:\s+of)?\s+{_MONTH}|"
    rf"{_MONTH}\s+{_DAY}|"
    r"christmas (?:day|eve)|boxing day|new year's (?:day|eve)|valentine's day|halloween|bonfire night)"
)
_BORN_ON = re.compile(
    r"\bborn (?:on |at )?(?P<date>(?:christmas|christmas day|christmas eve|boxing day|new year's day|new year's eve|"
    r"valentine's day|"
    r"halloween|bonfire night|leap day),? (?:in )?(?:19[5-9]|20)\d{2})\b"
)
_ARRIVED = re.compile(
    rf"\b(?:arrived|came (?:along|into (?:the|our|this) world)|entered the world|made (?:his|her|"
    rf"their) (?:grand )?(?:entrance|debut|"
    rf"appearance)|(?:was|were) delivered|joined the (?:human race|family))\b(?P<between>(?:\s+(?:at|on|in|the|this|earth|world|"
    rf"early|late|just|"
    rf"before|after|midnight|hospital|by|caesarean|weighing|safely|{_CLOCK}),?)*)\s+(?P<date>{_DATE})"
)
"""How families say "born" without the word."""
_THEIR_DAY = re.compile(
    rf"\b(?:his|her|whose|their|"
    rf"my) birthday\b[^.!?\n\d]{{0,20}}?\b(?P<date>(?:on\s+)?(?:the\s+)?(?:{_DAY}(?:\s+of)?\s+{_MONTH}|"
    rf"{_MONTH}\s+(?:the\s+)?{_DAY}))\b"
)
_PAPER = re.compile(
    r"\b(?:wristband|birth|baby|babies|newborn|passports?|forms?|certificates?|maternity|hospital|weigh\w*|kilos?|kg|lbs?|"
    r"labels?|cards?|register|registration|medical|consent|records?|list|details|entry|badge|tag)\b"
)
"""What a date of birth stands on."""
_SURE_PAPER = re.compile(
    r"\bhospital (?:bracelet|band|tag)|\bbirth (?:certificate|record|date)|\bpassports?\b|\bwristband|\bmaternity|"
    r"\bnewborn|\bred book\b"
)
_ANY_DATE = re.compile(rf"(?<![\w/.-]){_DATE}")
_BORN_IN = re.compile(
    r"\bborn (?:on )?(?P<date>(?:this (?:very )?day|today|(?:this|that) (?:mon|tues|wednes|thurs|fri|satur|sun)day)"
    r"(?: back)? in (?:19[5-9]|20)\d\d)\b"
)
""" "Born this day in 2018"."""
_DATE_BEHIND = re.compile(rf"(?:\s*[(,:–/|•-]\s*(?:b\.?\s*)?|\s+(?=\d))({_DATE})")
_CHILDS_YEAR = re.compile(
    r"\b20(?:0[89]|1\d|2[0-3])\b|twenty[\s-](?:oh[\s-](?:eight|nine)|ten|eleven|twelve|\w+teen)\b|"
    r"[./-](?:0[89]|1\d|2[0-3])$|^20(?:0[89]|1\d|2[0-3])\d{4}$|^\d{4}20(?:0[89]|1\d|2[0-3])$"
)
"""A year in which who is at a primary school was born, and not one of this year's or last year's events."""
_SCHOOL_AGE = re.compile(r"20(?:0[89]|[12]\d)")
"""The years in which those were born who are at a primary school, or were of late."""
_NOT_A_PERSON = re.compile(
    r"\b(?:chicks?|lambs?|cal(?:f|ves)|kittens?|pupp(?:y|ies)|foals?|ducklings?|piglets?|hamster|"
    r"rabbit|guinea pig|dog|cat|tortoise|pony|"
    r"school|academy|trust|library|club|charity|building|project|idea|tradition|website|pta|company|song|festival)\b"
)


def births(reading: Reading, names: Sequence[Finding]) -> Iterator[Spot]:
    """Dates of birth of people who may be alive and young: "DOB 29/02/2016", "born on the third of May 2017".

    "Born" with a year before 1950 belongs to history lessons. A full date in brackets behind a child's name counts as well.
    """
    low = reading.low
    taken: list[tuple[int, int]] = []
    has_date = _DATE_HINT.search(low) is not None
    for start, end in chain(
        _said_born(reading) if _BIRTH_WORD.search(low) else (),
        _behind_names(reading, names) if names else (),
        _on_paper(reading, names) if has_date else (),
    ):
        if not overlaps(start, end, taken):
            taken.append((start, end))
            yield Spot("dob", start, end)


_DATE_HINT = re.compile(r"\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d\d|20[012]\d|\d{6}|twenty[\s-]\w+|birthday")


def _said_born(reading: Reading) -> Iterator[tuple[int, int]]:
    """Behind or before a word of birth."""
    low = reading.low
    found_dates = [
        (found.start("cue"), found.end("date"), found["cue"], found["date"]) for found in _BORN.finditer(low)
    ]
    found_dates += [
        (found.start("date"), cue.end(), cue[0], found["date"])
        for cue in _CUE.finditer(low)
        if (found := _DATE_BEFORE.search(low, max(0, cue.start() - 80), cue.start()))
    ]
    for start, end, said, date in found_dates:
        sentence = reading.sentences[reading.sentence_at(start)]
        subject = low[max(sentence.start, start - 60) : start]
        if _is_recent(date) and (said[0] == "d" or not _NOT_A_PERSON.search(subject)):
            yield start, end
    for pattern in (_BORN_ON, _BORN_IN):
        for found in pattern.finditer(low):
            yield found.span()


def _behind_names(reading: Reading, names: Sequence[Finding]) -> Iterator[tuple[int, int]]:
    """Right behind a name of the register."""
    low = reading.low
    for name in names:
        end = reading.inside(name.end - 1) + 1
        said = _ITS_DAY.match(low, end)
        if said and name.kind == "name":
            yield said.span("date")
        behind = _DATE_BEHIND.match(low, end)
        if not behind or not _is_recent(behind[1]):
            continue
        if name.strength is not Strength.ENFORCE and not _SCHOOL_AGE.match(behind[1]):
            continue  # what may be no name counts beside a date of a card or form alone: "2018-05-03"
        if len(behind[1]) > 5:
            yield behind.span(1)


def _on_paper(reading: Reading, names: Sequence[Finding]) -> Iterator[tuple[int, int]]:
    """A child's year beside somebody's name, as lists, forms and wristbands have it, and "arrived on …" for "born"."""
    low = reading.low
    arrived = [found for found in _ARRIVED.finditer(low) if _is_recent(found["date"])]
    days = [found.span("date") for found in _THEIR_DAY.finditer(low)] if " birthday" in low else []
    dates = [found for found in _ANY_DATE.finditer(low) if _CHILDS_YEAR.search(found[0])]
    if not (arrived or days or dates or _SIX_FIGURES.search(low)):
        return
    named = who_is_named(reading, names)
    where = {reading.sentence_at(one.start): one for one in named}
    here = about(reading, names)
    for found in arrived:
        number = reading.sentence_at(found.start())
        words = reading.low[reading.sentences[number].start : found.start()]
        if not _NOT_A_PERSON.search(words) and (number in where or here[number].pronoun or _BABY.search(words)):
            yield found.span("date")
    for start, end in days:
        number = reading.sentence_at(start)
        if not here[number].animal and any(at in where or here[at].pointed for at in (number, number - 1) if at >= 0):
            yield start, end
    for found in _SIX_FIGURES.finditer(low) if _BIRTH_WORD.search(low) else ():
        number = reading.sentence_at(found.start())
        if number in where and _BIRTH_WORD.search(reading.words_of(reading.sentences[number])):
            yield found.span()
    for found in dates:
        number = reading.sentence_at(found.start())
        is_behind = any(
            one.is_whole and 0 < found.start() - one.end < 20 and _FRAGMENT.fullmatch(low[one.end : found.start()])
            for one in named
        )
        words = reading.words_of(reading.sentences[number])
        if is_behind or _SURE_PAPER.search(words) or (number in where and _PAPER.search(words)):
            yield found.span()


_SIX_FIGURES = re.compile(r"(?<![\w£.-])(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:0[89]|1\d|2[0-3])(?![\w.-])")
"""A day, a month and a child's year without anything between: "121220"."""
_FRAGMENT = re.compile(r"[\s,:;.|/\u2022(\"'-]*(?:[a-z]+[\s,:;.|/\u2022(\"'-]+){0,2}")
_BABY = re.compile(r"\b(?:twins?|triplets|bab(?:y|ies)|brothers?|sisters?|bundle|newborn|he|she|(?:son|daughter)s?)\b")
_BIRTH_WORD = re.compile(r"born|birth|d\.?\s?o\.?\s?b|\bb\.")


def _is_recent(date: str) -> bool:
    """Whether somebody born then may well be alive: the year is 1950 or later, or of two digits."""
    years = [int(year) for year in re.findall(r"(?<!\d)(?:1\d|20)\d{2}(?!\d)", date)]
    return years[0] >= 1950 if years else "nineteen" not in date
