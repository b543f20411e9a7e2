"""Scales that only answer are asked, in a way that no scale takes for zero or tare."""

from __future__ import annotations

import pytest

from packstation.devices.asking import Asking
from packstation.devices.scale import FORMATS

SICS = b"\r\nSIR\r\n"


def sent(asking: Asking, ticks: int, *, came: bool = False, spoken: str = "") -> list[bytes]:
    return [asking.tick(came=came, spoken=spoken) for _ in range(ticks)]


@pytest.mark.parametrize("form", ["st-gs", "a9", "yaohua-forward", "yaohua-reversed"])
def test_a_scale_that_sends_by_itself_is_never_asked(form: str) -> None:
    asking = Asking(form)
    assert {asking.begin(), *sent(asking, 100)} == {b""}


def test_a_toledo_is_asked_each_time_and_with_its_parity_when_it_does_not_answer() -> None:
    asking = Asking("toledo")
    assert asking.begin() == b""
    assert sent(asking, 50, came=True) == [b"W"] * 50
    silent = sent(asking, 15)
    assert (silent[0], silent[-1]) == (b"W", b"\xd7")
    assert sent(asking, 50, came=True) == [b"\xd7"] * 50


def test_a_sics_scale_is_asked_to_repeat_and_again_when_it_was_switched_off() -> None:
    asking = Asking("sics")
    assert asking.begin() == SICS
    assert set(sent(asking, 100, came=True)) == {b""}
    assert SICS in sent(asking, 15)


def test_auto_asks_only_the_silent_and_then_in_the_way_they_answered() -> None:
    asking = Asking()
    assert {asking.begin(), *sent(asking, 100, came=True)} == {b""}
    assert set(sent(asking, 40)) == {b"", b"W", SICS}
    assert sent(asking, 3, came=True, spoken="toledo") == [b"W"] * 3
    assert set(sent(asking, 40, spoken="sics")) == {b"", SICS}
    assert set(sent(asking, 40, spoken="st-gs")) == {b""}


@pytest.mark.parametrize("form", [*FORMATS, "auto"])
def test_nothing_that_is_sent_zeroes_or_tares_a_scale(form: str) -> None:
    asking = Asking(form)
    everything = asking.begin() + b"".join(sent(asking, 200)) + b"".join(sent(asking, 9, came=True))
    assert not set(everything) & set(b"ZTCztc")
