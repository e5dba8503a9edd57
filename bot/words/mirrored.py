"""What a list of phrases cannot say of a sentence that sours: two groups of people set against each other, or named "
"for a theft.

"The boys built the bridge, the girls made it look pretty" has no word that is unkind. It is the pairing that tells: women or
girls beside housework and looks, men or boys beside tools and strength. "The fair's on the rec, so lock your bikes up" tells
what a group is thought to do. Both are pointed out only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.words.reading import Reading

_FEMALE = frozenset(re.findall(r"[\w']+", "girls mums ladies women grans grannies nans mothers wives lasses grandmas"))
_MALE = frozenset(re.findall(r"[\w']+", "boys dads lads men blokes grandads fathers husbands chaps grandpas"))
_FOR_HER = frozenset(
    re.findall(
        r"[\w']+",
        "apron aprons bake bakes baked baking oven ovens cake cakes bun buns tea teas sandwiches sew sews sewed "
        "sewing knit knitted "
        "knitting iron ironing wash washed washing tidy tidied tidier tidying neat neater neatly clean cleaned "
        "cleaning cook cooked "
        "cooking serve served pretty prettier prettily decorate decorated decorations decorating bunting ribbons "
        "flowers glitter pink "
        "colour coloured colouring make-up makeup gossip gossiping shopping cheered cheering watched nurses nursed "
        "handwriting sparkly "
        "fancy dresses cried squealed screamed shrieked display",
    )
)
_FOR_HIM = frozenset(
    re.findall(
        r"[\w']+",
        "lift lifts lifted lifting carry carried carrying build built building tool tools wire wired wiring circuits "
        "gazebo engineering "
        "engineers engine loads load heavy muscle muscles strong hammer hammered drill drilled dig dug digging fix "
        "fixed mend mended "
        "beer bar bbq barbecue grill rugby match football science sums maths coding computers robots lego van tractor "
        "spade spades "
        "proper serious work brains thinking",
    )
)
_GROUPS = re.compile(
    r"\b(?:fair|fairground|caravans?|travell(?:ers?|ing)|gyps(?:y|ies)|estate|flats|high[ -]school (?:lot|kids)|"
    r"big (?:lads|boys)|"
    r"teenagers|hoodies|academy lot)\b"
)
_GUARDS = re.compile(
    r"\b(?:so|better|best|time to|you might want to|remember to|and)\s+(?:please\s+)?(?:lock|hide|count|nail|bolt|"
    r"guard|hold on to|watch)\b|"
    r"\bcount (?:the|your|our) (?:\w+ )?(?:spoons|gnomes|change|fingers|silver|bikes|wheelie bins)\b|"
    r"\bnail(?:ed)? (?:it|everything|them) down\b|"
    r"\b(?:so,? )?(?:funnily|strangely|oddly|curiously) enough\b|\b(?:lead|slates|copper|tiles) (?:from|off) (?:the|our) roof\b"
)
_SAME_AGAIN = re.compile(r"\b((?!what\b|there\b|it\b|it'll\b|that\b)[a-z]+(?: (?!will\b)[a-z]+)?) will be \1\b")
_EITHER = re.compile(rf"\b(?:{'|'.join(sorted(_FEMALE | _MALE))})\b")
_WORD = re.compile(r"[a-z]+(?:[-'][a-z]+)*")
_APART = 90
"""Characters between the two groups, at most: more is another matter."""


def mirrored(reading: Reading) -> Iterator[tuple[int, int]]:
    """Where sentences set groups against each other: (from, to)."""
    low = reading.low
    if _GROUPS.search(low):
        for sentence in reading.sentences:
            guards = _GUARDS.search(low, sentence.start, sentence.end)
            if guards and _GROUPS.search(low, sentence.start, guards.start()):
                yield guards.span()
    if " will be " in low:
        for found in _SAME_AGAIN.finditer(low):
            yield found.span()
    yield from _parted(reading)


def _parted(reading: Reading) -> Iterator[tuple[int, int]]:
    """Women or girls in one clause beside what is "for her", men or boys in another beside what is "for him"."""
    low = reading.low
    named = list(_EITHER.finditer(low))
    for first, second in pairwise(named):
        hers = first[0] in _FEMALE
        if hers == (second[0] in _FEMALE) or second.start() - first.end() > _APART:
            continue
        between = _words(low, first.end(), second.start())
        if len(between) < 2 or between == ["and", "the"]:
            continue  # "mums and dads", "the boys and the girls" are named together
        behind = _words(low, second.end(), second.end() + 60)[:9]
        own, other = (_FOR_HER, _FOR_HIM) if hers else (_FOR_HIM, _FOR_HER)
        told = own.intersection(between) or own.intersection(_words(low, max(0, first.start() - 40), first.start()))
        if told and other.intersection((*between, *behind)) and not own.intersection(behind):
            yield first.start(), second.end()


def _words(low: str, start: int, end: int) -> list[str]:
    return _WORD.findall(low, start, end)
