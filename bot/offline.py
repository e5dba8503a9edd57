"""What a command works with where there is no Slack: the settings of this folder and its database, opened in one place."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from bot.settings import Mode, Settings, read
from storage.engine import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Offline:
    """The settings, the open database, and who types when."""

    settings: Settings
    store: Store

    @property
    def now(self) -> datetime:
        return datetime.now(UTC)

    @property
    def today(self) -> date:
        """The school's own day."""
        return self.now.astimezone(self.settings.trust.timezone).date()

    @property
    def by(self) -> str:
        """Who the log says it was: whoever is logged in to this computer."""
        try:
            return f"cli:{getpass.getuser()}"
        except (KeyError, OSError):  # a user without an entry, as in some containers
            return "cli:unknown"


def settings_here() -> Settings:
    """The settings of this folder; no tokens are needed. Raises `SettingsError`."""
    return read(Path.cwd(), os.environ, mode=Mode.OFFLINE)


@contextmanager
def opened() -> Iterator[Offline]:
    """Settings and database of this folder, closed again at the end. Raises `SettingsError` or `StoreError`."""
    settings = settings_here()
    store = Store.open(settings.database_url)
    try:
        yield Offline(settings=settings, store=store)
    finally:
        store.close()
