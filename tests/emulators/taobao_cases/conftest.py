from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.emulators.taobao import Running, emulated
from tests.emulators.taobao.shop import Shop
from tests.emulators.taobao_cases.calling import Caller


class HandClock:
    """A clock that goes when a test says so."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 11, 4, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def go(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def running(clock: HandClock) -> Iterator[Running]:
    with emulated(Shop(clock)) as one:
        yield one


@pytest.fixture
def caller(running: Running) -> Caller:
    return Caller(running)
