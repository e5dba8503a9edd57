"""What a form carries from its opening to its submission (`private_metadata`): compact JSON, read back without trust."""

from __future__ import annotations

import json
from dataclasses import dataclass

from bot.domain.post import Seen

_LONGEST = 3000
_KEYS = frozenset({"post", "key", "school", "seen", "step"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """Which post, which opening of the form (`key`), the school where the form does not ask, the exact content seen.

    post 0: not saved yet. step: the first step that a second one belongs to.
    """

    post: int = 0
    key: str = ""
    school: str = ""
    seen: Seen | None = None
    step: str = ""

    def dump(self) -> str:
        """As the view carries it: what is empty is left out."""
        said = {
            "post": self.post,
            "key": self.key,
            "school": self.school,
            "seen": str(self.seen or ""),
            "step": self.step,
        }
        return json.dumps({name: value for name, value in said.items() if value}, separators=(",", ":"))

    @classmethod
    def parse(cls, raw: object) -> Metadata | None:
        """None for anything that we cannot have written: the form is then refused, not guessed at."""
        if not isinstance(raw, str) or len(raw) > _LONGEST:
            return None
        try:
            said = json.loads(raw)
        except (ValueError, RecursionError):
            return None
        if not isinstance(said, dict) or said.keys() - _KEYS:
            return None
        post, key, school = said.get("post", 0), said.get("key", ""), said.get("school", "")
        seen, step = said.get("seen", ""), said.get("step", "")
        if type(post) is not int or not 0 <= post < 10**9:
            return None
        if not all(isinstance(text, str) and text.isprintable() for text in (key, school, seen, step)):
            return None
        parsed = Seen.parse(seen) if seen else None
        if seen and parsed is None:
            return None
        return cls(post=post, key=key, school=school, seen=parsed, step=step)
