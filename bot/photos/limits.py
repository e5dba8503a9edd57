"""How large a file from outside may be before it is refused unopened. Apart, so that asking costs no decoder."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`frames` counts the different pictures of an animation, `frames_looked_at` all of them."""

    bytes: int = 30_000_000
    pixels: int = 64_000_000
    side: int = 20_000
    frames: int = 12
    frames_looked_at: int = 200
