"""Photos as part of what an approval covers."""

from __future__ import annotations

import json
from dataclasses import replace

from bot.domain.photos import Photo, Shown
from bot.domain.post import Body, content_hash
from tests.domain import making

PHOTO = Photo(
    n=1, media_id=7, alt_text="Two children look at a bean", shown=Shown.FACES, renditions=(("facebook", "a" * 64),)
)


def test_a_post_without_photos_is_spelled_as_before() -> None:
    """The hash of what was approved before there were photos can still be computed."""
    assert "photos" not in json.loads(making.body().canonical())


def test_a_body_with_photos_reads_back() -> None:
    """Nothing of a photo is lost between its two spellings."""
    body = making.body(photos=(PHOTO, replace(PHOTO, n=2, media_id=8, blurred=True, device="3", declaration="d")))
    assert Body.from_canonical(body.canonical()) == body


def test_an_approval_is_of_these_very_bytes() -> None:
    """Another alt text, another picture, a blur, another order: each is another content."""
    other = replace(PHOTO, n=2, media_id=8, renditions=(("facebook", "b" * 64),))
    variants = [
        (PHOTO, other),
        (replace(other, n=1), replace(PHOTO, n=2)),
        (replace(PHOTO, alt_text="A bean"), other),
        (replace(PHOTO, renditions=(("facebook", "c" * 64),)), other),
        (replace(PHOTO, blurred=True), other),
        (PHOTO,),
    ]
    hashes = {content_hash(making.body(photos=photos).canonical(), "salt") for photos in variants}
    assert len(hashes) == len(variants)
    assert len({photo.sha256 for photo in (PHOTO, other, variants[2][0], variants[3][0])}) == 4


def test_a_file_is_called_after_its_post() -> None:
    """A name tells nothing of whoever is in the picture."""
    assert PHOTO.name(42) == "post-0042-1.jpg"
