"""Which writing in a picture is a pupil's name (clause SP-2): pure, asked again whenever the register has changed.

A name that can be read is *enforce*: it is cropped, blurred or the photo taken again. Where the writing is doubtful, or a
forename stands where it may mean somebody else, it is *hold*: a person decides. Staff, words, books and famous people
are nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.domain.findings import Strength
from bot.photos import around
from bot.photos.lines import Corners, Line, box_of
from bot.photos.roll import Likeness, Roll
from bot.photos.rows import Row, Word, corners_of, rows_of
from bot.photos.spelling import FAR, Letters, best_of, cost

LOOKS = 3
LONGEST_NAME = 3
"""Words of which a forename or a surname may consist."""
IN_BETWEEN = 3
"""Middle names that may stand between forename and surname."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A pupil's name in a picture. `people`: ids, all who may be meant. `corners` in pixels of the upright picture."""

    strength: Strength
    text: str
    people: tuple[str, ...]
    corners: Corners
    full: bool
    frame: int = 0

    @property
    def box(self) -> tuple[int, int, int, int]:
        return box_of(self.corners)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    strength: Strength
    words: tuple[Word, ...]
    numbers: frozenset[int]
    full: bool = False


def find_names(lines: Sequence[Line], roll: Roll) -> tuple[Sighting, ...]:
    """Every pupil's name among the lines, each place once, the clearest reading of it."""
    found: list[Sighting] = []
    for frame in sorted({line.frame for line in lines}):
        here = [line for line in lines if line.frame == frame]
        looks = min(LOOKS, max((len(line.readings) for line in here), default=0))
        for look in range(looks):
            found.extend(_sightings(rows_of(here, look), roll, frame))
    return _each_once(found)


def _sightings(rows: Sequence[Row], roll: Roll, frame: int) -> Iterator[Sighting]:
    photo = _Photo(rows, roll)
    for row in rows:
        for seen in photo.names_in(row):
            people = roll.people(seen.numbers)
            yield Sighting(
                strength=seen.strength,
                text=" ".join(word.text for word in seen.words),
                people=people,
                corners=corners_of(seen.words),
                full=seen.full,
                frame=frame,
            )


def _each_once(found: Sequence[Sighting]) -> tuple[Sighting, ...]:
    """Of sightings at one place the weightiest stays, with all who may be meant by any of equal weight."""
    kept: list[Sighting] = []
    for each in sorted(found, key=lambda seen: (seen.strength is not Strength.ENFORCE, not seen.full)):
        same = next((index for index, other in enumerate(kept) if _same_place(each, other)), None)
        if same is None:
            kept.append(each)
        elif kept[same].full is each.full and kept[same].strength is each.strength:
            everybody = tuple(dict.fromkeys((*kept[same].people, *each.people)))
            kept[same] = replace(kept[same], people=everybody)
    return tuple(kept)


def _same_place(one: Sighting, other: Sighting) -> bool:
    if one.frame != other.frame:
        return bool(set(one.people) & set(other.people))
    ax, ay, aw, ah = one.box
    bx, by, bw, bh = other.box
    wide = min(ax + aw, bx + bw) - max(ax, bx)
    high = min(ay + ah, by + bh) - max(ay, by)
    return wide > 0 and high > 0 and wide * high > 0.4 * min(aw * ah, bw * bh)


