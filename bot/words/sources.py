"""IP-2: what looks borrowed is pointed out. What an author declares as borrowed needs a source; the form asks for it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.findings import Finding, Strength
from bot.words.reading import Reading, finding, read

LONG = 14
"""Words from which on a quotation is more than a child's remark."""

_QUOTED = re.compile(r"\"([^\"\n]{40,600})\"")
_MARKED = re.compile(
    r"©|\(c\)|\bcopyright\b|\ball rights reserved\b|\blyrics\b|\breproduced (?:with|by)\b|\bby (?:kind )?permission of\b|"
    r"\b(?:photo(?:graph)?|image) (?:by|credit|courtesy)\b|\bcredit:|\bcourtesy of\b|\bscreenshot (?:of|from)\b|"
    r"\btaken from\b|\bextract from\b|\bexcerpt from\b|\bin the words of\b|"
    r"\bas [A-Z][a-z]+ [A-Z][a-z]+ (?:wrote|said|put it)\b",
)


def borrowed(text: str, *, where: str = "words") -> tuple[Finding, ...]:
    """What looks like the words or pictures of somebody outside: long quotations, credits, ©."""
    reading = read(text)
    return tuple(
        finding(
            reading,
            start,
            end,
            clause="IP-2",
            strength=Strength.WARN,
            kind="borrowed",
            sentence="{} looks like somebody else’s words or picture. If it is, declare it and give the source.",
            where=where,
        )
        for start, end in sorted(_stretches(reading))
    )


def _stretches(reading: Reading) -> Iterator[tuple[int, int]]:
    for found in _QUOTED.finditer(reading.plain):
        if len(found[1].split()) >= LONG:
            yield found.span()
    for found in _MARKED.finditer(reading.plain):
        yield found.span()
