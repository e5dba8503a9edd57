"""Personal data that leads to somebody's door: postcodes and addresses (SP-2, CO-1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.domain.findings import Finding
from bot.domain.trust import Published
from bot.words.reading import Reading
from bot.words.spots import Spot, is_public

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


def postcodes(reading: Reading, published: Published) -> Iterator[Spot]:
    """UK postcodes in any case. One beside a theatre or a car park is pointed out only: it is nobody's home."""
    own = {
        re.sub(r"[^a-z0-9]", "", found[0])
        for address in published.addresses
        for found in _POSTCODE.finditer(address.lower())
    }
    for found in _POSTCODE.finditer(reading.low):
        outward, inward = found.groups()
        area = outward.rstrip("0123456789") if not outward[-1].isalpha() else re.match(r"[a-z]+", outward)[0]  # type: ignore[index]
        written = reading.plain[found.start() : found.end()]
        is_joined = found.end(1) == found.start(2)
        if (
            outward + inward in own
            or _ORDINAL.fullmatch(inward)
            or (area not in _AREAS and (is_joined or not written.isupper()))
        ):
            continue
        yield Spot("postcode", *found.span(), is_doubtful=is_public(reading, *found.span()))


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
    "race|lock|weir|steps|stairs|top|bottoms?|banks|fell|ings|carr|scar|royd|gill|cliff|cove|dene|glade|glen|haven|holme|holt|knoll|"
    "leas?|links?|mead|mere|pastures?|point|ride|rigg|strand|toft|vennel|wells?|woods?|arches|buildings|butts|cloisters?|dyke|ferry|"
    "ford|maltings|moorings?|oval|plain|promenade|quadrant|shaw|springs?|stile|turn|wold|works|yards|"
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
    rf"(?<![\w£$€.:/-])(?P<number>(?:(?:flat|apartment|apt|unit|no\.?|number|house)\s+)?{_NUMBERS})(?:\s*,)?\s+"
    rf"(?P<name>{_NAME})(?P<kind>{_SURE}|{_VAGUE})\b(?!'|\s+(?:{_SURE})\b)"
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
_NAMED_HOUSE = re.compile(
    rf"\b(?P<at>(?:the\s+)?[a-z][a-z'-]+\s+(?:cottage|lodge|farmhouse|barn|bungalow|villa|house),\s+"
    rf"(?:\w+\s+)?{_NAME}(?:{_SURE}))\b"
)
_BEFORE_POSTCODE = re.compile(
    r"(?<![\w£$€.:/-])(?P<at>\d{1,4}[a-zA-Z]?,?(?:\s+[A-Z][\w'’.-]+){1,4})(?:,\s*(?:[A-Z][\w'’-]+[\s,]*){1,3})?[\s,]+"
    r"[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b"
)
""" "3 Limekiln Loaning, Kestrelhaugh NE79 6RB": whatever the street is called, its postcode follows."""
_TOLD = re.compile(
    r"\b(?:at|lives?|living|knock|address|home|house|from|collect\w*|deliver\w*|drop\w*|send\w*|post|"
    r"visit|find (?:us|them|me)|to|no\.?|number|outside|ours|mine|theirs|hers)\W*$|"
    r"\b(?:[a-z]+['’]s|[a-z]+s['’]|(?:mr|mrs|miss|ms|dr)\.? [a-z'-]+)\s*[,(:]\s*$"
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
    r"laps?|times|houses|goals|sack|legged|egg|spoon|relay|fun|sponsored|obstacle|charity|bike|duck|boat|sports|class|classes)\b"
)


def addresses(reading: Reading, published: Published, names: Sequence[Finding] = ()) -> Iterator[Spot]:
    """House numbers with a street, flats, named houses, and "lives on … Lane". The school's own street alone is no address."""
    low = reading.low
    own = " ".join(re.sub(r"\W+", " ", address.lower()) for address in published.addresses)
    seen: list[tuple[int, int]] = []
    for start, end, doubtful in _candidates(reading, names):
        if any(start < last and end > first for first, last in seen):
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
            yield found.start(), found.end(), is_public(reading, found.start(), found.end())
    for pattern in (_HOME_ON, _NAMED_HOUSE, _DOOR, _THEIRS):
        for found in pattern.finditer(low):
            capital = reading.plain[found.start("at")].isupper() or pattern in (_DOOR, _THEIRS)
            if capital or not re.search(r"\b(?:the|a|our|his|her|your|my|this|that)\b", found["at"]):
                yield *found.span("at"), False
    for found in _BEFORE_POSTCODE.finditer(reading.plain):
        if not _COUNTED_BEFORE.search(low, max(0, found.start() - 40), found.start()) or low[: found.start()].endswith(
            "of "
        ):
            yield *found.span("at"), is_public(reading, *found.span("at"))
    for found in _THREE_WORDS.finditer(low) if "///" in low else ():
        yield *found.span(), is_public(reading, *found.span())
    for found in _FLAT.finditer(low):
        yield *found.span(), False


def _is_street(reading: Reading, found: re.Match[str], is_owned: bool) -> bool:
    """Whether "27 Saddler's Rise" is an address. "Year 6 Forest Walk" and "3 laps round the green" are not.

    is_owned: somebody's name stands right before it, as in "at Priya's, 9 Cooper Row".
    """
    number_at, name_at, end = found.start("number"), found.start("name"), found.end()
    before = reading.low[max(0, number_at - 40) : number_at]
    name = found["name"]
    is_the = reading.plain[name_at:].startswith("The ") and name.strip() == "the"
    if (_TIME_OR_COUNT.search(name) and not is_the) or (_COUNTED_BEFORE.search(before) and not _TOLD.search(before)):
        return False
    written = reading.plain[name_at:end].split()
    has_capitals = all(word[:1].isupper() or word[:1].isdigit() or word in ("the", "of", "upon") for word in written)
    sure = re.fullmatch(_SURE, found["kind"]) is not None
    told = is_owned or bool(_TOLD.search(before))
    after = re.match(r"\s*,\s*[A-Z][a-z]+|[\s,]+[A-Za-z]{1,2}\d", reading.plain[end : end + 24]) is not None
    if sure:
        return has_capitals or (told and len(written) <= 3)
    named = re.fullmatch(_HOMES, found["kind"]) is not None and not is_public(reading, number_at, end)
    return has_capitals and (told or after or (named and len(written) > 1))
