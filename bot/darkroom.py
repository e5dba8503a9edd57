"""Looks at photos that were handed over in Slack, beside the listeners: fetched, read by the checking process, told."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from slack_sdk.errors import SlackApiError

from bot.photos.crew import Crew
from bot.photos.judging import judge_photo
from bot.photos.roll import Roll
from bot.workflow.photo_checks import PhotoChecks
from handlers.fetching import FetchError, Fetching
from storage.photochecks import Note, PhotoCheck

BROKE = "Something went wrong here, and this photo was not checked. Please try again. If it happens twice, tell IT."

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Darkroom:
    """Woken when photos are handed over, and by the clockwork. One sweep at a time: a photo is looked at once.

    crew: the checking processes; none is started before the first photo.
    """

    checks: PhotoChecks
    fetching: Fetching
    crew: Crew = field(default_factory=Crew)
    _busy: threading.Lock = field(default_factory=threading.Lock)

    def sweep(self) -> None:
        """Everything that waits. Where Slack does not answer, it is tried again at the next sweep."""
        with self._busy:
            self.checks.forget()
            waiting = self.checks.waiting()
            if waiting:
                with ThreadPoolExecutor(self.crew.size, thread_name_prefix="darkroom") as pool:
                    list(pool.map(self._safely, waiting))

    def close(self) -> None:
        """Ends the checking processes."""
        self.crew.close()

    def _safely(self, check: PhotoCheck) -> None:
        try:
            self._look(check)
        except SlackApiError as error:
            logger.warning("Slack did not answer about a photo: %s", error.response.get("error"))
        except Exception:
            logger.exception("could not go on with a photo")

    def _look(self, check: PhotoCheck) -> None:
        try:
            with self.fetching.fetched(check.file_id) as path:
                content = path.read_bytes()
            examined = self.crew.examine(content)
            if examined.error is not None:
                return self.checks.failed(check, examined.error)
            people, devices = self.checks.surroundings(check.school)
            found = judge_photo(examined, Roll.of(people), devices)
        except FetchError as error:
            return self.checks.failed(check, str(error))
        except SlackApiError:
            raise
        except Exception:
            logger.exception("could not look at a photo")
            return self.checks.failed(check, BROKE)
        return self.checks.checked(check, [Note(strength=each.strength.value, sentence=each.message) for each in found])
