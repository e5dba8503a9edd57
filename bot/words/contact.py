"""Personal data by which somebody can be reached: e-mail addresses, phone numbers, profiles and handles (SP-2, CO-1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import PhoneNumberType

from bot.domain.trust import Published
from bot.words.reading import Reading
from bot.words.spots import Spot, is_public

# ---- E-mail -------------------------------------------------------------------------------------------------------

_AT = r"(?: ?@ ?| ?[\[({<] ?at ?[\])}>] ?|[_-]at[_-])"
_DOT = r"(?:\.| ?[\[({<] ?dot ?[\])}>] ?| dot )"
_PROVIDERS = (
    "gmail|googlemail|hotmail|outlook|yahoo|ymail|icloud|live|msn|aol|btinternet|virginmedia|"
    "talktalk|sky|protonmail|proton"
)
_EMAIL = re.compile(rf"(?<![\w.+%'-])[\w.+%'-]*\w(?: dot [\w-]+)*{_AT}[\w-]+(?:{_DOT}\w[\w-]*)+")
_EMAIL_IN_WORDS = re.compile(
    r"(?<![\w.+-])(?:\w[\w.+-]*\w|\w)(?: (?:dot|underscore|dash|hyphen|plus) [\w+-]+)* at "
    rf"(?:[\w-]+(?: (?:dash|hyphen) [\w-]+)*(?:(?: dot |\.)[a-z][\w-]*)+|(?:{_PROVIDERS})\b)"
)
_SPOKEN = re.compile(r" (dot|underscore|dash|hyphen|plus) ")
_ROLES = frozenset(
    re.findall(
        r"\w+",
        """absence access admin admissions attendance booking bookings boxoffice breakfastclub bursar catering chair clerk club
    community contact council customer customerservice customerservices desk donate donations dsl editor education email
    enquiries enquiry events feedback finance friends fundraising general governors head headteacher hello help helpdesk
    helpline hr info information it jobs kitchen learning lettings library mail media membership museum music news
    newsletter no noreply nursery office parents parking post press principal pta ptfa reception recruitment reply safeguarding
    sales school schools schooloffice senco send services slt sport sports support team the tickets tours transport trust
    uniform us vacancies venue visit visits visitor visitors volunteer volunteering volunteers webmaster welcome
    wraparound""",
    )
)


def emails(reading: Reading, published: Published) -> Iterator[Spot]:
    """Addresses, also spelt out ("jo dot bell at example dot org"). Mailboxes of a function (bookings@…) are nobody's own."""
    low = reading.low
    if "@" not in low and "at" not in low:
        return
    own = {mail.lower() for mail in published.emails}
    taken: list[tuple[int, int]] = []
    for pattern in (_EMAIL, _EMAIL_IN_WORDS):
        for found in pattern.finditer(low):
            start, end = found.span()
            if any(start < last and end > first for first, last in taken):
                continue
            if pattern is _EMAIL_IN_WORDS and not _is_spelt_out(found[0], low[max(0, start - 30) : start]):
                continue
            taken.append((start, end))
            address = _typed(found[0])
            if address not in own and not _is_a_function(address):
                yield Spot("email", start, end)


def _is_spelt_out(words: str, before: str) -> bool:
    """ "jo.bell at example.org", but not "see you at example.org"."""
    local, _, domain = words.rpartition(" at ")
    looks = bool(re.search(r"[._\d]|\b(?:dot|underscore|dash|hyphen)\b", local)) and bool(re.search("[a-z]", local))
    told = bool(re.search(r"\b(?:e-?mail|mail|write to|contact|message)\b[^.!?]*$", before))
    return looks or (" dot " in domain) or (told and local not in ("look", "us", "me"))


def _typed(words: str) -> str:
    """The address as one types it: "jo dot bell at example dot org" → jo.bell@example.org."""
    signs = {"dot": ".", "underscore": "_", "dash": "-", "hyphen": "-", "plus": "+"}
    address = re.sub(rf"{_AT}| at ", "@", words)
    address = re.sub(r" ?[\[({<] ?dot ?[\])}>] ?", ".", address)
    return _SPOKEN.sub(lambda said: signs[said[1]], address).replace(" ", "")


