"""Files as Slack keeps them: who owns one, who may see it, when it can be shown, and that it can be deleted.

Slack: "File object", "File input element", and the references of files.info, files.delete, files.getUploadURLExternal and
files.completeUploadExternal. What somebody adds in a form belongs to them; the app may only read it.
"""

from __future__ import annotations

import mimetypes
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from bot.practice.config import Json
from bot.practice.errors import NotPossible
from bot.practice.records import File, Upload, User

if TYPE_CHECKING:
    from bot.practice.workspace import Workspace

INPUT_BYTES = 10 * 1000 * 1000
UPLOAD_BYTES = 1000 * 1000 * 1000
# Slack shows these in image blocks; a picture of another kind (HEIC …) is a file like any other.
SHOWN = frozenset({"png", "jpg", "gif"})
# ending: (filetype, mimetype, pretty_type)
KINDS: dict[str, tuple[str, str, str]] = {
    "png": ("png", "image/png", "PNG"),
    "jpg": ("jpg", "image/jpeg", "JPEG"),
    "jpeg": ("jpg", "image/jpeg", "JPEG"),
    "gif": ("gif", "image/gif", "GIF"),
    "heic": ("heic", "image/heic", "HEIC"),
    "webp": ("webp", "image/webp", "WebP"),
    "csv": ("csv", "text/csv", "CSV"),
    "txt": ("text", "text/plain", "Plain Text"),
    "tsv": ("tsv", "text/tab-separated-values", "TSV"),
    "xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel Spreadsheet"),
    "xlsm": ("xlsm", "application/vnd.ms-excel.sheet.macroenabled.12", "Excel Spreadsheet"),
    "xls": ("xls", "application/vnd.ms-excel", "Excel Spreadsheet"),
    "pdf": ("pdf", "application/pdf", "PDF"),
    "zip": ("zip", "application/zip", "Zip"),
    "mp4": ("mp4", "video/mp4", "MPEG 4 Video"),
}


def _kind(name: str) -> tuple[str, str, str]:
    ending = PurePath(name).suffix.lower().removeprefix(".")
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return KINDS.get(ending, ("binary", guessed, "Binary"))


def add(ws: Workspace, owner: str, upload: Upload, *, title: str = "") -> File:
    """A finished upload; Slack still has to process it before it can be shown or used."""
    with ws.lock:
        file = File(
            id=upload.id,
            name=PurePath(upload.name.replace("\\", "/")).name or "file",
            title=title or upload.name,
            user=owner,
            content=upload.content or b"",
            created=ws.now(),
            ready_at=ws.now() + ws.processing_seconds,
            alt_text=upload.alt_text,
        )
        ws.files[file.id] = file
        ws.tell([owner], {"type": "state"})
        return file


def processed(ws: Workspace, file: File) -> bool:
    """Whether Slack is done with it."""
    return ws.now() >= file.ready_at


def shape(ws: Workspace, file: File) -> Json:
    """Slack: the file object. Until a file is processed its kind is empty, which is how a bot can tell."""
    if file.deleted:
        return {"id": file.id, "mode": "tombstone"}
    filetype, mimetype, pretty = _kind(file.name) if processed(ws, file) else ("", "", "")
    owner = ws.users[file.user]
    address = f"{ws.base_url}/files-pri/{ws.team_id}-{file.id}"
    shown: Json = {
        "id": file.id,
        "created": int(file.created),
        "timestamp": int(file.created),
        "name": file.name,
        "title": file.title,
        "mimetype": mimetype,
        "filetype": filetype,
        "pretty_type": pretty,
        "user": file.user,
        "user_team": owner.team_id,
        "editable": False,
        "size": len(file.content),
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": False,
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": f"{address}/{_slug(file.name)}",
        "url_private_download": f"{address}/download/{_slug(file.name)}",
        "permalink": f"https://{ws.team_domain}.slack.com/files/{file.user}/{file.id}/{_slug(file.name)}",
        "has_rich_preview": False,
        "file_access": "visible",
        "channels": [c for c in file.shares if not ws.channels[c].is_private and not ws.channels[c].is_im],
        "groups": [c for c in file.shares if ws.channels[c].is_private],
        "ims": [c for c in file.shares if ws.channels[c].is_im],
        "comments_count": 0,
    }
    if file.alt_text:
        shown["alt_txt"] = file.alt_text
    return shown


