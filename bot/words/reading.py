"""A text as the checks read it: look-alikes made plain, unseen characters gone, cut into sentences. Offsets stay true."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.findings import Field, Finding, Strength

_SIGNS = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "′": "'", "`": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "‐": "-"}
    | {"‑": "-", "−": "-", "‒": "-", "․": ".", "⁄": "/", "⓪": "0", "｡": "."}
)
_LOOK_ALIKE = str.maketrans(
    "аеіјорсухѕһАВЕЗІЈКМНОРСТУХЅοαερνΟΑΕΡΝΒΤΗΚΜΧΙΖ", "aeijopcyxshABE3IJKMHOPCTYXSoaepvOAEPNBTHKMXIZ"
)
_UNSEEN_CATEGORIES = frozenset({"Cf", "Me", "Mn"})


class _Plain(dict[int, str]):
    """What `str.translate` puts for a character; worked out once for each."""

    def __missing__(self, code: int) -> str:
        self[code] = _plain(chr(code))
        return self[code]


_PLAIN = _Plain({code: chr(code) for code in range(128)})


def _plain(sign: str) -> str:
    """One character as people read it, always one character long, or '' for what nobody sees."""
    if unicodedata.category(sign) in _UNSEEN_CATEGORIES:
        return ""
    wide = unicodedata.normalize("NFKC", sign.translate(_SIGNS).translate(_LOOK_ALIKE))
    return (wide if len(wide) == 1 else sign) if not wide.isspace() else " "


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or a line of its own: `plain[start:end]` of the reading; `paragraph` counts the blank lines before it."""

    start: int
    end: int
    paragraph: int


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """`text` as typed; `plain` and `low` (lower case) have one character for each of `text` that can be seen.

    places: for every character of `plain` its offset in `text`, or () where both are the same length.
    """

    text: str
    plain: str
    low: str
    places: Sequence[int]
    sentences: tuple[Sentence, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `plain[start:end]` stands in the text as typed; what is unseen inside it counts as part of it."""
        if not self.places or end <= start:
            return start, end
        return self.places[start], self.places[end - 1] + 1

    def inside(self, offset: int) -> int:
        """The place in `plain` of an offset of the text: the inverse of `span`."""
        return max(bisect_right(self.places, offset) - 1, 0) if self.places else offset

    def sentence_at(self, place: int) -> int:
        """The number of the sentence that holds this place of `plain`."""
        low, high = 0, len(self.sentences)
        while low < high:
            middle = (low + high) // 2
            if self.sentences[middle].end <= place:
                low = middle + 1
            else:
                high = middle
        return min(low, len(self.sentences) - 1)

    def words_of(self, sentence: Sentence) -> str:
        """The sentence in lower case."""
        return self.low[sentence.start : sentence.end]


@lru_cache(maxsize=64)
def read(text: str) -> Reading:
    """Reads a text. The last few readings are kept, since every check asks for the same one."""
    if text.isascii():
        return Reading(text, text, text.lower(), (), _sentences(text))
    plain = text.translate(_PLAIN)
    places = () if len(plain) == len(text) else tuple(at for at, sign in enumerate(text) if _PLAIN[ord(sign)])
    low = plain.lower()
    if len(low) != len(plain):
        low = "".join(small if len(small := sign.lower()) == 1 else sign for sign in plain)
    return Reading(text, plain, low, places, _sentences(plain))


_END = re.compile(r"[.!?…]+[\"')\]]*(?=\s|$)|\n+")
_SHORT = re.compile(r"\b(?:mr|mrs|ms|dr|st|no|e\.g|i\.e)$", re.IGNORECASE)


def _sentences(plain: str) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    begin = paragraph = 0
    for end in _END.finditer(plain):
        if end[0] == "." and _SHORT.search(plain, max(0, end.start() - 4), end.start()):
            continue
        if plain[begin : end.end()].strip():
            found.append(Sentence(begin, end.end(), paragraph))
        begin = end.end()
        paragraph += end[0].count("\n") > 1
    if plain[begin:].strip() or not found:
        found.append(Sentence(begin, len(plain), paragraph))
    return tuple(found)


def finding(
    reading: Reading,
    start: int,
    end: int,
    *,
    clause: str,
    strength: Strength,
    kind: str,
    sentence: str,
    where: str = "words",
    people: tuple[str, ...] = (),
) -> Finding:
    """A finding about `plain[start:end]`. `{}` in the sentence becomes the words as they were typed."""
    first, last = reading.span(start, end)
    span = reading.text[first:last]
    return Finding(
        clause=clause,
        strength=strength,
        code=kind,
        field=Field.WORDS,
        sentence=sentence.replace("{}", f"“{shortened(span)}”"),
        people=people,
        kind=kind,
        where=where,
        start=first,
        end=last,
        span=span,
    )


def shortened(span: str, longest: int = 60) -> str:
    """A span as a sentence shows it: on one line, and not too long."""
    one_line = " ".join(span.split())
    return one_line if len(one_line) <= longest else one_line[: longest - 1] + "…"


def overlaps(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether the stretch from `start` to `end` has a character in common with one of these."""
    return any(start < last and end > first for first, last in spans)
