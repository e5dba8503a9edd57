"""RP-1, RS-1 and CO-3: what disparages, insults, harasses, discriminates or is obscene, and references for individuals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.domain.findings import Finding, Strength
from bot.words.lexicon_reader import Hit, lexicon
from bot.words.masked import masked
from bot.words.persons import About, about
from bot.words.reading import Reading, finding, read

_WORDS = lexicon("unsuitable")
_NOT = re.compile(
    r"(?:\b(?:not|never|no|nobody|isn't|aren't|wasn't|weren't|hardly|opposite of|far from|anything but|less|"
    r"neither|nor|without|don't be|stop being|"
    r"who says|who said|myth that|instead of|rather than)\s+(?:[\w']+\s+){0,2})$"
)
_SAID_OUTRIGHT = re.compile(
    r"\b(?:parents?|mums?|dads?|famil(?:y|ies)|carers?|grandparents|people|drivers|teachers?|staff|assistants|head(?:teacher)?|governors?|"
    r"trustees|children|pupils|kids|boys|girls|lads|class|year \w+|school|academy|primary|juniors|infants|team|side|opposition|"
    r"opponents|referee|ref|umpire|coach|manager|keeper|goalie|judges|council|councillors|ofsted|inspectors?|government|company|firm|"
    r"suppliers?|contractors?|builders?|caterers?|photographer|cleaners?|neighbours?|residents|pta|committee|club|nursery|volunteers|"
    r"st [a-z]+'s|(?:mr|mrs|miss|ms) [a-z]+|treasurer|cook|caretaker|secretary|lot)"
    r"(?:\s+(?:at|in|of|from|on|next)\s+(?:[\w'-]+\s*){1,3}?)?\s*(?:'re|\s(?:is|are|was|were|has been|have been))\s+"
    r"(?:(?:so|just|all|such|too|very|really|truly|totally|completely|absolutely|utterly|simply|always|frankly|plain|being|both|beyond|"
    r"blind and|late and|rude and)\s+){0,3}$"
)
_CALLED = re.compile(
    r"(?:\b(?:you|those|these|that|such|some|bunch of|load of|pack of|lot of|shower of|unlike the|"
    r"bloody|flipping|complete|total|utter|absolute|right|"
    r"little|stupid|lazy|selfish|fat|old|silly|like|lot are|are all|are just|are such|called (?:him|"
    r"her|them|us)|calling (?:him|her|them|us))\s+"
    r"(?:a\s+|an\s+|bunch of\s+|absolute\s+|complete\s+|total\s+|utter\s+|little\s+|bloody\s+|flipping\s+|old\s+)*)$"
)
_IS = re.compile(
    r"(?:\b(?:is|are|was|were|be|been|being|'s|'re|look|looks|looked|seem|seems|seemed|sound|sounds|"
    r"act|acts|acted|acting|gets?|got|playing|played|has been|"
    r"have been|remains?|became|become)|'s|'re)\s+(?:(?:a|an|the|all|both|just|so|too|very|really|"
    r"truly|pretty|rather|quite|such|total|totally|complete|completely|"
    r"absolute|absolutely|utter|utterly|frankly|simply|honestly|always|as|usually|clearly|plain|"
    r"beyond|downright|bunch of|load of|bit|still|now|even|"
    r"bone|thoroughly|incredibly|unbelievably|shockingly|hopelessly|more|most|equally|generally|"
    r"basically|also|among the|some of the|one of the)\s+){0,4}$"
)
_NOT_ABOUT_PEOPLE = re.compile(
    r"\b(?:recommend\w*)\s+(?:that\s+|you\s+|we\s+)?(?:the|this|these|a|an|bringing|reading|wearing|"
    r"it|any|our|all|some|checking|using|trying|books?|waterproof\w*)\b"
)
_COUNTER = re.compile(
    r"\b(?:who says|who said|myth|stereotyp\w*|challeng\w*|wrong|not true|nonsense|anti-?bullying|"
    r"no such thing|prove|proved|proving|never let|"
    r"kindness|equality|respect|stand up to|show racism|don't say|never say|stamp out|campaign|"
    r"tackl\w*|assembly|learned about|learnt about)\b"
)
_LESSON = re.compile(
    r"\banti-?bullying\b|\b(?:unkind|hurtful|mean|nasty|banned) (?:words?|names?|things)\b|\bname-?calling\b|\bput-downs?\b|"
    r"\b(?:kinder|kind|better) (?:words?|ones)\b|\bword bin\b|\b(?:insults|curses),? (?:shakespeare|week|"
    r"workshop|from the|of the|by)|"
    r"\b(?:shakespeare\w*|tudor|anglo-saxon|viking|roald dahl|elizabethan)(?:'s)? (?:style )?(?:insults?|curses)\b"
)
"""A lesson about unkind words says them."""
_MEAT = re.compile(
    r"\b(?:peas|gravy|mash|butcher\w*|dish\w*|menu|black country|eat\w*|ate|cook\w*|food|tast\w+|pudding|dick)\b"
)
"""Faggots are a dish of the Black Country, too."""
_NEEDLE = re.compile(r"\b(?:finger|pin|skin|needle|thumb)[ -]$")
_TAKEN_UP = re.compile(r"\s*(?:he|she|it|they)\b")
"""How a sentence begins that goes on about whom the last one was about."""
_SILENT = re.compile(r"\b(?:wouldn't|won't|refused to|never|couldn't|didn't)\s+(?:[\w']+[\s,]+){0,5}$")
_VACANCY = re.compile(
    r"\b(?:apply|applications|vacanc\w+|we are looking for|we're looking for|join our team|closing date)\b"
)
_RECOMMENDED = re.compile(
    r"\brecommend(?:s|ed|ing)?\s+(?:our\s+|the (?:wonderful|lovely|brilliant|amazing)\s+)?(?:(?:mr|"
    r"mrs|miss|ms|dr|mx)\b|him\b|her\b(?!\s+(?:book|novel|stories|work|recipe))|them\s+(?:for|to any|"
    r"as)|(?-i:[A-Z]))"
)
_HIRED = re.compile(
    r"\b(?:any|every|your|another)\s+(?:school|employer|company|team|business|firm|club|family|"
    r"workplace|organisation)\b"
)
_PRONOUNS = frozenset({"you", "he", "she", "they", "them", "who", "he's", "she's", "they're", "you're"})
SENTENCES = {
    "obscene": "{} is not a word for a school’s post. Please choose another.",
    "insulting": "{} may insult somebody. Please say it differently.",
    "harassing": "{} may read as a threat or as shaming somebody. Please take it out.",
    "discriminatory": "{} may put people down for what they are. Please take it out.",
    "disparaging": "{} may read as running somebody down. Please say it kindly, or leave it out.",
    "reference": "{} reads like a reference for one person, which the policy does not allow. Please leave it out.",
}


def unsuitable(text: str, names: Sequence[Finding] = (), *, where: str = "words") -> tuple[Finding, ...]:
    """Everything in the text that may offend, shame or run down somebody, and references for individuals."""
    reading = read(text)
    hits = [
        hit
        for hit in _WORDS.find(reading.low)
        if not hit.name.endswith(("weary", "weary_light", "weary_faint", "cheer", "masked"))
    ]
    found = {**dict.fromkeys(masked(reading), ("RS-1", "obscene"))}
    if hits:
        who = about(reading, names)
        for start, end, clause, kind in _judged(reading, hits, who):
            found.setdefault((start, end), (clause, kind))
    kept: list[Finding] = []
    for (start, end), (clause, kind) in sorted(found.items(), key=lambda item: (item[0][0], -item[0][1])):
        first, last = reading.span(start, end)
        if not kept or first >= kept[-1].end:
            kept.append(
                finding(
                    reading,
                    start,
                    end,
                    clause=clause,
                    strength=Strength.HOLD,
                    kind=kind,
                    sentence=SENTENCES[kind],
                    where=where,
                )
            )
        del last
    return tuple(kept)


def _judged(reading: Reading, hits: Sequence[Hit], who: Sequence[About]) -> Iterator[tuple[int, int, str, str]]:
    """(start, end, clause, kind) of every hit that is meant of people."""
    by_sentence: dict[int, list[Hit]] = {}
    for hit in hits:
        by_sentence.setdefault(reading.sentence_at(hit.start), []).append(hit)
    for number, here in by_sentence.items():
        sentence = reading.sentences[number]
        words = reading.words_of(sentence)
        targets = [hit for hit in here if hit.name == "unsuitable.target"]
        before_targets = [hit for hit in by_sentence.get(number - 1, []) if hit.name == "unsuitable.target"]
        scorned = sum(hit.name in ("unsuitable.scorn", "unsuitable.insult", "unsuitable.insult_sure") for hit in here)
        hints = len({hit.start for hit in here if hit.name == "unsuitable.reference_hint"})
        is_lesson = bool(_LESSON.search(reading.low, reading.sentences[max(0, number - 1)].start, sentence.end))
        person = who[number].one or who[number].pronoun or who[number].staff or who[number].maybe_named
        person = person or (number > 0 and (who[number - 1].staff or who[number - 1].maybe_named))
        for hit in here:
            name = hit.name.removeprefix("unsuitable.")
            before = reading.low[max(sentence.start, hit.start - 70) : hit.start]
            after = reading.low[hit.end : min(sentence.end, hit.end + 40)]
            said = reading.low[hit.start : hit.end]
            is_story = who[number].story or who[number].animal
            if number and _TAKEN_UP.match(words):  # "A troll has moved in. He's ugly."
                is_story |= who[number - 1].story or who[number - 1].animal
            match name:
                case "slur" if said == "faggots" and _MEAT.search(words):
                    pass
                case "insult_sure" if said == "shut up" and _SILENT.search(before):
                    pass
                case "obscene" if said == "prick" and _NEEDLE.search(before):
                    pass
                case "obscene" | "slur":
                    yield hit.start, hit.end, "RS-1", "obscene" if name == "obscene" else "discriminatory"
                case "insult_sure" if not _NOT.search(before) and not (is_story and not targets) and not is_lesson:
                    yield hit.start, hit.end, "RS-1", "insulting"
                case "insult" if (
                    (targets or not who[number].story)
                    and not (is_story and _TAKEN_UP.match(words))
                    and _is_called(targets, hit, before, after)
                    and not _NOT.search(before)
                ):
                    yield hit.start, hit.end, "RS-1", "insulting"
                case "harass" if not who[number].story:
                    yield hit.start, hit.end, "RS-1", "harassing"
                case "discriminate" if not _COUNTER.search(words):
                    yield hit.start, hit.end, "RS-1", "discriminatory"
                case "reference" if person or who[max(0, number - 1)].staff or who[max(0, number - 1)].one:
                    yield hit.start, hit.end, "CO-3", "reference"
                case "reference_hint" if _is_reference(reading, hit, words, person, hints):
                    yield hit.start, hit.end, "CO-3", "reference"
                case "scorn" if not is_lesson and not _NOT.search(before):
                    if _is_scorn(reading, hit, targets, before_targets, before, after, is_story):
                        yield hit.start, hit.end, "RP-1", "disparaging"
                case "scorn_plain" if not is_story and not _NOT.search(before) and _SAID_OUTRIGHT.search(before):
                    yield hit.start, hit.end, "RP-1", "disparaging"
                case "scorn_mild" if scorned and not is_story and not _NOT.search(before):
                    if _is_scorn(reading, hit, targets, before_targets, before, after, is_story):
                        yield hit.start, hit.end, "RP-1", "disparaging"
                case _:
                    pass


def _is_called(targets: Sequence[Hit], hit: Hit, before: str, after: str) -> bool:
    """Whether somebody is called so: "you pigs", "the clowns who run the council", "those parents are thieves"."""
    if before.endswith("three little "):
        return False
    if _CALLED.search(before):
        return not re.match(r"\s+(?:costume|outfit|mask|puppet|biscuit|cake|dance|song|shaped|hat)", after)
    if _IS.search(before):
        return any(target.end <= hit.start for target in targets)
    if re.search(r"\b(?:from|by|to|with|like)\s+$", before) and re.match(r"\s+who\b", after):
        return True
    return bool(
        re.search(r"\b(?:the|our|a|an)\s+(?:[\w']+\s+){0,1}$", before)
        and re.match(
            r"\s+(?:who\b|we\b|that (?:run|call|think|charge|turned)|they call|at the (?:back|council|office|"
            r"school|top|gate)|in (?:charge|the office|year|the council|the staffroom)|next door|"
            r"down the road|from (?:the council|ofsted|down|next|year|st ))",
            after,
        )
    )


def _is_scorn(
    reading: Reading,
    hit: Hit,
    targets: Sequence[Hit],
    before_targets: Sequence[Hit],
    before: str,
    after: str,
    is_story: bool,
) -> bool:
    """Whether people are found wanting: "the parents are lazy", "useless council", "they couldn't organise a queue"."""
    is_phrase = " " in reading.low[hit.start : hit.end]
    if is_story:
        targets = [target for target in targets if reading.low[target.start : target.end] not in _PRONOUNS]
        if not targets:
            return False
    if is_phrase:
        near = any(-30 <= hit.start - target.end <= 90 or 0 <= target.start - hit.end <= 30 for target in targets)
        return near or bool(before_targets) or hit.start - len(before) == 0
    for target in targets:
        gap = reading.low[target.end : hit.start]
        if (
            target.end <= hit.start
            and len(gap) < 60
            and (_IS.search(before) and not re.search(r"[,;:]", gap.rstrip(", ")))
        ):
            return not re.match(r"\s+(?:at (?:goodbyes|secrets|keeping)|good|fun|amount|lot)", after)
        if target.start >= hit.end and re.fullmatch(
            r"[\s,]+(?:(?!(?:and|but|so|yet|or|while)\b)[\w'-]+\s+){0,2}", reading.low[hit.end : target.start]
        ):
            return True
    return bool(
        re.search(
            r"\b(?:you're|they're|he's|she's|you are|they are|they were|you were|he is|she is|he was|"
            r"she was)\s+(?:[\w']+\s+){0,3}$",
            before,
        )
    )


def _is_reference(reading: Reading, hit: Hit, words: str, person: bool, hints: int) -> bool:
    """Whether somebody is recommended for work: "we recommend Miss X to any school", two words of references beside a person."""
    sentence = reading.sentences[reading.sentence_at(hit.start)]
    if _VACANCY.search(words):
        return False
    if reading.low[hit.start : hit.end].startswith("recommend"):
        if _NOT_ABOUT_PEOPLE.search(words):
            return False
        typed = re.sub(
            r"^recommend\w*", lambda said: said[0].lower(), reading.plain[hit.start : sentence.end], flags=re.IGNORECASE
        )
        return bool(re.match(_RECOMMENDED.pattern.replace("(?-i:[A-Z])", "[A-Z]"), typed)) or (
            person and (hints > 1 or bool(_HIRED.search(words)))
        )
    return person and (hints > 1 or bool(_HIRED.search(words)))
