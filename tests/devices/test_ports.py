"""A device is found by its USB numbers, wherever it is plugged in."""

from __future__ import annotations

import pytest

from packstation.devices.ports import Port, find, is_usb

SCANNER = Port("ttyACM3", "/dev/ttyACM3", vendor=0x0C2E, product=0x0901, serial="A1")
TWIN = Port("ttyACM12", "/dev/ttyACM12", vendor=0x0C2E, product=0x0901, serial="B2")
CABLE = Port("ttyUSB0", "/dev/ttyUSB0", vendor=0x1A86, product=0x7523)
BOARD = Port("ttyS0", "/dev/ttyS0")
ALL = [TWIN, BOARD, CABLE, SCANNER]


@pytest.mark.parametrize(
    ("wanted", "location"),
    [
        ("usb:1a86:7523", "/dev/ttyUSB0"),
        (" USB:1A86:7523 ", "/dev/ttyUSB0"),
        ("usb:0c2e:0901", "/dev/ttyACM3"),
        ("usb:c2e:901:b2", "/dev/ttyACM12"),
        ("usb:0c2e:0901:C3", ""),
        ("usb:ffff:0001", ""),
        ("usb:", ""),
        ("ttyUSB0", ""),
    ],
)
def test_a_device_is_found_by_its_numbers(wanted: str, location: str) -> None:
    assert find(wanted, ALL) == location


def test_a_windows_port_that_tells_no_place_is_opened_by_its_name() -> None:
    assert find("usb:1:2", [Port("COM10", vendor=1, product=2), Port("COM9", vendor=1, product=2)]) == "COM9"


def test_each_usb_port_tells_what_to_write_into_the_settings() -> None:
    assert [port.usb for port in ALL] == ["usb:0c2e:0901:B2", "", "usb:1a86:7523", "usb:0c2e:0901:A1"]
    for port in (SCANNER, TWIN, CABLE):
        assert is_usb(port.usb)
        assert find(port.usb, ALL) == port.location
