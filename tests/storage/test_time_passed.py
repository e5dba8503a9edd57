"""A post is back with its author, from SLT or with a photo to mend. When the time that they set passes, they hear of it once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.attached import NOT_LISTED, Attached, Told
from bot.domain.photos import Shown
from bot.domain.post import Status
from bot.workflow import Done, Form
from bot.workflow.drafts import Asks
from storage.engine import Store
from storage.tables import CardRow, table
from tests.conftest import Clock
from tests.domain.making import HEAD
from tests.storage.test_answers import School

WORDS = "Our beans grow."
HOUR = timedelta(hours=1)
BEANS = Attached(file_id="F1", name="beans.jpg")
TOLD = Told(n=1, alt_text="Beans in pots.", shown=Shown.WORK, device=NOT_LISTED, deleted=True)


@pytest.fixture
def school(store: Store, clock: Clock) -> School:
    return School(store, clock)


def send(school: School, form: str, *, after: int, photo: bool = False) -> None:
    """Sent to go out so many hours from now."""
    key = Form(key=form, post_id=1 if form != "k1" else None)
    at = school.clock.now + after * HOUR
    photos = (BEANS,) if photo else ()
    outcome = school.submit(WORDS, key, scheduled=True, at=at, photos=photos)
    if photo:
        assert isinstance(outcome, Asks)
        outcome = school.finish(outcome, key, photos=(TOLD,))
    assert isinstance(outcome, Done), outcome


def back_from_slt(school: School, form: str, *, after: int) -> None:
    send(school, form, after=after)
    assert isinstance(school.workflow.decisions.request_changes(HEAD, school.seen(), "Say more."), Done)


def back_from_checks(school: School, form: str, *, after: int) -> None:
    send(school, form, after=after, photo=True)
    assert school.story().post.status is Status.CHECKING
    for medium in school.workflow.checking.lease(5):
        school.workflow.checking.failed(medium, "This file is no photo.")
    for ready in school.workflow.checking.ready():
        school.workflow.checking.through(ready, {})


def told(school: School) -> int:
    """How often the author has been told, once everything that is due has been looked at."""
    school.workflow.chasing.sweep()
    with school.store.read() as connection:
        passed = sum("time_passed" in kind for kind in connection.scalars(select(table(CardRow).c.kind)))
    assert passed == school.what().count("author:told")
    return passed


WAYS = pytest.mark.parametrize("back", [back_from_slt, back_from_checks])
Back = Callable[..., None]


@WAYS
def test_the_author_is_told_once_and_may_still_go_on(school: School, back: Back) -> None:
    """Whichever way it came back to them; it does not end by itself."""
    back(school, "k1", after=3)
    assert school.story().post.status is Status.CHANGES
    assert told(school) == 0
    school.clock.now += 4 * HOUR
    assert told(school) == 1
    school.clock.now += 4 * HOUR
    assert told(school) == 1
    assert school.story().post.status is Status.CHANGES
    send(school, "k2", after=3)
    assert school.story().post.status is Status.WITH_SLT


@WAYS
@pytest.mark.parametrize("again", [back_from_slt, back_from_checks])
def test_only_the_last_time_counts(school: School, back: Back, again: Back) -> None:
    """They sent it for another time and it came back once more: of the first time nobody need hear."""
    back(school, "k1", after=3)
    again(school, "k2", after=9)
    assert school.story().post.status is Status.CHANGES
    school.clock.now += 4 * HOUR
    assert told(school) == 0
    school.clock.now += 6 * HOUR
    assert told(school) == 1


@WAYS
def test_what_has_gone_on_is_not_told(school: School, back: Back) -> None:
    """SLT have it again, or it was withdrawn."""
    back(school, "k1", after=3)
    send(school, "k2", after=9)
    school.clock.now += 4 * HOUR
    assert told(school) == 0
    assert school.story().post.status is Status.WITH_SLT
