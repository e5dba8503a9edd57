"""Asks for every yes that a version must have: which ones, of whom, and the cards on which they are given."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.drafting import Mistake
from bot.domain.findings import Field
from bot.domain.post import Body, Revision, Story, TaskKind
from bot.domain.signoffs import Circumstances, Need, givers, needs
from bot.domain.standing import EXTRA, Kind, in_force, restriction
from bot.domain.trust import Role
from bot.workflow.desk import Desk
from storage import standings
from storage.book import Book
from storage.log import What


def circumstances(desk: Desk, connection: Connection, author: str, school: str) -> Circumstances:
    """What asks for a yes beside the content, as the registers have it now."""
    today = desk.today()
    standing = standings.of_person(connection, author, school, today)
    own = [entry for entry in standing if entry.user_id == author]
    managers = in_force(own, Kind.LINE_MANAGER, today)
    return Circumstances(
        author_roles=desk.actor(connection, author, school).roles,
        extra_scrutiny=restriction(own, today) == EXTRA,
        own_logo_allowed=bool(in_force(standing, Kind.LOGO, today)),
        line_manager=managers[-1].value if managers else "",
        quorum=desk.trust.quorum,
    )


def nobody_to_ask(desk: Desk, connection: Connection, body: Body, author: str) -> list[Mistake]:
    """Each yes that nobody in this school could give: a post that waited for it would wait for ever."""
    wanted = needs(body, circumstances(desk, connection, author, body.school))
    return [
        Mistake(
            field=Field.APPLIES if need.clause != "SP-4" else Field.PURPOSE,
            code=f"nobody:{need.role.value}",
            sentence=f"Nobody is set up as {desk.trust.role_titles.get(need.role, need.role.value)} here, and their yes is "
            "needed for this. Please tell IT.",
        )
        for need in wanted
        if need.role is not Role.SLT and not need.given and not _whom(desk, connection, need, author, body.school)
    ] + _too_few(desk, connection, wanted, author, body.school)


def _too_few(desk: Desk, connection: Connection, wanted: tuple[Need, ...], author: str, school: str) -> list[Mistake]:
    """Where a trust asks for several of SLT, there must be as many beside the author."""
    seats = [need for need in wanted if need.role is Role.SLT]
    people = {each for role in givers(Role.SLT) for each in desk.members(connection, role, school)} - {author}
    if len(seats) < 2 or len(people) >= len(seats):
        return []
    sentence = f"{len(seats)} of SLT must say yes, and there are not as many beside you. Please tell IT."
    return [Mistake(field=Field.APPLIES, code="nobody:slt", sentence=sentence)]


def ask(desk: Desk, book: Book, story: Story, revision: Revision, *, advised: bool = False) -> bool:
    """Opens what a version needs: advice first where the author is not sure, and once that is given (`advised`), the rest.

    Returns whether it waits for advice now. The caller moves the post.
    """
    author, school = story.post.author, revision.body.school
    wanted = needs(revision.body, circumstances(desk, book.connection, author, school))
    advice = [need for need in wanted if need.kind is TaskKind.ADVICE]
    if advice and not advised:
        book.ask(story, revision, advice)
        _cards(desk, book, story, revision, advice, "advice")
        return True
    signoffs = [need for need in wanted if need.kind is TaskKind.SIGNOFF]
    book.ask(story, revision, signoffs)
    slt = desk.trust.schools[school].slt_channel
    book.card(story, "slt", target=slt, key=f"slt:{story.post.id}:{revision.no}", revision_no=revision.no)
    asked = [need for need in signoffs if need.role is not Role.SLT and not need.given]
    _cards(desk, book, story, revision, asked, "signoff")
    _log_given(book, story, revision, signoffs)
    return False


def _cards(desk: Desk, book: Book, story: Story, revision: Revision, wanted: list[Need], kind: str) -> None:
    """One card for each person, whatever they are asked for."""
    people: dict[str, None] = {}
    for need in wanted:
        people |= dict.fromkeys(_whom(desk, book.connection, need, story.post.author, revision.body.school))
    for person in people:
        key = f"{kind}:{story.post.id}:{revision.no}:{person}"
        book.card(story, kind, target=person, key=key, revision_no=revision.no)


def _whom(desk: Desk, connection: Connection, need: Need, author: str, school: str) -> list[str]:
    """Who gets a card. The CEO sees every reminder; others who may stand in are only asked where there is nobody else."""
    if need.user_id and need.user_id != author and desk.actor(connection, need.user_id, school).roles:
        return [need.user_id]
    held = [desk.members(connection, role, school) for role in givers(need.role)]
    everybody = need.role is Role.REMINDER_AUTHORISER or not [each for each in held[0] if each != author]
    people = [each for members in (held if everybody else held[:1]) for each in members]
    return [each for each in dict.fromkeys(people) if each != author]


def _log_given(book: Book, story: Story, revision: Revision, wanted: list[Need]) -> None:
    """A permission that the author gave by sending the post is on record as theirs."""
    given = [need for need in wanted if need.given]
    if given:
        roles = ",".join(need.role.value for need in given)
        said = [{"clause": each, "says": "given_by_sending"} for need in given for each in need.clause.split(",")]
        book.log(
            What.POST_SIGNED, actor=story.post.author, as_role=roles, story=story, revision=revision, findings=said
        )
