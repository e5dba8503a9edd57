"""SP-3: a post is positive. A grumble is pointed out to its author and to SLT; it never stops a post."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.findings import Finding, Strength
from bot.words.lexicon_reader import lexicon
from bot.words.reading import finding, read

_WORDS = lexicon("unsuitable")
_WEIGHT = {"unsuitable.weary": 2, "unsuitable.weary_light": 1, "unsuitable.scorn": 1, "unsuitable.cheer": -1}
ENOUGH = 2
"""From this weight on a paragraph reads as a grumble: one phrase that is nothing else, or two words that may be."""


def tone(text: str, names: Sequence[Finding] = (), *, where: str = "words") -> tuple[Finding, ...]:
    """The first grumbling words of each paragraph that reads as a grumble."""
    reading = read(text)
    weights: dict[int, int] = {}
    first: dict[int, tuple[int, int]] = {}
    last_end = -1
    for hit in _WORDS.find(reading.low):
        weight = _WEIGHT.get(hit.name, 0)
        if not weight or hit.start < last_end:
            continue
        last_end = hit.end
        paragraph = reading.sentences[reading.sentence_at(hit.start)].paragraph
        weights[paragraph] = weights.get(paragraph, 0) + weight
        if weight > 0:
            first.setdefault(paragraph, (hit.start, hit.end))
    return tuple(
        finding(
            reading,
            *first[paragraph],
            clause="SP-3",
            strength=Strength.WARN,
            kind="negative",
            sentence="{} reads as a grumble. "
            "A post is meant to be positive: can you say what went well, or what would help?",
            where=where,
        )
        for paragraph, weight in weights.items()
        if weight >= ENOUGH
    )
