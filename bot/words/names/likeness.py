"""Which names of a register are nearly a word: one typing slip away, or heard so. Small in memory, grown name by name."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from bot.words.names.entries import Entry
from bot.words.names.slips import SHORTEST_FRAME, deletions, frame, one_slip_apart, sound, sounds_alike
from bot.words.names.worth import MOST_KEPT

_LETTERS = (1 << 32) - 1
_SHORTEST = 4


class Likeness:
    """Finds names by what they and their slips have in common.

    `entries` is the index's list of all names, to which it only adds. A key is 32 bits of a hash and the name's number, so
    that a million people take some megabytes; what shares a hash by chance is compared letter by letter.
    """

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        self._keys: array[int] = array("Q")
        self._new: dict[int, list[Entry]] = {}
        self._known: dict[str, list[Entry]] = {}

    def build(self) -> None:
        """Takes in all the names that there are, once."""
        keys: array[int] = array("Q")
        for number, entry in enumerate(self._entries):
            keys.extend((hash(part) & _LETTERS) << 32 | number for part in _keys(entry.plain))
        self._keys = array("Q", sorted(keys))

    def add(self, entry: Entry) -> None:
        """Takes in one name more. What is remembered is a new dictionary: another thread may be writing into the old one."""
        for part in _keys(entry.plain):
            self._new.setdefault(hash(part) & _LETTERS, []).append(entry)
        self._known = {}

    def of(self, word: str) -> list[Entry]:
        """The names that are nearly a word, which has small letters only; none for a word of three letters."""
        if len(word) < _SHORTEST:
            return []
        known = self._known
        if word not in known:
            if len(known) >= MOST_KEPT:
                known = self._known = {}
            known[word] = [
                entry
                for entry in self._candidates(word)
                if one_slip_apart(word, entry.plain) or sounds_alike(word, entry.plain)
            ]
        return known[word]

    def _candidates(self, word: str) -> Iterable[Entry]:
        found: dict[int, Entry] = {}
        for part in _keys(word):
            key = hash(part) & _LETTERS
            at = bisect_left(self._keys, key << 32)
            while at < len(self._keys) and self._keys[at] >> 32 == key:
                entry = self._entries[self._keys[at] & _LETTERS]
                found[id(entry)] = entry
                at += 1
            for entry in self._new.get(key, ()):
                found[id(entry)] = entry
        return found.values()


def _keys(word: str) -> Iterator[str]:
    """What a word and its slips have in common: itself with a letter left out, and how it sounds."""
    if len(word) < _SHORTEST:
        return
    yield from deletions(word)
    yield f"={sound(word)}"
    heard = frame(word)
    if len(heard) >= SHORTEST_FRAME:
        yield f"~{heard}"
