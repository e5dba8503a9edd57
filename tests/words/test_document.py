"""`docs/checks.md` is what the tables of examples say."""

from __future__ import annotations

from bot.words import CHECKS
from tests.words.document import PATH, document
from tests.words.examples.tables import TABLES


def test_the_document_is_the_tables() -> None:
    """Whoever changes an example writes the document anew: python -m tests.words.document."""
    assert PATH.read_text(encoding="utf-8") == document()


def test_every_clause_of_a_check_has_examples_of_both_kinds() -> None:
    """A check that nobody showed by example fails here. Names and limits have tests of their own."""
    shown = {table.clause for table in TABLES}

    assert {clause for clause, _ in CHECKS} - {"limits"} <= shown
    assert all(table.passing and table.failing for table in TABLES)
