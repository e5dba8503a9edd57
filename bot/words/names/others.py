"""Tells who or what else may bear a pupil's name: saints, streets, firms, visitors, people of history and stories."""

from __future__ import annotations

from bot.words.names.animals import names_an_animal
from bot.words.names.page import AND, COMMA, JOIN, SPACE, Page
from bot.words.names.vocabulary import (
    ANIMALS,
    BIBLICAL,
    FAMILY,
    FIRMS,
    GROWN_UPS,
    HEADS,
    ORGANISATIONS,
    RELIGIOUS,
    SAINTLY,
    SCHOLARLY,
    figures,
    forenames,
    is_ordinary,
    places,
    stem,
    word_set,
)

_TELLING = ANIMALS | GROWN_UPS | ORGANISATIONS | SAINTLY | {"captain"} | {f"{animal}s" for animal in ANIMALS}
_NEAR = 20


def veto(page: Page, i: int, end: int) -> bool:
    """Whether words `i` to `end` are surely not a pupil's, whatever name it is: a saint, a pet, a street, a visitor."""
    before = page.before(i)
    if before in ("a", "an", "another", "every") and not page.has_possessive(end):
        return True  # "a Christian school", "a Finn & Co. hamper"
    if before == "the" and _is_one_of_them(page, i, end):
        return True
    if page.gap(end) == AND and end < page.count and page.plain[end] in FIRMS:
        return True
    last = page.listed(i)[1]
    if last > end and page.gap(last) == SPACE and page.plain[last : last + 1] == ["classes"]:
        return True  # "Ruby, Jade and Coral classes"
    if before in SAINTLY and (page.capital(i - 1) or before in ("st", "saint", "king", "queen")):
        return True
    if before == "captain" and _is_captain(page, i):
        return True
    if page.spaced(end) == "class" and page.capital(i) and not page.has_possessive(end):
        return True  # "Athena class sang"
    if page.spaced(end) == page.spaced(end + 1) == page.plain[i] or _is_said_together(page, i):
        return True  # "Ho ho ho", "Big Ben"
    if (
        _is_of_a_pair(page, i)
        or _has_two_initials(page, i)
        or _is_a_strangers_surname(page, i)
        or _is_spelt_by_radio(page, i)
    ):
        return True
    again = end > i + 1 or page.plain.count(page.plain[i]) > 1
    return (
        (again and _is_elsewhere(page, page.plain[i]))
        or (again and page.plain[i] in places() and _heads_once(page, page.plain[i]))
        or names_an_animal(page, i, end)
        or _is_grown_up(page, i, end)
        or _heads_something(page, i, end)
        or _is_famous(page, i, end)
    )


def _is_one_of_them(page: Page, i: int, end: int) -> bool:
    """ "the Oscar goes to", "the Percy with the short fuse", "the Sami have": no child has an article."""
    entry = page.index.get(page.plain[i])
    if end > i + 1 or entry is None or not entry.is_forename or page.has_possessive(end) or page.group_behind(end):
        return False
    behind = page.spaced(end)
    return behind not in FAMILY and behind not in ("who", "we", "i", "you") and not page.capital(end)


def _is_of_a_pair(page: Page, i: int) -> bool:
    """ "Marks and Spencer", "Romeo & Juliet": two whom everybody knows together."""
    for left, right in ((i, _joined(page, i + 1)), (_joined_before(page, i), i)):
        if left >= 0 and right >= 0 and f"{page.plain[left]}-{page.plain[right]}" in _PAIRS:
            return True
    return False


def _joined(page: Page, n: int) -> int:
    """The word behind "and" or "&" at `n`; -1 where there is none."""
    if page.gap(n) == AND:
        return n
    return n + 1 if page.spaced(n) == "and" and page.spaced(n + 1) else -1


def _joined_before(page: Page, i: int) -> int:
    if page.gap(i) == AND:
        return i - 1
    return i - 2 if i > 1 and page.spaced(i) and page.spaced(i - 1) == "and" else -1


