"""A stretch of a reading that looks like personal data, and whose it may be: a private person's or an organisation's."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.words.names.vocabulary import forenames, is_ordinary
from bot.words.reading import Reading


@dataclass(frozen=True, slots=True)
class Spot:
    """`plain[start:end]` of the reading. is_doubtful: it is probably an organisation's own, so it is only pointed out."""

    kind: str
    start: int
    end: int
    is_doubtful: bool = False


_PUBLIC = re.compile(
    r"\b(?:hall|centre|center|park|woods?|farm|grounds?|reservoir|lake|beach|campsite|yha|venue|entrance|studios?|"
    r"school|academy|depot|"
    r"collection point|recycling|directions|parking|marina|racecourse|gym|rink|observatory|field|fields|allotments?|gardens|"
    r"trust|offices?|showroom|warehouse|headquarters|hq|factory|bakery|garage|market|mill|pier|viaduct|visitor|"
    r"council|library|museum|gallery|theatre|cinema|zoo|aquarium|box office|police|surgery|nhs|helpline|hotline|charity|"
    r"hospital|hospice|leisure centre|sports centre|community centre|village hall|town hall|church|"
    r"chapel|cathedral|mosque|masjid|temple|gurdwara|synagogue|club|pavilion|stadium|arena|pool|swimming baths|lido|"
    r"car park|park and ride|hotel|hostel|"
    r"activity centre|outdoor centre|field centre|visitor centre|garden centre|farm park|farm shop|"
    r"abbey|(?<!bouncy )castle|national trust|scouts?|"
    r"supermarket|shops?|bookshop|caf[eé]|restaurant|theme park|adventure park|country park|playing fields?|"
    r"recreation ground|station|crematorium|"
    r"nursery|high school|secondary school|university|college|food ?bank|clinic|pharmacy|post office|"
    r"samaritans|childline|nspcc|"
    r"fryer|chippy|takeaway|pizzeria|bistro|tea ?rooms?|deli|pub|inn|tavern|brewery|butchers?|florists?|salon|barbers?|"
    r"hairdressers?|dentists?|vets|opticians?|launderette|building society|co-op|institute|legion|bandstand|planetarium|"
    r"memorial|project|railway|caverns?|retail park|trading estate|business park|industrial estate|ltd|limited|plc|"
    r"bowling|soft play|(?:front|help|information|enquiry) desk|"
    r"asda|tesco|aldi|lidl|morrisons|waitrose|iceland|sainsbury's|greggs|costa|starbucks|mcdonald's|boots|argos|ikea|"
    r"specsavers|"
    r"tourist|embassy|"
    r"nursing home|care home|residents|palace|parliament|guildhall|mayor's parlour|lighthouse|land's end|"
    r"john o'? ?groats|stonehenge|ben nevis|snowdon|big ben|tower of london|wembley|old trafford|"
    r"hadrian's wall|roofing|builders|sponsors?|"
    r"registry office|courts?|monument|concert|exhibition|hub|stores?|emporium|outfitters|suppliers?|distributors?)\b"
)
_PRIVATE = re.compile(
    r"\b(?:mum|mums|dad|dads|mother|father|parent|parents'|nan|nana|gran|grandma|grandad|"
    r"(?<!nursing )(?<!care )(?<!residential )home|house|"
    r"lives?|living|flat|family|family's|"
    r"my|me|him|her|his|their|theirs|ours|mine|hers|knock|doorbell|neighbour|collect(?:ed|ion)? from|drop (?:it|"
    r"them) (?:at|to)|"
    r"text|whatsapp|doorstep|drive of|garden of|porch|front garden|back garden|bedroom|driveway|auntie|uncle|"
    r"party|birthday|sleepover|play ?dates?|barbecue|bbq|"
    r"childminder|babysit\w*|carer|wife|husband|sister|brother|volunteer|treasurer)\b"
)
_STREET_AFTER = re.compile(
    r"\s+(?:road|rd|street|st|lane|close|avenue|ave|drive|way|row|hill|court|terrace|view|crescent|gardens|grove|place|"
    r"walk|rise|mews|"
    r"side|end|gate|avenue|house|cottages?|square|vale|croft)\b"
)
_SOMEBODYS = re.compile(r"\b(?!st )(?:\w+ )?[a-z]{2,}(?:'s|s')\s+$")
""" "Eddie's farm" is somebody's, "the school's farm" is not."""
_BARE = re.compile(r"\b(?:from|after|before|to|at|in|leave|since) $")
""" "From school", "after nursery": a time of day more than a place."""
_TITLE = re.compile(r"\b(?:mr|mrs|ms|miss|mx|dr)\.?\s+$")
_NOT_SOMEBODYS = re.compile(
    r"\b(?:st \w+|school|town|city|village|council|children|people|women|men|world|trust|bishop|"
    r"king|queen)'?s'?\s+$"
)
_AT_SOMEBODYS = re.compile(
    r"(?:\b(?:at|to|round|by|from|outside|behind)\s+(?:the\s+)?(?!sainsbury|mcdonald|domino|nando|morrison|tesco|waitrose|"
    r"wetherspoon|waterstone|boot|lord|st |greg)[a-z-]+(?:'s|s'))[\s,(:]*(?:at|is|place|postcode|sat ?nav)?[\s,(:]*$"
)
""" "Outside Tharun's at …"."""
_BEYOND = re.compile(
    r"\b(?:into|from|onto|over|through|across|past|"
    r"without|before|after)\s+(?:the|our|a)\s+(?:\w+\s+)?$"
)
_IT_IS = re.compile(
    r"\b(?:it's (?:at|on|in|now|just|all)|it is at|find it|find us|we're|we are|moved to|now at|it has|"
    r"they're at|there is|held at|is at)\b"
)
_UNREAL = re.compile(
    r"\b(?:imaginary|imagined|pretend\w*|made[- ]up|made (?:it|them|this) up|invented|fictional|fictitious|make-believe|"
    r"poems?|limericks?|story starters?|writing prompts?|fairy ?tales?|story ?maps?|story ?books?|once upon a time|"
    r"nursery rhymes?|scam\w*|phishing|"
    r"spot the fake|fake|spoof|"
    r"bogus|dummy|example address)\b"
)
_CREATURES = re.compile(
    r"\b(?:goblins?|trolls?|gingerbread|witch(?:es)?|wizards?|giants?|ogres?|unicorns?|fairy|fairies|elf|elves|dragons?|"
    r"little pigs?|three bears|beanstalk|mermaids?|monsters?|ghosts?|vampires?|zombies?|pixies?|gruffalo|gnomes?|"
    r"nowhere|deep dark|enchanted|wonderland|neverland)\b"
)
_STORIED = re.compile(
    r"\b(?:santa|father christmas|north pole|three bears|mr wolf|big bad wolf|goldilocks|cinderella|gruffalo|paddington|"
    r"harry potter|hansel|gretel|rapunzel|easter bunny|sherlock|hogwarts|toad hall|willy wonka|peter rabbit|sleeping beauty|"
    r"red riding hood|tooth fairy|the grinch|elves)\b"
)
_NO_HOME = re.compile(r"\b(?:house|lives?|father(?= christmas))\b")
_FAMOUS = re.compile(
    r"\b(?:221 ?b,? baker st(?:reet)?|(?:10|11|ten|eleven|number (?:10|ten)),? downing st(?:reet)?|32,? windsor gardens|"
    r"(?:4|four|number four),? privet drive|12,? grimmauld place|17,? cherry tree lane|52,? festive road|"
    r"742,? evergreen terrace|84,? charing cross road|42,? wallaby way|124,? conch street|1600,? pennsylvania avenue|"
    r"123,? sesame street|9,? bywater street|1,? london bridge)\b"
)


