"""Breaking a text into the lines a place has room for, and making foreign text safe to draw on one."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QTextLayout, QTextOption

_LONGEST = 2000
"""Nobody reads more at a packing desk; a cell of ten megabytes must not stop the window."""
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def one_line(text: str) -> str:
    """A text from outside as one line: no breaks, no control signs, none that turn the reading direction."""
    cut = text[:_LONGEST]
    if cut.isascii() and cut.isprintable():
        return " ".join(cut.split())
    shown = "".join(" " if unicodedata.category(sign) in _HIDDEN else sign for sign in cut)
    return " ".join(shown.split())


def many_lines(text: str) -> str:
    """A text from outside with its own line breaks kept, everything else as ``one_line`` leaves it."""
    lines = (one_line(line) for line in text[:_LONGEST].splitlines())
    return "\n".join(line for line in lines if line)


def broken(text: str, font: QFont, width: int, most: int) -> tuple[str, ...]:
    """The lines of a text in this font and width (px); the last of ``most`` ends with … if more is left."""
    if not text or width <= 0:
        return ()
    metrics = QFontMetrics(font)
    if metrics.horizontalAdvance(text) <= width:
        return (text,)
    if most == 1:
        return (metrics.elidedText(text, Qt.TextElideMode.ElideRight, width),)
    starts = _line_starts(text, font, width, most)
    lines = [text[start:end].strip() for start, end in pairwise(starts)]
    lines.append(metrics.elidedText(text[starts[-1] :].strip(), Qt.TextElideMode.ElideRight, width))
    return tuple(lines)


def _line_starts(text: str, font: QFont, width: int, most: int) -> list[int]:
    """Where the first lines begin; the last one runs on."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(text, font)
    layout.setTextOption(option)
    layout.beginLayout()
    starts: list[int] = []
    while len(starts) < most:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    return starts
