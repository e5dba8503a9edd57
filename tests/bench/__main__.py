"""`make bench`: every row in one run; fails if a bar is missed. `python -m tests.bench NAME …` runs some of them."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.acts import Acts
from tests.bench.crowd import crowd
from tests.bench.listeners import listener_table
from tests.bench.measure import Meter
from tests.bench.names import names
from tests.bench.paths import acknowledgements, deliveries
from tests.bench.photos import photos
from tests.bench.register import imports, picker
from tests.bench.slack import Slack
from tests.bench.table import Line, table
from tests.bench.words import words

HOW = """\
Ratios are of CPU time (own process, all threads; children), the sides in turn, the median of five rounds or more; wall times
stand beside them. People and Slack run in another process, which counts on no side. SQLite: a real file, synchronous=FULL.
"""

Row = Callable[[Slack, Meter, Acts, Path], Iterator[Line]]
ROWS: dict[str, tuple[Row, str]] = {
    "paths": (
        acknowledgements,
        "Submit and approve ÷ (bare Bolt echo + raw sqlite3 writing the same rows); the drain stands still.",
    ),
    "listeners": (listener_table, "All listeners ÷ a single one; signed requests, handlers that do next to nothing."),
    "crowd": (crowd, "The longest wait for an acknowledgement, 32 people at once; the drain runs."),
    "deliveries": (
        deliveries,
        "Submit and approve until delivered, the drain running ÷ the same with the drain standing still.",
    ),
    "names": (
        names,
        "Looking for names in a post of 2,000 characters ÷ one bare Aho–Corasick pass over the same text and names.",
    ),
    "words": (
        words,
        "The checks of a post's words beside the names ÷ one regular expression of all our word lists over the same post.",
    ),
    "photos": (
        photos,
        "A photo of 12 megapixels, opened, read, faces counted ÷ one bare call of the OCR engine at our first pass's size.",
    ),
    "import": (
        imports,
        "A register's file read, matched, compared and confirmed ÷ (csv + executemany of the rows that are written).",
    ),
    "picker": (
        picker,
        "Suggestions while somebody types ÷ one raw indexed prefix query; and a million people ÷ a thousand.",
    ),
}


def main(wanted: Sequence[str]) -> int:
    """Runs the rows named, or all. Returns the exit code."""
    begun = time.monotonic()
    # Work that queues and answers that hang are what the crowd is here for; anything worse is still said.
    for noisy in ("waitress.queue", "handlers.answers"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    _say(HOW)
    missed = 0
    with TemporaryDirectory(prefix="socialpost-bench-") as folder, Slack() as slack:
        acts, meter = Acts.recorded(Path(folder)), Meter(slack.process)
        for name in wanted or ROWS:
            row, title = ROWS[name]
            lines = list(row(slack, meter, acts, Path(folder)))
            missed += sum(line.missed for line in lines)
            _say(f"{title}\n{table(lines)}\n")
    _say(f"{'Every bar is reached.' if not missed else f'Bars MISSED: {missed}.'} {time.monotonic() - begun:.0f} s")
    return int(missed > 0)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
