"""Names that are also words, peoples, things or somebody famous: where they may be so, a clear name is only asked about."""

from __future__ import annotations

from bot.words.names.others import is_famous_once
from bot.words.names.page import AND, COMMA, JOIN, SPACE, Page
from bot.words.names.vocabulary import AT, FUNCTION, PEOPLES, PRAISE, can_be, is_ordinary, word_set


def may_be_a_word(page: Page, i: int, end: int) -> bool:
    """Whether words `i` to `end`, a name and no word of the language, may stand for something else here."""
    word = page.plain[i]
    if not _ELSEWHERE.isdisjoint(page.set) or (page.set >= _SUM and not page.set.isdisjoint(_TRADE)):
        return True
    if end > i + 1 or page.plain.count(word) == 1:
        return _may_be(page, i, end)
    if word in page.small and not page.lower_throughout:
        return True  # "Aurora last night! The aurora was green."
    at = [n for n in range(page.count) if page.plain[n] == word and page.capital(n)]
    return any(_may_be(page, n, n + 1) for n in at) or is_famous_once(page, word)


def is_only_a_word(page: Page, i: int, end: int) -> bool:
    """Whether a word is surely spoken of as one: "Sol is Latin for the sun", "Iris comes from the Greek", "Eve of the play"."""
    if end < page.count and not page.capital(i) and page.raw_gap(end) == " (" and page.raw_gap(end + 1).startswith(")"):
        return True  # "bryn (hill), seren (star)"
    if page.plain[end : end + 1] == ["of"] and page.gap(end) == JOIN:
        return True  # "Eve-of-term jitters"
    behind = page.spaced(end)
    if not behind or page.capital(end):
        return False
    if behind in _EXPLAINING and not PEOPLES.isdisjoint(page.set) and _is_explained(page, i, end):
        return True
    return behind == "of" and page.opens(i) and page.plain[i] in _WORDS_TOO and page.group_behind(end) is None


_EXPLAINING = frozenset(("means", "meaning", "is", "comes", "which"))
_WORDS_TOO = word_set("words_too")
_ELSEWHERE = word_set("animal_talk") | word_set("foreign_talk") | word_set("name_talk") | word_set("famous_talk")
"""Where an animal, names, another language or the famous are told of, a name may be theirs."""
_SOMEWHERE = AT - {"this", "last", "next", "every", "each", "early", "late", "mid", "since", "until", "during", "into"}
_SUM = frozenset(("how", "many"))
_TRADE = frozenset(("has", "had", "buys", "bought", "shares", "gives", "eats", "sells", "makes"))
"""A sum: "Zara has 12 sweets. How many has she left?"."""


def _may_be(page: Page, i: int, end: int) -> bool:
    if page.has_possessive(end):
        behind = page.after(end)
        return behind >= 0 and page.plain[behind] in _BUSINESSES
    return (
        page.before(i) in _SOMEWHERE
        or _is_explained(page, i, end)
        or _is_of_a_kind(page, i, end)
        or _tells_more(page, i, end)
        or _is_one_of(page, i, end)
        or _is_a_stranger(page, i, end)
        or _is_in_a_story(page, i, end)
        or _is_long_ago(page, i)
        or _is_a_word_too(page, i, end)
    )


def _is_a_word_too(page: Page, i: int, end: int) -> bool:
    """ "Destiny of the Earth", "Clementine peel makes compost", "Fletcher, cooper, smith: medieval jobs"."""
    if page.gap(end) == COMMA and end < page.count and not page.capital(end) and page.opens(i):
        return can_be(page.plain[end], "N") and not can_be(page.plain[end], "ADPZVGR")
    return page.spaced(end) == "of" and page.opens(i) and page.group_behind(end) is None


_BUSINESSES = word_set("businesses")


def _is_a_stranger(page: Page, i: int, end: int) -> bool:
    """ "Ruby from Lancashire Wildlife", "Harry, who runs the café"."""
    if page.spaced(end) == "from" and page.capital(end + 1):
        return page.group_behind(end) is None
    at = end + 1 if page.gap(end) in (SPACE, COMMA) and page.plain[end : end + 1] == ["who"] else 0
    return bool(at) and at < page.count and page.plain[at] in _OF_GROWN_UPS


_OF_GROWN_UPS = word_set("grown_up_doings")


