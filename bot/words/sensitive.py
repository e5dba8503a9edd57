"""RP-2: what is private of one child, family or colleague. In a notice to everybody the same words are harmless."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.domain.findings import Finding, Strength
from bot.words.lexicon_reader import Hit, lexicon
from bot.words.persons import About, about
from bot.words.reading import Reading, finding, overlaps, read

_WORDS = lexicon("sensitive", "everyday")
_TOPICS = ("sensitive.topic_after", "sensitive.topic_before")
WHAT = {
    "health": "the health",
    "sen": "the special needs or learning",
    "safeguarding": "the safety or home life",
    "looked_after": "the care",
    "free_meals": "the money matters",
    "exclusion": "the behaviour or attendance",
    "religion": "the religion",
    "religion_practice": "the religion",
    "ethnicity": "the ethnicity",
    "nationality": "the ethnicity",
    "immigration": "the immigration status",
    "family": "the family matters",
    "identity": "the sex life or gender identity",
    "private": "a private matter",
}
"""What each kind is about, as a sentence says it: "the health of one person"."""

_TIED = re.compile(r"\b(?:our|the|only|one|a|an|this|only|two|three|both|newest|new)\s+(?:[\w'-]+\s+){0,3}$")
_PERSON_AFTER = re.compile(
    r"[\s-]+(?:[\w'-]+\s+){0,1}?(?:child|children|pupils?|boys?|girls?|lads?|famil(?:y|ies)|twins|"
    r"brothers|sisters|siblings|kids?|mums?|dads?|parents?|"
    r"mother|father|newcomers?|starters?|arrivals?|student|youngsters?|heritage|background|descent|"
    r"roots|origin|parentage|household|classmate|friend|"
    r"gran\w*|nan\w*|teacher|refugee|speaking|accent|passport|citizen\w*|superstar|star|hero|champion|captain|"
    r"goalkeeper|poet|artist|dancer|drummer|baker|scientist|footballer|trio|duo)\b"
)
_ON_THE = re.compile(r"\bon (?:the|our|a)\s+(?:[\w'-]+\s+)?$")
_SAYS = re.compile(r"\s+(?:for|word|words|name|names|term|phrase)\b")
"""Behind a nation it is a language: "Turkish for September"."""
_IS_BEFORE = re.compile(
    r"\b(?:is|are|was|were|being|he's|she's|they're|who's|half[ -]|part[ -]|as an?|family are|"
    r"family is|parents are|originally)\s*(?:(?:a|an|very|strict|strictly|proudly|both|all|also|"
    r"actually|devout|practising|half|part)\s+)*$"
)
_AS_NOUN = re.compile(r"\b(?:only|our|one|a|an)\s+$")
_OWN_BEFORE = re.compile(r"\b(?:his|her|their|whose|'s)\s+(?:[\w'-]+\s+){0,2}$")
_AT_HOME = re.compile(
    r"\b(?:his|her|their|with (?:his|her|their|the) famil\w+|at home|family|mosque|temple|gran\w*|"
    r"nan\w*|mum|dad|cousins?|celebrat\w+|fasting|fasted|as an?)\b"
)
_NO_ONE_AFTER = re.compile(
    r" (?:food|meal|lunch|lesson|word|phrase|song|story|book|flag|dance|day|week|assembly|paint|card|board|belt|market|"
    r"team|school|club|"
    r"evening|café|cafe|restaurant|trip|holiday|history|festival|visitor|new)\b"
)
_SAME_KIND = {"nationality": "ethnicity", "religion_practice": "religion"}
_STAFF_PRIVATE = frozenset({"health", "family", "identity", "religion_practice", "immigration", "looked_after"})
_NEEDS_TIE = frozenset({"nationality"})
_NOT_ONE = re.compile(
    r"\b(?:nut|dairy|egg|sesame|latex)[- ]free\b|\bteddy hospital\b|\bhospital radio\b|"
    r"\bdrown(?:s|ed|ing) out\b|"
    r"\bsuspended (?:from|in|above|over|between|by)\b|\bpunch\w* the air\b|\bair ambulance\b|"
    r"\b(?:wicked|evil|ugly) (?:step)?(?:sisters?|mother)\b|"
    r"\bpremium (?:and [\w ]+ )?(?:reports?|statements?|strateg\w+|grants?|spending)\b"
)
_IDIOM = re.compile(
    r"\boff with (?:his|her|their) heads?\b|\bkicked off (?:up|down|the|at|with|in the|on)\b|"
    r"\bowing to\b|\bonly in it\b|\b(?:full|perfect) attendance\b|"
    r"\b(?:stole|steals?|stealing|stolen) (?:the|our|every\w*|all) (?:\w+ )?(?:shows?|scenes?|limelight|hearts?)\b"
)
"""Where the very words of the hit mean something else."""
_PER_CENT = re.compile(r"%|\bper ?cent")
_PERCENTAGE = re.compile(
    r"(?:\b(?:on|at|to|from|under|below|with|only|just|got|scored|is|was)\s+)?(?<![\d.])(?:[1-8]\d?|"
    r"9[0-4]?)(?:\.\d+)?\s?(?:%|per ?cent\b)"
    r"(?!\s*(?:off|of|more|less|cotton|polyester|wool|cocoa|chance|extra|discount|recycled|charged?|full|battery)\b)"
)
_NUMBER = r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|none|nothing|zero|half)"
_LEARNED = (
    r"(?:maths|mathematics|arithmetic|reading|spelling|spellings|grammar|phonics|sats|science|writing|handwriting|english|"
    r"times tables|tables|the (?:phonics|spelling|maths|reading|tables|sats|times tables|screening|check|test)\b\s?\w*)"
)
_MARK = re.compile(
    rf"\b(?:got|gets|scored|scoring|scores|scraped|managed|with|made|reached|only|just|achieved)\s+(?:(?:a|an|only|just|"
    rf"about)\s+)*{_NUMBER}"
    rf"(?:\s+(?:out of|marks?|words?|right|correct)(?:\s+{_NUMBER})?)*\s+(?:in|on|for|at)\s+(?:(?:his|her|their)\s+)?{_LEARNED}"
)
_HAS_LEARNED = re.compile(rf"\b{_LEARNED}")
_OF_THE_SCHOOL = re.compile(
    r"(?:(?:family|parent|pupil) support|speech|occupational|play|educational|counsell|therapist|psychologist|safeguarding|"
    r"(?:education )?welfare|attendance|school nurse|senco|social worker|ed psych|early help|nurture|elsa)"
)
"""What may be a member of staff or a service of the school: "our family support worker"."""
_SCHOOLS_BEFORE = re.compile(r"\b(?:our|the school's|a|an|the trust's|the county's)\s+(?:\w+\s+){0,3}$")
_FIRST_BEFORE = re.compile(
    r"\b(?:our|the|year \w+'s|class's|reception's)\s+(?:very )?(?:first|only|own|one|one and only)\s+(?:ever\s+)?$"
)
_HAS_BEFORE = re.compile(
    r"(?:^|[.!?]\s+|\n|,\s+|\band\s+)(?P<who>[A-Z][a-z]{2,})(?:'s| has| had| is| was| gets| suffers| lives| came)"
    r"(?: (?:got|had|been|a|an|his|her|severe|bad|mild|very|still|now|also|with|from|to))*\s+$"
)
"""A capitalised word that has what the hit says: "Hunter has impetigo", whether or not the name check takes it for a name."""
_NO_SUBJECT = frozenset(
    re.findall(
        r"\w+",
        "school reception nursery year everyone everybody nobody someone who she they there this that half many some most what "
        "which and but not our the his her their its has had with from england britain",
    )
)
_NEGATION = re.compile(r"(?:can't|cannot|doesn't|does not|isn't|is not|aren't|hasn't|has not|haven't|has|have|had)\b")
_THEIRS_BEFORE = re.compile(
    r"(?:\b(?:[Hh]e|[Ss]he|who|still|also|often|and|but|really|just|mum|dad|nan|gran|family|parents|child|boy|girl|lad|"
    r"lass|pupil|friend|one|"
    r"[a-z]+(?:er|or|ist|ian)|[A-Z][\w'-]+|[Yy]ear \w+)|[,)])\s*$"
)
"""Before "can't", "doesn't": the one who can't. Not "we can't", "it doesn't"."""
_CALLED_OPERATION = re.compile(r"\bOperation [A-Z]")


