"""Animals, toys and storms that bear a pupil's name: pets, the reading dog, two donkeys, whoever is lost."""

from __future__ import annotations

from bot.words.names.page import AND, COMMA, JOIN, LINE, SPACE, Page, is_verb
from bot.words.names.vocabulary import ANIMALS, FUNCTION, ROSTERS


def names_an_animal(page: Page, i: int, end: int) -> bool:
    before = page.before(i)
    if is_animal(before) and before not in ("kid", "kids", "barn"):
        return True
    called = before in ("called", "named", "to") and any(is_animal(page.plain[n]) for n in range(max(0, i - 12), i - 1))
    if called and (before != "to" or page.plain[i - 2 : i - 1] in (["answers"], ["answering"])):
        return True
    if _listed_behind_animals(page, i, end) or _animal_speaks_next(page, i, end):
        return True
    # "Alfie, our reading dog", "Alfie the hamster"
    n = end
    if n < page.count and page.gap(n) in (SPACE, COMMA) and page.plain[n] in ("our", "the", "a", "is"):
        first = n
        for n in range(first + 1, min(first + 6, page.count)):
            if page.gap(n) not in (SPACE, JOIN):
                break
            if is_animal(page.plain[n]) and not _only_tells_more(page, n):
                if page.plain[n] not in ANIMALS and i + 1 == end and page.gap(i) not in (COMMA, AND):
                    break  # "Thanks to Grace, the hedgehogs have a home"
                return page.gap(first) == COMMA or not (page.plain[first] in ("is", "a") and n > first + 3)
            if page.plain[n] in FUNCTION:
                break
    if page.gap(end) == COMMA and end < page.count and (_is_a_lost_animal(page, end) or _is_one_after_all(page, end)):
        return True
    return page.raw_gap(i).strip() == ":" and _is_what_an_animal_is(page, i, end)


def _is_one_after_all(page: Page, end: int) -> bool:
    """ "Destiny, it turns out, is a goose"."""
    for n in range(end + 1, min(end + 7, page.sentence(end)[1])):
        if page.plain[n] in ("is", "was") and page.gap(n) == COMMA:
            near = page.plain[n + 1 : n + 5]
            return near[:1] in (["a"], ["an"], ["our"], ["the"]) and any(map(is_animal, near[1:]))
    return False


def _is_what_an_animal_is(page: Page, i: int, end: int) -> bool:
    """ "To whoever feeds the class tortoise crisps: Oscar is a vegetarian"."""
    if page.spaced(end) not in ("is", "was", "has") or page.spaced(end + 1) not in (
        "a",
        "an",
        "the",
        "not",
        "very",
        "no",
    ):
        return False
    return any(map(is_animal, page.plain[max(page.sentence(i)[0], i - 8) : i]))


def _is_a_lost_animal(page: Page, first: int) -> bool:
    """ "Chester, brown spaniel, no collar": nothing but what it looks like, and the animal."""
    for n in range(first, min(first + 3, page.count)):
        if (n > first and page.gap(n) not in (SPACE, JOIN)) or page.capital(n) or page.plain[n] in FUNCTION:
            return False
        if is_animal(page.plain[n]):
            return page.gap(n + 1) != SPACE or n + 1 == page.count
    return False


def is_animal(word: str) -> bool:
    """Whether a word is an animal, or a toy that bears a name."""
    return word in ANIMALS or (word.endswith("s") and word[:-1] in ANIMALS)


def _listed_behind_animals(page: Page, i: int, end: int) -> bool:
    """ "two donkeys, Oscar and Daisy"; "the chicks have names: Nugget and Florence"."""
    if page.has_possessive(end) or not _DUTIES.isdisjoint(page.plain[page.sentence(i)[0] : i]):
        return False  # "a giraffe, Gethin's poem"; "Rota for the guinea pigs: Verity, Kavya"
    n = i - 1
    while (
        n >= 0
        and i - n < 12
        and page.gap(n + 1) in (SPACE, COMMA, AND)
        and (page.capital(n) or page.plain[n] in ("and", "called"))
    ):
        n -= 1
    if n < 0 or page.capital(n):
        return False
    gap = page.raw_gap(n + 1).strip()
    if is_animal(page.plain[n]):
        if gap == "," and is_verb(page.spaced(page.listed(i)[1])):
            return False  # "Priya cut the dragon, Emma worked the strings"
        return gap in (",", ":", "–", "—", "(") and page.gap(n + 1) != LINE
    named = page.plain[n] in ("names", "named", "called") and gap in (":", "", "–")
    return named and any(is_animal(page.plain[k]) for k in range(max(0, n - 8), n))


_DUTIES = ROSTERS | {
    "rota",
    "duty",
    "duties",
    "shift",
    "shifts",
    "feeding",
    "cleaning",
    "walkers",
    "feeders",
    "keepers",
}


def _animal_speaks_next(page: Page, i: int, end: int) -> bool:
    """ "Meet Rosie! Our new guinea pig …": the next sentence begins with the animal, or tells what she will be."""
    if page.has_possessive(end):
        return False
    first, last = page.sentence(i)
    if last >= page.count or last - first > 10 or (i == first and last - first > 4 and _does(page, end)):
        return False  # but "Marigold read her first whole book aloud today. The guinea pigs were a rapt audience."
    if page.plain[last] in ("our", "the", "this", "that"):
        for n in range(last + 1, min(last + 5, page.count)):
            if page.gap(n) not in (SPACE, JOIN):
                return False
            if is_animal(page.plain[n]) and not _only_tells_more(page, n):
                return True
    meets = page.before(i) in ("meet", "introducing", "to", "seen", "spotted", "found", "lost", "missing") or i == first
    if meets and page.plain[last] in ("she", "he", "they", "it"):
        stop = page.sentence(last)[1]
        return any(
            is_animal(page.plain[n])
            and page.plain[n - 1] in ("a", "an", "our", "school", "class", "guinea", "therapy", "reading")
            for n in range(last + 1, stop)
        )
    return False


def _does(page: Page, end: int) -> bool:
    """Whether a verb of doing follows, and not what a pet is or has."""
    word = page.plain[end] if end < page.count else ""
    return is_verb(word) and word not in FUNCTION


def _only_tells_more(page: Page, n: int) -> bool:
    """Whether the animal at `n` only tells more of the next word: "the fox costume"."""
    return (
        n + 1 < page.count
        and page.gap(n + 1) == SPACE
        and page.plain[n + 1] not in FUNCTION
        and not is_verb(page.plain[n + 1])
    )
