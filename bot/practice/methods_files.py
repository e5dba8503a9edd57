"""files.info, files.delete and the two calls around an upload. Slack: each method's reference."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.practice import files, posting
from bot.practice.arguments import required, writable_channel
from bot.practice.config import Json
from bot.practice.errors import SlackRefusal, invalid_arguments
from bot.practice.records import Channel, File, Upload

if TYPE_CHECKING:
    from bot.practice.workspace import Workspace

ALT_TEXT = 1000


def _file(ws: Workspace, file_id: Any) -> File:
    """A file that the app can see. Slack tells an app that a file was deleted only where it could see it before."""
    file = ws.files.get(str(file_id))
    if file is None or not files.app_can_see(ws, file):
        raise SlackRefusal("file_not_found")
    if file.deleted:
        raise SlackRefusal("file_deleted")
    return file


def info(ws: Workspace, args: Json) -> Json:
    """files.info."""
    required(args, "file")
    return {"file": files.shape(ws, _file(ws, args["file"])), "comments": []}


def delete(ws: Workspace, args: Json) -> Json:
    """files.delete: only what the app itself uploaded; a member's file stays the member's."""
    required(args, "file")
    file = _file(ws, args["file"])
    if file.user != ws.app.bot_user_id:
        raise SlackRefusal("cant_delete_file")
    posting.delete_file(ws, file)
    return {}


def get_upload_url(ws: Workspace, args: Json) -> Json:
    """files.getUploadURLExternal."""
    required(args, "filename", "length")
    try:
        length = int(args["length"])
    except (TypeError, ValueError):
        raise invalid_arguments("must be an integer [json-pointer:/length]") from None
    if not 0 < length <= files.UPLOAD_BYTES:
        raise invalid_arguments("the length is out of bounds [json-pointer:/length]")
    alt_text = str(args.get("alt_txt") or "")
    if len(alt_text) > ALT_TEXT:
        raise invalid_arguments(f"must be less than {ALT_TEXT + 1} characters [json-pointer:/alt_txt]")
    upload = files.begin_upload(ws, str(args["filename"]), length, alt_text)
    return {"upload_url": f"{ws.base_url}/upload/{upload.id}", "file_id": upload.id}


def complete_upload(ws: Workspace, args: Json) -> Json:
    """files.completeUploadExternal: once for each upload, after its bytes have come."""
    listed = _listed(args.get("files"))
    target = _target(ws, args)
    uploads = [_upload(ws, each) for each in listed]
    made = [_made(ws, upload, each) for upload, each in zip(uploads, listed, strict=True)]
    if target is not None:
        _share(ws, target, made, args)
    return {"files": [files.shape(ws, file) for file in made]}


def _listed(given: Any) -> list[Json]:
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except ValueError:
            given = None
    if not isinstance(given, list) or not given or not all(isinstance(f, dict) and f.get("id") for f in given):
        raise invalid_arguments("missing required field: files")
    return given


def _target(ws: Workspace, args: Json) -> Channel | None:
    wanted = args.get("channel_id") or args.get("channels")
    if not wanted:
        return None
    if "," in str(wanted):
        raise invalid_arguments("the practice workspace shares a file with one channel at a time")
    return writable_channel(ws, wanted)


def _upload(ws: Workspace, given: Json) -> Upload:
    upload = ws.uploads.get(str(given["id"]))
    if upload is None or upload.content is None:
        # Never begun, no bytes yet, or completed before.
        raise SlackRefusal("file_not_found")
    return upload


def _made(ws: Workspace, upload: Upload, given: Json) -> File:
    del ws.uploads[upload.id]
    return files.add(ws, ws.app.bot_user_id, upload, title=str(given.get("title") or ""))


def _share(ws: Workspace, channel: Channel, made: list[File], args: Json) -> None:
    for file in made:
        file.shares.append(channel.id)
    posting.post_as_bot(
        ws,
        channel,
        str(args.get("initial_comment") or ""),
        None,
        thread_ts=args.get("thread_ts"),
        files=made,
    )


METHODS = {
    "files.info": info,
    "files.delete": delete,
    "files.getUploadURLExternal": get_upload_url,
    "files.completeUploadExternal": complete_upload,
}
