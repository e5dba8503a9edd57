"""A stretch of a reading that looks like personal data, and whose it may be: a private person's or an organisation's."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.words.reading import Reading


@dataclass(frozen=True, slots=True)
class Spot:
    """`plain[start:end]` of the reading. is_doubtful: it is probably an organisation's own, so it is only pointed out."""

    kind: str
    start: int
    end: int
    is_doubtful: bool = False


_PUBLIC = re.compile(
    r"\b(?:hall|centre|center|park|woods?|farm|grounds?|reservoir|lake|beach|campsite|yha|venue|entrance|studios?|school|academy|depot|"
    r"collection point|recycling|directions|parking|marina|racecourse|gym|rink|observatory|field|fields|allotments?|gardens|"
    r"trust|"
    r"offices?|showroom|warehouse|headquarters|hq|factory|bakery|garage|market|mill|pier|viaduct|visitor)\b|"
    r"\b(?:council|library|museum|gallery|theatre|cinema|zoo|aquarium|box office|police|surgery|nhs|"
    r"helpline|hotline|charity|"
    r"hospital|hospice|leisure centre|sports centre|community centre|village hall|town hall|church|"
    r"chapel|cathedral|mosque|temple|"
    r"gurdwara|synagogue|club|pavilion|stadium|arena|pool|swimming baths|"
    r"car park|park and ride|hotel|hostel|"
    r"activity centre|outdoor centre|field centre|visitor centre|garden centre|farm park|farm shop|"
    r"abbey|(?<!bouncy )castle|national trust|scouts?|"
    r"supermarket|shop|caf[eé]|restaurant|theme park|adventure park|country park|playing fields?|"
    r"recreation ground|station|crematorium|"
    r"nursery|high school|secondary school|university|college|food ?bank|clinic|pharmacy|post office|"
    r"samaritans|childline|nspcc)\b"
)
_PRIVATE = re.compile(
    r"\b(?:mum|mums|dad|dads|mother|father|parent|parents'|nan|nana|gran|grandma|grandad|home|house|"
    r"lives?|living|flat|family|family's|"
    r"my|me|him|her|his|their|knock|doorbell|neighbour|collect(?:ed|ion)? from|drop (?:it|them) (?:at|"
    r"to)|text|whatsapp|"
    r"party|birthday|sleepover|play ?dates?|barbecue|bbq|"
    r"[a-z]+'s (?:at|on)|childminder|babysit\w*|carer|wife|husband|sister|brother|volunteer|treasurer)\b"
)
_STREET_AFTER = re.compile(
    r"\s+(?:road|rd|street|st|lane|close|avenue|ave|drive|way|row|hill|court|terrace|view|crescent|gardens|grove|place|walk|rise|mews|"
    r"side|end|gate|avenue|house|cottages?|square|vale|croft)\b"
)


def is_public(reading: Reading, start: int, end: int) -> bool:
    """Whether a place that everybody knows is named beside it (a theatre, a car park) and nobody's home or family is."""
    sentence = reading.sentences[reading.sentence_at(start)]
    low = reading.low
    near = f"{low[max(sentence.start, start - 90) : start]}, {low[end : min(sentence.end, end + 50)]}"
    if _PRIVATE.search(near):
        return False
    return any(not _STREET_AFTER.match(near, found.end()) for found in _PUBLIC.finditer(near))
