"""Whose an account is by the way its name is built: an organisation's ("@TambrookFire") or a person's ("@its_jaz_2015")."""

from __future__ import annotations

import re

from bot.words.names.vocabulary import forenames, is_ordinary

_LONG_BODIES = re.compile(
    r"school|primary|academy|trust|infant|junior|college|friendsof|council|library|libraries|museum|gallery|theatre|"
    r"police|rescue|nspcc|rspca|rspb|childline|childnet|charity|foundation|hospice|church|parish|radio|rovers|united|"
    r"rugby|cricket|leisure|centre|center|society|association|national|unicef|saferinternet|ofsted|scouts|guides|brownies|"
    r"festival|ambulance|bakery|bookshop|garage|nursery|dental|dentist|surgery|optician|florist|butcher|brewery|hotel|"
    r"morrisons|tesco|asda|sainsbur|waitrose|aldi|lidl|greggs|"
    r"orchestra|choir|opera|ballet|athletic|hockey|netball|tennis|cycling|transport|highways|recycling|wildlife|nature|"
    r"forest|woodland|canal|rivers|heritage|archaeolog|science|planetarium|aquarium|safari|waterstones|publish|"
    r"community|project|campaign|awards|services|magazine|gazette|chronicle|herald|hospital|university|fundrais|"
    r"governors|parliament|embassy|cathedral|supermarket|restaurant|catering|uniform|childcare|foodbank|allotment|partnership"
)
_SHORT_BODIES = (
    "pta|ptfa|zoo|farm|nhs|fire|bbc|nasa|news|town|city|book|books|press|gov|dfe|edu|club|arts|vets?|cafe|shop|hub|hq|cic|ltd|"
    "org|group|team|fc|afc|rfc|cc|rail|water|wwt|coop|uk|mat|inn|band|brass|gym|park|hall|mp|cafe|week|day|charity|trains|"
    "buses|eco|rnli|cubs|beavers|police"
)
_SHORT = re.compile(rf"(?:^|[_.-])(?:{_SHORT_BODIES})(?=$|[_.-])|(?:{_SHORT_BODIES})$")
_HUMPS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_OF_A_PERSON = frozenset(
    re.findall(
        r"\S+",
        """
    mum mummy mums dad daddy dads nan nana gran grandma grandad auntie uncle mrs mr miss ms boy girl kid lad lass baby
    bro sis its itz im iam my the not just lil real thereal xo xx xxx bff queen king princess official draws paints bakes
    makes builds plays games gaming skates dances sings tricks beats vlogs reads cooks runs knits crafts sketchbook
    animates
    """,
    )
)


def is_a_bodys(handle: str) -> bool:
    """Whether an account's name says that it is a school's, a club's, a firm's …"""
    low = handle.lower().lstrip("@")
    parts = {part.lower() for part in _HUMPS.findall(handle)}
    return bool(_LONG_BODIES.search(low) or _SHORT.search(low)) or any(
        re.fullmatch(_SHORT_BODIES, part) for part in parts
    )


def looks_personal(handle: str) -> bool:
    """Whether an account's name is built as people build theirs: with a forename, a year, "its", "mum", a pastime."""
    parts = [part.lower() for part in _HUMPS.findall(handle)]
    if len(parts) == 1 and _begins_with_a_forename(parts[0]):
        return True
    return any(
        part.isdigit() or part in _OF_A_PERSON or _is_a_forename(part) or _is_a_forename(part.removesuffix("s"))
        for part in parts
    )


def _is_a_forename(part: str) -> bool:
    return len(part) > 2 and part in forenames() and not is_ordinary(part)


def _begins_with_a_forename(handle: str) -> bool:
    """ "keithhangsabout": all in one, as nobody can tell where the name ends."""
    return any(_is_a_forename(handle[:length]) for length in (5, 6, 7) if length <= len(handle))
