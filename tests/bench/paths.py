"""Rows 1 and 4: submit and approve against a bare echo and raw sqlite3; and what the deliveries cost on top."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.app import Bot
from bot.domain.post import Seen
from bot.practice import sample
from storage.engine import Store
from tests.bench.acts import SEED, Acts, Json, ready_for_slt
from tests.bench.measure import REPEATS, Meter, Side, Work, interleave
from tests.bench.raw import Raw, Scribe, copied, differences
from tests.bench.sides import Fronts, Way, bare_echo, our_bot
from tests.bench.slack import Slack
from tests.bench.table import Line

MOST = 4.0
OPERATIONS = 20
ACTS = ("submit", "approve")
CLOSED = {"response_action": "clear"}
_SOMETHING = Seen(post_id=1, no=1, digest="0" * Seen.DIGITS)


def acknowledgements(slack: Slack, meter: Meter, acts: Acts, folder: Path) -> Iterator[Line]:
    """Four ratios: submit and approve, over signed HTTP and over Socket Mode, the drain standing still."""
    with ExitStack() as stack:
        hand = _Hand(acts)
        ours = _Ours(stack, slack, hand, folder / "ours.db")
        raw = _Raw(stack, slack, hand, folder)
        echo = _Echo(stack, slack, hand)
        sides: dict[str, Side] = {"raw": raw.act}
        for way in Way:
            sides[f"ours {way}"] = partial(ours.act, way)
            sides[f"echo {way}"] = partial(echo.act, way)
        measured = interleave(meter, sides)
        raw.check()
    for way, act in itertools.product(Way, ACTS):
        below = (f"echo {act} {way}", f"raw {act}")
        yield Line.ratio(measured, f"{act}, {way}", f"ours {act} {way}", below, MOST)


def deliveries(slack: Slack, meter: Meter, acts: Acts, folder: Path) -> Iterator[Line]:
    """The same acts with the drain running, until every message of theirs is delivered, against the acts alone."""
    with ExitStack() as stack:
        hand = _Hand(acts)
        still = _Ours(stack, slack, hand, folder / "still.db")
        drained = _Ours(stack, slack, hand, folder / "drained.db", drain=True)
        sides = {"still": partial(still.act, Way.HTTP), "drained": partial(drained.act, Way.HTTP, name="drained")}
        measured = interleave(meter, sides, laps=1, most=REPEATS)
    for act in ACTS:
        above, below = f"drained {act} {Way.HTTP}", f"ours {act} {Way.HTTP}"
        yield Line.ratio(measured, f"{act}, {Way.HTTP}", above, (below,), None)


class _Hand:
    """Fills in forms: no two of a run are alike."""

    def __init__(self, acts: Acts) -> None:
        self._acts = acts
        self._numbers = itertools.count(1)

    def submissions(self) -> list[Json]:
        """New posts of one author."""
        return [self._acts.submit(next(self._numbers), sample.PRIYA) for _ in range(OPERATIONS)]

    def approvals(self, store: Store) -> list[Json]:
        """One approver's yes to everything that waits for it."""
        return [self._acts.approve(seen, sample.HELEN) for seen, _ in ready_for_slt(store)]

    def clicks(self) -> list[Json]:
        """The same clicks, about nothing."""
        return [self._acts.approve(_SOMETHING, sample.HELEN) for _ in range(OPERATIONS)]


class _Ours:
    """Our bot behind its fronts: posts are sent, then approved."""

    def __init__(self, stack: ExitStack, slack: Slack, hand: _Hand, database: Path, *, drain: bool = False) -> None:
        self._hand, self._drain = hand, drain
        name = database.stem
        copied(database.with_name(SEED), database)
        self._bot = our_bot(stack, slack.open(name), database, drain=drain)
        self._fronts = Fronts(stack, slack, name, self._bot.app)

    def act(self, way: Way, meter: Meter, *, name: str = "ours") -> None:
        """One lap: some posts are sent, then all of them are approved."""
        meter.time(f"{name} submit {way}", self._work(way, self._hand.submissions(), CLOSED))
        approvals = self._hand.approvals(self._bot.store)
        meter.time(f"{name} approve {way}", self._work(way, approvals, None))

    def _work(self, way: Way, payloads: list[Json], said: object) -> Work:
        work = self._fronts.work(way, payloads, said=said)
        return _UntilDelivered(work, self._bot) if self._drain else work


@dataclass(frozen=True, slots=True)
class _UntilDelivered:
    """Work that is done when the bot's outbox is empty."""

    work: Work
    bot: Bot

    def run(self) -> None:
        self.work.run()
        while self.bot.health()["outbox"]["pending"]:
            time.sleep(0.1)  # seldom, since asking costs, too

    def walls(self) -> list[float]:
        return self.work.walls()


class _Echo:
    """A bare Bolt app for each act, behind the same fronts."""

    def __init__(self, stack: ExitStack, slack: Slack, hand: _Hand) -> None:
        self._hand = hand
        self._fronts = {
            act: Fronts(stack, slack, f"echo {act}", bare_echo(slack.open(f"echo {act}"), act)) for act in ACTS
        }

    def act(self, way: Way, meter: Meter) -> None:
        payloads = {"submit": self._hand.submissions(), "approve": self._hand.clicks()}
        for act, batch in payloads.items():
            meter.time(f"echo {act} {way}", self._fronts[act].work(way, batch))


class _Raw:
    """Raw sqlite3, writing what a bot of its own has just written for the same acts."""

    def __init__(self, stack: ExitStack, slack: Slack, hand: _Hand, folder: Path) -> None:
        self._hand = hand
        self._written, self._replayed = folder / "written.db", folder / "raw.db"
        copied(folder / SEED, self._written)
        self._bot = our_bot(stack, slack.open("scribe"), self._written, drain=False)
        self._scribe = Scribe(self._bot)
        copied(self._written, self._replayed)
        self._raw = Raw(self._replayed)
        stack.callback(self._raw.close)

    def act(self, meter: Meter) -> None:
        """Only the replay is measured."""
        submits = [self._scribe.writes_of(each) for each in self._hand.submissions()]
        approves = [self._scribe.writes_of(each) for each in self._hand.approvals(self._bot.store)]
        meter.time("raw submit", self._raw.work(submits))
        meter.time("raw approve", self._raw.work(approves))

    def check(self) -> None:
        """Raises AssertionError unless raw sqlite3 wrote the very rows that the bot wrote."""
        if found := differences(self._written, self._replayed):
            raise AssertionError(f"raw sqlite3 did not write the same rows: {found}")
