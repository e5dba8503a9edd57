"""The copies of a checked photo that belong to a version: made in the checking process, kept, and named by their hashes."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.trust import Limits
from bot.media import MediaStore, sha256_of
from bot.photos.copies import rendition
from bot.photos.crew import Crew
from storage.media import Medium


def keep_renditions(
    crew: Crew, pictures: MediaStore, medium: Medium, places: Mapping[str, Limits]
) -> tuple[tuple[str, str], ...]:
    """A copy for each place from the photo's clean picture, as `Photo.renditions` names them: (place, SHA-256 in hex).

    Raises `MediaError` where the picture is missing, `WorkerDiedError` where a copy could not be made.
    """
    picture = pictures.get(medium.picture)
    made: dict[Limits, str] = {}
    for place, limits in places.items():
        if limits not in made:
            copy = crew.render(picture, rendition(place, limits))
            pictures.put(medium.post_id, copy)
            made[limits] = sha256_of(copy)
    return tuple(sorted((place, made[limits]) for place, limits in places.items()))
