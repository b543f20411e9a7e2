"""Command barcodes and codes as scanners send them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.domain.scan import Command, clean, command_of


@pytest.mark.parametrize(
    ("code", "command"),
    [
        ("PKUNDO", (Command.UNDO, "")),
        ("pkundo", (Command.UNDO, "")),
        ("PkPrint", (Command.PRINT, "")),
        ("PKREPRINT", (Command.REPRINT, "")),
        ("PKNEXTBOX", (Command.NEXT_BOX, "")),
        ("PKBOXB3", (Command.BOX, "B3")),
        ("pkboxb3", (Command.BOX, "B3")),
        ("PKQTY12", (Command.QUANTITY, "12")),
        ("PKUSER1001", (Command.USER, "1001")),
        ("PKDESKdesk2", (Command.DESK, "DESK2")),
    ],
)
def test_commands_are_known_in_any_case(code: str, command: tuple[Command, str]) -> None:
    assert command_of(code) == command


@pytest.mark.parametrize(
    "code",
    [
        "PKQTY0",
        "PKQTY-1",
        "PKQTY",
        "PKQTY99999",
        "PKQTY1E3",
        "PKQTY²",
        "PKBOX",
        "PK",
        "",
        "XPKUNDO",
        "PKUNDOX",
        "PKBOX 3",
    ],
)
def test_what_only_looks_like_a_command_is_none(code: str) -> None:
    assert command_of(code) is None


@given(st.text())
def test_any_text_is_a_command_or_not_and_never_an_error(text: str) -> None:
    found = command_of(clean(text))
    assert found is None or found[0] in Command


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("6901234567892\r\n", "6901234567892"),
        ("\t6901234567892 ", "6901234567892"),
        ("６９０１２３４５６７８９２", "6901234567892"),
        ("ＹＴ１２", "YT12"),
        ("\x02YT12\x03", "YT12"),
        ("YT\u202e12\x00", "YT12"),
        ("\x00", ""),
    ],
)
def test_codes_are_what_the_scanner_meant(raw: str, code: str) -> None:
    assert clean(raw) == code


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
