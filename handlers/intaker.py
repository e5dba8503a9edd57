"""What is done with the register's files beside the listeners: fetch and read them, and ask Slack whether they are gone."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from slack_sdk.errors import SlackApiError

from bot.workflow.register_files import RegisterFiles
from handlers.fetching import FetchError, Fetching

BROKE = "Something went wrong here, and nothing was imported. Please try again. If it happens twice, tell IT."

logger = logging.getLogger(__name__)


class Chased(Protocol):
    """Files of people in Slack that they are asked to delete, until Slack says that they are gone."""

    def to_ask_after(self) -> list[str]: ...

    def gone(self, file_id: str) -> None: ...

    def still_there(self, file_id: str) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Intaker:
    """Woken when a file is handed over, and by the clockwork. One at a time: a file is read once.

    chased: what else is asked after beside the register's files.
    """

    files: RegisterFiles
    fetching: Fetching
    chased: tuple[Chased, ...] = ()
    _busy: threading.Lock = field(default_factory=threading.Lock)

    def wake(self) -> None:
        """Reads in the background; whoever woke us does not wait."""
        threading.Thread(target=self.sweep, name="intake", daemon=True).start()

    def sweep(self) -> None:
        """Everything that waits. What fails is told to the process log and is tried again at the next sweep."""
        with self._busy:
            for file_id in self.files.to_read():
                self._safely(self._read, file_id)
            for each in (self.files, *self.chased):
                for file_id in each.to_ask_after():
                    self._safely(partial(self._ask_after, each), file_id)

    def _read(self, file_id: str) -> None:
        try:
            with self.fetching.fetched(file_id) as path:
                self.files.read(file_id, path)
        except FetchError as error:
            self.files.could_not_fetch(file_id, str(error))
        except SlackApiError:
            raise  # Slack may answer the next time
        except Exception:
            logger.exception("could not read a file of the register")
            self.files.could_not_fetch(file_id, BROKE)

    def _ask_after(self, whose: Chased, file_id: str) -> None:
        if self.fetching.is_gone(file_id):
            whose.gone(file_id)
        else:
            whose.still_there(file_id)

    def _safely(self, work: Callable[[str], None], file_id: str) -> None:
        try:
            work(file_id)
        except SlackApiError as error:
            logger.warning("Slack did not answer about a file: %s", error.response.get("error"))
        except Exception:
            logger.exception("could not go on with a file")
