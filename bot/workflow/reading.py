"""Reads a post's words, and what people write about it, with the checks of `bot.words` and the register as it is now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.domain.findings import Field, Finding, Strength, fingerprinted
from bot.domain.post import Body
from bot.domain.trust import School
from bot.words import Surroundings, Text, check
from bot.words.names import NameIndex
from storage.listed import listed

WORDS, SOURCE, REMARK = "words", "source", "remark"
"""What a finding's `where` says: the post's words, where they are from, and a colleague's remark about the post."""

QUESTION = Field.QUESTION.value
_FIELDS = {WORDS: Field.WORDS, SOURCE: Field.SOURCE, QUESTION: Field.QUESTION}

NOT_READ = "We could not check the words just now, so the post cannot be sent. Your words are kept. Please tell IT."


def index_of(connection: Connection, school: str) -> NameIndex:
    """The names of everybody in a school's register at this moment."""
    return NameIndex.of(listed(connection, school))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """index: where the names come from. Whatever goes wrong in reading is a finding that blocks and says so."""

    index: Callable[[Connection, str], NameIndex] = index_of

    def post(self, connection: Connection, body: Body, school: School | None) -> tuple[Finding, ...]:
        """Everything that the checks have to say of a post, each finding at its field and with its fingerprint."""
        texts = [Text(WORDS, body.words), *([Text(SOURCE, body.source)] if body.source else [])]
        try:
            found = check(texts, self._surroundings(connection, body, school))
            # What the author asks is not published, but whoever decides reads it: no child is named in it either.
            asked = self.names_in(connection, body.question, body.school) if body.question else ()
            found = (*found, *(replace(each, where=QUESTION) for each in asked))
        except Exception as error:  # whatever goes wrong in a check must stop the post, not the bot
            found = (_unread(error),)
        at_fields = (replace(each, field=_FIELDS.get(each.where, each.field)) for each in found)
        return fingerprinted(at_fields, {QUESTION: body.question} | {text.where: text.text for text in texts})

    def names_in(self, connection: Connection, remark: str, school: str) -> tuple[Finding, ...]:
        """The unmistakable names of children in what somebody writes about a post: a reason, or an answer."""
        found = check([Text(REMARK, remark)], Surroundings(names=self.index(connection, school)))
        return tuple(each for each in found if each.is_name and each.strength is Strength.ENFORCE)

    def _surroundings(self, connection: Connection, body: Body, school: School | None) -> Surroundings:
        names = self.index(connection, body.school)
        if school is None:
            return Surroundings(names=names, places=body.places, purpose=body.purpose)
        return Surroundings(
            names=names, school=school.name, published=school.published, places=body.places, purpose=body.purpose
        )


def _unread(error: Exception) -> Finding:
    return Finding(
        clause="SP-2",
        strength=Strength.ENFORCE,
        code=f"check_failed:{type(error).__name__}",
        field=Field.WORDS,
        sentence=NOT_READ,
    )
