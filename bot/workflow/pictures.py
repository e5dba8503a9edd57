"""Looks at a post's photos again at every gate: the writing that was read in them against the register as it is now, the
device, the faces, what was taken down before, and whether the copies are still the ones that were shown."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import Connection

from bot.domain.findings import Field, Finding, Strength, fingerprinted
from bot.domain.photos import ONLY_WORK, Photo, Shown
from bot.domain.post import Body
from bot.media import MediaStore, key_of
from bot.photos.alike import SAME, difference
from bot.photos.judging import FACES, PhotoFinding, judge_sightings
from bot.photos.kept import examined_of, lines_of
from bot.photos.naming import Sighting, find_names
from bot.photos.roll import Roll
from storage import devices, media
from storage.listed import Seen, listed, seen
from storage.media import Medium

Sightings = WeakKeyDictionary[Roll, dict[str, tuple[Sighting, ...]]]
"""What was found in which writing, for as long as the register is as it was then."""

SEEN_BEFORE = "seen_before"
MISSING = "photo_missing"

TAKEN_DOWN = "Photo {n} looks like one that was taken down before. Please look whether it may be used again."
TURNED_DOWN = "Photo {n} looks like one that was not approved before. Please look whether it may be used now."
GONE = (
    "Photo {n} is not the one any more that was checked, or is gone. Please take it out and add it again, so that it is "
    "checked anew."
)
NOT_LOOKED_AT = (
    "We could not check the photos just now, so the post cannot be sent. Your words are kept. Please tell IT."
)


class KeptRolls:
    """The names of a school's register as photos are held against them: read once, and again when it has changed."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Seen, Roll]] = {}
        self._lock = Lock()

    def __call__(self, connection: Connection, school: str) -> Roll:
        """As the register is at this moment. The number is read first: a change in between is seen by the next look."""
        now = seen(connection, school)
        with self._lock:
            kept = self._kept.get(school)
            if kept is None or kept[0] != now:
                kept = self._kept[school] = (now, Roll.of(listed(connection, school)))
            return kept[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """roll: where the names come from. store: where the pictures are; without one no photo can be vouched for.

    Whatever goes wrong in looking is a finding that blocks and says so.
    """

    store: MediaStore | None = None
    roll: Callable[[Connection, str], Roll] = field(default_factory=KeptRolls)
    _sightings: Sightings = field(default_factory=WeakKeyDictionary)

    def post(self, connection: Connection, body: Body) -> tuple[Finding, ...]:
        """Everything that the photos of a post give to say, each finding with its photo ("photo:2") and its fingerprint."""
        if not body.photos:
            return ()
        try:
            return tuple(self._look(connection, body))
        except Exception as error:  # whatever goes wrong in a check must stop the post, not the bot
            return (_unchecked(error),)

    def one(
        self, connection: Connection, school: str, medium: Medium, *, listed: int | None = None
    ) -> Iterator[Finding]:
        """What one photo gives to say by itself. listed: how many people the author says are in the post."""
        names = self._names(medium, self.roll(connection, school))
        known = devices.of_school(connection, school)
        found = judge_sightings(examined_of(medium), names, known, pupils=listed)
        yield from (_finding(each) for each in found if each.strength is not Strength.EVIDENCE)
        yield from _seen_before(medium, media.turned_down(connection, other_than=medium.post_id))

    def _names(self, medium: Medium, roll: Roll) -> tuple[Sighting, ...]:
        """The names in a photo; found once for as long as neither the writing nor the register changes, since somebody waits."""
        kept = self._sightings.setdefault(roll, {})
        digest = hashlib.sha256(medium.ocr.encode()).hexdigest()
        if digest not in kept:
            kept[digest] = find_names(lines_of(medium), roll)
        return kept[digest]

    def _look(self, connection: Connection, body: Body) -> Iterator[Finding]:
        known = {each.id: each for each in media.named(connection, [photo.media_id for photo in body.photos])}
        unsound = self._unsound(known, body.photos)
        for photo in body.photos:
            medium = known.get(photo.media_id)
            if medium is None or photo.n in unsound:
                yield from _at(photo, [_stops(MISSING, GONE)])
                continue
            people = _who_may_be_seen(photo, body)
            yield from _at(photo, self.one(connection, body.school, medium, listed=people))

    def _unsound(self, known: dict[int, Medium], photos: Sequence[Photo]) -> set[int]:
        """The photos of which a copy is not, or is no longer, the one that the version names."""
        keys = {
            (photo.n, key_of(known[photo.media_id].post_id, sha256))
            for photo in photos
            if photo.media_id in known
            for _, sha256 in photo.renditions
        }
        if not keys:
            return set()
        if self.store is None:
            return {n for n, _ in keys}
        bad = self.store.unsound({key for _, key in keys})
        return {n for n, key in keys if key in bad}


def _who_may_be_seen(photo: Photo, body: Body) -> int | None:
    """How many faces need no question; None where any number does not."""
    if photo.shown in ONLY_WORK:
        return 0
    return None if photo.shown is Shown.STAFF and not body.adults else len(body.everybody)


def _seen_before(medium: Medium, before: Iterable[tuple[str, bool]]) -> Iterator[Finding]:
    """Whether it looks like a photo that did not go out, or had to come down. (likeness, whether it came down)."""
    if not medium.likeness:
        return
    same = [down for likeness, down in before if difference(likeness, medium.likeness) <= SAME]
    if same:
        down = any(same)
        yield Finding(
            clause="GV-2" if down else "SP-5",
            strength=Strength.HOLD,
            code=SEEN_BEFORE,
            field=Field.PHOTOS,
            kind=SEEN_BEFORE,
            sentence=TAKEN_DOWN if down else TURNED_DOWN,
        )


def _finding(found: PhotoFinding) -> Finding:
    """As the checks of the words say what they found."""
    return Finding(
        clause=found.clause,
        strength=found.strength,
        code=found.code,
        field=Field.PUPILS if found.kind == FACES else Field.PHOTOS,
        sentence=found.message,
        people=found.people,
        kind=found.kind,
        span=found.text,
    )


def _stops(code: str, sentence: str) -> Finding:
    return Finding(clause="SP-5", strength=Strength.ENFORCE, code=code, field=Field.PHOTOS, sentence=sentence)


def _at(photo: Photo, found: Iterable[Finding]) -> Iterator[Finding]:
    """The findings of one photo, by its number. What is answered is asked of the picture, wherever it stands in the post."""
    here = [replace(each, sentence=each.sentence.replace("{n}", str(photo.n))) for each in found]
    asked = fingerprinted([replace(each, where=f"media:{photo.media_id}", sentence="") for each in here], {})
    for each, marked in zip(here, asked, strict=True):
        yield replace(each, where=f"photo:{photo.n}", fingerprint=marked.fingerprint)


def _unchecked(error: Exception) -> Finding:
    return replace(_stops(f"check_failed:{type(error).__name__}", NOT_LOOKED_AT), clause="SP-2")
