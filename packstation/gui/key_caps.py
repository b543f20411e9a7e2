"""Keystrokes drawn as keys, one by one: what a scanner really typed, invisible ones by name."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from packstation.gui import fonts
from packstation.gui.fonts import Size
from packstation.gui.theme import Colours

NAMES = {"\r": "Enter", "\n": "LF", "\t": "Tab", " ": "␣", "\x1d": "GS", "": "?"}
MOST = 80
_HEIGHT = 44
_GAP = 6


class KeyCaps(QWidget):
    """Wraps into as many rows as it needs; keys that should not be there stand out."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        """No keys yet."""
        super().__init__(parent)
        self._colours = colours
        self._keys: tuple[str, ...] = ()
        self._wrong: frozenset[int] = frozenset()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_keys(self, keys: tuple[str, ...], wrong: frozenset[int] = frozenset()) -> None:
        """Show what each key typed; ``wrong`` are the places of those that should be others."""
        more = len(keys) - MOST
        self._keys = (*keys[:MOST], f"+{more}") if more > 0 else keys
        self._wrong = wrong
        self.setAccessibleName(" ".join(map(name_of, self._keys)))
        self.updateGeometry()
        self.update()

    def _rooms(self, width: int) -> list[QRect]:
        metrics = QFontMetrics(fonts.face(Size.BODY, bold=True))
        height, gap = fonts.px(_HEIGHT), fonts.px(_GAP)
        left = top = 0
        rooms = []
        for key in self._keys:
            wide = max(fonts.px(34), metrics.horizontalAdvance(name_of(key)) + fonts.px(18))
            if left and left + wide > width:
                left, top = 0, top + height + gap
            rooms.append(QRect(left, top, wide, height))
            left += wide + gap
        return rooms

    def hasHeightForWidth(self) -> bool:  # noqa: N802  (Qt's name)
        """Narrower means higher."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802  (Qt's name)
        """All rows of keys."""
        rooms = self._rooms(width)
        return rooms[-1].bottom() + 1 if rooms else fonts.px(_HEIGHT)

    def sizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        """At the width it has, or a usual one."""
        return QSize(fonts.px(600), self.heightForWidth(self.width() or fonts.px(600)))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """A cap a key."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(fonts.face(Size.BODY, bold=True))
        for place, (room, key) in enumerate(zip(self._rooms(self.width()), self._keys, strict=True)):
            is_wrong = place in self._wrong
            is_named = key in NAMES
            ground = "alarm" if is_wrong else "chip" if is_named else "raised"
            ink = "on_alarm" if is_wrong else "chip_text" if is_named else "text"
            painter.setPen(QPen(QColor(self._colours.key_line), 1))
            painter.setBrush(QColor(getattr(self._colours, ground)))
            painter.drawRoundedRect(QRectF(room).adjusted(0.5, 0.5, -0.5, -0.5), fonts.px(6), fonts.px(6))
            painter.setPen(QColor(getattr(self._colours, ink)))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, name_of(key))


def name_of(key: str) -> str:
    """A key by what it types; by its name or number where nobody can see that."""
    if key in NAMES:
        return NAMES[key]
    return key if key.isprintable() else f"{ord(key[0]):02X}h"
