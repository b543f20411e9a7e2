"""A key drawn as a key with its word, to press or to click; takes the keyboard from nobody."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from packstation.gui import fonts
from packstation.gui.fonts import Size
from packstation.gui.text import PlainLabel
from packstation.gui.theme import Colours

_HEIGHT = 48
_PAD = 16


class Kind(StrEnum):
    """How much a button wants to be pressed."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


_ROLES = {
    Kind.PLAIN: ("chip", "text", "key_line"),
    Kind.PRIMARY: ("accent", "on_accent", "accent"),
    Kind.DANGER: ("alarm", "on_alarm", "alarm"),
}


class KeyButton(QWidget):
    """``pressed`` carries the name of the key when it was clicked."""

    pressed = Signal(str)

    def __init__(self, key: str, text: str, colours: Colours, kind: Kind = Kind.PLAIN) -> None:
        """A key and what it does."""
        super().__init__()
        self.key = key
        self.text = text
        self.kind = kind
        self._colours = colours
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{key} {text}")

    def set_text(self, text: str) -> None:
        """Another word beside the key."""
        self.text = text
        self.setAccessibleName(f"{self.key} {text}")
        self.updateGeometry()
        self.update()
        row = self.parentWidget()
        if isinstance(row, KeyRow):
            row.arrange()

    def set_kind(self, kind: Kind) -> None:
        """Want to be pressed more, or less."""
        self.kind = kind
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        """Cap, gap and word."""
        words = QFontMetrics(fonts.face(Size.BODY, bold=True)).horizontalAdvance(self.text)
        return QSize(2 * fonts.px(_PAD) + self._cap() + fonts.px(10) + words, fonts.px(_HEIGHT))

    def _cap(self) -> int:
        return QFontMetrics(fonts.face(Size.CAPTION, bold=True)).horizontalAdvance(self.key) + fonts.px(16)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        """A click inside is the key."""
        if self.isEnabled() and self.rect().contains(event.position().toPoint()):
            self.pressed.emit(self.key)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """A rounded ground, the key's cap, the word."""
        del event
        ground, ink, edge = _ROLES[self.kind] if self.isEnabled() else ("ahead_soft", "ahead_text", "line")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(self._colours, ground)))
        painter.drawRoundedRect(self.rect(), fonts.px(10), fonts.px(10))
        height = fonts.px(28)
        cap = QRect(fonts.px(_PAD), (self.height() - height) // 2, self._cap(), height)
        line = QColor(getattr(self._colours, ink if self.kind is not Kind.PLAIN else edge))
        painter.setPen(QPen(line, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(cap).adjusted(0.5, 0.5, -0.5, -0.5), fonts.px(6), fonts.px(6))
        painter.setPen(QColor(getattr(self._colours, ink)))
        painter.setFont(fonts.face(Size.CAPTION, bold=True))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self.key)
        painter.setFont(fonts.face(Size.BODY, bold=True))
        word = self.rect().adjusted(cap.right() + fonts.px(10), 0, 0, 0)
        painter.drawText(word, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text)


_GAP = 12


class KeyRow(QWidget):
    """Keys in the foot of a sheet, at the right; in several rows where they need them."""

    def __init__(self, colours: Colours) -> None:
        """No keys yet; ``hint`` stands at the left while there is room."""
        super().__init__()
        self.buttons: list[KeyButton] = []
        self.hint = PlainLabel(parent=self, size=Size.CAPTION, colour=colours.muted)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def add(self, button: KeyButton) -> None:
        """One more key, at the right of the others."""
        button.setParent(self)
        self.buttons.append(button)
        self.updateGeometry()

    def show_button(self, button: KeyButton, *, on: bool) -> None:
        """Offer a key, or not."""
        button.setVisible(on)
        self.arrange()

    def _rows(self, width: int) -> list[list[KeyButton]]:
        """The keys that are offered, filled into rows from the end, so that the last one stands last."""
        rows: list[list[KeyButton]] = [[]]
        left = width
        for button in reversed([button for button in self.buttons if not button.isHidden()]):
            need = button.sizeHint().width() + fonts.px(_GAP)
            if rows[0] and need > left + fonts.px(_GAP):
                rows.insert(0, [])
                left = width
            rows[0].insert(0, button)
            left -= need
        return rows

    def hasHeightForWidth(self) -> bool:  # noqa: N802  (Qt's name)
        """Narrower means more rows."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802  (Qt's name)
        """All rows."""
        return len(self._rows(width)) * fonts.px(_HEIGHT + _GAP) - fonts.px(_GAP)

    def sizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        """At the width it has."""
        return QSize(fonts.px(300), self.heightForWidth(max(self.width(), fonts.px(300))))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  (Qt's name)
        """Keys go where they belong."""
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        """Place the keys."""
        free = self.width()
        for place, row in enumerate(self._rows(self.width())):
            right = self.width()
            for button in reversed(row):
                size = button.sizeHint()
                button.setGeometry(
                    right - size.width(), place * fonts.px(_HEIGHT + _GAP), size.width(), size.height()
                )
                right -= size.width() + fonts.px(_GAP)
            free = right
        need = self.hint.sizeHint()
        self.hint.setVisible(bool(self.hint.text()) and need.width() <= free)
        self.hint.setGeometry(0, (self.height() - need.height()) // 2, need.width(), need.height())
