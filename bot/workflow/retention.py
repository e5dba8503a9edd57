"""Photos whose time is over: the pictures go, and what was read in them. The post's words, hashes and log stay."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

from bot.media import MediaStore
from bot.workflow.desk import Desk
from bot.workflow.holding import BOT
from storage import media
from storage.book import Book
from storage.log import What
from storage.media import Medium

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    desk: Desk

    def sweep(self) -> int:
        """Forgets what is due. How many photos that were. One post that breaks holds up no other; it is tried again."""
        store = self.desk.pictures.store
        if store is None:
            return 0
        before = self.desk.now() - timedelta(days=self.desk.trust.photos_days)
        with self.desk.ledger.store.read() as connection:
            over, unused = media.posts_over(connection, before), media.unused(connection)
        forgotten = 0
        for post_id in over:
            forgotten += self._safely(store, post_id, None)
        for medium in unused:
            forgotten += self._safely(store, medium.post_id, medium)
        return forgotten

    def _safely(self, store: MediaStore, post_id: int, medium: Medium | None) -> int:
        try:
            return self._forget(store, post_id, medium)
        except Exception:
            logger.exception("could not forget photos of post %s", post_id)
            return 0

    def _forget(self, store: MediaStore, post_id: int, only: Medium | None) -> int:
        """The pictures first: if we die in between, the rows still say what is to be forgotten."""
        if only is None:
            store.remove(post_id)
        else:
            for key in only.keys:
                store.delete(key)

        def use_case(book: Book) -> int:
            rows = [only] if only is not None else media.kept_of_post(book.connection, post_id)
            for row in rows:
                media.forget(book.connection, row.id)
            said = [{"says": f"forgotten:{len(rows)}"}]
            book.log(What.PHOTOS_FORGOTTEN, actor=BOT, story=book.story(post_id), findings=said)
            return len(rows)

        return self.desk.ledger.run(self.desk.now, use_case)
