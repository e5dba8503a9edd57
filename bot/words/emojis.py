"""Where a text has emoji. A family, a flag, a skin tone or a figure in a box is one, as people see it and X counts it."""

from __future__ import annotations

import re
from functools import cache

import emoji


@cache
def _pattern() -> re.Pattern[str]:
    """Every emoji that the library knows, as first signs with their joiners; built once."""
    firsts = sorted({each[0] for each in emoji.EMOJI_DATA if not each[0].isascii()})
    ranges: list[str] = []
    begin = last = firsts[0]
    for sign in [*firsts[1:], ""]:
        if sign and ord(sign) == ord(last) + 1:
            last = sign
            continue
        ranges.append(begin if begin == last else f"{begin}-{last}")
        begin = last = sign
    one = f"[{''.join(ranges)}]"
    tail = r"[\ufe0f\ufe0e]?[\U0001f3fb-\U0001f3ff]?[\ufe0f]?[\U000e0020-\U000e007f]*"
    flag = r"[\U0001f1e6-\U0001f1ff]{2}"
    return re.compile(rf"{flag}|[0-9#*]\ufe0f?\u20e3|{one}{tail}(?:\u200d{one}{tail})*")


def emojis(text: str) -> list[tuple[int, int]]:
    """(start, end) of each emoji. ©, ® and ™ are signs, not pictures."""
    if text.isascii():
        return []
    return [found.span() for found in _pattern().finditer(text) if found[0] not in "©®™"]
