"""What printers say of themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.printers.device import port_trouble
from packstation.printers.status import Status, read_tspl, read_zpl
from tests.printers.emulated import FLAGS_TSPL, status_tspl, status_zpl

FROM_A_ZEBRA = b"\x02030,0,0,1245,000,0,0,0,000,0,0,0\x03\r\n\x02001,0,0,0,1,2,4,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n"
"""As in the printer's manual: ready, nothing to print."""


def test_a_ready_printer_is_ready() -> None:
    assert read_zpl(FROM_A_ZEBRA) == Status(media_dots=1245)
    assert read_tspl(b"\x00") == Status()


@given(st.integers(0, len(FROM_A_ZEBRA)))
def test_an_answer_that_is_not_whole_yet_says_nothing(end: int) -> None:
    second = FROM_A_ZEBRA.index(b"\r\n\x021234")
    assert read_zpl(FROM_A_ZEBRA[:end]) == (Status(media_dots=1245) if end >= second else None)


@pytest.mark.parametrize(
    ("flag", "status"),
    [
        ("paper-out", Status("printer-paper-out", media_dots=1245)),
        ("head-open", Status("printer-cover-open", media_dots=1245)),
        ("paused", Status("printer-paused", media_dots=1245)),
        ("ribbon-out", Status("printer-ribbon-out", media_dots=1245)),
        ("hot", Status("printer-hot", media_dots=1245)),
        ("full", Status("printer-busy", media_dots=1245)),
        ("printing", Status("", busy=True, media_dots=1245)),
    ],
)
def test_each_flag_of_zpl_is_understood(flag: str, status: Status) -> None:
    assert read_zpl(status_zpl((flag,))) == status


def test_an_open_cover_is_named_before_the_paper_that_cannot_be_seen_then() -> None:
    assert read_zpl(status_zpl(("head-open", "paper-out"))) == Status("printer-cover-open", media_dots=1245)
    assert read_tspl(status_tspl(("head-open", "paper-out"))) == Status("printer-cover-open")


@pytest.mark.parametrize(
    ("flag", "reason"),
    [
        ("head-open", "printer-cover-open"),
        ("jam", "printer-jam"),
        ("paper-out", "printer-paper-out"),
        ("ribbon-out", "printer-ribbon-out"),
        ("paused", "printer-paused"),
        ("fault", "printer-fault"),
    ],
)
def test_each_flag_of_tspl_is_understood(flag: str, reason: str) -> None:
    assert read_tspl(status_tspl((flag,))) == Status(reason)
    assert read_tspl(bytes([FLAGS_TSPL[flag] | 0x20])) == Status(reason, busy=True)


@given(st.binary(max_size=200))
def test_noise_never_breaks_the_reading(noise: bytes) -> None:
    assert read_zpl(noise) is None or b"\x02" in noise
    status = read_tspl(noise)
    assert (status is not None) == (len(noise) == 1 and not noise[0] & 0x40)


def test_a_printer_port_says_what_is_wrong() -> None:
    assert [port_trouble(flags) for flags in (0x18, 0x38, 0x10, 0x08)] == [
        "",
        "printer-paper-out",
        "printer-fault",
        "printer-paused",
    ]
