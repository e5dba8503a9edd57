"""The Web API through the real WebClient: what Slack gives, and the codes with which it refuses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import ActionsBlock, ButtonElement, SectionBlock
from slack_sdk.webhook import WebhookClient

from bot.practice import AppConfig, Client, PracticeServer, Workspace
from bot.practice.payloads import slash_command
from tests.practice.conftest import Clock
from tests.practice.making import GUEST, HELEN, PRIYA, SECRET, SLT, STAFF, STRANGER, modal, plain, section, words

HOME = {"type": "home", "blocks": [section("Hello")]}


def refused(call: Any, **args: Any) -> dict[str, Any]:
    """The refusal of a call."""
    with pytest.raises(SlackApiError) as caught:
        call(**args)
    data = caught.value.response.data
    assert isinstance(data, dict)
    return data


def code(call: Any, **args: Any) -> str:
    return str(refused(call, **args)["error"])


def trigger(ws: Workspace, user: str = PRIYA, view: str | None = None) -> str:
    return ws.new_trigger(ws.users[user], view)


# Tokens and scopes -------------------------------------------------------------------------------------------------


def test_tokens(server: PracticeServer, web: WebClient) -> None:
    """No token, a foreign one, and the app token where the bot's is asked for."""
    assert web.auth_test()["team_id"] == "T0BRACKEN"
    assert web.auth_test()["bot_id"] == "B0SOCIALPOST"
    for token, error in (
        (None, "not_authed"),
        ("xoxb-no", "invalid_auth"),
        ("xapp-practice", "not_allowed_token_type"),
    ):
        assert code(WebClient(token, base_url=server.api_url).auth_test) == error
    assert code(web.apps_connections_open, app_token="xoxb-practice") == "not_allowed_token_type"
    assert web.apps_connections_open(app_token="xapp-practice")["url"].startswith("ws://127.0.0.1:")


def test_unknown_method(web: WebClient) -> None:
    """What is not built is said, not pretended."""
    assert code(web.reactions_add, name="bean", channel=STAFF, timestamp="1.1") == "unknown_method"


@pytest.mark.parametrize(
    ("method", "args", "needed"),
    [
        ("chat_postMessage", {"channel": STAFF, "text": "x"}, "chat:write"),
        ("users_info", {"user": PRIYA}, "users:read"),
        ("usergroups_users_list", {"usergroup": "S0SLT"}, "usergroups:read"),
        ("conversations_members", {"channel": STAFF}, "channels:read"),
        ("conversations_info", {"channel": SLT}, "groups:read"),
        ("conversations_list", {"types": "im"}, "im:read"),
        ("conversations_open", {"users": PRIYA}, "im:write"),
    ],
)
def test_scopes(app_config: AppConfig, method: str, args: dict[str, Any], needed: str) -> None:
    """Each method asks for its scope and says which."""
    ws = Workspace(replace(app_config, scopes=("commands",)))
    ws.add_channel(STAFF, "staff")
    ws.add_channel(SLT, "slt", is_private=True)
    with PracticeServer(ws) as server:
        answer = refused(getattr(WebClient("xoxb-practice", base_url=server.api_url), method), **args)
    assert (answer["error"], answer["needed"], answer["provided"]) == ("missing_scope", needed, "commands")


def test_borrowed_names_ask_for_a_scope(web: WebClient) -> None:
    """A message under another name needs chat:write.customize."""
    assert refused(web.chat_postMessage, channel=STAFF, text="x", username="Head")["needed"] == "chat:write.customize"


# Messages ----------------------------------------------------------------------------------------------------------


def test_post_and_update(web: WebClient, slack: Client) -> None:
    """A card is posted, then replaced; text without blocks takes the blocks away."""
    posted = web.chat_postMessage(
        channel=STAFF,
        text="A card",
        blocks=[SectionBlock(text="*A card*"), ActionsBlock(elements=[ButtonElement(text="Go", action_id="go")])],
        unfurl_links=False,
    )
    blocks = posted["message"]["blocks"]
    assert [b["type"] for b in blocks] == ["section", "actions"]
    assert all(b["block_id"] for b in blocks)
    web.chat_update(channel=STAFF, ts=posted["ts"], text="Done", blocks=[section("Done")])
    assert not slack.person(PRIYA).messages(STAFF)[-1]["edited"]
    web.chat_update(channel=STAFF, ts=posted["ts"], text="Gone")
    (message,) = slack.person(PRIYA).messages(STAFF)
    assert (message["text"], message["edited"], "blocks" in message) == ("Gone", True, False)


