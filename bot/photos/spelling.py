"""How dear it is to read some writing as a name: the OCR-tolerant distance. Pure; plain letters and probabilities.

A cost is a sum of "how surprised one would be", in nats: letters that the engine saw cost next to nothing, letters that it
thought possible cost as much as it doubted them, letters of the same shape cost less than letters of another.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from bot.photos.lines import Slot
from bot.words.text import skeleton

FAR = 5.0
"""A letter for a quite different one, or one too many or too few."""
ALIKE = 2.5
"""A letter for one of the same shape, where the engine was sure of it."""
SAME_SHAPE = 0.5
"""A capital I for a small l, a 0 for an o: in many fonts there is no difference."""
DISGUISED = 0.4
FLOOR = 0.006

_SHAPES = (
    "iljtf1",
    "oaecdq0",
    "nhrum",
    "vyuw",
    "bh6k",
    "gqy9j",
    "s5z2",
    "ftr",
    "xk",
    "pb",
)
_LOOKS_LIKE = {
    "l": "i",
    "i": "l",
    "0": "o",
    "1": "li",
    "5": "s",
    "8": "b",
    "6": "bg",
    "9": "g",
    "2": "z",
    "3": "e",
    "4": "a",
}
_SIGNS = {"$": "s", "€": "e", "|": "l", "!": "l", "@": "a", "[": "l", "]": "l", "¡": "i", "\u00a5": "y"}
"""Signs that are letters in disguise, or signs after all: an exclamation mark ends many a name."""

Letters = tuple[tuple[str, float], ...]
"""One place of a word: plain letters with their probability; "" is: no letter stands here."""


def plain_letters(slots: Sequence[Slot]) -> tuple[Letters, ...]:
    """Slots as names are compared: lower case, no accents. Signs become places where no letter stands."""
    places: list[Letters] = []
    for slot in slots:
        best = _plain(slot[0][0])
        if len(best) > 1:  # "ß" is two letters
            places.extend(((letter, slot[0][1]),) for letter in best)
            continue
        chances: dict[str, float] = {}
        for letter, chance in slot:
            plain = _plain(letter)
            chances[plain[:1]] = chances.get(plain[:1], 0.0) + chance
            if letter in _SIGNS:
                chances[_SIGNS[letter]] = chances.get(_SIGNS[letter], 0.0) + chance * DISGUISED
        places.append(tuple(chances.items()))
    return tuple(places)


@lru_cache(maxsize=20_000)
def _plain(letter: str) -> str:
    return "".join(sign for sign in skeleton(letter) if sign.isalnum())


def best_of(places: Sequence[Letters]) -> str:
    """The likeliest letters, as one word."""
    return "".join(max(place, key=lambda each: each[1])[0] for place in places)


def cost(name: str, places: Sequence[Letters]) -> float:
    """What it costs to read `places` as `name` (plain letters), from the first letter to the last."""
    row = [index * FAR for index in range(len(name) + 1)]
    for place in places:
        nothing = _skip(place)
        before, row[0] = row[0], row[0] + nothing
        for index, letter in enumerate(name, 1):
            here = min(before + _letter(letter, place), row[index] + nothing, row[index - 1] + FAR)
            before, row[index] = row[index], here
    return row[-1]


@lru_cache(maxsize=200_000)
def _letter(letter: str, place: Letters) -> float:
    cheapest = FAR
    for seen, chance in place:
        if seen == letter:
            cheapest = min(cheapest, -math.log(max(min(chance, 1.0), FLOOR)))
        elif seen and letter in _LOOKS_LIKE.get(seen, ""):
            cheapest = min(cheapest, SAME_SHAPE - math.log(max(min(chance, 1.0), FLOOR)))
        elif seen and chance >= 0.3 and _alike(letter, seen):
            cheapest = min(cheapest, ALIKE - math.log(min(chance, 1.0)))
    return cheapest


@lru_cache(maxsize=200_000)
def _skip(place: Letters) -> float:
    for seen, chance in place:
        if not seen:
            return min(FAR, -math.log(max(min(chance, 1.0), FLOOR)))
    return FAR


def _alike(one: str, other: str) -> bool:
    return any(one in shape and other in shape for shape in _SHAPES)
