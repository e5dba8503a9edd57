"""An office that imports files into a real database."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.engine import Store
from tests.conftest import Clock, Ids
from tests.importing import Office


@pytest.fixture
def office(store: Store, clock: Clock, tmp_path: Path, ids: Ids, salts: Ids) -> Office:
    return Office(store, clock, tmp_path, ids=ids, salts=salts)
