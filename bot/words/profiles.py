"""Personal data of somebody's life online: links to profiles, account names and handles (SP-2, CO-1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.trust import Published
from bot.words.handles import is_a_bodys, looks_personal
from bot.words.names.vocabulary import can_be, forenames, is_ordinary
from bot.words.reading import Reading, overlaps
from bot.words.spots import Spot

# ---- Links --------------------------------------------------------------------------------------------------------

_SITES = (
    "paypal|monzo|venmo|revolut|tiktok|instagram|instagr|insta|facebook|fb|snapchat|snap|twitter|x|threads|youtube|twitch|"
    "discord|roblox|pinterest|linkedin|telegram|t|wa|whatsapp|bsky|vsco|bereal|soundcloud|kick|strava|komoot|linktr|lnk|"
    "beacons|bere|minecraft|steamcommunity|reddit|m|wattpad|tumblr|vinted|depop|etsy|ebay|ko-fi|patreon|substack|medium|"
    "nextdoor|"
    "onlyfans|spotify|scratch|chess|lichess|duolingo"
)
_LINK = re.compile(
    rf"(?:https?://)?(?<![\w-])(?:[\w-]+\.)*?(?:{_SITES})\.(?:com|net|me|gg|tv|app|co\.uk|co|ee|org|example|us|uk|bio|"
    rf"ai|am|al|gr|link|gl|page|"
    rf"be|social|edu|mit\.edu)/(?P<path>[^\s<>\"')\]]+)"
)
_LINK_IN_WORDS = re.compile(
    rf"\b(?:{_SITES})(?: ?dot ?|\.)(?:com|net|me|gg|tv|app|co|ee|org|example|uk)(?: (?:forward[ -])?slash |/)"
    r"(?:at )?(?P<path>[^\s<>\"')\],]+(?: (?:dot|underscore|dash|hyphen) [^\s<>\"')\],]+)*)"
)
"""A link read aloud: "twitter dot com slash some_body"."""
_USER_LINK = re.compile(
    r"(?:https?://|www\.)?(?:[\w-]+\.)+[a-z]{2,}/(?:[\w-]+/)?(?:u|users?|profiles?|channels?|c|people|members?|id|"
    r"in)/(?P<path>[^\s<>\"')\]]+)"
)
_AT_LINK = re.compile(r"(?:https?://|www\.|\b(?=[\w.-]+/@))[^\s<>\"')\]]+?/(?P<path>@[^\s<>\"')\]]+)")
_OWN_SITE = re.compile(
    r"(?:https?://)?(?<![\w.-])(?P<path>[\w-]+)\.(?:blogspot|wordpress|tumblr|wixsite|weebly|itch|carrd|substack|livejournal|"
    r"neocities|bandcamp|bsky)\.(?:com|io|co\.uk|co|org|social)(?![\w-])(?:/[^\s<>\"')\]]*)?"
)
"""A site of somebody's own at a host of blogs: the account stands before the host."""
_NO_PROFILE = re.compile(
    r"(?:watch|shorts|p|reel|reels|status|hashtag|events?|search|explore|sharer|share|intent|playlist|embed|feed|help|legal|"
    r"policies|tag|tags|discover|music|company|school|games?|marketplace|home|settings|live|www|blog|support|about)\b"
)
_DOMAIN = re.compile(r"\.(?:com|org|uk|net|example)\b")

# ---- Accounts by name ---------------------------------------------------------------------------------------------

