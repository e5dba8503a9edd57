"""Only wiring: settings in, a bot out. No globals, nothing at import time."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler
from slack_bolt import App
from slack_sdk import WebClient
from sqlalchemy import text

from bot.clockwork import clockwork
from bot.darkroom import Darkroom
from bot.developing import Developing
from bot.domain.chasing import Pace
from bot.domain.trust import Trust
from bot.media import MediaStore
from bot.outbox import Drain
from bot.photos.crew import Crew
from bot.settings import SLACK, Settings
from bot.workflow import Desk, Workflow
from bot.workflow.pictures import Pictures
from handlers import deliveries, register
from handlers.answers import TIMEOUT_SECONDS, Answers
from handlers.deliveries import Deliveries
from handlers.door import House
from handlers.fetching import Fetching
from handlers.hall import Hall
from handlers.intaker import Intaker
from handlers.people import Directory, home_of
from storage import outbox
from storage.book import Ids
from storage.engine import Store
from storage.intake import finish
from storage.ledger import Ledger

# Letters and digits that nobody mistakes for one another when reading a code out to IT.
_READABLE = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """A bot that is wired and not yet started. `app` answers Slack; the rest runs beside it."""

    app: App
    store: Store
    drain: Drain
    directory: Directory
    answers: Answers
    workflow: Workflow
    intaker: Intaker
    darkroom: Darkroom
    developing: Developing
    scheduler: BackgroundScheduler
    now: Callable[[], datetime]

    def start(self) -> None:
        """Learns who holds which role, ends an import and delivers what an earlier run left, and begins to tick."""
        self.directory.refresh(self.now())
        finish(self.store)
        self.warm()
        self.drain.start()
        self.scheduler.start()

    def warm(self) -> None:
        """Reads what the checks of the words need, so that nobody's first post waits for it."""
        desk = self.workflow.drafts.desk
        with self.store.read() as connection:
            desk.reader.warm(connection, desk.trust.schools)

    def stop(self) -> None:
        """Lets what is under way finish. Whatever is left stays in the database for the next start."""
        if self.scheduler.running:
            self.scheduler.shutdown(wait=True)
        self.drain.stop()
        self.answers.close()
        self.darkroom.close()
        self.directory.close()

    def health(self) -> dict[str, Any]:
        """For /healthz: whether the database answers and messages go out. Counts only, no personal data."""
        with self.store.read() as connection:
            connection.execute(text("SELECT 1"))
            counts = outbox.counts(connection)
        return {"ok": True, "outbox": {"pending": counts.pending, "dead": counts.dead}}


def build(
    settings: Settings,
    store: Store,
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    salt: Callable[[], str] = lambda: secrets.token_hex(16),
    new_key: Callable[[], str] = lambda: secrets.token_hex(8),
    after_commit: Callable[[], None] = lambda: None,
    name: str | None = None,
) -> Bot:
    """Wires a bot. Asks Slack once who we are; raises SettingsError or Slack's error where the token will not do.

    after_commit: told of every commit before the drain is; what it raises is what a crash at that moment would be.
    """
    if settings.slack_api_url != SLACK:
        _forget_proxies()
    patient = _client(settings, timeout=deliveries.TIMEOUT_SECONDS)
    home = home_of(patient, settings)
    app = App(
        client=patient,
        signing_secret=settings.secrets.signing_secret or None,
        process_before_response=True,
        token_verification_enabled=True,
    )
    drain: Drain | None = None

    def committed() -> None:
        after_commit()
        if drain is not None:
            drain.wake()

    pictures, crew = MediaStore.at(settings.media_url), Crew()
    desk = Desk(
        ledger=Ledger(
            store=store,
            ids=Ids(salt=salt),
            policy_version=settings.trust.policy.version,
            committed=committed,
            pace=_pace(settings.trust),
        ),
        trust=settings.trust,
        now=now,
        role_max_age=settings.role_max_age,
        pictures=Pictures(store=pictures),
    )
    workflow = Workflow.at(desk, register_key=settings.secrets.register_key)
    drain = Drain(
        store=store,
        deliver=Deliveries(
            client=patient,
            store=store,
            trust=settings.trust,
            now=now,
            waiting_for=workflow.home.waiting_for,
            held=lambda connection, user, school: desk.actor(connection, user, school).roles,
            pictures=pictures,
            sheet=crew.sheet,
            standing=workflow.mending.standing,
        ),
        give_up=workflow.access.undeliverable,
        now=now,
        name=name or secrets.token_hex(4),
    )
    directory = Directory(patient, settings, store, home)
    intaker = Intaker(files=workflow.register_files, fetching=Fetching.of(patient), chased=(workflow.deletion,))
    darkroom = Darkroom(checks=workflow.photos, fetching=Fetching.of(patient), crew=crew)
    developing = Developing(
        checking=workflow.checking, fetching=Fetching.of(patient), pictures=pictures, trust=settings.trust, crew=crew
    )

    def look_at_photos() -> None:
        darkroom.sweep()
        developing.sweep()

    answers = Answers(_client(settings, timeout=TIMEOUT_SECONDS))
    hall = Hall(
        workflow=workflow,
        trust=settings.trust,
        answers=answers,
        directory=directory,
        now=now,
        new_key=new_key,
        reference=lambda: "".join(secrets.choice(_READABLE) for _ in range(6)),
        read_files=lambda: answers.beside(intaker.sweep),
        check_photos=lambda: answers.beside(darkroom.sweep),
        develop=lambda: answers.beside(developing.sweep),
    )
    register(app, hall, House(app_id=_app_id(settings), team_id=home.team_id, enterprise_id=home.enterprise_id))
    return Bot(
        app=app,
        store=store,
        drain=drain,
        directory=directory,
        answers=answers,
        workflow=workflow,
        intaker=intaker,
        darkroom=darkroom,
        developing=developing,
        scheduler=clockwork(
            drain=drain.wake,
            watch=workflow.watch.sweep,
            intake=intaker.sweep,
            photos=look_at_photos,
            expiry=workflow.expiry.sweep,
            retention=workflow.retention.sweep,
            sweep=workflow.chasing.sweep,
            refresh_people=lambda: _refresh(directory, now),
        ),
        now=now,
    )


def _refresh(directory: Directory, now: Callable[[], datetime]) -> None:
    directory.refresh(now())


def _pace(trust: Trust) -> Pace:
    """How fast things become due, in each school by its own calendar."""
    schools = {key: trust.calendar_of(key) for key in trust.schools}
    return Pace(calendar=trust.calendar, deadlines=trust.deadlines, schools=schools)


def _forget_proxies() -> None:
    """A bot that speaks to this machine alone has no use for a proxy, and every client (Web API, socket, response URLs)
    takes one from the environment, for loopback too: nothing would arrive, and the tokens would leave the machine."""
    for name in [name for name in os.environ if name.lower() in {"http_proxy", "https_proxy"}]:
        del os.environ[name]


def _client(settings: Settings, *, timeout: int) -> WebClient:
    """A client that retries nothing by itself: the outbox owns retries, and a second view would come too late."""
    return WebClient(
        token=settings.secrets.bot_token, base_url=settings.slack_api_url, timeout=timeout, retry_handlers=[]
    )


def _app_id(settings: Settings) -> str:
    """The app's own id: from the settings, else from the app-level token, which bears it (xapp-1-A…-…)."""
    found = re.match(r"xapp-\d+-(A[A-Z0-9]+)-", settings.secrets.app_token)
    return settings.app_id or (found.group(1) if found else "")