def _is_in_a_story(page: Page, i: int, end: int) -> bool:
    """ "Zara and the Dragon"; a name in a sentence about a book or a film, of somebody who gets no praise."""
    if page.spaced(end) == "and" and page.spaced(end + 1) == "the" and page.capital(end + 2):
        return True
    near = page.plain[slice(*page.sentence(i))]
    if not PRAISE.isdisjoint(near):
        return False
    return not _STORIES.isdisjoint(near) or (not _BOOKS.isdisjoint(near) and page.spaced(end) not in _READS)


_STORIES, _BOOKS, _READS = word_set("of_stories"), word_set("of_books"), word_set("reads")


def _is_explained(page: Page, i: int, end: int) -> bool:
    """ "Nour means light", "Cara is Irish for friend", "the word Nour", "'Nour', which is Arabic for"."""
    if page.before(i) in _WORDS:
        return True
    behind, then, last = page.spaced(end), page.spaced(end + 1), page.spaced(end + 2)
    if end + 2 < page.count and page.plain[end] in ("which", "meaning"):
        behind, then, last = ("means", "", "") if page.plain[end] == "meaning" else (then, last, page.spaced(end + 3))
    if behind in ("means", "meaning", "translates") or (behind == "stands" and then == "for"):
        return True
    if behind == "comes" and then == "from":
        return last in PEOPLES or (last in ("the", "a", "an", "old") and page.spaced(end + 3) in PEOPLES)
    if behind not in ("is", "was"):
        return False
    return then in PEOPLES or (then in ("a", "the", "an") and (last in PEOPLES or last in _WORDS))


_WORDS = frozenset(("word", "words", "name", "names", "term", "phrase"))


def _is_of_a_kind(page: Page, i: int, end: int) -> bool:
    """ "The Maya built", "the Sami herders", "our Sami visitors", "Charlotte potatoes", "Jacob sheep"."""
    before, behind = page.before(i), page.spaced(end)
    if before in ("the", "these", "those", "some", "most", "ancient", "modern") and behind not in ("who", "we", "i"):
        return True
    if not behind or page.capital(end) or page.gap(end + 1) == JOIN:
        return False
    return behind in _OF_A_PEOPLE or (can_be(behind, "N") and not can_be(behind, "DZVARPG"))


_OF_A_PEOPLE = word_set("of_a_people")


def _tells_more(page: Page, i: int, end: int) -> bool:
    """ "Big Ben", "Apollo 11", "Ben & Jerry's", "Kevin the carrot"."""
    before, behind, then = page.before(i), page.spaced(end), page.spaced(end + 1)
    if before and page.capital(i - 1) and is_ordinary(before) and before not in PRAISE and before not in FUNCTION:
        inside = not page.opens(i - 1) and page.gap(i) == SPACE
        if before in _CALLED_SO or can_be(before, "A") or (inside and can_be(before, "N")):
            return not page.is_shouted(i)
    if before in ("if", "suppose", "imagine"):
        return True  # "If Zara has 12 sweets"
    if behind.isdigit():
        return True
    if (
        page.gap(end) == AND
        and page.capital(end)
        and page.has_possessive(end + 1)
        and page.index.get(page.plain[end]) is None
    ):
        return True
    return behind == "the" and can_be(then, "N") and not can_be(then, "A") and not page.capital(end + 1)


_CALLED_SO = word_set("called_so")


def _is_one_of(page: Page, i: int, end: int) -> bool:
    """ "Arran and Iona are islands", "Luna is a robot", "Ruth and Katie in the kitchen"."""
    last = max(end, page.listed(i)[1])
    if page.spaced(last) in ("in", "from") and page.spaced(last + 1) == "the" and page.spaced(last + 2) in _WORKPLACES:
        return True
    if page.spaced(last) not in ("is", "are", "was", "were"):
        return False
    for n in range(last + 1, min(last + 5, page.count)):
        if page.gap(n) not in (SPACE, JOIN, COMMA):
            return False
        if page.plain[n] in _THINGS:
            return True
    return False


_WORKPLACES = word_set("workplaces")
_THINGS = word_set("kinds_of_things")


def _is_long_ago(page: Page, i: int) -> bool:
    """ "William conquered England in 1066": the sentence has a year long gone."""
    return page.is_of_the_past and any(
        len(word) == 4 and "1000" <= word <= "1989" and word.isdigit() for word in page.plain[slice(*page.sentence(i))]
    )
