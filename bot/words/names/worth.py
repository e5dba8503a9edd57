"""Whether a word is worth a look, by itself and whatever stands around it: what most words of a post are passed over by."""

from __future__ import annotations

from collections.abc import Callable, Container, Sized

from bot.words.names.slips import END, START, halves, nicknames, owners, stems
from bot.words.names.vocabulary import STAFF_TITLES, ordinary_words
from bot.words.text import skeleton

NOTHING, CAPITAL, SINGLE, UNKNOWN, ALWAYS = range(5)
"""NOTHING: an ordinary word in small letters. CAPITAL: one with a capital, that no name is. A name begins there only where it is
joined to the next word, signs a line, or has a slip beside a surname. SINGLE: a letter or a figure, which may be an initial or
one of a name that is spelled out. UNKNOWN: neither a word nor nearly a name; it may be half of one. ALWAYS: whatever else.
"""

MOST_KEPT = 10_000
"""So many words are remembered with what a look-up said of them."""


class Worth(dict[str, int]):
    """Word as it is typed → what it is worth, worked out once for each, so that looking it up is no call.

    names: every name of the register, as it is compared; long: the first words of names of several words; slips: the names
    that are one slip away from a word; starts, ends: the first and last letters of the longer names.
    """

    __slots__ = ("_ends", "_long", "_names", "_slips", "_starts")

    def __init__(
        self,
        names: Container[str],
        long: Container[str],
        slips: Callable[[str], Sized],
        starts: Container[str] = (),
        ends: Container[str] = (),
    ) -> None:
        super().__init__()
        self._names, self._long, self._slips, self._starts, self._ends = names, long, slips, starts, ends

    def __missing__(self, typed: str) -> int:
        if len(self) >= MOST_KEPT:
            self.clear()
        self[typed] = worth = self._of(typed)
        return worth

    def after(self, *, long: bool) -> Worth:
        """What of it is still true once the register has one name more, `long`: of several words.

        A text that is being looked at meanwhile goes on with the old one.
        """
        kept = Worth(self._names, self._long, self._slips, self._starts, self._ends)
        still = (ALWAYS,) if long else (ALWAYS, NOTHING)
        kept.update((word, worth) for word, worth in self.items() if worth in still)
        return kept

    def _of(self, typed: str) -> int:
        word = skeleton(typed)
        if word in STAFF_TITLES or word in self._long:
            return ALWAYS
        if len(word) == 1:
            return ALWAYS if word in self._names else SINGLE
        ordinary, base = word in ordinary_words() or word.isdigit(), word.removesuffix("s")
        if ordinary and not typed[0].isupper():
            return NOTHING
        if word in self._names or base in self._names or base.removesuffix("e") in self._names:
            return ALWAYS
        if ordinary:
            return CAPITAL
        return ALWAYS if self._is_nearly_known(word) else UNKNOWN

    def _is_nearly_known(self, word: str) -> bool:
        """Whether it may be a name written otherwise: everything by which `nearly` finds one, but for what stands around."""
        names = self._names
        if len(word) < 4 or word.isdigit():
            return False
        bare = word.rstrip("0123456789")
        return (
            any(left in names and right in names for left, right in halves(bare))
            or bare[1:] in names
            or bare[:-1] in names
            or any(base in names for base in (*stems(word), *owners(word), word[::-1]))
            or any(stem[:START] in self._starts for stem in (word, *nicknames(word)))
            or word[-END:] in self._ends
            or bool(self._slips(word))
        )
