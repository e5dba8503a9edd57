"""Personal data by which somebody can be reached: e-mail addresses and phone numbers (SP-2, CO-1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import PhoneNumberType

from bot.domain.trust import Published
from bot.words.names.vocabulary import forenames, is_ordinary
from bot.words.reading import Reading, overlaps
from bot.words.spots import Spot, is_public, is_unreal

# ---- E-mail -------------------------------------------------------------------------------------------------------

_OPEN, _SHUT = r"[\[({<*\u27e8\u2039\u00ab~|/_-]", r"[\])}>*\u27e9\u203a\u00bb~|/_-]"
_AT = rf"(?: @ |@ ?| ?{_OPEN} ?(?:at|@|a) ?{_SHUT} ?)"
_DOT = rf"(?:\.| ?{_OPEN} ?(?:dot|\.|d) ?{_SHUT} ?| (?:dot|full stop|point|punto|punkt|ponto) | \. ?)"
_PROVIDERS = (
    "gmail|googlemail|hotmail|outlook|yahoo|ymail|icloud|live|msn|aol|btinternet|virginmedia|"
    "talktalk|sky|protonmail|proton"
)
_EMAIL = re.compile(rf"(?<![\w.+%'-])[\w.+%'-]*\w(?: dot [\w-]+)*{_AT}[\w-]+(?:{_DOT}\w[\w-]*)+")
_SIGN = r"(?:dot|point|punto|punkt|ponto|full stop|underscore|dash|hyphen|plus)"
_EMAIL_IN_WORDS = re.compile(
    rf"(?<![\w.+-])(?:\w[\w.+-]*\w|\w)(?: {_SIGN} [\w+-]+)*,?(?: that's| which is| is| then)? (?:at|at[ -]sign|arobase|arroba|"
    rf"chiocciola|malpa) (?:[\w-]+(?: (?:dash|hyphen) [\w-]+)*(?:(?: (?:dot|point|punto|punkt|ponto) |\.)[a-z][\w-]*)+|"
    rf"(?:{_PROVIDERS})\b)"
)
_DOT_WORD = re.compile(r" (?:dot|point|punto|punkt|ponto) ")
_ONLY_MAIL = frozenset({"gmail", "googlemail", "hotmail", "ymail", "icloud", "btinternet", "protonmail"})
"""Providers whose names mean nothing else: "jazbakes at gmail"."""
_SPOKEN = re.compile(rf" ({_SIGN}) ")
_HELPERS = re.compile(
    r"(?:samaritans|childline|nspcc|youngminds|papyrus|kidscape|barnardos|familylives|mind|shout|kooth|themix|saferinternet|"
    r"anti-bullyingalliance|winstonswish|cruse|beateatingdisorders|refuge|womensaid|crimestoppers|ceop|place2be|"
    r"actionforchildren)"
    r"[\w-]*\.(?:org|com|gov|police)|\.(?:gov|police)\.uk$"
)
"""Who helps children and families: an address there is public, whatever stands before the sign."""
_ROLES = frozenset(
    re.findall(
        r"\w+",
        """absence access admin admissions attendance booking bookings boxoffice breakfastclub bursar catering chair clerk club
    community contact council customer customerservice customerservices desk donate donations dsl editor education email
    enquiries enquiry events feedback finance friends fundraising general governors hall head headteacher hello help helpdesk
    helpline hr info information it jobs kitchen learning lettings library mail media membership museum music news
    newsletter no noreply nursery office parents parking post press principal pta ptfa reception recruitment reply safeguarding
    sales school schools schooloffice senco send services slt sport sports support team the tickets tours transport trust
    uniform us vacancies venue visit visits visitor visitors volunteer volunteering volunteers webmaster welcome
    wraparound trips residential camp forms payments accounts
     lunch lunches dinners meals clubs uniformshop open day fair show shows group groups""",
    )
)


def emails(reading: Reading, published: Published) -> Iterator[Spot]:
    """Addresses, also spelt out ("jo dot bell at example dot org"). Mailboxes of a function (bookings@…) are nobody's own."""
    low = reading.low
    if "@" not in low and "at" not in low and "ar" not in low and "chiocciola" not in low:
        return
    own = {mail.lower() for mail in published.emails}
    taken: list[tuple[int, int]] = []
    for pattern in (_EMAIL, _EMAIL_IN_WORDS):
        for found in pattern.finditer(low):
            start, end = found.span()
            if overlaps(start, end, taken):
                continue
            if pattern is _EMAIL_IN_WORDS and not _is_spelt_out(found[0], low[max(0, start - 30) : start]):
                continue
            taken.append((start, end))
            address = _typed(found[0])
            if address not in own and not _is_a_function(address):
                yield Spot("email", start, end, is_doubtful=is_unreal(reading, start, end))


