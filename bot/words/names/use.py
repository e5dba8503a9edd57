"""Judges how a word is used: as a child's name, perhaps as one, or as something else."""

from __future__ import annotations

from bot.domain.findings import Strength
from bot.words.names.page import AND, COMMA, JOIN, LINE, SPACE, Nature, Page, is_ordinary, is_verb
from bot.words.names.vocabulary import (
    ANIMALS,
    AT,
    BY,
    DETERMINERS,
    FUNCTION,
    GROWN_UPS,
    HEADS,
    NUMBERS,
    OF_TIMES,
    ORGANISATIONS,
    PRAISE,
    PRONOUNS,
    SAINTLY,
    SCHOLARLY,
    SPEECH,
    can_be,
    figures,
)

HOLD_FROM = 2
"""The score from which a word that may be something else is held."""

ENFORCE_FROM = 6


def veto(page: Page, i: int, end: int) -> bool:
    """Whether words `i` to `end` are surely not a pupil's, whatever name it is: a saint, a pet, a street, a visitor."""
    before = page.before(i)
    if before in SAINTLY and (page.capital(i - 1) or before in ("st", "saint", "king", "queen")):
        return True
    return (
        _is_animal(page, i, end)
        or _is_grown_up(page, i, end)
        or _heads_something(page, i, end)
        or _is_famous(page, i, end)
    )


def _is_animal(page: Page, i: int, end: int) -> bool:
    before = page.before(i)
    if before in ANIMALS and before not in ("kid", "barn"):
        return True
    called = before in ("called", "named", "to") and any(page.plain[n] in ANIMALS for n in range(max(0, i - 8), i - 1))
    if called and (before != "to" or page.plain[i - 2 : i - 1] in (["answers"], ["answering"])):
        return True
    # "Alfie, our reading dog", "Alfie the hamster"
    n = end
    if n < page.count and page.gap(n) in (SPACE, COMMA) and page.plain[n] in ("our", "the", "a", "is"):
        first = n
        for n in range(first + 1, min(first + 5, page.count)):
            if page.gap(n) not in (SPACE, JOIN):
                break
            if page.plain[n] in ANIMALS and not can_follow_animal(page, n):
                return not (page.plain[first] in ("is", "a") and n > first + 3)
            if page.plain[n] in FUNCTION:
                break
    return False


def can_follow_animal(page: Page, n: int) -> bool:
    """Whether the animal at `n` only tells more of the next word: "the fox costume"."""
    return (
        n + 1 < page.count
        and page.gap(n + 1) == SPACE
        and page.plain[n + 1] not in FUNCTION
        and not is_verb(page.plain[n + 1])
    )


def _is_grown_up(page: Page, i: int, end: int) -> bool:
    if page.before(i) in GROWN_UPS:
        return True
    if end >= page.count:
        return False
    words = page.plain[end : end + 6]
    gap = page.gap(end)
    if gap == COMMA or (gap == SPACE and words[0] == "the"):
        near = words[:4] if words[0] in ("our", "the", "a", "an", "who") else ()
        for offset, word in enumerate(near):
            if offset and page.gap(end + offset) != SPACE:
                break
            if word in GROWN_UPS:
                return True
    return gap == SPACE and words[0] == "from" and words[1:2] == ["the"] and bool(ORGANISATIONS & set(words[2:5]))


def _heads_something(page: Page, i: int, end: int) -> bool:
    """A street, a hall, a firm: what follows makes the name part of another."""
    behind = page.after(end)
    if behind < 0 or not page.capital(behind) or page.plain[behind] not in HEADS or page.is_heading(i):
        return False
    shops = ("cafe", "bakery", "shop", "stores", "kitchen", "pub", "motors", "butchers", "restaurant", "farm", "class")
    return not page.has_possessive(end) or page.plain[behind] in shops


def _is_famous(page: Page, i: int, end: int) -> bool:
    """Somebody else with this forename: a surname follows that no pupil of this forename has."""
    if page.has_possessive(end) or end >= page.count or page.gap(end) != SPACE or not page.capital(end):
        return False
    word = page.plain[end]
    if len(word) == 1 or is_ordinary(word) or word in page.index.class_names or page.is_shouted(i) != page.upper(end):
        return False
    name = page.index.get(word)
    return name is None or not name.is_forename


def about_somebody_else(page: Page, plain: str) -> int:
    """How much the text is about the figure of that name: 2 or more surely, 1 perhaps."""
    cues = figures().get(plain)
    if not cues:
        return 0
    weight = sum(cues[word] for word in page.vocabulary & cues.keys() if word != plain)
    if weight and any(word.isdigit() and len(word) == 4 and "1000" <= word <= "1989" for word in page.plain):
        weight += 1
    return weight + bool(weight and SCHOLARLY & page.vocabulary)