def _slug(name: str) -> str:
    return "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in name.lower())


def showable(ws: Workspace) -> set[str]:
    """The ids and addresses that an image block may name: processed pictures that the app can read."""
    found: set[str] = set()
    for file in ws.files.values():
        if not file.deleted and processed(ws, file) and _kind(file.name)[0] in SHOWN and app_can_see(ws, file):
            address = shape(ws, file)
            found |= {file.id, address["url_private"], address["permalink"]}
    return found


def app_can_see(ws: Workspace, file: File) -> bool:
    """The app's own files, what was added in its forms, and what is shared where it is a member."""
    return (
        file.user == ws.app.bot_user_id
        or file.in_form
        or any(ws.app.bot_user_id in ws.channels[c].members for c in file.shares)
    )


def person_can_see(ws: Workspace, user: User, file: File) -> bool:
    """The owner, whoever is where it is shared, and whoever sees it in a message or view of the app."""
    if file.user == user.id or any(user.id in ws.channels[c].members for c in file.shares):
        return True
    if any(file.id in repr(view.body["blocks"]) for view in ws.stack(user.id)):
        return True
    mine = (c.id for c in ws.channels.values() if user.id in c.members)
    return any(
        file.id in repr(message.blocks)
        for channel in mine
        for message in ws.messages[channel]
        if message.blocks and message.only_for in (None, user.id)
    )


def added_in_form(ws: Workspace, user: User, element: Json, name: str, content: bytes) -> File:
    """What somebody adds to a file_input, as Slack's client takes it: the kind, and 10 MB."""
    wanted = [str(t).lower() for t in element.get("filetypes") or ()]
    ending = PurePath(name).suffix.lower().removeprefix(".")
    if wanted and ending not in wanted:
        raise NotPossible(f"“{name}” cannot be added here. These kinds can: {', '.join(wanted)}.")
    if len(content) > INPUT_BYTES:
        raise NotPossible(f"“{name}” is too large. A file may have up to 10 MB here.", status=413)
    if not content:
        raise NotPossible(f"“{name}” is empty.")
    file = add(ws, user.id, Upload(ws.ids("F"), name, len(content), content=content))
    file.in_form = True
    return file


def chosen(ws: Workspace, user_id: str, value: list[Any]) -> list[Json]:
    """The stored files that somebody's form holds; never one that only the client claims, nor somebody else's."""
    listed = []
    for given in value:
        file = ws.files.get(str(given.get("id") if isinstance(given, dict) else given))
        if file is None or file.deleted or not file.in_form or file.user != user_id:
            raise NotPossible("There is no such file of this person.")
        listed.append(shape(ws, file))
    return listed


def deletable(ws: Workspace, user: User, file_id: object) -> File:
    """A file that this person may delete: one of their own."""
    file = ws.files.get(str(file_id))
    if file is None or file.deleted:
        raise NotPossible("There is no such file any more.", status=404)
    if file.user != user.id:
        raise NotPossible("Only the person who added a file can delete it.", status=403)
    return file


def page_files(ws: Workspace, user: User) -> list[Json]:
    """A person's own files, newest first, as the page lists them."""
    mine = [f for f in ws.files.values() if f.user == user.id and not f.deleted]
    return [page_file(f) for f in reversed(mine)]


def page_file(file: File) -> Json:
    """A file as the page and the driver read it."""
    return {
        "id": file.id,
        "name": file.name,
        "size": len(file.content),
        "picture": _kind(file.name)[0] in SHOWN,
        "kind": _kind(file.name)[2],
        "deleted": file.deleted,
    }


def mimetype(file: File) -> str:
    """What a file is served as; only pictures are drawn, everything else is handed over for saving."""
    return _kind(file.name)[1]


def begin_upload(ws: Workspace, name: str, length: int, alt_text: str) -> Upload:
    """Reserve the id of an upload; what is never completed is never seen."""
    upload = Upload(ws.ids("F"), name, length, alt_text)
    ws.uploads[upload.id] = upload
    return upload