_SITE = (
    r"(?:you\s?tube|tik\s?tok|insta(?:gram)?|snap(?:chat)?|face\s?book|twitch|roblox|discord|fortnite|minecraft|"
    r"threads|twitter|vinted|depop|etsy|ebay|scratch|strava|bluesky|telegram|soundcloud|spotify|wattpad|pinterest)"
)
_OWN_ACCOUNT = re.compile(
    r"\b(?:snap(?:chat)?|insta(?:gram)?|tik\s?tok|discord|roblox|gamer\s?tag|psn|playstation|ps[45]|xbox(?: live)?|switch|"
    r"twitch|fortnite|minecraft|telegram|signal|messenger|"
    r"you\s?tube|facebook|twitter|bereal|steam|user\s?name|login|screen ?name|kik|"
    r"scratch|soundcloud|spotify|lichess|chess\.com|duolingo|strava|nintendo|friend code|"
    r"wattpad|pinterest|tumblr|threads|bluesky|etsy|ebay|vinted|venmo|paypal|monzo|depop|"
    r"(?:ig|sc|yt|fb|tt)(?=\s*[:=/]))"
    r"(?:\s+(?:name|id|account|handle|user|username|tag|channel|page|me|profile|her|him|them|us))*"
    r"\s*(?:is|was|as|:|-|=|,|/|at|on|under|called|named|to|by|@|"
    r"\()*\s*[\"'(]?(?P<handle>@\s?[a-z0-9][\w.]*\w|[a-z][\w.-]*[\d_.][\w.-]*\w|"
    r"[a-z]+-[a-z]+-[a-z-]*[a-z])"
)
_NAME_OF = re.compile(
    r"\b(?:(?:user|gamer|player|seller|screen|stage|display|profile|account|channel|shop|store|streamer|streaming|in-game|"
    r"online|trainer|log-?in)[ -]?(?:name|tag|id|handle)|gamertag|username|handle|goes by|known online as|"
    r"(?:streams|posts|plays|vlogs|blogs|uploads|sells|games|writes|tweets)\s+(?:\w+\s+){0,3}?(?:as|under))"
    rf"(?:\s+(?:on|for|is|was|as|name|the)\b|\s+{_SITE})*\s*[:=,-]?\s*[\"'(]*(?=@?[a-z])"
)
_ANY_NAME = re.compile(r"(?P<handle>@?[A-Za-z][\w.-]*\w{3})")
_SPECIAL = r"(?:@\s?[A-Za-z0-9_][\w.-]*\w|[A-Za-z]\w*[a-z][A-Z]\w*|[A-Za-z][\w.]*[\d_][\w.]*)"
_NAMED_ACCOUNT = re.compile(
    rf"\b(?:{_SITE}|(?:his|her|their|own|[a-z]+'s)\s+(?:\w+\s+)?(?:channel|account|page|profile|stream|vlog|blog|videos?|shop))"
    r"(?:\s+(?:name|channel|account|handle|page|is|as|called|named|under|at|on|by|user|shop))*\s*(?:[:=,-]\s*|\s)[\"'(]*"
)
_SPECIAL_NAME = re.compile(rf"(?P<handle>{_SPECIAL})")
_CALLED_ACCOUNT = re.compile(
    r"(?i:\b(?:his|her|their|own|a|'s)\s+(?:[\w-]+\s+){0,2}(?:channel|account|page|profile|vlog|blog|stream)\s*,?\s*"
    r"(?:(?:is\s+)?(?:called|named)|:))\s*[\"'(]*(?P<handle>[\w.-]*\w{3})"
)
_ON_SITE = re.compile(rf",?\s+(?:(?:is|he's|she's)\s+)?on\s+{_SITE}\b")
_BEFORE_SITE = re.compile(rf"[\"'(]?(?P<handle>{_SPECIAL})[\"')]*$")
_JOINED_ON = re.compile(r"(?<![\w./@])(?P<handle>[A-Za-z]\w*_\w*[A-Za-z0-9])[\"')]*,?\s+(?:is\s+)?on\s+[A-Z]\w+")
_BY_NAME = re.compile(
    rf"(?i:\bunder the name(?: of)?|\bgoes by|\bknown as|\bgoes under|\blisted as|\b(?:is|she's|he's|"
    rf"they're) down as)\s+[\"'(]*"
    rf"(?P<handle>[A-Za-z][\w'.-]*(?: [A-Za-z][\w'.-]*){{0,3}}?)[\"')]*,?\s+(?i:on\s+(?:the\s+)?(?:{_SITE}|facebook|"
    rf"gram|insta))\b"
)
""" "She goes by goalie gaffer gwen on Insta"."""
_ON_SITE_AS = re.compile(
    rf"\b(?:on|to)\s+(?:{_SITE}|facebook)\s*(?:,?\s*(?P<who>he|she|they|i|who|mum|dad)(?:'s| is|'m| am)\s+(?:called\s+|"
    rf"known as\s+)?[\"'(]+|"
    r"[(:]\s*|(?:,\s*)?as\s+[\"']?)"
)
_TWO_NAMES = re.compile(r"(?P<handle>[A-Z][\w'-]+ [A-Z][\w'-]+)")
""" "Add her on Facebook (Nell Garrow)", "on Strava he's 'Wobbly Walt'"."""
_TAG = re.compile(r"(?<![\w#@/&])[a-z][\w.]{1,30}#\d{4}\b")
"""A Discord name with its number."""
_SNAKE = re.compile(r"(?<![\w#@/.(])[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+_?(?![\w(/@]|\.\w)")
_HE = re.compile(r"\b(?:he|she|him|her|his)\b")
_SNAKE_CUE = re.compile(
    r"\b(?:look(?:ing)? (?:up|for)|find|add|search|follow\w*|friend|dm|snap\w*|insta\w*|gram|game\w*|scores?|level|"
    r"player|online|app|"
    r"she|he|him|her|his|me|my|i|year \d|pal|mate|buddy)\b"
)
_ACCOUNT_HINTS = tuple(
    re.findall(
        r"\S+",
        """
    @ _ snap insta tik disc robl gamer psn xbox twitch fortn minec telegr tube faceb bereal steam user login screen kik
    scratch cloud spotify chess strava nintendo friend wattpad pinterest tumblr threads bluesky etsy ebay vinted venmo
    paypal monzo depop channel account page profile vlog blog stream video twitter name handle goes known # online
    messenger playstation ps4 ps5 ig: sc: yt: fb: tt:
    """,
    )
)
"""One of these is in every text that names an account: cheaper to look for than any expression."""
_NAME_HINT = re.compile(
    r"name|tag\b|handle|\bid\b|goes by|known online|\b(?:streams|posts|plays|vlogs|blogs|uploads|sells|games|writes|tweets)\b"
)

