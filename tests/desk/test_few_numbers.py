"""Few numbers left at a carrier outside: said before one is taken, once, and not where they are not counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from packstation.desk import care
from packstation.desk.desk import Desk
from packstation.desk.options import DeskOptions
from packstation.domain.intake import Carrier
from packstation.words import LANGUAGES, load
from tests.builders import make_desk, scan_all, take_in
from tests.carriers.cainiao import PlatformCarrier, platform
from tests.desk.shirts import ONE, SHIRT, TWO, shirts

FEW = DeskOptions(promise=timedelta(hours=48), numbers_low=3)


@pytest.fixture
def carrier() -> Iterator[PlatformCarrier]:
    with platform(balance=5) as found:
        yield found


def desk_with(folder: Path, carrier: PlatformCarrier, *units: int, options: DeskOptions = FEW) -> Desk:
    orders = [shirts(number, count) for number, count in zip((ONE, TWO), units, strict=False)]
    carrier.look_around()
    return make_desk(folder / "data", *orders, carrier=carrier, options=options)


def say(answer: object) -> str:
    return load("en").say(answer)  # type: ignore[arg-type]


def test_it_is_said_before_a_number_is_asked_for_and_once(tmp_path: Path, carrier: PlatformCarrier) -> None:
    carrier.running.shop.accounts["YTO"].quantity = 2
    desk = desk_with(tmp_path, carrier, 1, 1)
    answer = desk.scan(SHIRT)
    assert (answer.asks, carrier.standing) != ((), [])
    assert "Only 2 numbers" in say(answer)
    for language in LANGUAGES:
        assert "2" in load(language).say(answer)
    desk.at_once(answer)
    scan_all(desk, *carrier.standing)
    assert "Only" not in say(scan_all(desk, SHIRT)[-1])


def test_several_at_once_that_leave_too_few_say_so(tmp_path: Path, carrier: PlatformCarrier) -> None:
    desk = desk_with(tmp_path, carrier, 3)
    packed = scan_all(desk, ONE, SHIRT, "PKNEXTBOX", SHIRT, "PKNEXTBOX", SHIRT)[-1]
    assert len(carrier.standing) == 3
    assert "Only 2 numbers" in say(packed)


def test_it_is_said_again_once_there_were_enough_in_between(tmp_path: Path, carrier: PlatformCarrier) -> None:
    carrier.running.shop.accounts["YTO"].quantity = 2
    desk = desk_with(tmp_path, carrier, 1, 1)
    assert "Only 2" in say(scan_all(desk, SHIRT)[-1])
    first = carrier.standing
    carrier.running.shop.accounts["YTO"].quantity = 3
    carrier.look_around()
    assert "Only 2" in say(scan_all(desk, *first, SHIRT)[-1])


def test_numbers_that_are_paid_afterwards_are_never_few(tmp_path: Path, carrier: PlatformCarrier) -> None:
    carrier.running.shop.accounts["SF"].quantity = 0
    options = DeskOptions(promise=timedelta(hours=48), numbers_low=3, prefer_carriers=("SF",))
    desk = desk_with(tmp_path, carrier, 1, options=options)
    take_in(desk, Carrier("SF", "顺丰速运"))
    packed = scan_all(desk, SHIRT)[-1]
    assert carrier.standing[0].startswith("SF")
    assert "Only" not in say(packed)
    assert "SF" not in {one.carrier for one in desk.numbers.low()}
    (told,) = (check for check in care.checks(desk) if check.name == "numbers")
    assert "顺丰" not in str(told.data)
