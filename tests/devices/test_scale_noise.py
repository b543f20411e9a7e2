"""Noise, halves of lines and a wrong baud rate are never a weight."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.devices.scale import FORMATS, Reading, ScaleReader
from packstation.devices.scale_frames import LONGEST, FrameCutter

LINES = {
    "st-gs": b"ST,GS,+  1.234kg\r\n",
    "sics": b"S S      1.234 kg\r\n",
    "a9": b"\x02+00200021B\x03",
    "toledo": b"\x0201.234\r",
    "yaohua-forward": b"=0003.000",
    "yaohua-reversed": b"=000.3000",
}


def wrong_baud(data: bytes, ratio: float) -> bytes:
    """The bytes as a receiver with another bit rate samples them off the wire."""
    wire = [bit for byte in data for bit in (0, *((byte >> place) & 1 for place in range(8)), 1)]
    heard, at = bytearray(), 0.0
    while at < len(wire):
        if wire[int(at)]:
            at += ratio
            continue
        samples = [int(at + ratio * (place + 1.5)) for place in range(8)]
        if samples[-1] >= len(wire):
            break
        heard.append(sum(wire[sample] << place for place, sample in enumerate(samples)))
        at += ratio * 10
    return bytes(heard)


@pytest.mark.parametrize("form", [*FORMATS, "auto"])
@pytest.mark.parametrize("ratio", [0.125, 0.25, 0.5, 2, 4, 8])
def test_a_wrong_baud_rate_gives_no_weight(form: str, ratio: float) -> None:
    for line in LINES.values():
        readings = ScaleReader(form).feed(wrong_baud(line * 200, ratio))
        assert [reading for reading in readings if reading.grams is not None] == []


@pytest.mark.parametrize("form", [*FORMATS, "auto"])
@given(noise=st.binary(max_size=400))
def test_noise_gives_no_weight_and_does_no_harm(form: str, noise: bytes) -> None:
    reader = ScaleReader(form)
    assert [reading for reading in reader.feed(noise) if reading.grams is not None] == []
    good = LINES.get(form, LINES["st-gs"])
    # whatever half message the noise left open, the second good one is whole
    assert reader.feed(good * 3)[-1].grams in (1234, 20000, 3000)


def test_a_megabyte_of_noise_holds_no_weight_and_is_not_kept() -> None:
    signs = b"0123456789+-. STUGOLkglboz=\r\n\x02\x03"
    noise = bytes(random.Random(3).choices(range(256), k=1_000_000))
    cutter = FrameCutter()
    assert all(len(frame.body) <= LONGEST for frame in cutter.feed(noise))
    assert list(cutter.feed(b"\xff" * 100_000)) == []
    for form in ("st-gs", "sics", "a9"):
        garbage = bytes(random.Random(4).choices(signs, k=100_000))
        assert [r for r in ScaleReader(form).feed(garbage) if r.grams is not None] == []


@pytest.mark.parametrize("form", LINES)
def test_no_part_of_a_message_is_a_weight(form: str) -> None:
    line = LINES[form]
    whole = ScaleReader(form).feed(line)[0]
    for begin in range(len(line)):
        for end in range(begin, len(line) + 1):
            followed = ScaleReader(form).feed(line[begin:end] + line * 2)
            assert followed
            assert all(reading == whole for reading in followed)
            if begin > 0:
                assert ScaleReader(form).feed(line[begin:end] + b"\r\n") == []


@pytest.mark.parametrize(
    "sent",
    [
        b"\x02+00200021C\x03",
        b"\x02+00200051E\x03",
        b"\x02+0020002\x03",
        b"WG004.139kg3E\r\n",
        b"xST,GS,+  1.234kg\r\n",
        b"ST,GS,+  1.234kg1\r\n",
        b"ST,GS,+  1.2.4kg\r\n",
        b"ST,GS,+  1.234t\r\n",
        b"ST,TR,+  1.234kg\r\n",
        b"QT,+00000012 PC\r\n",
        b"S S      1.234 ct\r\n",
        b"S S      1.234\r\n",
        b"\x02 1.2 34\r",
        b"\x0201.234\n",
        b"=00.3000=",
        b"=00-.3000",
        b"1.234\r\n",
        b"6901234567892\r\n",
    ],
)
def test_what_is_not_wholly_a_message_is_none(sent: bytes) -> None:
    assert ScaleReader().feed(sent) == []


def test_a_line_cut_in_two_by_a_pause_is_not_joined_with_the_next() -> None:
    reader = ScaleReader()
    assert reader.feed(b"ST,GS,+  1.2") == []
    assert reader.feed(b"ST,GS,+  1.234kg\r\n") == []
    assert reader.feed(b"ST,GS,+  1.234kg\r\n") == [Reading(1234, stable=True, net=False)]
