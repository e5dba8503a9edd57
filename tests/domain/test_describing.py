"""The photos of a form: what may be added, what must be said of each, and what is kept of it from window to window."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.attached import NOT_LISTED, Attached, Looked, Told, as_photos, described, kept_on, undescribed
from bot.domain.describing import description_mistakes, device_mistakes, photo_mistakes
from bot.domain.photos import DELETION_DECLARED, Shown

CAKE = Attached(file_id="F1", name="cake.jpg", alt_text="A cake with five candles.", shown=Shown.WORK, device="1")

attached = st.builds(
    Attached,
    file_id=st.sampled_from(["F1", "F2", "F3", "F4"]),
    name=st.text(min_size=1, max_size=8),
    alt_text=st.text(max_size=8),
    shown=st.none() | st.sampled_from(list(Shown)),
    device=st.sampled_from(["", "1", NOT_LISTED]),
    deleted=st.booleans(),
)


@pytest.mark.parametrize("alt", ["", "  \u200b", "cake.jpg", "CAKE", "IMG_2041", "dsc 0042", "holiday.heic", "x" * 301])
@pytest.mark.parametrize("n", [1, 2])
def test_a_description_that_says_nothing_stands_at_its_own_field(alt: str, n: int) -> None:
    """Nothing, a file's name, or more than anybody listens to."""
    photos = [Attached(file_id="F0", name="a.png", alt_text="A classroom.", shown=Shown.PLACE)] * (n - 1)
    (mistake,) = description_mistakes(
        [*photos, Attached(file_id="F1", name="cake.jpg", alt_text=alt, shown=Shown.WORK)]
    )
    assert mistake.where == f"alt:{n}"
    assert mistake.sentence.endswith((".", "see it."))


@pytest.mark.parametrize(
    "alt", ["Image of a cake", "a photo of cake", "A Picture showing a cake", "The photograph of it"]
)
def test_a_description_does_not_say_that_it_is_a_photo(alt: str) -> None:
    """Screen readers say so already; the words to leave out are quoted."""
    (mistake,) = description_mistakes([Attached(file_id="F1", name="c.jpg", alt_text=alt, shown=Shown.WORK)])
    assert mistake.sentence.startswith(f"Please leave out “{alt.split(' ')[0]}")


@pytest.mark.parametrize(
    "alt", ["A cake.", "Photography club at work", "Imaginative pictures of birds", "12 bean plants"]
)
def test_what_says_what_is_happening_is_fine(alt: str) -> None:
    assert not list(description_mistakes([Attached(file_id="F1", name="cake.jpg", alt_text=alt, shown=Shown.WORK)]))


def test_what_it_shows_and_what_took_it_are_asked_of_each() -> None:
    photos = [
        CAKE,
        Attached(file_id="F2", name="b.jpg", alt_text="Two benches."),
        Attached(file_id="F3", device=NOT_LISTED),
    ]
    assert [each.where for each in description_mistakes(photos)] == ["shown:2", "alt:3", "shown:3"]
    assert [each.where for each in device_mistakes(photos, {"1"})] == ["device:2"]
    assert [each.where for each in device_mistakes(photos, {"2"})] == ["device:1", "device:2"]


def test_videos_other_files_and_an_eleventh_photo_are_refused_in_a_sentence() -> None:
    photos = [Attached(file_id=f"F{n}", name=f"{n}.JPEG") for n in range(9)]
    assert not list(photo_mistakes(photos))
    more = [*photos, Attached(file_id="V", name="film.MOV"), Attached(file_id="T", name="notes.txt")]
    assert [each.code for each in photo_mistakes(more)] == ["too_many_photos", "video", "not_a_photo"]
    assert all("please" in each.sentence.casefold() for each in photo_mistakes(more))


@given(st.lists(attached, max_size=4), st.lists(attached, max_size=4))
def test_a_photo_keeps_what_was_said_of_it_and_none_comes_from_nowhere(
    now: list[Attached], before: list[Attached]
) -> None:
    """By its file, once; one that is only to be kept and that the draft does not know is none of ours."""
    unnamed = [Attached(file_id=each.file_id) for each in now]
    kept = kept_on([*now, *unnamed], before)
    assert [each.file_id for each in kept] == list(dict.fromkeys(each.file_id for each in kept))
    known = {each.file_id: each for each in before}
    assert all(each == known.get(each.file_id, each) for each in kept)
    assert {each.file_id for each in kept_on(unnamed, before)} <= set(known)


@given(st.lists(attached, max_size=4), st.lists(st.integers(1, 6), max_size=4))
def test_a_window_changes_only_what_it_asks(photos: list[Attached], numbers: list[int]) -> None:
    assert described(photos, [Told(n=n) for n in numbers]) == tuple(photos)
    told = described(photos, [Told(n=n, alt_text="New.") for n in numbers])
    assert undescribed(told) == undescribed(photos)
    assert [each.alt_text == "New." for n, each in enumerate(told, 1) if n in numbers] == [True] * len(
        {n for n in numbers if n <= len(photos)}
    )


def test_a_described_photo_becomes_part_of_the_body() -> None:
    """With its row and copies where it was looked at; a device that is not listed has no number."""
    other = Attached(file_id="F2", name="b.jpg", alt_text=" Two benches.\u200b", shown=Shown.PLACE, device=NOT_LISTED)
    other = replace(other, deleted=True)
    first, second = as_photos([CAKE, other], {"F1": Looked(media_id=7, renditions=(("website", "ab"),))})
    assert (first.n, first.media_id, first.renditions, first.device) == (1, 7, (("website", "ab"),), "1")
    assert (second.n, second.media_id, second.alt_text, second.device) == (2, 0, "Two benches.", "")
    assert (first.declaration, second.declaration) == ("", DELETION_DECLARED)