def _is_said_together(page: Page, i: int) -> bool:
    return bool(page.spaced(i)) and f"{page.plain[i - 1]}-{page.plain[i]}" in _EXPRESSIONS


_PAIRS, _EXPRESSIONS = word_set("pairs"), word_set("expressions")


def _is_a_strangers_surname(page: Page, i: int) -> bool:
    """ "Jamie Oliver", "Diana Ross": a forename that nobody of the register has stands before."""
    before = page.plain[i - 1] if i else ""
    if not before or not page.spaced(i) or not page.capital(i) or not page.capital(i - 1) or len(before) < 3:
        return False
    if before not in forenames() or is_ordinary(before) or page.is_shouted(i) or page.lower_throughout:
        return False
    entry, near = page.index.get(page.plain[i]), page.index.get(before)
    if entry is None or (
        near is not None and (near.is_forename or near.staff_forename or near.is_surname or near.middle)
    ):
        return False
    return not page.index.slips(before) and not page.index.is_nearly_forename(entry, before)


def _is_spelt_by_radio(page: Page, i: int) -> bool:
    """ "Alpha, Bravo, Charlie, Delta": others of the alphabet stand in the list, and nobody is called so."""
    if page.plain[i] not in _RADIO:
        return False
    first, last = page.listed(i)
    others = [word for word in page.plain[first:last] if word in _RADIO and word != page.plain[i]]
    return len(others) > 1 or any((name := page.index.get(word)) is None or not name.is_forename for word in others)


_RADIO = word_set("radio")


def _has_two_initials(page: Page, i: int) -> bool:
    """ "C. S. Lewis", "J.K. Rowling": a surname, and of nobody in the register, who would have been found by it."""
    if i < 2 or page.has_possessive(i):
        return False
    return all(
        len(page.plain[n]) == 1 and page.capital(n) and page.raw_gap(n + 1) in (".", ". ") for n in (i - 1, i - 2)
    )


def _is_elsewhere(page: Page, word: str) -> bool:
    """Whether a name is somewhere in this text a pet's or a visitor's: one who is a dog once is a dog throughout."""
    if word not in page.elsewhere:
        entry = page.index.get(word)
        known = entry is not None and (entry.is_forename or entry.is_surname)
        page.elsewhere[word] = known and not _TELLING.isdisjoint(page.set) and _is_so_once(page, word)
    return page.elsewhere[word]


def _is_so_once(page: Page, word: str) -> bool:
    i = -1
    for _ in range(page.plain.count(word)):
        i = page.plain.index(word, i + 1)
        near = page.plain[max(0, i - _NEAR) : i + _NEAR + 1]
        if not page.capital(i) or _TELLING.isdisjoint(near):
            continue
        if names_an_animal(page, i, i + 1) or _is_grown_up(page, i, i + 1):
            return True
        title = page.before(i)
        if title in SAINTLY and page.capital(i - 1) and page.index.get(title) is None:
            return True  # "Storm Isha … Isha"
        if title == "captain" and _is_captain(page, i):
            return True
    return False


def _is_captain(page: Page, i: int) -> bool:
    """ "Captain Cook", a surname; but "Captain Ali" may lead the team."""
    entry = page.index.get(page.plain[i])
    return page.capital(i - 1) and entry is not None and not entry.is_forename


def is_famous_once(page: Page, word: str) -> bool:
    """Whether a name stands somewhere in this text before a surname that no pupil has: "Theodore Roosevelt … Theodore"."""
    i = -1
    for _ in range(page.plain.count(word) - 1):
        i = page.plain.index(word, i + 1)
        if page.capital(i) and _is_famous(page, i, i + 1):
            return True
    return page.plain.count(word) > 1 and _is_famous(
        page, page.plain.index(word, i + 1), page.plain.index(word, i + 1) + 1
    )


