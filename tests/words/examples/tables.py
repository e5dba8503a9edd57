"""Every table, in the order of `docs/checks.md`. A check's table that is not listed here is not tested."""

from __future__ import annotations

from tests.words.examples import Examples
from tests.words.examples.personal import PERSONAL
from tests.words.examples.reading import READING
from tests.words.examples.sensitive import SENSITIVE
from tests.words.examples.sour import SOUR
from tests.words.examples.unsuitable import UNSUITABLE

TABLES: tuple[Examples, ...] = (*PERSONAL, *SENSITIVE, *UNSUITABLE, *SOUR, *READING)
