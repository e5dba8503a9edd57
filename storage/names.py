"""Names as they are searched: case, accents, apostrophes and hyphens make no difference."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not take apart into a plain letter and a mark, as people type them without the mark; and the
# apostrophes that it counts among the letters.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
    | dict.fromkeys("ʹʻʼʽ", "")
)
_INNER = re.compile(r"[\s'`´‘’ʹʻʼʽ′.\-‐-―/]+")

_LAST = "\U0010ffff"
"""Sorts after everything that `fold` leaves in a text."""


@lru_cache(maxsize=20_000)  # a school has few names, and each of them many times
def fold(text: str) -> str:
    """Lower case without marks or punctuation, words kept apart: "O’Brien" → "obrien", "Zoë Anne-Marie" → "zoe annemarie"."""
    return " ".join(filter(None, map(_fold_word, text.split())))


def searchable(*names: str) -> frozenset[str]:
    """Everything by whose beginning these names are found, folded.

    "Anne-Marie" is found as anne, marie and annemarie, "van der Berg" also as vanderberg.
    """
    return frozenset().union(*map(_parts, names))


def prefix_range(prefix: str) -> tuple[str, str]:
    """From (included) and to (excluded): between them stands, compared byte by byte, every folded text that begins so."""
    return prefix, prefix + _LAST


@lru_cache(maxsize=20_000)
def _parts(name: str) -> frozenset[str]:
    words = name.split()
    found = {*words, *_INNER.split(name), "".join(words)}
    return frozenset(map(_fold_word, found)) - {""}


@lru_cache(maxsize=20_000)
def _fold_word(word: str) -> str:
    if word.isascii():
        return "".join(filter(str.isalnum, word)).lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    return "".join(filter(_stays, apart)).translate(_PLAIN)


def _stays(character: str) -> bool:
    """Letters, digits, and the signs that are vowels in some scripts; accents and punctuation go."""
    if unicodedata.combining(character):
        return False
    return character.isalnum() or unicodedata.category(character)[0] == "M"
