"""Row 3: nobody waits three seconds for an acknowledgement, with 32 people at once, also while every call to Slack hangs."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bot.app import Bot
from tests.bench.acts import SEED, Acts, Json, ready_for_slt
from tests.bench.measure import Meter, Walls
from tests.bench.raw import copied
from tests.bench.sides import Fronts, Way, our_bot
from tests.bench.slack import PEOPLE, Slack
from tests.bench.table import Line

LONGEST = 3.0
TURNS = 3
HANGING = 10


def crowd(slack: Slack, meter: Meter, acts: Acts, folder: Path) -> Iterator[Line]:
    """All 32 open the form, all send it, all approve a neighbour's post: three times, with deliveries running."""
    for way in Way:
        with ExitStack() as stack:
            name = f"crowd over {way}"
            bot = our_bot(stack, slack.open(name), copied(folder / SEED, folder / f"{name}.db"), drain=True)
            people = _People(acts, bot, Fronts(stack, slack, name, bot.app), slack, way)
            people.turn()  # warms up
            yield _line(meter, people, str(way))
            with _hanging(slack, name, people) as held:
                line = _line(meter, people, f"{way}, while Slack hangs")
                yield line.remarked(f"({held} calls hung)")


def _line(meter: Meter, people: _People, name: str) -> Line:
    with meter.new_round() as watched:
        walls = Walls.of(itertools.chain.from_iterable(people.turn() for _ in range(TURNS)))
    return Line.longest(walls, name, LONGEST, others=watched.others)


@contextmanager
def _hanging(slack: Slack, name: str, people: _People) -> Iterator[int]:
    slack.hang(name)
    try:
        people.turn()
        held = slack.held(name)
        if held < HANGING:
            raise AssertionError(f"only {held} calls hang")
        yield held
    finally:
        slack.release(name)


class _People:
    """32 people who act at the same time."""

    numbers = itertools.count(1_000_000)

    def __init__(self, acts: Acts, bot: Bot, fronts: Fronts, slack: Slack, way: Way) -> None:
        self._acts, self._bot, self._fronts, self._slack, self._way = acts, bot, fronts, slack, way

    def turn(self) -> list[float]:
        """What each of them does in turn; how long each acknowledgement took."""
        neighbours = dict(zip(PEOPLE, PEOPLE[1:] + PEOPLE[:1], strict=True))
        waited = self._all([self._acts.ask_for_form(user) for user in PEOPLE])
        waited += self._all([self._acts.submit(next(self.numbers), user) for user in PEOPLE])
        ready = ready_for_slt(self._bot.store)
        return waited + self._all([self._acts.approve(seen, neighbours[author]) for seen, author in ready])

    def _all(self, payloads: list[Json]) -> list[float]:
        if len(payloads) != len(PEOPLE):
            raise AssertionError(f"{len(payloads)} of {len(PEOPLE)} can act")
        self._fronts.work(self._way, payloads, at_once=len(PEOPLE)).run()
        answers = self._slack.answers()
        # Whoever was not answered in time has waited for three seconds: that is for the bar to say.
        if wrong := [each for each in answers if not each.ok and each.said != "operation_timeout"]:
            raise AssertionError(f"{len(wrong)} were turned away: {wrong[0]}")
        return [each.seconds for each in answers]
