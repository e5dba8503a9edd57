"""The `socialpost` command: thin, each verb calls one function."""

from __future__ import annotations

import argparse
import errno
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError

from slack_sdk.errors import SlackApiError

from bot import checkphotos, checkposts, consents, devicelist, registerlist
from bot.app import build
from bot.domain.trust import Platform
from bot.domain.wording import count
from bot.offline import opened, settings_here
from bot.settings import Mode, SettingsError, read
from bot.settings_places import PLATFORMS
from bot.sockets import Sockets
from bot.web import WebServer, wsgi
from storage import log, outbox
from storage.engine import Store, StoreError
from storage.intake import RegisterError

PRACTICE_PORT = 8123
SCENARIOS = (
    "photos",
    "reminder",
    "logo",
    "unsure",
    "nobody",
    "stop",
    "takedown",
    "name",
    "colleague",
    "parent",
    "first",
    "refused",
)
"""Those of `scenarios.SCENARIOS`, which are loaded only when one is played."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one verb. Returns the process's exit code; every failure that can be expected is a sentence on stderr."""
    parsed = _parser().parse_args(arguments)
    _quiet_logs()
    verb: Callable[[argparse.Namespace], int] = parsed.verb
    try:
        return verb(parsed)
    except SettingsError as error:
        print("The settings need you:", file=sys.stderr)
        for where, sentence in error.mistakes:
            print(f"  {where}: {sentence}", file=sys.stderr)
    except (StoreError, RegisterError) as error:
        print(error, file=sys.stderr)
    except SlackApiError as error:
        print(
            f"Slack refused: {error.response.get('error')}. Is the token right, and the app installed?", file=sys.stderr
        )
    except URLError as error:
        print(f"Slack cannot be reached: {error.reason}. Is this computer online?", file=sys.stderr)
    except OSError as error:
        print(_what_failed(error), file=sys.stderr)
    return 1


def _what_failed(error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            "The port is in use already, perhaps by another socialpost. Choose another one: --port for the practice "
            "workspace, port under [http] in trust.toml for the bot."
        )
    return f"It did not work: {error}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="socialpost", description="A school's social media posts, approved and logged."
    )
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    run = verbs.add_parser("run", help="run the bot (Socket Mode; --http for signed HTTP with /healthz)")
    run.add_argument("--http", action="store_true", help="serve HTTP instead of Socket Mode")
    run.set_defaults(verb=_run)
    practice = verbs.add_parser("practice", help="the practice workspace: everything runs, no Slack needed")
    practice.add_argument(
        "--play",
        nargs="?",
        const="way",
        choices=["way", *SCENARIOS],
        metavar="SCENARIO",
        help=f"play one post's whole way here, narrated, and exit; or one of: {', '.join(SCENARIOS)}",
    )
    practice.add_argument("--port", type=int, default=PRACTICE_PORT, help=f"port of the page (default {PRACTICE_PORT})")
    practice.set_defaults(verb=_practice)
    consents.add_verbs(
        verbs.add_parser("consents", help="the consent register").add_subparsers(required=True, metavar="VERB")
    )
    devicelist.add_verbs(
        verbs.add_parser("devices", help="the devices whose photos may be used").add_subparsers(
            required=True, metavar="VERB"
        )
    )
    registerlist.add_verbs(
        verbs.add_parser(
            "registers", help="training, restrictions, deputies, line managers, permissions"
        ).add_subparsers(required=True, metavar="VERB")
    )
    _log(verbs.add_parser("log", help="the decision log").add_subparsers(required=True, metavar="VERB"))
    box = verbs.add_parser("outbox", help="messages that could not be delivered").add_subparsers(
        required=True, metavar="VERB"
    )
    box.add_parser("retry", help="try undelivered messages again").set_defaults(verb=_outbox_retry)
    _check(verbs.add_parser("check", help="the checks, without Slack").add_subparsers(required=True, metavar="VERB"))
    return parser


