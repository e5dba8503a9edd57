"""Personal data that says who somebody is: pupil numbers, number plates, bank accounts, passwords (SP-2, CO-1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.words.reading import Reading
from bot.words.spots import Spot

# ---- Numbers ------------------------------------------------------------------------------------------------------

_CHECK = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN = re.compile(r"(?<![a-z0-9])[a-hj-np-rt-z](?:[\s./-]?\d){11}[\s./-]?[\da-hj-np-rt-z](?![a-z0-9])")
"""However its figures are grouped: the check letter tells it from other numbers."""
_OF_A_THING = re.compile(
    r"\b(?:model|serial|part|product|licen[cs]e|batch|barcode|tracking|parcel|order|invoice|item|"
    r"stock)\b[^.!?\n]{0,12}?[.:]?\s*$"
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


def numbers(reading: Reading) -> Iterator[Spot]:
    """Pupil and admission numbers, NHS and National Insurance numbers, bank accounts, passwords and number plates."""
    low = reading.low
    if not re.search(r"\d", low):
        return
    for found in _UPN.finditer(low):
        if not _OF_A_THING.search(low, max(0, found.start() - 30), found.start()) and _has_check_letter(
            "".join(filter(str.isalnum, found[0])).upper()
        ):
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
