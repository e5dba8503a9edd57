"""The checking process: it reads, it is confined, and where it dies another takes its photo."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from bot.checkphotos import run
from bot.domain.trust import Limits
from bot.photos.copies import STOPPED
from bot.photos.crew import GAVE_UP, Crew, Worker, WorkerDiedError
from bot.photos.judging import judge_photo
from bot.photos.opening import EMPTY
from bot.photos.renditions import Rendition
from tests.photos.making import picture, roll, saved

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("photos")]


@pytest.fixture(scope="module")
def crew() -> Iterator[Crew]:
    with Crew(1) as crew:
        yield crew


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_name_is_read_whichever_way_the_photo_lies(crew: Crew, turn: int) -> None:
    """Sideways and upside down without a tag that says so; and the box is where the name stands."""
    image = picture("Maisie Trent", size=(1200, 900), pixels=60).rotate(turn, expand=True)
    examined = crew.examine(saved(image))
    named = [finding for finding in judge_photo(examined, roll(), ()) if finding.clause == "SP-2"]
    assert [(finding.strength.value, finding.people) for finding in named] == [("enforce", ("P1",))]
    assert named[0].box is not None
    x, y, width, height = named[0].box
    assert abs(x + width / 2 - image.width / 2) < 60
    assert abs(y + height / 2 - image.height / 2) < 60


def test_what_cannot_be_opened_is_an_answer(crew: Crew) -> None:
    """The worker lives on, and the next photo is read by the same one."""
    assert crew.examine(b"").error == EMPTY
    assert crew.examine(saved(picture())).error is None


def test_a_master_comes_with_the_answer_and_copies_are_made_of_it(crew: Crew) -> None:
    """The bytes that the file came in never come back."""
    original = saved(picture("Maisie Trent", size=(900, 600)), "PNG")
    examined = crew.examine(original, master=True)
    assert examined.master.startswith(b"\xff\xd8\xff")
    copy = crew.render(
        examined.master, Rendition(name="X", side=300), [((300, 250), (600, 250), (600, 350), (300, 350))]
    )
    assert copy.startswith(b"\xff\xd8\xff")
    assert not [f for f in judge_photo(crew.examine(copy), roll(), ()) if f.clause == "SP-2"]


class Doomed(Worker):
    """A worker that is killed as soon as it has its first photo, as the kernel would do it."""

    def _ask(self, request: dict[str, object], content: bytes) -> tuple[dict[str, object], bytes]:
        self.process.kill()
        self.process.wait()
        return super()._ask(request, content)


def test_a_photo_whose_worker_dies_is_given_to_another_once() -> None:
    """One death: nobody notices. Two: a sentence, and the next photo is looked at as ever."""
    once = iter([Doomed, Worker])
    with Crew(1, hire=lambda: next(once)()) as crew:
        assert crew.examine(saved(picture())).error is None
    twice = iter([Doomed, Doomed, Worker])
    with Crew(1, hire=lambda: next(twice)()) as crew:
        assert crew.examine(saved(picture())).error == GAVE_UP
        assert crew.examine(saved(picture())).error is None


def test_a_worker_that_takes_too_long_is_ended() -> None:
    """By the clock on the wall, whatever it is doing."""
    worker = Worker(seconds=0.01)
    with pytest.raises(WorkerDiedError):
        worker.examine(saved(picture("Maisie", size=(2000, 1500))))
    worker.close()


def test_a_worker_has_no_secrets_and_no_more_memory_than_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its environment is not the bot's. What does not fit its memory is refused or ends it, and never the bot."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    worker = Worker(memory=200_000_000)
    environment = Path(f"/proc/{worker.process.pid}/environ")
    if environment.exists():
        assert b"xoxb" not in environment.read_bytes()
    try:
        said = worker.examine(saved(picture("Maisie", size=(2000, 1500)))).error
    except WorkerDiedError:
        said = "it ended"
    finally:
        worker.close()
    assert said


def test_check_photos_prints_one_line_a_file_in_name_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The fields that a script reads, for a clean photo, one with a name and one that is none."""
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "b.jpg").write_bytes(saved(picture("Maisie Trent", size=(900, 600))))
    (folder / "a.png").write_bytes(saved(picture(), "PNG"))
    (folder / "c.jpg").write_bytes(b"no photo")
    (folder / "notes.txt").write_text("left out")
    people, devices = tmp_path / "register.csv", tmp_path / "devices.csv"
    people.write_text("person_id,role,legal_forename,legal_surname\nP1,pupil,Maisie,Trent\n")
    devices.write_text("label,make,model,serial,owner,approved_by,approved_on\n")
    with (tmp_path / "out").open("w+") as out, (tmp_path / "progress").open("w+") as progress:
        code = run(people=people, devices=devices, photos=[folder], out=out, progress=progress, workers=1)
        out.seek(0)
        rows = [json.loads(each) for each in out]
        progress.seek(0)
        assert "3 of 3 photos checked: c.jpg" in progress.read()
    assert (code, [row["file"] for row in rows]) == (1, ["a.png", "b.jpg", "c.jpg"])
    assert {"clause", "strength", "kind", "text", "people", "box", "message"} == set(rows[1]["findings"][0])
    assert tuple(rows[1]["findings"][0][key] for key in ("clause", "strength", "kind", "people")) == (
        "SP-2",
        "enforce",
        "name",
        ["P1"],
    )
    assert rows[0]["exif"] == {"make": None, "model": None, "serial": None, "captured": None, "gps": False}
    assert [finding["clause"] for finding in rows[0]["findings"]] == ["PH-1"]
    assert rows[2]["findings"] == []
    assert "not a picture" in rows[2]["error"]


