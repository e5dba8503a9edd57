"""Personal data that leads to somebody's door: postcodes and addresses (SP-2, CO-1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.domain.findings import Finding
from bot.domain.trust import Published
from bot.words.reading import Reading, overlaps
from bot.words.spots import Spot, is_public, is_unreal

# ---- Postcodes ----------------------------------------------------------------------------------------------------

_POSTCODE = re.compile(r"(?<![\w#@/.-])([a-z]{1,2}\d[a-z\d]?)[\s.-]{0,2}(\d[abd-hjlnp-uw-z]{2})(?![\w@])")
_AREAS = frozenset(
    re.findall(
        r"\w+",
        """
        ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy e ec en ex fk fy g
        gl gu ha hd hg hp hr hs hu hx ig im ip iv ka kt kw ky l la ld le ll ln ls lu m me mk ml n ne ng nn np nr nw ol
        ox pa pe ph pl po pr rg rh rm s sa se sg sk sl sm sn so sp sr ss st sw sy ta td tf tn tq tr ts tw ub w wa wc
        wd wf wn wr ws wv yo ze
        """,
    )
)
_ORDINAL = re.compile(r"1st|2nd|3rd|\dth|\dpm|\dam|\dhr|\dft")
_UNLIKELY = re.compile(
    r"(?<![\w#@/.-])([A-Z]{1,2}\d[A-Z\d]?)[\s.-](\d(?!CM|KM|MM|ML|KG|MG|OZ|MB|KB|KO|MI|IN|NO|ON|OF|"
    r"OK|IT|IS|CC|VS|TO)[A-Z]{2})(?![\w@])"
)
"""With letters that no postcode has behind its figure, as a slip of the pen or a made-up one may: in capitals only."""
_FAMOUS = frozenset("SW1A0AA SW1A1AA SW1A2AA SW1A2AB XM45HQ E201AA W1A1AA".lower().split())
"""Parliament, the Palace, Downing Street, Father Christmas, Walford, the BBC."""
_LETTERS = {
    "ay": "a", "bee": "b", "cee": "c", "see": "c", "sea": "c", "dee": "d", "ee": "e", "eff": "f", "gee": "g", "aitch": "h",
    "haitch": "h", "eye": "i", "jay": "j", "kay": "k", "el": "l", "ell": "l", "em": "m", "en": "n", "oh": "o", "pee": "p",
    "cue": "q", "queue": "q", "ar": "r", "are": "r", "ess": "s", "es": "s", "tee": "t", "tea": "t", "you": "u", "yew": "u",
    "vee": "v", "double-you": "w", "double you": "w", "double-u": "w", "double u": "w", "ex": "x", "why": "y", "wye": "y",
    "zed": "z", "alpha": "a", "bravo": "b", "charlie": "c", "delta": "d", "echo": "e", "foxtrot": "f", "golf": "g", "hotel": "h",
    "india": "i", "juliet": "j", "kilo": "k", "lima": "l", "mike": "m", "november": "n", "oscar": "o", "papa": "p",
    "quebec": "q", "romeo": "r", "sierra": "s", "tango": "t", "uniform": "u", "victor": "v", "whisky": "w", "whiskey": "w",
    "yankee": "y", "zulu": "z",
}  # fmt: skip
_FIGURES = {"zero": "0", "nought": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}
_FIGURES |= {"seven": "7", "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12"}
_SIGN = rf"(?:{'|'.join(sorted({*_LETTERS, *_FIGURES}, key=len, reverse=True))}|[a-z]|\d{{1,2}})"
_ONE_SIGN = re.compile(rf"(?<!\w){_SIGN}(?![\w'])")
_SPELT = re.compile(rf"(?<![\w'])(?:{_SIGN}(?![\w'])(?:\s?,?[\s,.-]{{0,2}}(?:\bthen\b\s)?)){{4,7}}{_SIGN}(?![\w'])")
_WHOLE = re.compile(r"([a-z]{1,2})\d[a-z\d]?\d[a-z]{2}")
_SINGLE_SIGNS = re.compile(r"(?<![\w'])[a-z0-9][\s.,-]{1,2}[a-z0-9][\s.,-]{1,2}[a-z0-9](?![\w'])")
_LETTER_WORDS = (
    " vee |double-|double you|double u|-vee|-bee|-dee| bee | dee | tee | ess | jay | zed | aitch |foxtrot|"
    "sierra|tango|victor|whisk"
)
_LETTER_HINTS = tuple(_LETTER_WORDS.split("|"))


def postcodes(reading: Reading, published: Published) -> Iterator[Spot]:
    """UK postcodes in any case. One beside a theatre or a car park is pointed out only: it is nobody's home."""
    own = {
        re.sub(r"[^a-z0-9]", "", found[0])
        for address in published.addresses
        for found in _POSTCODE.finditer(address.lower())
    }
    taken: list[tuple[int, int]] = []
    for start, end, postcode in _written(reading):
        if postcode not in own and not overlaps(start, end, taken):
            taken.append((start, end))
            is_doubtful = postcode in _FAMOUS or _is_nobodys(reading, start, end)
            yield Spot("postcode", start, end, is_doubtful=is_doubtful)


