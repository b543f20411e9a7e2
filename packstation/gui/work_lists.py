"""The lists on the left: how much waits where. One is chosen with a click or Alt and its digit."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from packstation.desk.views import WorkList
from packstation.gui import fonts
from packstation.gui.fonts import Size
from packstation.gui.messages import shown_count
from packstation.gui.text import PlainLabel
from packstation.gui.theme import Colours
from packstation.words import Words

GROUPS: tuple[tuple[str, tuple[WorkList, ...]], ...] = (
    ("", (WorkList.DUE_NOW, WorkList.TODAY, WorkList.SINGLE, WorkList.URGED, WorkList.ALL)),
    ("attention", (WorkList.RECALLED, WorkList.TO_REVIEW, WorkList.HELD, WorkList.NO_LABEL)),
    ("after", (WorkList.TO_HAND_OVER, WorkList.NOT_SYNCED)),
)
IN_ORDER = tuple(name for _, names in GROUPS for name in names)
DIGITS = "1234567890-"
"""Alt and one of these chooses a list, in the order in which they stand on the keyboard and here."""
_ROW = 44
_LOW_ROW = 30
_EDGE = 12
EXCEPTIONS = "exceptions"
"""No list of the queue but a desk of its own: everything that is out of the ordinary (Ctrl+D)."""
_ALARMING = frozenset({WorkList.RECALLED})


class ListButton(QAbstractButton):
    """One list: its name and how many orders wait in it; ``picked`` carries its name."""

    picked = Signal(str)

    def __init__(self, name: str, text: str, colours: Colours) -> None:
        """An empty list."""
        super().__init__()
        self.name = name
        self._colours = colours
        self._count = 0
        self.setText(text)
        self.clicked.connect(self._pick)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMaximumHeight(fonts.px(_ROW))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def _pick(self) -> None:
        self.picked.emit(str(self.name))

    @property
    def count(self) -> int:
        """How many orders wait in it."""
        return self._count

    def set_count(self, count: int) -> None:
        """Show another count."""
        if count != self._count:
            self._count = count
            self.update()
        self.setAccessibleName(f"{self.text()} {shown_count(count)}")

    def sizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        """Name, gap and the longest count."""
        body = QFontMetrics(fonts.face(Size.BODY, bold=True))
        width = body.horizontalAdvance(self.text()) + body.horizontalAdvance("9999+") + fonts.px(44)
        return QSize(width, fonts.px(_ROW))

    def minimumSizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        """Where the window is low the lists move together."""
        return QSize(self.sizeHint().width(), QFontMetrics(fonts.face(Size.BODY)).height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """Ground when chosen, name on the left, count on the right; an alarming count in a pill."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self.rect().adjusted(0, 1, 0, -1)
        chosen = self.isChecked()
        ground = self._colours.accent_soft if chosen else self._colours.ground
        if chosen or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(room, fonts.px(8), fonts.px(8))
        inner = room.adjusted(fonts.px(12), 0, -fonts.px(12), 0)
        painter.setFont(fonts.face(Size.BODY, bold=chosen))
        painter.setPen(QColor(self._colours.accent_text if chosen else self._colours.text))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        if self._count and self.name in _ALARMING:
            self._paint_pill(painter, inner)
            return
        painter.setPen(QColor(self._colours.accent_text if chosen else self._colours.muted))
        painter.drawText(
            inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, shown_count(self._count)
        )

    def _paint_pill(self, painter: QPainter, inner: QRect) -> None:
        text = shown_count(self._count)
        painter.setFont(fonts.face(Size.BODY, bold=True))
        height = fonts.px(28)
        width = max(height + fonts.px(4), painter.fontMetrics().horizontalAdvance(text) + fonts.px(20))
        top = inner.center().y() - height // 2
        pill = QRect(inner.right() - width + fonts.px(6), top, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._colours.alarm))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(QColor(self._colours.on_alarm))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)


class WorkLists(QWidget):
    """All lists in their groups; exactly one is chosen. ``asked``: the exceptions desk is wanted."""

    chosen = Signal(str)
    asked = Signal(str)

    def __init__(self, words: Words, colours: Colours, parent: QWidget | None = None) -> None:
        """All lists, empty, the first chosen."""
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._colours = colours
        self.buttons: dict[WorkList, ListButton] = {}
        self.captions: list[PlainLabel] = []
        self.exceptions = ListButton(EXCEPTIONS, words("exceptions.list"), colours)
        self.exceptions.setCheckable(False)
        self.exceptions.picked.connect(self.asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(fonts.px(10), fonts.px(_EDGE), fonts.px(10), fonts.px(_EDGE))
        column.setSpacing(0)
        for title, names in GROUPS:
            if title:
                column.addWidget(self._caption(words(f"gui.lists.{title}")))
            if title == "attention":
                column.addWidget(self.exceptions)
            for name in names:
                column.addWidget(self._button(name, words(f"gui.lists.{name}")))
        column.addStretch(1)
        self.setFixedWidth(max(fonts.px(196), self.sizeHint().width()))
        self.choose(WorkList.DUE_NOW)

    def _caption(self, text: str) -> PlainLabel:
        label = PlainLabel(text, size=Size.CAPTION, colour=self._colours.faint)
        label.setContentsMargins(fonts.px(12), fonts.px(14), 0, fonts.px(4))
        self.captions.append(label)
        return label

    def _button(self, name: WorkList, text: str) -> ListButton:
        button = ListButton(name, text, self._colours)
        button.picked.connect(self._picked)
        self.buttons[name] = button
        return button

    @property
    def current(self) -> WorkList:
        """The chosen list."""
        return next(name for name, button in self.buttons.items() if button.isChecked())

    def choose(self, name: WorkList) -> None:
        """Choose a list."""
        for other, button in self.buttons.items():
            button.setChecked(other is name)
        self.chosen.emit(name.value)

    def _picked(self, name: str) -> None:
        self.choose(WorkList(name))

    def choose_digit(self, digit: str) -> None:
        """Choose by Alt and a digit."""
        place = DIGITS.find(digit)
        if 0 <= place < len(IN_ORDER):
            self.choose(IN_ORDER[place])

    def show_counts(self, counts: Mapping[WorkList, int]) -> None:
        """How many wait where."""
        for name, button in self.buttons.items():
            button.set_count(counts.get(name, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  (Qt's name)
        """Where there is no room for them, the groups' names go before the lists move together too far.

        Then the margins; at last the way to the exceptions desk, which has its key.
        """
        super().resizeEvent(event)
        buttons = (*self.buttons.values(), self.exceptions)
        captions = sum(label.sizeHint().height() for label in self.captions)
        lowest = [button.minimumSizeHint().height() for button in buttons]
        fits = captions + sum(max(low, fonts.px(_LOW_ROW)) for low in lowest) + fonts.px(24) <= self.height()
        for label in self.captions:
            label.setVisible(fits)
        edge = fonts.px(_EDGE if fits else 2)
        column = self.layout()
        if column is not None:
            column.setContentsMargins(fonts.px(10), edge, fonts.px(10), edge)
        self.exceptions.setVisible(fits or sum(lowest) + 2 * edge <= self.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """A plain ground with a line at its right."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._colours.surface))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), QColor(self._colours.line))
