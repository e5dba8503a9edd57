"""Looks at the photos of posts in the background: fetched, examined by the checking process, kept, blurred, copied, told."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from slack_sdk.errors import SlackApiError

from bot.domain.trust import Trust
from bot.media import MediaStore
from bot.photos.crew import GAVE_UP, Crew
from bot.photos.keeping import keep_renditions
from bot.photos.kept import kept_examined, kept_lines, resized
from bot.photos.lines import Corners
from bot.photos.renditions import MASTER_SIDE, Rendition
from bot.workflow.photos.checking import TRIES, PhotoChecking, Ready, Renditions, Seen
from handlers.fetching import FetchError, Fetching
from storage.media import MediaState, Medium

BROKE = "Something went wrong here, and this photo was not checked. Please try again. If it happens twice, tell IT."
SHOWN_SIDE = 1600
"""Longest side in pixels of what an author is shown of a photo."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Developing:
    """Woken when a post with photos is sent or one of them is changed, and by the clockwork. One sweep at a time; what a
    sweep that died had taken is taken again once its lease is over.

    crew: the checking processes, shared with whoever else looks at photos.
    """

    checking: PhotoChecking
    fetching: Fetching
    pictures: MediaStore
    trust: Trust
    crew: Crew
    _busy: threading.Lock = field(default_factory=threading.Lock)
    _wanted: threading.Event = field(default_factory=threading.Event)
    _further: threading.Lock = field(default_factory=threading.Lock)

    def sweep(self) -> None:
        """Everything that waits. Where Slack does not answer, it is tried again at the next sweep. Never waits for a sweep
        under way: that one looks once more before it ends."""
        self._wanted.set()
        if not self._busy.acquire(blocking=False):
            return
        try:
            with ThreadPoolExecutor(self.crew.size, thread_name_prefix="developing") as pool:
                while self._wanted.is_set():
                    self._wanted.clear()
                    list(pool.map(lambda _: self._work(), range(self.crew.size)))
                    self._take_further()
        finally:
            self._busy.release()

    @property
    def busy(self) -> bool:
        """Whether a sweep is under way."""
        return self._busy.locked()

    def _work(self) -> None:
        """One photo after the other until none is left; a post goes on as soon as its last one is through."""
        for state, one in ((MediaState.BLURRING, self._blur), (MediaState.WAITING, self._look)):
            while taken := self.checking.lease(1, state):
                if not self._safely(one, taken[0]):
                    return
                self._take_further()

    def _safely(self, one: Callable[[Medium], None], medium: Medium) -> bool:
        """Whether it makes sense to go on with the next one."""
        if medium.attempts > TRIES:
            self.checking.failed(medium, GAVE_UP)
            return True
        try:
            one(medium)
        except SlackApiError as error:
            logger.warning("Slack did not answer about a photo: %s", error.response.get("error"))
            self.checking.put_back(medium)
            return False
        except OSError as error:
            logger.warning("a photo could not be fetched or kept: %s", type(error).__name__)
            self.checking.put_back(medium)
            return False
        except FetchError as error:
            self.checking.failed(medium, str(error))
        except Exception:
            logger.exception("could not look at a photo")
            self.checking.failed(medium, BROKE)
        return True

    def _look(self, medium: Medium) -> None:
        with self.fetching.fetched(medium.file_id) as path:
            content = path.read_bytes()
        examined = self.crew.examine(content, master=True)
        if examined.error is not None:
            self.checking.failed(medium, examined.error)
            return
        seen = Seen(
            master=self.pictures.put(medium.post_id, examined.master),
            examined=kept_examined(examined),
            ocr=kept_lines(examined.lines),
            likeness=examined.likeness,
            faces=examined.faces,
        )
        self.checking.found(medium, seen)

    def _blur(self, medium: Medium) -> None:
        """Makes names unreadable and reads the result again: a blur that leaves a name is none."""
        school = self.checking.school_of(medium)
        areas = (*medium.areas, *self.checking.names_at(medium, school))
        whole = self.crew.render(self.pictures.get(medium.master), Rendition(name="", side=MASTER_SIDE), areas)
        again = self.crew.examine(whole)
        kept = replace(
            medium, ocr=kept_lines(again.lines), examined=resized(medium.examined, again.width, again.height)
        )
        if again.error is not None or self.checking.names_at(kept, school):
            return self.checking.blurred(medium, picture="", preview="", areas=(), ocr="", examined="")
        return self.checking.blurred(
            medium,
            picture=self.pictures.put(medium.post_id, whole),
            preview=self._preview(medium, whole),
            areas=areas,
            ocr=kept.ocr,
            examined=kept.examined,
        )

    def _take_further(self) -> None:
        """Each post whose photos are through goes on. Somebody who is at it already sees this one too, or the sweep's end."""
        if not self._further.acquire(blocking=False):
            return
        try:
            for ready in self.checking.ready():
                try:
                    self._through(ready)
                except Exception:
                    logger.exception("could not go on with a post's photos")
                    self.checking.broke(ready.post_id)
        finally:
            self._further.release()

    def _through(self, ready: Ready) -> None:
        """Shown to its author where something stands against a photo, else copied for its places and sent."""
        needing = self.checking.needing(ready.post_id)
        for medium in needing:
            boxes = self.checking.names_at(medium, ready.body.school)
            self.checking.shown(medium, self._preview(medium, self.pictures.get(medium.picture), boxes))
        renditions: dict[int, Renditions] = {}
        if not needing:
            places = {place.key: place.limits for place in self.trust.places(ready.body.places)}
            renditions = {
                medium.id: keep_renditions(self.crew, self.pictures, medium, places)
                for medium in ready.photos
                if medium.state is MediaState.CHECKED
            }
        self.checking.through(ready, renditions)

    def _preview(self, medium: Medium, picture: bytes, boxes: tuple[Corners, ...] = ()) -> str:
        small = self.crew.render(picture, Rendition(name="", side=SHOWN_SIDE), boxed=boxes)
        return self.pictures.put(medium.post_id, small)
