"""What English words can be, and who or what else bears a name: lexicon, places, figures of history and stories, pet forms.

The files stand in `bot/words/data`; its README says where each comes from.
"""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files

from nicknames import NickNamer

_DATA = files("bot.words") / "data"


def _table(file: str) -> Iterator[tuple[str, list[str]]]:
    for line in (_DATA / file).read_text("utf-8").splitlines():
        name, colon, rest = line.partition(":")
        if colon and not line.startswith("#"):
            yield name, rest.split()


def _sets() -> Mapping[str, frozenset[str]]:
    found: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for name, words in _table("wordsets.txt"):
        found[name] |= frozenset(words)
    return dict(found)


_SETS = _sets()
FUNCTION, PRONOUNS, DETERMINERS, NUMBERS = (_SETS[name] for name in ("function", "pronouns", "determiners", "numbers"))
TIMES, MONTHS, DAYS, SEASONS = (_SETS[name] for name in ("times", "months", "days", "seasons"))
HEADS, ANIMALS, FAMILY, ORGANISATIONS = (_SETS[name] for name in ("heads", "animals", "family", "organisations"))
SAINTLY, STAFF_TITLES, PARENT_TITLES = (_SETS[name] for name in ("saintly", "staff_titles", "parent_titles"))
GROWN_UPS, PRAISE, SPEECH, SCHOLARLY = (_SETS[name] for name in ("grown_ups", "praise", "speech", "scholarly"))
PERSONAL, ROSTERS, FIRMS = (_SETS[name] for name in ("personal", "rosters", "firms"))
VALUES, ROLES = _SETS["values"], _SETS["roles"]
PEOPLES, SUBJECTS = _SETS["peoples"], _SETS["subjects"]
RELIGIOUS, BIBLICAL = (_SETS[name] for name in ("religious", "biblical"))
LINE_UPS, COMMENTARY, COSTUMES, FORMERLY = (_SETS[name] for name in ("line_ups", "commentary", "costumes", "formerly"))
TRADES = _SETS["trades"]
NEGATED = frozenset(("couldn", "didn", "doesn", "hasn", "hadn", "wasn", "isn", "wouldn"))
"""What stands before the t of "n't"."""
PERSON = frozenset(("he", "she", "his", "her", "him", "himself", "herself", "hers"))
BY, AT, CHEERS, OF_TIMES = (_SETS[name] for name in ("by", "at", "cheers", "of_times"))


def word_set(name: str) -> frozenset[str]:
    """A set of `wordsets.txt`."""
    return _SETS[name]


@cache
def lexicon() -> Mapping[str, str]:
    """Word → what it can be: letters of N V Z D P G A R (see `tools/word_lists.py`) and a digit for how common it is.

    A word that only a frequency list knows ("amelia", "the") has just the digit.
    """
    found: dict[str, str] = {}
    for line in gzip.decompress((_DATA / "lexicon.txt.gz").read_bytes()).decode().splitlines():
        kinds, *alike = line.split(" ")
        found |= dict.fromkeys(alike, kinds)
    found |= _SHORT_WORDS
    return found


def can_be(word: str, kinds: str) -> bool:
    """Whether a word can be one of these kinds."""
    known = lexicon().get(word)
    if known:
        for kind in kinds:  # every post pays for this: a loop costs a third of a generator
            if kind in known:
                return True
    return False


@cache
def ordinary_words() -> frozenset[str]:
    """The words of the language, days and months: whatever is not only a name."""
    known = {word for word, kinds in lexicon().items() if not kinds.isdigit()}
    return frozenset(known) | FUNCTION | NUMBERS | MONTHS | DAYS | TIMES | SEASONS


def is_ordinary(plain: str) -> bool:
    """Whether a word is one of the language, a day or a month, and not only a name."""
    return plain in ordinary_words()


def is_rare(plain: str) -> bool:
    """Whether a word is one that hardly anybody writes, as "tams" and "gabs" are: fewer than one in a million."""
    return lexicon().get(plain, "0")[-1] < "4"