def test_post_to_a_person_opens_the_direct_message(web: WebClient, slack: Client) -> None:
    """A user id as channel, with chat:write alone."""
    posted = web.chat_postMessage(channel=PRIYA, text="Only you")
    assert posted["channel"].startswith("D")
    assert [m["text"] for m in slack.person(PRIYA).dm()] == ["Only you"]
    assert [c["name"] for c in slack.person(HELEN).channels() if c["id"] == posted["channel"]] == []
    assert web.conversations_open(users=PRIYA)["channel"]["id"] == posted["channel"]


def test_timestamps_rise_while_the_clock_stands(web: WebClient) -> None:
    """Two messages in one instant have two timestamps, in order."""
    stamps = [web.chat_postMessage(channel=STAFF, text="x")["ts"] for _ in range(3)]
    assert sorted(set(stamps)) == stamps


def test_where_the_bot_may_post(web: WebClient, workspace: Workspace) -> None:
    """Unknown and private channels are not found; a public one must be joined; an archived one is closed."""
    workspace.add_channel("C0OPEN", "open", with_bot=False)
    workspace.add_channel("C0OLD", "old", is_archived=True)
    channels = {"C0NONE": "channel_not_found", SECRET: "channel_not_found", "C0OPEN": "not_in_channel"}
    for channel, error in {**channels, "C0OLD": "is_archived", "U0NOBODY": "channel_not_found"}.items():
        assert code(web.chat_postMessage, channel=channel, text="x") == error
        assert code(web.chat_postEphemeral, channel=channel, text="x", user=PRIYA) == error
    assert code(web.chat_postMessage, channel="", text="x") == "invalid_arguments"


def test_text(web: WebClient, workspace: Workspace) -> None:
    """Nothing to say, and too much of it."""
    silent = {"channel": STAFF, "text": "", "blocks": []}
    assert code(web.api_call, api_method="chat.postMessage", json=silent) == "no_text"
    long = web.chat_postMessage(channel=STAFF, text="x" * 40_001)
    assert (long["warning"], len(long["message"]["text"])) == ("message_truncated", 40_000)
    ts = workspace.messages[STAFF][0].ts
    assert code(web.chat_update, channel=STAFF, ts=ts, text="x" * 4_001) == "msg_too_long"
    assert code(web.api_call, api_method="chat.update", json={**silent, "ts": ts}) == "no_text"
    blocks = [section("x" * 3_000)] * 5
    assert code(web.chat_postMessage, channel=STAFF, text="x", blocks=blocks) == "msg_blocks_too_long"


def test_bad_blocks_are_refused_with_pointers(web: WebClient) -> None:
    """As Slack: the code, `errors`, and the messages with JSON pointers."""
    answer = refused(web.chat_postMessage, channel=STAFF, text="x", blocks=[section("x" * 3_001)])
    assert answer["error"] == "invalid_blocks"
    assert answer["errors"] == ["must be less than 3001 characters [json-pointer:/blocks/0/text/text]"]
    assert answer["response_metadata"]["messages"] == [f"[ERROR] {answer['errors'][0]}"]
    for blocks in ("no JSON", ["no block"], {"blocks": [section("x")]}):
        assert code(web.chat_postMessage, channel=STAFF, text="x", blocks=blocks) == "invalid_blocks_format"


def test_update_and_delete_reach_own_messages_only(web: WebClient, workspace: Workspace, slack: Client) -> None:
    """Not other people's, not ephemeral ones, not what is gone."""
    theirs = slack.person(PRIYA).say(STAFF, "Mine")
    private = web.chat_postEphemeral(channel=STAFF, user=PRIYA, text="Only you")["message_ts"]
    assert code(web.chat_update, channel=STAFF, ts=theirs, text="x") == "cant_update_message"
    assert code(web.chat_delete, channel=STAFF, ts=theirs) == "cant_delete_message"
    assert code(web.chat_update, channel=STAFF, ts=private, text="x") == "message_not_found"
    own = web.chat_postMessage(channel=STAFF, text="x")["ts"]
    web.chat_delete(channel=STAFF, ts=own)
    assert code(web.chat_update, channel=STAFF, ts=own, text="x") == "message_not_found"
    workspace.archive(STAFF)
    assert code(web.chat_update, channel=STAFF, ts=own, text="x") == "is_inactive"


def test_ephemeral_messages_have_one_reader(web: WebClient, slack: Client) -> None:
    """The reader sees it, the colleague beside them does not, outsiders get none."""
    web.chat_postEphemeral(channel=STAFF, user=PRIYA, text="Only you")
    assert [m["text"] for m in slack.person(PRIYA).ephemerals(STAFF)] == ["Only you"]
    assert slack.person(HELEN).messages(STAFF) == []
    assert code(web.chat_postEphemeral, channel=SLT, user=PRIYA, text="x") == "user_not_in_channel"


