"""The office hands a file of the register over in Slack: read, shown in numbers, confirmed, and deleted by its owner."""

from __future__ import annotations

from typing import Any

from bot.practice import sample
from bot.practice.people import Person
from bot.practice.reading import text_of
from storage import register
from tests.journeys.conftest import OTHER_WAY, Brackenfold, has, without

pytestmark = OTHER_WAY


def changed(surname: str, **cells: str) -> bytes:
    """The sample register with other cells for one pupil."""
    head, *rows = sample.REGISTER.read_text(encoding="utf-8").splitlines()
    names, lines = head.split(","), [head]
    for row in rows:
        values = dict(zip(names, row.split(","), strict=True))
        lines.append(",".join((values | cells if values["legal_surname"] == surname else values).values()))
    return "\n".join(lines).encode()


def hand_over(sue: Person, content: bytes, name: str = "register-3.csv") -> dict[str, Any]:
    assert sue.command("/socialpost", "consents")
    sue.wait_view("register.upload")
    file = sue.upload("register_file", name, content)
    assert sue.submit({"register_file": file}).ok
    sue.wait_view("notice")
    sue.close()
    return file


def settle(brackenfold: Brackenfold) -> None:
    brackenfold.rehearsal.bot.intaker.sweep()
    brackenfold.rehearsal.bot.workflow.watch.sweep()


def test_a_file_is_read_confirmed_and_chased_until_it_is_gone(brackenfold: Brackenfold) -> None:
    """Nothing counts before the button; then a withdrawal in it holds the post; the file is asked after until Slack says no."""
    sue = brackenfold.sue
    brackenfold.approve(brackenfold.send())
    file = hand_over(sue, changed("Trent", facebook="no", website="no", given_on="24/11/2026"))
    settle(brackenfold)
    message = sue.wait_message("dm", has("register.confirm"))
    assert "Maisie" not in str(message)
    assert "withdrawn" in text_of(message)
    sue.click(message, "register.confirm")
    message = sue.wait_message("dm", without("register.confirm", "Please delete the file in Slack now"))
    settle(brackenfold)
    sue.wait_message(sample.OFFICE, lambda m: m["text"].startswith("Please do not publish post"))
    brackenfold.clock.advance(days=1, hours=2)
    brackenfold.rehearsal.bot.directory.refresh(brackenfold.clock())
    settle(brackenfold)
    sue.wait_message("dm", "is still in Slack")
    sue.delete_file(file["id"])
    brackenfold.clock.advance(days=1)
    settle(brackenfold)
    sue.wait_message("dm", "Deleted in Slack")


def test_only_the_office_imports_and_what_is_no_register_is_refused(brackenfold: Brackenfold) -> None:
    """A teacher gets no form. A renamed picture is refused with a sentence, and nothing has changed."""
    brackenfold.priya.command("/socialpost", "consents")
    brackenfold.told(brackenfold.priya, "Only the office can import")
    sue = brackenfold.sue
    hand_over(sue, b"\x89PNG\r\n\x1a\n" + bytes(200), "register.csv")
    settle(brackenfold)
    refused = sue.wait_message("dm", "Nothing in the register has changed")
    assert "could not be taken" in refused["text"]


def test_what_was_read_can_be_thrown_away(brackenfold: Brackenfold) -> None:
    """Do not import: the register is as it was, and the file is to be deleted all the same."""
    sue = brackenfold.sue
    hand_over(sue, changed("Trent", facebook="no", given_on="24/11/2026"))
    settle(brackenfold)
    sue.click(sue.wait_message("dm", has("register.discard")), "register.discard")
    sue.wait_message("dm", without("register.confirm", "Nothing in the register has changed"))
    brackenfold.send()


def test_rows_that_nobody_could_place_are_settled_in_a_form(brackenfold: Brackenfold) -> None:
    """A handful at a time, by the office alone and for the one who opened it; what was said counts at once."""
    sue = brackenfold.sue
    brackenfold.approve(brackenfold.send())
    head, *rows = sample.REGISTER.read_text(encoding="utf-8").splitlines()
    renumbered = [row.replace("BF0", "BF9").replace("yes", "no").replace("04/09", "23/11") for row in rows[:7]]
    hand_over(sue, "\n".join([head, *renumbered]).encode())
    settle(brackenfold)
    sue.click(sue.wait_message("dm", has("register.confirm")), "register.confirm")
    message = sue.wait_message("dm", lambda m: has("register.rows")(m) and not has("register.confirm")(m))
    assert "7 rows need you" in text_of(message)
    assert "Maisie" not in str(message)
    sue.click(message, "register.rows")
    form = sue.wait_view("register.rows")
    assert "Row 2: Maisie Trent, Year 4 Hazel" in text_of(form)
    assert "Row 7" not in text_of(form)
    with brackenfold.rehearsal.store.read() as connection:
        (maisie,) = register.suggest(connection, ["brackenfold"], "maisie trent")
    assert sue.submit({"row:2": maisie.id, "row:3": "leave-out"}).ok
    assert "Row 7" in text_of(sue.wait_view("register.rows"))
    brackenfold.rehearsal.workspace.alter_next({"user.id": sample.PRIYA})
    sue.submit({"row:7": "leave-out"})
    assert "Only the office" in text_of(sue.view())
    settle(brackenfold)
    sue.wait_message(sample.OFFICE, lambda m: m["text"].startswith("Please do not publish post"))
    sue.close(clear=True)
    sue.click(sue.wait_message("dm", lambda m: "5 rows need you" in text_of(m)), "register.rows")
    assert "Row 4" in text_of(sue.wait_view("register.rows"))
    assert sue.submit({f"row:{n}": "leave-out" for n in (4, 5, 6, 7)}).ok
    assert "1 row waits on" in text_of(sue.view())
