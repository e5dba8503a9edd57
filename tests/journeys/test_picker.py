"""The picker of pupils, with registers as schools really have them."""

from __future__ import annotations

from bot.practice import sample
from tests.journeys.conftest import Brackenfold


def test_a_class_of_an_endless_name_keeps_nobody_from_being_found(brackenfold: Brackenfold) -> None:
    """It cannot be picked as a whole; everything else that fits is offered as ever."""
    heading = sample.REGISTER.read_text(encoding="utf-8").splitlines()[0]
    odd = {"person_id": "901", "role": "pupil", "legal_forename": "Maisie", "legal_surname": "Hall"}
    row = ",".join({**odd, "class_name": "Maisie’s " * 30}.get(name, "") for name in heading.split(","))
    brackenfold.rehearsal.load_register("brackenfold", f"{heading}\n{row}".encode(), "odd.csv")
    brackenfold.priya.command("/socialpost")
    brackenfold.priya.wait_view("post.form")
    offered = [each["text"] for each in brackenfold.priya.options("pupils", "maisie")]
    assert any("Maisie Trent" in text for text in offered)
    assert any("Maisie Hall" in text for text in offered)
