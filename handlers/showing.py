"""Brings the files that a card shows into Slack, and takes those out again that it shows no more.

An id is kept before its upload is completed, and Slack is asked before anything is made twice: whatever stops in between,
nothing of ours is left behind in Slack without our knowing.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.outbox import Failed
from handlers.cards.exhibits import Exhibit, Kind
from handlers.fetching import GONE, SLACKS_HOSTS, NoFurther
from storage import cardfiles
from storage.engine import Store
from storage.outbox import Claim

LONGEST_ALT = 1000
"""What Slack keeps as the alt text of a file; a block's own alt text may be longer."""
SECONDS = 10
AGAIN = timedelta(seconds=1)
ENOUGH = timedelta(seconds=40)
"""After so long a delivery stops uploading and goes on in its next attempt: its lease is not longer."""

Make = Callable[[Claim, Exhibit], bytes]


class UploadError(Exception):
    """The address that Slack gave for an upload did not take it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """make: the content of a file that is not in Slack yet."""

    client: WebClient
    store: Store
    make: Make
    now: Callable[[], datetime]

    def bring(self, claim: Claim, wanted: Iterable[Exhibit]) -> dict[str, str] | Failed:
        """Slot -> Slack's id for all that a card shows, or why that must wait: Slack is not done with a picture yet."""
        known, ids, begun, ready = cardfiles.of_card(self.store, claim.card_id), {}, self.now(), True
        for each in wanted:
            if each.slot in ids:
                continue  # the same picture twice
            if self.now() - begun > ENOUGH:
                return Failed(error="still_uploading", after=AGAIN)
            kept = known.get(each.key)
            found = self._info(kept.file_id) if kept else None
            if kept is None or found is None:
                ids[each.slot] = self._upload(claim, each)
                found = self._info(ids[each.slot])
            else:
                ids[each.slot] = kept.file_id
                if not kept.there:
                    cardfiles.there(self.store, claim.card_id, each.key)
            # Slack refuses a block with a picture that it has not looked at yet; until then the file has no kind.
            ready = ready and found is not None and bool(found.get("mimetype"))
        return ids if ready else Failed(error="file_not_processed", after=AGAIN)

    def clear(self, claim: Claim, wanted: Iterable[Exhibit]) -> None:
        """Deletes what the card shows no more."""
        keys = {each.key for each in wanted}
        for key, kept in cardfiles.of_card(self.store, claim.card_id).items():
            if key not in keys:
                self._delete(kept.file_id)
                cardfiles.gone(self.store, kept.id)

    def _upload(self, claim: Claim, exhibit: Exhibit) -> str:
        content = self.make(claim, exhibit)
        alt = {"alt_txt": exhibit.alt[:LONGEST_ALT]} if exhibit.alt else {}
        given = self.client.files_getUploadURLExternal(filename=exhibit.name, length=len(content), **alt)
        file_id, address = str(given["file_id"]), str(given["upload_url"])
        cardfiles.begun(self.store, claim.card_id, exhibit.key, file_id, at=self.now())
        self._send(address, content)
        # A pack is a file that somebody saves, so it is shared with them; a picture is only shown.
        channel = claim.channel if exhibit.kind is Kind.PACK else None
        self.client.files_completeUploadExternal(files=[{"id": file_id, "title": exhibit.name}], channel_id=channel)
        cardfiles.there(self.store, claim.card_id, exhibit.key)
        return file_id

    def _send(self, address: str, content: bytes) -> None:
        """The bytes go to Slack's file host alone, and without the token."""
        parts, own = urlsplit(address), urlsplit(self.client.base_url).hostname or ""
        hosts = SLACKS_HOSTS if own.endswith("slack.com") else frozenset({own})
        if parts.hostname not in hosts or parts.scheme not in {"https", "http"}:
            raise UploadError("Slack named another host for an upload")
        headers = {"Content-Type": "application/octet-stream"}
        request = urllib.request.Request(address, data=content, headers=headers, method="POST")  # noqa: S310
        try:
            with urllib.request.build_opener(NoFurther()).open(request, timeout=SECONDS) as answer:
                answer.read()
        except urllib.error.HTTPError as error:
            with error:
                raise UploadError(f"http_{error.code}") from None

    def _info(self, file_id: str) -> dict[str, object] | None:
        try:
            found: dict[str, object] = self.client.files_info(file=file_id).get("file") or {}
        except SlackApiError as error:
            if error.response.get("error") in GONE:
                return None
            raise
        return None if found.get("mode") == "tombstone" else found

    def _delete(self, file_id: str) -> None:
        try:
            self.client.files_delete(file=file_id)
        except SlackApiError as error:
            if error.response.get("error") not in GONE:
                raise