def _written(reading: Reading) -> Iterator[tuple[int, int, str]]:
    """(start, end, the postcode in small letters without spaces) of all that stand in the text or are spelt out there."""
    for found in _POSTCODE.finditer(reading.low):
        outward, inward = found.groups()
        area = outward.rstrip("0123456789") if not outward[-1].isalpha() else re.match(r"[a-z]+", outward)[0]  # type: ignore[index]
        written = reading.plain[found.start() : found.end()]
        is_joined = found.end(1) == found.start(2)
        if not _ORDINAL.fullmatch(inward) and (area in _AREAS or not (is_joined or not written.isupper())):
            yield *found.span(), outward + inward
    for found in _UNLIKELY.finditer(reading.plain):
        if re.sub(r"\d.*", "", found[1]).lower() in _AREAS:
            yield *found.span(), (found[1] + found[2]).lower()
    for found in _SPELT.finditer(reading.low) if _may_be_spelt(reading.low) else ():
        signs = _ONE_SIGN.findall(found[0])
        said = "".join(_LETTERS.get(sign) or _FIGURES.get(sign, sign) for sign in signs)
        whole = _WHOLE.fullmatch(said)
        if whole and whole[1] in _AREAS:
            yield *found.span(), said


def _may_be_spelt(low: str) -> bool:
    return any(hint in low for hint in _LETTER_HINTS) or _SINGLE_SIGNS.search(low) is not None


def _is_nobodys(reading: Reading, start: int, end: int) -> bool:
    """Whether nobody lives there: a place that everybody knows, or one of a story."""
    return is_public(reading, start, end) or is_unreal(reading, start, end)


# ---- Addresses ----------------------------------------------------------------------------------------------------

