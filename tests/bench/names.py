"""Row 8: looking for names in a post of 2,000 characters, against one bare Aho–Corasick pass over the same text and names."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import ahocorasick
import psutil

from bot.domain.people import PUPIL, Listed
from bot.domain.trust import Published
from bot.words.names import NameIndex, find_names
from bot.words.names.vocabulary import forenames, ordinary_words
from bot.words.surroundings import Surroundings, Text
from tests.bench.acts import Acts
from tests.bench.measure import Meter, Side, interleave
from tests.bench.slack import Slack
from tests.bench.table import Line
from tests.bench.words import Repeated, charge
from tests.words.tables import NOBODY, SOMEBODY

LENGTH = 2000
FEW, MANY = 1_000, 1_000_000
TIMES_BARE, TIMES_OURS = 40, 10
BAR_BARE, BAR_MANY, BAR_MEMORY, BAR_CHANGE = 10.0, 1.5, 600.0, 1.5

SCHOOL = "Brackenfold Primary School"
PUBLISHED = Published(
    phones=("01632 960123",),
    emails=("office@brackenfold.sch.example",),
    addresses=("Mill Lane, Brackenfold, BR1 2CK",),
    websites=("www.brackenfold.sch.example",),
    handles=("@BrackenfoldSchool",),
)

_SYLLABLES = (
    "ba",
    "ko",
    "mi",
    "ra",
    "ten",
    "sha",
    "lo",
    "win",
    "der",
    "ing",
    "ham",
    "ford",
    "wor",
    "thy",
    "nak",
    "ash",
    "man",
)


def people(count: int) -> Iterator[Listed]:
    """An invented field: the commonest forename is that of one child in fifty, one surname in six an ordinary word."""
    chance = random.Random(count)
    given = sorted(forenames())
    words = sorted(word for word in ordinary_words() if 3 < len(word) < 8)[::20]
    for number in range(count):
        first = given[int(len(given) * chance.random() ** 2)]
        made = "".join(chance.choices(_SYLLABLES, k=chance.choice((2, 3, 3, 4))))
        last = chance.choice(words) if number % 6 == 0 else made
        yield Listed(
            id=f"P{number:07}",
            role=PUPIL,
            forename=first.capitalize(),
            middle=chance.choice(given).capitalize(),
            surname=last.capitalize(),
            year_group=f"Year {number % 6 + 1}",
            class_name="Hazel",
        )


def names(_slack: Slack, meter: Meter, _acts: Acts, _folder: Path) -> Iterator[Line]:
    """Ours ÷ bare at a million people; ours at a million ÷ at a thousand; memory; a post after a change ÷ one without.

    The post is one as schools write it: a week's news with two members of staff, classes, dates, a hashtag and a handle,
    and no child. The dense one, shown without a bar, is a row of the hardest sentences of the tests, a name in nearly each.
    """
    few, many = NameIndex.of(people(FEW)), NameIndex.of(people(MANY))
    post = (Path(__file__).parent / "newsletter.txt").read_text("utf-8")[:LENGTH]
    dense = "\n".join([*NOBODY, *(text for text, *_ in SOMEBODY), *NOBODY])[:LENGTH]
    small = post.lower()
    automaton = _automaton(many)

    def bare() -> None:
        for _ in automaton.iter(small):
            pass

    def look(index: NameIndex, text: str = post) -> None:
        for _ in find_names(Text("words", text), Surroundings(names=index, school=SCHOOL, published=PUBLISHED)):
            pass

    def look_after_a_change() -> None:
        many.put(
            Listed(id="P0000007", role=PUPIL, forename="Zofia", surname="Lis", year_group="Year 4", class_name="Hazel")
        )
        look(many)

    sides: dict[str, Side] = {
        "bare": partial(charge, "bare", Repeated(bare, TIMES_BARE)),
        "few": partial(charge, "few", Repeated(partial(look, few), TIMES_OURS)),
        "many": partial(charge, "many", Repeated(partial(look, many), TIMES_OURS)),
        "dense": partial(charge, "dense", Repeated(partial(look, many, dense), TIMES_OURS)),
        "dense, few": partial(charge, "dense, few", Repeated(partial(look, few, dense), TIMES_OURS)),
        "changed": partial(charge, "changed", Repeated(look_after_a_change, TIMES_OURS)),
    }
    measured = interleave(meter, sides)
    yield Line.ratio(measured, "a million people ÷ one bare pass", "many", ("bare",), BAR_BARE)
    yield Line.ratio(measured, "a dense post ÷ one bare pass", "dense", ("bare",), None)
    yield Line.ratio(measured, "a million people ÷ a thousand", "many", ("few",), BAR_MANY)
    yield Line.ratio(measured, "a dense post, a million ÷ a thousand", "dense", ("dense, few",), None)
    yield Line.ratio(measured, "after a change ÷ without one", "changed", ("many",), BAR_CHANGE)
    megabytes = float(
        subprocess.run([sys.executable, "-m", __name__], capture_output=True, check=True, text=True).stdout
    )
    shown = (f"{megabytes:.0f} MB", f"{BAR_MEMORY:.0f} MB", *[""] * 6)
    yield Line(name="resident with a million people", value=megabytes, bar=BAR_MEMORY, shown=shown)


def _automaton(index: NameIndex) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for name in index.spellings():
        automaton.add_word(name, name)
    automaton.make_automaton()
    return automaton


if __name__ == "__main__":
    built = NameIndex.of(people(MANY))
    sys.stdout.write(str(psutil.Process().memory_info().rss / 2**20))
