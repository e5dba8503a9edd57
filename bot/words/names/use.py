"""Judges how a word is used: as a child's name, perhaps as one, or as something else."""

from __future__ import annotations

from bot.domain.findings import Strength
from bot.words.names.before import told_before
from bot.words.names.behind import told_behind
from bot.words.names.children import is_a_childs
from bot.words.names.constructions import constructed
from bot.words.names.lists import among_people, among_places, company, in_a_run, is_mere_list, is_ranked, roster
from bot.words.names.meanings import is_only_a_word, may_be_a_word
from bot.words.names.others import about_somebody_else, veto
from bot.words.names.page import COMMA, SPACE, Nature, Page
from bot.words.names.vocabulary import (
    BIBLICAL,
    COMMENTARY,
    FUNCTION,
    MONTHS,
    PEOPLES,
    PERSON,
    PRAISE,
    PRONOUNS,
    SUBJECTS,
    VALUES,
    can_be,
    figures,
    is_ordinary,
    lexicon,
    word_set,
)

HOLD_FROM = 1
"""The score from which a word that may be something else is held; to say "not a child" is one tap."""

ENFORCE_FROM = 6

_UNLIKELY = -2
"""The score below which a small letter makes a word out of a name that is no word of the language."""


def judge(page: Page, i: int, end: int, *, plain: str, surname: bool = False) -> Strength | None:
    """How words `i` to `end`, a name or part of one as `plain`, weigh where they stand. None: not a child here."""
    nature = Nature(plain, page.index)
    if not nature.is_clear:
        return _judge_unclear(page, i, end, nature, plain=plain, surname=surname)
    if veto(page, i, end) or is_only_a_word(page, i, end):
        return None
    if _elsewhere(page, i, plain):
        if page.capital(i) and not surname and _is_with_pupils(page, i, end):
            return Strength.HOLD  # "Three for Hodan, one for Rosa": the bus of the same text is another matter
        return _judge_unclear(page, i, end, nature, plain=plain, surname=surname)
    strength = _clear(page, i, end, nature, plain, surname)
    if strength is not Strength.ENFORCE or _is_close(page, i, end, nature):
        return strength
    doubtful = _is_told_of(page, i, end, plain) or may_be_a_word(page, i, end) or not is_a_childs(page, i, end)
    return Strength.HOLD if doubtful else strength


def _judge_unclear(page: Page, i: int, end: int, nature: Nature, *, plain: str, surname: bool) -> Strength | None:
    """As `judge`, where the word may be something else as well. What is cheap and tells most comes first."""
    if not page.capital(i) and not page.lower_throughout and (nature.is_ordinary or company(page, i, end) < 3):
        return None  # but "Ezekiel and florence"
    if page.upper(i) and not page.is_shouted(i):
        return None  # "everybody WILL", "real or AI?"
    if plain in MONTHS and page.before(i).isdigit() and not is_ranked(page, i, end):
        return None  # "12 May", which every newsletter is full of
    if nature.is_ordinary and page.opens(i) and page.gap(end) == SPACE and page.plain[end] in PRONOUNS:
        return None  # "See you all on Monday"
    if is_only_a_word(page, i, end):
        return None
    score, match = _score(page, i, end, nature, surname), _plays_against(page, i, end)
    needed, most = HOLD_FROM + 2 * surname, score + 3 * match
    if most + _CLOSE < needed:
        return None
    close = _is_close(page, i, end, nature)
    if close:
        most += 1 if plain in SUBJECTS else _CLOSE
    if most < needed or (surname and _is_firm(page, i, end)):
        return None
    elsewhere = _elsewhere(page, i, plain)
    if (elsewhere >= 2 and not close and not match) or veto(page, i, end):
        return None
    score = most if match else most - elsewhere * 2
    if score >= ENFORCE_FROM and close and not (surname or nature.is_class):
        return Strength.ENFORCE
    doubtful = page.is_heading(i) or plain in SUBJECTS  # "Art made from rubbish"
    return Strength.HOLD if score >= needed + doubtful else None


_CLOSE = 4
"""What a class or year right beside a word weighs."""


