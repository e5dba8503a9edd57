"""Row 6: the checks of a post's words beside the names, against one bare pass of a single pattern over the same lists."""

from __future__ import annotations

import re
import time
import tomllib
from collections.abc import Callable, Iterator
from functools import partial
from importlib.resources import files
from pathlib import Path

from bot.domain.trust import Published
from bot.settings_places import PLATFORMS
from bot.words import CHECKS, Surroundings, Text
from bot.words.names import NameIndex
from bot.words.persons import _about
from bot.words.reading import read
from tests.bench.acts import Acts
from tests.bench.measure import Meter, Side, interleave
from tests.bench.slack import Slack
from tests.bench.table import Line
from tests.words.examples import plain
from tests.words.examples.voices import HARMLESS

LENGTH = 2000
TIMES = 20
BAR = 3.0


def words(_slack: Slack, meter: Meter, _acts: Acts, _folder: Path) -> Iterator[Line]:
    """All checks but the names over a post of 2,000 characters ÷ one regular expression of every entry of our word lists."""
    post = "\n".join(2 * [plain(each) for each in HARMLESS])[:LENGTH]
    around = Surroundings(
        names=NameIndex.of(()), published=Published(), places=tuple(p.key for p in PLATFORMS), platforms=PLATFORMS
    )
    bare = _one_pattern()

    def ours() -> None:
        read.cache_clear()
        _about.cache_clear()
        for _, check in CHECKS:
            tuple(check(Text("words", post), around, ()))

    def one_pass() -> None:
        for _ in bare.finditer(post.lower()):
            pass

    sides: dict[str, Side] = {
        "ours": partial(charge, "ours", Repeated(ours)),
        "bare": partial(charge, "bare", Repeated(one_pass)),
    }
    measured = interleave(meter, sides)
    yield Line.ratio(measured, "2,000 characters", "ours", ("bare",), BAR)


def _one_pattern() -> re.Pattern[str]:
    """Every entry as it is written, its alternatives and open ends included, in one alternation."""
    entries: list[str] = []
    for path in (files("bot.words") / "lexicon").iterdir():
        for lists in tomllib.loads(path.read_text(encoding="utf-8")).values():
            listed = lists if isinstance(lists, list) else ()  # weights of words are no list of phrases
            entries += [re.escape(re.split(r"[(\[~*]", entry)[0].strip()) for entry in listed]
    return re.compile(rf"\b(?:{'|'.join(sorted({e for e in entries if e}, key=len, reverse=True))})")


def charge(side: str, act: Repeated, meter: Meter) -> None:
    """Has an act done as often as it says, for one side."""
    act.begin()
    meter.time(side, act)


class Repeated:
    """An act done many times; one wall time for each."""

    def __init__(self, act: Callable[[], None], times: int = TIMES) -> None:
        self._act = act
        self._times = times
        self._walls: list[float] = []

    def begin(self) -> None:
        """Forgets the times of the round before."""
        self._walls = []

    def run(self) -> None:
        for _ in range(self._times):
            began = time.perf_counter()
            self._act()
            self._walls.append(time.perf_counter() - began)

    def walls(self) -> list[float]:
        return self._walls
