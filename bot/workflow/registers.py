"""The registers of training, restrictions, deputies, line managers and permissions: kept by the roles that own them, all logged.

Nobody enters or ends anything about themselves, but for the one thing that is each person's own: that they have read the policy.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from bot.domain.lifecycle import Refusal
from bot.domain.standing import DEPUTISED, EXTRA, OWNERS, SUSPENDED, Kind, Standing, in_force
from bot.domain.trust import Role, School
from bot.domain.typed import clean
from bot.workflow.desk import Desk
from storage import standings
from storage.book import Book
from storage.log import What

LONGEST_EVIDENCE = 200
CLI = "cli"
"""Who acts on the command line: whoever may run it on the bot's own machine."""

RUNNING = (
    Role.SLT,
    Role.OFFICE,
    Role.HEADTEACHER,
    Role.CEO,
    Role.REMINDER_AUTHORISER,
    Role.ADVISER,
    Role.DEVICE_APPROVER,
)
"""Who administers and looks into posts: their training is regular, and on record like everybody's (clause GV-9)."""

NO_OWNER = Refusal("no_role", "These registers are kept by the Headteacher and a few others. Nothing has changed.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """One register of one school, and what stands in it. names: Slack id -> display name.

    untrained: of the register of training, who runs this (`RUNNING`) and has none in date today (clause GV-9).
    """

    school: School
    kind: Kind
    entries: tuple[Standing, ...]
    names: dict[str, str]
    untrained: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """Somebody who runs this in one school (clause GV-9). training: the entry that holds longest today, or None."""

    school: School
    user_id: str
    name: str
    roles: tuple[Role, ...]
    training: Standing | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A new entry as somebody typed it. user_id '' for what belongs to the school."""

    kind: Kind
    school: str
    user_id: str = ""
    begins: date | None = None
    ends: date | None = None
    value: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registers:
    desk: Desk

    def acknowledge(self, user_id: str) -> None:
        """Somebody has read the policy in force and knows that the school may monitor (clause GV-4). Twice changes nothing."""

        def use_case(book: Book) -> None:
            version, today = self.desk.trust.policy.version, self.desk.today()
            read = standings.of_person(book.connection, user_id, standings.EVERY_SCHOOL, today)
            if any(e.kind is Kind.ACKNOWLEDGEMENT and e.user_id == user_id and e.value == version for e in read):
                return
            self._enter(book, Wanted(kind=Kind.ACKNOWLEDGEMENT, school="", user_id=user_id, value=version), by=user_id)
            said = [{"clause": "GV-4", "says": "acknowledged"}]
            detail = {"monitoring": self.desk.trust.policy.monitoring}
            book.log(What.POLICY_ACKNOWLEDGED, actor=user_id, findings=said, detail=detail)

        self.desk.ledger.run(self.desk.now, use_case)

    def of(self, user_id: str) -> tuple[Register, ...] | Refusal:
        """The registers that somebody keeps, with what stands in them."""
        with self.desk.ledger.store.read() as connection:
            found = tuple(
                self._register(connection, school, kind)
                for school in self.desk.trust.schools.values()
                for kind in OWNERS
                if self._owns(connection, user_id, kind, school.key)
            )
        return found or NO_OWNER

    def is_keeper(self, user_id: str) -> bool:
        """Whether the help names the command to them."""
        with self.desk.ledger.store.read() as connection:
            return any(
                self._owns(connection, user_id, kind, school) for school in self.desk.trust.schools for kind in OWNERS
            )

    def on_linkedin(self, user_id: str, school: str) -> bool:
        """Whether somebody may name the school as their employer on LinkedIn today (clause PU-1)."""
        today = self.desk.today()
        with self.desk.ledger.store.read() as connection:
            entries = standings.of_person(connection, user_id, school, today)
        own = [each for each in entries if each.user_id == user_id]
        return bool(in_force(own, Kind.LINKEDIN, today))

    def all(self, school: str = "") -> tuple[Register, ...]:
        """Every register, for the command line."""
        with self.desk.ledger.store.read() as connection:
            return tuple(
                self._register(connection, each, kind)
                for each in self.desk.trust.schools.values()
                if school in ("", each.key)
                for kind in OWNERS
            )

    def training(self, school: str = "") -> tuple[Trained, ...]:
        """Everybody who runs this in each school, with their training: for whoever must show that it is regular."""
        with self.desk.ledger.store.read() as connection:
            return tuple(
                trained
                for each in self.desk.trust.schools.values()
                if school in ("", each.key)
                for trained in self._training(connection, each)
            )

    def _training(self, connection: Connection, school: School) -> list[Trained]:
        held: dict[str, list[Role]] = {}
        for role in RUNNING:
            for user in self.desk.members(connection, role, school.key):
                held.setdefault(user, []).append(role)
        today, names = self.desk.today(), self.desk.names(connection, held)
        entries = in_force(standings.of_kind(connection, Kind.TRAINING, school.key, today), Kind.TRAINING, today)
        longest = sorted(entries, key=lambda entry: entry.ends or date.max)
        trained = {entry.user_id: entry for entry in longest}
        return [
            Trained(
                school=school, user_id=user, name=names.get(user, ""), roles=tuple(roles), training=trained.get(user)
            )
            for user, roles in held.items()
        ]

    def enter(self, user_id: str, wanted: Wanted) -> Standing | Refusal:
        """A new entry by somebody who keeps that register."""

        def use_case(book: Book) -> Standing | Refusal:
            refusal = self._not_theirs(book.connection, user_id, wanted.kind, wanted.school, wanted.user_id)
            refusal = refusal or self._wrong(book, wanted)
            if refusal is not None:
                book.log(What.ACCESS_REFUSED, actor=user_id, findings=[{"tried": "register", "says": refusal.code}])
                return refusal
            made = self._enter(book, wanted, by=user_id)
            self._log(book, What.STANDING_ENTERED, user_id, made)
            return made

        return self.desk.ledger.run(self.desk.now, use_case)

    def end(self, user_id: str, standing_id: int) -> Standing | Refusal:
        """Ends an entry from today on; what was on record until then stays."""

        def use_case(book: Book) -> Standing | Refusal:
            found = standings.by_id(book.connection, standing_id)
            if found is None:
                return Refusal("unknown", "We cannot find this entry. Nothing has changed.")
            refusal = self._not_theirs(book.connection, user_id, found.kind, found.school, found.user_id)
            if refusal is not None:
                book.log(What.ACCESS_REFUSED, actor=user_id, findings=[{"tried": "register", "says": refusal.code}])
                return refusal
            if not standings.end(book.connection, found, by=user_id, at=book.now, today=self.desk.today()):
                return Refusal("late", "This has ended already. There is nothing left to do.")
            self._log(book, What.STANDING_ENDED, user_id, found)
            return found

        return self.desk.ledger.run(self.desk.now, use_case)

    def _register(self, connection: Connection, school: School, kind: Kind) -> Register:
        entries = standings.of_kind(connection, kind, school.key, self.desk.today())
        people = {each.user_id for each in entries} | {each.value for each in entries}
        names = self.desk.names(connection, people)
        running = self._training(connection, school) if kind is Kind.TRAINING else []
        untrained = tuple(each.user_id for each in running if each.training is None)
        return Register(school=school, kind=kind, entries=tuple(entries), names=names, untrained=untrained)

    def _enter(self, book: Book, wanted: Wanted, *, by: str) -> Standing:
        today = self.desk.today()
        begins, evidence = wanted.begins or today, clean(wanted.evidence)
        made = standings.enter(
            book.connection,
            kind=wanted.kind,
            school=wanted.school,
            user_id=wanted.user_id,
            begins=begins,
            ends=wanted.ends,
            value=wanted.value,
            evidence=evidence,
            by=by,
            at=book.now,
        )
        return Standing(
            id=made,
            school=wanted.school,
            user_id=wanted.user_id,
            kind=wanted.kind,
            begins=begins,
            ends=wanted.ends,
            value=wanted.value,
            evidence=evidence,
            by=by,
        )

    def _log(self, book: Book, what: What, by: str, standing: Standing) -> None:
        """Who and what stand in the part that can be erased: that somebody is restricted is about a person."""
        said = [{"clause": _CLAUSES[standing.kind], "says": standing.kind.value}]
        roles = self.desk.actor(book.connection, standing.user_id, standing.school).roles
        if standing.kind is Kind.TRAINING and roles.intersection(RUNNING):
            said.append({"clause": "GV-9", "says": standing.kind.value})
        detail = {
            "about": standing.user_id,
            "school": standing.school,
            "value": standing.value,
            "begins": standing.begins.isoformat(),
            "ends": standing.ends.isoformat() if standing.ends else None,
            "evidence": standing.evidence,
        }
        book.log(what, actor=by, school=standing.school, findings=said, detail=detail)

    def _owns(self, connection: Connection, user_id: str, kind: Kind, school: str) -> bool:
        owners = OWNERS.get(kind, frozenset())
        return user_id == CLI or bool(owners & self.desk.actor(connection, user_id, school).roles)

    def _not_theirs(self, connection: Connection, by: str, kind: Kind, school: str, about: str) -> Refusal | None:
        if school not in self.desk.trust.schools or not self._owns(connection, by, kind, school):
            return NO_OWNER
        if about == by:
            return Refusal("own", "Somebody else keeps this about you. Nothing has changed.")
        return None

    def _wrong(self, book: Book, wanted: Wanted) -> Refusal | None:
        """What cannot be meant, as a sentence for the person."""
        today, kind = self.desk.today(), wanted.kind
        if kind is not Kind.LOGO and not self._works_here(book.connection, wanted.user_id, wanted.school):
            return Refusal("no_person", "Please choose somebody who works at this school.")
        if wanted.ends is not None and wanted.ends < (wanted.begins or today):
            return Refusal("ends_first", "The last day is before the first. Please change one of them.")
        if kind is Kind.DEPUTY and (wanted.value not in DEPUTISED or wanted.ends is None):
            return Refusal("deputy", "Please choose the role and the last day on which they stand in.")
        if kind is Kind.RESTRICTION and wanted.value not in {EXTRA, SUSPENDED}:
            return Refusal("restriction", "Please choose which restriction it is.")
        if kind is Kind.LINE_MANAGER and not self._may_manage(book.connection, wanted):
            return Refusal("manager", "Please choose a line manager who works at this school, and is somebody else.")
        if len(clean(wanted.evidence)) > LONGEST_EVIDENCE:
            return Refusal("too_long", f"Please shorten what you noted to {LONGEST_EVIDENCE} characters.")
        return self.desk.no_names(book, wanted.evidence, wanted.school) if wanted.evidence else None

    def _may_manage(self, connection: Connection, wanted: Wanted) -> bool:
        return self._works_here(connection, wanted.value, wanted.school) and wanted.value != wanted.user_id

    def _works_here(self, connection: Connection, user_id: str, school: str) -> bool:
        """Whether Slack vouches for them and they hold a role there. Nobody else gains a right by standing in a register."""
        return bool(user_id) and bool(self.desk.actor(connection, user_id, school).roles)


_CLAUSES = {
    Kind.TRAINING: "ED-1",
    Kind.ACKNOWLEDGEMENT: "GV-4",
    Kind.RESTRICTION: "ED-2",
    Kind.DEPUTY: "SP-4",
    Kind.LINE_MANAGER: "RP-3",
    Kind.LOGO: "IP-1",
    Kind.LINKEDIN: "PU-1",
}
