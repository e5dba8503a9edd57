"""APScheduler only ticks: what is due stands in rows, so a restart loses nothing and any replica may do it."""

from __future__ import annotations

from collections.abc import Callable

from apscheduler.schedulers.background import BackgroundScheduler

DRAIN_EVERY_SECONDS = 5
SWEEP_EVERY_SECONDS = 60
WATCH_EVERY_SECONDS = 10
EXPIRY_EVERY_HOURS = 1
RETENTION_EVERY_HOURS = 6
REFRESH_EVERY_MINUTES = 15


def clockwork(
    *,
    drain: Callable[[], None],
    watch: Callable[[], object],
    intake: Callable[[], object],
    photos: Callable[[], object],
    expiry: Callable[[], object],
    retention: Callable[[], object],
    sweep: Callable[[], object],
    refresh_people: Callable[[], None],
) -> BackgroundScheduler:
    """A scheduler, not yet started: wakes the drain, looks at posts whose permissions changed, sweeps what is due, and asks
    Slack again who holds which role."""
    scheduler = BackgroundScheduler(
        timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    scheduler.add_job(drain, "interval", seconds=DRAIN_EVERY_SECONDS, id="drain")
    scheduler.add_job(retention, "interval", hours=RETENTION_EVERY_HOURS, id="retention")
    scheduler.add_job(expiry, "interval", hours=EXPIRY_EVERY_HOURS, id="expiry")
    scheduler.add_job(intake, "interval", seconds=WATCH_EVERY_SECONDS, id="intake")
    scheduler.add_job(photos, "interval", seconds=WATCH_EVERY_SECONDS, id="photos")
    scheduler.add_job(watch, "interval", seconds=WATCH_EVERY_SECONDS, id="watch")
    scheduler.add_job(sweep, "interval", seconds=SWEEP_EVERY_SECONDS, id="sweep")
    scheduler.add_job(refresh_people, "interval", minutes=REFRESH_EVERY_MINUTES, id="people")
    return scheduler
