"""One line of the tick list: what must be done, who asked for it, and its box."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from packstation.gui import fonts, icons
from packstation.gui.fonts import Size
from packstation.gui.lines_of_text import broken
from packstation.gui.side_words import WishText
from packstation.gui.text import PlainLabel, plain_tip
from packstation.gui.theme import Colours


class _Tick(QWidget):
    """An empty box, or a ticked one."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._colours = colours
        self.is_ticked = False
        self.setFixedSize(fonts.px(26), fonts.px(26))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.setPen(
            QPen(QColor(self._colours.done_text if self.is_ticked else self._colours.text), fonts.px(2))
        )
        if self.is_ticked:
            painter.setBrush(QColor(self._colours.done_soft))
        painter.drawRoundedRect(box, fonts.px(5), fonts.px(5))
        if self.is_ticked:
            edge = fonts.px(18)
            shape = icons.picture("check", edge, self._colours.done_text, self.devicePixelRatioF())
            painter.drawPixmap((self.width() - edge) // 2, (self.height() - edge) // 2, shape)


class FewLines(PlainLabel):
    """A text in a few lines at most; what is left over is its tool tip, however long its words are."""

    def __init__(self, most: int, *, size: Size, colour: str = "") -> None:
        """Break into ``most`` lines."""
        super().__init__(size=size, colour=colour)
        self._most = most
        self._whole = ""
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)

    @property
    def whole(self) -> str:
        """The text without breaks."""
        return self._whole

    def show_text(self, text: str) -> None:
        """Show another text."""
        self._whole = text
        self._break()

    def sizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        """As high as its lines, as wide as there is room."""
        lines = self.text().count("\n") + 1
        return QSize(0, lines * self.fontMetrics().lineSpacing())

    def hasHeightForWidth(self) -> bool:  # noqa: N802  (Qt's name)
        """Its lines are broken already."""
        return False

    def minimumSizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        """No long word makes the window wider."""
        return self.sizeHint()

    @property
    def is_clipped(self) -> bool:
        """Never: what has no room is named by the tool tip."""
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  (Qt's name)
        """Another width breaks other lines."""
        super().resizeEvent(event)
        self._break()

    def _break(self) -> None:
        lines = broken(self._whole, self.font(), self.width(), self._most)
        self.setText("\n".join(lines))
        self.setToolTip(plain_tip(self._whole) if lines and lines[-1].endswith("…") else "")
        self.updateGeometry()


class WishRow(QWidget):
    """One wish of the buyer; the next one to do names its key. A click ticks it."""

    pressed = Signal(int)

    def __init__(self, place: int, key: str, colours: Colours) -> None:
        """The wish at this place."""
        super().__init__()
        self._place = place
        self._colours = colours
        self.tick = _Tick(colours)
        self.text = FewLines(3, size=Size.LEAD)
        self.source = FewLines(2, size=Size.CAPTION, colour=colours.faint)
        self.key = PlainLabel(key, size=Size.CAPTION, bold=True, colour=colours.accent_text)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.text)
        words.addWidget(self.source)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, fonts.px(3), 0, fonts.px(3))
        row.setSpacing(fonts.px(10))
        row.addWidget(self.tick, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.key, 0, Qt.AlignmentFlag.AlignTop)

    def show_wish(self, shown: WishText, *, is_next: bool) -> None:
        """Show a wish."""
        self.text.show_text(shown.text)
        self.text.set_colour(self._colours.muted if shown.is_ticked else self._colours.text)
        self.source.show_text(shown.source)
        self.source.setVisible(bool(shown.source))
        self.key.setVisible(is_next)
        shape = Qt.CursorShape.ArrowCursor if shown.is_ticked else Qt.CursorShape.PointingHandCursor
        self.setCursor(shape)
        if shown.is_ticked is not self.tick.is_ticked:
            self.tick.is_ticked = shown.is_ticked
            self.tick.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        """A click inside ticks the wish."""
        if self.rect().contains(event.position().toPoint()) and not self.tick.is_ticked:
            self.pressed.emit(self._place)
