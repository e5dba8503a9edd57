"""Words of a text as a person reads them, each with its exact place in the original.

What is compared is the *skeleton* of a word: lower case, without accents, with look-alike letters of other scripts,
styled letters and full-width letters made plain, and without characters that nobody sees. Offsets are always those of the
text as it was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import accumulate, chain
from typing import NamedTuple

# What stands inside words without being seen: joiners, direction marks, soft hyphens, variation selectors, tags.
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_INVISIBLE = re.compile(f"[{_UNSEEN}]+")

# Letters that Unicode does not take apart, as people type them without the mark; and letters of other scripts (and signs)
# that look like a Latin one. Lower case where a lower case exists, since they are applied after folding the case.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "n"}
    | {"ĸ": "k", "ß": "ss", "ſ": "s", "ƒ": "f", "ɑ": "a", "ɡ": "g", "ɩ": "i", "ʀ": "r", "ᴄ": "c", "ᴏ": "o", "ᴠ": "v"}
    | dict(zip("абвгеёзіїјкмнорсԁԛԝтухѕһҽ", "aбbreeзiijkmhopcdqwtyxshe", strict=True))
    | dict(zip("αβγεηικμνορτυχω", "abyeniкmvoptuxw", strict=True))
    | dict.fromkeys("ʹʻʼʽ", "")
)


class Word(NamedTuple):
    """One word: `text[start:end]` as typed, and `plain`, how it is compared."""

    plain: str
    start: int
    end: int


_MARKED = (range(0x3400), range(0xA000, 0xAC00), range(0xF900, 0x20000))
"""Where marks stand. The rest is Chinese signs, Korean syllables, private use, or among the unseen ones above."""


@cache
def _word_pattern() -> re.Pattern[str]:
    """Letters, digits, every mark that Unicode has, and what nobody sees; underscores and punctuation end a word."""
    marks: list[list[int]] = []
    for code in chain.from_iterable(_MARKED):
        if unicodedata.category(chr(code))[0] == "M":
            if marks and marks[-1][1] == code - 1:
                marks[-1][1] = code
            else:
                marks.append([code, code])
    ranges = "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in marks)
    # A word of plain letters alone, which nearly all are, is the short way through.
    return re.compile(f"([A-Za-z0-9]++(?![^\\x00-\\x7f])|[^\\W_](?:[^\\W_]|[{ranges}{_UNSEEN}])*)")


def words(text: str) -> list[Word]:
    """The words of a text in order."""
    apart = taken_apart(text)
    return [Word(*each) for each in zip(apart.plain, *apart.edges(), strict=True)]


class Apart(NamedTuple):
    """A text cut at its words. `parts`: what stands before the first word, the word, what stands between, and so on.

    typed: the words; plain: how each is compared.
    """

    parts: list[str]
    typed: list[str]
    plain: list[str]

    def edges(self) -> tuple[list[int], list[int]]:
        """Where every word starts and where it ends."""
        all_edges = list(accumulate(map(len, self.parts)))
        return all_edges[:-1:2], all_edges[1::2]


def taken_apart(text: str) -> Apart:
    """Cuts a text into its words. Every post pays for this, so that no step is taken for each word but in C."""
    parts = (_ASCII_WORD if text.isascii() else _word_pattern()).split(text)
    typed = parts[1::2]
    together = " ".join(typed)
    if together.isascii():
        plain = together.lower().split()
    else:
        plain = [word.lower() if word.isascii() else skeleton(word) for word in typed]
    return Apart(parts, typed, plain)


_ASCII_WORD = re.compile(r"([A-Za-z0-9]+)")


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """How a single word is compared: "Zoë" → "zoe", "Nоаh" with Cyrillic letters → "noah"."""
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", _INVISIBLE.sub("", word)).casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).translate(_PLAIN)


def joined(name: str) -> str:
    """A whole name as one word: "van der Berg" → "vanderberg", "O’Rourke" → "orourke"."""
    return "".join(word.plain for word in words(name))


_SPACE = re.compile(r"\s|$")


def where_hinted(hint: re.Pattern[str], wanted: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Where `wanted`, which is dear, matches: tried only between the spaces around what `hint`, which is cheap, finds."""
    end = 0
    while found := hint.search(text, end):
        start = max(text.rfind(" ", end, found.start()), text.rfind("\n", end, found.start()), end - 1) + 1
        stop = _SPACE.search(text, found.end())
        end = stop.start() if stop else len(text)
        yield from wanted.finditer(text, start, end)
