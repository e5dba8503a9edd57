"""What a check can say of a post: a finding, how much it weighs, where in the form it stands, and when it was found."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class Strength(StrEnum):
    """How much a finding weighs: enforce blocks, hold asks a named person, warn is shown, evidence is only recorded."""

    ENFORCE = "enforce"
    HOLD = "hold"
    WARN = "warn"
    EVIDENCE = "evidence"


class Gate(StrEnum):
    """The moments at which a post is looked at: when sent, when a sign-off is given, when the office starts and publishes."""

    SUBMIT = "submit"
    APPROVE = "approve"
    START = "start"
    PUBLISH = "publish"


class Field(StrEnum):
    """Fields of the form at which a finding can stand; the form's block ids are the same words."""

    SCHOOL = "school"
    PURPOSE = "purpose"
    WORDS = "words"
    PHOTOS = "photos"
    DEVICE = "device"
    PUPILS = "pupils"
    NOBODY = "nobody"
    STAFF = "staff"
    ADULTS = "adults"
    PLACES = "places"
    WHEN = "when"
    AT = "at"
    APPLIES = "applies"
    SOURCE = "source"
    QUESTION = "question"
    PROMISE = "promise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one clause says of one post. `sentence` is for the author alone; `code` is what the log keeps.

    people: person ids that it is about; places: platform keys. A finding about a stretch of text says what it is
    (`kind`: "name", "email", …), which text (`where`: "words", or "alt:2" and "file:2" of the second photo) and
    which characters of it: `text[start:end] == span`. start is -1 where no stretch is meant.
    fingerprint: names the very question that it puts, so that an answer belongs to it; see `fingerprinted`.
    later: it does not keep the post from being sent, since somebody is asked meanwhile; until they answer it is not approved.
    """

    clause: str
    strength: Strength
    code: str
    field: Field
    sentence: str
    people: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    kind: str = ""
    where: str = "words"
    start: int = -1
    end: int = -1
    span: str = ""
    fingerprint: str = ""
    later: bool = False

    @property
    def is_name(self) -> bool:
        """Whether it is about a word that is, or may be, the name of somebody in the register (clause SP-2)."""
        return self.kind == NAME

    @property
    def contestable(self) -> bool:
        """A name that is less than a full name may be somebody else's: the author can say so, and SLT must then answer.

        Not so in a photo: there it can be blurred, whoever's it is.
        """
        contested = self.strength is Strength.ENFORCE and self.is_name and self.code != FULL_NAME
        return contested and self.field is not Field.PHOTOS and bool(self.fingerprint)


NAME = "name"
FULL_NAME = "full_name"
"""The code of a name finding that nobody can contest."""

_SENTENCE_END = re.compile(r"[.!?…]+[\s\"'”’)]|\n")


def fingerprinted(findings: Iterable[Finding], texts: Mapping[str, str]) -> tuple[Finding, ...]:
    """The same findings, each with the fingerprint of its question. texts: what `where` names -> the text itself.

    The fingerprint holds what is asked of which words about whom, not where they stand: an answer outlives an edit that
    keeps the words. What may be contested also holds its sentence, since there the sentence decides who is meant. The same
    question a second time in one post is a question of its own.
    """
    asked: Counter[str] = Counter()
    marked = []
    for finding in findings:
        question = _question(finding, texts.get(finding.where, ""))
        asked[question] += 1
        digest = hashlib.sha256(f"{asked[question]}\0{question}".encode()).hexdigest()
        marked.append(replace(finding, fingerprint=digest[:_DIGITS]))
    return tuple(marked)


_DIGITS = 32


def _question(finding: Finding, text: str) -> str:
    sentence = _sentence_of(finding, text) if finding.strength is Strength.ENFORCE else ""
    parts = (finding.clause, finding.strength, finding.kind, finding.code, finding.where, finding.span, sentence)
    return "\0".join((*parts, *sorted(finding.people)))


def _sentence_of(finding: Finding, text: str) -> str:
    """The sentence around a stretch of text, as far as punctuation and line breaks tell, in one spacing."""
    if finding.start < 0:
        return ""
    begin = max((end.end() for end in _SENTENCE_END.finditer(text, 0, finding.start)), default=0)
    after = _SENTENCE_END.search(text, finding.end)
    return " ".join(text[begin : after.start() if after else len(text)].split())
