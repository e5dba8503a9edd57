"""Files of ours in Slack: which card shows which, from before the upload is completed until the file is deleted there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from storage.engine import Store
from storage.tables import CardFileRow, CardRow, table

_FILE, _CARD = table(CardFileRow), table(CardRow)
_OF_CARD = select(_FILE).where(_FILE.c.card_id == bindparam("card")).order_by(_FILE.c.id)
_OF_POST = (
    select(_FILE.c.key, _FILE.c.file_id)
    .join(_CARD, _CARD.c.id == _FILE.c.card_id)
    .where(_CARD.c.post_id == bindparam("post"), _FILE.c.there.is_(True))
    .order_by(_FILE.c.id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFile:
    """One file of a card. there: whether its upload was completed, as far as we know."""

    id: int
    key: str
    file_id: str
    there: bool


def of_card(store: Store, card_id: int) -> dict[str, CardFile]:
    """What a card has in Slack, by the key of the content."""
    with store.read() as connection:
        rows = connection.execute(_OF_CARD, {"card": card_id}).all()
    return {row.key: CardFile(id=row.id, key=row.key, file_id=row.file_id, there=row.there) for row in rows}


def of_post(connection: Connection, post_id: int) -> dict[str, str]:
    """What any card of a post shows: the key of the content -> Slack's id of a file with it."""
    return {row.key: row.file_id for row in connection.execute(_OF_POST, {"post": post_id})}


def begun(store: Store, card_id: int, key: str, file_id: str, *, at: datetime) -> None:
    """An upload is about to be made under this id. One that was begun before under another was never completed."""
    row = {"card_id": card_id, "key": key, "file_id": file_id, "there": False, "begun_at": at}
    with store.write() as connection:
        connection.execute(delete(_FILE).where(_FILE.c.card_id == card_id, _FILE.c.key == key))
        connection.execute(insert(_FILE), row)


def there(store: Store, card_id: int, key: str) -> None:
    """Its upload was completed."""
    with store.write() as connection:
        connection.execute(update(_FILE).where(_FILE.c.card_id == card_id, _FILE.c.key == key).values(there=True))


def gone(store: Store, row_id: int) -> None:
    """Slack has it no more."""
    with store.write() as connection:
        connection.execute(delete(_FILE).where(_FILE.c.id == row_id))