_SURE = (
    "road|rd|street|avenue|ave|lane|drive|crescent|cres|terrace|grove|mews|close|rise|gardens|gdns|"
    "villas|cottages|boulevard|"
    "wynd|croft|fold|spinney|paddock|paddocks|garth|brae|broadway|crofts|parade|drove|ginnel|snicket|"
    "cul-de-sac|maisonettes"
)
_VAGUE = (
    "way|court|place|row|hill|walk|green|park|view|square|mount|bank|gate|yard|vale|end|common|"
    "orchard|wharf|quay|chase|dell|"
    "fields?|meadows?|brow|nook|hollow|circus|copse|ridge|side|approach|passage|path|heights|house|"
    "cottage|farm|barn|lodge|mill|"
    "race|lock|weir|steps|stairs|top|bottoms?|banks|fell|ings|carr|scar|royd|gill|cliff|cove|dene|glade|glen|haven|"
    "holme|holt|knoll|"
    "leas?|links?|mead|mere|pastures?|point|ride|rigg|strand|toft|vennel|wells?|woods?|arches|buildings|butts|"
    "cloisters?|dyke|ferry|"
    "ford|maltings|moorings?|oval|plain|promenade|quadrant|shaw|springs?|stile|turn|wold|works|yards|"
    "loaning|twitten|jitty|gennel|pend|esplanade|embankment|alley|hey|lea|chare|byway|driftway|parkway|manor|grange|"
    "hurst|brook|"
    "acres?|orchards|basin|marina|wharfside|coppice|warren|glebe|rope ?walk|arcade|cl|dr|ln|pl|"
    "staithe|hythe|st|ct|sq|loan|causeway|crossway|loke|reach|rows|bridge|corner|estate|towers?|mansions"
)
_HOMES = (
    "wharf|quay|court|row|yard|chase|heights|maltings|cloisters?|mansions|moorings?|loke|vennel|buildings|staithe|hythe"
)
"""Of the vague ones those behind which, with a number and a name, nobody but people live."""
_NUMBERS = (
    r"(?:\d{1,4}[a-z]?|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|"
    r"three|four|five|six|seven|eight|nine))?|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen)"
)
_NAME = r"(?:(?:the|st\.?|old|new|upper|lower|great|little|[a-z][a-z'.-]+)\s+){1,4}?"
_STREET = re.compile(
    rf"(?<![\w£$€.:/-])(?P<number>(?P<prefix>(?:flat|apartment|apt|unit|plot|berth|mooring|caravan|chalet|no\.?|number|"
    rf"house)\s+|\d/\d,?\s+)?{_NUMBERS})"
    rf"(?:\s*,)?\s+"
    rf"(?P<name>{_NAME})(?P<kind>{_SURE}|{_VAGUE})\b(?!'\w|\s+(?:{_SURE})\b)"
)
_FLAT = re.compile(r"\b(?:flat|apartment|apt)\s+\d{1,3}[a-z]?\b")
_DOOR = re.compile(
    r"\b(?:lives?|living|live|home|house|door|knock|doorbell|next door|address|neighbours?)\b[^.!?\n]{0,25}?\b"
    r"(?:at|on|is|of|to)?\s*(?P<at>(?:no\.?|number|nr\.?|house number)\s*\d{1,3}[a-z]?)\b(?!\s+(?:one|in the|bus))"
)
_THEIRS = re.compile(
    r"\b(?:at|to|round|by|from|outside)\s+(?:(?:the\s+)?[a-z-]+(?:'s|s')|mine|ours|theirs|hers)[\s,(:-]+"
    r"(?P<at>(?:no\.?|number|nr\.?)\s*\d{1,3}[a-z]?)\b"
)
""" "Drop it at the Coopers', number 12"."""
_HOME_ON = re.compile(
    r"\b(?:lives?|living|moved|moving|home|house|bungalow|flat|door|address|knock|doorbell|neighbours?|"
    r"(?:mum|dad|nan|gran|grandma|grandad|auntie|uncle|family)(?:'s|\s+is|\s+are))(?![\w'])(?:\s+[\w']+){0,8}?\s+"
    rf"(?:at|on|in|to|is|of|down)\s+(?P<at>{_NAME}(?:{_SURE}))\b"
)
_THE_STREET = re.compile(r"(?<![\w£$€.:/-])(?P<at>\d{1,3}[a-z]?,?\s+The\s+[A-Z][a-z]{3,})\b(?!\s+[A-Z])")
""" "27, The Oaks": a street that is called so and nothing else."""
_LIVES_AT = re.compile(
    rf"\b(?:i|we|he|she|they|family|who|[a-z]+)\s+(?:lives?|living|lived|moved)\s+(?:(?:just|next door|opposite \w+ \w+|now|"
    rf"in|to|here|there|over)\s+){{0,2}}(?:at|to|on|in)\s+(?P<at>(?:no\.?\s+|number\s+)?{_NUMBERS},?\s+[a-z][a-z'-]{{3,}})\b"
)
""" "I live at 40 Wharfside": a street of one word."""
_JOINED = re.compile(
    rf"(?<![\w£$€.:/-])(?P<at>(?P<number>{_NUMBERS}),?\s+(?P<name>[a-z]{{3,}}(?:side|gate|bank|banks|way|fields?|view|"
    rf"croft|garth|wharf|"
    r"lands?|lea|holme|brook|dale|hurst|crest|mead|hill|head|ridge|row|mount|park|court)|broadway|riverside|"
    r"esplanade))\b(?!\s+[A-Za-z]+s\b)"
)
_AT_HOUSE = re.compile(
    r"\b(?P<cue>lives?|living|lived|moved|home|house|address|knock|porch|round|call|door|visit|deliver\w*|collect\w*|"
    r"family|families|"
    r"(?:mum|dad|nan|gran|grandma|grandad|grandparents|parents|auntie|uncle|care of|c/o)(?:'s)?|theirs|ours|mine|his|"
    r"her)\b[^.!?\n]{0,40}?(?:\b(?:at|of|to|is|in|from)|[:,])\s+"
    r"(?P<at>(?:the\s+)?(?:[a-z][a-z'-]+\s+){0,2}?(?:cottage|lodge|farmhouse|barn|bungalow|villa|smithy|forge|rectory|"
    r"vicarage|manse|"
    r"coach ?house|gatehouse|mill ?house|oast ?house|schoolhouse|toll ?house|stables|granary|bothy|byre|dairy|manor|"
    r"grange|farm(?: house)?))\b"
    r"(?!\s+(?:road|street|lane|close|avenue|drive|class|school|hotel|museum|shop|caf))"
)
""" "They live at Rose Cottage", "in the porch of The Old Forge": a house that has a name and no number."""
_ON_STREET = re.compile(
    r"(?<![\w'])(?P<at>(?P<house>(?:The\s+)?(?:[A-Z][\w'-]+\s+){0,2}[A-Z][\w'-]+),\s+(?:[A-Z][\w'.-]+\s+){1,3}"
    r"(?:Road|Rd|Street|Avenue|Ave|Lane|Drive|Crescent|Terrace|Grove|Mews|Close|Rise|Gardens|Row|Way|Hill|Walk))\b"
)
_NO_HOUSE = re.compile(r"\b(?:class|year|school|primary|academy|team|hall|centre|theatre|club|house)\b")
_HOMELY = re.compile(
    r"\b(?:theirs|ours|mine|hers|home|house|lives?|living|family|mum|mum's|dad|dad's|nan|nan's|gran|gran's|grandma|grandad|"
    r"auntie|uncle|party|sleepover|collect|doorstep|porch|knock|neighbours?|washing line|front door|garden)\b"
)
_NAMED_HOUSE = re.compile(
    rf"\b(?P<at>(?:the\s+)?[a-z][a-z'-]+\s+(?:cottage|lodge|farmhouse|barn|bungalow|villa|house|smithy|forge|rectory|vicarage|"
    rf"manse|gatehouse|schoolhouse|granary|stables|oast|dairy|bakehouse|toll ?house|grange),\s+"
    rf"(?:\w+\s+)?{_NAME}(?:{_SURE}))\b"
)
_BEFORE_POSTCODE = re.compile(
    r"(?<![\w£$€.:/-])(?P<at>\d{1,4}[a-zA-Z]?,?(?:\s+[A-Z][\w'’.-]+){1,4})(?:,\s*(?:[A-Z][\w'’-]+[\s,]*){1,3})?[\s,]+"
    r"[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b"
)
""" "3 Limekiln Loaning, Kestrelhaugh NE79 6RB": whatever the street is called, its postcode follows."""
_TOLD = re.compile(
    r"\b(?:at|lives?|living|knock|address|home|house|from|collect\w*|deliver\w*|drop\w*|send\w*|post|"
    r"visit|find (?:us|them|me)|to|no\.?|number|outside|opposite|ours|mine|theirs|hers)\W*$|"
    r"\b(?:drive|driveway|garden|gate|porch|steps?|doorstep|door|letter ?box|hedge|wall|windows?|bell|shed|garage|roof|"
    r"front|back|home|"
    r"kitchen|hall|loft|bins?|house|flat|side)\s+(?:of|at|to|is)\s+$|"
    r"\b(?:from|to|at|by|with|round)\s+the\s+[a-z-]+s\s*[,(]\s*$|\b(?:it's|it is|here's)\s+$|\b(?:his|her|their|my|our|"
    r"whose)\s+(?:own\s+|front\s+|new\s+|old\s+)?\w+\s*[,(:-]\s*$|"
    r"\b(?:[a-z]+['’]s(?:\s+(?:gate|house|door|place|flat|drive|garden|garage|shed))?|[a-z]+s['’]|(?:mr|mrs|miss|ms|"
    r"dr)\.? (?:[a-z]\.? )?[a-z'-]+)\s*[,(:]\s*$"
)
_COUNTED_BEFORE = re.compile(
    r"\b(?:year|years|yr|y|ks|key stage|class|classes|team|group|room|chapter|level|stage|page|pages|"
    r"over|under|about|nearly|round|lap|"
    r"day|week|unit|lesson|part|bus|route|verse|act|scene|no|top|first|last|next|these|all|our|for|won|with|of|and)\s*$"
)
_TIME_OR_COUNT = re.compile(
    r"\b(?:pm|am|o'clock|minutes?|hours?|seconds?|days?|weeks?|months?|years?|miles?|metres?|points?|"
    r"pence|children|pupils|people|"
    r"boys|girls|january|february|march|april|may|june|july|august|september|october|november|"
    r"december|jan|feb|mar|apr|jun|jul|aug|"
    r"sept?|oct|nov|dec|on|the|in|at|a|an|and|to|of|for|from|we|you|they|is|are|was|were|with|per|"
    r"laps?|times|houses|goals|sack|legged|egg|spoon|relay|fun|sponsored|obstacle|charity|bike|duck|boat|sports|class|"
    r"classes)\b"
)


