"""Who a sentence is about: one child or family that can be told, everybody, or somebody whom nobody in school is.

What is harmless in a notice ("could you be entitled to free school meals?") is private of one child ("the two brothers on
free school meals"). The grammar of English says which: names, "he" and "she", "our Year 3 artist who …", "one of our Year 4s",
"a mum in Year 2"; against "your child", "families who", "everyone".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.findings import Finding, Strength
from bot.words.lexicon_reader import lexicon
from bot.words.names.vocabulary import can_be, places
from bot.words.reading import Reading

_PEOPLE = lexicon("people")

_GROUP = (
    r"(?:year\s+(?:\d|one|two|three|four|five|six)|y[1-6]|reception|nursery|ks[12]|key stage (?:1|2|"
    r"one|two)|[1-6][a-z]{1,2}|[a-z]+\s+(?:class|house))"
)
_POINTING = (
    r"(?:our(?:\s+(?:only|very own|own|newest|new|latest|lovely|first|youngest|littlest|tiniest|"
    r"oldest))*|the(?:\s+only)?|one|this|that|"
    r"(?:class|house|reception|nursery|y[1-6]|year (?:\d|one|two|three|four|five|six))'s|"
    r"a(?:nother)?|an|my|his|her|some|whose)"
)
_MARK_BEFORE = re.compile(
    rf"\b(?P<det>{_POINTING})\s+(?:(?!(?:and|or|but|for|with|to|of|in|at|is|are|was|were|who|that|"
    rf"which|from|on|by)\b)[\w'&-]+,?\s+){{0,4}}$"
)
_FEW_BEFORE = re.compile(
    r"\b(?:(?:our|the|these|those|both|my|her|his|all)\s+)?(?<!year )(?<!years )(?:two|three|four|five|six|seven|both|"
    r"these|those|couple of|handful of|few|[2-7])\s+"
    r"(?:(?!(?:and|or|but|for|with|to|of|in|at|who|out)\b)[\w'&-]+,?\s+){0,3}$"
)
_FEW_BY_NATURE = frozenset({"twins", "triplets", "brothers", "sisters", "siblings"})
_THE = re.compile(r"\b(?:our|the|those|these|his|her)\s+(?:(?!(?:and|or|of|to|for|with|in)\b)[\w'-]+\s+){0,2}$")
_STATISTIC = re.compile(
    r"\b(?:one|two|three|four|\d+) in (?:every \w+|\d+|three|four|five|six|seven|eight|nine|ten|twelve|twenty|"
    r"a hundred)\b|\d ?%|\bper ?cent\b|\bhalf (?:of )?(?:the|our)\s+(?:class|school|children|pupils|year|families|parents|"
    r"team|boys|girls|staff|cohort|country|nation|population|world)\b"
)
_GENERIC_BEFORE = re.compile(
    r"\b(?:if|when|whether|any|every|each|where|should|unless|whenever|no|like|such as)\s+(?:\w+\s+){0,2}$"
)
_WHO = re.compile(
    r"\b(?P<det>our|the|one|this|that|my)\s+(?:(?!(?:an?|the)\b)[\w'&-]+\s+){0,4}?(?P<noun>[\w'-]+?),?\s+(?:who(?:se)?|that)\s+"
    r"(?:(?:only|just|has|had|is|was|lost|came|lives|needs|joined|arrived|moved|can't|couldn't|could|"
    r"didn't|doesn't|got|never|still|"
    r"recently|always|takes|uses|goes|suffers|spent|missed|works|sits|stays|fled|mum|dad|mother|"
    r"father|parents|family|brother|sister)\b|'s\b)|"
    r"\b(?P<det2>our|the|one)\s+(?:[\w'&-]+\s+){0,4}?(?P<noun2>[\w'-]+?),?\s+who's\b|"
    r"\b(?P<det3>our|one)\s+(?:(?!(?:an?|the)\b)[\w'&-]+\s+){0,4}?(?P<noun3>[\w'-]+?)"
    r"(?:\s+in (?:the )?(?:[\w'-]+ ){1,2}?[\w'-]+)?,?"
    r"\s+who(?:se)?\s+[a-z]"
)
_ONE_OF = re.compile(
    rf"\b(?:one|two|three|another|some|several|a couple|a few|both|none) of (?:our|the|my|these|"
    rf"this year's|last year's|her|his)\s+(?:[\w'&-]+\s+){{0,4}}?(?:{_GROUP}s?|year \ds|y\ds|children|"
    rf"pupils|boys|girls|families|lads|kids|youngsters|students|parents|mums|dads|starters|staff|"
    rf"teachers|players|little ones|tinies|ones|newest|youngest|oldest|eldest|new ones|class|lot|gang|team)\b|"
    r"\b(?:one|two|three|another|both) of (?:ours|them|us)\b"
)
_IN_GROUP = re.compile(
    rf"\b(?:our|the|one|a|an|another|this|two|three)\s+(?:[\w'&-]+\s+){{0,4}}?(?<!whole )(?<!rest )(?<!half )(?<!lot )(?<!end )"
    rf"(?<!most )(?<!start )(?<!all )(?:in|from|of)\s+(?:our\s+)?{_GROUP}\b|"
    r"\ba year (?:\d|one|two|three|four|five|six)(?:\s+(?:child|pupil|boy|girl)\b|(?=er\b|[,.;:!]|$|\s+(?:[a-z]+ed|"
    r"[a-z]+'s|[a-z]+n't|"
    r"is|was|has|had|with|who|whose|in|and|came|went|told|cut|hid|ran|got|lost|hit|said)\b))|"
    r"\bour (?:one |only )?(?:year (?:\d|one|two|three|four|five|six)|reception|"
    r"nursery) (?!children\b)[a-z'-]+(?<!s)(?=\s+(?:who|has|is|was|had|with|and (?:his|her|their))\b)|"
    r"\bour (?:one |only )?(?:year (?:\d|one|two|three|four|five|six)|y\d|reception)(?:er|r)? (?:with (?:the|an?|his|"
    r"her)|who(?:'s| is| has))\b"
)
_YEAR = r"(?:year (?:\d|one|two|three|four|five|six)|y[1-6]|reception|nursery)"
_BY_GROUP = re.compile(
    rf"\b(?:our|the|one|another|that|this|poor|lovely|dear|little|brave|just one|only one)\s+(?:[\w'-]+\s+){{0,3}}?{_YEAR} "
    r"(?:[\w'-]+\s+)?(?P<noun>[a-z'-]+)(?=\s+(?:who(?:se|'s)?|with|has|had|is|was|and (?:his|her|their)|in|on|back|now|"
    r"still)\b|[,:;!.])|"
    rf"\b(?:one|another|a|that|this|just one|only one)\s+(?:[\w-]+\s+){{0,2}}?{_YEAR}(?:er|r)?"
    r"(?=\s+(?:who(?:se|'s)?|with|whose|has|had|is|was|won't|can't|didn't|doesn't|hasn't|isn't|couldn't|and (?:his|her)|"
    r"in|came|went|lost)\b|[,:;])|"
    rf"\b(?:the|our)\s+(?:[\w-]+\s+){{0,2}}?{_YEAR}(?:er|r)?(?=,?\s+(?:who(?:se|'s)?|with (?:the|an?|no|his|her|only|one))\b)|"
    rf"\b{_YEAR} (?:mum|dad|mam|nan|gran|grandad|parent|family|boy|girl|pupil|child|lad|lass|starter|leaver)\b|"
    rf"\b(?:{_YEAR}|class|house)'s (?:very |one and )?(?:only|own|lone|sole)\b"
)
"""One of a year group, whatever he or she is called: "our little Year 2 warrior is", "the Year 3 with"."""
_NOT_A_CHILD = re.compile(
    r"(?:.*[^su]s|class|team|choir|teachers?|staff|ta|lead(?:er)?|assembly|play|show|trip|visit|residential|camp|topic|project|"
    r"work|writing|maths|reading|science|art|music|pe|swimming|football|netball|cricket|rugby|hockey|match|game|tournament|"
    r"final|race|production|performance|nativity|concert|party|disco|prom|fair|sale|stall|garden|corridor|door|wall|board|"
    r"window|display|library|book|poem|poetry|story|newspaper|blog|page|letter|curriculum|lesson|week|day|morning|"
    r"afternoon|evening|night|time|term|check|test|phonics|vote|verdict|record|log|diary|film|menu|lunch|cake|classroom|"
    r"room|children|parents|gang|crew|lot|bunch|group|cohort|squad|band|orchestra|workshop|session|club|meeting|picnic|"
    r"walk|parade|exhibition|gallery|dance|quiz|challenge|experiment|volcano|model|castle|rocket|robot|area|unit|intake|"
    r"who(?:se)?|with|has|had|is|was|are|have|were|and|in|on|at|to|for|from|by|of|the|a|an|this|that|but|so|or|when|"
    r"will|can|made|did|went|won|took|got|people|play|put|said|found|learned|learnt|wrote|gave|led|back|now|still|all|"
    r"then|today|again|together|first|here|there|too|out|up|off|down|away|home)"
)
"""What stands behind a year group and is no child: things, groups, and words that end the phrase."""
_ONE_OF_CALLED = re.compile(
    r"\b(?:[Oo]ne|[Tt]wo|[Aa]nother) of (?:our|the|my) (?:\w+ )?[A-Z][a-z]+s\b(?! (?:Class|House|School))"
)
"""One of a class: "one of our Robins"."""
_ADDRESSED = re.compile(r"\byou know who you are\b(?!.*\b(?:lot|all|everyone|bunch|team|both|gang)\b)")
_YOU = re.compile(r"\byou(?:r|rs|'re|'ve|'ll|rself)?\b")
_CERTAIN = re.compile(
    r"\b(?:a|one|two) (?:certain|particular)\b(?!\s+(?:amount|age|way|kind|sort|time|number|day|place|book))|"
    r"\b(?:somebody|someone|(?:a|the|one|two|that|this)\s+(?:[\w'-]+\s+){0,2}?(?:child|one|lad|girl|boy|face|friend))"
    rf"\s+(?:in|from|down in|over in)\s+(?:the\s+|our\s+)?(?:{_GROUP}|(?:[\w-]+\s+)?class|infants|juniors)\b|"
    r"\b(?:a|one|another|this|that)\s+(?:[\w'-]+\s+)?"
    r"(?:year (?:\d|one|two|three|four|five|six)|y[1-6]|reception|nursery)(?:er|r)?"
    r"(?=\s+(?:who|has|had|is|was|with|came|got|and (?:his|her))\b|[,.!])"
)
_SOMEBODY = re.compile(
    r"(?<!if )(?<!when )(?<!to )"
    r"\b(?:somebody|someone|a little person|mum|dad|mummy|daddy|nan|gran|grandad|grandma|stepdad)"
    r"(?:'s| (?:is|has|was|had|came|got|went|left|passed|died|lost|moved|can't|won't|isn't|hasn't|doesn't|works|lives))\b"
)
"""Somebody with a verb of their own, and kin that need no "his" in one family's talk: "Dad's inside"."""
_PAIR = re.compile(
    r"\b(?:the|our|that|those|these)\s+(?:[\w'-]+\s+)?(?:pair|duo|trio|two|three|four)\s+"
    r"(?:(?:in|from|of)\s+(?:our\s+|the\s+)?[\w'-]+\s+(?:class\s+)?)?"
    r"(?:who|whose|with (?:the|an?)|on the|get|gets|have|are)\b"
)
""" "The pair in Ribble who …", "the two with the …"."""
_GROUP_NEAR = re.compile(r"\b(?:year|y[1-6]|reception|nursery|ks[12]|[1-6][a-z]{1,2}|class|house|key stage)\b")
_ONLY = re.compile(
    r"(?<!to be )(?<!being )(?<!like )\b(?:our|the|year \d's|y\d's|my) (?:one and )?only\b(?=\s+(?:[\w'-]+\s+){0,3}?[\w'-]+)"
)
_PRONOUN = re.compile(r"\b(?:he|she|him|her|his|hers|himself|herself|he's|she's|he'd|she'd|he'll|she'll)\b")
_THEY = re.compile(
    r"\b(?:they|them|their|theirs|themselves|themself|they're|they've|they'd|the family|the pair|both|who|whose)\b"
)
_STRANGER = re.compile(
    r"(?<![\w#@/.'])([A-Z][a-z]{2,})(?=(?:'s)?\s+(?:is|was|has|had|and (?:his|her|their)|got|won|came|can|could|did|made|"
    r"gave|took|ran|joined|never|who)\b|,\s+who\b)"
)
"""A word that may be the name of somebody who is not in the register: "Mabel is out of hospital"."""
_NOBODYS = frozenset(
    re.findall(
        r"\w+",
        "she he it its they there this that these those what who which here one everyone everybody nobody someone somebody "
        "anyone nothing something everything all each both some we you the our and but so ofsted",
    )
)
_TITLE = re.compile(r"\b(?:mr|mrs|ms|miss|mx|dr|sir)\b\.?\s+[a-z][\w'-]+")
_SCHOOL = re.compile(rf"\b(?:our|ours|{_GROUP})\b")