def test_metadata(web: WebClient) -> None:
    """An event with a payload, or a refusal."""
    good = {"event_type": "post", "event_payload": {"id": 42}}
    assert web.chat_postMessage(channel=STAFF, text="x", metadata=good)["message"]["metadata"] == good
    assert code(web.chat_postMessage, channel=STAFF, text="x", metadata={"id": 42}) == "invalid_metadata_schema"


# Views -------------------------------------------------------------------------------------------------------------


def test_trigger_runs_out(web: WebClient, workspace: Workspace, clock: Clock) -> None:
    """Three seconds, once, and only ids that were sent."""
    fresh, late = trigger(workspace), trigger(workspace)
    opened = web.views_open(trigger_id=fresh, view=modal(words()))["view"]
    assert (opened["root_view_id"], opened["previous_view_id"]) == (opened["id"], None)
    assert code(web.views_open, trigger_id=fresh, view=modal(words())) == "exchanged_trigger_id"
    clock.advance(3.5)
    assert code(web.views_open, trigger_id=late, view=modal(words())) == "expired_trigger_id"
    assert code(web.views_open, trigger_id="1.2.ab", view=modal(words())) == "invalid_trigger_id"
    assert code(web.views_open, view=modal(words())) == "invalid_arguments"


def test_a_refused_view_leaves_the_trigger(web: WebClient, workspace: Workspace) -> None:
    """The bot may correct itself within the three seconds."""
    fresh = trigger(workspace)
    answer = refused(web.views_open, trigger_id=fresh, view=modal(words(), title=plain("t" * 25)))
    assert answer["error"] == "invalid_arguments"
    assert "json-pointer:/view/title/text" in answer["response_metadata"]["messages"][0]
    assert web.views_open(trigger_id=fresh, view=modal(words()))["ok"]


def test_the_stack_holds_three(web: WebClient, workspace: Workspace, slack: Client) -> None:
    """Pushes need a trigger from within the stack; the fourth view is one too many."""
    assert code(web.views_push, trigger_id=trigger(workspace), view=modal(words())) == "not_found"
    top = web.views_open(trigger_id=trigger(workspace), view=modal(words()))["view"]["id"]
    for _ in range(2):
        pushed = web.views_push(trigger_id=trigger(workspace, view=top), view=modal(words()))["view"]
        assert pushed["previous_view_id"] == top
        top = pushed["id"]
    assert code(web.views_push, trigger_id=trigger(workspace, view=top), view=modal(words())) == "push_limit_reached"
    assert len(slack.person(PRIYA).views()) == 3


def test_opening_over_an_open_modal(web: WebClient, workspace: Workspace) -> None:
    """Slack says ok, but promises nothing; a test can see that it happened."""
    opened = web.views_open(trigger_id=trigger(workspace), view=modal(words()))["view"]
    assert workspace.complaints == []
    web.views_open(trigger_id=trigger(workspace, view=opened["id"]), view=modal(words()))
    assert len(workspace.complaints) == 1


def test_update_a_view(web: WebClient, workspace: Workspace) -> None:
    """By id or external id, guarded by its hash; closed views are not found."""
    args = {"trigger_id": trigger(workspace), "view": modal(words(), external_id="post-42")}
    opened = web.views_open(**args)["view"]
    updated = web.views_update(view_id=opened["id"], view=modal(words()), hash=opened["hash"])["view"]
    assert updated["hash"] != opened["hash"]
    assert code(web.views_update, view_id=opened["id"], view=modal(words()), hash=opened["hash"]) == "hash_conflict"
    assert code(web.views_update, external_id="post-42", view=modal(words())) == "not_found"
    assert code(web.views_update, view_id="V0NONE", view=modal(words())) == "not_found"
    assert code(web.api_call, api_method="views.update", json={"view": modal(words())}) == "invalid_arguments"
    assert code(web.views_update, view_id=opened["id"], view=HOME) == "invalid_arguments"


def test_external_ids_are_unique(web: WebClient, workspace: Workspace) -> None:
    """Among the views that are open."""
    web.views_open(trigger_id=trigger(workspace), view=modal(words(), external_id="post-42"))
    again = {"trigger_id": trigger(workspace, HELEN), "view": modal(words(), external_id="post-42")}
    assert code(web.views_open, **again) == "duplicate_external_id"


def test_a_view_of_250_kilobytes(web: WebClient, workspace: Workspace) -> None:
    """Too large is said before too long."""
    huge = modal(*[section("x" * 2_900) for _ in range(100)])
    assert code(web.views_open, trigger_id=trigger(workspace), view=huge) == "view_too_large"