def judge(page: Page, i: int, end: int, *, plain: str, surname: bool = False) -> Strength | None:
    """How words `i` to `end`, a name or part of one as `plain`, weigh where they stand. None: not a child here."""
    nature = Nature(plain, page.index)
    if veto(page, i, end):
        return None
    elsewhere = about_somebody_else(page, plain)
    close = _belongs_to_a_group(page, i, end)
    if elsewhere >= 2 and not close:
        return None
    capital = page.capital(i)
    if nature.is_clear and not elsewhere:
        return _clear(page, i, end, capital, surname)
    if not capital and not page.lower_throughout:
        return None
    if page.upper(i) and not page.is_shouted(i):
        return None  # "everybody WILL", "real or AI?"
    score = _score(page, i, end, nature, surname) - elsewhere * 2 + close * 4
    if score >= ENFORCE_FROM and not surname:
        return Strength.ENFORCE
    return Strength.HOLD if score >= HOLD_FROM + surname else None


def _clear(page: Page, i: int, end: int, capital: bool, surname: bool) -> Strength | None:
    if surname:
        stranger = page.gap(i) == SPACE and page.capital(i - 1) and not is_ordinary(page.plain[i - 1])
        return None if stranger or not (capital or page.lower_throughout) else Strength.HOLD
    if capital:
        short_shout = page.upper(i) and not page.is_shouted(i) and page.words[end - 1].end - page.words[i].start <= 3
        return None if short_shout else Strength.ENFORCE
    long_enough = page.words[end - 1].end - page.words[i].start > 3
    return Strength.HOLD if long_enough or page.lower_throughout else None


def _belongs_to_a_group(page: Page, i: int, end: int) -> bool:
    return page.group_behind(end) is not None or page.group_before(i) is not None


def _score(page: Page, i: int, end: int, nature: Nature, surname: bool) -> int:
    opens = page.opens(i)
    heading = page.is_heading(i) or (page.upper(i) and page.is_shouted(i))
    score = 0
    if not (opens or heading or page.lower_throughout or nature.is_place or nature.is_time or nature.is_class):
        score = 2 - surname
    score += _before(page, i, nature, opens)
    score += _behind(page, i, end, nature, opens, heading)
    score += _company(page, i, end)
    return score


def _before(page: Page, i: int, nature: Nature, opens: bool) -> int:
    if opens and page.gap(i) != LINE:
        return _after_dash(page, i) if i else 0
    before = page.before(i)
    if not before:
        return 0
    if before in PRAISE:
        return 3
    if before in DETERMINERS or before.isdigit() or before in NUMBERS:
        return -6
    somewhere = nature.is_place or nature.is_time or nature.is_class
    if before in AT:
        return -5
    if before in BY:
        return -2 if somewhere and before in ("from", "to", "between", "for") else 2
    if before == "of":
        return -1
    if before in ("and", "or", "as"):
        return 0
    if page.capital(i - 1) and not page.opens(i - 1) and not page.is_heading(i) and is_ordinary(before):
        return -3  # "Christmas Star"
    if page.capital(i - 1) and not is_ordinary(before):
        return -4  # "Bobby Moore"
    if before in SPEECH:
        return 3
    if is_verb(before):
        return 1
    return 0


def _after_dash(page: Page, i: int) -> int:
    """A signed quotation or the name on a line of awards: "– Hope", "Golden Boot: Will"."""
    gap = page.raw_gap(i)
    ends = page.gap(i + 1) in (LINE, 5) or page.gap(i + 1) == COMMA
    if (
        gap.strip() in ("–", "—", "-", ":", "→", "=")
        and ends
        and "\n" not in gap
        and i
        and not page.plain[i - 1].isdigit()
    ):
        return 2
    quoted = any(sign in gap for sign in "”\"’'") and gap.strip(" \n”\"’'") in ("–", "—", "-", "~")
    return 4 if quoted else 0