def test_copies_are_made_of_what_nothing_stands_against(tmp_path: Path) -> None:
    """Under neutral names, for each place; a name stops them, unless it is blurred, and then the copy is read again."""
    folder, copies = tmp_path / "photos", tmp_path / "copies"
    folder.mkdir()
    block = Image.Exif()
    block[ExifTags.Base.Make], block[ExifTags.Base.Model] = "Canon", "EOS 2000D"
    (folder / "a Maisie.jpg").write_bytes(saved(picture("Maisie Trent", size=(1800, 1200)), exif=block))
    (folder / "b.jpg").write_bytes(saved(picture("Hello"), exif=block))
    (folder / "c.jpg").write_bytes(saved(picture("Hello")))
    people, devices = tmp_path / "register.csv", tmp_path / "devices.csv"
    people.write_text("person_id,role,legal_forename,legal_surname\nP1,pupil,Maisie,Trent\n")
    devices.write_text(
        "label,make,model,serial,owner,approved_by,approved_on\nOffice,Canon,EOS 2000D,,school,Mr Lane,\n"
    )

    def copied(blur: bool) -> list[tuple[list[str], str | None]]:
        with (tmp_path / "out").open("w+") as out, (tmp_path / "progress").open("w") as progress:
            run(
                people=people,
                devices=devices,
                photos=[folder],
                out=out,
                progress=progress,
                workers=1,
                copies=copies,
                blur=blur,
                places={"instagram": Limits(picture_side=1080), "website": Limits()},
            )
            out.seek(0)
            return [(row["copies"], row["no_copies"]) for row in map(json.loads, out)]

    second = ["instagram/photo-0002.jpg", "website/photo-0002.jpg"]
    assert copied(blur=False) == [([], STOPPED), (second, None), ([], STOPPED)]
    assert copied(blur=True)[0] == (["instagram/photo-0001.jpg", "website/photo-0001.jpg"], None)
    with Image.open(copies / "instagram" / "photo-0001.jpg") as copy:
        assert max(copy.size) == 1080
        assert not copy.getexif()
