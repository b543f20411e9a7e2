"""The independent renderer of ZPL, started once for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.printers.zpl_renderer import ZplRenderer


@pytest.fixture(scope="session")
def zpl_renderer() -> Iterator[ZplRenderer]:
    with ZplRenderer() as renderer:
        yield renderer
