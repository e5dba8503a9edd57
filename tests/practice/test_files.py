"""Files: added in a form, read and shown by the bot, owned by whoever added them."""

from __future__ import annotations

import io
import urllib.error
import urllib.request
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.practice import AppConfig, Client, Command, PracticeServer, Refused, Workspace
from tests.practice.conftest import SCOPES, Clock, Run, web_client
from tests.practice.formbot import Bot, asking
from tests.practice.making import HELEN, PRIYA, SLT, STAFF, modal, plain

pytestmark = pytest.mark.slow

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
FORM = modal(
    asking("photos", {"type": "file_input", "max_files": 2, "filetypes": ["jpg", "png"]}),
    asking("extra", {"type": "file_input"}, optional=True),
)


@pytest.fixture
def bot(run_bot: Run) -> Bot:
    made = Bot(FORM)
    run_bot(made)
    return made


def error_of(call: Any, *args: Any, **more: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        call(*args, **more)
    return str(refused.value.response["error"])


def fetch(url: str, token: str | None = None) -> tuple[bytes, str]:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"} if token else {})
    with urllib.request.urlopen(request) as response:
        return response.read(), response.headers.get_content_type()


def status_of(url: str, token: str = "", data: bytes | None = None) -> int:
    """The status of an answer that is an error."""
    request = urllib.request.Request(url, data, {"Authorization": f"Bearer {token}"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)
    with refused.value:
        return refused.value.code


def put(url: str, content: bytes) -> None:
    with urllib.request.urlopen(url, data=content) as response:
        assert response.status == 200


def picture_of(file_id: str) -> dict[str, Any]:
    return {"type": "image", "slack_file": {"id": file_id}, "alt_text": "Bean plants"}


def uploaded(web: WebClient, content: bytes = PNG, name: str = "beans.png", **more: Any) -> dict[str, Any]:
    answer = web.files_upload_v2(file_uploads=[{"file": io.BytesIO(content), "filename": name, "title": name}], **more)
    found: dict[str, Any] = answer["files"][0]
    return found


def test_an_added_file_stands_in_the_state_as_a_file_object(slack: Client, bot: Bot, web: WebClient) -> None:
    """The submission carries Slack's file objects; the bot fetches the bytes with its token."""
    priya = slack.person(PRIYA)
    priya.command("/socialpost")
    photo = priya.upload("photos", "beans.png", PNG)
    assert priya.submit({"photos": photo}).ok
    (file,) = bot.state()["photos"]["files"]
    assert (file["id"], file["name"], file["mimetype"], file["filetype"]) == (
        photo["id"],
        "beans.png",
        "image/png",
        "png",
    )
    assert (file["user"], file["size"], file["mode"], file["is_public"]) == (PRIYA, len(PNG), "hosted", False)
    assert fetch(file["url_private_download"], "xoxb-practice") == (PNG, "image/png")
    assert web.files_info(file=file["id"])["file"] == file


def test_without_the_right_token_slacks_sign_in_page_comes(slack: Client, bot: Bot) -> None:
    """Slack answers 200 with HTML, which a bot must not take for a picture."""
    priya = slack.person(PRIYA)
    priya.command("/socialpost")
    priya.submit({"photos": priya.upload("photos", "beans.png", PNG)})
    url = bot.state()["photos"]["files"][0]["url_private"]
    for token in (None, "xoxb-another"):
        content, kind = fetch(url, token)
        assert (kind, PNG in content) == ("text/html", False)


@pytest.mark.parametrize(
    ("name", "size", "sentence"),
    [
        ("beans.gif", 10, "These kinds can: jpg, png"),
        ("beans.png", 10_000_001, "up to 10 MB"),
        ("a.png", 0, "is empty"),
    ],
)
def test_what_cannot_be_added(slack: Client, bot: Bot, name: str, size: int, sentence: str) -> None:
    """The kind, the size, and an empty file."""
    priya = slack.person(PRIYA)
    priya.command("/socialpost")
    with pytest.raises(Refused, match=sentence):
        priya.upload("photos", name, bytes(size))
    assert priya.files() == []


def test_more_files_than_the_form_takes(slack: Client, bot: Bot) -> None:
    """Slack's client holds the submission back, and a required input wants at least one."""
    priya = slack.person(PRIYA)
    priya.command("/socialpost")
    added = [priya.upload("photos", f"{n}.png", PNG) for n in range(3)]
    assert "no more than 2" in priya.submit({"photos": added}).errors["photos"]
    assert "required" in priya.submit({"photos": []}).errors["photos"]
    assert priya.submit({"photos": added[:2]}).ok


def test_a_form_never_takes_somebody_elses_file(slack: Client, bot: Bot) -> None:
    """Nor one that there is not, nor one that was deleted in between."""
    priya, helen = slack.person(PRIYA), slack.person(HELEN)
    helen.command("/socialpost")
    theirs = helen.upload("photos", "beans.png", PNG)
    priya.command("/socialpost")
    for file in (theirs, {"id": "F0NOTHERE"}):
        with pytest.raises(Refused, match="no such file"):
            priya.submit({"photos": file})
    mine = priya.upload("photos", "mine.png", PNG)
    priya.delete_file(mine["id"])
    with pytest.raises(Refused, match="no such file"):
        priya.submit({"photos": mine})


def test_only_its_owner_deletes_a_file(slack: Client, bot: Bot, web: WebClient) -> None:
    """The app may read what was added in its form and no more; after deletion files.info says so."""
    priya = slack.person(PRIYA)
    priya.command("/socialpost")
    photo = priya.upload("photos", "beans.png", PNG)
    priya.submit({"photos": photo})
    file = bot.state()["photos"]["files"][0]
    assert error_of(web.files_delete, file=photo["id"]) == "cant_delete_file"
    with pytest.raises(Refused, match="Only the person"):
        slack.person(HELEN).delete_file(photo["id"])
    priya.delete_file(photo["id"])
    assert (priya.files(), error_of(web.files_info, file=photo["id"])) == ([], "file_deleted")
    assert error_of(web.files_info, file="F0NEVERWAS") == "file_not_found"
    assert status_of(file["url_private"], "xoxb-practice") == 404


def test_the_bot_uploads_and_shares(web: WebClient, slack: Client) -> None:
    """The three steps of an upload, by the SDK's own hand; the file is a message in the channel."""
    file = uploaded(web, channel=STAFF, initial_comment="The pack for post 42")
    (message,) = slack.person(PRIYA).messages(STAFF)
    assert (message["text"], message["files"][0]["name"]) == ("The pack for post 42", "beans.png")
    assert web.files_info(file=file["id"])["file"]["channels"] == [STAFF]
    web.files_delete(file=file["id"])
    (message,) = slack.person(PRIYA).messages(STAFF)
    assert message["files"][0]["deleted"]


def test_an_upload_is_completed_once_and_only_with_its_bytes(web: WebClient, server: PracticeServer) -> None:
    """Slack forgets what was never completed, and refuses other lengths than announced."""
    begun = web.files_getUploadURLExternal(filename="a.png", length=len(PNG))
    assert error_of(web.files_completeUploadExternal, files=[{"id": begun["file_id"]}]) == "file_not_found"
    assert error_of(web.files_info, file=begun["file_id"]) == "file_not_found"
    assert status_of(begun["upload_url"], data=PNG + b"x") == 400
    put(begun["upload_url"], PNG)
    assert web.files_completeUploadExternal(files=[{"id": begun["file_id"]}])["files"][0]["id"] == begun["file_id"]
    assert error_of(web.files_completeUploadExternal, files=[{"id": begun["file_id"]}]) == "file_not_found"
    assert error_of(web.files_getUploadURLExternal, filename="a.png", length=0) == "invalid_arguments"
    begun = web.files_getUploadURLExternal(filename="a.png", length=len(PNG))
    put(begun["upload_url"], PNG)
    share = {"files": [{"id": begun["file_id"]}], "channel_id": "C0SECRETROOM"}
    assert error_of(web.files_completeUploadExternal, **share) == "channel_not_found"


def test_a_picture_is_refused_until_it_is_processed(workspace: Workspace, clock: Clock, web: WebClient) -> None:
    """Until then files.info has no kind for it, and an image block that names it is refused."""
    workspace.processing_seconds = 2.0
    file = uploaded(web)
    assert (file["mimetype"], web.files_info(file=file["id"])["file"]["mimetype"]) == ("", "")
    assert error_of(web.chat_postMessage, channel=SLT, text="x", blocks=[picture_of(file["id"])]) == "invalid_blocks"
    clock.advance(2.0)
    assert web.files_info(file=file["id"])["file"]["mimetype"] == "image/png"
    assert web.chat_postMessage(channel=SLT, text="x", blocks=[picture_of(file["id"])])["ok"]


def test_what_no_image_block_shows(web: WebClient) -> None:
    """Unknown ids, deleted files, and files that are no pictures."""
    gone, table = uploaded(web), uploaded(web, b"a,b", "register.csv")
    web.files_delete(file=gone["id"])
    for file_id in (gone["id"], table["id"], "F0NEVERWAS"):
        assert error_of(web.chat_postMessage, channel=SLT, text="x", blocks=[picture_of(file_id)]) == "invalid_blocks"


def test_only_those_who_see_the_message_see_the_picture(web: WebClient, slack: Client, server: PracticeServer) -> None:
    """A picture on SLT's card is for those in SLT's channel."""
    file = uploaded(web)
    address = f"{server.url}/practice/file/{file['id']}?as="
    assert status_of(address + HELEN) == 404
    web.chat_postMessage(channel=SLT, text="x", blocks=[picture_of(file["id"])])
    assert fetch(address + HELEN) == (PNG, "image/png")
    assert status_of(address + PRIYA) == 404


def test_scopes_are_asked_for() -> None:
    """files:read for a form with files and for files.info; files:write for uploads and deletions."""
    config = AppConfig(scopes=[s for s in SCOPES if not s.startswith("files:")], commands=(Command("/socialpost"),))
    with PracticeServer(Workspace(config)) as server:
        web = web_client(server)
        for call, arguments in (
            (web.files_info, {"file": "F1"}),
            (web.files_delete, {"file": "F1"}),
            (web.files_getUploadURLExternal, {"filename": "a.png", "length": 1}),
            (web.files_completeUploadExternal, {"files": [{"id": "F1"}]}),
            (web.views_open, {"trigger_id": "1.1.1", "view": modal(FORM["blocks"][0], title=plain("Photos"))}),
        ):
            assert error_of(call, **arguments) == "missing_scope"
