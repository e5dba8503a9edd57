"""What a message that belongs to no post is made from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from bot.domain.trust import Trust
from bot.domain.wording import when
from bot.workflow.home import Waiting

WaitingFor = Callable[[Connection, str], Sequence[Waiting]]


def _nothing(_connection: Connection, _user: str) -> Sequence[Waiting]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Loose:
    """about: what its key says after the kind; target: the channel or person whom it is sent to.

    waiting_for: what waits for a person (Slack id) and has been reminded of, the oldest first.
    """

    about: str
    school: str
    target: str
    trust: Trust
    now: datetime
    waiting_for: WaitingFor = _nothing

    @property
    def today(self) -> date:
        """The school's own day."""
        return self.now.astimezone(self.trust.timezone).date()

    @property
    def school_name(self) -> str:
        """Not escaped; the trust's own name where the school is no longer in the settings."""
        school = self.trust.schools.get(self.school)
        return school.name if school else self.trust.name

    def say(self, moment: datetime) -> str:
        return when(moment, self.trust.timezone, now=self.now)

    def bid(self, *parts: str) -> str:
        """A block id: "about.part"."""
        return ".".join((self.about, *parts))
