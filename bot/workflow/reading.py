"""Reads a post's words, and what people write about it, with the checks of `bot.words` and the register as it is now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from threading import Lock

from sqlalchemy import Connection

from bot.domain.findings import Field, Finding, Strength, fingerprinted
from bot.domain.post import Body
from bot.domain.trust import Published, Trust
from bot.words import Surroundings, Text, check
from bot.words.names import STAFF_NAMED, NameIndex, find_names
from storage.listed import Seen, changed, listed, seen

WORDS, SOURCE, REMARK = "words", "source", "remark"
"""What a finding's `where` says: the post's words, where they are from, and a colleague's remark about the post."""

ALT = "alt:"
"""Before the number of the photo whose description a finding is about."""

QUESTION = Field.QUESTION.value
_FIELDS = {WORDS: Field.WORDS, SOURCE: Field.SOURCE, QUESTION: Field.QUESTION}

WARMING = "Thank you to everybody — what a lovely week! https://school.example 🌱"
"""A text with something of everything, to read once."""

ASK_THEM = (
    " Please press Back and choose them under “Which adults are in it?”, so that they are asked. "
    "Or leave the name out, or ask the office to put their written permission on record."
)
"""What an author can do about a colleague's name, whoever is meant by it and whatever they have said before (RS-2)."""

_MOST_FOLLOWED = 1_000
"""So many changes are always followed one by one; beyond, up to a tenth of the people."""

NOT_READ = "We could not check the words just now, so the post cannot be sent. Your words are kept. Please tell IT."


class KeptNames:
    """The names of everybody in a school's register: read once, then followed, so that a change costs what has changed."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Seen, NameIndex]] = {}
        self._lock = Lock()

    def __call__(self, connection: Connection, school: str) -> NameIndex:
        """As the register is at this moment. The number is read first: a change in between is seen by the next post."""
        now = seen(connection, school)
        with self._lock:
            kept = self._kept.get(school)
            if kept is None:
                kept = self._kept[school] = (now, NameIndex.of(listed(connection, school)))
            elif kept[0] != now:
                kept = self._kept[school] = (now, _followed(kept[1], kept[0], now, connection, school))
            return kept[1]


def _followed(index: NameIndex, before: Seen, now: Seen, connection: Connection, school: str) -> NameIndex:
    """The index with what has changed since; a new one where so much has that it is the quicker way."""
    most, colleagues = max(_MOST_FOLLOWED, index.count // 10), before.colleagues != now.colleagues
    people = changed(connection, school, before.change, most=most, colleagues=colleagues)
    if people is None or index.outdated > index.count:
        return NameIndex.of(listed(connection, school))
    for called in people:
        index.put(*called)
    return index


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """index: where the names come from. Whatever goes wrong in reading is a finding that blocks and says so."""

    index: Callable[[Connection, str], NameIndex] = field(default_factory=KeptNames)

    def warm(self, connection: Connection, schools: Iterable[str]) -> None:
        """Reads every school's names, and the word lists, before the first post needs them within Slack's three seconds."""
        for school in schools:
            check([Text(WORDS, WARMING)], Surroundings(names=self.index(connection, school), school=school))

    def post(self, connection: Connection, body: Body, trust: Trust) -> tuple[Finding, ...]:
        """Everything that the checks have to say of a post, each finding at its field and with its fingerprint."""
        texts = [Text(WORDS, body.words), *([Text(SOURCE, body.source)] if body.source else []), *_alt_texts(body)]
        try:
            found = check(texts, self._surroundings(connection, body, trust))
            # What the author asks is not published, but whoever decides reads it: no child is named in it either.
            asked = self.names_in(connection, body.question, body.school) if body.question else ()
            found = (*found, *(replace(each, where=QUESTION) for each in asked))
        except Exception as error:  # whatever goes wrong in a check must stop the post, not the bot
            found = (_unread(error),)
        at_fields = (_asking(replace(each, field=_field_of(each))) for each in found if not _said(each, body))
        return fingerprinted(at_fields, {QUESTION: body.question} | {text.where: text.text for text in texts})

    def staff_named(self, connection: Connection, body: Body, trust: Trust) -> tuple[tuple[str, ...], ...]:
        """For every name of staff in a post's words, whom of the register it may mean (person ids).

        Words that cannot be read name nobody here: `post` reads them as well, and then says so and blocks.
        """
        try:
            found = list(find_names(Text(WORDS, body.words), self._surroundings(connection, body, trust)))
        except Exception:  # said by `post`
            return ()
        return tuple(each.people for each in found if each.code == STAFF_NAMED)

    def names_in(self, connection: Connection, remark: str, school: str) -> tuple[Finding, ...]:
        """The unmistakable names of children in what somebody writes about a post: a reason, or an answer."""
        found = check([Text(REMARK, remark)], Surroundings(names=self.index(connection, school)))
        return tuple(each for each in found if each.is_name and each.strength is Strength.ENFORCE)

    def _surroundings(self, connection: Connection, body: Body, trust: Trust) -> Surroundings:
        school = trust.schools.get(body.school)
        return Surroundings(
            names=self.index(connection, body.school),
            school=school.name if school else "",
            published=school.published if school else Published(),
            places=body.places,
            platforms=trust.places(body.places),
            purpose=body.purpose,
        )


def _alt_texts(body: Body) -> list[Text]:
    """What is said of each photo is published with it, so it is read like the words."""
    return [Text(f"{ALT}{photo.n}", photo.alt_text) for photo in body.photos]


def _field_of(finding: Finding) -> Field:
    return Field.PHOTOS if finding.where.startswith(ALT) else _FIELDS.get(finding.where, finding.field)


def _said(finding: Finding, body: Body) -> bool:
    """Whether the form itself has the answer: where it is borrowed from (IP-2), or that this colleague is shown, who is
    then asked (RS-2)."""
    if finding.clause == "IP-2":
        return bool(body.source)
    return finding.code == STAFF_NAMED and not set(finding.people).isdisjoint(body.adults)


def _asking(finding: Finding) -> Finding:
    """A colleague's name that nobody is asked about: the author is, and SLT decide on what they say (RS-2)."""
    if finding.code != STAFF_NAMED or finding.where != WORDS:
        return finding
    word = " ".join(finding.span.split())
    return replace(finding, strength=Strength.HOLD, sentence=f"“{word}” is a member of staff.{ASK_THEM}")


def _unread(error: Exception) -> Finding:
    return Finding(
        clause="SP-2",
        strength=Strength.ENFORCE,
        code=f"check_failed:{type(error).__name__}",
        field=Field.WORDS,
        sentence=NOT_READ,
    )
