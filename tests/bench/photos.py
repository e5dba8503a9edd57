"""Row 5: a photo of 12 megapixels against one bare call of the OCR engine; a batch on two cores; the checker's memory."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import psutil

from bot.photos.crew import Crew, Worker
from bot.photos.engine import Engine
from bot.photos.limits import Limits
from bot.photos.opening import open_photo
from bot.photos.reading import FIRST_PASS
from bot.photos.worker import Examiner
from tests.bench.acts import Acts
from tests.bench.measure import REPEATS, Meter, Side, Work, interleave
from tests.bench.slack import Slack
from tests.bench.table import Line
from tests.photos.drawing import a_page_of_writing, twelve_megapixels
from tests.photos.making import saved

SURFACES = ("certificate", "tray", "worksheet", "whiteboard")
MEDIAN, WORST = 2.0, 4.0
BATCH, FASTER = 10, 1.7
MEGABYTE = 1024 * 1024


def photos(_slack: Slack, meter: Meter, _acts: Acts, _folder: Path) -> Iterator[Line]:
    """Everything that is done with a photo ÷ one bare call at our first pass's size; then ten photos on two cores."""
    chance = random.Random(5)
    files = {surface: saved(twelve_megapixels(chance, surface), quality=85) for surface in SURFACES}
    files["full page"] = saved(a_page_of_writing(chance), quality=85)
    examiner, engine = Examiner(Limits()), Engine()
    sides: dict[str, Side] = {}
    for name, content in files.items():
        sides[f"ours {name}"] = partial(_time, f"ours {name}", _Examining(examiner, content))
        sides[f"bare {name}"] = partial(_time, f"bare {name}", _Bare(engine, content))
    measured = interleave(meter, sides, laps=1, most=REPEATS)
    ratios = [measured.ratio(f"ours {name}", f"bare {name}") for name in files]
    for name in files:
        yield Line.ratio(measured, name, f"ours {name}", (f"bare {name}",), WORST)
    yield _figure("median of these", statistics.median(ratios), MEDIAN)
    yield from _batch(list(files.values()))


def _time(side: str, work: Work, meter: Meter) -> None:
    meter.time(side, work)


class _Timed:
    """Work that is done once and timed by the clock on the wall."""

    def __init__(self) -> None:
        self._took = 0.0

    def run(self) -> None:
        began = time.perf_counter()
        self.work()
        self._took = time.perf_counter() - began

    def work(self) -> None:
        raise NotImplementedError

    def walls(self) -> list[float]:
        return [self._took]


class _Examining(_Timed):
    def __init__(self, examiner: Examiner, content: bytes) -> None:
        super().__init__()
        self._examiner, self._content = examiner, content

    def work(self) -> None:
        self._examiner.examine(self._content, with_master=False)


class _Bare(_Timed):
    """The picture is opened and reduced beforehand: the engine's call alone is measured."""

    def __init__(self, engine: Engine, content: bytes) -> None:
        super().__init__()
        picture = open_photo(content).frames[0]
        scale = FIRST_PASS / max(picture.shape[:2])
        self._engine = engine
        self._picture = np.asarray(
            cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8
        )

    def work(self) -> None:
        self._engine.bare(self._picture)


def _batch(files: list[bytes]) -> Iterator[Line]:
    """Ten photos by one worker and by two, the workers warm; and how much memory the checker takes."""
    ten = [files[n % len(files)] for n in range(BATCH)]
    walls = {}
    for size in (1, 2):
        workers: list[Worker] = []
        with Crew(size, hire=partial(_hired, workers)) as crew:
            list(crew.examine_all([lambda: files[0]] * size))
            began = time.perf_counter()
            list(crew.examine_all([lambda each=each: each for each in ten]))  # type: ignore[misc]
            walls[size] = time.perf_counter() - began
            largest = max(psutil.Process(worker.process.pid).memory_info().rss for worker in workers)
    others = psutil.cpu_percent(interval=1.0) / 100 * (psutil.cpu_count() or 1)
    busy = f"(busy machine: others use {others:.1f} cores)" if others > 0.4 else ""
    line = _figure("ten photos: two workers ÷ one, wall time", walls[2] / walls[1], None if busy else 1 / FASTER)
    yield line.remarked(f"{walls[1] / walls[2]:.2f} times as fast {busy}")
    yield _figure("memory of a worker, MB", largest / MEGABYTE, None)


def _hired(workers: list[Worker]) -> Worker:
    workers.append(Worker())
    return workers[-1]


def _figure(name: str, value: float, bar: float | None) -> Line:
    shown = (f"{value:.2f}", f"{bar:.2f}" if bar else "–", *[""] * 6)
    return Line(name=name, value=value, bar=bar, shown=shown)
