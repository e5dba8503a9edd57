"""Who may come in at all: our app, our workspace, people whom Slack vouches for as members. Everybody else is refused and logged.

Bolt checks the signature but not the team: a signed request of another team would pass. An id from outside is verified.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from slack_bolt import BoltResponse

from handlers.acks import noted
from handlers.hall import Body, Hall, reply, user_of
from handlers.modals import notice

NOT_HERE = "socialpost works only for members of the trust’s own Slack workspace. Please ask a colleague to help."
TITLE = "Not possible here"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Who we are, as Slack said at start (`auth.test`)."""

    app_id: str
    team_id: str
    enterprise_id: str = ""


def doorkeeper(hall: Hall, house: House) -> Callable[[Body, Callable[[], BoltResponse]], BoltResponse]:
    """Bolt middleware that lets a payload through, or answers it kindly and keeps the attempt in the log."""

    def middleware(body: Body, next: Callable[[], BoltResponse]) -> BoltResponse:  # noqa: A002 - Bolt's own name
        wrong = wrong_address(body, house)
        user = user_of(body)
        why = wrong or (hall.directory.look_up(user, hall.now()).refused if user else "")
        if not why:
            return next()
        logger.warning("refused: %s", why)
        hall.workflow.access.refused(user, why)
        return BoltResponse(status=403, body="") if wrong == "other_app" else _turn_away(hall, body)

    return middleware


def wrong_address(body: Body, house: House) -> str:
    """Why this payload is not for us: "other_app", "other_team", or nothing."""
    # Slack leaves the app's id out of shortcuts; there the secret (HTTP) or the connection (Socket Mode) is the proof.
    if house.app_id and body.get("api_app_id", house.app_id) != house.app_id:
        return "other_app"
    if body.get("is_enterprise_install") in (True, "true"):
        return "other_team"
    team = body.get("team")
    team_id = team.get("id") if isinstance(team, dict) else body.get("team_id")
    if team_id != house.team_id:
        return "other_team"
    person = body.get("user")
    if isinstance(person, dict) and person.get("team_id", house.team_id) not in {house.team_id, house.enterprise_id}:
        return "other_team"
    return ""


def _turn_away(hall: Hall, body: Body) -> BoltResponse:
    """One calm sentence, in the form that fits the payload."""
    kind = body.get("type")
    if "command" in body:
        return reply({"response_type": "ephemeral", "text": NOT_HERE})
    if kind == "view_submission":
        return reply(noted(NOT_HERE, title=TITLE))
    if kind == "block_suggestion":
        return reply({"options": []})
    if kind == "shortcut" and body.get("trigger_id"):
        hall.answers.open(str(body["trigger_id"]), notice(TITLE, NOT_HERE))
    elif body.get("response_url"):
        hall.answers.tell(str(body["response_url"]), NOT_HERE)
    return reply(None)
