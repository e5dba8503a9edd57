"""CPU time and wall time, both sides interleaved; a round that others disturbed is repeated."""

from __future__ import annotations

import os
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

import psutil

REPEATS = 5
"""Undisturbed rounds that a row wants."""

MOST_REPEATS = 8
"""Rounds after which a row is judged by what there is, and says that the machine was busy."""

LAPS = 2
"""How often all sides take their turn within a round: others come and go within a second, and disturb each side alike."""

TOO_BUSY = 0.2
"""Cores that others may use during a round."""


def own_cpu() -> float:
    """CPU seconds of this process, all threads, and of its children: `os.times`, whose own part has a finer twin."""
    children = os.times()
    return time.process_time() + children.children_user + children.children_system


@dataclass(slots=True)
class Round:
    """One round over all sides: CPU seconds of one operation, wall seconds of each, and the cores that others used."""

    spent: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    walls: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    others: float = 0.0

    def cpu(self, side: str) -> float:
        return self.spent[side] / len(self.walls[side])


class Work(Protocol):
    """Operations made ready beforehand. `run` is measured; `walls`, asked afterwards, are their wall seconds."""

    def run(self) -> None: ...

    def walls(self) -> list[float]: ...


class Meter:
    """Measures what this process does; `companion` is the process that belongs to the run but to no side."""

    def __init__(self, companion: psutil.Process) -> None:
        self._companion = companion
        self.round = Round()

    def time(self, side: str, work: Work) -> None:
        """Has the work done and charges this side for it."""
        before = own_cpu()
        work.run()
        self.round.spent[side] += own_cpu() - before
        self.round.walls[side] += work.walls()

    @contextmanager
    def new_round(self) -> Iterator[Round]:
        """A round, and how busy others kept the machine while it ran."""
        self.round = Round()
        ours, everybody, begun = self._ours(), _everybody(), time.perf_counter()
        yield self.round
        wall = time.perf_counter() - begun
        self.round.others = max(0.0, (_everybody() - everybody) - (self._ours() - ours)) / wall

    def _ours(self) -> float:
        theirs = self._companion.cpu_times()
        return own_cpu() + float(theirs.user + theirs.system)


def _everybody() -> float:
    """CPU seconds that anything on this machine has used."""
    times = psutil.cpu_times()
    return float(times.user + times.nice + times.system + getattr(times, "irq", 0) + getattr(times, "softirq", 0))


@dataclass(frozen=True, slots=True)
class Measured:
    """A row's rounds: the undisturbed ones, or all where there were not enough of them."""

    rounds: Sequence[Round]

    @property
    def others(self) -> float:
        """Cores that others used, on the median."""
        return statistics.median(each.others for each in self.rounds)

    def cpu(self, side: str) -> float:
        """CPU seconds of one operation, on the median."""
        return statistics.median(each.cpu(side) for each in self.rounds)

    def ratio(self, above: str, *below: str) -> float:
        """One side to the sum of others, round by round, on the median."""
        return statistics.median(each.cpu(above) / sum(each.cpu(side) for side in below) for each in self.rounds)

    def spread(self, above: str, *below: str) -> tuple[float, float]:
        """The smallest and the largest of these ratios."""
        ratios = [each.cpu(above) / sum(each.cpu(side) for side in below) for each in self.rounds]
        return min(ratios), max(ratios)

    def wall(self, side: str) -> Walls:
        """Wall times of all operations of this side."""
        return Walls.of(wall for each in self.rounds for wall in each.walls[side])


@dataclass(frozen=True, slots=True)
class Walls:
    """Wall seconds of many operations."""

    count: int
    p50: float
    p99: float
    longest: float

    @classmethod
    def of(cls, seconds: Iterable[float]) -> Walls:
        listed = sorted(seconds)
        return cls(len(listed), statistics.median(listed), listed[int(len(listed) * 0.99)], listed[-1])


Side = Callable[[Meter], None]


def interleave(
    meter: Meter, sides: Mapping[str, Side], *, laps: int = LAPS, most: int = MOST_REPEATS, warm: bool = False
) -> Measured:
    """Rounds of laps, all sides in each lap and each lap beginning with another one; the first round warms up.

    Goes on until there are enough undisturbed rounds, or `most` of any kind. warm: what is measured has run before, so
    that the first round counts.
    """
    rounds: list[Round] = []
    order = list(sides)
    for n in range(warm, most + 1):
        with meter.new_round() as current:
            for lap in range(laps):
                first = (n + lap) % len(order)
                for name in order[first:] + order[:first]:
                    sides[name](meter)
        if n:
            rounds.append(current)
        quiet = [each for each in rounds if each.others <= TOO_BUSY]
        if len(quiet) >= REPEATS:
            return Measured(quiet)
    return Measured(rounds)