def addresses(reading: Reading, published: Published, names: Sequence[Finding] = ()) -> Iterator[Spot]:
    """House numbers with a street, flats, named houses, and "lives on … Lane". The school's own street alone is no address."""
    low = reading.low
    own = " ".join(re.sub(r"\W+", " ", address.lower()) for address in published.addresses)
    seen: list[tuple[int, int]] = []
    for start, end, doubtful in _candidates(reading, names):
        if overlaps(start, end, seen):
            continue
        words = re.sub(r"\W+", " ", low[start:end]).strip()
        if own and f" {words} " in f" {own} ":
            continue
        seen.append((start, end))
        yield Spot("address", start, end, is_doubtful=doubtful)


_THREE_WORDS = re.compile(r"(?<![\w/])///[a-z]{3,}\.[a-z]{3,}\.[a-z]{3,}\b")
"""A square of what3words: as exact as a house number."""


def _candidates(reading: Reading, names: Sequence[Finding]) -> Iterator[tuple[int, int, bool]]:
    low = reading.low
    owners = [reading.inside(name.end - 1) + 1 for name in names if name.start >= 0]
    for found in _STREET.finditer(low):
        is_owned = any(
            0 < found.start("number") - end < 4 and "." not in low[end : found.start("number")] for end in owners
        )
        if _is_street(reading, found, is_owned):
            yield found.start(), found.end(), _is_nobodys(reading, found.start(), found.end())
    for pattern in (_HOME_ON, _NAMED_HOUSE, _DOOR, _THEIRS):
        for found in pattern.finditer(low):
            capital = reading.plain[found.start("at") :].removeprefix("the ")[0].isupper() or pattern in (
                _DOOR,
                _THEIRS,
            )
            if capital or not re.search(r"\b(?:the|a|our|his|her|your|my|this|that)\b", found["at"]):
                is_doubtful = (_is_nobodys if pattern is _NAMED_HOUSE else is_unreal)(reading, *found.span("at"))
                yield *found.span("at"), is_doubtful
    for pattern in (_LIVES_AT, _AT_HOUSE):
        for found in pattern.finditer(low):
            if reading.plain[found.start("at") : found.end("at")].split()[-1][0].isupper():
                yield *found.span("at"), _is_nobodys(reading, *found.span("at"))
    for found in _JOINED.finditer(low) if re.search(r"\d", low) else ():
        before = low[max(0, found.start() - 40) : found.start()]
        if reading.plain[found.start("name")].isupper() and _TOLD.search(before) and not _COUNTED_BEFORE.search(before):
            yield *found.span("at"), _is_nobodys(reading, *found.span("at"))
    for found in _THE_STREET.finditer(reading.plain) if " The " in reading.plain else ():
        before = low[max(0, found.start() - 40) : found.start()]
        if _TOLD.search(before) and not _COUNTED_BEFORE.search(before):
            yield *found.span("at"), _is_nobodys(reading, *found.span("at"))
    for found in _ON_STREET.finditer(reading.plain):
        words = reading.words_of(reading.sentences[reading.sentence_at(found.start())])
        is_somebodys = re.search(r"(?:'s|s')[\s,(:]*$", low[max(0, found.start() - 8) : found.start()])
        if (is_somebodys or _HOMELY.search(words)) and not _NO_HOUSE.search(found["house"].lower()):
            yield *found.span("at"), _is_nobodys(reading, *found.span("at"))
    for found in _BEFORE_POSTCODE.finditer(reading.plain):
        before = low[max(0, found.start() - 40) : found.start()]
        if not _COUNTED_BEFORE.search(before) or before.endswith("of "):
            yield *found.span("at"), _is_nobodys(reading, *found.span("at"))
    for found in _THREE_WORDS.finditer(low) if "///" in low else ():
        yield *found.span(), _is_nobodys(reading, *found.span())
    for found in _FLAT.finditer(low):
        yield *found.span(), False


