"""Judges how a word is used: as a child's name, perhaps as one, or as something else."""

from __future__ import annotations

from bot.domain.findings import Strength
from bot.words.names.others import about_somebody_else, veto
from bot.words.names.page import AND, BREAK, COMMA, LINE, SPACE, Nature, Page, is_ordinary, is_verb
from bot.words.names.vocabulary import (
    AT,
    BY,
    DAYS,
    DETERMINERS,
    FUNCTION,
    NUMBERS,
    OF_TIMES,
    PERSONAL,
    PRAISE,
    PRONOUNS,
    ROLES,
    ROSTERS,
    SPEECH,
    SUBJECTS,
    TIMES,
    VALUES,
    can_be,
    forenames,
    places,
)

HOLD_FROM = 2
"""The score from which a word that may be something else is held."""

ENFORCE_FROM = 6


def judge(page: Page, i: int, end: int, *, plain: str, surname: bool = False) -> Strength | None:
    """How words `i` to `end`, a name or part of one as `plain`, weigh where they stand. None: not a child here."""
    nature = Nature(plain, page.index)
    if veto(page, i, end):
        return None
    elsewhere = about_somebody_else(page, plain) + 2 * _among_places(page, i)
    close = _belongs_to_a_group(page, i, end, nature)
    match = _plays_against(page, i, end)
    if elsewhere >= 2 and not close and not match:
        return None
    capital = page.capital(i)
    if nature.is_clear and not elsewhere:
        return _clear(page, i, end, nature, surname)
    if not capital and not page.lower_throughout:
        return None
    if page.upper(i) and not page.is_shouted(i):
        return None  # "everybody WILL", "real or AI?"
    if surname and _is_firm(page, i, end):
        return None
    score = _score(page, i, end, nature, surname) - elsewhere * 2
    if match:
        score += elsewhere * 2 + 3
    if close:
        score += 1 if plain in SUBJECTS else 4
    if score >= ENFORCE_FROM and not surname:
        return Strength.ENFORCE
    return Strength.HOLD if score >= HOLD_FROM + surname else None


def _clear(page: Page, i: int, end: int, nature: Nature, surname: bool) -> Strength | None:
    capital = any(page.capital(n) for n in range(i, end))
    if surname:
        behind = page.after(end)
        thing = behind >= 0 and can_be(page.plain[behind], "N") and not can_be(page.plain[behind], "DZVA")
        if _is_firm(page, i, end) or (thing and not page.has_possessive(end)):
            return None  # "Anderson shelters"
        stranger = page.gap(i) == SPACE and page.capital(i - 1) and not is_ordinary(page.plain[i - 1])
        return None if stranger or not (capital or page.lower_throughout) else Strength.HOLD
    if page.capital(i):
        behind = page.after(end)
        if behind >= 0 and not page.has_possessive(end) and _looks_like_surname(page, i, behind):
            return Strength.HOLD
        short_shout = page.upper(i) and not page.is_shouted(i) and page.ends[end - 1] - page.starts[i] <= 3
        return None if short_shout else Strength.ENFORCE
    if page.lower_throughout:
        return Strength.HOLD
    score = (
        _before(page, i, nature, page.opens(i))
        + _behind(page, i, end, nature, page.opens(i), False)
        + _company(page, i, end)
    )
    return Strength.HOLD if score >= HOLD_FROM else None


def _is_firm(page: Page, i: int, end: int) -> bool:
    """ "Holmes Timber", "Banks & Sons"."""
    behind = page.after(end)
    return behind >= 0 and page.capital(behind) and is_ordinary(page.plain[behind]) and not page.is_heading(i)


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


def _belongs_to_a_group(page: Page, i: int, end: int, nature: Nature) -> bool:
    if page.group_behind(end) is not None:
        return True
    return page.group_before(i) is not None and not (nature.is_place or nature.is_time or nature.is_class)


def _score(page: Page, i: int, end: int, nature: Nature, surname: bool) -> int:
    opens = page.opens(i)
    heading = page.is_heading(i) or (page.upper(i) and page.is_shouted(i))
    score = 0
    plain_word = opens or heading or page.lower_throughout or _is_mere_list(page, i)
    if not (plain_word or nature.is_place or nature.is_time or nature.is_class):
        score = 2 - surname
    if _is_ranked(page, i, end):
        return 3
    score += _before(page, i, nature, opens)
    score += _behind(page, i, end, nature, opens, heading)
    score += _company(page, i, end) + _roster(page, i, end)
    if VALUES & page.set and nature.is_ordinary:
        score -= 2
    if score > 0 and any(page.plain[n] in _PERSON for n in range(end, page.sentence(i)[1])):
        score += 1
    return score


_PERSON = frozenset(("he", "she", "his", "her", "him", "himself", "herself"))


