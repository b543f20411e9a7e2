"""A computer's keyboard layout that is not the scanner's: seen on what real layouts type, never on ordinary codes."""

from __future__ import annotations

import string

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from packstation.domain.gtin import check_digit
from packstation.domain.layout_tables import CAPSLOCK, LAYOUTS, US
from packstation.domain.layouts import bent_by, spellings, unbent, under_capslock
from packstation.domain.scan import Command, command_of
from tests.tools import make_layouts
from tests.tools.xkb import US_ROWS, Keyboard

ALNUM = string.ascii_letters + string.digits
CODES = st.builds(
    str.__add__,
    st.sampled_from(["", "", "]E0", "]C1", "]d2"]),
    st.text(ALNUM + "-./", min_size=3, max_size=30),
)
KEYBOARDS = {layout: Keyboard(layout) for layout in LAYOUTS}
few = settings(max_examples=40)  # of each layout
every_layout = pytest.mark.parametrize("layout", LAYOUTS)


def nothing(_code: str) -> bool:
    return False


def test_the_tables_are_what_this_machine_types() -> None:
    assert tuple(LAYOUTS) == make_layouts.LAYOUTS
    assert {layout: make_layouts.rows(layout) for layout in LAYOUTS} == dict(LAYOUTS)
    assert "".join(US) == "".join(pair[0] for pair in US_ROWS.values()) + "".join(
        pair[1] for pair in US_ROWS.values()
    )
    assert {len(row) for rows in LAYOUTS.values() for row in rows} == {len(US_ROWS)}


@every_layout
def test_capslock_does_to_a_layout_what_it_does_on_this_machine(layout: str) -> None:
    real = zip("".join(make_layouts.rows(layout, caps=True)), "".join(under_capslock(layout)), strict=True)
    assert {(typed, rule) for typed, rule in real if typed not in {rule, " "}} == set()


def test_only_layouts_with_a_capslock_of_their_own_are_written_down() -> None:
    assert set(CAPSLOCK) == {layout for layout in LAYOUTS if not make_layouts.keeps_the_rule(layout)}


@every_layout
@few
@given(CODES, st.booleans())
def test_a_known_code_is_recognised_under_every_layout(layout: str, code: str, caps: bool) -> None:  # noqa: FBT001 (drawn)
    # Greek has one capital for two keys: longer runs of it are not followed.
    assume(layout != "gr" or code.upper().count("S") + code.upper().count("W") <= 6)
    typed = KEYBOARDS[layout].scan(code, caps=caps)
    if typed.casefold() == code.casefold():
        assert code in spellings(typed)
        assert bent_by(typed, lambda asked: asked == code) == ""
    else:
        assert code in [meant for _, meant in unbent(typed)]
        assert bent_by(typed, lambda asked: asked == code)


@every_layout
def test_a_bent_command_speaks_for_itself(layout: str) -> None:
    codes = [str(command) if command_of(command) else f"{command}12" for command in Command]
    typed = [KEYBOARDS[layout].scan(code, caps=caps) for code in codes for caps in (False, True)]
    assert [code for code in typed if not command_of(code) and not bent_by(code, nothing)] == []


@every_layout
@few
@given(
    st.sampled_from([7, 11, 12, 13]).flatmap(lambda size: st.text("0123456789", min_size=size, max_size=size))
)
def test_a_bent_article_number_speaks_for_itself_where_its_signs_do(layout: str, body: str) -> None:
    gtin = body + check_digit(body)
    typed = KEYBOARDS[layout].scan(gtin)
    # Typed in ASCII alone, as hardly ever happens, it could as well be a code of signs.
    assert bool(bent_by(typed, nothing)) == (not typed.isascii())
    wrong = body + str((int(check_digit(body)) + 1) % 10)
    # Of another keyboard it may be an article number by chance; of its own it is none.
    assert bent_by(KEYBOARDS[layout].scan(wrong), nothing) != layout


@pytest.mark.parametrize(
    ("typed", "layout", "meant"),
    [
        ("ZT7500012345678", "de", "YT7500012345678"),
        ("ZT7500012345678ßaß", "de", "YT7500012345678-a-"),
        ("-ç&é\"'(-è_çé", "fr", "691234567892"),
        ("µ", "be", "\\"),
        ("ET\x1d&", "fr", "ET\x1d1"),
        ("$Eà-à&", "fr", "]E0601"),
        ("Ë06901234567892", "ch", "]E06901234567892"),
        ("¨E06901234567892", "ch", "]E06901234567892"),
        ("НЕ12", "ru", "YT12"),
        ("не12", "ru", "yt12"),
        ("ЗЛГТВЩ", "ru", "PKUNDO"),
        ("لاخء", "ara", "box"),
        ("ﻻخء", "ara", "box"),
        ("لا", "ara", "gh"),
        ("É", "fr", "2"),
        ("qZ12", "fr", "Aw12"),
        ("ASD*1", "tr", "ASD-1"),
    ],
)
def test_what_the_scanner_meant(typed: str, layout: str, meant: str) -> None:
    assert meant in [text for _, text in unbent(typed)]
    if layout != "be":
        assert bent_by(typed, lambda asked: asked == meant)


@pytest.mark.parametrize(
    "code",
    [
        "",
        " ",
        "\x1d",
        "12345678",
        "6901234567892",
        "6901234567890",
        "YT7500012345678",
        "ZT7500012345678",
        "AZ-1000-QW",
        "JDVN00012345678-1-1-",
        "TS-WHT-L",
        "PKBOXY1",
        "PKUSERZOE",
        "PKATE",
        "]E06901234567892",
        "((((((((",
        "https://example.com/?a=1",
        "Größe XL",
        "不知道",
        "é",
        "📦" * 300,
        "x" * 5000,
        "\u202eYT12",
    ],
)
def test_an_ordinary_unknown_code_is_simply_unknown(code: str) -> None:
    assert bent_by(code, nothing) == ""


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_no_ascii_code_is_called_bent_without_evidence(code: str) -> None:
    assume(not any(command_of(meant) for _, meant in unbent(code)))
    assert bent_by(code, nothing) == ""


@given(st.one_of(st.text(), st.text("ΣςالÉß¨^´'\x1d \u200c", max_size=300)))
def test_any_text_has_an_answer_and_a_changed_meaning(text: str) -> None:
    readings = unbent(text)
    assert len({meant for _, meant in readings}) == len(readings)
    assert all(layout in LAYOUTS and meant.casefold() != text.casefold() for layout, meant in readings)
    assert bent_by(text, lambda _code: True) == (readings[0][0] if readings else "")


@given(st.text(ALNUM))
def test_capslock_alone_is_no_layout_but_a_spelling(code: str) -> None:
    assert code not in [meant for _, meant in unbent(code.swapcase())]
    assert code in spellings(code.swapcase())


@pytest.mark.parametrize(
    ("code", "same"),
    [
        ("yT1", ("yT1", "Yt1", "YT1", "yt1")),
        ("YT1", ("YT1", "yt1")),
        ("123", ("123",)),
        ("", ("",)),
        ("Straße", ("Straße", "sTRASSE", "STRASSE", "straße")),
    ],
)
def test_spellings_begin_with_the_code_and_repeat_nothing(code: str, same: tuple[str, ...]) -> None:
    assert spellings(code) == same