@dataclass(slots=True)
class About:
    """What a sentence tells of who is meant.

    named: names of pupils stand in it, certain ones. listed: words that may be names of the register's.
    pointed: one child, a family or a few are pointed out ("our Year 3 artist who"). loosely: "a child", "somebody".
    role: "the captain". pronoun: he or she.
    they: a word that takes up somebody just spoken of. strangers: where words stand that may be a stranger's name.
    """

    named: bool = False
    listed: bool = False
    maybe_named: bool = False
    pointed: bool = False
    loosely: bool = False
    role: bool = False
    pronoun: bool = False
    they: bool = False
    staff: bool = False
    everybody: bool = False
    animal: bool = False
    story: bool = False
    scene: bool = False
    statistic: bool = False
    ours: bool = False
    people: tuple[str, ...] = ()
    strangers: tuple[int, ...] = ()

    @property
    def one(self) -> bool:
        """Whether certainly somebody of the school who can be told."""
        return self.named or self.pointed


def about(reading: Reading, names: Sequence[Finding]) -> list[About]:
    """For every sentence of the reading who it is about. The last few answers are kept: several checks ask the same."""
    return _about(reading, tuple(names))


@lru_cache(maxsize=8)
def _about(reading: Reading, names: tuple[Finding, ...]) -> list[About]:
    found = [About() for _ in reading.sentences]
    for name in names:
        if name.kind == "name" and name.start >= 0:
            here = found[reading.sentence_at(reading.inside(name.start))]
            if name.strength is Strength.ENFORCE:
                here.named = True
            else:
                here.listed = here.maybe_named = True
            here.people = tuple(dict.fromkeys((*here.people, *name.people)))
    for stranger in _STRANGER.finditer(reading.plain):
        word = stranger[1].lower()
        if not can_be(word, "NVZDPGAR") and word not in places() and word not in _NOBODYS:
            here = found[reading.sentence_at(stranger.start())]
            here.maybe_named = True
            here.strangers += (stranger.start(),)
    spots = [(reading.inside(name.start), reading.inside(name.end)) for name in names if name.start >= 0]
    for hit in _PEOPLE.find(reading.low):
        if any(hit.start < last and hit.end > first for first, last in spots):
            continue
        number = reading.sentence_at(hit.start)
        here, start = found[number], reading.sentences[number].start
        before = reading.low[max(start, hit.start - 60) : hit.start]
        match hit.name:
            case "people.everybody":
                here.everybody = True
            case "people.animal":
                here.animal = True
            case "people.story":
                here.story = True
            case "people.scene":
                here.scene = True
            case "people.person" | "people.role":
                _note_one(here, before, is_role=hit.name == "people.role")
            case "people.persons":
                near_kin = reading.low[hit.start : hit.end] in _FEW_BY_NATURE and _THE.search(before)
                here.pointed |= bool(near_kin or _FEW_BEFORE.search(before)) and not _STATISTIC.search(before)
    for number, sentence in enumerate(reading.sentences):
        _note_grammar(found[number], reading.words_of(sentence))
        if " of " in reading.words_of(sentence):
            found[number].pointed |= bool(_ONE_OF_CALLED.search(reading.plain, sentence.start, sentence.end))
    _note_addressed(reading, found)
    return found


