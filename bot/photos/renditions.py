"""What the places take, as the checking process is told. Plain values: the bot's own process loads no decoder for it."""

from __future__ import annotations

from dataclasses import dataclass

MASTER_SIDE = 4096
"""Longest side in pixels of the master, from which all copies are made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """What one place takes: longest side in pixels, width : height from narrowest to widest (0: any), bytes (0: any)."""

    name: str
    side: int
    narrowest: float = 0.0
    widest: float = 0.0
    bytes: int = 0