def test_home(web: WebClient, workspace: Workspace, app_config: AppConfig) -> None:
    """Published per person, guarded by its hash, refused for modals, nobodies and apps without the tab."""
    first = web.views_publish(user_id=PRIYA, view=HOME)["view"]
    second = web.views_publish(user_id=PRIYA, view=HOME, hash=first["hash"])["view"]
    assert second["id"] == first["id"]
    assert code(web.views_publish, user_id=PRIYA, view=HOME, hash=first["hash"]) == "hash_conflict"
    assert code(web.views_publish, user_id=PRIYA, view=modal(words())) == "invalid_arguments"
    assert code(web.views_publish, user_id="U0NOBODY", view=HOME) == "invalid_arguments"
    workspace.app = replace(app_config, home_tab=False)
    assert code(web.views_publish, user_id=PRIYA, view=HOME) == "not_enabled"


# Looking up --------------------------------------------------------------------------------------------------------


def test_people(web: WebClient) -> None:
    """The flags by which a bot tells members, guests, strangers and bots apart."""
    assert web.users_info(user=GUEST)["user"]["is_restricted"] is True
    stranger = web.users_info(user=STRANGER)["user"]
    assert (stranger["is_stranger"], stranger["team_id"]) == (True, "T0OTHER")
    assert "is_stranger" not in web.users_info(user=PRIYA)["user"]
    assert web.users_info(user="U0SOCIALPOST")["user"]["is_bot"] is True
    assert code(web.users_info, user="U0NOBODY") == "user_not_found"


def test_paging(web: WebClient, workspace: Workspace) -> None:
    """Members come a page at a time, with a cursor until there are no more."""
    everybody = workspace.channels[STAFF].members
    seen = [m for page in web.conversations_members(channel=STAFF, limit=2) for m in page["members"]]
    assert seen == everybody
    assert len(list(web.users_list(limit=2))) == 3
    assert code(web.conversations_members, channel=STAFF, cursor="elsewhere") == "invalid_cursor"


def test_conversations(web: WebClient) -> None:
    """Private channels exist for members only."""
    assert web.conversations_info(channel=SLT)["channel"]["is_private"] is True
    assert code(web.conversations_info, channel=SECRET) == "channel_not_found"
    assert code(web.conversations_members, channel=SECRET) == "channel_not_found"
    listed = web.conversations_list(types="public_channel,private_channel")["channels"]
    assert [c["id"] for c in listed] == [SLT, STAFF]


def test_user_groups(web: WebClient) -> None:
    """Their members, and nobody else's."""
    assert web.usergroups_users_list(usergroup="S0SLT")["users"] == [HELEN]
    assert web.usergroups_list(include_users=True)["usergroups"][0]["users"] == [HELEN]
    assert code(web.usergroups_users_list, usergroup="S0NONE") == "no_such_subteam"


# response_url ------------------------------------------------------------------------------------------------------


def respond(url: str, **body: Any) -> tuple[int, str]:
    answer = WebhookClient(url).send_dict(body)
    return answer.status_code, answer.body


@pytest.fixture
def response_url(server: PracticeServer, workspace: Workspace) -> str:
    people, room = workspace.users[PRIYA], workspace.channels[STAFF]
    return str(slash_command(workspace, people, room, "/socialpost", "")["response_url"])


def test_response_url_counts(response_url: str, slack: Client) -> None:
    """Five times, private by default, then used up."""
    for n in range(4):
        assert respond(response_url, text=f"Only you {n}") == (200, "ok")
    assert respond(response_url, text="Everybody", response_type="in_channel") == (200, "ok")
    status, body = respond(response_url, text="Once too often")
    assert (status, "used_url" in body) == (404, True)
    assert [m["text"] for m in slack.person(HELEN).messages(STAFF)] == ["Everybody"]
    assert len(slack.person(PRIYA).ephemerals(STAFF)) == 4


def test_response_url_runs_out(response_url: str, clock: Clock) -> None:
    """After thirty minutes."""
    clock.advance(30 * 60 + 1)
    status, body = respond(response_url, text="Too late")
    assert (status, "expired_url" in body) == (404, True)


def test_response_url_refuses_what_messages_refuse(response_url: str, workspace: Workspace) -> None:
    """Bad blocks are refused there too, and kept as a complaint, since the bot may not look."""
    status, body = respond(response_url, text="x", blocks=[section("x" * 3_001)])
    assert (status, "invalid_blocks" in body) == (400, True)
    assert respond(response_url)[0] == 400
    assert len(workspace.complaints) == 2
