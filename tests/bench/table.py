"""What was measured, as lines that a person reads: the ratio and its bar first, the times beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tests.bench.measure import TOO_BUSY, Measured, Walls

_HEAD = ("", "", "bar", "from–to", "CPU µs", "against µs", "wall p50", "p99", "max", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the table. `bar` None: for information."""

    name: str
    value: float
    bar: float | None
    shown: tuple[str, ...]
    remark: str = ""

    @property
    def missed(self) -> bool:
        return self.bar is not None and self.value > self.bar

    @classmethod
    def ratio(cls, measured: Measured, name: str, ours: str, others: tuple[str, ...], bar: float | None) -> Line:
        """CPU time of one side to the sum of others."""
        value, (least, most) = measured.ratio(ours, *others), measured.spread(ours, *others)
        against = " + ".join(f"{measured.cpu(other) * 1e6:,.0f}" for other in others)
        shown = (
            f"{value:.2f}",
            f"{bar:.1f}" if bar else "–",
            f"{least:.2f}–{most:.2f}",
            f"{measured.cpu(ours) * 1e6:,.0f}",
            against,
            *_walls(measured.wall(ours)),
        )
        return cls(name=name, value=value, bar=bar, shown=shown, remark=_busy(measured.others))

    @classmethod
    def longest(cls, walls: Walls, name: str, bar: float, *, others: float) -> Line:
        """How long people waited at most."""
        shown = (f"{walls.longest:.2f} s", f"{bar:.1f} s", "", "", "", *_walls(walls))
        return cls(name=name, value=walls.longest, bar=bar, shown=shown, remark=_busy(others))

    def remarked(self, remark: str) -> Line:
        """The same line with something more to say."""
        return replace(self, remark=f"{remark} {self.remark}".strip())


def _walls(walls: Walls) -> tuple[str, ...]:
    return tuple(f"{seconds * 1000:,.1f} ms" for seconds in (walls.p50, walls.p99, walls.longest))


def _busy(others: float) -> str:
    return f"(busy machine: others used {others:.1f} cores)" if others > TOO_BUSY else ""


def table(lines: Sequence[Line]) -> str:
    """All lines below one head, each with whether it reaches its bar."""
    rows = [_HEAD, *((line.name, *line.shown, _verdict(line)) for line in lines)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(_HEAD))]
    return "\n".join(_aligned(row, widths) for row in rows)


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *numbers, last = row
    cells = [number.rjust(width) for number, width in zip(numbers, widths[1:-1], strict=True)]
    return "  ".join(["", first.ljust(widths[0]), *cells, last]).rstrip()


def _verdict(line: Line) -> str:
    verdict = "for information" if line.bar is None else "MISSED" if line.missed else "reached"
    return f"{verdict} {line.remark}".strip()
