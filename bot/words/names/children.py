"""Whether what stands around a forename tells that a child is meant, so that nobody need be asked."""

from __future__ import annotations

from bot.words.names.lists import after_dash
from bot.words.names.page import Page
from bot.words.names.vocabulary import AT, FUNCTION, PERSON, PERSONAL, PRAISE, ROSTERS, figures, word_set

_SIGNS = (PRAISE | ROSTERS | word_set("somebody") | word_set("school_life")) - {"our", "my", "young", "little"}
_AGO = frozenset(("ago", "since", "century", "centuries", "bc", "bce"))
_TRADE = word_set("trade")


def is_a_childs(page: Page, i: int, end: int) -> bool:
    """Whether words `i` to `end`, a clear forename, are in a post about children and in nobody else's sentence or shop.

    A forename that stands alone may be an author's, a goddess's, a trench's or a chip shop's, more of them than a list can
    hold. So it is the neighbourhood that must speak: for a child, a word that tells of one in this sentence or the next.
    """
    if _is_a_shop(page, i, end) or _is_long_ago(page, i) or _is_with_a_figure(page, i, end):
        return False
    if after_dash(page, i) or _is_among_others(page, page.plain[i]) or _owns_what_children_have(page, end):
        return True
    first, last = page.sentence(i)
    near = page.plain[first:last]
    told = not _SIGNS.isdisjoint(near) or (not PERSON.isdisjoint(near) and page.plain[i] not in figures())
    return told or any(page.groups(first, last))


def _owns_what_children_have(page: Page, end: int) -> bool:
    """ "Amelia’s mum"; but "Astrid’s girl could lift a horse"."""
    behind = page.after(end) if page.has_possessive(end) else -1
    return behind >= 0 and page.plain[behind] in PERSONAL


def _is_a_shop(page: Page, i: int, end: int) -> bool:
    """ "10% off at Frankie's … Thank you Frankie!"; but "at Rosie's house", "to Rosie's mum"."""
    word = page.plain[i]
    if end > i + 1 or page.plain.count(word) == 1:
        return _may_be_a_shop(page, i, end)
    return any(_may_be_a_shop(page, n, n + 1) for n in range(page.count) if page.plain[n] == word)


def _may_be_a_shop(page: Page, i: int, end: int) -> bool:
    if not page.has_possessive(end) or page.before(i) not in _WHERE:
        return False
    behind = page.after(end)
    owned = page.plain[behind] if behind >= 0 else ""
    return owned not in PERSONAL and (not owned or owned in FUNCTION or not _TRADE.isdisjoint(page.set))


_WHERE = AT | {"from"}


def _is_long_ago(page: Page, i: int) -> bool:
    """ "100 years and a bit since Carter peered in": many years, told by figures."""
    near = page.plain[slice(*page.sentence(i))]
    if "years" not in near or _AGO.isdisjoint(near):
        return False
    return any(
        word in ("hundred", "thousand", "hundreds", "thousands") or (word.isdecimal() and int(word) > 20)
        for word in near
    )


def _is_with_a_figure(page: Page, i: int, end: int) -> bool:
    """ "Daphne ran, Apollo ran faster": somebody of a story or of history in the same sentence, whom no pupil is called after."""
    for n in range(*page.sentence(i)):
        word = page.plain[n]
        if not i <= n < end and page.capital(n) and word in figures() and page.index.get(word) is None:
            return not page.opens(n) or word not in page.small
    return False


def _is_among_others(page: Page, plain: str) -> bool:
    """Whether another pupil's clear forename stands in the text."""
    return any(other != plain for other in page.clear_forenames)