def _is_spelt_out(words: str, before: str) -> bool:
    """ "jo.bell at example.org", but not "see you at example.org"."""
    local, _, domain = re.sub(r"at[ -]sign|arobase|arroba|chiocciola|malpa", "at", words).rpartition(" at ")
    looks = bool(re.search(rf"[._\d]|\b{_SIGN}\b", local)) and bool(re.search("[a-z]", local))
    told = bool(re.search(r"\b(?:e-?mail|mail|write to|contact|message|address)\b[^.!?]*$", before))
    free = re.match(rf"(?:{_PROVIDERS})\.(?:com|co|net|me)\b", domain) is not None
    if looks or free or _DOT_WORD.search(domain) or (domain in _ONLY_MAIL and not is_ordinary(local)):
        return True
    return told and local not in ("look", "us", "me")


def _typed(words: str) -> str:
    """The address as one types it: "jo dot bell at example dot org" → jo.bell@example.org."""
    signs = {"underscore": "_", "dash": "-", "hyphen": "-", "plus": "+"}
    address = re.sub(rf"{_AT}| (?:at|at[ -]sign|arobase|arroba|chiocciola|malpa) ", "@", words)
    address = re.sub(_DOT, ".", address)
    return _SPOKEN.sub(lambda said: signs.get(said[1], "."), address).replace(" ", "")


def _is_a_function(address: str) -> bool:
    """Whether a mailbox is an office's and not a person's: bookings@theatre.example, never anything at a free mail service."""
    local, _, domain = address.partition("@")
    words = [word for word in re.split(r"[^a-z]+", local) if word]
    free = re.match(rf"(?:{_PROVIDERS})\b", domain)
    if _HELPERS.search(domain) and len(words) == 1:
        return True
    return bool(words) and not free and not re.search(r"\d", local) and all(_is_of_roles(word) for word in words)


def _is_of_roles(word: str) -> bool:
    """Whether a word is a role or made of several, or says what an office is for: "hallbookings", "pitchbookings"."""
    return word in _ROLES or any(
        (word[:cut] in _ROLES and _is_of_roles(word[cut:]))
        or (word[cut:] in _DESKS and is_ordinary(word[:cut]) and word[:cut] not in forenames())
        for cut in range(2, len(word) - 1)
    )


_DESKS = frozenset(
    {"bookings", "booking", "enquiries", "office", "info", "admin", "tickets", "events", "reception", "hire"}
)


# ---- Phone --------------------------------------------------------------------------------------------------------

_BETWEEN = r"\s()\[\].\-/*_,|~:\u2022\u00b7\u2190-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
"""What people put between the figures of a number: spaces, dots, dashes, brackets, pictures."""
_PHONE = re.compile(
    rf"(?<![\w£$€#/.-])(?:\+?44[\s.(-]*[0o]?[)\s.-]*|00[\s.-]?44[\s.-]*|"
    rf"[(\[]?[0o])(?:[{_BETWEEN}]{{0,3}}[\dol]){{9,10}}(?![\w])"
)
_ABROAD = re.compile(r"(?<![\w])(?:\+|00)(?!44)[1-9]\d{0,2}(?:[\s().\-/]{0,2}\d){6,12}(?!\w)")
_SHORT = re.compile(r"(?<![\w£$€#/.:+-])(?:7\d{3}[\s-]?\d{3}[\s-]?\d{3}|[2-9]\d{2}[\s-]?\d{3,4})(?![\w%:/-]|\.\d)")
_SCORES = re.compile(
    r"\d-\d[,\s]+\d-\d\b|\d\d\.\d\d,\s*\d\d\.\d|\d{1,2}:\d\d\b.*\d{1,2}:\d\d\b|\d\d? ?/ ?\d\d? ?/ ?\d\d"
)
"""Results, times and dates in a row are no number to ring."""
_TOLD_TO_RING = re.compile(
    r"\b(?:ring|rings?|call|text|phone|dial|whatsapp|mob|mobile|tel|telephone|landline|cell|contact|"
    r"number(?: is)?)\b(?: no\.)?[^.!?\d]{0,30}$"
)
_NO_PHONE = re.compile(
    r"\b(?:isbn|charity|company|registration|registered|order|ref|reference|account|upn|invoice|meter|reading|serial|"
    r"ticket)\b\.?[^.!?\d]{0,20}$"
)
_DIGITS = {
    word: str(n)
    for n, word in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])
}
_DIGITS |= {"o": "0", "oh": "0", "nought": "0", "nil": "0", "naught": "0"}
_TEENS = {
    word: str(n)
    for n, word in enumerate(["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"], start=10)
}
_TENS = {
    word: str(n)
    for n, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2)
}
_WORDS = sorted({*_DIGITS, *_TEENS, *_TENS, "hundred", "double", "triple", "treble"}, key=len, reverse=True)
_SAID = rf"(?:\d++|{'|'.join(_WORDS)})"
# A row of figures is taken whole (\d++): cut in every other way as well, a long one would take hours.
_IN_WORDS = re.compile(
    rf"(?<![\w£$€])(?:\(?\+?(?:plus )?{_SAID}\)?)(?:(?:[\s,.\-/:()]|\b(?:and|then|dash|hyphen|space|"
    rf"dot)\b){{0,4}}{_SAID}){{2,16}}(?!\w)"
)
_DIGIT_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b")


