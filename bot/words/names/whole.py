"""Finds whole names: forename and surname in either order, or with the surname's initial."""

from __future__ import annotations

import unicodedata

from bot.domain.findings import Strength
from bot.words.names.behind import told_behind
from bot.words.names.entries import Entry
from bot.words.names.lists import company
from bot.words.names.page import AND, COMMA, JOIN, SPACE, Nature, is_verb
from bot.words.names.reader import NEXT_TO, Hit, Reader
from bot.words.names.slips import sounds_alike
from bot.words.names.use import judge
from bot.words.names.vocabulary import (
    AT,
    DETERMINERS,
    FIRMS,
    FUNCTION,
    HEADS,
    PRAISE,
    SCHOLARLY,
    TRADES,
    can_be,
    figures,
    is_ordinary,
    lexicon,
    stem,
)

_MIDDLE_NAMES = 3
_TOLD = SCHOLARLY - {"assembly", "play", "chapter", "century", "story", "stories", "nativity", "panto"}


class WholeNames(Reader):
    """Finds children named in full."""

    def _small_forename(self, i: int, width: int, surname: Entry) -> tuple[int, Hit | None] | None:
        """A whole name in small letters of which the first word is an ordinary one: "peter parkin"."""
        page = self.page
        if (
            is_ordinary(surname.plain)
            or page.gap(i) != SPACE
            or not is_ordinary(page.plain[i - 1])
            or page.capital(i - 1)
        ):
            return None
        forename = self.index.get(page.plain[i - 1])
        numbers = self.index.named(forename, surname) if forename is not None and forename.is_forename else []
        if not numbers or all(map(self.index.is_staff, numbers)):
            return None
        return i + width, self._hit(i - 1, i + width, self._pupils(numbers), Strength.ENFORCE, full=True)

    def _full(self, i: int, width: int, entry: Entry) -> tuple[int, Hit | None] | None:
        """A forename with its surname, middle names between or not, or with the surname's initial."""
        page = self.page
        if not (entry.is_forename or entry.staff_forename):
            return None
        n = i + width
        for _ in range(_MIDDLE_NAMES):
            if n >= page.count or not (page.gap(n) in NEXT_TO or (n == i + width and self._is_adorned(n))):
                return None
            both = self._surname_at(entry, n)
            if both is not None:
                end, numbers = both
                return self._whole(i, end, numbers, n)
            if n == i + width and len(page.plain[n]) == 1:
                initial = self._with_initial(i, n, entry)
                if initial is not None:
                    return initial
            if page.plain[n] in FUNCTION or not (page.capital(n) or page.lower_throughout):
                return None  # "FAITH AND THE STONE"
            n += 1
            if n < page.count and page.gap(n) != SPACE and page.raw_gap(n) != ". ":
                return None
        return None

    def _is_adorned(self, n: int) -> bool:
        """Whether nothing but a picture stands before word `n`: "Sydney💜Marlow"."""
        gap = self.page.raw_gap(n)
        return not gap.isascii() and all(unicodedata.category(sign) in ("So", "Sk", "Mn", "Cf") for sign in gap)

    def _surname_at(self, forename: Entry, n: int) -> tuple[int, list[int]] | None:
        """Where the surname that begins at word `n` ends, and who has it with this forename."""
        index, page = self.index, self.page
        width, surname = self._name(n)
        if surname is not None and (numbers := index.named(forename, surname)):
            return n + width, numbers
        plain = page.plain[n]
        if plain.endswith("s") and (surname := index.get(plain[:-1])) is not None:
            numbers = index.named(forename, surname)
            if numbers:
                return n + 1, numbers
        known = plain in lexicon()
        if not known or page.capital(n):
            for surname in index.slips(plain):
                numbers = index.named(forename, surname) if not known or sounds_alike(plain, surname.plain) else []
                if numbers:
                    return n + 1, numbers
        return None

    def _whole(self, i: int, end: int, numbers: list[int], n: int) -> tuple[int, Hit | None] | None:
        page, index = self.page, self.index
        staff = all(index.is_staff(number) for number in numbers)
        if staff:
            return end, self._hit(i, end, numbers, Strength.WARN, staff=True)
        clear = not is_ordinary(page.plain[i])
        if page.capital(i) and not page.capital(n) and is_ordinary(page.plain[n]) and not page.upper(i):
            return None  # "Isla read a book": a verb, not a surname
        if page.plain[i] in page.index.class_names and page.gap(n) != SPACE:
            return None
        strength: Strength | None = Strength.ENFORCE
        if self._is_of_something(i, end):
            return end, None
        if not clear and is_ordinary(page.plain[n]):
            strength = self._two_words(i, end)
        elif page.before(i) in ("a", "the", "an") and not page.has_possessive(end):
            strength = None  # "the George Cross"
        elif figures().get(page.plain[i], {}).get(stem(page.plain[n])) == 2:
            strength = Strength.HOLD  # "Dylan Thomas"
        if strength is None:
            return None
        if strength is Strength.ENFORCE and self._is_a_firm(i, end):
            strength = Strength.HOLD
        full = strength is Strength.ENFORCE and not self._is_told_of(i, end)
        return end, self._hit(i, end, self._pupils(numbers), strength, full=full)

    def _is_a_firm(self, i: int, end: int) -> bool:
        """ "Rowan Wood Furniture", "Isla Park & Sons": what follows makes a firm of a whole name."""
        page = self.page
        if page.has_possessive(end) or end >= page.count:
            return False
        word = page.plain[end]
        if page.is_heading(i) or page.is_shouted(i):
            return word in TRADES and page.gap(end) == SPACE  # "OUR SPONSORS: ISLA PARK PLUMBING"
        if page.gap(end) == AND or word == "and":
            return word in FIRMS or page.plain[end + 1 : end + 2] in (["sons"], ["daughters"], ["co"])
        named = page.gap(end) == SPACE and page.capital(end) and is_ordinary(word)
        return named and word not in ("year", "class", "reception", "nursery") and not is_verb(word)

    def _is_told_of(self, i: int, end: int) -> bool:
        """Whether the sentence speaks of books and those in them, so that somebody else may be called so."""
        first, last = self.page.sentence(i)
        return any(word in _TOLD for word in self.page.plain[first:last])

    def _is_of_something(self, i: int, end: int) -> bool:
        """Whether a whole name only names something else: "the Grace Darling Inn", "Rowan Wood Furniture"."""
        page = self.page
        behind = page.after(end)
        if (
            behind < 0
            or page.has_possessive(end)
            or not page.capital(behind)
            or page.is_heading(i)
            or page.is_shouted(i)
        ):
            return False
        return page.plain[behind] in HEADS or (page.before(i) in ("a", "the", "an") and is_ordinary(page.plain[behind]))

    def _two_words(self, i: int, end: int) -> Strength | None:
        """A full name of which both parts are ordinary words: "Summer Love", "Rose Park"."""
        page = self.page
        before = page.before(i)
        if before in DETERMINERS or before in AT or before.isdigit():
            return None
        behind = page.after(end)
        noun = behind >= 0 and page.capital(behind) and page.gap(behind) == SPACE and is_ordinary(page.plain[behind])
        if noun and not (page.is_heading(i) and is_verb(page.plain[behind])):
            return None  # "Summer Park Café"
        if not page.capital(i):
            return Strength.HOLD if page.lower_throughout else None
        if figures().get(page.plain[i], {}).get(stem(page.plain[end - 1])) == 2:
            return Strength.HOLD  # "George Cross", "Jack Frost"
        nature = Nature(page.plain[i], self.index)
        is_person = (
            before in PRAISE or told_behind(page, i, end, nature, page.opens(i)) > 0 or company(page, i, end) > 0
        )
        is_person = is_person and judge(page, i, end, plain=page.plain[i]) is not None
        return Strength.ENFORCE if is_person else Strength.HOLD  # "Rowan Wood" may be a wood

    def _with_initial(self, i: int, n: int, forename: Entry) -> tuple[int, Hit | None] | None:
        """A forename and the first letter of the surname: "Amelia S"."""
        page, index = self.page, self.index
        if not page.capital(n) or page.gap(n) != SPACE:
            return None
        if page.gap(n + 1) == JOIN and not page.has_possessive(n + 1):
            return None  # "Summer T-shirts", "Jack O'Lantern"
        if page.gap(n + 1) == SPACE and n + 1 < page.count:
            follows = page.plain[n + 1]
            runs = is_verb(follows) and not can_be(follows, "NA")  # "Ruby A ran the middle"
            if (page.plain[n] in ("i", "a") and not runs) or follows == "of":
                return None  # "Thank you Amelia I think", "Amelia A big well done", "Hope C of E"
        numbers = index.with_forename_and(forename, page.plain[n])
        if not numbers:
            return None
        doubtful = forename.staff_forename or not Nature(forename.plain, self.index).is_clear  # "Summer C"
        strength = Strength.HOLD if doubtful else Strength.ENFORCE
        return n + 1, self._hit(i, n + 1, numbers, strength)

    def _surname_first(self, i: int, width: int, entry: Entry) -> tuple[int, Hit | None] | None:
        """As registers say it: "FOX, Ava", "FOX Ava"."""
        page, n = self.page, i + width
        if not entry.is_surname or n >= page.count or not page.capital(n):
            return None
        if len(page.plain[n]) == 1 and (page.gap(n) == SPACE or page.raw_gap(n) == "/"):
            return self._surname_and_initial(i, n, entry)
        comma = page.gap(n) == COMMA and page.raw_gap(n).strip() == ","
        if not comma and not (page.gap(n) == SPACE and page.upper(i)):
            return None
        wide, forename = self._name(n)
        if forename is None or not forename.is_forename:
            return None
        numbers = self.index.named(forename, entry)
        if not numbers:
            return None
        end = n + wide
        if comma and not page.upper(i) and self._list_goes_on(end):
            return None
        if all(self.index.is_staff(number) for number in numbers):
            return end, self._hit(i, end, numbers, Strength.WARN, staff=True)
        return end, self._hit(i, end, numbers, Strength.ENFORCE, full=True)

    def _surname_and_initial(self, i: int, n: int, surname: Entry) -> tuple[int, Hit | None] | None:
        """As on a list: "Carter D, Pond L", "Levy/J"."""
        page = self.page
        letter = page.plain[n]
        if not any(map(page.capital, range(i, n))) or page.gap(n + 1) == JOIN:
            return None
        if page.gap(n + 1) == SPACE and (letter in ("a", "i") or page.capital(n + 1)):
            return None  # "Well done Carter I think", "Carter D Pond"
        numbers = [each for each in surname.with_surname() if letter in self.index.first_letters(each)]
        numbers = [each for each in numbers if not self.index.is_staff(each)]
        if not numbers:
            return None
        clear = Nature(surname.plain, self.index).is_clear
        return n + 1, self._hit(i, n + 1, numbers, Strength.ENFORCE if clear else Strength.HOLD)

    def _list_goes_on(self, end: int) -> bool:
        """Whether a comma or "and" follows, so that "Grace, Hope" may be two children."""
        return self.page.gap(end) in (COMMA, AND) or self.page.plain[end : end + 1] == ["and"]
