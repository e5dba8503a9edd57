"""Whatever is typed, the checks answer, and what they point at is exactly what stands there."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.trust import Published
from bot.settings_places import PLATFORMS
from bot.words import CHECKS, Text
from bot.words.reading import read
from tests.words.examples import marked
from tests.words.examples.tables import TABLES
from tests.words.making import around

EXAMPLES = [text for table in TABLES for text, _ in table.failing]
AROUND = around(
    places=("x", "instagram"),
    platforms=PLATFORMS,
    published=Published(phones=("01632 960184",), addresses=("Ivy Lane, WV48 3ZX",)),
)
PIECES = (
    st.sampled_from(EXAMPLES)
    | st.text(max_size=12)
    | st.sampled_from(["\u200b", "İ", "ﬁ", "\u0301", "👩‍👧", "\n\n", "…", "7️⃣"])
)


@settings(max_examples=60)
@given(st.lists(PIECES, max_size=5).map("".join), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD", ""]))
def test_no_text_makes_a_check_crash_and_every_span_is_the_text(text: str, form: str) -> None:
    """Findings point at the characters as they were typed, in every normal form of Unicode."""
    text, names = marked(unicodedata.normalize(form, text) if form else text)
    for _, check in CHECKS:
        for finding in check(Text("words", text), AROUND, names):
            assert text[finding.start : finding.end] == finding.span != ""
            assert finding.sentence
            assert "{}" not in finding.sentence


@settings(max_examples=60)
@given(st.lists(PIECES, max_size=4).map("".join))
def test_a_reading_leads_back_to_the_text(text: str) -> None:
    """Every place of the reading has its character in the text, in order, and small letters keep their place."""
    reading = read(text)
    spans = [reading.span(place, place + 1) for place in range(len(reading.plain))]

    assert spans == sorted(spans)
    assert len(reading.low) == len(reading.plain) <= len(text)
    assert [reading.inside(start) for start, _ in spans] == list(range(len(spans)))
    assert " ".join(reading.plain[s.start : s.end] for s in reading.sentences).split() == reading.plain.split()