def is_public(reading: Reading, start: int, end: int) -> bool:
    """Whether a place that everybody knows is named beside it (a theatre, a car park) and nobody's home or family is."""
    number = reading.sentence_at(start)
    sentence = reading.sentences[number]
    before, after = (
        reading.plain[max(sentence.start, start - 90) : start],
        reading.plain[end : min(sentence.end, end + 50)],
    )
    is_firm = _FIRM.search(before)
    # "Dock House" has a capital: a building's name says nothing of whose it is
    before, after = before.replace(" House", " building").lower(), after.replace(" House", " building").lower()
    near = f"{before}, {after}"
    if _PRIVATE.search(near) or _AT_SOMEBODYS.search(before):
        return False
    if (
        is_firm
        and (is_firm["at"] or (before[-2:] == ", " and reading.low[start].isdigit()))
        and _is_firm(is_firm["firm"])
    ):
        return True
    if number and _IT_IS.search(near):
        earlier = reading.words_of(reading.sentences[number - 1])
        if not _PRIVATE.search(earlier):
            near = f"{earlier}, {near}"
    return any(_is_everybodys(near, found) for found in _PUBLIC.finditer(near))


_FIRM = re.compile(
    r"(?<![\w'])(?P<firm>[A-Z][\w'-]+(?:\s+(?:&|and|on|of|the|in|at|"
    r"[A-Z][\w'-]+))+),\s*(?P<at>(?:no\.? )?\d{1,3}[a-z]?\s+[A-Z][^.!?]*)?$"
)
""" "Pargeter & Sons, 60 …": what is named before a number and a street."""
_NO_FIRM = re.compile(
    r"\b(?:cottage|lodge|farmhouse|barn|bungalow|villa|smithy|forge|rectory|vicarage|house|flat|apartment|mr|mrs|ms|"
    r"miss|dr|class|"
    r"court|mews|heights|view|end|close|hill|place|row|yard|mill|croft|grange|manor|old|year|family)\b"
)


def _is_firm(words: str) -> bool:
    """Whether a name in capitals is a firm's: words of the language or "&", no forename and no house among them."""
    low = words.lower()
    last = low.split()[-1]
    is_named = any(word.removesuffix("'s") in forenames() and not is_ordinary(word) for word in low.split())
    return not is_named and not _NO_FIRM.search(low) and ("&" in low or " and " in low or is_ordinary(last))


def _is_everybodys(near: str, found: re.Match[str]) -> bool:
    """Whether such a word is a place of its own: not "Park Road", not "Eddie's farm", not "over the school hedge"."""
    before = near[max(0, found.start() - 30) : found.start()]
    if _STREET_AFTER.match(near, found.end()) or _BEYOND.search(before):
        return False
    if found[0] in ("school", "nursery", "college", "university") and _BARE.search(before):
        return False
    if _TITLE.search(before):
        return False
    return not _SOMEBODYS.search(before) or _NOT_SOMEBODYS.search(before) is not None


def is_unreal(reading: Reading, start: int, end: int) -> bool:
    """Whether it is a story's or an exercise's: "7 Goblin Street", "221b Baker Street", "spot the fake address"."""
    low = reading.low
    words = low[start:end]
    number = reading.sentence_at(start)
    sentence = reading.words_of(reading.sentences[number])
    if _FAMOUS.search(words):
        return True
    is_a_storys = _CREATURES.search(words) or _STORIED.search(sentence)
    if is_a_storys and not _PRIVATE.search(_NO_HOME.sub("", sentence)):
        return True
    first, last = reading.sentences[max(0, number - 1)], reading.sentences[min(number + 1, len(reading.sentences) - 1)]
    return _UNREAL.search(low, first.start, last.end) is not None
