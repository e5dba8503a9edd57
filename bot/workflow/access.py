"""What goes into the log beside posts: people turned away at the door, things that broke, messages that never arrived."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from bot.domain.trust import Role
from bot.workflow.desk import Desk
from storage import outbox
from storage.book import Book
from storage.log import What
from storage.outbox import Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    desk: Desk

    def refused(self, user_id: str, why: str) -> None:
        """Somebody who may not come in tried: guests, bots, other teams, requests for another app."""
        self._note(What.ACCESS_REFUSED, user_id, why)

    def broke(self, user_id: str, error: str, reference: str) -> None:
        """An exception that nobody expected, findable by the code that the person was given. Never raises."""
        try:
            self._note(What.ERROR_UNEXPECTED, user_id, f"{error}:{reference}")
        except SQLAlchemyError:
            # The database itself may be what broke; the process log has the reference too.
            return

    def undeliverable(self, claim: Claim, error: str) -> None:
        """A message was given up: SLT are told in their channel, or each by DM where that channel is what failed."""

        def use_case(book: Book) -> None:
            if not outbox.dead(book.connection, claim, error):
                return  # the lease ran out: somebody else is at it, who may well deliver it
            book.log(
                What.OUTBOX_DEAD,
                actor="socialpost",
                story=book.story(claim.post_id) if claim.post_id is not None else None,
                findings=[{"says": error, "card": claim.kind}],
            )
            if claim.kind in {"dead", "lost"}:
                return  # a message about a message: one more would not arrive either
            for target in self._who_hears(book, claim):
                if claim.post_id is None:
                    book.tell("lost", school=claim.school_id, target=target, about=f"{claim.card_id}:{target}")
                else:
                    book.notice(claim, "dead", target=target, key=f"dead:{claim.card_id}:{target}")

        self.desk.ledger.run(self.desk.now, use_case)

    def _who_hears(self, book: Book, claim: Claim) -> list[str]:
        school = self.desk.trust.schools.get(claim.school_id)
        if school is None:
            return []  # no longer in the settings; the log has it
        if claim.target != school.slt_channel:
            return [school.slt_channel]
        return self.desk.members(book.connection, Role.SLT, school.key)

    def _note(self, what: What, user_id: str, says: str) -> None:
        self.desk.ledger.run(self.desk.now, lambda book: book.log(what, actor=user_id, findings=[{"says": says}]))
