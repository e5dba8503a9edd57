"""What people do, as the payloads that Slack sends: taken from one post's real way, then filled in with others' words."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bot.domain.post import Seen
from bot.practice import sample
from bot.rehearsal import Rehearsal
from handlers import ids
from handlers.metadata import Metadata
from storage.engine import Store
from tests.bench.raw import copied

Json = dict[str, Any]

SEED = "seed.db"
SCHOOL = "brackenfold"
_WORDS = (
    "Year 4 measured every bean plant in the school garden this week and drew a chart of what they found. The tallest "
    "stands at forty-three centimetres, and the class voted to leave it growing until the summer fair. Well done, all "
    "of you, for such careful work in the rain! Post number {n}."
)

_READY = text(
    "SELECT post.id, no, sha256, author_id FROM post JOIN revision ON revision.id = revision_id WHERE status = 'with_slt'"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """One payload of each kind, as the practice workspace sent it."""

    command: Json
    submission: Json
    click: Json

    @classmethod
    def recorded(cls, folder: Path) -> Acts:
        """Plays a post until SLT approve it, and keeps what was sent on the way; and the register, in `folder/SEED`.

        Every bot of a run begins with that register: in another one, the same people would have other ids.
        """
        with Rehearsal(f"sqlite:///{folder}/recorded.db", tick=False) as rehearsal:
            copied(folder / "recorded.db", folder / SEED)
            priya, helen = rehearsal.people.person(sample.PRIYA), rehearsal.people.person(sample.HELEN)
            priya.command("/socialpost")
            priya.wait_view(ids.FORM)
            values = {
                "purpose": "learning",
                "words": _WORDS.format(n=0),
                "places": ["facebook", "website"],
                "pupils": [priya.options("pupils", name)[0] for name in ("Maisie", "Zofia")],
                "promise": [f"declaration-{rehearsal.settings.trust.policy.version}"],
            }
            sent = priya.submit(values)
            assert sent.ok, sent
            card = helen.wait_message(sample.SLT, lambda message: ids.APPROVE in str(message.get("blocks")))
            assert helen.click(card, ids.APPROVE)
            payloads = [each.payload for each in rehearsal.workspace.sent]
        return cls(
            command=next(each for each in payloads if "command" in each),
            submission=next(each for each in payloads if each.get("type") == "view_submission"),
            click=payloads[-1],
        )

    def submit(self, n: int, author: str) -> Json:
        """A form of its own with words of its own: every one is a new post."""
        made = copy.deepcopy(self.submission)
        made["user"]["id"] = author
        made["view"]["private_metadata"] = Metadata(key=f"bench-{n}", school=SCHOOL).dump()
        made["view"]["state"]["values"][ids.WORDS][ids.WORDS]["value"] = _WORDS.format(n=n)
        return made

    def approve(self, seen: Seen, approver: str) -> Json:
        """SLT's yes to exactly this content."""
        made = copy.deepcopy(self.click)
        made["user"]["id"] = approver
        made["actions"][0]["value"] = str(seen)
        return made

    def ask_for_form(self, user: str) -> Json:
        """`/socialpost`."""
        return {**self.command, "user_id": user}


def ready_for_slt(store: Store) -> list[tuple[Seen, str]]:
    """What SLT have to decide on, the oldest first, each with its author."""
    with store.read() as connection:
        return [
            (Seen(post_id=post, no=no, digest=sha256[: Seen.DIGITS]), author)
            for post, no, sha256, author in sorted(connection.execute(_READY).tuples())
        ]