def _is_grown_up(page: Page, i: int, end: int) -> bool:
    if page.before(i) in GROWN_UPS:
        return (
            i < 2 or page.plain[i - 2] not in _STILL_YOUNG | _OF_SCHOOL
        )  # but "young farmer Grace", "school councillor Will"
    if end >= page.count:
        return False
    words = page.plain[end : end + 6]
    gap = page.gap(end)
    if gap == COMMA or (gap == SPACE and words[0] == "the"):
        near = words[:4] if words[0] in ("our", "the", "a", "an", "who") else ()
        for offset, word in enumerate(near):
            if offset and page.gap(end + offset) != SPACE:
                break
            if word in _STILL_YOUNG or any(page.groups(end + offset, end + offset + 1)):
                break  # "Grace, our youngest potter", "Alfie the Reception builder"
            if word in GROWN_UPS:
                return True
    return gap == SPACE and words[0] == "from" and words[1:2] == ["the"] and bool(ORGANISATIONS & set(words[2:5]))


_SHOPS = word_set("shops")
_OF_SCHOOL = word_set("of_school")
_STILL_YOUNG = word_set("still_young")


def _heads_something(page: Page, i: int, end: int) -> bool:
    """A street, a hall, a firm: what follows makes the name part of another."""
    behind = page.after(end)
    if behind < 0 or not page.capital(behind) or page.is_heading(i):
        return False
    if page.plain[behind] not in HEADS:
        # "Clifton Suspension Bridge", "Fletcher Moss Park"
        head = page.spaced(behind + 1)
        heads = _SHOPS if page.has_possessive(end) else HEADS
        return head in heads and page.capital(behind + 1) and page.gap(behind) == SPACE
    return not page.has_possessive(end) or page.plain[behind] in _SHOPS


def _heads_once(page: Page, word: str) -> bool:
    """Whether a place heads something in this text: "Chester Zoo … Chester, you were a treat"."""
    at = [n for n in range(page.count) if page.plain[n] == word]
    return any(not page.has_possessive(n + 1) and _heads_something(page, n, n + 1) for n in at)


def _is_famous(page: Page, i: int, end: int) -> bool:
    """Somebody else with this forename: a surname follows that no pupil of this forename has."""
    if page.has_possessive(end) or end >= page.count or page.gap(end) != SPACE or not page.capital(end):
        return False
    word = page.plain[end]
    if word in ("o", "d", "mc", "mac") and page.gap(end + 1) == JOIN and page.capital(end + 1) and end + 1 < page.count:
        whole = word + page.plain[end + 1]
        names = [page.index.get(whole), *page.index.slips(whole)]
        return not any(name is not None and name.is_surname for name in names)  # "Scarlett O'Hara"
    if len(word) == 1 or is_ordinary(word) or word in page.index.class_names or page.is_shouted(i) != page.upper(end):
        return False
    name, forename = page.index.get(word), page.index.get(page.plain[i])
    meant = [forename] if forename is not None else page.index.slips(page.plain[i])
    if name is None and any(page.index.is_nearly_surname(each, word) for each in meant):
        return False  # hardly somebody else: "Aiden Riley" for Aidan Reilly
    return name is None or not name.is_forename


def about_somebody_else(page: Page, plain: str) -> int:
    """How much the text is about the figure of that name: 2 or more surely, 1 perhaps."""
    if plain not in figures() and plain not in BIBLICAL:
        return 0
    cues, own = figures().get(plain, {}), {plain, stem(plain), *page.index.class_names}  # "Sewell Class" tells nothing
    if plain in BIBLICAL:
        holy = len(RELIGIOUS & page.vocabulary)
        if holy:
            return min(
                2, holy + sum([weight for word, weight in cues.items() if word in page.vocabulary and word not in own])
            )
    if not cues:
        return 0
    weight = sum([weight for word, weight in cues.items() if word in page.vocabulary and word not in own])
    if weight and page.is_of_the_past:
        weight += 1
    return weight + bool(weight and SCHOLARLY & page.vocabulary)
