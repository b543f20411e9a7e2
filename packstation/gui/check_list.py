"""What to look at on a piece: right means well, left flawed, both go on to the next check."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent

from packstation.gui import fonts
from packstation.gui.fields import Measured
from packstation.gui.fonts import Size
from packstation.gui.lines_of_text import broken
from packstation.gui.marks import draw_box
from packstation.gui.theme import Colours

_PAD = 12
_BOX = 28
_MOST_LINES = 3


class Seen(StrEnum):
    """What was seen of a check."""

    OPEN = "open"
    WELL = "well"
    FLAWED = "flawed"


class CheckList(Measured):
    """Up and down walk, right passes the check, left fails it."""

    def __init__(self, colours: Colours, checks: tuple[str, ...]) -> None:
        """Show these checks, none looked at yet."""
        super().__init__(colours)
        self.checks = checks
        self.seen = [Seen.OPEN] * len(checks)
        self._place = 0

    @property
    def flawed(self) -> tuple[int, ...]:
        """The places of the checks that failed."""
        return tuple(place for place, seen in enumerate(self.seen) if seen is Seen.FLAWED)

    @property
    def is_clipped(self) -> bool:
        """Whether a check lost its end."""
        return any(lines[-1].endswith("…") for lines in self._lines(self.width()))

    @property
    def spot(self) -> QRect:
        """The row the arrows stand on."""
        rows = self._rows(self.width())
        return rows[self._place] if rows else self.rect()

    def take_key(self, key: Qt.Key) -> bool:
        """Arrows; past the ends the sheet goes on."""
        if key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self._note(Seen.WELL if key == Qt.Key.Key_Right else Seen.FLAWED)
            return True
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(key)
        if step is None or not 0 <= self._place + step < len(self.checks):
            return False
        self._place += step
        self.update()
        return True

    def _note(self, seen: Seen) -> None:
        """The answer to this check, and on to the next."""
        self.seen[self._place] = seen
        self._place = min(self._place + 1, len(self.checks) - 1)
        self.update()
        self.changed.emit()

    # --- room and paint -------------------------------------------------------------------------------------

    def _lines(self, width: int) -> list[tuple[str, ...]]:
        room = width - fonts.px(_BOX + 3 * _PAD)
        font = fonts.face(Size.TITLE, bold=True)
        return [broken(check, font, max(room, fonts.px(80)), _MOST_LINES) for check in self.checks]

    def _rows(self, width: int) -> list[QRect]:
        line = QFontMetrics(fonts.face(Size.TITLE, bold=True)).lineSpacing()
        rows, top = [], 0
        for lines in self._lines(width):
            height = max(1, len(lines)) * line + fonts.px(16)
            rows.append(QRect(0, top, width, height))
            top += height
        return rows

    def heightForWidth(self, width: int) -> int:  # noqa: N802  (Qt's name)
        """All checks below each other."""
        rows = self._rows(width)
        return rows[-1].bottom() + 1 if rows else 0

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        """A click on a row goes through well, flawed, open."""
        order = {Seen.OPEN: Seen.WELL, Seen.WELL: Seen.FLAWED, Seen.FLAWED: Seen.OPEN}
        for place, room in enumerate(self._rows(self.width())):
            if room.contains(event.position().toPoint()):
                self._place = place
                self.seen[place] = order[self.seen[place]]
                self.update()
                self.changed.emit()
        self.wanted.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """A box, a check or a cross, and the words."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = zip(self._rows(self.width()), self._lines(self.width()), self.seen, strict=True)
        for place, (room, lines, seen) in enumerate(shown):
            if place == self._place:
                self.paint_ground(painter, room)
            box = QRect(
                fonts.px(_PAD), room.center().y() - fonts.px(_BOX) // 2, fonts.px(_BOX), fonts.px(_BOX)
            )
            self._paint_mark(painter, box, seen)
            painter.setPen(QColor(self.colours.late if seen is Seen.FLAWED else self.colours.text))
            painter.setFont(fonts.face(Size.TITLE, bold=True))
            words = room.adjusted(fonts.px(_BOX + 2 * _PAD), 0, 0, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, "\n".join(lines))

    def _paint_mark(self, painter: QPainter, box: QRect, seen: Seen) -> None:
        if seen is Seen.FLAWED:
            painter.setFont(fonts.face(Size.TITLE, bold=True))
            painter.setPen(QColor(self.colours.late))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "✖")
            return
        ink = QColor(self.colours.done_text if seen is Seen.WELL else self.colours.soon)
        draw_box(painter, box, ticked=seen is Seen.WELL, ink=ink, ground=QColor(self.colours.surface))