def sensitive(text: str, names: Sequence[Finding] = (), *, where: str = "words") -> tuple[Finding, ...]:
    """Every stretch that tells something private of somebody who can be told. names: what the name check found there."""
    reading = read(text)
    hits = _WORDS.find(reading.low)
    told = [*(hit for hit in hits if hit.name not in _TOPICS), *_percentages(reading), *_marks(reading)]
    if not told:
        return ()
    topics = [hit for hit in hits if hit.name in _TOPICS]
    who = about(reading, names)
    found: dict[tuple[int, int], Finding] = {}
    hinted: dict[tuple[int, int], Finding] = {}
    for hit in told:
        number = reading.sentence_at(hit.start)
        is_topic = _is_a_topic(reading, hit, topics) and not _is_for_somebody(reading, hit, names)
        if is_topic or not _is_private(reading, hit, number, who):
            continue
        kind = hit.name.partition(".")[2].removesuffix("_light").removesuffix("_sure")
        kind = _SAME_KIND.get(kind, kind)
        among = hinted if hit.name.endswith("_sure") else found
        among.setdefault((hit.start, hit.end), _finding(reading, hit, kind, who[number].people, where))
    found |= {(start, end): hint for (start, end), hint in hinted.items() if not overlaps(start, end, found)}
    return _without_inner(found)


