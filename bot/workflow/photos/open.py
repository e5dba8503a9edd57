"""What still stands against the photos of a post that was sent: which of them need their author, and why."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.domain.answers import Response, Said, Side
from bot.domain.attached import NOT_LISTED
from bot.domain.devices import Proof
from bot.domain.findings import Finding, Strength
from bot.domain.photos import Photo
from bot.domain.policy import Report
from bot.domain.post import Body, Story
from bot.workflow.desk import Desk
from storage import devices, media, submissions
from storage.book import Book
from storage.media import MediaState, Medium
from storage.submissions import Submission

PHOTO = "photo:"
"""Before the number of the photo that a finding is about."""

GONE = "This photo is not kept here any more. Please add it again, or leave it out."

_ACCEPTED = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPhoto:
    """A photo that needs its author. findings: what is found in it and neither answered nor mended.

    wants_yes: names in it were made unreadable, and the author has not said yet that this will do.
    """

    photo: Photo
    medium: Medium
    findings: tuple[Finding, ...] = ()
    wants_yes: bool = False

    @property
    def error(self) -> str:
        """Why it could not be looked at, or ''."""
        if self.medium.state is MediaState.FAILED:
            return self.medium.error
        return GONE if self.medium.state in {MediaState.DROPPED, MediaState.FORGOTTEN} else ""

    @property
    def busy(self) -> bool:
        """Whether names in it are being made unreadable just now."""
        return self.medium.state is MediaState.BLURRING

    @property
    def names(self) -> tuple[Finding, ...]:
        """The names in it, certain or not."""
        return tuple(each for each in self.findings if each.is_name)

    @property
    def can_blur(self) -> bool:
        """Whether names stand at places that can be made unreadable. An animation's cannot."""
        return bool(self.names) and self.medium.state is MediaState.CHECKED and not self.animated

    @property
    def animated(self) -> bool:
        return bool(json.loads(self.medium.examined).get("animated"))

    @property
    def stops(self) -> bool:
        """Whether something in it cannot be answered, only mended."""
        return bool(self.error) or any(each.strength is Strength.ENFORCE for each in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a post that was sent with photos stands. rows: its photos by their number in `media`.

    photos: those that need their author. report: everything else included; with what the author's own word answers.
    """

    sent: Submission
    rows: dict[int, Medium]
    photos: tuple[OpenPhoto, ...]
    report: Report

    @property
    def done(self) -> int:
        """How many of the photos have been looked at."""
        return sum(row.state in {MediaState.CHECKED, MediaState.FAILED} for row in self.rows.values())

    @property
    def others(self) -> tuple[Finding, ...]:
        """What stands in the way beside the photos: the register may have changed since it was sent."""
        return tuple(each for each in (*self.report.blocking, *self.report.unanswered) if photo_of(each) is None)


def photo_of(finding: Finding) -> int | None:
    """The number of the photo that a finding is about, if it is about one."""
    number = finding.where.removeprefix(PHOTO)
    return int(number) if number != finding.where and number.isdigit() else None


def standing(desk: Desk, book: Book, story: Story) -> Standing | None:
    """Looks at what was sent of this post; None where nothing waits."""
    sent = submissions.waiting(book.connection, story.post.id)
    if sent is None:
        return None
    rows = {row.id: row for row in media.of_post(book.connection, story.post.id)}
    rows = {photo.media_id: rows[photo.media_id] for photo in sent.body.photos}
    readable = tuple(photo for photo in sent.body.photos if rows[photo.media_id].state is MediaState.CHECKED)
    report = desk.look(book, replace(sent.body, photos=readable), story.answers, post=story.post.id).when_sent()
    report = replace(report, answers=(*report.answers, *_by_declaration(report, story, rows, sent.body, book)))
    found = (*report.blocking, *report.unanswered)
    photos = (
        OpenPhoto(
            photo=photo,
            medium=rows[photo.media_id],
            findings=tuple(each for each in found if photo_of(each) == photo.n),
            wants_yes=_wants_yes(rows[photo.media_id], report.answers),
        )
        for photo in sent.body.photos
    )
    needing = tuple(each for each in photos if each.error or each.findings or each.wants_yes or each.busy)
    return Standing(sent=sent, rows=rows, photos=needing, report=report)


def _by_declaration(report: Report, story: Story, rows: dict[int, Medium], body: Body, book: Book) -> list[Response]:
    """A file that does not say what took it rests on its author's word, which they gave in the form; SLT decide on it."""
    labels = {device.id: device.label for device in devices.of_school(book.connection, body.school)}
    given = []
    for finding in report.unanswered:
        number = photo_of(finding)
        if number is None or finding.clause != "PH-1" or finding.code != Proof.UNKNOWN.value:
            continue
        device = next(rows[photo.media_id].device for photo in body.photos if photo.n == number)
        word = "not on the list of devices" if device == NOT_LISTED else labels.get(device, "")
        if word:
            said = f"Taken on: {word}"
            given.append(_author_says(finding.fingerprint, Said.GO_ON, story, book, said))
    return given


def accepted(medium: Medium, story: Story, book: Book) -> Response:
    """The author's yes to the picture in which names were made unreadable: to this very one."""
    return _author_says(_fingerprint(medium), Said.GO_ON, story, book)


def answered(findings: Iterable[Finding], story: Story, book: Book) -> list[Response]:
    """The author's answers, one tap each: not a child, or it may stay as it is."""
    return [
        _author_says(each.fingerprint, Said.NOT_A_CHILD if each.is_name else Said.GO_ON, story, book)
        for each in findings
    ]


def _author_says(fingerprint: str, said: Said, story: Story, book: Book, reason: str = "") -> Response:
    return Response(
        fingerprint=fingerprint, side=Side.AUTHOR, said=said, by=story.post.author, at=book.now, reason=reason
    )


def _wants_yes(medium: Medium, answers: Iterable[Response]) -> bool:
    return bool(medium.blurred) and not any(each.fingerprint == _fingerprint(medium) for each in answers)


def _fingerprint(medium: Medium) -> str:
    """Names a blurred picture by its content."""
    return medium.blurred.rpartition("/")[2][:_ACCEPTED]
