"""Can everybody read it? Screen readers, tired eyes and slow readers: each finding says how to mend it and stops nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from bot.domain.findings import Field, Finding, Strength
from bot.words.emojis import emojis
from bot.words.limits import HASHTAG, LINK
from bot.words.reading import read, shortened

ACCESS = "accessibility"
"""Stands where a clause of the policy would: the policy does not speak of it, the Equality Act does."""

MOST_EMOJI = 3
MOST_HASHTAGS = 3
MOST_WORDS = 25
MOST_LINKS = 1

_CAPITALS = re.compile(r"(?<![\w#@/.])[A-Z][A-Z'’&-]*(?:[ ,]+(?:[A-Z][A-Z'’&-]*|\d+|&))*[ ,]+[A-Z][A-Z'’&-]+(?![\w])")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_FANCY = "\U0001d400-\U0001d7ff\uff21-\uff3a\uff41-\uff5a\u24b6-\u24e9\U0001f130-\U0001f149\U0001f170-\U0001f189"
_STYLED = re.compile(f"[{_FANCY}](?:[ {_FANCY}]*[{_FANCY}])?")
_JOINED = 12
"""Small letters from which on a hashtag is surely several words."""


def accessibility(text: str, *, where: str = "words") -> tuple[Finding, ...]:
    """What makes a text hard to read or to listen to, in order."""
    found = [
        *_hashtags(text),
        *_emojis(text),
        *_capitals(text),
        *_styled(text),
        *_long_sentences(text),
        *_links(text),
    ]
    return tuple(
        Finding(
            clause=ACCESS,
            strength=Strength.WARN,
            code=code,
            field=Field.WORDS,
            sentence=sentence,
            kind=code,
            where=where,
            start=start,
            end=end,
            span=text[start:end],
        )
        for start, end, code, sentence in sorted(found)
    )


Mark = tuple[int, int, str, str]
"""Where, what, and the sentence with the fix."""


def _hashtags(text: str) -> Iterator[Mark]:
    tags = list(HASHTAG.finditer(text))
    for tag in tags:
        word = tag[0][1:]
        if len(word) >= _JOINED and (word.islower() or word.isupper()):
            yield (
                *tag.span(),
                "hashtag_case",
                f"Screen readers read “{shortened(tag[0])}” as one word. Begin each word with a capital: #SummerFair.",
            )
    if len(tags) > MOST_HASHTAGS:
        said = f"Here are {len(tags)} hashtags. Two or three at the end are easier to listen to."
        yield tags[MOST_HASHTAGS].start(), tags[-1].end(), "hashtag_count", said


def _emojis(text: str) -> Iterator[Mark]:
    spans = emojis(text)
    if len(spans) > MOST_EMOJI:
        said = f"Here are {len(spans)} emoji, and each is read out by its name. Up to {MOST_EMOJI} are plenty."
        yield spans[MOST_EMOJI][0], spans[-1][1], "emoji_count", said
    for (start, end), (following, last) in pairwise(spans):
        if end == following and text[start:end] == text[following:last]:
            yield following, last, "emoji_repeated", f"{text[start:end]} is read out again and again. Once is enough."
            break
    for start, end in spans:
        line = text[text.rfind("\n", 0, start) + 1 : start]
        if re.search(r"\w", line) and re.match(r"\s*[^\W\d_]?[^\W\d_A-Z]*\b[a-z]", text[end : end + 12]):
            yield (
                start,
                end,
                "emoji_inside",
                f"{text[start:end]} interrupts the sentence when it is read out. Put it at the end.",
            )
            break


def _capitals(text: str) -> Iterator[Mark]:
    for found in _CAPITALS.finditer(text):
        words = [word for word in _WORD.findall(found[0]) if len(word) > 1 and word.isalpha()]
        if len(words) >= 3 and sum(map(len, words)) >= 12:
            said = (
                f"“{shortened(found[0], 40)}” is hard to read in capitals, and may be spelt out letter by letter. "
                f"Use small letters."
            )
            yield *found.span(), "capitals", said


def _styled(text: str) -> Iterator[Mark]:
    if text.isascii():
        return
    for found in _STYLED.finditer(text):
        plain = unicodedata.normalize("NFKC", found[0])
        if sum(sign.isalpha() for sign in plain) >= 2:
            said = (
                f"These letters are signs, which many cannot read and screen readers spell out. "
                f"Write “{shortened(plain, 40)}”."
            )
            yield *found.span(), "styled_letters", said


def _long_sentences(text: str) -> Iterator[Mark]:
    reading = read(text)
    for sentence in reading.sentences:
        words = _WORD.findall(reading.plain, sentence.start, sentence.end)
        if len(words) > MOST_WORDS:
            start, end = sentence.start, sentence.end
            start += len(reading.plain[start:end]) - len(reading.plain[start:end].lstrip())
            first, last = reading.span(start, start + len(reading.plain[start:end].rstrip()))
            yield (
                first,
                last,
                "long_sentence",
                f"This sentence has {len(words)} words. Up to {MOST_WORDS} are easy to follow: make it two.",
            )


def _links(text: str) -> Iterator[Mark]:
    links = list(LINK.finditer(text))
    if len(links) > MOST_LINKS:
        said = f"Here are {len(links)} links. One, with words that say what is behind it, is easier to use."
        yield links[MOST_LINKS].start(), links[-1].end(), "link_count", said
    for link in links:
        line = text[text.rfind("\n", 0, link.start()) + 1 : link.start()]
        if not re.search(r"[^\W\d_]{2}", line):
            yield (
                *link.span(),
                "bare_link",
                "A link alone is read out letter by letter. Say before it what it leads to: “Read the menu:”.",
            )
            break
