"""What stands before a word tells whether somebody is called so."""

from __future__ import annotations

from bot.words.names.lists import after_dash
from bot.words.names.page import COMMA, LINE, Nature, Page, is_verb
from bot.words.names.vocabulary import (
    AT,
    BY,
    DETERMINERS,
    FORMERLY,
    FUNCTION,
    NUMBERS,
    PRAISE,
    ROSTERS,
    SPEECH,
    can_be,
    forenames,
    is_ordinary,
    word_set,
)


def told_before(page: Page, i: int, nature: Nature, opens: bool) -> int:
    if opens and page.gap(i) != LINE:
        return after_dash(page, i) if i else 0
    before = page.before(i)
    if page.gap(i) == COMMA and page.plain[i - 1] in PRAISE:
        return 3  # "Happy birthday, Summer!"
    if not before:
        return 0
    if before in PRAISE or _is_called(page, i, before):
        return 3
    if before in ("caught", "bowled", "stumped") and page.capital(i):
        return 3  # "Caught Poole, bowled Stone"
    if before in FORMERLY and page.capital(i):
        return 3 if not (nature.is_place or nature.is_time) or not page.opens(i - 1) else 1
    if before in ("what", "that", "which") and is_verb(page.spaced(i + 1)) and not can_be(page.spaced(i + 1), "NZ"):
        return 1  # "this is what Rex made"
    if before in DETERMINERS or before.isdigit() or before in NUMBERS:
        return -6
    if before == "to" and (page.before(i - 1) == "according" or _is_awarded_to(page, i)):
        return 5
    if before == "at" and page.capital(i) and page.before(i - 1) in LOOKING:
        return 1  # "Look at Blossom go!"
    if before in AT:
        owns = page.has_possessive(i + 1) and not nature.is_somewhere
        return 0 if owns else -5
    if before in BY:
        if page.has_possessive(i + 1) and not nature.is_time:
            return 0
        return -2 if nature.is_somewhere and before in ("from", "to", "between", "for") else 2
    if before == "of":
        if page.plain[i - 2 : i - 1] in (["proud"], ["fond"], ["credit"]):
            return 3
        return (
            -4 if page.capital(i - 2) and is_ordinary(page.plain[i - 2]) and nature.is_ordinary else -1
        )  # "Medal of Honor"
    if before in ("and", "or", "as"):
        led = page.before(page.listed(i)[0])
        return -5 if led in AT and nature.is_somewhere else 0
    if page.capital(i - 1) and before in forenames() and before not in page.index.class_names:
        return -4  # "Tom Bell"
    if page.capital(i - 1) and not page.opens(i - 1) and not page.is_heading(i) and is_ordinary(before):
        return -3  # "Christmas Star"
    if page.capital(i - 1) and not is_ordinary(before):
        return -4  # "Bobby Moore"
    if (
        page.capital(i - 1)
        and page.capital(i)
        and page.opens(i - 1)
        and _is_a_thing(before)
        and page.spaced(i)
        and "#" not in page.raw_gap(i - 1)
    ):
        return -3  # "Swan Lake was performed"
    if nature.is_ordinary and page.before(i - 1) in DETERMINERS and not page.capital(i - 1) and _is_a_thing(before):
        return -3  # "the hospital Porter"
    if before in SPEECH:
        return 3
    if is_verb(before):
        return 1
    return 0


def _is_a_thing(word: str) -> bool:
    """Whether a word is a noun or an adjective, and none of somebody who does something: "swan", but not "striker"."""
    if not can_be(word, "NA") or can_be(word, "VZDPGR") or word in ROSTERS or word in PRAISE or word in _SOMEBODY:
        return False
    if word in FUNCTION or word in ("unlike", "opposite") or word in _LIKE_SOMEBODY:
        return False
    return not word.endswith(("er", "or", "ist", "ian", "ant", "girl", "boy", "man", "woman", "mate", "mates", "ers"))


_LIKE_SOMEBODY = word_set("like_somebody") | {"poor", "lucky", "cheeky", "sweet", "super"}
_SOMEBODY = word_set("somebody") | word_set("family") | word_set("roles")


def _is_called(page: Page, i: int, before: str) -> bool:
    """ "Well done to Chester", "Thank you Georgia", "Get well soon Florence": said to nobody but people."""
    if before == "to" and page.before(i - 1) in ("out", "off"):  # "Shout-out to Victoria", "Hats off to Sydney"
        return page.plain[i - 3 : i - 2] in (["shout"], ["hats"])
    return i > 1 and page.plain[i - 2] in _CALLS.get(before, ())


_CLAPS = frozenset(
    ("done", "congratulations", "congrats", "thanks", "clap", "applause", "cheer", "cheers", "luck", "birthday")
)
_CALLS = {
    "to": _CLAPS,
    "for": _CLAPS,
    "you": frozenset(("thank",)),
    "luck": frozenset(("good",)),
    "soon": frozenset(("well",)),
    "back": frozenset(("welcome",)),
    "on": frozenset(("come",)),
    "five": frozenset(("high",)),
    "out": frozenset(("shout",)),
    "off": frozenset(("hats",)),
}


def _is_awarded_to(page: Page, i: int) -> bool:
    """ "Player of the match went to Lincoln": a prize goes to nobody but people."""
    goes = page.before(i - 1)
    if goes not in ("went", "goes", "go", "gone", "given", "awarded", "presented"):
        return False
    return any(page.plain[n] in ROSTERS or page.plain[n] in PRAISE for n in range(page.sentence(i)[0], i - 2)) or any(
        page.plain[n] in _PRIZES for n in range(page.sentence(i)[0], i - 2)
    )


_PRIZES = word_set("prizes")

LOOKING = frozenset(
    ("look", "looked", "looking", "smiled", "smiling", "laughed", "waved", "waving", "beamed", "shouted")
)
