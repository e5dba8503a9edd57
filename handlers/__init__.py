"""Everything that speaks Slack. One Bolt listener per kind of payload; what was meant is looked up in a dict.

Bolt tries its listeners one after the other, so a listener for each id would make every click pay for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from slack_bolt import App, BoltResponse

from handlers import actions, commands, events, options, views
from handlers.door import House, doorkeeper
from handlers.errors import on_error
from handlers.hall import Ack, Body, Hall, reply

COMMAND = "/socialpost"
_ANY = re.compile(".*")


def register(app: App, hall: Hall, house: House) -> None:
    """Hangs the doorkeeper, the listeners and the error handler on a Bolt app.

    The busiest listener comes first, then those whose payloads are so small that waiting their turn would show.
    """
    app.use(doorkeeper(hall, house))
    app.action(_ANY)(_listener(hall, actions.action))
    app.event(_ANY)(_listener(hall, events.event))
    app.command(COMMAND)(_listener(hall, commands.command))
    app.shortcut(_ANY)(_listener(hall, commands.shortcut))
    app.view(_ANY)(_listener(hall, views.submission))
    app.options(_ANY)(_listener(hall, options.options))
    app.view_closed(_ANY)(_listener(hall, views.closed))
    app.error(on_error(hall))


def _listener(hall: Hall, handle: Callable[[Hall, Body], Ack]) -> Callable[[Body], BoltResponse]:
    def listener(body: Body) -> BoltResponse:
        return reply(handle(hall, body))

    return listener