class _Photo:
    """One look at all rows of a picture: what stands where decides what a word is."""

    def __init__(self, rows: Sequence[Row], roll: Roll) -> None:
        self.rows = rows
        self.roll = roll
        self.words = {word for row in rows for word in row.plains}
        self.labels = sum(1 for row in rows if self._is_label(row))

    def names_in(self, row: Row) -> Iterator[_Seen]:
        taken = self._nobody(row)
        for seen in self._in_full(row, taken):
            taken.update(row.words.index(word) for word in seen.words if word in row.words)
            yield seen
        for start in range(len(row.words)):
            for end in range(min(len(row.words), start + LONGEST_NAME), start, -1):
                if taken & set(range(start, end)):
                    continue
                seen_here = self._forename_alone(row, start, end) or self._surname_alone(row, start, end)
                if seen_here is not None:
                    taken.update(range(start, end))
                    yield seen_here

    # Who is nobody

    def _nobody(self, row: Row) -> set[int]:
        """The words that are staff, somebody with a title, a book or a famous person."""
        taken: set[int] = set()
        words = row.words
        for index, word in enumerate(words):
            if _is_title(word) and self._titled(words, index):
                taken.add(index)
                end = index + 1
                while end < min(len(words), index + 4) and words[end].capital:
                    taken.add(end)
                    if len(words[end].plain) > 1:
                        break
                    end += 1
            elif _title_runs_on(word):
                taken.update(range(index, min(len(words), index + 2)))
            for end in range(index + 1, min(len(words), index + 3) + 1):
                if self.roll.is_staff(_joined(words[index:end])):
                    taken.update(range(index, end))
            if around.fame(word.plain, self.words) >= around.FAMOUS:
                taken.add(index)
        return taken

    def _titled(self, words: Sequence[Word], index: int) -> bool:
        """Whether a title is one here: a name follows, and the two are not a pupil ("King, Harriet", "Bishop Young")."""
        if index + 1 >= len(words) or not words[index + 1].capital:
            return False
        title, rest = words[index], _joined(words[index + 1 : index + 2])
        if title.text.endswith(","):
            return False
        pupils = self.roll.called.get(title.plain, frozenset())
        return not any(
            _clear(Likeness(name=surname, cost=cost(surname, rest)))
            for surname in {self.roll.surname[number] for number in pupils} - {""}
        )

    # Full names

    def _in_full(self, row: Row, taken: set[int]) -> list[_Seen]:
        found: list[_Seen] = []
        words = row.words
        for start in range(len(words)):
            for end in range(start + 1, min(len(words), start + LONGEST_NAME) + 1):
                if taken & set(range(start, end)):
                    break
                letters = _joined(words[start:end])
                found.extend(self._as_one_word(words[start:end], letters))
                for near in self.roll.near_forenames(letters):
                    if near.each <= 0.9:
                        found.extend(self._with_surname(row, start, end, near, taken))
        return _best(found)

    def _as_one_word(self, words: Sequence[Word], letters: tuple[Letters, ...]) -> Iterator[_Seen]:
        for near in self.roll.near_wholes(letters)[:2]:
            if near.each <= 0.5:
                clear = _clear(near)
                yield _Seen(
                    strength=Strength.ENFORCE if clear else Strength.HOLD,
                    words=tuple(words),
                    numbers=self.roll.whole[near.name],
                    full=True,
                )

    def _with_surname(self, row: Row, start: int, end: int, near: Likeness, taken: set[int]) -> Iterator[_Seen]:
        words = row.words
        for number in self.roll.called[near.name]:
            if surname := self.roll.surname[number]:
                for first, last in _places_beside(start, end, len(words)):
                    if first == last or taken & set(range(first, last)):
                        continue
                    total = cost(surname, _joined(words[first:last]))
                    if total / len(surname) > 1.5 or (near.cost + total) / (len(near.name) + len(surname)) > 1.1:
                        continue
                    clear = _clear(near) and _clear(Likeness(name=surname, cost=total))
                    yield _Seen(
                        strength=Strength.ENFORCE if clear else Strength.HOLD,
                        words=tuple(words[min(start, first) : max(end, last)]),
                        numbers=frozenset({number}),
                        full=True,
                    )
                yield from self._surname_below(row, start, end, near, number, surname)
                yield from self._initial(row, start, end, near, number, surname, taken)

    def _surname_below(
        self, row: Row, start: int, end: int, near: Likeness, number: int, surname: str
    ) -> Iterator[_Seen]:
        """ "Will" on one line and "Pryce-Jones" on the next: a jumper, a peg, a lanyard."""
        if end != len(row.words) or not _clear(near):
            return
        for other in row.below:
            total = cost(surname, _joined(other.words))
            if _clear(Likeness(name=surname, cost=total)):
                words = (*row.words[start:end], *other.words)
                yield _Seen(strength=Strength.ENFORCE, words=words, numbers=frozenset({number}), full=True)

    def _initial(
        self, row: Row, start: int, end: int, near: Likeness, number: int, surname: str, taken: set[int]
    ) -> Iterator[_Seen]:
        """ "Faith K": a forename with the first letter of the surname."""
        if end >= len(row.words) or end in taken or near.each > 0.75 or len(near.name) < 2:
            return
        word = row.words[end]
        seen = [place for place in word.letters if max(place, key=lambda each: each[1])[0]]
        if (
            len(seen) != 1
            or cost(surname[0], tuple(seen)) > 2.0
            or (end + 1 < len(row.words) and _runs_on(row, end + 1))
        ):
            return
        yield _Seen(
            strength=Strength.ENFORCE if _clear(near) else Strength.HOLD,
            words=tuple(row.words[start : end + 1]),
            numbers=frozenset({number}),
            full=True,
        )

    # A forename, and nothing that says whose

    def _forename_alone(self, row: Row, start: int, end: int) -> _Seen | None:
        words = row.words
        letters = _joined(words[start:end])
        likely = [near for near in self.roll.near_forenames(letters) if _may_be(near)]
        if not likely:
            return self._short_form(row, start, end, best_of(letters))
        if not _clear(likely[0]) and around.is_common(best_of(letters)):
            return None
        near = likely[0]
        clear = _clear(near)
        numbers = frozenset(n for each in likely if each.cost <= near.cost + 0.5 for n in self.roll.called[each.name])
        strength = self._weight(row, start, end, near.name, clear=clear)
        if strength is None:
            return None
        return _Seen(strength=strength, words=tuple(words[start:end]), numbers=numbers)

    def _short_form(self, row: Row, start: int, end: int, plain: str) -> _Seen | None:
        """Ollie, where only an Oliver is registered: held, since nobody has said that he is called so."""
        numbers = self.roll.short.get(plain)
        if not numbers or len(plain) < 3 or around.is_everyday(plain):
            return None
        if self._weight(row, start, end, plain, clear=True) is not Strength.ENFORCE:
            return None
        return _Seen(strength=Strength.HOLD, words=tuple(row.words[start:end]), numbers=numbers)

    def _weight(self, row: Row, start: int, end: int, name: str, *, clear: bool) -> Strength | None:
        """How much a bare forename weighs at this place; None: it means nobody here."""
        # What the engine found apart stands apart: the next peg's label is nobody's surname.
        line = row.words[start].line
        before = [word for word in row.words[:start] if word.line is line and any(sign.isalpha() for sign in word.text)]
        after = [word for word in row.words[end:] if word.line is line and any(sign.isalpha() for sign in word.text)]
        if name in around.MONTHS and any(_is_number(word) for word in row.words[max(0, start - 1) : end + 1]):
            return None
        is_word = around.is_everyday(name) or name in self.roll.class_names
        cued = self._cued(row, before, after)
        if after and not self._may_follow(after[0]):
            return None
        if before and not cued and not self._may_precede(before, is_word):
            return None
        if before and before[-1].plain == "class":
            return None
        alone = not before and not after
        if (alone or cued) and not is_word:
            if len(name) <= 2 and not (cued or self.labels > 1):
                return None
            return Strength.ENFORCE if clear and not around.fame(name, self.words) else Strength.HOLD
        if not clear:
            return None
        if is_word:
            if any(word.plain == name and not word.capital for other in self.rows for word in other.words):
                return None
            if cued or (alone and self.labels > (1 if self._is_label(row) else 0)):
                return Strength.ENFORCE
            return Strength.HOLD if alone and not self._is_notice(row) else None
        return Strength.HOLD

    def _cued(self, row: Row, before: Sequence[Word], after: Sequence[Word]) -> bool:
        """Whether something says that a name follows: "Name:", "Presented to", "Happy Birthday"."""
        if after and any(word.plain not in around.AFTER and not word.plain.isdigit() for word in after):
            return False
        if before:
            return before[-1].plain in around.LAST_CUES or all(word.plain in around.CUES for word in before)
        return any(other.plains and _ends_with_cue(other) for other in row.above)

    def _may_follow(self, word: Word) -> bool:
        """Whether what follows leaves the forename a forename: not another surname, not "class", not "the Cat"."""
        if not word.plain or not any(sign.isalpha() for sign in word.text):
            return True
        if word.plain in around.AFTER:
            return word.plain not in around.HEADS
        if len(word.plain) == 1:  # an initial that fits nobody of that name
            return False
        if not word.capital:
            return word.plain != "the" and word.plain not in around.HEADS
        return any(near.each <= 0.3 for near in self.roll.near_forenames(word.letters))

    def _may_precede(self, before: Sequence[Word], is_word: bool) -> bool:
        """Whether what stands before leaves the forename a forename: "Neil Armstrong" does not, "and Ellie" does."""
        last = before[-1]
        if is_word:
            return False
        if last.plain in around.MONTH_PARTS:
            return False
        if last.capital and not last.shouted and last.plain not in around.CUES:
            return any(near.each <= 0.3 for near in self.roll.near_forenames(last.letters)) or len(before) > 1
        return True

    def _is_notice(self, row: Row) -> bool:
        """Whether other lines say that this is a poster, on which a word is a word: by what they say, or as its list."""
        listed = [
            other
            for other in self.rows
            if other is not row and len(other.words) == 1 and around.is_everyday(other.words[0].plain)
        ]
        said = {other.words[0].plain for other in listed} - around.CUES - around.FORMAL - self.roll.called.keys()
        return bool(self.words & around.POSTER) or len(said) > 1

    def _is_label(self, row: Row) -> bool:
        """A row that is a pupil's forename and nothing else, with no everyday meaning."""
        letters = _joined(row.words)
        near = next(iter(self.roll.near_forenames(letters)), None)
        return near is not None and _clear(near) and not around.is_everyday(near.name)

    def _surname_alone(self, row: Row, start: int, end: int) -> _Seen | None:
        """A surname of pupils by itself, or with an initial that fits, where no member of staff has it."""
        words = row.words
        plain = "".join(word.plain for word in words[start:end])
        numbers = self.roll.surnamed.get(plain, frozenset())
        if not numbers or len(plain) < 4 or around.is_everyday(plain) or plain in self.roll.staff_surnames:
            return None
        before, after = words[:start], words[end:]
        if not before and not after:
            return (
                _Seen(strength=Strength.HOLD, words=tuple(words[start:end]), numbers=numbers)
                if len(plain) > 4
                else None
            )
        if after or len(before) != 1 or len(before[0].plain) != 1:
            return None
        fitting = frozenset(
            number for number in numbers if any(name[0] == before[0].plain for name in self.roll.forenames_of[number])
        )
        if not fitting:
            return None
        return _Seen(strength=Strength.HOLD, words=tuple(words[start - 1 : end]), numbers=fitting)


