"""Constructions in which hardly anything but a person stands, whatever else the word may be: "What did Grace find?"."""

from __future__ import annotations

from bot.words.names.clauses import led_in
from bot.words.names.page import COMMA, LINE, SPACE, Nature, Page, is_verb
from bot.words.names.vocabulary import (
    DETERMINERS,
    FUNCTION,
    LINE_UPS,
    OF_TIMES,
    ROSTERS,
    STAFF_TITLES,
    can_be,
    word_set,
)


def constructed(page: Page, i: int, end: int, nature: Nature) -> int:
    """What the construction around words `i` to `end` weighs for a person; 0 where it tells nothing.

    Unlike the neighbours on either side, which are weighed apart, it speaks for both sides at once.
    """
    if not page.capital(i):
        return 0
    before = page.before(i) if page.gap(i) == SPACE else ""
    if _feels(page, end) and not nature.is_time:
        return 3 - nature.is_somewhere
    weight = led_in(page, i, end, nature, before) if before else 0
    if weight:
        return weight
    if page.opens(i) or page.gap(i) == COMMA:
        return _opening(page, i, end, nature)
    return 0


def _feels(page: Page, end: int) -> bool:
    """ "Grace looks so proud", "Will should be very pleased", "Rose was over the moon": what only somebody is."""
    n = end + 1
    if page.spaced(end) not in _BEING:
        return False
    while page.spaced(n) in _HOW_MUCH:
        n += 1
    return page.spaced(n) in _FEELINGS


_BEING = frozenset(
    (
        "is",
        "was",
        "looks",
        "looked",
        "seems",
        "seemed",
        "felt",
        "feels",
        "should",
        "must",
        "will",
        "might",
        "s",
        "gets",
        "got",
    )
)
_HOW_MUCH = frozenset(
    ("so", "very", "really", "rather", "too", "be", "a", "bit", "little", "quite", "absolutely", "understandably")
)
_FEELINGS = word_set("feelings")


def _opening(page: Page, i: int, end: int, nature: Nature) -> int:
    """At the start of a sentence or a caption, or behind a fronted phrase."""
    if end >= page.count:
        return _answers(page, i, end)
    word, gap = page.plain[end], page.gap(end)
    if gap == SPACE and word == "and" and page.spaced(end + 1) in _TOGETHER:
        return 4 if not nature.is_time else 2
    if gap == SPACE and word in _BESIDE and page.spaced(end + 1) in STAFF_TITLES:
        return 3 if not nature.is_time else 0  # "Grace and Mr Hughes in the tug of war"
    if (
        gap == SPACE
        and word in _VERSUS
        and page.plain[end + 1 : end + 2]
        and page.plain[end + 1] in page.clear_forenames
    ):
        return 4
    if _is_exclaimed(page, i, end, nature) or _is_punned(page, i, end):
        return 3
    if _is_scored(page, i, end) or is_alike(page, i, end):
        return 4
    if page.gap(i) == COMMA and gap != SPACE and page.plain[i - 1] in _ADDRESSING:
        return 3 if not nature.is_time else 2  # "Thank you, Devon, for holding the door", "Well played, Kenya"
    if page.raw_gap(end).strip() in _SPOKEN and page.opens(i) and not nature.is_time:
        return 3  # 'Grace: "My favourite was the ghost train."'
    if gap == COMMA and page.opens(i) and _is_put_in(page, end) and not nature.is_time:
        return 3
    if gap == COMMA and page.opens(i) and _acts_behind_an_aside(page, end):
        return 3  # "Eve, on the eve of the regatta, painted the boat"
    if gap not in (SPACE, LINE):
        return _answers(page, i, end)
    if page.capital(end) or gap == LINE or nature.is_time:
        return 0
    if word.endswith("ly") and can_be(word, "R") and is_verb(page.spaced(end + 1)) and not nature.is_class:
        return 3  # "Grace kindly lent Aisha a coat"
    return _captioned(page, i, end, nature, word)


_ADDRESSING = frozenset(
    ("you", "oh", "ah", "us", "look", "played", "bowled", "batted", "worry", "done", "always", "sorry", "again")
)
_SPOKEN = frozenset((': "', ": “", ": '", ": ‘", ':"', ":“"))


_TOGETHER = frozenset(
    ("i", "me", "friends", "friend", "co", "pals", "mates", "classmates", "team", "gang", "mum", "dad", "family")
)
_BESIDE = frozenset(("and", "with", "beat", "meets", "met", "joined", "interviews", "interviewed"))
_VERSUS = frozenset(("vs", "versus", "v", "against", "and"))


def _is_punned(page: Page, i: int, end: int) -> bool:
    """ "June's stall made £40 in June", "Bill settled the bill": somebody does something, and then comes the word itself."""
    if not page.opens(i) or page.plain[i] not in page.plain[end + 1 : page.sentence(i)[1]]:
        return False
    verb = end if not page.has_possessive(end) else page.after(end) + 1
    word = page.spaced(verb)
    return can_be(word, "D") and not can_be(word, "NA") and word not in FUNCTION and word not in _DONE_BY_THINGS


_DONE_BY_THINGS = word_set("of_nature") | word_set("of_virtues") | OF_TIMES


