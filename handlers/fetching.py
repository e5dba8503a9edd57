"""Fetches somebody's file from Slack, with the bot's token: from Slack's own file host alone, no further than its limit."""

from __future__ import annotations

import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPMessage
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

LARGEST = 10_000_000
"""Bytes: what Slack lets somebody add to a form."""

SLACKS_HOSTS = frozenset({"files.slack.com"})
_CHUNK = 64 * 1024
GONE = frozenset({"file_deleted", "file_not_found"})


class FetchError(Exception):
    """Why a file did not come, as a sentence for the person who added it."""


class NoFurther(urllib.request.HTTPRedirectHandler):
    """Token and files go to Slack's file host and nowhere else."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetching:
    """hosts: where files may come from."""

    client: WebClient
    hosts: frozenset[str] = SLACKS_HOSTS

    @classmethod
    def of(cls, client: WebClient) -> Fetching:
        """From Slack; in the practice workspace from that workspace itself."""
        host = urlsplit(client.base_url).hostname or ""
        return cls(client=client, hosts=SLACKS_HOSTS if host.endswith("slack.com") else frozenset({host}))

    def is_gone(self, file_id: str) -> bool:
        """Whether Slack has this file no more. Raises Slack's error where it does not say."""
        try:
            found = self.client.files_info(file=file_id)
        except SlackApiError as error:
            if error.response.get("error") in GONE:
                return True
            raise
        return (found.get("file") or {}).get("mode") == "tombstone"

    @contextmanager
    def fetched(self, file_id: str) -> Iterator[Path]:
        """The file on this machine, for as long as the block lasts. Raises `FetchError`."""
        with tempfile.TemporaryDirectory(prefix="socialpost-") as folder:
            path = Path(folder) / "file"
            with path.open("wb") as file:
                self._fetch(self._address(file_id), file)
            yield path

    def _address(self, file_id: str) -> str:
        try:
            found: dict[str, Any] = self.client.files_info(file=file_id).get("file") or {}
        except SlackApiError as error:
            if error.response.get("error") in GONE:
                raise FetchError("The file was deleted before it could be read. Please add it again.") from None
            raise
        url = str(found.get("url_private_download") or found.get("url_private") or "")
        parts = urlsplit(url)
        if parts.hostname not in self.hosts or parts.scheme not in {"https", "http"}:
            raise FetchError("The file is kept outside of Slack. Please add the file itself.")
        return url

    def _fetch(self, url: str, file: IO[bytes]) -> None:
        request = urllib.request.Request(url, headers={"Authorization": f"Bearer {self.client.token}"})  # noqa: S310
        opener = urllib.request.build_opener(NoFurther())
        try:
            with opener.open(request, timeout=self.client.timeout) as response:
                if response.headers.get_content_type() == "text/html":
                    # Slack's sign-in page: the token may not read files here.
                    raise FetchError("Slack did not hand the file out. Please tell IT that files:read is missing.")
                self._copy(response, file)
        except urllib.error.HTTPError as error:
            with error:
                raise FetchError("Slack did not hand the file out. Please add it again.") from None

    def _copy(self, response: IO[bytes], file: IO[bytes]) -> None:
        done = 0
        while chunk := response.read(_CHUNK):
            done += len(chunk)
            if done > LARGEST:
                raise FetchError("The file is larger than 10 MB. Please use the command line for it.")
            file.write(chunk)