def _is_ranked(page: Page, i: int, end: int) -> bool:
    """ "1 Prince 2 Miles 3 India", "1 Prince, 2 Miles"."""
    before = page.plain[i - 1] if i else ""
    if not before.isdigit() or page.gap(i) != SPACE or len(before) > 2:
        return False
    later = page.plain[end] if end < page.count and page.gap(end) in (SPACE, COMMA) else ""
    earlier = page.plain[i - 3] if i > 2 and page.gap(i - 1) in (SPACE, COMMA) else ""
    return later == str(int(before) + 1) or earlier == str(int(before) - 1)


def _roster(page: Page, i: int, end: int) -> int:
    """A rota or roll: "Mon Rowan, Tue Iris"; "Team: Grace, Hope"; "GOAL! Lyon, left foot"."""
    before = page.plain[i - 1] if i else ""
    ends = end >= page.count or page.gap(end) != SPACE
    if page.gap(i) == SPACE and (before in DAYS or before in TIMES) and ends:
        return (
            4
            if any(
                page.plain[n] in DAYS or page.plain[n] in TIMES
                for n in range(max(0, i - 5), min(end + 3, page.count))
                if n != i - 1
            )
            else 2
        )
    first = page.sentence(i)[0]
    for n in range(i - 1, max(first, i - 12) - 1, -1):
        gap = page.raw_gap(n + 1).strip()
        if gap in (":", "–", "—", "-", "!", "→"):
            return 3 if page.plain[n] in ROSTERS and not _has_other_things(page, i) else 0
        if gap not in (",", "", "&"):
            break
    if page.opens(i) and before in ROSTERS and page.raw_gap(i).strip() in ("!", ":", "–", "-", "—", "!!"):
        return 3
    return 0


def _before(page: Page, i: int, nature: Nature, opens: bool) -> int:
    if opens and page.gap(i) != LINE:
        return _after_dash(page, i) if i else 0
    before = page.before(i)
    if page.gap(i) == COMMA and page.plain[i - 1] in PRAISE:
        return 3  # "Happy birthday, Summer!"
    if not before:
        return 0
    if before in PRAISE:
        return 3
    if before in DETERMINERS or before.isdigit() or before in NUMBERS:
        return -6
    somewhere = nature.is_place or nature.is_time or nature.is_class
    if before in AT:
        owns = page.has_possessive(i + 1) and not somewhere
        return 0 if owns else -5
    if before in BY:
        return -2 if somewhere and before in ("from", "to", "between", "for") else 2
    if before == "of":
        return 3 if page.plain[i - 2 : i - 1] in (["proud"], ["fond"], ["credit"]) else -1
    if before in ("and", "or", "as"):
        led = page.before(page.listed(i)[0])
        return -5 if led in AT and (nature.is_place or nature.is_time or nature.is_class) else 0
    if page.capital(i - 1) and before in forenames() and before not in page.index.class_names:
        return -4  # "Tom Bell"
    if page.capital(i - 1) and not page.opens(i - 1) and not page.is_heading(i) and is_ordinary(before):
        return -3  # "Christmas Star"
    if page.capital(i - 1) and not is_ordinary(before):
        return -4  # "Bobby Moore"
    if before in SPEECH:
        return 3
    if is_verb(before):
        return 1
    return 0


def _plays_against(page: Page, i: int, end: int) -> bool:
    """ "King beat Bishop": both have names of the register, whatever else the words may be."""
    for verb, other in ((i - 1, i - 2), (end, end + 1)):
        if (
            0 <= verb < page.count
            and 0 <= other < page.count
            and page.plain[verb] in ("beat", "beats", "defeated", "v", "vs")
        ):
            entry = page.index.get(page.plain[other])
            if (
                page.capital(other)
                and page.capital(i)
                and entry is not None
                and (entry.is_surname or entry.is_forename)
            ):
                return page.gap(max(verb, other)) == SPACE
    return False


def is_awarded(page: Page, i: int, end: int) -> bool:
    """Whether a word is all that stands behind a dash or a colon: "Golden Boot – Jacko."."""
    return end == i + 1 and i > 0 and _after_dash(page, i) > 0 and not page.is_heading(i)


def _after_dash(page: Page, i: int) -> int:
    """A signed quotation or the name on a line of awards: "– Hope", "Golden Boot: Will"."""
    gap = page.raw_gap(i)
    ends = page.gap(i + 1) in (LINE, BREAK, COMMA)
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
        if behind >= 0 and page.plain[behind] in PERSONAL:
            return 3
        if behind < 0 or nature.is_place or nature.is_time or nature.is_class:
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
        return -2 if can_be(page.plain[i], "V") and opens and _company(page, i, end) <= 0 else 0
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
        # "Chase plays the drum", but "summer plays" and "April showers did": what follows decides
        if follows in _FINITE or (can_be(follows, "D") and not can_be(follows, "N")):
            return -4
        if follows in DETERMINERS or follows in ("to", "him", "her", "them", "it", "us"):
            return 3
        return 1 if follows in FUNCTION else 0
    if can_be(word, "R") and not thing:
        return 1
    if can_be(word, "V") and not thing:
        return -1
    return -5 if thing else 0


