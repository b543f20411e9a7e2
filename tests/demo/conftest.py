"""One demo world for all tests of the demo, and what the program reads out of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from packstation.demo.world import World, make_world
from packstation.domain.intake import Batch
from packstation.files import Defaults, read
from tests.builders import NOON

DEFAULTS = Defaults(platform="folder", shop="", promise=timedelta(hours=48))


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return make_world(tmp_path_factory.mktemp("demo"), 200, NOON)


@pytest.fixture(scope="session")
def batch(world: World) -> Batch:
    return read([world.order_file], DEFAULTS)
