"""Finds what is not quite a name: plurals, slips, pet forms, two names run together."""

from __future__ import annotations

from collections.abc import Collection

from bot.domain.findings import Strength
from bot.words.names.constructions import is_alike
from bot.words.names.entries import Bearers, Entry
from bot.words.names.lists import among_people, company, is_awarded
from bot.words.names.others import about_somebody_else, veto
from bot.words.names.page import BREAK, SPACE, Nature
from bot.words.names.reader import Hit
from bot.words.names.slips import frame, halves, nicknames, one_slip_apart, owners, sound, sounds_alike, stems
from bot.words.names.vocabulary import (
    COSTUMES,
    DETERMINERS,
    FUNCTION,
    can_be,
    figures,
    forenames,
    is_ordinary,
    is_rare,
    lexicon,
    places,
)
from bot.words.names.whole import WholeNames


class NearNames(WholeNames):
    """Finds children whose name is written otherwise."""

    def _plural(self, i: int) -> tuple[int, Hit | None]:
        """ "the Khans", "our three Amelias", and possessives without their apostrophe: "rosies volcano"."""
        page, plain = self.page, self.page.plain[i]
        if len(plain) < 4 or not plain.endswith("s"):
            return i + 1, None
        for base in (plain[:-1], plain[:-2] if plain.endswith("es") else ""):
            entry = self.index.get(base) if base else None
            if entry is None or not (entry.is_forename or entry.is_surname):
                continue
            the = page.before(i) == "the"
            capital = page.capital(i)
            if the and entry.is_surname and capital and (not is_ordinary(plain) or not page.opens(i)):
                behind = page.after(i + 1)
                if behind < 0 or not page.capital(behind):
                    return i + 1, self._hit(i, i + 1, entry.with_surname(), Strength.HOLD, family=True)
            if COSTUMES & page.set and not the:
                continue  # "eleven Elsas, four Lukes"
            namesakes = self._namesakes(i, entry)
            if namesakes is not None:
                return i + 1, namesakes
            small = page.lower_throughout
            owns = entry.is_forename and (capital or small) and self._owns(i)  # "Summers volcano", "bobs boat floated"
            inside = capital and not page.opens(i) and not page.is_heading(i)
            if is_ordinary(plain) and not inside and not (owns and small):
                continue
            clear = Nature(base, self.index).is_clear and plain not in lexicon()
            if not clear and not owns:
                continue
            if (
                veto(page, i, i + 1)
                or about_somebody_else(page, base) >= 2
                or (base in figures() and "book" in page.vocabulary)
            ):
                continue
            numbers = entry.with_forename() if entry.is_forename else entry.with_surname()
            if capital or page.lower_throughout or entry.is_forename:
                return i + 1, self._hit(i, i + 1, numbers, Strength.HOLD, family=not entry.is_forename)
        return i + 1, None

    def _namesakes(self, i: int, entry: Entry) -> Hit | None:
        """ "Both Maxes", "our two Graces": as many as the school has, or more."""
        page = self.page
        if page.before(i) not in ("both", "two", "three", "four") or not page.capital(i):
            return None
        if page.is_heading(i) or veto(page, i, i + 1):
            return None
        numbers = entry.with_forename() if entry.is_forename else entry.with_surname()
        return self._hit(i, i + 1, numbers, Strength.HOLD) if len(numbers) > 1 else None

    def _owns(self, i: int) -> bool:
        """Whether a thing stands behind: "Summers volcano"."""
        behind = self.page.after(i + 1)
        known = lexicon().get(self.page.plain[behind], "") if behind >= 0 else ""
        then = self.page.after(behind + 1) if behind >= 0 else -1
        acts = then >= 0 and can_be(self.page.plain[then], "D") and not can_be(self.page.plain[then], "N")
        return "N" in known and not self.page.capital(behind) and ("V" not in known or acts)

    def _nearly(self, i: int) -> tuple[int, Hit | None]:
        """A word that no name is: a possessive, two names run together, a slip, a pet form, written backwards."""
        page, plain = self.page, self.page.plain[i]
        last, hit = self._plural(i)
        if hit is not None:
            return last, hit
        if is_ordinary(plain):
            awarded = page.gap(i) == BREAK and page.capital(i) and is_awarded(page, i, i + 1)
            return (
                (self._pet_form(i) if awarded or self._is_with_names(i) else None)
                or self._slip_into_a_word(i)
                or (i + 1, None)
            )
        if len(plain) < 4 or plain.isdigit():
            return i + 1, None
        if plain.endswith("s") and COSTUMES & page.set and self.index.get(plain[:-1]) is not None:
            return i + 1, None
        bare = plain.rstrip("0123456789")
        run = self._run_together(bare)
        if run:
            counted = page.before(i) in DETERMINERS and not page.has_possessive(i + 1)  # "one Skywalker dad"
            strength = Strength.HOLD if counted else Strength.ENFORCE
            return i + 1, self._hit(i, i + 1, run, strength, full=not counted)
        login = () if page.capital(i) else self._login(bare, counted=bare != plain)
        if login:
            return i + 1, self._hit(i, i + 1, login, Strength.HOLD, hidden=True)
        relative = self._relative_of(plain)
        if relative:
            return i + 1, self._hit(i, i + 1, relative, Strength.HOLD, hidden=True)
        if page.typed[i][-1].isupper() and not page.capital(i) and (mirrored := self._backwards(i)):
            return mirrored  # "ynobE"
        if not page.capital(i) and not page.lower_throughout and len(plain) < 6:
            return i + 1, None
        return self._slip(i) or self._pet_form(i) or self._backwards(i) or (i + 1, None)

    def _run_together(self, plain: str) -> list[int]:
        """ "ameliakhan": whoever has both names, in either order."""
        for left, right in halves(plain):
            first = self.index.get(left)
            second = self.index.get(right) if first is not None else None
            if first is not None and second is not None:
                numbers = self.index.pair(first, second) or self.index.pair(second, first)
                numbers = [n for n in numbers if not self.index.is_staff(n)]
                if numbers and (len(plain) > 7 or not (is_ordinary(left) and is_ordinary(right))):
                    return numbers
        return []

    def _login(self, bare: str, *, counted: bool) -> Collection[int]:
        """ "dpopa", "popad": as schools make a user name of an initial and a surname. counted: a figure stands behind."""
        if len(bare) < 5 or bare in lexicon():
            return ()
        for letter, rest in ((bare[0], bare[1:]), (bare[-1], bare[:-1])):
            entry = self.index.get(rest)
            if entry is not None and entry.is_surname and (counted or not is_ordinary(rest)):
                numbers = [number for number in Bearers(entry.surname) if letter in self.index.first_letters(number)]
                if numbers:
                    return numbers
        return ()

    def _relative_of(self, plain: str) -> Collection[int]:
        """A user name that tells whose mother or father it is: "coralsmummy", "mumofcoral"."""
        for base in owners(plain):
            entry = self.index.get(base)
            if entry is not None and entry.is_forename:
                return entry.with_forename()
        return ()

    def _slip_into_a_word(self, i: int) -> tuple[int, Hit | None] | None:
        """A whole name of which a slip makes an ordinary word: "Grave Bell" for Grace Bell."""
        page, n = self.page, i + 1
        if not page.capital(i) or not page.capital(n) or page.gap(n) != SPACE or page.is_heading(i):
            return None
        surname = self.index.get(page.plain[n])
        if surname is None or not surname.is_surname or page.plain[i] in FUNCTION or page.is_shouted(i):
            return None
        for forename in self.index.slips(page.plain[i]):
            numbers = self.index.named(forename, surname)
            if numbers and not any(map(self.index.is_staff, numbers)):
                return n + 1, self._hit(i, n + 1, numbers, Strength.HOLD)
        return None

    def _slip(self, i: int) -> tuple[int, Hit | None] | None:
        """One letter wrong, in a word that no list knows; or another spelling of the same sound."""
        page, plain = self.page, self.page.plain[i]
        if plain in places():
            return None
        joined = self._slip_in_two(i)
        if joined is not None:
            return joined
        near = [entry for entry in self.index.slips(plain) if entry.forename or entry.surname or entry.staff_forename]
        for entry in near:
            whole = self._full(i, 1, entry)
            if whole is not None:
                return whole
        known = plain in lexicon()
        meant = [
            entry
            for entry in near
            if (entry.forename or entry.surname)
            and (self._is_other_spelling(i, entry.plain) if known else _is_likely_slip(plain, entry.plain))
            and (not is_ordinary(entry.plain) or (page.capital(i) and len(plain) > 4 and plain != f"{entry.plain}s"))
        ]
        if not meant or veto(page, i, i + 1):
            return None
        meant = [entry for entry in meant if about_somebody_else(page, entry.plain) < 2]
        numbers = Bearers(*[entry.forename for entry in meant]) or Bearers(*[entry.surname for entry in meant])
        return i + 1, self._hit(i, i + 1, self._narrowed(i, i + 1, numbers), Strength.HOLD)

    def _is_other_spelling(self, i: int, name: str) -> bool:
        """Whether a name that many have is written for another: one that sounds so, or in a list "Alisha" for Alesha."""
        plain = self.page.plain[i]
        if sound(plain) == sound(name) or (sorted(plain) == sorted(name) and len(plain) > 5):
            return True  # "Micheal" has Michael's letters
        if plain[0] == name[0] and len(frame(name)) > 3 and sounds_alike(plain, name):
            return True  # "Alistair" for Alastair
        if (
            plain[0] == name[0]
            and plain[-1] == name[-1]
            and one_slip_apart(plain, name)
            and frame(plain) == frame(name)
        ):
            return True  # "Finley" for Finlay, but not "Julie" for Julia
        first, last = self.page.listed(i)
        alike = plain[0] == name[0] and len(_consonants(plain)) > 2 and _consonants(plain) == _consonants(name)
        return alike and last - first > 2 and self.page.capital(i)

    def _slip_in_two(self, i: int) -> tuple[int, Hit | None] | None:
        """A double name with a slip: "Lilly-Rose"."""
        page = self.page
        if i + 1 >= page.count or page.raw_gap(i + 1) not in ("-", "‐", "‑", " ", "–") or not page.capital(i + 1):
            return None
        for entry in self.index.slips(page.plain[i] + page.plain[i + 1]):
            if entry.forename and self.index.longest(page.plain[i]) >= 1 and len(entry.plain) > 6:
                return i + 2, self._hit(i, i + 2, Bearers(entry.forename), Strength.HOLD)
        return None

    def _pet_form(self, i: int) -> tuple[int, Hit | None] | None:
        """Made up in the changing room: "Jacko", "Woody", "Nathe"; and a forename cut short."""
        page, plain = self.page, self.page.plain[i]
        known = plain in lexicon() and not (lexicon()[plain].isdigit() and is_rare(plain))
        if not page.capital(i) or (known and not self._is_with_names(i) and not is_awarded(page, i, i + 1)):
            return None
        if veto(page, i, i + 1):
            return None
        for each in stems(plain):
            entry = self.index.get(each)
            if entry is not None and (entry.is_forename or entry.surname):
                numbers = Bearers(entry.forename, *[longer.forename for longer in entry.short_of], entry.surname)
                return i + 1, self._hit(i, i + 1, numbers, Strength.HOLD)
        return self._nickname(i)

    def _is_with_names(self, i: int) -> bool:
        """Whether a word with a capital stands among names: "Stan, Chris and Marshy", "Sims on steel pan, Gabs on whistle"."""
        page = self.page
        if not page.capital(i) or page.is_heading(i) or page.upper(i):
            return False
        return company(page, i, i + 1) > 2 or among_people(page, i) > 0 or is_alike(page, i, i + 1)

    def _nickname(self, i: int) -> tuple[int, Hit | None] | None:
        """As teams make one of the first syllable of any longer name: "Gittsy" for Gittens; nobody's known pet form."""
        plain = self.page.plain[i]
        if (plain in lexicon() and not is_rare(plain)) or is_ordinary(plain) or plain in places():
            return None
        known = plain in forenames()
        for stem in (plain, sound(plain)) if known else (plain, sound(plain), *nicknames(plain)):
            cut = self.index.beginning_with(stem)
            numbers = Bearers(*[entry.forename for entry in cut], *[entry.surname for entry in cut if not known])
            if numbers:
                return i + 1, self._hit(i, i + 1, numbers, Strength.HOLD)
        numbers = Bearers(*[entry.forename for entry in self.index.ending_with(plain)])
        return (i + 1, self._hit(i, i + 1, numbers, Strength.HOLD)) if numbers else None

    def _backwards(self, i: int) -> tuple[int, Hit | None] | None:
        plain = self.page.plain[i]
        entry = self.index.get(plain[::-1]) if len(plain) > 3 and plain not in lexicon() else None
        if entry is None or not entry.forename:
            return None
        return i + 1, self._hit(i, i + 1, Bearers(entry.forename), Strength.HOLD)


def _is_likely_slip(word: str, name: str) -> bool:
    """The first letter is rarely the wrong one, and short names are near to everything."""
    same_start = word[0] == name[0] or word[:2] == name[:2][::-1]
    return len(name) > 3 and (same_start or len(name) > 6 or sounds_alike(word, name))


def _consonants(word: str) -> str:
    return "".join(sign for sign in word if sign not in "aeiouy")