def _check(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    posts = verbs.add_parser("posts", help="look through posts for names and other personal data")
    posts.add_argument("posts", type=Path, metavar="POSTS", help="JSON lines with id and text")
    posts.add_argument("--people", type=Path, required=True, metavar="CSV", help="the register of people")
    posts.add_argument("--school", type=Path, metavar="JSON", help="what the school itself publishes: name, phone …")
    posts.add_argument("--explain", action="store_true", help="print for people instead of JSON")
    posts.set_defaults(verb=_check_posts)
    photos = verbs.add_parser("photos", help="look through photos for names, and at the devices that took them")
    photos.add_argument("photos", type=Path, nargs="+", metavar="DIR|FILE", help="photos, or folders of them")
    photos.add_argument("--people", type=Path, required=True, metavar="CSV", help="the register of people")
    photos.add_argument("--devices", type=Path, required=True, metavar="CSV", help="the register of devices")
    photos.add_argument("--copies", type=Path, metavar="FOLDER", help="write clean copies for each place there")
    photos.add_argument("--blur", action="store_true", help="make names unreadable in the copies")
    photos.set_defaults(verb=_check_photos)


def _log(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    verbs.add_parser("verify", help="check the chain and name the first bad entry").set_defaults(verb=_log_verify)
    show = verbs.add_parser("show", help="print entries")
    show.add_argument("--post", type=int, metavar="ID", help="only of this post")
    show.add_argument("--last", type=int, default=200, metavar="N", help="how many entries at most (default 200)")
    show.set_defaults(verb=_log_show)


def _run(parsed: argparse.Namespace) -> int:
    settings = read(Path.cwd(), os.environ, mode=Mode.HTTP if parsed.http else Mode.SOCKET)
    with ExitStack() as stack:
        store = Store.open(settings.database_url)
        stack.callback(store.close)
        bot = build(settings, store)
        stack.callback(bot.stop)
        bot.start()
        if parsed.http:
            server = WebServer(wsgi(bot.app, bot.health), host=settings.http_host, port=settings.http_port)
            stack.callback(server.stop)
            server.start()
            print(f"socialpost answers on http://{settings.http_host}:{settings.http_port}/slack/events", flush=True)
        else:
            sockets = Sockets(bot.app, settings.secrets.app_token)
            stack.callback(sockets.close)
            sockets.connect()
            print("socialpost is connected to Slack.", flush=True)
        _until_told_to_stop()
    return 0


def _practice(parsed: argparse.Namespace) -> int:
    # Imported here: a bot at work needs nothing of the practice workspace.
    from bot import scenarios
    from bot.play import play
    from bot.practice import sample
    from bot.rehearsal import Rehearsal

    if parsed.play:
        # What is turned away belongs to the story, which tells it better.
        logging.getLogger().setLevel(logging.ERROR)
    with TemporaryDirectory(prefix="socialpost-") as folder:
        database = f"sqlite:///{folder}/practice.db"
        if parsed.play == "way":
            return play(database)
        if parsed.play:
            return scenarios.play(parsed.play, database)
        with Rehearsal(database, port=parsed.port, unread=(sample.DAN,)) as rehearsal:
            print(
                f"The practice workspace is open: {rehearsal.url}\nNothing in it leaves this computer. Ctrl+C ends it."
            )
            sys.stdout.flush()
            _until_told_to_stop()
    return 0


def _check_posts(parsed: argparse.Namespace) -> int:
    try:
        return checkposts.run(
            people=parsed.people, school=parsed.school, posts=parsed.posts, explain=parsed.explain, out=sys.stdout
        )
    except checkposts.CheckError as error:
        print(error, file=sys.stderr)
        return 2


def _places() -> Sequence[Platform]:
    """The trust's own places where there are settings in this folder, else those that we know."""
    if not Path("trust.toml").exists():
        return PLATFORMS
    return tuple(settings_here().trust.platforms.values())


def _check_photos(parsed: argparse.Namespace) -> int:
    try:
        return checkphotos.run(
            people=parsed.people,
            devices=parsed.devices,
            photos=parsed.photos,
            out=sys.stdout,
            progress=sys.stderr,
            copies=parsed.copies,
            blur=parsed.blur,
            places={place.key: place.limits for place in _places()} if parsed.copies else None,
        )
    except checkposts.CheckError as error:
        print(error, file=sys.stderr)
        return 2


def _log_verify(parsed: argparse.Namespace) -> int:
    with opened() as here, here.store.read() as connection:
        verified = log.verify(connection)
    if verified.first_bad is None:
        whole = (
            f"The decision log is whole: {count(verified.count, 'entry', 'entries')}, each chained to the one before.\n"
            f"Its last hash is {verified.head}. Kept elsewhere, it shows later that nothing was rewritten."
        )
        print(whole if verified.count else "The decision log is empty. Is this the folder in which the bot runs?")
        return 0
    print(f"The decision log is broken at entry {verified.first_bad}: {verified.why}", file=sys.stderr)
    return 1


def _log_show(parsed: argparse.Namespace) -> int:
    with opened() as here, here.store.read() as connection:
        entries = log.show(connection, parsed.post, limit=parsed.last)
    for entry in entries:
        print(entry)
    if not entries:
        of_post = f" of post {parsed.post}" if parsed.post is not None else ""
        print(f"The decision log has no entry{of_post}. Is this the folder in which the bot runs?")
    return 0


def _outbox_retry(parsed: argparse.Namespace) -> int:
    with opened() as here:
        count = outbox.requeue_dead(here.store, here.now)
    print(f"{count} undelivered messages are due again. A running bot sends them within seconds.")
    return 0


def _until_told_to_stop() -> None:
    told = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: told.set())
    told.wait()


def _quiet_logs() -> None:
    """Warnings and errors only. Bolt writes the whole body of a wrongly signed request at INFO: pupils' names, perhaps."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")


if __name__ == "__main__":
    sys.exit(main())
