"""The unchanged Bolt stack over Socket Mode: commands, modals, submissions, buttons."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot.practice import Ack, AppConfig, Client, PracticeServer, Workspace
from tests.practice.conftest import Clock, Register, Run
from tests.practice.making import HELEN, PRIYA, SECRET, STAFF, actions, button, modal, section, words


def opens_the_form(app: App) -> None:
    @app.command("/socialpost")
    def start(ack: Any, body: dict[str, Any], client: Any) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=modal(words(), private_metadata="draft 1"))
        ack()

    @app.view("post.form")
    def send(ack: Any, view: dict[str, Any], body: dict[str, Any], client: Any) -> None:
        text = view["state"]["values"]["words"]["words"]["value"]
        if "Maisie" in text:
            ack(response_action="errors", errors={"words": "Please take the name out."})
            return
        client.chat_postMessage(
            channel=body["user"]["id"], text=f"Sent: {text}", blocks=[section(text), actions(button("withdraw"))]
        )
        ack()

    @app.action("withdraw")
    def withdraw(ack: Any, body: dict[str, Any], respond: Any) -> None:
        respond(f"Withdrawn {body['actions'][0]['value']}")
        ack()


def test_from_command_to_button(slack: Client, run_bot: Run) -> None:
    """A command opens a modal, its submission posts a card, the card's button answers privately."""
    run_bot(opens_the_form)
    priya = slack.person(PRIYA)

    assert priya.command("/socialpost", channel=STAFF).ok
    assert priya.view()["private_metadata"] == "draft 1"
    assert priya.submit({"words": "Maisie's beans"}).errors == {"words": "Please take the name out."}
    assert priya.submit({"words": "Our beans grow"}).ok
    assert priya.views() == []

    card = priya.wait_message("dm", "Our beans grow")
    assert priya.click(card, "withdraw").ok
    assert priya.ephemerals()[-1]["text"] == "Withdrawn 42:1"


def test_payloads_take_turns(server: PracticeServer, workspace: Workspace, run_bot: Run) -> None:
    """Two connections: each payload goes to one of them, in turn."""
    heard: list[str] = []

    def listening(name: str) -> Register:
        def register(app: App) -> None:
            @app.event("user_change")
            def changed() -> None:
                heard.append(name)

        return register

    run_bot(listening("one"))
    run_bot(listening("two"))
    for title in ("Head", "Deputy", "Head", "Deputy"):
        workspace.change_user(HELEN, title=title)
    assert sorted(heard[:2]) == ["one", "two"]
    assert heard[:2] == heard[2:]


def test_renewing_connections(server: PracticeServer, web: WebClient, workspace: Workspace) -> None:
    """After `disconnect` the old connection gets nothing more; after a mere warning it does."""

    async def scenario() -> list[str]:
        async with aiohttp.ClientSession() as session:

            async def connect() -> aiohttp.ClientWebSocketResponse:
                socket = await session.ws_connect(web.apps_connections_open(app_token="xapp-practice")["url"])
                assert (await socket.receive_json())["type"] == "hello"
                return socket

            async def answered(socket: aiohttp.ClientWebSocketResponse) -> None:
                work = asyncio.create_task(asyncio.to_thread(workspace.change_user, HELEN, title="Head"))
                envelope = await socket.receive_json()
                await socket.send_json({"envelope_id": envelope["envelope_id"]})
                assert await work == Ack(True)

            old = await connect()
            reasons = []
            await asyncio.to_thread(server.disconnect, "warning")
            reasons.append((await old.receive_json())["reason"])
            await answered(old)
            await asyncio.to_thread(server.disconnect, "refresh_requested")
            reasons.append((await old.receive_json())["reason"])
            new = await connect()
            await answered(new)
            await asyncio.to_thread(server.hang_up)
            for socket in (old, new):
                assert (await socket.receive()).type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED)
                await socket.close()
            assert server.connections() == 0
            return reasons

    assert asyncio.run(scenario()) == ["warning", "refresh_requested"]


def test_tickets_and_the_limit(server: PracticeServer, web: WebClient, clock: Clock) -> None:
    """A ticket is good once and not for long; the eleventh connection is turned away."""

    async def scenario() -> None:
        async with aiohttp.ClientSession() as session:

            def url() -> str:
                return str(web.apps_connections_open(app_token="xapp-practice")["url"])

            first = url()
            sockets = [await session.ws_connect(first)]
            hello = await sockets[0].receive_json()
            assert (hello["type"], hello["num_connections"]) == ("hello", 1)
            late = url()
            clock.advance(60)
            for stale in (first, late):
                with pytest.raises(aiohttp.WSServerHandshakeError):
                    await session.ws_connect(stale)
            for _ in range(9):
                sockets.append(await session.ws_connect(url()))
                await sockets[-1].receive_json()
            extra = await session.ws_connect(url())
            assert (await extra.receive_json())["reason"] == "too_many_websockets"
            for socket in (*sockets, extra):
                await socket.close()

    asyncio.run(scenario())


def test_the_envelope(server: PracticeServer, web: WebClient, workspace: Workspace) -> None:
    """Type, payload and, for events, the retry fields; the acknowledgement is matched by its id."""

    async def scenario() -> tuple[dict[str, Any], Ack | None]:
        async with aiohttp.ClientSession() as session:
            socket = await session.ws_connect(web.apps_connections_open(app_token="xapp-practice")["url"])
            await socket.receive_json()
            work = asyncio.create_task(asyncio.to_thread(workspace.set_group, "S0SLT", [HELEN, PRIYA]))
            envelope: dict[str, Any] = await socket.receive_json()
            await socket.send_str("no JSON")
            await socket.send_json({"envelope_id": "another"})
            await socket.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "Thank you"}})
            ack = await work
            await socket.close()
            return envelope, ack

    envelope, ack = asyncio.run(scenario())
    assert ack == Ack(True, {"text": "Thank you"})
    assert (envelope["type"], envelope["accepts_response_payload"], envelope["retry_attempt"]) == (
        "events_api",
        False,
        0,
    )
    event = envelope["payload"]["event"]
    assert (event["type"], event["added_users"], event["removed_users"]) == ("subteam_members_changed", [PRIYA], [])
    assert envelope["payload"]["authorizations"][0]["user_id"] == "U0SOCIALPOST"


def test_events_follow_subscription_and_membership(app_config: AppConfig) -> None:
    """Nothing is sent for events that the app did not ask for, nor from private channels without it."""
    ws = Workspace(replace(app_config, events=("member_joined_channel",)))
    ws.add_user(PRIYA, "Priya Nair")
    ws.add_channel(SECRET, "secret", is_private=True, with_bot=False)
    ws.add_channel(STAFF, "staff")
    with PracticeServer(ws):
        assert ws.change_user(PRIYA, title="Head") is None
        assert ws.join(SECRET, PRIYA) is None
        ack = ws.join(STAFF, PRIYA)
        assert ack is not None
        assert ack.error == "dispatch_failed"
        assert ws.join(STAFF, PRIYA) is None
    assert ws.leave(STAFF, PRIYA) is None
