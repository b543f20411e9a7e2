"""The dark line at the bottom: the one next thing to do, and the keys that work now. Never in the way."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from packstation.gui import fonts
from packstation.gui.fonts import Size
from packstation.gui.text import PlainLabel
from packstation.gui.theme import Colours

HEIGHT = 52


@dataclass(frozen=True, slots=True)
class Hint:
    """A key, what it does in a word, and the name of the action behind it."""

    key: str
    text: str
    action: str


class KeyCap(QWidget):
    """One key drawn as a key, with its word; a click does the same as the key."""

    pressed = Signal(str)

    def __init__(self, hint: Hint, colours: Colours, parent: QWidget | None = None) -> None:
        """Show this hint."""
        super().__init__(parent)
        self.hint = hint
        self._colours = colours
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{hint.key} {hint.text}")
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        """Cap, gap and word."""
        return QSize(self._cap_width() + fonts.px(7) + self._text_width(), fonts.px(HEIGHT))

    def _cap_width(self) -> int:
        return QFontMetrics(fonts.face(Size.CAPTION, bold=True)).horizontalAdvance(self.hint.key) + fonts.px(
            14
        )

    def _text_width(self) -> int:
        return QFontMetrics(fonts.face(Size.CAPTION)).horizontalAdvance(self.hint.text) + fonts.px(2)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        """A click inside is the key."""
        if self.rect().contains(event.position().toPoint()):
            self.pressed.emit(self.hint.action)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """A rounded cap and the word beside it."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = fonts.px(26)
        cap = QRect(QPoint(0, (self.height() - height) // 2), QSize(self._cap_width(), height))
        painter.setPen(QPen(QColor(self._colours.key_line), 1))
        painter.drawRoundedRect(cap.adjusted(0, 0, -1, -1), fonts.px(5), fonts.px(5))
        painter.setPen(QColor(self._colours.on_bar))
        painter.setFont(fonts.face(Size.CAPTION, bold=True))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self.hint.key)
        painter.setPen(QColor(self._colours.on_bar_muted))
        painter.setFont(fonts.face(Size.CAPTION))
        word = self.rect().adjusted(cap.width() + fonts.px(7), 0, 0, 0)
        painter.drawText(word, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.hint.text)


class HintBar(QWidget):
    """What comes next, on the left; the keys, on the right. Where room is short, keys go before words do."""

    asked = Signal(str)

    def __init__(self, label: str, colours: Colours, parent: QWidget | None = None) -> None:
        """``label`` stands before the next step."""
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(fonts.px(HEIGHT))
        self._colours = colours
        self._label = PlainLabel(label, size=Size.LEAD, bold=True, colour=colours.on_bar_muted)
        self.next = PlainLabel(size=Size.LEAD, bold=True, colour=colours.on_bar, ellipsis=True)
        self._hints: tuple[Hint, ...] = ()
        self.caps: list[KeyCap] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(fonts.px(24), 0, fonts.px(24), 0)
        self._row.addWidget(self._label)
        self._row.setSpacing(fonts.px(18))
        self._row.addWidget(self.next, 1)

    def show_next(self, text: str) -> None:
        """The one next thing to do."""
        self.next.setText(text)
        self._make_room()

    def show_hints(self, hints: tuple[Hint, ...]) -> None:
        """The keys that work now, the most useful last (that one stays longest)."""
        if hints == self._hints:
            return
        self._hints = hints
        for cap in self.caps:
            self._row.removeWidget(cap)
            cap.hide()
            cap.deleteLater()
        self.caps = []
        for hint in hints:
            cap = KeyCap(hint, self._colours, self)
            cap.pressed.connect(self.asked)
            self._row.addWidget(cap)
            self.caps.append(cap)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  (Qt's name)
        """Keys give way to the next step."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Hide as many keys as the next step needs; help and leave stay."""
        gap = self._row.spacing()
        margins = self._row.contentsMargins()
        room = self.width() - margins.left() - margins.right() - self._label.sizeHint().width() - gap
        room -= self.next.fontMetrics().horizontalAdvance(self.next.text()) + gap
        needed = sum(cap.width() + gap for cap in self.caps)
        kept = (self.caps[0], self.caps[-1]) if self.caps else ()
        for cap in self.caps:
            cap.setVisible(True)
        for cap in self.caps[1:-1]:
            if needed <= room:
                break
            if cap not in kept:
                cap.setVisible(False)
                needed -= cap.width() + gap

    def sizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        """As wide as there is room."""
        return QSize(fonts.px(800), fonts.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """The dark ground."""
        del event
        QPainter(self).fillRect(self.rect(), QColor(self._colours.bar))
