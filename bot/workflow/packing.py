"""The office's pack: all that is published, in one file, a folder for each place. The same bytes for the same version."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from bot.domain.photos import Photo
from bot.domain.post import Revision
from bot.domain.trust import Trust
from bot.domain.wording import listing
from bot.media import MediaError, MediaStore

_NO_TIME = (1980, 1, 1, 0, 0, 0)
"""A zip knows no time before that; ours says nothing of when it was made."""


def pack_name(post_id: int) -> str:
    """What the file is called: it says nothing of whoever is in it."""
    return f"post-{post_id:04}.zip"


def packed(revision: Revision, trust: Trust, pictures: MediaStore) -> bytes:
    """The pack of a version. Every picture is the one that was approved, or there is no pack (`MediaError`)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in _files(revision, trust, pictures):
            about = zipfile.ZipInfo(name, _NO_TIME)
            about.compress_type = zipfile.ZIP_STORED if name.endswith(".jpg") else zipfile.ZIP_DEFLATED
            about.external_attr = 0o644 << 16
            pack.writestr(about, content)
    return out.getvalue()


def _files(revision: Revision, trust: Trust, pictures: MediaStore) -> Iterator[tuple[str, bytes]]:
    body, post_id = revision.body, revision.post_id
    for place in trust.places(body.places):
        yield f"{place.key}/words.txt", _text(body.words)
        for photo in body.photos:
            yield f"{place.key}/{photo.name(post_id)}", pictures.rendition(post_id, _copy(photo, place.key))
    if body.photos:
        yield "alt.txt", _text("\n\n".join(f"{photo.name(post_id)}\n{photo.alt_text}" for photo in body.photos))
    if body.source:
        yield "sources.txt", _text(f"To be named with it: {body.source}")
    yield "read-me.txt", _text(_read_me(revision, trust))


def _copy(photo: Photo, place: str) -> str:
    """The hash of the copy for a place; a version without it was not looked at by anybody."""
    sha256 = dict(photo.renditions).get(place)
    if sha256 is None:
        raise MediaError(f"photo {photo.n} has no copy for {place}")
    return sha256


def _read_me(revision: Revision, trust: Trust) -> str:
    named = listing(place.phrase for place in trust.places(revision.body.places))
    lines = [
        f"Post {revision.post_id}, version {revision.no}, for {named}.",
        "Each place has a folder with its words and photos. Please use exactly these.",
    ]
    if revision.body.photos:
        lines.append("alt.txt holds the alt text of each photo: please paste it in where a place asks for one.")
    lines.append("Please delete this file from your computer once the post is published.")
    return "\n".join(lines)


def _text(words: str) -> bytes:
    """As Windows's own editor reads it: with its line ends."""
    return ("\r\n".join(words.splitlines()) + "\r\n").encode()
