"""A message's text becomes words."""

from __future__ import annotations

import pytest

from handlers.plain import plain_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Beans &amp; charts &lt;3", "Beans & charts <3"),
        ("Well done <@U0PRIYANAIR>", "Well done a colleague"),
        ("In <#C0STAFF|brackenfold-staff>", "In #brackenfold-staff"),
        ("<!channel> look", " look"),
        ("<!here|here> look", "here look"),
        ("See <https://brackenfold.example>", "See https://brackenfold.example"),
        ("See <https://brackenfold.example|our page>", "See our page (https://brackenfold.example)"),
        (
            "Write to <mailto:office@brackenfold.example|office@brackenfold.example>",
            "Write to office@brackenfold.example",
        ),
        ("5 &lt; 6 &amp;&amp; 7 &gt; 6", "5 < 6 && 7 > 6"),
        ("&amp;lt;", "&lt;"),
        ("<<>>", "<>"),
        ("", ""),
    ],
)
def test_entities_mentions_and_links_read_as_a_person_would_read_them(text: str, expected: str) -> None:
    """A mention names nobody: a post must not name people by accident."""
    assert expected == plain_words(text)
