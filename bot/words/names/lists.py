"""Lists of people: rankings, rotas, line-ups, awards, and who stands beside whom."""

from __future__ import annotations

from bot.words.names.page import AND, BREAK, COMMA, LINE, SPACE, Nature, Page
from bot.words.names.vocabulary import DAYS, LINE_UPS, ROSTERS, TIMES, is_ordinary, places


def is_ranked(page: Page, i: int, end: int) -> bool:
    """ "1 Prince 2 Miles 3 India", "1 Prince, 2 Miles"."""
    before = page.plain[i - 1] if i else ""
    dotted = page.raw_gap(i) in (". ", ") ")  # "1. Grace 2. Aisha"
    if not before.isdecimal() or not (page.gap(i) == SPACE or dotted) or len(before) > 2:
        return False
    if page.gap(i - 1) in (LINE, BREAK) and _is_on_a_programme(page, i):
        return True
    later = page.plain[end] if end < page.count and page.gap(end) in (SPACE, COMMA) else ""
    earlier = page.plain[i - 3] if i > 2 and page.gap(i - 1) in (SPACE, COMMA) else ""
    return later == str(int(before) + 1) or earlier == str(int(before) - 1)


def _is_on_a_programme(page: Page, i: int) -> bool:
    """ "5 Sydney – impressions of teachers": on another numbered line stands a name of the register that is nothing else."""
    return any(
        page.plain[n] in page.clear_forenames and page.plain[n - 1].isdigit() and page.gap(n - 1) in (LINE, BREAK)
        for n in range(1, page.count)
        if n != i
    )


def roster(page: Page, i: int, end: int) -> int:
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
    if not page.capital(i) and not page.lower_throughout:
        return 0
    if is_paired(page, i):
        return 4
    first = page.sentence(i)[0]
    for n in range(i - 1, max(first, i - 12) - 1, -1):
        gap = page.raw_gap(n + 1).strip()
        if gap in (":", "–", "—", "-", "!", "→"):
            return 3 if _calls_people(page, first, n) and not _has_other_things(page, i) else 0
        if gap not in (",", "", "&"):
            break
    if page.opens(i) and before in ROSTERS and page.raw_gap(i).strip() in ("!", ":", "–", "-", "—", "!!"):
        return 3
    return 0


def is_awarded(page: Page, i: int, end: int) -> bool:
    """Whether a word is all that stands behind a dash or a colon: "Golden Boot – Jacko."."""
    return end == i + 1 and i > 0 and after_dash(page, i) > 0 and not page.is_heading(i)


def after_dash(page: Page, i: int) -> int:
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
    quoted = any(sign in gap for sign in "”\"’'") and gap.strip(" \n”\"’'.,!?…") in ("–", "—", "-", "~")
    return 4 if quoted else 0


def company(page: Page, i: int, end: int) -> int:
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
    if not page.capital(n) and not page.lower_throughout:
        return -1 if is_ordinary(page.plain[n]) else 0
    name = page.index.get(page.plain[n])
    if name is None or not (name.is_forename or name.is_surname):
        return 0
    nature = Nature(page.plain[n], page.index)
    if nature.is_clear:
        return 3 if name.is_forename else 2
    if not page.capital(n) or nature.is_somewhere or is_mere_list(page, n):
        return 0
    return 2 if not page.opens(n) else 1


def is_mere_list(page: Page, n: int) -> bool:
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


def among_places(page: Page, n: int) -> bool:
    """Whether most of the list around a word is places."""
    if page.plain[n] not in places() and COMMA not in (page.gap(n), page.gap(n + 1)):
        return False
    first, last = page.listed(n)
    among = [page.plain[k] in places() for k in range(first, last)]
    return sum(among) >= 3


def _calls_people(page: Page, first: int, n: int) -> bool:
    """Whether the words before a colon announce people: "Reading buddies for Friday:", "Pictured, left to right:"."""
    if page.plain[n] in ROSTERS or page.plain[n] in LINE_UPS:
        return True
    words = page.plain[max(first, n - 6) : n]
    return any(word in ROSTERS and word not in _ALSO_THINGS for word in words)


_ALSO_THINGS = frozenset(("stars", "left", "right", "goal", "goals", "credits", "thanks", "line-up", "lineup"))


def is_paired(page: Page, i: int) -> bool:
    """ "Sage & Clay, Holly & Faith": pairs, one behind the other, of nothing but names of the register."""
    first, last = page.listed(i)
    if last - first < 4:
        return False
    members = [n for n in range(first, last) if page.plain[n] != "and"]
    if len(members) % 2:
        return False
    for left, right in zip(members[::2], members[1::2], strict=True):
        together = page.gap(right) == AND or right - left == 2
        if not together or not all(page.capital(n) and _is_known(page, n) for n in (left, right)):
            return False
    return True


def _is_known(page: Page, n: int) -> bool:
    name = page.index.get(page.plain[n])
    return name is not None and (name.is_forename or name.is_surname)


def among_people(page: Page, i: int) -> int:
    """2 where somebody in the list around a word, not only right beside it, has an unmistakable name of the register."""
    first, last = page.listed(i)
    if last - first < 3 or _has_other_things(page, i):
        return 0
    for n in range(first, last):
        if n != i and (page.capital(n) or page.lower_throughout):
            name = page.index.get(page.plain[n])
            if name is not None and name.is_forename and Nature(page.plain[n], page.index).is_clear:
                return 2
    return 0


def in_a_run(page: Page, i: int, end: int) -> int:
    """Typed without capitals and commas: "walking bus olive wren taras and esi". Two of the run are names and nothing else."""
    if not page.lower_throughout or end != i + 1:
        return 0
    first, last = i, end
    while first > 0 and page.gap(first) == SPACE and (page.plain[first - 1] == "and" or _is_known(page, first - 1)):
        first -= 1
    while last < page.count and page.gap(last) == SPACE and (page.plain[last] == "and" or _is_known(page, last)):
        last += 1
    names = {word for word in page.plain[first:last] if word != "and"}
    clear = sum(Nature(word, page.index).is_clear for word in names)
    return 6 if len(names) > 2 and clear > 1 else 0
