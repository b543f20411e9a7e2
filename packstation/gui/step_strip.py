"""The eight steps above the open order, so that a glance tells how far it is: shape, word and colour."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from packstation.gui import fonts
from packstation.gui.fonts import Size
from packstation.gui.marks import draw_mark
from packstation.gui.steps import Mark, Name, StepText
from packstation.gui.theme import Colours

_CELL = 44
_GAP = 6
_PAD = 10
_MARK = 18
_TRIES = ((Size.BODY, 1), (Size.CAPTION, 1), (Size.BODY, 2), (Size.CAPTION, 2), (Size.BODY, 4))
_COMMANDS = {
    Name.REVIEW: "review",
    Name.ITEMS: "stock",
    Name.QUALITY: "quality",
    Name.WISHES: "tick",
    Name.LABEL: "waybill",
}
_ROLES = {
    Mark.DONE: ("done_soft", "done_text"),
    Mark.NOW: ("accent", "on_accent"),
    Mark.AHEAD: ("ahead_soft", "ahead_text"),
    Mark.NONE: ("ahead_soft", "ahead_text"),
    Mark.TROUBLE: ("alarm", "on_alarm"),
}


@dataclass(frozen=True, slots=True)
class _Cell:
    """Where a step stands and what it says."""

    step: StepText
    room: QRect


class StepStrip(QWidget):
    """One cell a step, two rows where the words need them; ``asked`` names what a click asks for."""

    asked = Signal(str)

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        """An empty strip."""
        super().__init__(parent)
        self._colours = colours
        self._steps: tuple[StepText, ...] = ()
        self._font = fonts.face(Size.BODY, bold=True)
        self.cells: tuple[_Cell, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(fonts.px(_CELL))

    @property
    def shown(self) -> dict[Name, Mark]:
        """How each step stands on the screen."""
        return {step.name: step.mark for step in self._steps}

    @property
    def is_clipped(self) -> bool:
        """Whether a word does not fit into its cell."""
        metrics = QFontMetrics(self._font)
        return any(_needed(metrics, cell.step.text) > cell.room.width() for cell in self.cells)

    def show_steps(self, steps: tuple[StepText, ...]) -> None:
        """Show how the steps stand."""
        if steps == self._steps:
            return
        self._steps = steps
        self.setAccessibleName(", ".join(f"{step.text}: {step.mark}" for step in steps))
        self._arrange()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  (Qt's name)
        """Cells share the width by what their words need."""
        super().resizeEvent(event)
        self._arrange()

    def sizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        """As wide as there is room."""
        return QSize(fonts.px(600), self.height())

    def _arrange(self) -> None:
        """The largest type that fits one row, else more rows."""
        if not self._steps or self.width() <= 0:
            return
        for size, rows in _TRIES:
            self._font = fonts.face(size, bold=True)
            cells = self._placed(QFontMetrics(self._font), rows)
            if cells is not None:
                break
        else:
            cells = self._placed(QFontMetrics(self._font), rows, forced=True)
        self.cells = cells or ()
        height = rows * fonts.px(_CELL) + (rows - 1) * fonts.px(_GAP)
        if height != self.height():
            self.setFixedHeight(height)

    def _placed(self, metrics: QFontMetrics, rows: int, *, forced: bool = False) -> tuple[_Cell, ...] | None:
        """The cells in this many rows; None when a row is too short for its words."""
        a_row = -(-len(self._steps) // rows)
        cells: list[_Cell] = []
        for row in range(rows):
            part = range(row * a_row, min(len(self._steps), (row + 1) * a_row))
            needs = [_needed(metrics, self._steps[place].text) for place in part]
            spare = self.width() - sum(needs) - fonts.px(_GAP) * (len(needs) - 1)
            if spare < 0 and not forced:
                return None
            left, top = 0, row * (fonts.px(_CELL) + fonts.px(_GAP))
            for n, (place, need) in enumerate(zip(part, needs, strict=True)):
                width = need + spare * (n + 1) // len(needs) - spare * n // len(needs)
                room = QRect(left, top, width, fonts.px(_CELL))
                cells.append(_Cell(self._steps[place], room))
                left += width + fonts.px(_GAP)
        return tuple(cells)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        """A click on a step asks for what helps with it."""
        spot = event.position().toPoint()
        for cell in self.cells:
            command = _COMMANDS.get(cell.step.name)
            if command and cell.room.contains(spot):
                self.asked.emit(command)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """Rounded cells with a mark and a word."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for cell in self.cells:
            self._paint_cell(painter, cell)

    def _paint_cell(self, painter: QPainter, cell: _Cell) -> None:
        ground, ink = (QColor(getattr(self._colours, role)) for role in _ROLES[cell.step.mark])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(cell.room), fonts.px(8), fonts.px(8))
        font = QFont(self._font)
        font.setBold(cell.step.mark in (Mark.NOW, Mark.TROUBLE))
        painter.setFont(font)
        wide = QFontMetrics(font).horizontalAdvance(cell.step.text)
        edge, gap = fonts.px(_MARK), fonts.px(6)
        left = cell.room.left() + max(fonts.px(_PAD) // 2, (cell.room.width() - wide - edge - gap) // 2)
        middle = cell.room.center().y()
        draw_mark(painter, cell.step.mark, QRect(QPoint(left, middle - edge // 2), QSize(edge, edge)), ink)
        painter.setPen(ink)
        words = cell.room.adjusted(left + edge + gap - cell.room.left(), 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, cell.step.text)


def _needed(metrics: QFontMetrics, text: str) -> int:
    return metrics.horizontalAdvance(text) + fonts.px(_MARK + 6 + 2 * _PAD)
