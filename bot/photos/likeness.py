"""A perceptual hash: two copies of one picture, smaller or saved again, have nearly the same 64 bits."""

from __future__ import annotations

import cv2
import numpy as np

from bot.photos.engine import Pixels


def likeness_hash(picture: Pixels) -> str:
    """16 hexadecimal digits: which of the picture's 64 broadest waves are above the middle."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, (32, 32), interpolation=cv2.INTER_AREA).astype(np.float32)
    waves = cv2.dct(small)[:8, :8].flatten()
    above = waves > np.median(waves[1:])
    return f"{int(''.join('1' if bit else '0' for bit in above), 2):016x}"
