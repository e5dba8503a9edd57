"""What recognises somebody beside names: UPNs and dates of birth, kept as keyed hashes only."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import date

_UPN = re.compile(r"([A-Z])(\d{11})(\d|[A-Z])", re.ASCII)
_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
"""The 23 letters of a check: I, O and S could be taken for figures."""


def upn_is_right(upn: str) -> bool:
    """Whether a UPN's first letter is the one that its other characters ask for; a temporary one ends in a letter."""
    found = _UPN.fullmatch(upn)
    if not found or found[3] in {"I", "O", "S"}:
        return False
    last = int(found[3]) if found[3].isdigit() else _LETTERS.index(found[3])
    digits = [*map(int, found[2]), last]
    return _LETTERS[sum(weight * digit for weight, digit in enumerate(digits, start=2)) % 23] == found[1]


class Hashes:
    """Keyed hashes of UPNs and dates of birth. Without a key there are none, and nobody is recognised by them.

    A hash begins with a mark of its key, so that those of another key are seen to be no match, rather than another person.
    """

    def __init__(self, secret: str) -> None:
        self._key = hashlib.sha256(b"socialpost register\n" + secret.encode()).digest() if secret else b""
        self._mark = hashlib.sha256(self._key).hexdigest()[:4] if secret else ""
        self._kept: dict[date, str] = {}

    def __bool__(self) -> bool:
        return bool(self._key)

    def upn(self, upn: str) -> str:
        """Of a UPN, in capitals; '' without a key."""
        return self._hash("upn", upn)

    def birth(self, day: date) -> str:
        """Of a date of birth; '' without a key."""
        found = self._kept.get(day)
        if found is None:
            found = self._kept[day] = self._hash("dob", day.isoformat())
        return found

    def _hash(self, what: str, text: str) -> str:
        if not self._key:
            return ""
        digest = hmac.digest(self._key, f"{what}:{text}".encode(), "sha256").hex()
        return f"{self._mark}:{digest[:40]}"


def differ(one: str, other: str) -> bool:
    """Whether two hashes are certainly of different things: both are there, of one key, and not the same."""
    return bool(one and other) and one != other and one.partition(":")[0] == other.partition(":")[0]