# ---- Handles ------------------------------------------------------------------------------------------------------

_HANDLE = re.compile(r"(?<![\w@/.])@(?:[a-z0-9_][\w.]{1,38}\w| [a-z0-9]+(?:[._][a-z0-9]+)+)")
_THEIR_ACCOUNT = re.compile(
    r"\b(?:mums?|dads?|mother|father|parents?|nana?|gran\w*|brother|sister|son|daughter|his|her|their|him|own|child|pupil|she|"
    r"he|girl|boy|auntie|uncle|cousin|whose|family|governor)\b"
)
_ACCOUNT = re.compile(
    r"\b(?:account|channel|page|profile|insta\w*|tik\s?tok|snap\w*|follow\w*|dms?|subscribe|add|tag|message|videos?|"
    r"v?logs?|blog|"
    r"story|stories|reels?|posted|pinned|clips?|footage|filmed|uploads?|streams?|handle|find)\b"
)
_OURS = re.compile(r"\b(?:us|our|we|school's)\b")
_MADE_BY = re.compile(
    r"\b(?:by|from|thanks to|thank you|well done|credit|artist|winner|photos?|pics?|courtesy of|behind|is|called)[\s:,]+$|"
    r"\b(?:thanks?|thank you|well done|credit|bravo|cheers|hats off|by|courtesy)\b[^.!?@]{0,40}\b(?:our|my|the|one of|"
    r"a)\s+[^.!?@]{0,30}$"
)
_POINTED = re.compile(
    r"^[\"')\]]*\s*(?:,|\(|-|:|is|who is)\s*(?:aka |that's |also known as )?(?:our|one of our|a|my|her|his|"
    r"the)\s+(?:own\s+|very own\s+)?"
    r"(?:year|y\d|reception|nursery|pupil|boy|girl|lad|lass|mum|dad|parent|[\w-]+'s|youngest|oldest|star|former|little)\b"
)
""" "@…, our Year 5 architect"."""
_KNOWN_TO_ALL = re.compile(
    r"\b(?:authors?|illustrators?|poets?|mp|mayor|olympi\w+|paralympi\w+|athletes?|scientists?|presenters?|official|"
    r"storytellers?|company|charity|organisers?|sponsors?)\b[^.!?@]{0,25}$"
)