def _is_a_function(address: str) -> bool:
    """Whether a mailbox is an office's and not a person's: bookings@theatre.example, never anything at a free mail service."""
    local, _, domain = address.partition("@")
    words = [word for word in re.split(r"[^a-z]+", local) if word]
    free = re.match(rf"(?:{_PROVIDERS})\b", domain)
    return bool(words) and not free and not re.search(r"\d", local) and all(word in _ROLES for word in words)


# ---- Phone --------------------------------------------------------------------------------------------------------

_PHONE = re.compile(
    r"(?<![\w£$€#/.-])(?:\+?44[\s.(-]*[0o]?[)\s.-]*|0044[\s.-]*|\(?[0o])(?:[\s().\-/*_]{0,3}[\dol]){9,10}(?![\w])"
)
_ABROAD = re.compile(r"(?<![\w])(?:\+|00)(?!44)[1-9]\d{0,2}(?:[\s().\-/]{0,2}\d){6,12}(?!\w)")
_SHORT = re.compile(r"(?<![\w£$€#/.:+-])(?:7\d{3}[\s-]?\d{3}[\s-]?\d{3}|[2-9]\d{2}[\s-]?\d{3,4})(?![\w%:/-]|\.\d)")
_TOLD_TO_RING = re.compile(
    r"\b(?:ring|rings?|call|text|phone|dial|whatsapp|mob|mobile|tel|telephone|landline|cell|contact|"
    r"number(?: is)?)\b(?: no\.)?[^.!?\d]{0,30}$"
)
_NO_PHONE = re.compile(
    r"\b(?:isbn|charity|company|registration|registered|order|ref|reference|account|upn|invoice|"
    r"ticket)\b[^.!?\d]{0,20}$"
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
_SAID = rf"(?:\d+|{'|'.join(_WORDS)})"
_IN_WORDS = re.compile(
    rf"(?<![\w£$€])(?:\(?0\d*\)?|o|oh|zero|nought|plus four four|\+44)(?:[\s,.\-/]*{_SAID}){{2,14}}(?!\w)"
)


def phones(reading: Reading, published: Published) -> Iterator[Spot]:
    """Numbers in any spelling. Free-phone and national numbers of organisations are nobody's own."""
    low = reading.low
    own = {digits for phone in published.phones if (digits := _national("".join(filter(str.isdigit, phone))))}
    taken: list[tuple[int, int]] = []
    for start, end, digits in _candidates(low):
        if any(start < last and end > first for first, last in taken) or _NO_PHONE.search(
            low, max(0, start - 40), start
        ):
            continue
        taken.append((start, end))
        national = _national(digits)
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
        if sum(sign.isdigit() for sign in found[0]) >= 6 and not re.search(r"\d\.\d\d\s*-\s*\d", found[0]):
            yield found.start(), found.end(), "".join(filter(str.isdigit, digits))
    for found in _ABROAD.finditer(low):
        yield found.start(), found.end(), "+" + "".join(filter(str.isdigit, found[0])).removeprefix("00")
    for found in _IN_WORDS.finditer(low):
        digits = _said(found[0])
        if 10 <= len(digits.removeprefix("44")) <= 11 and re.search("[a-z]", found[0]):
            yield found.start(), found.end(), digits
    for found in _SHORT.finditer(low):
        if _TOLD_TO_RING.search(low, max(0, found.start() - 45), found.start()) and not _is_a_year(found[0]):
            yield found.start(), found.end(), "".join(filter(str.isdigit, found[0]))


def _is_a_year(words: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", words))


def _said(words: str) -> str:
    """The digits of a number read aloud: "07700 nine double-oh 256" → 07700900256."""
    digits, times, tens = "", 1, ""
    for word in re.findall(r"\d+|[a-z]+", words):
        if word in ("double", "triple", "treble"):
            times = 2 if word == "double" else 3
            continue
        if tens and word not in _DIGITS:
            digits, tens = digits + "0", ""
        if word.isdigit():
            digits += word
        elif word == "hundred":
            digits += "00"
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


# ---- Profiles and handles -----------------------------------------------------------------------------------------

_SITES = (
    "paypal|monzo|venmo|revolut|tiktok|instagram|insta|facebook|fb|snapchat|snap|twitter|x|threads|youtube|twitch|discord|"
    "roblox|pinterest|linkedin|"
    "telegram|t|wa|whatsapp|bsky|vsco|bereal|soundcloud|kick|strava|linktr|minecraft|steamcommunity|"
    "reddit|m|wattpad|tumblr"
)
_LINK = re.compile(
    rf"(?:https?://)?(?:[\w-]+\.)*?(?:{_SITES})\.(?:com|net|me|gg|tv|app|co|ee|org|example|us|"
    rf"be)/(?P<path>[^\s<>\"')\]]+)"
)
_USER_LINK = re.compile(
    r"(?:https?://|www\.)?(?:[\w-]+\.)+[a-z]{2,}/(?:[\w-]+/)?(?:u|users?|profiles?|channels?|c|people|members?|id|in)/(?P<path>[^\s<>\"')\]]+)"
)
_AT_LINK = re.compile(r"https?://[^\s<>\"')\]]+?/(?P<path>@[^\s<>\"')\]]+)")
_NO_PROFILE = re.compile(
    r"(?:watch|shorts|p|reel|reels|status|hashtag|events?|search|explore|sharer|share|intent|playlist|"
    r"embed|feed|help|legal|"
    r"policies|tag|tags|discover|music|company|school|games?|marketplace|home|settings|live)\b"
)
_HANDLE = re.compile(r"(?<![\w@/.])@[a-z0-9_][\w.]{1,38}\w")
_OWN_ACCOUNT = re.compile(
    r"\b(?:snap(?:chat)?|insta(?:gram)?|tik\s?tok|discord|roblox|gamer\s?tag|psn|xbox(?: live)?|"
    r"twitch|fortnite|minecraft|telegram|"
    r"you\s?tube|facebook|bereal|steam|user\s?name|login|screen ?name|kik|"
    r"scratch|soundcloud|spotify|lichess|strava|nintendo|friend code|"
    r"wattpad|pinterest|tumblr|threads|bluesky|etsy|vinted|venmo|paypal|monzo|depop)"
    r"(?:\s+(?:name|id|account|handle|user|username|tag|channel|page|me|profile|her|him|them|us))*"
    r"\s*(?:is|was|as|:|-|=|,|at|on|under|called|named|to|@|"
    r"\()*\s*[\"'(]?(?P<handle>@[a-z0-9][\w.]*\w|[a-z][\w.]*[\d_.][\w.]*\w)"
)
_THEIR_ACCOUNT = re.compile(
    r"\b(?:mum|dad|mother|father|parent|nan|gran|brother|sister|son|daughter|his|her|their|him|own|"
    r"child|pupil|she|he)\b"
)
_ACCOUNT = re.compile(
    r"\b(?:account|channel|page|profile|insta\w*|tik\s?tok|snap\w*|follow|dm|subscribe|add|tag|message|videos?|blog)\b"
)
_OURS = re.compile(r"\b(?:us|our|we|school's)\b")
_BODIES = re.compile(
    r"school|primary|academy|trust|infant|junior|college|pta|ptfa|friendsof|council|library|museum|"
    r"gallery|theatre|zoo|farm|"
    r"nhs|police|fire|rescue|nspcc|rspca|rspb|bbc|nasa|official|charity|foundation|hospice|church|parish|news|radio|"
    r"rovers|united|town|city|rugby|cricket|leisure|centre|center|society|association|national|book|press|unicef|"
    r"child(?:line|net)|saferinternet|gov|dfe|ofsted|edu|club|scouts|guides|brownies|festival|arts"
)


def profiles(reading: Reading, published: Published) -> Iterator[Spot]:
    """Links to somebody's own profile, and account names that are said to be somebody's. Organisations' are left alone."""
    low = reading.low
    own = {handle.lower().lstrip("@") for handle in published.handles}
    taken: list[tuple[int, int]] = []
    for pattern in (_LINK, _AT_LINK, _USER_LINK) if "/" in low else ():
        for found in pattern.finditer(low):
            path = found["path"].rstrip(".,;:!?")
            account = re.split(r"[/?#]", path.removeprefix("in/").removeprefix("user/").removeprefix("profile/"))[0]
            if any(found.start() < last and found.end() > first for first, last in taken):
                continue
            taken.append(found.span())
            group = "whatsapp.com/" in found[0] or "discord.gg/" in found[0]
            if group or not (_NO_PROFILE.match(account) or account.lstrip("@") in own or _BODIES.search(account)):
                yield Spot("profile", found.start(), found.start() + len(found[0].rstrip(".,;:!?")))
    for start, end in _accounts(reading):
        name = low[start:end].lstrip("@")
        if (
            name not in own
            and not _BODIES.search(name)
            and not any(start < last and end > first for first, last in taken)
        ):
            yield Spot("profile", start, end)


_SITE = (
    r"(?:you\s?tube|tik\s?tok|insta(?:gram)?|snap(?:chat)?|face\s?book|twitch|roblox|discord|fortnite|minecraft|"
    r"threads|twitter)"
)
_SPECIAL = r"(?:@[A-Za-z0-9_][\w.]*\w|[A-Za-z]\w*[a-z][A-Z]\w*|[A-Za-z][\w.]*[\d_][\w.]*)"
_NAMED_ACCOUNT = re.compile(
    rf"(?i:\b{_SITE}|\b(?:his|her|their|own|'s)\s+(?:\w+\s+)?(?:channel|account|page|profile|stream|vlog|blog|videos?))"
    r"(?i:\s+(?:name|channel|account|handle|page|is|as|called|named|under|at|on))*\s*(?:[:=,-]\s*|\s)[\"'(]*"
    rf"(?P<handle>{_SPECIAL})"
)
_ACCOUNT_HINT = re.compile(
    r"@|_|snap|insta|tik ?tok|disc|robl|gamer|psn|xbox|twitch|fortn|minec|telegr|tube|faceb|bereal|steam|user|login|"
    r"screen|kik|scratch|"
    r"cloud|spotify|chess|strava|nintendo|friend code|wattpad|pinterest|tumblr|threads|bluesky|etsy|vinted|venmo|paypal|"
    r"monzo|depop|"
    r"channel|account|page|profile|vlog|blog|stream|video|twitter"
)
_CALLED_ACCOUNT = re.compile(
    r"(?i:\b(?:his|her|their|own|a|'s)\s+(?:\w+\s+){0,2}(?:channel|account|page|profile|vlog|blog|stream)\s*,?\s*"
    r"(?:(?:is\s+)?(?:called|named)|:))\s*[\"'(]*(?P<handle>[\w.-]*\w{3})"
)
_ACCOUNT_ON = re.compile(
    rf"[\"'(]?(?P<handle>{_SPECIAL})[\"')]*,?\s+(?i:(?:is\s+)?on\s+{_SITE}\b)|"
    r"(?<![\w./@])(?P<joined>[A-Za-z]\w*_\w*[A-Za-z0-9])[\"')]*,?\s+(?:is\s+)?on\s+[A-Z]\w+"
)

_MADE_BY = re.compile(r"\b(?:by|from|thanks to|thank you|well done|credit|artist|winner|photos?|pics?)[\s:]+$")


def _accounts(reading: Reading) -> Iterator[tuple[int, int]]:
    """Account names in words: "Snapchat: jazzy.b.09", "follow her @…"."""
    low = reading.low
    if not _ACCOUNT_HINT.search(low):
        return
    for found in _OWN_ACCOUNT.finditer(low):
        if (
            not re.search(r"\.(?:com|org|uk|net|example)\b", found["handle"])
            and not found["handle"].replace(".", "").isdigit()
        ):
            yield found.span("handle")
    for pattern in (_NAMED_ACCOUNT, _ACCOUNT_ON, _CALLED_ACCOUNT):
        for found in pattern.finditer(reading.plain):
            group = "handle" if found["handle"] else "joined"
            if not re.search(r"\.(?:com|org|uk|net|example)\b", found[group]):
                yield found.span(group)
    if "@" in low:
        for found in _HANDLE.finditer(low):
            sentence = reading.words_of(reading.sentences[reading.sentence_at(found.start())])
            by = _MADE_BY.search(low, max(0, found.start() - 30), found.start())
            if (by and re.search(r"[._\d]", found[0])) or (
                _ACCOUNT.search(sentence) and (_THEIR_ACCOUNT.search(sentence) or not _OURS.search(sentence))
            ):
                yield found.span()