def _percentages(reading: Reading) -> Iterator[Hit]:
    """Somebody's attendance or marks: "is on 74 % and has a letter". Not "20 % off", "60 % cotton"."""
    for found in _PERCENTAGE.finditer(reading.low) if _PER_CENT.search(reading.low) else ():
        yield Hit("marks.exclusion_light", *found.span())


def _marks(reading: Reading) -> Iterator[Hit]:
    """What somebody got: "got 120 in maths but just 84 in reading", "eleven out of forty in the phonics check"."""
    for found in _MARK.finditer(reading.low) if _HAS_LEARNED.search(reading.low) else ():
        yield Hit("marks.sen_sure", *found.span())


def _without_inner(found: dict[tuple[int, int], Finding]) -> tuple[Finding, ...]:
    """One finding a place: of two that overlap, the longer."""
    kept: list[Finding] = []
    for (_, _), each in sorted(found.items(), key=lambda item: (item[0][0], -item[0][1])):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return tuple(kept)


def _finding(reading: Reading, hit: Hit, kind: str, people: tuple[str, ...], where: str) -> Finding:
    return finding(
        reading,
        hit.start,
        hit.end,
        clause="RP-2",
        strength=Strength.HOLD,
        kind=kind,
        sentence=f"{{}} may tell something private: {WHAT[kind]} of one person or family. "
        f"Please leave it out, or SLT must decide.",
        where=where,
        people=people,
    )


def _is_a_topic(reading: Reading, hit: Hit, topics: Sequence[Hit]) -> bool:
    """Whether the word is a subject and nobody's own: "Autism Awareness Week", "raised £60 for children with cancer"."""
    on_it = _ON_THE.search(reading.low, max(0, hit.start - 30), hit.start)
    for topic in topics:
        if topic.name == "sensitive.topic_after":
            if on_it and reading.low[topic.start : topic.end] in ("list", "register"):
                continue  # "the pair who are on the pupil premium list": theirs
            gap = reading.low[hit.end : topic.start]
            if (
                topic.start >= hit.end
                and len(gap) < 22
                and re.fullmatch(
                    r"(?:'s?)?[\s-]+(?:(?!(?:next|this|last|all|every|each|one|a|an|the|in|on|for|at|his|her|their|our|"
                    r"and|but|so|to|from|with|by|after|before|during|since|because|when|while|until|till|"
                    r"of)\b)[\w'-]+[\s-]+)?(?:and [\w-]+ )?",
                    gap,
                )
            ):
                return not re.match(
                    r"\W+(?:day|week|month) (?:after|before|of|one|later)", reading.low[topic.start - 1 :]
                )
        elif topic.end <= hit.start and len(reading.low[topic.end : hit.start]) < 28:
            gap = reading.low[topic.end : hit.start]
            if re.fullmatch(
                r"[\s-]+(?:(?:with|who|whose|in|living|facing|have|had|are|the|battling|fighting|a|and|of|for|"
                r"local|affected|by|experiencing)[\s-]+)*(?:(?!(?:his|her|their)\b)[\w'-]+[\s-]+)?",
                gap,
            ):
                return True
    return False


