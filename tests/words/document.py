"""`python -m tests.words.document` writes `docs/checks.md` from the tables of examples; a test holds it to them."""

from __future__ import annotations

from pathlib import Path

from bot.domain.findings import Strength
from bot.settings_places import PLATFORMS
from tests.words.examples import Examples, plain
from tests.words.examples.tables import TABLES
from tests.words.tables import NAME_EXAMPLES

PATH = Path(__file__).parents[2] / "docs" / "checks.md"

HEAD = """\
# What is looked for in the words

Written from the examples that the tests hold the checks to: `python -m tests.words.document`. *Enforce*: the post
cannot go out so. *Hold*: the author and SLT must answer. *Warn*: it is pointed out. The clauses are those of the README;
`location`, `accessibility` and `limits` are no clauses of the policy.

| check | clause | strength | passes | is found |
|---|---|---|---|---|
"""

LIMITS = """
## What the places take

Counted as each place counts; more than that is *enforce*. A trust corrects them in `[limits.NAME]` of its settings, with the day.

| place | characters | hashtags | looked up |
|---|---|---|---|
"""

TAIL = """
X counts a link as 23 characters, an emoji as two, and a letter of Chinese, Japanese, Korean and some other scripts as two.

## What the checks cannot do

- They know English words. In posts in other languages they still find e-mail addresses, phone numbers, postcodes, pupil
  numbers, links to profiles, what a place takes, and what makes a post hard to read. What is private, insulting or sour in
  another language is left to SLT.
- Mockery without a rude word is known by its turns of phrase ("must be nice to …") and only pointed out; a fresh one, and a
  riddle that points to a child without a name, are left to SLT.
- Who a sentence is about is read from its grammar: "our Year 3 artist who …" is one child, "children with asthma" is everybody.
- A phone number, a postcode or an address of a theatre, a firm, a car park or the like, or in a story, is pointed out only: it is
  nobody's home.
"""


def document() -> str:
    """The whole of `docs/checks.md`."""
    rows = "".join(f"| {_name_row(*example)} |\n" for example in NAME_EXAMPLES)
    rows += "".join(f"| {_row(table)} |\n" for table in TABLES)
    limits = "".join(
        f"| {place.name} | {_most(place.limits.characters)}{' (as X counts)' if place.limits.weighted else ''} | "
        f"{_most(place.limits.hashtags)} | {place.limits.checked_on or ''} |\n"
        for place in PLATFORMS
    )
    return f"{HEAD}{rows}{LIMITS}{limits}{TAIL}"


def _name_row(what: str, strength: Strength, failing: str, passing: str) -> str:
    clause = "RS-2" if strength is Strength.WARN else "SP-2"
    return " | ".join((f"names: {what[0].lower()}{what[1:]}", clause, strength.value, _cell(passing), _cell(failing)))


def _row(table: Examples) -> str:
    return " | ".join(
        (table.check, table.clause, table.strength.value, _cell(table.passing[0]), _cell(table.failing[0][0]))
    )


def _cell(example: str) -> str:
    return plain(example).replace("|", "\\|").replace("*", "\\*").replace("\n", " ")


def _most(number: int) -> str:
    return f"{number:,}" if number else "no limit known"


if __name__ == "__main__":
    PATH.write_text(document(), encoding="utf-8")