def _is_street(reading: Reading, found: re.Match[str], is_owned: bool) -> bool:
    """Whether "27 Saddler's Rise" is an address. "Year 6 Forest Walk" and "3 laps round the green" are not.

    is_owned: somebody's name stands right before it, as in "at Priya's, 9 Cooper Row".
    """
    number_at, name_at, end = found.start("number"), found.start("name"), found.end()
    before = reading.low[max(0, number_at - 40) : number_at]
    name = found["name"]
    has_prefix = found["prefix"] is not None and found["prefix"][0] != "u"
    is_the = reading.plain[name_at:].startswith("The ") and name.strip() == "the"
    if (_TIME_OR_COUNT.search(name) and not is_the) or (
        _COUNTED_BEFORE.search(before) and not has_prefix and not _TOLD.search(before)
    ):
        return False
    written = reading.plain[name_at:end].split()
    has_capitals = all(word[:1].isupper() or word[:1].isdigit() or word in ("the", "of", "upon") for word in written)
    sure = re.fullmatch(_SURE, found["kind"]) is not None
    told = is_owned or has_prefix or bool(_TOLD.search(before))
    after = re.match(r"\s*,\s*[A-Z][a-z]+|[\s,]+[A-Za-z]{1,2}\d", reading.plain[end : end + 24]) is not None
    if sure:
        return has_capitals or (told and len(written) <= 3)
    named = re.fullmatch(_HOMES, found["kind"]) is not None and not is_public(reading, number_at, end)
    return has_capitals and (told or after or (named and len(written) > 1))