def _is_for_somebody(reading: Reading, hit: Hit, names: Sequence[Finding]) -> bool:
    """Whether it was got for a child by name: "coeliac pizza ordered for …"."""
    return any(
        hit.end < start < hit.end + 60 and re.search(r"\bfor\s$", reading.low[hit.end : start])
        for start in (reading.inside(name.start) for name in names)
    )


def _is_private(reading: Reading, hit: Hit, number: int, who: Sequence[About]) -> bool:
    """Whether the sentence of the hit, or the one before it, is about somebody who can be told."""
    here = who[number]
    kind = hit.name.partition(".")[2]
    light, sure = kind.endswith("_light"), kind.endswith("_sure")
    kind = kind.removesuffix("_light").removesuffix("_sure")
    sentence = reading.sentences[number]
    words = reading.words_of(sentence)
    if (
        (here.statistic and not (here.named or here.listed or here.pronoun))
        or _NOT_ONE.search(words)
        or _CALLED_OPERATION.search(reading.plain, sentence.start, sentence.end)
    ):
        return False
    if any(
        idiom.start() < hit.end and idiom.end() > hit.start
        for idiom in _IDIOM.finditer(reading.low, sentence.start, sentence.end)
    ):
        return False
    before, after = reading.low[max(sentence.start, hit.start - 50) : hit.start], reading.low[hit.end : hit.end + 40]
    if _SCHOOLS_BEFORE.search(before) and _OF_THE_SCHOOL.match(reading.low, hit.start, hit.end) and not here.pronoun:
        return False
    carried = _carried(reading, number, who)
    if sure:
        if (
            kind == "private"
            and _NEGATION.match(reading.low, hit.start)
            and not _THEIRS_BEFORE.search(reading.plain[sentence.start : hit.start])
        ):
            return False
        if kind == "private" and here.staff and not (here.named or here.listed):
            return False
        return _is_surely_theirs(here, carried, before) and not _is_nobody(here, who, number, light=True)
    if (
        kind == "nationality"
        and _FIRST_BEFORE.search(before)
        and re.match(r" [a-z]+", after)
        and not _NO_ONE_AFTER.match(after)
    ):
        return not here.story or here.pointed or here.ours
    if kind in _NEEDS_TIE or (kind == "religion" and not light):
        return _is_tied(here, carried, kind, before, after)
    if kind == "religion":
        return (
            (here.named or here.listed or here.pointed or here.pronoun)
            and bool(_AT_HOME.search(words))
            and not _is_nobody(here, who, number, light=True)
        )
    if _is_nobody(here, who, number, light=light or kind == "religion_practice"):
        return False
    if here.staff and not (here.one or here.loosely or here.listed) and (kind in _STAFF_PRIVATE or not here.pronoun):
        mild = reading.low[hit.start : hit.end] in ("unwell", "poorly")
        return kind in _STAFF_PRIVATE and not (mild or here.everybody) and _is_of_staff(words)
    if here.one:
        return not (here.everybody and not here.named and not _is_surely_one(here, before))
    if here.everybody:
        return here.listed or ((here.pronoun or here.maybe_named) and carried)
    if here.loosely or here.pronoun or here.listed or any(not hit.start <= at < hit.end for at in here.strangers):
        return True
    if not light and _is_said_of_a_name(reading, hit, sentence.start):
        return True
    return (carried and (here.they or not light)) or (not light and _is_beside(reading, number, who))


def _is_surely_theirs(here: About, carried: bool, before: str) -> bool:
    """Whether a mere hint stands beside somebody who certainly is of the school, in this sentence or the one before."""
    if here.everybody and not (here.named or here.listed):
        return here.pointed and _is_surely_one(here, before)
    return here.named or here.listed or here.pointed or (carried and here.pronoun)