def _note_addressed(reading: Reading, found: Sequence[About]) -> None:
    """ "You know who you are" speaks to one; so does every "you" behind it in the paragraph."""
    if "you know who" not in reading.low:
        return
    paragraph = -1
    for sentence, here in zip(reading.sentences, found, strict=True):
        words = reading.words_of(sentence)
        if _ADDRESSED.search(words):
            paragraph = sentence.paragraph
        if sentence.paragraph == paragraph and _YOU.search(words):
            here.pointed, here.everybody = True, False


def _note_one(here: About, before: str, *, is_role: bool) -> None:
    """A word for one person behind "our", "the", "a" … "The captain" may be anybody's; "our captain" is ours."""
    marked = _MARK_BEFORE.search(before)
    if not marked or _GENERIC_BEFORE.search(before, 0, marked.start()) or _STATISTIC.search(before):
        return
    first = marked["det"].split()[0]
    if is_role and first not in ("our", "my", "whose", "year") and not first.endswith("'s"):
        here.role = True
    elif first in ("a", "an", "some", "another"):
        here.loosely = True
    else:
        here.pointed = True


def _note_grammar(here: About, words: str) -> None:
    here.statistic = bool(_STATISTIC.search(words))
    who = _WHO.search(words) if "who" in words or "that" in words else None
    plural = who is not None and re.search(r"[^su]s$", who["noun"] or who["noun2"] or who["noun3"] or "") is not None
    here.pointed |= who is not None and not plural
    here.pointed |= " of " in words and bool(_ONE_OF.search(words))
    here.pointed |= bool(_CERTAIN.search(words))
    here.pointed |= bool(_PAIR.search(words))
    here.loosely |= bool(_SOMEBODY.search(words))
    if _GROUP_NEAR.search(words):
        here.pointed |= bool(_IN_GROUP.search(words)) or _is_by_group(words)
    here.pointed |= " only " in words and bool(_ONLY.search(words))
    here.pronoun = bool(_PRONOUN.search(words))
    here.they = bool(_THEY.search(words))
    here.staff = bool(_TITLE.search(words))
    here.ours = bool(_SCHOOL.search(words))
    here.loosely |= here.role and here.ours


def _is_by_group(words: str) -> bool:
    return any(not (found["noun"] and _NOT_A_CHILD.fullmatch(found["noun"])) for found in _BY_GROUP.finditer(words))
