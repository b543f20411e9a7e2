"""The colours of the desk, by what they mean, in light and dark.

Every text role is legible (4.5 : 1) on every ground it is used on: a test computes ``PAIRS``. The families of
verdicts stay apart for people who see no red or no green; what each verdict looks like stands in ``tones``.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from packstation.gui import fonts
from packstation.resources import resource


@dataclass(frozen=True, slots=True)
class Colours:
    """Colours by role, as ``#rrggbb``."""

    ground: str
    surface: str
    raised: str
    text: str
    muted: str
    faint: str
    line: str
    accent: str
    on_accent: str
    accent_soft: str
    accent_text: str
    done_soft: str
    done_text: str
    ahead_soft: str
    ahead_text: str
    warn_soft: str
    warn_text: str
    alarm: str
    on_alarm: str
    alarm_soft: str
    late: str
    soon: str
    fine: str
    chip: str
    chip_text: str
    urge: str
    urge_text: str
    note: str
    note_text: str
    bar: str
    on_bar: str
    on_bar_muted: str
    key_line: str
    ok_dot: str
    warning_dot: str
    failed_dot: str
    idle: str
    good: str
    done: str
    info: str
    warn: str
    wrong: str
    unknown: str
    other: str
    stop: str
    on_banner: str


LIGHT = Colours(
    ground="#f3f5f8",
    surface="#ffffff",
    raised="#ffffff",
    text="#1a2130",
    muted="#525c6b",
    faint="#68727f",
    line="#dde2e9",
    accent="#1f4e9e",
    on_accent="#ffffff",
    accent_soft="#e6edf9",
    accent_text="#1b468f",
    done_soft="#d5ebe0",
    done_text="#0e5a41",
    ahead_soft="#e5e9ef",
    ahead_text="#525c6b",
    warn_soft="#fff3dc",
    warn_text="#704300",
    alarm="#b3221b",
    on_alarm="#ffffff",
    alarm_soft="#fde9e7",
    late="#b3221b",
    soon="#8a4b00",
    fine="#1a2130",
    chip="#dde3eb",
    chip_text="#434c5a",
    urge="#ffe2c9",
    urge_text="#843700",
    note="#d2e1f9",
    note_text="#1b468f",
    bar="#1b2230",
    on_bar="#ffffff",
    on_bar_muted="#c5ccd8",
    key_line="#7d889b",
    ok_dot="#11875d",
    warning_dot="#b86a00",
    failed_dot="#b3221b",
    idle="#23405f",
    good="#0f6b4f",
    done="#0b5560",
    info="#2a5a8f",
    warn="#8f5200",
    wrong="#b3261e",
    unknown="#2b2e36",
    other="#5f3a8c",
    stop="#8f1914",
    on_banner="#ffffff",
)

DARK = Colours(
    ground="#12161d",
    surface="#191f29",
    raised="#222a36",
    text="#edf1f6",
    muted="#aeb7c4",
    faint="#98a2b0",
    line="#303948",
    accent="#3567bf",
    on_accent="#ffffff",
    accent_soft="#22344f",
    accent_text="#a9c8ff",
    done_soft="#17392d",
    done_text="#8edcb9",
    ahead_soft="#262e3a",
    ahead_text="#aeb7c4",
    warn_soft="#3a2d12",
    warn_text="#ffd591",
    alarm="#c5362d",
    on_alarm="#ffffff",
    alarm_soft="#43201e",
    late="#ff9a90",
    soon="#ffc069",
    fine="#edf1f6",
    chip="#2a3340",
    chip_text="#ccd3dd",
    urge="#4a2c12",
    urge_text="#ffc79a",
    note="#2c4770",
    note_text="#c3d8ff",
    bar="#090c11",
    on_bar="#ffffff",
    on_bar_muted="#c5ccd8",
    key_line="#6c778a",
    ok_dot="#35c48d",
    warning_dot="#ffb44d",
    failed_dot="#ff7a6e",
    idle="#1d3650",
    good="#0f6b4f",
    done="#0b5560",
    info="#2a5a8f",
    warn="#8f5200",
    wrong="#b3261e",
    unknown="#2b2e36",
    other="#5f3a8c",
    stop="#8f1914",
    on_banner="#ffffff",
)

TONES = ("idle", "good", "done", "info", "warn", "wrong", "unknown", "other", "stop")
PAIRS = (
    *((text, "surface") for text in ("text", "muted", "faint", "late", "soon", "fine")),
    *((text, "raised") for text in ("text", "muted", "faint", "late", "soon", "fine")),
    *((text, "ground") for text in ("text", "muted", "late", "soon", "fine")),
    *((text, "accent_soft") for text in ("text", "muted", "accent_text", "late", "soon", "fine")),
    ("on_accent", "accent"),
    ("done_text", "done_soft"),
    ("ahead_text", "ahead_soft"),
    ("warn_text", "warn_soft"),
    ("text", "warn_soft"),
    ("text", "alarm_soft"),
    ("late", "alarm_soft"),
    ("on_alarm", "alarm"),
    ("chip_text", "chip"),
    ("urge_text", "urge"),
    ("note_text", "note"),
    ("on_bar", "bar"),
    ("on_bar_muted", "bar"),
    *(("on_banner", tone) for tone in TONES),
)
"""Which text role stands on which ground."""


def colours(*, dark: bool) -> Colours:
    """The colours of the light or the dark theme."""
    return DARK if dark else LIGHT


def apply(app: QApplication, dark: bool, scale: float, language: str = "zh_CN") -> Colours:  # noqa: FBT001
    """Dress the application: typeface, palette and style sheet.

    Args:
        app: the application.
        dark: the dark theme instead of the light one.
        scale: 1.0 to 2.0; everything that is text or made for it grows with it.
        language: decides which country's signs the typeface draws.

    Returns:
        The colours in force.
    """
    chosen = colours(dark=dark)
    app.setStyle("Fusion")
    app.setFont(fonts.body(language, min(2.0, max(1.0, scale))))
    app.setPalette(palette(chosen))
    app.setStyleSheet(style_sheet(chosen))
    return chosen


def palette(chosen: Colours) -> QPalette:
    """The same colours as Qt's own controls want them."""
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: chosen.ground,
        QPalette.ColorRole.WindowText: chosen.text,
        QPalette.ColorRole.Base: chosen.surface,
        QPalette.ColorRole.AlternateBase: chosen.ground,
        QPalette.ColorRole.Text: chosen.text,
        QPalette.ColorRole.Button: chosen.raised,
        QPalette.ColorRole.ButtonText: chosen.text,
        QPalette.ColorRole.ToolTipBase: chosen.bar,
        QPalette.ColorRole.ToolTipText: chosen.on_bar,
        QPalette.ColorRole.Highlight: chosen.accent_soft,
        QPalette.ColorRole.HighlightedText: chosen.text,
        QPalette.ColorRole.PlaceholderText: chosen.muted,
        QPalette.ColorRole.Mid: chosen.line,
        QPalette.ColorRole.Link: chosen.accent_text,
    }
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(chosen.faint))
    return made


def style_sheet(chosen: Colours) -> str:
    """The style file with its ``@role`` names and ``@12px`` lengths filled in."""
    template = resource("style.qss").read_text(encoding="utf-8")
    sized = re.sub(r"@(\d+)px", lambda found: f"{fonts.px(int(found[1]))}px", template)
    roles = asdict(chosen)
    return re.sub(r"@([a-z_]+)", lambda found: roles[found[1]], sized)