def _is_with_pupils(page: Page, i: int, end: int) -> bool:
    """Whether somebody else in the same sentence has a name of the register that nobody famous has."""
    others = {page.plain[n] for n in range(*page.sentence(i)) if page.capital(n)} - set(page.plain[i:end])
    return any(word in page.clear_forenames and word not in figures() and word not in BIBLICAL for word in others)


def _elsewhere(page: Page, i: int, plain: str) -> int:
    """How much speaks for somebody or something else of that name: 2 or more surely, 1 perhaps."""
    return about_somebody_else(page, plain) + 2 * among_places(page, i)


def _clear(page: Page, i: int, end: int, nature: Nature, plain: str, surname: bool) -> Strength | None:
    capital = any(page.capital(n) for n in range(i, end))
    if surname:
        behind = page.after(end)
        thing = behind >= 0 and can_be(page.plain[behind], "N") and not can_be(page.plain[behind], "DZVA")
        if _is_firm(page, i, end) or (thing and not page.has_possessive(end)):
            return None  # "Anderson shelters"
        stranger = page.gap(i) == SPACE and page.capital(i - 1) and not is_ordinary(page.plain[i - 1])
        entry = page.index.get(plain) if stranger else None
        stranger = stranger and (entry is None or not page.index.is_nearly_forename(entry, page.plain[i - 1]))
        small = not (capital or page.lower_throughout)
        unheard = end == i + 1 and len(page.plain[i]) > 4 and page.plain[i] not in lexicon()  # "a finish by wojcik"
        return None if stranger or (small and not unheard) else Strength.HOLD
    if page.capital(i):
        behind = page.after(end)
        if behind >= 0 and not page.has_possessive(end) and _looks_like_surname(page, i, behind):
            return Strength.HOLD
        short_shout = page.upper(i) and not page.is_shouted(i) and end == i + 1 and len(page.raw(i)) <= 3
        return None if short_shout else Strength.ENFORCE
    if page.lower_throughout:
        return Strength.HOLD
    score = (
        told_before(page, i, nature, page.opens(i))
        + told_behind(page, i, end, nature, page.opens(i), clear=True)
        + company(page, i, end)
    )
    # "seren is star in Welsh", "It was destiny that we won"
    is_word = bool(PEOPLES & page.set) or page.plain[i] in word_set("words_too")
    return Strength.HOLD if score >= (HOLD_FROM + 1 if is_word else _UNLIKELY) else None


def _is_told_of(page: Page, i: int, end: int, plain: str) -> bool:
    """Whether it may be a figure of a story or a firm: "we met Ruth, who said … a story of loyalty", "Tayla's Tap"."""
    if plain in BIBLICAL and _TALES & page.set and not any(page.plain[n] in PRAISE for n in range(*page.sentence(i))):
        return True
    behind = page.after(end)
    return (
        page.has_possessive(end)
        and behind >= 0
        and page.capital(behind)
        and not page.upper(behind)
        and is_ordinary(page.plain[behind])
        and page.plain[behind] not in ("year", "class", "reception", "nursery")
        and not page.is_heading(i)
    )


_TALES = word_set("tales")


def _is_firm(page: Page, i: int, end: int) -> bool:
    """ "Holmes Timber", "Banks & Sons"."""
    behind = page.after(end)
    if behind < 0 or not page.capital(behind) or page.gap(behind) != SPACE:
        return False  # what stands on the next line is another matter
    return len(page.plain[behind]) > 1 and is_ordinary(page.plain[behind]) and not page.is_heading(i)


def _looks_like_surname(page: Page, i: int, n: int) -> bool:
    """Whether an ordinary word with a capital stands behind a forename within a sentence: "George Best"."""
    word = page.plain[n]
    if not page.capital(n) or page.gap(n) != SPACE or page.is_heading(i) or page.is_shouted(i) or len(word) < 3:
        return False
    entry = page.index.get(word)
    return (
        word not in FUNCTION
        and word not in ("year", "class")
        and word not in page.index.class_names
        and (entry is None or not entry.is_forename)
    )


def _is_close(page: Page, i: int, end: int, nature: Nature) -> bool:
    if page.group_behind(end) is not None:
        return True
    return page.group_before(i) is not None and not nature.is_somewhere


