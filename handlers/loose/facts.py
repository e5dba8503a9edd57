"""What a message that belongs to no post is made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.trust import Trust
from bot.domain.wording import when


@dataclass(frozen=True, slots=True, kw_only=True)
class Loose:
    """about: what its key says after the kind; target: the channel or person whom it is sent to."""

    about: str
    school: str
    target: str
    trust: Trust
    now: datetime

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
