"""Files over HTTP: the bot's uploads and downloads as Slack serves them, and people's own files on the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from aiohttp import BodyPartReader, web

from bot.practice import files, inputs, posting
from bot.practice.errors import NotPossible

if TYPE_CHECKING:
    from bot.practice.acts import Acts
    from bot.practice.records import File, User
    from bot.practice.workspace import Workspace

CHUNK = 64 * 1024
SIGN_IN = "<!DOCTYPE html><html><head><title>Slack</title></head><body>Sign in to Practice</body></html>"


class FileRoutes:
    """`/files-pri/` and `/upload/` for the bot; `/practice/upload`, `file`, `delete` and `handout` for people."""

    def __init__(self, ws: Workspace, acts: Acts) -> None:
        self._ws, self._acts = ws, acts

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Register the routes."""
        router.add_get("/files-pri/{which}/{name}", self.private)
        router.add_get("/files-pri/{which}/download/{name}", self.private)
        router.add_post("/upload/{id}", self.bytes_for_upload)
        router.add_post("/practice/upload", self.add)
        router.add_get("/practice/file/{id}", self.show)
        router.add_post("/practice/delete/{id}", self.delete)
        router.add_get("/practice/handout/{name}", self.handout)

    # The bot's side ------------------------------------------------------------------------------------------------

    async def private(self, request: web.Request) -> web.StreamResponse:
        """url_private and url_private_download. Slack: without a token that may read the file, its sign-in page comes."""
        ws = self._ws
        token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        file = ws.files.get(request.match_info["which"].removeprefix(f"{ws.team_id}-"))
        allowed = token == ws.app.bot_token and "files:read" in ws.app.scopes
        if not allowed or file is None or not files.app_can_see(ws, file):
            return web.Response(text=SIGN_IN, content_type="text/html")
        if file.deleted:
            raise web.HTTPNotFound
        return _served(file, saving="/download/" in request.path)

    async def bytes_for_upload(self, request: web.Request) -> web.StreamResponse:
        """The address that files.getUploadURLExternal gave: the raw bytes, or a form with one file; no token."""
        upload = self._ws.uploads.get(request.match_info["id"])
        if upload is None or upload.content is not None:
            raise web.HTTPNotFound
        content = await _one_file(request, upload.length)
        if len(content) != upload.length:
            raise web.HTTPBadRequest(text="the length is not the one that was announced")
        upload.content = content
        return web.Response(text=f"OK - {len(content)}")

    # People's side -------------------------------------------------------------------------------------------------

    def _person(self, request: web.Request) -> User:
        return self._ws.person(request.query.get("as"))

    async def add(self, request: web.Request) -> web.StreamResponse:
        """Add a file to a file_input of the modal on top; Slack uploads it at once, before the form is sent."""
        if request.content_type != "application/octet-stream":
            # A form on some other website could send anything else without asking first.
            raise web.HTTPUnsupportedMediaType(text="send the bytes")
        user = self._person(request)
        view = self._acts.view(user, request.query.get("view_id"))
        found = inputs.find(view.body["blocks"], request.query.get("block_id"), request.query.get("action_id"))
        if found is None or found[1]["type"] != "file_input":
            raise NotPossible("The modal takes no files there.")
        name = request.query.get("name", "file")
        content = await _read(request.content.read, files.INPUT_BYTES)
        file = files.added_in_form(self._ws, user, found[1], name, content)
        return web.json_response({"ok": True, "file": files.page_file(file)})

    async def show(self, request: web.Request) -> web.StreamResponse:
        """A file for somebody who may see it: pictures to look at, everything else to save."""
        user, file = self._person(request), self._ws.files.get(request.match_info["id"])
        if file is None or file.deleted or not files.person_can_see(self._ws, user, file):
            raise NotPossible("There is no such file for this person.", status=404)
        return _served(file, saving=not files.page_file(file)["picture"])

    async def handout(self, request: web.Request) -> web.StreamResponse:
        """A file that the guide tells people to save. It is the same for everybody."""
        name = request.match_info["name"]
        content = self._ws.handouts.get(name)
        if content is None:
            raise NotPossible("The guide has no such file.", status=404)
        return web.Response(body=content, content_type="application/octet-stream", headers=_headers(saved_as=name))

    async def delete(self, request: web.Request) -> web.StreamResponse:
        """The owner deletes a file."""
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType(text="send JSON")
        posting.delete_file(self._ws, files.deletable(self._ws, self._person(request), request.match_info["id"]))
        return web.json_response({"ok": True})


async def _one_file(request: web.Request, most: int) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await _read(request.content.read, most)
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader) and part.filename is not None:
            return await _read(part.read_chunk, most)
    return b""


async def _read(read: Callable[[int], Any], most: int) -> bytes:
    """All bytes, or one more than allowed: whoever judges the length needs no more than that."""
    content = bytearray()
    while len(content) <= most and (chunk := await read(CHUNK)):
        content += chunk
    return bytes(content[: most + 1])


def _served(file: File, *, saving: bool) -> web.StreamResponse:
    headers = _headers(saved_as=file.name if saving else "")
    return web.Response(body=file.content, content_type=files.mimetype(file), headers=headers)


def _headers(*, saved_as: str) -> dict[str, str]:
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Content-Security-Policy": "sandbox"}
    if saved_as:
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(saved_as)}"
    return headers