def profiles(reading: Reading, published: Published) -> Iterator[Spot]:
    """Links to somebody's own profile, and account names that are said to be somebody's. Organisations' are left alone."""
    own = {handle.lower().lstrip("@") for handle in published.handles}
    taken: list[tuple[int, int]] = []
    for start, end, is_link, is_somebodys in _candidates(reading, own):
        if not overlaps(start, end, taken):
            taken.append((start, end))
            name = reading.plain[start:end].lstrip("@ ")
            if is_link or not (name.lower() in own or (is_a_bodys(name) and not is_somebodys)):
                yield Spot("profile", start, end)


def _candidates(reading: Reading, own: set[str]) -> Iterator[tuple[int, int, bool, bool]]:
    """(start, end, is it a link, is it said to be somebody's own) of everything that may be an account."""
    low = reading.low
    for start, end in _links(reading, own):
        yield start, end, True, True
    for start, end in _accounts(reading):
        before = low[max(0, start - 40) : start]
        yield start, end, False, _OWN_PAGE.search(before) is not None


_OWN_PAGE = re.compile(
    r"\b(?:his|her|their|mum's|dad's|pupil's|own|whose|\w+'s own)\s+(?:[\w-]+\s+){0,2}?(?:page|account|channel|profile|"
    r"shop|blog|vlog|site|insta\w*|tik\s?tok|snap\w*|handle)\W+(?:is\s+|at\s+|"
    r"called\s+)?[\"'(]*(?:https?://)?(?:[\w-]+\.)*[\w/]*$"
)


def _links(reading: Reading, own: set[str]) -> Iterator[tuple[int, int]]:
    low = reading.low
    patterns = (_LINK, _AT_LINK, _USER_LINK) if "/" in low else ()
    spoken = (_LINK_IN_WORDS,) if " slash " in low else ()
    hosted = (_OWN_SITE,) if _HOST.search(low) else ()
    taken: list[tuple[int, int]] = []
    for pattern in (*patterns, *spoken, *hosted):
        for found in pattern.finditer(low):
            path = found["path"].rstrip(".,;:!?")
            account = re.split(r"[/?#]", path.removeprefix("in/").removeprefix("user/").removeprefix("profile/"))[0]
            if any(found.start() < last and found.end() > first for first, last in taken):
                continue
            taken.append(found.span())
            group = "whatsapp.com/" in found[0] or "discord.gg/" in found[0]
            said = _OWN_PAGE.search(low, max(0, found.start() - 40), found.start())
            is_nobodys = _NO_PROFILE.match(account) or account.lstrip("@") in own or (is_a_bodys(account) and not said)
            if group or not is_nobodys:
                yield found.start(), found.start() + len(found[0].rstrip(".,;:!?"))


_HOST = re.compile(
    r"\.(?:blogspot|wordpress|tumblr|wixsite|weebly|itch|carrd|substack|livejournal|neocities|bandcamp|bsky)\."
)