def _is_exclaimed(page: Page, i: int, end: int, nature: Nature) -> bool:
    """ "Grace – what a superstar!", "Hope here, reporting from the gate", "Rose (pictured)", "Will rocks!", "Ivy – 1st"."""
    if nature.is_somewhere or not page.opens(i):
        return False
    word, gap = page.plain[end], page.raw_gap(end).strip()
    if gap in ("–", "—", "-", ":", ",", "..."):
        placed = word[0].isdigit() and word.endswith(("st", "nd", "rd", "th"))
        return page.plain[end : end + 2] == ["what", "a"] or (placed and gap != ",")
    if gap == "(":
        return word in _WHERE_SHOWN
    if page.spaced(end) == "here":
        return page.gap(end + 1) == COMMA
    return page.spaced(end) in ("rocks", "rules") and page.raw_gap(end + 1).startswith("!")


_WHERE_SHOWN = frozenset(
    ("pictured", "above", "below", "left", "right", "centre", "middle", "front", "back", "wearing", "holding")
)


def _is_put_in(page: Page, end: int) -> bool:
    """ "Grace, please bring back the bear", "Grace, of course, had remembered the sun cream"."""
    word, follows = page.plain[end], page.spaced(end + 1)
    if word == "please":
        return can_be(follows, "V") and follows not in FUNCTION
    if (word, follows) in (
        ("of", "course"),
        ("on", "the"),
        ("along", "with"),
        ("as", "always"),
        ("as", "ever"),
        ("as", "usual"),
    ):
        return True
    return word in ("meanwhile", "however", "though")


def _captioned(page: Page, i: int, end: int, nature: Nature, word: str) -> int:
    """ "Grace enjoying an ice lolly", "Mason hard at work on the mosaic", "Pictured above: Hope with the mayor"."""
    follows = page.spaced(end + 1)
    if page.opens(i) and can_be(word, "G") and word not in FUNCTION and (follows in DETERMINERS or word in _POSED):
        return 2
    if word in _BUSY and follows in ("at", "in", "with", "to", "as", "for", "on"):
        return 2 - nature.is_place
    if page.raw_gap(i).strip() == ":" and word in ("with", "as", "in", "on", "at"):
        first = page.sentence(i)[0]
        near = page.plain[max(first, i - 5) : i]
        return 3 if any(each in LINE_UPS or each in ROSTERS or each in _SHOWN for each in near) else 0
    return 0


def _acts_behind_an_aside(page: Page, end: int) -> bool:
    """Whether behind up to six words between commas comes what somebody did."""
    if page.plain[end] not in _ASIDE:
        return False
    for n in range(end + 1, min(end + 8, page.count)):
        if page.gap(n) == COMMA:
            follows = page.spaced(n + 1)
            acts = can_be(page.plain[n], "DZ") and not can_be(page.plain[n], "NA") and page.plain[n] not in FUNCTION
            return acts and page.plain[n] not in OF_TIMES and bool(follows)
        if page.gap(n) != SPACE:
            return False
    return False


_ASIDE = frozenset(
    ("on", "at", "in", "as", "this", "with", "for", "after", "by", "who", "our", "from", "to", "all", "true")
)
_POSED = frozenset(
    ("looking", "enjoying", "smiling", "concentrating", "getting", "showing", "wearing", "beaming", "holding")
)
_BUSY = frozenset(
    ("hard", "busy", "deep", "lost", "proud", "ready", "delighted", "nose", "head", "face", "cheek", "all")
)
_SHOWN = frozenset(
    ("above", "below", "stage", "pictured", "alt", "image", "video", "clip", "here", "screen", "costume")
)


def _answers(page: Page, i: int, end: int) -> int:
    """ "Guess who was under the costume? Grace!": a name is all of the answer."""
    first, last = page.sentence(i)
    if first != i or not i or page.gap(i) == LINE or (last != end and page.gap(end) != COMMA):
        return 0
    asked, gap = page.plain[slice(*page.sentence(i - 1))], page.raw_gap(i)
    if "?" in gap:
        return 4 if "who" in asked or "whose" in asked else 0
    announced = "..." in gap or "…" in gap
    return 4 if announced and last == end and not _ANNOUNCED.isdisjoint(asked) else 0


_ANNOUNCED = ROSTERS | {"is", "roll", "to"}


def _is_scored(page: Page, i: int, end: int) -> bool:
    """ "Grace 4th, Aisha 11th", "Noble – 12 goals. Archer – 9 goals": somebody else of the register has a number, too."""
    if not _has_a_number(page, end):
        return False
    for n in range(max(0, i - 8), min(page.count, end + 9)):
        if page.plain[n] in page.clear_forenames and _has_a_number(page, n + 1):
            return True
    return False


def is_alike(page: Page, i: int, end: int) -> bool:
    """ "Olive on the bells, Priya on the drum": the same word stands behind another name of the register."""
    word = page.spaced(end)
    if word not in _ALIKE:
        return False
    first, last = page.sentence(i)
    others = [n for n in range(first, last) if n != i and page.capital(n) and page.spaced(n + 1) == word]
    return sum(page.is_a_name(n) + (page.plain[n] in page.clear_forenames) for n in others) > 1


_ALIKE = frozenset(("on", "as", "with", "in", "at", "for", "was"))


def _has_a_number(page: Page, n: int) -> bool:
    return n < page.count and page.plain[n][0].isdigit() and page.raw_gap(n).strip() in ("", "–", "-", ":", "—")