def _behind(page: Page, i: int, end: int, nature: Nature, opens: bool, heading: bool) -> int:
    if page.has_possessive(end):
        behind = page.after(end)
        if behind < 0 or nature.is_place or nature.is_time or nature.is_class or nature.is_figure:
            return 0
        return 2 if can_be(page.plain[behind], "NA") and not page.capital(behind) else 0
    gap = page.gap(end)
    if gap == COMMA and end < page.count:
        return _apposition(page, end)
    if gap == AND:
        return 0
    if gap not in (SPACE, LINE) or end >= page.count:
        return _closing(page, end)
    word = page.plain[end]
    follows = page.plain[end + 1] if page.gap(end + 1) == SPACE and end + 1 < page.count else ""
    if word in ("who", "whose", "aged"):
        return 4
    if word in PRONOUNS:
        return -5
    if word in DETERMINERS:
        return -4 if not is_verb(page.plain[i]) or opens else -2
    if word in ("of",):
        return -4
    if word.isdigit() or word in NUMBERS:
        return -4
    if word in ("is", "was", "s", "are", "were"):
        return _being(page, end, follows, nature)
    if word in ("has", "had", "will", "can", "could", "would", "must", "may", "might", "does", "did"):
        return _helped(page, end, follows, nature)
    if page.capital(end) and not heading:
        return -4 if is_ordinary(word) else -3
    if word in (
        "and",
        "or",
        "not",
        "also",
        "then",
        "just",
        "even",
        "only",
        "never",
        "always",
        "once",
        "really",
        "still",
    ):
        return 1 if word not in ("and", "or") else 0
    if word in FUNCTION:
        return -2 if can_be(page.plain[i], "V") and opens else 0
    return _action(page, end, word, follows, nature, opens)


def _action(page: Page, end: int, word: str, follows: str, nature: Nature, opens: bool) -> int:
    """A verb tells that somebody acts; a noun or an adjective, that the word before only tells more of it."""
    verb, thing = can_be(word, "ZD"), can_be(word, "NA")
    if verb and not thing:
        # "Art made from rubbish": taken, not taking
        passive = can_be(word, "P") and (follows in ("by", "from", "in", "with", "at", "on", "for") or not follows)
        if nature.is_time and word in OF_TIMES:
            return 0
        return 1 if passive and opens else 3
    if verb:
        # "Chase plays" and "summer plays": what follows decides
        return (
            3
            if follows in DETERMINERS or follows in FUNCTION - {"and", "of", "or", "in", "on", "at"}
            else 0
            if follows
            else -1
        )
    if can_be(word, "R") and not thing:
        return 1
    if can_be(word, "V") and not thing:
        return -1
    return -5 if thing else 0


def _being(page: Page, end: int, follows: str, nature: Nature) -> int:
    if can_be(follows, "G"):
        return 2
    if nature.is_place or nature.is_time or nature.is_class or nature.is_figure:
        return 0
    return 1 if can_be(follows, "PAR") or follows in ("our", "so", "very", "in") else 0


def _helped(page: Page, end: int, follows: str, nature: Nature) -> int:
    if nature.is_time and (follows in OF_TIMES or follows in ("been", "come", "begun", "sprung", "gone")):
        return 0
    if follows in PRONOUNS or follows in DETERMINERS:
        return 1 if page.plain[end] in ("has", "had") else -2
    return 2 if can_be(follows, "VPDR") else 0


def _apposition(page: Page, end: int) -> int:
    """Behind a comma: "Hope, who", "Hope, 7", "Hope, our captain"."""
    word = page.plain[end]
    if word in ("who", "whose", "aged", "age"):
        return 4
    if (
        word.isdigit()
        and len(word) <= 2
        and page.gap(end + 1) in (COMMA, 5)
        and not page.raw_gap(end + 1).startswith(".")
    ):
        return 2
    return 0


def _closing(page: Page, end: int) -> int:
    """A name at the end of a call: "Happy birthday, Hope!"; an age in brackets."""
    gap = page.raw_gap(end)
    if gap.strip() == "(" and end < page.count:
        word = page.plain[end]
        if (word.isdigit() and len(word) <= 2) or word == "aged":
            return 3
    return 0


def _company(page: Page, i: int, end: int) -> int:
    """The neighbours in a list: another name beside it makes a name of it."""
    best = 0
    for beside, near in ((_left(page, i), True), (_right(page, end), True)):
        if beside >= 0 and near:
            best = max(best, _is_company(page, beside))
    return best


def _left(page: Page, i: int) -> int:
    if i >= 2 and page.gap(i) == SPACE and page.plain[i - 1] in ("and", "with", "or") and page.gap(i - 1) == SPACE:
        return i - 2
    if i >= 1 and page.gap(i) in (COMMA, AND):
        return i - 1
    return -1


def _right(page: Page, end: int) -> int:
    if end + 1 < page.count and page.gap(end) == SPACE and page.plain[end] in ("and", "with", "or", "beat", "beats"):
        return end + 1 if page.gap(end + 1) == SPACE else -1
    if end < page.count and page.gap(end) in (COMMA, AND):
        return end
    return -1


def _is_company(page: Page, n: int) -> int:
    if not page.capital(n):
        return -1 if is_ordinary(page.plain[n]) and not page.lower_throughout else 0
    name = page.index.get(page.plain[n])
    if name is None or not (name.is_forename or name.is_surname):
        return 0
    nature = Nature(page.plain[n], page.index)
    if nature.is_clear:
        return 3 if name.is_forename else 2
    return 0 if nature.is_place or nature.is_time or nature.is_class else 2 if not page.opens(n) else 1
