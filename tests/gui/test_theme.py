from __future__ import annotations

import itertools
import math
import sys
from dataclasses import asdict

import pytest
from PySide6.QtWidgets import QApplication

from packstation.domain.scan import STOPS, Verdict
from packstation.gui import fonts, theme
from packstation.gui.theme import DARK, LIGHT, PAIRS, TONES, Colours
from packstation.gui.tones import ground_of, is_stop, tone_of
from packstation.resources import resource

# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear light
DEUTERANOPIA = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)
PROTANOPIA = (
    (0.152286, 1.052583, -0.204868),
    (0.114503, 0.786281, 0.099216),
    (-0.003882, -0.048116, 1.051998),
)


Eye = tuple[tuple[float, ...], ...]


def linear(colour: str) -> tuple[float, float, float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return red, green, blue


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def lab(light: tuple[float, float, float]) -> tuple[float, float, float]:
    red, green, blue = (min(1.0, max(0.0, part)) for part in light)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def seen_apart(one: str, other: str, eye: Eye | None) -> float:
    """How different two colours look to an eye (CIE76)."""
    seen = []
    for colour in (one, other):
        light = linear(colour)
        if eye is not None:
            light = tuple(sum(a * b for a, b in zip(line, light, strict=True)) for line in eye)  # type: ignore[assignment]
        seen.append(lab(light))
    return math.dist(*seen)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_every_text_is_legible_on_its_ground(colours: Colours, text: str, ground: str) -> None:
    roles = asdict(colours)
    assert contrast(roles[text], roles[ground]) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("eye", [None, DEUTERANOPIA, PROTANOPIA], ids=["all", "no green", "no red"])
@pytest.mark.parametrize(
    ("good", "bad"), list(itertools.product(("good", "done"), ("wrong", "warn", "stop", "other", "unknown")))
)
def test_right_and_wrong_look_different_to_every_eye(
    colours: Colours, eye: Eye | None, good: str, bad: str
) -> None:
    roles = asdict(colours)
    assert seen_apart(roles[good], roles[bad], eye) > 14


def test_every_verdict_has_its_own_shape_with_a_drawing_and_a_sound() -> None:
    shapes = [tone_of(verdict).shape for verdict in Verdict]
    assert len(set(shapes)) == len(shapes)
    for verdict in Verdict:
        tone = tone_of(verdict)
        assert resource("icons", f"{tone.shape}.svg").is_file()
        assert resource("sounds", f"{tone.sound}.wav").is_file()
        assert tone.ground in TONES


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_verdict_has_its_own_shade_legible_and_within_its_family(colours: Colours) -> None:
    grounds = {verdict: ground_of(colours, tone_of(verdict)).name() for verdict in Verdict}
    assert len(set(grounds.values())) == len(grounds)
    for verdict, ground in grounds.items():
        assert contrast(colours.on_banner, ground) >= 4.5, verdict
        family = asdict(colours)[tone_of(verdict).ground]
        assert seen_apart(ground, family, None) < 30, verdict


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("eye", [None, DEUTERANOPIA, PROTANOPIA], ids=["all", "no green", "no red"])
def test_no_shade_of_right_looks_like_a_shade_of_wrong(colours: Colours, eye: Eye | None) -> None:
    def shades(*families: str) -> list[str]:
        return [ground_of(colours, tone_of(v)).name() for v in Verdict if tone_of(v).ground in families]

    for good, bad in itertools.product(shades("good", "done"), shades("wrong", "warn", "stop")):
        assert seen_apart(good, bad, eye) > 9, (good, bad)


def test_stops_and_only_stops_are_stop_coloured_and_sound_like_it() -> None:
    stops = {verdict for verdict in Verdict if tone_of(verdict).ground == "stop"}
    assert stops == STOPS
    assert {verdict for verdict in Verdict if is_stop(verdict)} == STOPS


def test_refusals_never_sound_like_success() -> None:
    good = {
        tone_of(verdict).sound for verdict in (Verdict.ITEM_OK, Verdict.LINE_COMPLETE, Verdict.ORDER_COMPLETE)
    }
    bad = (Verdict.WRONG_ITEM, Verdict.TOO_MANY, Verdict.UNKNOWN_CODE, Verdict.OTHER_ORDER, Verdict.NOT_READY)
    assert len({tone_of(verdict).sound for verdict in bad}) == len(bad)
    assert not good & {tone_of(verdict).sound for verdict in bad}


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_sizes_follow_the_one_setting(qapp: QApplication, scale: float) -> None:
    theme.apply(qapp, dark=False, scale=scale)
    assert fonts.ratio() == pytest.approx(scale)
    assert fonts.face(fonts.Size.BODY).pointSizeF() >= 14 * scale
    assert fonts.face(fonts.Size.COUNT).pointSizeF() >= 32 * scale
    assert fonts.face(fonts.Size.BANNER).pointSizeF() >= 36 * scale
    assert fonts.px(96) == round(96 * scale)


def test_the_style_file_uses_only_roles_that_exist(qapp: QApplication) -> None:
    for colours in (LIGHT, DARK):
        assert "@" not in theme.style_sheet(colours)
    theme.apply(qapp, dark=True, scale=1.0)
    assert qapp.palette().window().color().name() == DARK.ground


@pytest.mark.parametrize(("language", "family"), [("zh_CN", "SC"), ("zh_TW", "TC"), ("en", "SC")])
def test_the_program_brings_its_own_typeface(qapp: QApplication, language: str, family: str) -> None:
    theme.apply(qapp, dark=False, scale=1.0, language=language)
    from PySide6.QtGui import QFontInfo

    assert QFontInfo(qapp.font()).family() == f"Noto Sans CJK {family}"


def test_digits_are_equally_wide() -> None:
    from PySide6.QtGui import QFontMetrics

    for bold in (False, True):
        metrics = QFontMetrics(fonts.face(fonts.Size.COUNT, bold=bold))
        assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


def test_quotes_tear_no_english_sentence_and_keep_their_room_in_chinese(qapp: QApplication) -> None:
    from PySide6.QtGui import QFontMetrics

    def wide(language: str) -> dict[str, bool]:
        theme.apply(qapp, dark=False, scale=1.0, language=language)
        metrics = QFontMetrics(fonts.face(fonts.Size.TITLE))
        return {sign: metrics.horizontalAdvance(sign) > metrics.horizontalAdvance("O") for sign in "“”‘’"}

    assert set(wide("zh_CN").values()) == {True}
    assert set(wide("en").values()) == {False}
    mono = QFontMetrics(fonts.face(mono=True))
    assert len({mono.horizontalAdvance(sign) for sign in "AiM0-"}) == 1


def test_without_the_typeface_s_package_the_window_takes_the_system_s_own(
    monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    assert fonts.load.__wrapped__()
    monkeypatch.setitem(sys.modules, "noto_cjk_sans_otc", None)
    assert not fonts.load.__wrapped__()
    assert qapp.font().pointSizeF() > 0
