"""Files as an office would import them: written, staged, and confirmed where the test does not want to look first."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot.domain.consent import USES, Answer, Rules, answer
from bot.domain.trust import Platform
from storage import intake, register
from storage.engine import Store
from storage.intake import FileKind, Hashes, Preview, Upload
from tests.conftest import Clock, Ids

KEY = "a key that is only for tests, and long enough"
PLATFORMS = (
    Platform(key="facebook", name="Facebook", phrase="Facebook"),
    Platform(key="website", name="School website", phrase="the school website"),
)
HEADINGS = (
    "person_id,role,legal_forename,middle_names,legal_surname,chosen_forename,year_group,class_name,facebook,website"
)


@dataclass(slots=True)
class Office:
    """Imports files of a school, with a clock that stands and ids that count."""

    store: Store
    clock: Clock
    folder: Path
    ids: Callable[[], str] = field(default_factory=Ids)
    salts: Callable[[], str] = field(default_factory=lambda: Ids(prefix="salt"))
    kinds: Mapping[str, FileKind] = field(default_factory=lambda: intake.file_kinds(PLATFORMS, USES))
    hashes: Hashes = field(default_factory=lambda: Hashes(KEY))
    numbers: Iterable[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def today(self) -> date:
        return self.clock.now.date()

    def file(self, *lines: str, headings: str = HEADINGS, name: str = "oak.csv", encoding: str = "utf-8") -> Path:
        """A file of these lines, in a folder of its own."""
        folder = self.folder / f"file{next(iter(self.numbers))}"
        folder.mkdir()
        path = folder / name
        path.write_bytes("\n".join([headings, *lines]).encode(encoding))
        return path

    def stage(self, path: Path, *, school: str = "oak", **said: Any) -> Preview:
        """Reads a file, and lets it wait."""
        upload = Upload(path=path, **{"school": school, "by": "U1", "as_at": self.today, **said})
        return intake.stage(self.store, upload, kinds=self.kinds, hashes=self.hashes, at=self.clock.now)

    def confirm(self, batch: int) -> tuple[int, ...]:
        """Takes it into the register."""
        return intake.confirm(self.store, batch, by="U1", at=self.clock.now, ids=self.ids, salts=self.salts)

    def take(self, *lines: str, headings: str = HEADINGS, name: str = "oak.csv", **said: Any) -> Preview:
        """Reads and confirms a file of these lines; what it said before it was confirmed."""
        found = self.stage(self.file(*lines, headings=headings, name=name), **said)
        self.confirm(found.batch)
        return found

    def answers(self, person: str = "p_1") -> list[tuple[str, str, date | None, str]]:
        """Everything that counts for somebody: (place, state, since, evidence), the earliest first."""
        with self.store.read() as connection:
            found = register.consents(connection, [person]).get(person, ())
        return [(record.place, record.state.value, record.given_on, record.evidence) for record in found]

    def asked(self, place: str = "facebook", person: str = "p_1", use: str = "photo") -> Answer:
        """Whether somebody may be shown, and why."""
        with self.store.read() as connection:
            records = register.consents(connection, [person]).get(person, ())
            known = register.people(connection, [person])[person]
        return answer(known, records, use=use, place=place, today=self.today, rules=Rules())

    def allowed(self, place: str = "facebook", person: str = "p_1") -> bool:
        """Whether somebody may be shown."""
        return self.asked(place, person).yes

    def found(self, typed: str, school: str = "oak") -> list[str]:
        """Whom the picker suggests."""
        with self.store.read() as connection:
            return [person.id for person in register.suggest(connection, [school], typed)]
