"""The OCR engine: where writing is, and what it says with what else it might say. One thread, models from the package.

Two calls are all there is: `find` gives the quadrilaterals in which there is writing, `read` what stands in upright
strips. `read` does not only give the best letters: each letter keeps the others that the model thought possible, so
that a name can be weighed against them later, also against a register that has changed since.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from rapidocr import RapidOCR
from rapidocr.ch_ppocr_det.utils import DBPostProcess

from bot.photos.lines import Reading, Slot

Pixels = NDArray[np.uint8]
"""A picture: height x width x 3, RGB, as a viewer shows it."""
Quad = NDArray[np.float32]
"""Four corners (x, y), clockwise from the top left of the writing."""

STRIP_HEIGHT = 48
BATCH = 8
POSSIBLE = 0.01
"""Letters that the model gives less than this are not kept as alternatives."""


class Engine:
    """The models, loaded once. Not for use from several threads."""

    def __init__(self) -> None:
        cv2.setNumThreads(1)
        engine: Any = RapidOCR(
            params={
                "Global.log_level": "critical",
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )
        # The engine loads a model at its first use; this is the use.
        engine(np.full((STRIP_HEIGHT, STRIP_HEIGHT * 3, 3), 255, np.uint8), use_det=False)
        engine(np.full((64, 64, 3), 255, np.uint8), use_det=True, use_rec=False, use_cls=False)
        self._whole = engine
        self._detector: Any = engine.text_det
        self._reader: Any = engine.text_rec
        self._letters: list[str] = ["", *self._reader.session.get_character_list(), " "]
        self._strict = DBPostProcess(thresh=0.3, box_thresh=0.5, unclip_ratio=1.6, use_dilation=True)
        self._lenient = DBPostProcess(thresh=0.12, box_thresh=0.15, unclip_ratio=1.8, use_dilation=True)

    def bare(self, picture: Pixels) -> None:
        """One plain call of the engine on a picture, as anybody would make it: what our reading is measured against."""
        self._whole(np.ascontiguousarray(picture[:, :, ::-1]), use_det=True, use_cls=True, use_rec=True)

    def find(self, picture: Pixels) -> tuple[list[Quad], list[Quad]]:
        """The writing in a picture, and the places where there may be some."""
        height, width = picture.shape[:2]
        size = (max(32, round(width / 32) * 32), max(32, round(height / 32) * 32))
        fitted = cv2.resize(picture, size) if size != (width, height) else picture
        values = (fitted[:, :, ::-1].astype(np.float32) / 127.5 - 1).transpose(2, 0, 1)[None]
        heat = self._detector.session(np.ascontiguousarray(values))
        sure, _ = self._strict(heat, (height, width))
        maybe, _ = self._lenient(heat, (height, width))
        return [np.asarray(quad, np.float32) for quad in sure], [np.asarray(quad, np.float32) for quad in maybe]

    def read(self, strips: Sequence[Pixels]) -> list[Reading]:
        """What stands in each strip, in the order given."""
        widths = [max(1, round(STRIP_HEIGHT * strip.shape[1] / max(1, strip.shape[0]))) for strip in strips]
        order = sorted(range(len(strips)), key=widths.__getitem__)
        answers: dict[int, Reading] = {}
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            broadest = max(320, *(widths[index] for index in batch))
            values = np.zeros((len(batch), 3, STRIP_HEIGHT, broadest), np.float32)
            for row, index in enumerate(batch):
                fitted = _shrunk(strips[index], (widths[index], STRIP_HEIGHT))
                values[row, :, :, : widths[index]] = (fitted[:, :, ::-1].astype(np.float32) / 127.5 - 1).transpose(
                    2, 0, 1
                )
            predicted = self._reader.session(values)
            for row, index in enumerate(batch):
                answers[index] = self._strip(predicted[row], widths[index] / broadest)
        return [answers[index] for index in range(len(strips))]

    def _strip(self, steps: NDArray[np.float32], used: float) -> Reading:
        best = steps.argmax(axis=1)
        slots: list[Slot] = []
        places: list[float] = []
        text: list[str] = []
        sure: list[float] = []
        step = 0
        count = len(best)
        while step < count:
            end = step + 1
            while end < count and best[end] == best[step]:
                end += 1
            if best[step] != 0:
                peak = step + int(steps[step:end, best[step]].argmax())
                text.append(self._letters[best[step]])
                sure.append(float(steps[peak, best[step]]))
                slots.append(self._possible(steps[step:end].max(axis=0)))
                places.append((peak + 0.5) / count / max(used, 1e-6))
            else:
                self._hidden(steps, step, end, slots, places, used)
            step = end
        return Reading(
            text="".join(text),
            confidence=sum(sure) / len(sure) if sure else 0.0,
            slots=tuple(slots),
            places=tuple(min(1.0, place) for place in places),
        )

    def _possible(self, chances: NDArray[np.float32]) -> Slot:
        kept = np.flatnonzero(chances >= POSSIBLE)
        kept = kept[chances[kept].argsort()[::-1]][:8]
        return tuple((self._letters[index], round(float(chances[index]), 4)) for index in kept)

    def _hidden(
        self,
        steps: NDArray[np.float32],
        start: int,
        end: int,
        slots: list[Slot],
        places: list[float],
        used: float,
    ) -> None:
        """Letters that nearly stood where the model saw none: a slot that is most likely empty."""
        chances = steps[start:end].max(axis=0).copy()
        chances[0] = 0
        top = int(chances.argmax())
        if chances[top] < 0.05:
            return
        where = start + int(steps[start:end, top].argmax())
        empty = 1 - float(chances[top])
        kept = np.flatnonzero(chances >= POSSIBLE)
        kept = kept[chances[kept].argsort()[::-1]][:6]
        slots.append((("", round(empty, 4)), *((self._letters[i], round(float(chances[i]), 4)) for i in kept)))
        places.append((where + 0.5) / len(steps) / max(used, 1e-6))


def _shrunk(picture: Pixels, size: tuple[int, int]) -> Pixels:
    method = cv2.INTER_AREA if picture.shape[0] > size[1] else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(picture, size, interpolation=method), np.uint8)
