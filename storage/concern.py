"""Which posts are concerned when somebody's permissions change, and how that reaches whoever looks after posts.

Each of them gets a new `version`, so that a decision made on the old answer is made again, and an entry in `recheck`, in the
same transaction as the change: whoever sweeps looks at the post, acts, and takes the entry away.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, bindparam, delete, insert, select, text, update

from bot.domain.post import ENDED, Status
from storage.groups import class_members
from storage.tables import ImportRowRow, PostRow, RecheckRow, RevisionPersonRow, table

_POST, _FEATURED, _RECHECK, _ROW = table(PostRow), table(RevisionPersonRow), table(RecheckRow), table(ImportRowRow)

_AT_A_TIME = 500
T = TypeVar("T")

_FEATURING: Select[Any] = (
    select(_POST.c.id)
    .distinct()
    .join(_FEATURED, _FEATURED.c.revision_id == _POST.c.revision_id)
    .where(_POST.c.status.not_in([status.value for status in ENDED]))
    .order_by(_POST.c.id)
)
_OF_PEOPLE = _FEATURING.where(_FEATURED.c.person_id.in_(bindparam("people", expanding=True)))
_OF_BATCH = _FEATURING.join(_ROW, _ROW.c.person_id == _FEATURED.c.person_id).where(
    _ROW.c.batch_id == bindparam("batch"), _ROW.c.changes.in_(bindparam("changes", expanding=True))
)
_BEING_WRITTEN = select(_POST.c.id, _POST.c.draft).where(
    _POST.c.status.in_([Status.DRAFT.value, Status.CHANGES.value]), _POST.c.draft != "{}"
)
_CHANGED_IN_BATCH = select(_ROW.c.person_id).where(
    _ROW.c.batch_id == bindparam("batch"),
    _ROW.c.person_id.in_(bindparam("people", expanding=True)),
    _ROW.c.changes.in_(bindparam("changes", expanding=True)),
)
_LOCK = (
    select(_POST.c.id).where(_POST.c.id.in_(bindparam("posts", expanding=True))).order_by(_POST.c.id).with_for_update()
)
_BUMP = update(_POST).where(_POST.c.id.in_(bindparam("posts", expanding=True))).values(version=_POST.c.version + 1)
_LEFT_OVER = select(_RECHECK.c.post_id, _RECHECK.c.id).order_by(_RECHECK.c.id).limit(bindparam("most"))
_DONE = delete(_RECHECK).where(_RECHECK.c.post_id == bindparam("post"), _RECHECK.c.id <= bindparam("upto"))

# PostgreSQL runs at READ COMMITTED: a statement sees what was committed before it began. A post on its way in and a permission
# on its way out would each miss the other: the post would show the child, and nobody would look at it again before SLT do.
# So whoever may begin to show people takes the lock together with all others who do, before they ask the register; and
# whoever changes answers takes it alone, before they look for posts, and so finds all of them. Both hold it until they
# commit, and take it before they lock any post: else two could wait for each other. On SQLite there is one writer anyway.
_TOGETHER = text("SELECT pg_advisory_xact_lock_shared(7623148813)")
_ALONE = text("SELECT pg_advisory_xact_lock(7623148813)")

CHANGES = ("more", "less")
"""What a row can change of somebody's permissions: it gives one, or it takes one away. '' changes nothing."""


def hold_answers(connection: Connection) -> None:
    """Nobody's permissions change until this transaction ends. Call it before a post is locked that may show more people then."""
    if connection.dialect.name == "postgresql":
        connection.execute(_TOGETHER)


def change_answers(connection: Connection) -> None:
    """Waits for those who hold them, and lets nobody begin. Call it before `posts_of`, and before any post is locked."""
    if connection.dialect.name == "postgresql":
        connection.execute(_ALONE)


def posts_of(connection: Connection, people: Collection[str]) -> list[int]:
    """Posts not ended that feature one of these people: in the version in force, or in what is being written."""
    wanted = set(people)
    found: set[int] = set()
    for some in portions(sorted(wanted)):
        found.update(connection.execute(_OF_PEOPLE, {"people": some}).scalars())
    found.update(post for post, pupils in _drafts(connection) if wanted & pupils)
    return sorted(found)


def posts_of_batch(connection: Connection, batch: int, changes: Sequence[str] = CHANGES) -> list[int]:
    """Posts not ended that feature somebody of whom a file changes something; only its rows are asked, however many."""
    values = {"batch": batch, "changes": list(changes)}
    found = set(connection.execute(_OF_BATCH, values).scalars())
    for post, pupils in _drafts(connection):
        for some in portions(sorted(pupils)):
            if connection.execute(_CHANGED_IN_BATCH, {**values, "people": some}).first():
                found.add(post)
    return sorted(found)


def reopen(connection: Connection, posts: Iterable[int], at: datetime) -> tuple[int, ...]:
    """Has every decision on these posts made anew, and asks for a look at each. Returns their ids, in order."""
    which = tuple(sorted(set(posts)))
    for some in portions(which):
        # Locked in one order, so that two who do this at once cannot wait in a ring.
        connection.execute(_LOCK, {"posts": some}).all()
        connection.execute(_BUMP, {"posts": some})
        connection.execute(insert(_RECHECK), [{"post_id": post, "asked_at": at} for post in some])
    return which


def concerned(connection: Connection, *, limit: int = 100) -> dict[int, int]:
    """Posts that want a look since somebody's permissions changed: post id -> a number for `settled`. Earliest first."""
    return {row.post_id: row.id for row in connection.execute(_LEFT_OVER, {"most": limit})}


def settled(connection: Connection, post_id: int, upto: int) -> None:
    """The post was looked at, with the permissions as they were when `concerned` named this number."""
    connection.execute(_DONE, {"post": post_id, "upto": upto})


def portions(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """These, some hundred at a time: databases bind only so many values."""
    return (items[start : start + _AT_A_TIME] for start in range(0, len(items), _AT_A_TIME))


def _drafts(connection: Connection) -> Iterator[tuple[int, set[str]]]:
    """Posts being written, with everybody in them: those who were picked, and whole classes."""
    for post, draft in connection.execute(_BEING_WRITTEN):
        said = json.loads(draft)
        people = {*said.get("pupils", ()), *said.get("adults", ())}
        for label in said.get("classes", ()):
            people.update(class_members(connection, said.get("school", ""), label))
        if people:
            yield post, people