_FINITE = frozenset(
    ("is", "are", "was", "were", "has", "have", "had", "do", "does", "did", "will", "would", "can", "could")
)


def _tells_of_somebody(page: Page, end: int) -> bool:
    return any(page.plain[n] in PERSONAL or page.plain[n] in _PERSON for n in range(end, page.sentence(end - 1)[1]))


def _being(page: Page, end: int, follows: str, nature: Nature) -> int:
    if _is_topic(page, end):
        return 0
    if can_be(follows, "G"):
        return 2
    if nature.is_place or nature.is_time or nature.is_class:
        return 2 if _tells_of_somebody(page, end) and not page.opens(end - 1) else 0
    if follows in (
        "off",
        "away",
        "back",
        "home",
        "ready",
        "poorly",
        "ten",
        "nine",
        "eight",
        "seven",
        "six",
        "five",
        "four",
    ):
        return 2
    return 1 if can_be(follows, "PAR") or follows in ("our", "so", "very", "in") else 0


def _is_topic(page: Page, end: int) -> bool:
    """Whether the text speaks of the thing: "Our value is hope. Hope is believing …"."""
    word = page.plain[end - 1]
    return page.opens(end - 1) and word in page.small and word not in FUNCTION


def _helped(page: Page, end: int, follows: str, nature: Nature) -> int:
    if _is_topic(page, end):
        return 0
    if nature.is_time and (follows in OF_TIMES or follows in ("been", "come", "begun", "sprung", "gone")):
        return 0
    if follows in PRONOUNS or follows in DETERMINERS:
        return 1 + _tells_of_somebody(page, end) if page.plain[end] in ("has", "had") else -2
    return 2 if can_be(follows, "VPDR") else 0


def _apposition(page: Page, end: int) -> int:
    """Behind a comma: "Hope, who", "Hope, 7", "Hope, our captain"."""
    word = page.plain[end]
    if word in ("who", "whose", "aged", "age"):
        return 4
    if word in ("he", "she", "you"):
        return 2
    if (
        word.isdigit()
        and len(word) <= 2
        and page.gap(end + 1) in (COMMA, BREAK)
        and not page.raw_gap(end + 1).startswith(".")
    ):
        return 2
    return 0


def _closing(page: Page, end: int) -> int:
    """A name at the end of a call: "Happy birthday, Hope!"; an age in brackets."""
    gap = page.raw_gap(end)
    if gap.strip() == "(" and end < page.count:
        word = page.plain[end]
        if (word.isdigit() and len(word) <= 2) or word == "aged" or word in ROSTERS or word in PRAISE or word in ROLES:
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
    if (
        i >= 2
        and page.gap(i) == SPACE
        and page.plain[i - 1] in ("and", "with", "or", "to")
        and page.gap(i - 1) == SPACE
    ):
        return i - 2
    if i >= 1 and page.gap(i) in (COMMA, AND):
        return i - 1
    return -1


def _right(page: Page, end: int) -> int:
    if (
        end + 1 < page.count
        and page.gap(end) == SPACE
        and page.plain[end] in ("and", "with", "or", "beat", "beats", "to")
    ):
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
    if nature.is_place or nature.is_time or nature.is_class or _is_mere_list(page, n):
        return 0
    return 2 if not page.opens(n) else 1


def _is_mere_list(page: Page, n: int) -> bool:
    """A list in which no word is a name and nothing else: "palette: Scarlet, Amber, Olive"; "Bronze, Silver, Pearl"."""
    first, last = page.listed(n)
    if last - first < 3:
        return False
    members = [k for k in range(first, last) if page.plain[k] not in ("and", "or")]
    if not all(is_ordinary(page.plain[k]) and page.capital(k) for k in members):
        return False
    if page.raw_gap(first).strip() in (":", "–", "—", "-"):
        return True
    return _has_other_things(page, n)


def _has_other_things(page: Page, n: int) -> bool:
    """Whether ordinary words that nobody is called stand in the list around a word: "Bronze, Silver, Pearl"."""
    first, last = page.listed(n)
    for word in page.plain[first:last]:
        name = page.index.get(word)
        nobody = name is None or not (name.is_forename or name.is_surname)
        if nobody and word not in ("and", "or") and is_ordinary(word):
            return True
    return False


def _among_places(page: Page, n: int) -> bool:
    """Whether most of the list around a word is places."""
    if page.plain[n] not in places() and COMMA not in (page.gap(n), page.gap(n + 1)):
        return False
    first, last = page.listed(n)
    among = [page.plain[k] in places() for k in range(first, last)]
    return sum(among) >= 3