# Ordinary words that the lists count among names, or that were born in school newsletters; and function words.
_SHORT_WORDS = {
    **dict.fromkeys(("max", "min", "approx", "etc", "vs", "asap", "info", "pic", "pics", "vid", "app", "fab"), "N4"),
    **dict.fromkeys(
        ("panto", "emoji", "selfie", "pj", "pjs", "pe", "pta", "inset", "ict", "phonics", "sen", "send"), "N4"
    ),
    **dict.fromkeys(("website", "online", "email", "hashtag", "blog", "vlog", "podcast", "playdate", "bookbag"), "N4"),
    **dict.fromkeys(("bookbags", "playtime", "lunchbox", "tombola", "christingle", "nativity", "makaton"), "N4"),
    **dict.fromkeys(("teddy", "teddies", "barbie", "lego", "duplo", "christian", "christians"), "NA4"),
    **dict.fromkeys(("eid", "diwali", "vaisakhi", "ramadan", "hanukkah", "purim", "holi", "advent"), "N4"),
    "lent": "DNP4",
    **dict.fromkeys(("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), "N5"),
    **dict.fromkeys(
        ("accessible", "african", "american", "asian", "australian", "canadian", "caribbean", "european"), "A5"
    ),
    **dict.fromkeys(("indian", "islamic", "jewish", "muslim", "olympic", "offline", "mexican", "israeli", "non"), "A5"),
    **dict.fromkeys(
        ("cafe", "county", "counties", "gallery", "galleries", "halloween", "lab", "labs", "pub", "rep"), "N5"
    ),
    **dict.fromkeys(("accessories", "slideshow", "specs", "sunglasses", "tech", "trunk", "username", "webcam"), "N5"),
    **dict.fromkeys(("another", "whatever", "whereas", "whether", "whilst", "versus", "yeah", "gonna"), "R5"),
    **dict.fromkeys(("nan", "nana", "gran", "pops", "mum", "dad"), "N4"),
    **dict.fromkeys(("is", "are", "was", "were", "am", "has", "does"), "Z8"),
    **dict.fromkeys(("had", "did"), "DP8"),
}


@cache
def places() -> frozenset[str]:
    """Towns, countries and the like of one word."""
    listed = frozenset((_DATA / "places.txt").read_text("utf-8").split())
    return _SETS["more_places"] | PEOPLES | (listed - forenames())


@cache
def figures() -> Mapping[str, Mapping[str, int]]:
    """Who else bears a forename or surname: name → the words that a text about them uses, with their weight (1 or 2)."""
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for name, cues in _table("figures.txt"):
        for cue in cues:
            found[name][stem(cue.rstrip("!"))] = 2 if cue.endswith("!") else 1
    return found


_ENDINGS = re.compile(r"(?:ings?|ed|es|s)$")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word without the endings that make no difference here: "painted", "painting" and "paints" are the same."""
    short = _ENDINGS.sub("", word) if len(word) > 4 else word
    return short if len(short) > 3 else word  # "peter" and "pet" are not


def pet_forms(forename: str) -> frozenset[str]:
    """Short and pet forms of a forename, as one word, lower case: "isabella" → izzy, bella …"""
    ours = _pet_forms().get(forename, frozenset())
    theirs = _nicknamer().nicknames_of(forename)
    known = {form for form in theirs if form[:1] == forename[:1] and form.isalpha() and len(form) > 1}
    return ours | known | {form for form in _cut_short(forename) if not is_ordinary(form) or is_rare(form)}


_SYLLABLE = re.compile(r"([^aeiouy]*[aeiouy]+)((?:[cspt]h|ck|[^aeiouy])[^aeiouy]*)(?=[aeiouy])")
_ONE_SOUND = ("ch", "sh", "th", "ph", "ck")


def _cut_short(forename: str) -> Iterator[str]:
    """A forename cut short behind its first syllable, as friends do with any: "lincoln" → lin, linc; "wojciech" → woj, wojc.

    And as they play with it: "simran" → sims, "nelson" → nelly, "morwenna" → morwen.
    """
    if len(forename) > 7:
        yield forename[:-2]
    first = _SYLLABLE.match(forename)
    for behind in {first[2][: 1 + first[2].startswith(_ONE_SOUND)], first[2]} if first else ():
        form = first[1] + behind if first else ""
        if 2 < len(form) < len(forename) - 1:
            yield form
    if first and len(first[2]) < 4:
        short = first[1] + first[2][0]
        yield from (f"{short}s", f"{short}{short[-1]}y", f"{short}{short[-1]}ie")


@cache
def forenames() -> frozenset[str]:
    """Forenames and pet forms that British families use, whether or not a pupil has them."""
    ours = _pet_forms()
    return frozenset(ours).union(*ours.values(), _nicknamer().nickname_lookup)


@cache
def _nicknamer() -> NickNamer:
    return NickNamer()


@cache
def _pet_forms() -> Mapping[str, frozenset[str]]:
    found: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for name, forms in _table("nicknames.txt"):
        found[name] |= frozenset(forms)
    return found
