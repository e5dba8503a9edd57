"""The device register: entered with who approved it and when, retired and never removed, every change logged (PH-1)."""

from __future__ import annotations

from datetime import date

from bot.domain.devices import Camera, Device, Owner, Proof, judge
from storage import devices, log
from storage.engine import Store
from tests.conftest import Clock, Ids

PHONE = Device(
    id="",
    label="Ms Nair's phone",
    make="Samsung",
    model="SM-A536B",
    serial="R5C",
    owner=Owner.PERSONAL,
    approved_by="Mr Lane",
    approved_on=date(2026, 3, 16),
)


def test_a_device_is_found_by_its_school_as_it_was_entered(store: Store, clock: Clock, salts: Ids) -> None:
    """Its own school and no other; one of the whole trust is found by all."""
    with store.write() as connection:
        mine = devices.approve(connection, PHONE, school="oak", by="U1", at=clock(), salts=salts)
        everybodys = devices.approve(connection, PHONE, school="", by="U1", at=clock(), salts=salts)
    with store.read() as connection:
        assert [mine, everybodys] == devices.of_school(connection, "oak")
        assert [everybodys] == devices.of_school(connection, "elm")


def test_a_retired_device_still_speaks_for_its_old_photos(store: Store, clock: Clock, salts: Ids) -> None:
    """It stays on the list with its last day, and is retired once."""
    with store.write() as connection:
        entered = devices.approve(connection, PHONE, school="oak", by="U1", at=clock(), salts=salts)
        number = int(entered.id)
        assert devices.retire(connection, number, on=date(2026, 9, 1), by="U2", at=clock(), salts=salts)
        assert not devices.retire(connection, number, on=date(2026, 10, 1), by="U2", at=clock(), salts=salts)
        assert not devices.retire(connection, 999, on=date(2026, 9, 1), by="U2", at=clock(), salts=salts)
    with store.read() as connection:
        listed = devices.of_school(connection, "oak")
    taken = {
        day: judge(Camera(make="samsung", model="SM-A536B", captured_on=day), listed).proof
        for day in (date(2026, 3, 15), date(2026, 8, 31), date(2026, 9, 1))
    }
    assert list(taken.values()) == [Proof.TOO_EARLY, Proof.MODEL_MATCHES, Proof.RETIRED]


def test_both_are_in_the_log_without_the_label(store: Store, clock: Clock, salts: Ids) -> None:
    """A label may name somebody, so it stands in the part that can be erased; the chain is whole."""
    with store.write() as connection:
        entered = devices.approve(connection, PHONE, school="oak", by="U1", at=clock(), salts=salts)
        devices.retire(connection, int(entered.id), on=date(2026, 9, 1), by="U2", at=clock(), salts=salts)
    with store.read() as connection:
        entries = log.show(connection, None, limit=10)
        assert [entry.what for entry in entries] == ["device:approved", "device:retired"]
        assert not any("Nair" in str(entry) for entry in entries)
        assert entries[0].detail is not None
        assert entries[0].detail["approved_by"] == "Mr Lane"
        assert log.verify(connection).first_bad is None
