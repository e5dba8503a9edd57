"""The media store: content by its hash, whole or not at all, and nothing outside its folder."""

from __future__ import annotations

from pathlib import Path

import fsspec
import pytest

from bot.media import MediaError, MediaStore, key_of, sha256_of
from bot.settings_media import MEDIA, media_url

PICTURE = b"\xff\xd8 the picture"


@pytest.fixture(params=["folder", "url"])
def pictures(request: pytest.FixtureRequest, tmp_path: Path) -> MediaStore:
    """A folder on disk, and a store behind a URL."""
    return MediaStore.at(str(tmp_path / "media") if request.param == "folder" else f"memory://{tmp_path.name}")


def test_what_is_put_comes_back(pictures: MediaStore) -> None:
    """The key is the post's number and the content's hash, and putting it again changes nothing."""
    key = pictures.put(42, PICTURE)
    assert key == pictures.put(42, PICTURE) == f"0042/{sha256_of(PICTURE)}.jpg"
    assert pictures.get(key) == pictures.rendition(42, sha256_of(PICTURE)) == PICTURE


def test_a_changed_picture_is_not_given_out(pictures: MediaStore) -> None:
    """Bytes that do not have the hash of their name are refused, and so is what is not there."""
    key = pictures.put(42, PICTURE)
    pictures.files.pipe_file(f"{pictures.root}/{key}", b"another picture")
    with pytest.raises(MediaError, match="not what was kept"):
        pictures.get(key)
    sound, gone = pictures.put(43, PICTURE), key_of(42, "0" * 64)
    assert pictures.unsound({key, sound, gone}) == {key, gone}
    assert pictures.unsound({sound}) == pictures.unsound(set()) == set()
    with pytest.raises(MediaError, match="is not in"):
        pictures.get(key_of(42, "0" * 64))


def test_half_a_picture_is_never_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where writing breaks off, the key is still free, and the next attempt fills it."""
    pictures = MediaStore.at(str(tmp_path))

    class Broken(type(pictures.files)):  # type: ignore[misc, name-defined]
        def pipe_file(self, path: str, value: bytes, **_: object) -> None:
            super().pipe_file(path, value[: len(value) // 2])
            raise OSError("the disk is full")

    broken = MediaStore(files=Broken(), root=pictures.root)
    with pytest.raises(OSError, match="full"):
        broken.put(42, PICTURE)
    with pytest.raises(MediaError):
        pictures.rendition(42, sha256_of(PICTURE))
    assert pictures.get(pictures.put(42, PICTURE)) == PICTURE


def test_the_folder_is_for_the_bot_alone(tmp_path: Path) -> None:
    """Other users of the computer see no pictures of children."""
    pictures = MediaStore.at(str(tmp_path / "media"))
    pictures.put(42, PICTURE)
    assert (tmp_path / "media").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "key", ["../secret", "0042/../../secret", "/etc/passwd", "0042/" + "a" * 64, "0042/" + "A" * 64 + ".jpg", ""]
)
def test_nothing_outside_is_reached(pictures: MediaStore, key: str) -> None:
    """Only keys that we write ourselves are keys."""
    for verb in (pictures.get, pictures.delete):
        with pytest.raises(MediaError, match="no key"):
            verb(key)


def test_everything_of_a_post_goes_at_once(pictures: MediaStore) -> None:
    """Another post's copy of the same picture stays."""
    one, other = pictures.put(42, PICTURE), pictures.put(43, PICTURE)
    pictures.remove(42)
    pictures.remove(42)
    with pytest.raises(MediaError):
        pictures.get(one)
    assert pictures.get(other) == PICTURE
    pictures.delete(other)
    pictures.delete(other)
    with pytest.raises(MediaError):
        pictures.get(other)


def test_where_pictures_are_kept_is_a_setting() -> None:
    """A folder unless something else is written; what no package here can reach is a mistake with its name."""
    mistakes: dict[str, str] = {}
    assert media_url({}, mistakes) == MEDIA
    assert media_url({"MEDIA_URL": "/srv/media"}, mistakes) == "/srv/media"
    assert media_url({"MEDIA_URL": "memory://media"}, mistakes) == "memory://media"
    assert mistakes == {}
    media_url({"MEDIA_URL": "s4://bucket"}, mistakes)
    assert "leave it out" in mistakes["MEDIA_URL"]
    if "s3fs" not in fsspec.available_protocols():
        media_url({"MEDIA_URL": "s3://bucket/media"}, mistakes)
        assert "s3fs" in mistakes["MEDIA_URL"]