def _score(page: Page, i: int, end: int, nature: Nature, surname: bool) -> int:
    opens = page.opens(i)
    score = 0
    if not (opens or page.lower_throughout or nature.is_somewhere or page.is_in_capitals(i) or is_mere_list(page, i)):
        score = 2 - surname
    if is_ranked(page, i, end):
        return 3
    score += constructed(page, i, end, nature) or (
        told_before(page, i, nature, opens) + told_behind(page, i, end, nature, opens)
    )
    beside = company(page, i, end) or among_people(page, i)
    score += beside + roster(page, i, end) + _in_brackets(page, i, end) + in_a_run(page, i, end)
    score += _both_act(page, i, end, nature) + _commented(page, i, end, nature, score)
    if VALUES & page.set and nature.is_ordinary:
        score -= 2
    if not page.text.isascii() and page.capital(i) and _among_other_letters(page, i):
        score += 3
    if score > 0 and any(page.plain[n] in PERSON for n in range(end, page.sentence(i)[1])):
        score += 1
    return score


def _among_other_letters(page: Page, i: int) -> bool:
    """ "З днем народження, Roman!": in a sentence in another script an English word is hardly meant."""
    return sum(any(sign > "\u0370" for sign in page.raw(n)) for n in range(*page.sentence(i))) > 1


def _both_act(page: Page, i: int, end: int, nature: Nature) -> int:
    """ "Wing and Jun showed us": two forenames of the register and what they did."""
    if nature.is_somewhere:
        return 0
    for joint, other, behind in ((end, end + 1, end + 2), (i - 1, i - 2, end)):
        if not (0 <= other < page.count and behind < page.count and page.plain[joint] == "and" and page.capital(other)):
            continue
        entry = page.index.get(page.plain[other])
        if entry is not None and entry.is_forename and page.gap(behind) == SPACE and can_be(page.plain[behind], "ZD"):
            return 0 if page.plain[behind] in FUNCTION else 2
    return 0


def _plays_against(page: Page, i: int, end: int) -> bool:
    """ "King beat Bishop": both have names of the register, whatever else the words may be."""
    beats = _BEATS | {"to"} if _passes_on(page, i) else _BEATS
    for verb, other in ((i - 1, i - 2), (end, end + 1)):
        if not (0 <= other < page.count and page.plain[verb] in beats and page.capital(i) and page.capital(other)):
            continue
        entry = page.index.get(page.plain[other])
        if entry is not None and (entry.is_surname or entry.is_forename):
            return page.gap(max(verb, other)) == SPACE
    return False


def _passes_on(page: Page, i: int) -> bool:
    """ "Banks to Church to Long": a ball, a parcel or a baton goes from one to the next."""
    joints = [n for n in range(max(1, i - 5), min(i + 6, page.count - 1)) if page.plain[n] == "to"]
    return sum(page.capital(n - 1) and page.capital(n + 1) for n in joints) > 1


_BEATS = frozenset(("beat", "beats", "defeated", "met", "meets", "v", "vs"))


def _in_brackets(page: Page, i: int, end: int) -> int:
    """Who said it: "'Sharing your crisps' (Duke, Y1)", "“Newts!” (Pearl, also Y1)"."""
    gap = page.raw_gap(i)
    if not gap.endswith("(") or not i or not page.capital(i):
        return 0
    closed = page.raw_gap(end)[:1]
    if closed not in ("", ")", ",", " ") and not page.has_possessive(end):
        return 0
    if gap.strip()[:-1].rstrip()[-1:] in ("'", "’", "”", '"'):
        return 4
    if page.has_possessive(end):
        return 3  # "the lemon drizzle (Faith's)"
    near = any(page.groups(end, end + 3))
    return 3 if near and closed == "," else 0


def _commented(page: Page, i: int, end: int, nature: Nature, score: int) -> int:
    """Told while it happens, without a verb: "Violet with the pass of the day. Harmony down, up again"."""
    if (
        score < -2
        or score >= HOLD_FROM
        or not page.opens(i)
        or not page.capital(i)
        or page.gap(end) not in (SPACE, COMMA)
    ):
        return 0
    if nature.is_somewhere or page.has_possessive(end) or not COMMENTARY & page.set:
        return 0
    return HOLD_FROM - score if page.plain[end] in _MOVES else 0


_MOVES = frozenset(
    ("with", "to", "in", "on", "up", "down", "off", "out", "over", "through", "past", "away", "clear", "again")
)
