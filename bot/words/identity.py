"""Personal data that says who somebody is: pupil numbers, dates of birth, ages, number plates, passwords (SP-2, CO-1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.domain.findings import Finding, Strength
from bot.words.reading import Reading
from bot.words.spots import Spot

# ---- Numbers ------------------------------------------------------------------------------------------------------

_CHECK = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN = re.compile(
    r"(?<![a-z0-9])([a-hj-np-rt-z])[\s-]?(\d{3})[\s-]?(\d{4})[\s-]?(\d{2})[\s-]?(\d{3}|\d{2}[a-hj-np-rt-z])(?![a-z0-9])"
)
_ID = re.compile(
    r"\b(?:(?:admission|admissions|adm|pupil|student|candidate|learner|exam|unique pupil|register|"
    r"roll|passport|membership|library card|payslip|payroll)"
    r"\s*(?:no|number|num|id|ref|reference|code)\b|passport(?=\s+\d)|ad\s?no\b|upn\b|uln\b)\.?\s*(?:(?:for|"
    r"of)\s+[\w'-]+(?:\s+[\w'-]+)?\s+)?(?:is|was|:|=|-|#|"
    r"\()*\s*(?P<id>[a-z]{0,3}[\s/-]?\d[\d/ -]{2,14}\d\b[a-z]?)"
)
_NHS = re.compile(r"\bnhs\b[^.\n]{0,25}?(?P<id>\d{3}[ -]?\d{3}[ -]?\d{4})\b")
_NI = re.compile(r"(?<![a-z0-9])[a-ceghj-prtw-z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[a-d](?![a-z0-9])")
_BANK = re.compile(
    r"\b(?:sort(?: code)?|account (?:no|number)|acc(?:t|ount)?(?: no)?|a/c|s/c|"
    r"iban)\b[^.\n\d]{0,15}(?P<id>\d{2}[- ]?\d{2}[- ]?\d{2}(?:[- ]?\d{2})?)\b"
)
_LOGIN = re.compile(
    r"\b(?P<what>password|passcode|pass word|pin(?: code| number)?|log-?in|user ?name)\b\s*(?:is|:|=|"
    r"-)+\s*[\"']?(?P<id>[^\s\"',;]*\d[^\s\"',;]*)"
)
_LOGIN_BESIDE = re.compile(r"\b(?:password|passcode)\s+(?P<id>(?=[^\s,;]*\d)(?=[^\s,;]*[a-z])[^\s,;]{4,}[^\s,;.!?])")
_CODE = re.compile(
    r"\b(?:gate|door|key ?safe|alarm|entry|entrance|padlock|locker|shed|keypad)\b[^.!?\n\d]{0,25}?"
    r"(?:\bcode\b[^.!?\n\d]{0,12}?(?P<id>\b[a-z]?\d{3,6}[a-z]?\b)|[:,]\s*(?P<first>[a-z]?\d{3,6}[a-z]?)\b(?= is the code))"
)
_PLATE = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Z]{2}\d{2}[ -]?[A-Z]{3}|[A-Z]\d{1,3}[ -]?[A-Z]{3}|[A-Z]{3}[ -]?\d{1,3}[A-Z])(?![A-Za-z0-9])"
)
_CAR = re.compile(
    r"\b(?:car|cars|van|reg|registration|parked|parking|driver|vehicle|number ?plate|blocking|"
    r"lights on|golf|fiesta|corsa|audi|bmw|ford|"
    r"kia|nissan|toyota|vauxhall|peugeot|renault|range rover|suv|4x4|motorbike|taxi|silver|driveway|zig-?zags?|bay)\b"
)

_NUMBERED = (
    ("pupil_number", _ID),
    ("nhs_number", _NHS),
    ("bank", _BANK),
    ("password", _LOGIN),
    ("password", _LOGIN_BESIDE),
)


def numbers(reading: Reading) -> Iterator[Spot]:
    """Pupil and admission numbers, NHS and National Insurance numbers, bank accounts, passwords and number plates."""
    low = reading.low
    if not re.search(r"\d", low):
        return
    for found in _UPN.finditer(low):
        if _has_check_letter("".join(filter(str.isalnum, found[0])).upper()):
            yield Spot("upn", *found.span())
    for kind, pattern in (
        ("pupil_number", _ID),
        ("nhs_number", _NHS),
        ("bank", _BANK),
        ("password", _LOGIN),
        ("password", _LOGIN_BESIDE),
    ):
        for found in pattern.finditer(low):
            yield Spot(kind, *found.span("id"))
    for found in _CODE.finditer(low) if "code" in low else ():
        yield Spot("password", *found.span("id" if found["id"] else "first"))
    for found in _NI.finditer(low):
        yield Spot("ni_number", *found.span())
    for found in _PLATE.finditer(reading.plain):
        if _CAR.search(reading.words_of(reading.sentences[reading.sentence_at(found.start())])):
            yield Spot("number_plate", *found.span())


def _has_check_letter(upn: str) -> bool:
    """The first letter of a unique pupil number is a checksum of the rest; that of a temporary one ends in a letter."""
    rest = [int(sign) if sign.isdigit() else _CHECK.index(sign) for sign in upn[1:]]
    return _CHECK[sum(weight * value for weight, value in enumerate(rest, start=2)) % 23] == upn[0]


# ---- Dates of birth -----------------------------------------------------------------------------------------------

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
_DATE = (
    rf"(?:\d{{1,2}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?(?:\d{{4}}|\d{{2}})(?![\d:])|(?:19|"
    rf"20)\d{{2}}[./-]\d{{1,2}}[./-]\d{{1,2}}|"
    rf"{_DAY}(?:\s+of)?\s+{_MONTH},?\s+{_YEAR}|{_MONTH}\s+(?:the\s+)?{_DAY},?\s+{_YEAR})"
)
_BORN = re.compile(
    rf"\b(?P<cue>d\.?\s?o\.?\s?b\.?|date of birth|birth ?date|born|birthday|"
    rf"b\.)(?P<between>[^.!?\n\d]{{0,30}}?)(?P<date>{_DATE})"
)
_DATE_THEN_BORN = re.compile(
    rf"(?P<date>{_DATE})\W{{0,4}}(?:\w+ ){{0,3}}?(?P<cue>born|birthday|d\.?o\.?b\b|date of birth)"
)
_ITS_DAY = re.compile(
    rf"(?:'s?)?\s+birthday\s+(?:is|was|falls)\s+(?:on\s+)?(?:the\s+)?(?P<date>{_DAY}(?:\s+of)?\s+{_MONTH}|{_MONTH}\s+{_DAY}|"
    r"christmas (?:day|eve)|boxing day|new year's (?:day|eve)|valentine's day|halloween|bonfire night)"
)
_BORN_ON = re.compile(
    r"\bborn (?:on |at )?(?P<date>(?:christmas|christmas day|christmas eve|boxing day|new year's day|new year's eve|"
    r"valentine's day|"
    r"halloween|bonfire night|leap day),? (?:19[5-9]|20)\d{2})\b"
)
_DATE_BEHIND = re.compile(rf"(?:\s*[(,:–/|•-]\s*(?:b\.?\s*)?|\s+(?=\d))({_DATE})")
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
    if not _BIRTH_WORD.search(low) and not names:
        return
    taken: list[tuple[int, int]] = []
    for pattern in (_BORN, _DATE_THEN_BORN):
        for found in pattern.finditer(low):
            start, end = min(found.start("cue"), found.start("date")), max(found.end("cue"), found.end("date"))
            sentence = reading.sentences[reading.sentence_at(start)]
            said_dob = found["cue"][0] == "d"
            if any(start < last and end > first for first, last in taken):
                continue
            subject = low[max(sentence.start, start - 60) : start]
            if said_dob or (_is_recent(found["date"]) and not _NOT_A_PERSON.search(subject)):
                taken.append((start, end))
                yield Spot("dob", start, end)
    for found in _BORN_ON.finditer(low):
        yield Spot("dob", *found.span())
    for name in names:
        end = reading.inside(name.end - 1) + 1
        said = _ITS_DAY.match(low, end)
        if said and name.kind == "name":
            taken.append(said.span("date"))
            yield Spot("dob", *said.span("date"))
        behind = _DATE_BEHIND.match(low, end)
        if not behind or not _is_recent(behind[1]):
            continue
        if name.strength is not Strength.ENFORCE and not _SCHOOL_AGE.match(behind[1]):
            continue  # what may be no name counts beside a date of a card or form alone: "2018-05-03"
        if len(behind[1]) > 5 and not any(behind.start(1) < last and behind.end() > first for first, last in taken):
            yield Spot("dob", *behind.span(1))


_BIRTH_WORD = re.compile(r"born|birth|d\.?\s?o\.?\s?b|\bb\.")


def _is_recent(date: str) -> bool:
    """Whether somebody born then may well be alive: the year is 1950 or later, or of two digits."""
    years = [int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", date)]
    return years[0] >= 1950 if years else "nineteen" not in date


# ---- Ages ---------------------------------------------------------------------------------------------------------

_AGE = r"(?:[3-9]|1[01]|three|four|five|six|seven|eight|nine|ten|eleven)"
_AGE_BEHIND = re.compile(
    rf"\s*(?:'s)?\s*(?:,\s*(?:aged?\s+)?|\(\s*(?:aged?\s+)?|(?:is|was|has|just|only|now|today|has just|"
    rf"just|who|who's|turns?|turned|aged?)\s+)+"
    rf"(?P<age>{_AGE})(?=[¼½¾]|\s*(?:\)|,|\.|!|years?\b|today|tomorrow|yesterday|now|and (?:a|three)|(?:on|this|next|last)\s+"
    rf"(?:the|week|month|mon|tue|wed|thu|fri|sat|sun)|-|–|$))"
)
_ORDINAL = r"(?:[4-9]th|3rd|1[01]th|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh)"
_BIRTHDAY = re.compile(
    rf"(?:'s?)?(?:\s+(?!(?:our|the|school)\b)[\w']+){{0,4}}?\s+(?P<age>{_ORDINAL}\s+birthday|turn(?:s|ing|ed)\s+{_AGE})\b"
    r"(?=\s*(?:$|[.,!)]|on|today|this|next|tomorrow|yesterday|at|with|party|in|over))"
)
"""Behind a name: "…'s eighth birthday", "… turns six on Monday"."""
_AGED = re.compile(
    rf"(?<![\w'])(?!(?i:all|any\w*|every\w*|children|pupils|kids|boys|girls|those|people|brownies|cubs|"
    rf"beavers)\b)[A-Z][\w'-]+,?\s*\(?"
    rf"(?P<age>(?i:aged?)\s+{_AGE})\b(?!\s*(?:to|-|–|and|or|\+|years? (?:to|and|or))(?!\s+(?:a half|three quarters)))"
)
"""Somebody by name with their age, whether or not the name is in the register: "Master Twigg, aged 6"."""
_AGE_BEFORE = re.compile(
    rf"(?P<age>{_AGE}(?:[\s-]?(?:and a half|½))?[\s-](?:years?|yrs?)[\s-]olds?|{_ORDINAL}\s+birthday|"
    rf"happy\s+{_ORDINAL}|at just {_AGE}),?\s+(?:to\s+)?(?:\w+\s+){{0,2}}$"
    rf"|(?P<turned>{_AGE} today)\W+(?:[\w']+\W+){{0,4}}$"
)


def ages(reading: Reading, names: Sequence[Finding]) -> Iterator[Spot]:
    """An exact age beside a name: "Aarav, 4," or "seven-year-old Mei"; of somebody unknown only with "aged"."""
    told = [found.span("age") for found in _AGED.finditer(reading.plain)]
    for start, end in told:
        yield Spot("age", start, end)
    for name in names:
        if name.kind != "name":
            continue
        start, end = reading.inside(name.start), reading.inside(name.end - 1) + 1
        behind = _AGE_BEHIND.match(reading.low, end) or _BIRTHDAY.match(reading.low, end)
        if behind and not any(first <= behind.start("age") < last for first, last in told):
            yield Spot("age", *behind.span("age"))
        before = _AGE_BEFORE.search(reading.low, max(0, start - 50), start)
        if before:
            yield Spot("age", *before.span("age" if before["age"] else "turned"))
