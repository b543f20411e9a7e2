"""Stop: nothing else counts now. Fills the window in red until somebody answers it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from packstation.gui import fonts, icons
from packstation.gui.fonts import Size
from packstation.gui.messages import StopText
from packstation.gui.text import PlainLabel
from packstation.gui.theme import Colours

_SHAPE = 76
_MOST_STEPS = 4
_SIZES = (
    (Size.STOP, Size.LARGE),
    (Size.HUGE, Size.LARGE),
    (Size.HUGE, Size.TITLE),
    (Size.BANNER, Size.LEAD),
    (Size.LARGE, Size.BODY),
)
"""The word and everything else, from the biggest on."""


class _Shape(QWidget):
    """The outcome's shape, big."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._colours = colours
        self._name = "stop"
        self.set_size(Size.STOP)

    def set_size(self, word: Size) -> None:
        """Stand beside a word of this size, as high as its first line."""
        edge = round(fonts.px(_SHAPE) * word.value / Size.STOP.value)
        self.setFixedSize(edge, QFontMetrics(fonts.face(word, bold=True)).height())

    def set_name(self, name: str) -> None:
        self._name = name
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        del event
        shape = icons.picture(self._name, self.width(), self._colours.on_banner, self.devicePixelRatioF())
        QPainter(self).drawPixmap(0, (self.height() - self.width()) // 2, shape)


class StopScreen(QWidget):
    """The word, the order, the steps in their order, and how to answer."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        """An empty red screen."""
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._colours = colours
        ink = colours.on_banner
        self._shape = _Shape(colours)
        self.word = PlainLabel(size=Size.STOP, bold=True, colour=ink, wrap=True)
        self.order = PlainLabel(size=Size.LARGE, colour=ink, wrap=True)
        self.note = PlainLabel(size=Size.LEAD, colour=ink, wrap=True)
        self.numbers = [
            PlainLabel(f"{n + 1}", size=Size.LARGE, bold=True, colour=ink) for n in range(_MOST_STEPS)
        ]
        self.steps = [PlainLabel(size=Size.LARGE, colour=ink, wrap=True) for _ in range(_MOST_STEPS)]
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(fonts.px(28))
        head.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.word, 1)
        steps = QGridLayout()
        steps.setHorizontalSpacing(fonts.px(20))
        steps.setVerticalSpacing(fonts.px(12))
        steps.setColumnStretch(1, 1)
        for place, (number, step) in enumerate(zip(self.numbers, self.steps, strict=True)):
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            number.setMinimumWidth(fonts.px(30))
            steps.addWidget(number, place, 0)
            steps.addWidget(step, place, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(fonts.px(88), fonts.px(24), fonts.px(88), fonts.px(24))
        column.setSpacing(fonts.px(22))
        column.addStretch(3)
        column.addLayout(head)
        column.addWidget(self.order)
        column.addLayout(steps)
        column.addWidget(self.note)
        column.addStretch(4)

    def show_text(self, shown: StopText) -> None:
        """Stop for this."""
        self._shape.set_name(shown.tone.shape)
        self.word.setText(shown.word)
        self.order.setText(shown.order)
        self.note.setText(shown.note)
        self.note.setVisible(bool(shown.note))
        for place, (number, step) in enumerate(zip(self.numbers, self.steps, strict=True)):
            is_used = place < len(shown.steps)
            number.setVisible(is_used)
            step.setVisible(is_used)
            step.setText(shown.steps[place] if is_used else "")
        self.setAccessibleName(" ".join((shown.word, shown.order, *shown.steps)))

        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  (Qt's name)
        """Everything must be read at once: what does not fit is set smaller."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The biggest letters with which nothing is cut off."""
        for word, rest in _SIZES:
            self._shape.set_size(word)
            self.word.setFont(fonts.face(word, bold=True))
            for label in (self.order, *self.numbers, *self.steps):
                label.setFont(fonts.face(rest, bold=label in self.numbers))
            if self._needed_height() <= self.height():
                break

    def _needed_height(self) -> int:
        """How high everything is at this width; inner layouts do not notice new letters by themselves."""
        for layout in self.findChildren(QLayout):
            layout.invalidate()
        whole = self.layout()
        return whole.totalHeightForWidth(self.width()) if whole is not None else 0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """Red, edge to edge."""
        del event
        QPainter(self).fillRect(self.rect(), QColor(self._colours.stop))