def _is_said_of_a_name(reading: Reading, hit: Hit, start: int) -> bool:
    """Whether a capitalised word has it: "Hunter has impetigo"."""
    found = _HAS_BEFORE.search(reading.plain[max(start, hit.start - 50) : hit.start])
    return found is not None and found["who"].lower() not in _NO_SUBJECT


def _is_surely_one(here: About, before: str) -> bool:
    """In a sentence that also speaks to everybody ("please be kind to …"), only somebody pointed out right there counts."""
    return here.pronoun or bool(re.search(r"\b(?:our|one of our|one|poor|the only|who|whose|his|her)\b", before))


def _is_of_staff(words: str) -> bool:
    return bool(
        re.search(
            r"\b(?:has|had|have|is|was|off|been|her|his|'s|after|since|from|while|having|because|following)\b", words
        )
    )


def _is_nobody(here: About, who: Sequence[About], number: int, *, light: bool = False) -> bool:
    """Whether those spoken of are animals or belong to a book or to history, and no child is named beside them.

    light: for a mere hint the next sentence counts too: "Sage is sulking. Rosemary has taken over the sensory garden."
    """
    if here.named:
        return False
    near = who[max(0, number - 1) : number + 1 + light]
    if (
        any(each.animal or (light and each.scene) for each in near)
        and not here.pointed
        and (here.pronoun or here.maybe_named or here.they or here.loosely)
    ):
        return True
    story = any(each.story or (light and each.scene) for each in near)
    return story and not (here.pointed and here.ours) and not here.listed


def _is_tied(here: About, carried: bool, kind: str, before: str, after: str) -> bool:
    """Whether a nation or a religion is said of somebody: "our only Traveller child", "she is Muslim", not "Polish "
    "biscuits"."""
    if _SAYS.match(after):
        return False
    noun = _PERSON_AFTER.match(after)
    if (
        (here.story or here.scene)
        and not (here.named or here.pronoun)
        and re.search(r"\ban?\s+(?:[\w'-]+\s+)?$", before)
    ):
        return False  # a visitor's: "a Sikh granddad with a drum"
    if noun and (_TIED.search(before) or _OWN_BEFORE.search(before)) and not (here.everybody and not here.one):
        return not re.match(r"[\s-]+(?:[\w'-]+\s+)?(?:families|parents|pupils|children|kids)\b", after) or bool(
            re.search(r"\b(?:two|three|four|both|only|our new|newest)\b", before)
        )
    one = here.one or here.pronoun or carried
    if not one or (here.everybody and not here.one) or (here.story and not here.named):
        return False
    if _IS_BEFORE.search(before) or (
        _AS_NOUN.search(before) and re.match(r"[.,!]|\s+(?:in|on|at|from|who|and|among|to)\b", after)
    ):
        return True
    return (
        kind == "religion" and (here.named or here.pointed or here.pronoun) and not re.match(r"[\s-]+[a-z]+", after)
    ) or (
        kind == "religion" and bool(_OWN_BEFORE.search(before) or re.search(r"\b(?:wears?|wearing|wore|who)\b", before))
    )


def _carried(reading: Reading, number: int, who: Sequence[About]) -> bool:
    """Whether the sentence before, in the same paragraph, is about somebody, and this one may go on about them."""
    here = reading.sentences[number]
    for back in range(number - 1, max(-1, number - 3), -1):
        before = reading.sentences[back]
        if before.paragraph != here.paragraph:
            return False
        if who[back].one or who[back].listed:
            return True
        if not (who[back].pronoun or who[back].they):
            return False
    return False


def _is_beside(reading: Reading, number: int, who: Sequence[About]) -> bool:
    """Whether the next sentence of the paragraph says who it was, or the one before "he".

    "Day one without a tantrum! Sticker for …"
    """
    paragraph = reading.sentences[number].paragraph
    if number and reading.sentences[number - 1].paragraph == paragraph and who[number - 1].pronoun:
        return True
    if number + 1 >= len(who) or reading.sentences[number + 1].paragraph != paragraph:
        return False
    return who[number + 1].named or who[number + 1].listed