def phones(reading: Reading, published: Published) -> Iterator[Spot]:
    """Numbers in any spelling. Free-phone and national numbers of organisations are nobody's own."""
    low = reading.low.replace("ø", "o")  # who crosses their noughts
    own = {digits for phone in published.phones if (digits := _national("".join(filter(str.isdigit, phone))))}
    taken: list[tuple[int, int]] = []
    for start, end, digits in _candidates(low):
        if overlaps(start, end, taken) or _NO_PHONE.search(low, max(0, start - 40), start):
            continue
        taken.append((start, end))
        national = _national(digits)
        if digits.startswith("00") and not digits.startswith("0044"):
            continue
        if national in own or _is_an_organisations(digits):
            continue
        if len(national) < 9 and any(phone.endswith(national) for phone in own):
            continue
        landline = national[:1] in ("1", "2") or len(national) < 9
        yield Spot("phone", start, end, is_doubtful=landline and is_public(reading, start, end))


def _candidates(low: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, digits) of everything that may be a phone number, the surest first."""
    for found in _PHONE.finditer(low):
        digits = found[0].replace("o", "0").replace("l", "1")
        enough = sum(sign.isdigit() for sign in found[0]) >= 5 and not re.search(r"\d\.\d\d\s*-\s*\d", found[0])
        if enough and not _SCORES.search(found[0]) and not _is_of_a_list(low, found):
            yield found.start(), found.end(), "".join(filter(str.isdigit, digits))
    for found in _ABROAD.finditer(low):
        yield found.start(), found.end(), "+" + "".join(filter(str.isdigit, found[0])).removeprefix("00")
    for found in _IN_WORDS.finditer(low) if _DIGIT_WORD.search(low) else ():
        yield from _read_aloud(found)
    for found in _SHORT.finditer(low):
        if _TOLD_TO_RING.search(low, max(0, found.start() - 45), found.start()) and not _is_a_year(found[0]):
            yield found.start(), found.end(), "".join(filter(str.isdigit, found[0]))


def _is_of_a_list(low: str, found: re.Match[str]) -> bool:
    """Whether it is a stretch of a longer row of numbers: "0, 1, 1, 2, 3, 5, 8, 13 …"."""
    return "," in found[0] and (
        re.match(r",\s*\d", low[found.end() : found.end() + 4]) is not None
        or re.search(r"\d,\s*$", low[max(0, found.start() - 4) : found.start()]) is not None
    )


def _read_aloud(found: re.Match[str]) -> Iterator[tuple[int, int, str]]:
    """A number in words, from the first word on that begins one: "on two, oh double seven …" begins at "oh"."""
    if not re.search("[a-z]", found[0]):
        return
    for word in re.finditer(_SAID, found[0]):
        digits = _said(found[0][word.start() :])
        if len(digits) == 10 and digits[0] == "7" and found.start() + word.start() == found.start():
            yield *found.span(), digits
            return
        if digits.startswith(("0", "44")) and 10 <= len(digits.removeprefix("00").removeprefix("44")) <= 11:
            yield found.start() + word.start(), found.end(), digits
            return


def _is_a_year(words: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", words))


def _said(words: str) -> str:
    """The digits of a number read aloud: "07700 nine double-oh 256" → 07700900256."""
    digits, times, tens = "", 1, ""
    said = re.findall(r"\d+|[a-z]+", words)
    for at, word in enumerate(said):
        if word in ("double", "triple", "treble"):
            times = 2 if word == "double" else 3
            continue
        if tens and word not in _DIGITS:
            digits, tens = digits + "0", ""
        if word.isdigit():
            digits += word
        elif word == "hundred":
            digits += "00"
        elif word == "and":
            digits = digits.removesuffix("00") + ("0" if said[at + 1] in _DIGITS else "")  # two hundred and six: 206
        elif word in _TENS:
            digits, tens = digits + _TENS[word], word
            continue
        else:
            digits += (_DIGITS.get(word) or _TEENS.get(word, "")) * times
        times, tens = 1, ""
    return digits + ("0" if tens else "")


def _national(digits: str) -> str:
    """The digits behind the 0 or the +44, so that two spellings of one number are the same."""
    bare = digits.removeprefix("0044") if digits.startswith("0044") else digits
    bare = bare.removeprefix("44") if bare.startswith("44") and len(bare) > 11 else bare
    return bare.lstrip("0")


_ORGANISATIONS = frozenset(
    {PhoneNumberType.TOLL_FREE, PhoneNumberType.UAN, PhoneNumberType.SHARED_COST, PhoneNumberType.PREMIUM_RATE}
)


def _is_an_organisations(digits: str) -> bool:
    """Whether the numbering plan says that a number is no person's, or that it is no number at all."""
    national = _national(digits)
    if len(national) < 9:
        return False
    if national[:1] in ("3", "8", "9"):
        return True
    try:
        number = phonenumbers.parse(digits if digits.startswith("+") else f"+44{national}", None)
    except phonenumbers.NumberParseException:
        return True
    if phonenumbers.number_type(number) in _ORGANISATIONS:
        return True
    return not phonenumbers.is_possible_number(number)
