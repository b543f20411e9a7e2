"""One typeface on every desk: Noto Sans CJK, shipped with the program, so that a bare machine shows no boxes.

Latin, Greek and Cyrillic letters it lacks (ł, ő, ґ …) come from Noto Sans, shipped as well; writing that
neither has is drawn with the system's own fonts.

Sizes are steps of one scale; the application's own font is the body size, everything else is a ratio of it.
Digits of this typeface are all equally wide, so counts stand still while they change. Only the Regular weight
exists: bold is drawn by Qt from 700 upward, lighter weights look the same as Regular.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from enum import Enum
from functools import cache
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

FAMILIES = {"zh_TW": "Noto Sans CJK TC", "ja": "Noto Sans CJK JP"}
FAMILY = "Noto Sans CJK SC"
MONO = "Noto Sans Mono CJK SC"
LETTERS = "Noto Sans"
_CHINESE = ("zh_CN", "zh_TW")
_PROPORTIONAL = QFont.Tag("pwid")
"""Quotes and commas as wide as they are in Latin text; as wide as a character they tear English sentences."""
BODY_PT = 14.0
"""The smallest size of anything that must be read from 1.5 m."""

_log = logging.getLogger(__name__)


class Size(Enum):
    """Steps of the type scale, in points at 100 %."""

    CAPTION = 12.0
    BODY = BODY_PT
    LEAD = 16.0
    TITLE = 20.0
    LARGE = 26.0
    COUNT = 32.0
    BANNER = 36.0
    HUGE = 46.0
    STOP = 60.0


@cache
def load() -> bool:
    """Make the typefaces known to Qt; once a process, after the application exists.

    Returns:
        False when a file or its package is missing: the system's own fonts are used in its place.
    """
    known = [_known(find) for find in (_chinese, _letters)]
    return all(known)


def _known(find: Callable[[], Path]) -> bool:
    try:
        path = find()
    except ImportError as error:
        _log.warning("font missing: %s", error)
        return False
    found = QFontDatabase.addApplicationFont(str(path)) >= 0
    if not found:
        _log.warning("font missing: %s", path)
    return found


def _chinese() -> Path:
    from noto_cjk_sans_otc import FONT_PATH  # noqa: PLC0415  (without it the window opens all the same)

    return Path(FONT_PATH)


def _letters() -> Path:
    from fontpkg_noto_sans import ROOT  # noqa: PLC0415  (as above)

    return Path(ROOT) / "files" / "NotoSans[wdth,wght].ttf"


def family(language: str) -> str:
    """The typeface that draws this language's signs the way its readers expect."""
    return FAMILIES.get(language, FAMILY)


def body(language: str, scale: float) -> QFont:
    """The application's font: every other size is derived from it."""
    load()
    font = QFont([family(language), LETTERS, "sans-serif"])
    font.setPointSizeF(BODY_PT * scale)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if language not in _CHINESE:
        font.setFeature(_PROPORTIONAL, 1)
    return font


def ratio() -> float:
    """How much bigger than at 100 % everything is drawn."""
    return QGuiApplication.font().pointSizeF() / BODY_PT


def face(size: Size = Size.BODY, *, bold: bool = False, mono: bool = False) -> QFont:
    """The font of one step of the type scale, at the scale the desk is set to."""
    font = QFont(QGuiApplication.font())
    font.setPointSizeF(size.value * ratio())
    font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    if mono:
        font.setFamilies([MONO, LETTERS, "monospace"])
        font.unsetFeature(_PROPORTIONAL)
    return font


def px(length: float) -> int:
    """A length drawn at 100 %, in pixels at the scale the desk is set to."""
    return round(length * ratio())
