"""Reads names off a page: the longest at a word, however it is written; and what a hit is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.domain.findings import Strength
from bot.words.names.entries import Entry
from bot.words.names.index import NameIndex
from bot.words.names.page import JOIN, LINE, SPACE, Page
from bot.words.names.vocabulary import is_ordinary

NEXT_TO = (SPACE, LINE, JOIN)


@dataclass(frozen=True, slots=True)
class Hit:
    """Characters `start` to `end` name one of the people `numbers`."""

    start: int
    end: int
    numbers: tuple[int, ...]
    strength: Strength
    full: bool = False
    staff: bool = False
    hidden: bool = False
    family: bool = False


class Reader:
    """A text and the register that it is read with."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.index: NameIndex = page.index

    def _name(self, i: int) -> tuple[int, Entry | None]:
        """The longest name that begins at word `i`, however it is spaced or hyphenated."""
        page, index = self.page, self.index
        plain = page.plain[i]
        for width in range(index.longest(plain), 1, -1):
            if i + width <= page.count and all(page.gap(n) in NEXT_TO for n in range(i + 1, i + width)):
                entry = index.get("".join(page.plain[i : i + width]))
                if entry is not None:
                    return width, entry
        entry = index.get(plain)
        if i + 1 < page.count and page.gap(i + 1) in NEXT_TO and page.plain[i + 1] != "s":
            joined = index.get(plain + page.plain[i + 1])
            if joined is not None and self._was_taken_apart(i, joined, entry):
                return 2, joined
        return 1, entry

    def _was_taken_apart(self, i: int, joined: Entry, alone: Entry | None) -> bool:
        """Whether two words are one name of the register, written apart: "Xin Yi" for Xinyi, "Gole-\\nbiowski"."""
        page = self.page
        if not (joined.is_forename or joined.is_surname):
            return False
        first, second = page.plain[i], page.plain[i + 1]
        if page.gap(i + 1) == JOIN and not page.raw_gap(i + 1).strip("-‐‑ \n"):
            return not (is_ordinary(first) and is_ordinary(second)) or "\n" in page.raw_gap(i + 1)
        if not page.capital(i) and not page.lower_throughout:
            return False
        return not is_ordinary(first) and not is_ordinary(second) and (alone is None or not alone.is_forename)

    def _hit(self, i: int, end: int, numbers: Collection[int], strength: Strength, **rest: bool) -> Hit | None:
        """A hit on words `i` to `end`, with the possessive that follows; none where nobody is meant any more."""
        here = self.index.here(numbers)
        if not here:
            return None
        starts, ends = self.page.edges
        if end < self.page.count and self.page.plain[end] == "s" and self.page.has_possessive(end):
            end += 1
        return Hit(starts[i], ends[end - 1], here, strength, **rest)

    def _narrowed(self, i: int, end: int, numbers: Collection[int]) -> Collection[int]:
        """Only those of the class or year that stands right beside the name, where that leaves somebody."""
        page = self.page
        for group in (page.group_behind(end), page.group_before(i)):
            inside = page.in_group(numbers, group)
            if inside:
                return inside
        return numbers

    def _pupils(self, numbers: list[int]) -> list[int]:
        return [number for number in numbers if not self.index.is_staff(number)] or numbers


def hidden_hit(
    index: NameIndex, start: int, end: int, numbers: Collection[int], strength: Strength, *, full: bool = False
) -> Hit | None:
    """A hit on characters that are not words of their own; none where nobody is meant any more."""
    here = index.here(numbers)
    return Hit(start, end, here, strength, full=full, hidden=True) if here else None
