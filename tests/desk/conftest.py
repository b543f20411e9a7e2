"""A desk with one order of two shirts."""

from __future__ import annotations

from pathlib import Path

import pytest

from packstation.desk.desk import Desk
from tests.builders import make_desk
from tests.desk.shirts import shirts


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path / "data", shirts())