def _accounts(reading: Reading) -> Iterator[tuple[int, int]]:
    """Account names in words: "Snapchat: jazzy.b.09", "follow her @…"."""
    low = reading.low
    if not any(hint in low for hint in _ACCOUNT_HINTS):
        return
    for found in _OWN_ACCOUNT.finditer(low):
        is_joined = re.fullmatch(r"[a-z]+(?:-[a-z]+){2,}", found["handle"]) is not None
        if is_joined and all(is_ordinary(part) for part in found["handle"].split("-")):
            continue  # "behind-the-scenes"
        if not _DOMAIN.search(found["handle"]) and not found["handle"].replace(".", "").isdigit():
            yield found.span("handle")
    for found in _by_words(reading):
        if not _DOMAIN.search(found["handle"]):
            yield found.span("handle")
    for found in _TAG.finditer(low) if "#" in low else ():
        yield found.span()
    for found in _SNAKE.finditer(reading.plain) if "_" in low else ():
        sentence = reading.words_of(reading.sentences[reading.sentence_at(found.start())])
        is_theirs = found[0].count("_") > 1 and _HE.search(sentence)
        if is_theirs or (looks_personal(found[0]) and _SNAKE_CUE.search(sentence.replace(found[0].lower(), ""))):
            yield found.span()
    for found in _HANDLE.finditer(low) if "@" in low else ():
        if _is_somebodys(reading, found):
            yield found.span()


def _by_words(reading: Reading) -> Iterator[re.Match[str]]:
    """Where words say that a name is an account's."""
    low, plain = reading.low, reading.plain
    for cue in _NAMED_ACCOUNT.finditer(low):
        if found := _SPECIAL_NAME.match(plain, cue.end()):
            yield found
    yield from _CALLED_ACCOUNT.finditer(plain)
    for site in _ON_SITE.finditer(low) if " on " in low else ():
        if found := _BEFORE_SITE.search(plain, max(0, site.start() - 50), site.start()):
            yield found
    for cue in _ON_SITE_AS.finditer(low):
        found = _TWO_NAMES.match(plain, cue.end())
        if found and (cue["who"] or _is_a_persons_name(found["handle"])) and not is_a_bodys(found["handle"]):
            yield found
    if "_" in low:
        yield from _JOINED_ON.finditer(plain)
    if _NAME_HINT.search(low):
        for cue in _NAME_OF.finditer(low):
            found = _ANY_NAME.match(plain, cue.end())
            if found and _is_made_up(found["handle"]):
                yield found
        yield from _BY_NAME.finditer(plain)


def _is_a_persons_name(words: str) -> bool:
    """Whether two words in capitals are a first name and a surname: "Nell Garrow", not "Brackenfold Bites"."""
    first, last = words.lower().split()
    return first.split("-")[0] in forenames() or not (is_ordinary(first) or is_ordinary(last))


def _is_made_up(handle: str) -> bool:
    """Whether a name is none of the language: "otterfan2015", "MooncakeMaisie", but not "please" or "Ada"."""
    return re.search(r"[\d_@]|[a-z][A-Z]", handle) is not None or (
        len(handle) > 6 and not can_be(handle.lower(), "NVZDPGAR") and handle.islower()
    )


def _is_somebodys(reading: Reading, found: re.Match[str]) -> bool:
    """Whether an "@…" is one person's: by how it is built, by what is said of it, and by who is spoken of."""
    low = reading.low
    number = reading.sentence_at(found.start())
    sentence = reading.words_of(reading.sentences[number])
    earlier = reading.words_of(reading.sentences[number - 1]) if number else ""
    before = low[max(reading.sentences[number].start, found.start() - 80) : found.start()]
    handle = reading.plain[found.start() : found.end()].lstrip("@ ")
    if found[0].startswith("@ ") or _POINTED.search(low[found.end() : found.end() + 60]):
        return True
    is_theirs = _THEIR_ACCOUNT.search(sentence) is not None
    if _ACCOUNT.search(sentence) and (is_theirs or not _OURS.search(sentence)):
        return True
    if _KNOWN_TO_ALL.search(before):
        return False
    is_built_so = looks_personal(handle)
    if _MADE_BY.search(before) and (is_built_so or re.search(r"[._\d]", handle)):
        return True
    return is_built_so and (is_theirs or bool(_ACCOUNT.search(earlier) and _THEIR_ACCOUNT.search(earlier)))