def _joined(words: Sequence[Word]) -> tuple[Letters, ...]:
    return tuple(place for word in words for place in word.letters)


def _clear(near: Likeness) -> bool:
    """Read so well that nobody would doubt it."""
    return near.cost <= 0.6 + 0.09 * len(near.name)


def _may_be(near: Likeness) -> bool:
    length = len(near.name)
    if length <= 2:
        return near.cost <= 0.5
    if length == 3:
        return near.cost <= 1.2
    return near.cost <= min(0.65 * length, FAR)


def _best(found: Sequence[_Seen]) -> list[_Seen]:
    """The longest and clearest of what overlaps."""
    kept: list[_Seen] = []
    for seen in sorted(found, key=lambda each: (each.strength is not Strength.ENFORCE, -len(each.words))):
        if not any(any(word is other for word in seen.words for other in has.words) for has in kept):
            kept.append(seen)
        else:
            same = next(i for i, has in enumerate(kept) if any(w is o for w in seen.words for o in has.words))
            if kept[same].words == seen.words and kept[same].strength is seen.strength:
                kept[same] = replace(kept[same], numbers=kept[same].numbers | seen.numbers)
    return kept


def _places_beside(start: int, end: int, count: int) -> Iterator[tuple[int, int]]:
    """Where a surname may stand: behind the forename with middle names between, or right before it ("Cruz, Bianca")."""
    for first in range(end, min(count, end + IN_BETWEEN + 1)):
        for last in range(first + 1, min(count, first + LONGEST_NAME) + 1):
            yield first, last
    for first in range(max(0, start - LONGEST_NAME), start):
        yield first, start


def _is_number(word: Word) -> bool:
    return word.plain[:1].isdigit()


def _runs_on(row: Row, index: int) -> bool:
    """Whether a sentence goes on here: "Ellie a girl", where a is no initial."""
    return any(sign.isalpha() for sign in row.words[index].text) and not row.words[index].capital


def _is_title(word: Word) -> bool:
    return word.plain in around.TITLES and (word.capital or word.plain in ("mr", "mrs", "ms", "dr", "miss"))


def _title_runs_on(word: Word) -> bool:
    """ "MrP Hartley", "MsStead": the engine lost the space."""
    for title in ("Mrs", "Miss", "Mr", "Ms", "Dr"):
        rest = word.text.removeprefix(title)
        if rest != word.text and rest[:1].isupper():
            return True
    return False


def _ends_with_cue(row: Row) -> bool:
    last = next((word.plain for word in reversed(row.words) if word.plain), "")
    return last in around.LAST_CUES
