"""What somebody typed, as others will read it."""

from __future__ import annotations

import re
import unicodedata

# Characters that nobody can see and that change what others read: zero-width spaces, byte order marks, soft hyphens, and
# marks that turn the direction of writing. Joiners stay: emoji and some languages' words are made with them.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
# Unicode's control characters and halves of characters, but for tab and line feed.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def clean(words: str) -> str:
    """The words as they will be read: no invisible or control characters, one kind of line break, no space at either end."""
    visible = _INVISIBLE.sub(
        "", words.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    )
    return _CONTROL.sub("", visible).strip()


def had_invisible(words: str) -> bool:
    """Whether `clean` took something out that cannot be seen, so that the author can be told."""
    return _INVISIBLE.search(words) is not None


def has_letters(words: str) -> bool:
    """Whether there is anything to read: joiners, marks and spaces alone are not words."""
    return any(unicodedata.category(character)[0] in "LNPS" for character in words)
