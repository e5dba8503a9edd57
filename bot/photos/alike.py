"""Whether two perceptual hashes are of one picture. Apart from the making of them, so that the bot loads no decoder for it."""

from __future__ import annotations

SAME = 8
"""Two pictures whose hashes differ in at most this many of 64 bits are looked at as the same."""


def difference(one: str, other: str) -> int:
    """In how many bits two hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
