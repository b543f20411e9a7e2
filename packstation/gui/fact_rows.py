"""Lines of a page about how things stand: a mark, what it is about, the sentence."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from packstation.domain.connection import Found
from packstation.gui import fonts
from packstation.gui.status_strip import draw_health
from packstation.gui.text import PlainLabel
from packstation.gui.theme import Colours

_INKS = {Found.FAILED: "late", Found.UNTRIED: "muted"}
_AT = (Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag(0))
_CAPTION_SHARE = 0.19
_MARK = 14


@dataclass(frozen=True, slots=True)
class FactText:
    """One line in words."""

    found: Found
    caption: str
    text: str


class _Mark(QWidget):
    """The same shapes as in the status strip: disc, triangle, square, ring."""

    def __init__(self, found: Found, colours: Colours) -> None:
        super().__init__()
        self._health = found
        self._colours = colours
        self.setAccessibleName(found)
        # as high as a line of text, so that it stands beside the first one
        self.setFixedSize(fonts.px(_MARK), PlainLabel("x").sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self.width() - 2
        draw_health(painter, QRectF(1, (self.height() - side) / 2, side, side), self._health, self._colours)


class FactRows(QWidget):
    """Rows below each other; shown anew as a whole."""

    def __init__(self, colours: Colours, width: int) -> None:
        """No rows yet; captions take their share of this width."""
        super().__init__()
        self._colours = colours
        self._caption_width = int(width * _CAPTION_SHARE)
        self.rows: tuple[FactText, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(fonts.px(12))
        self._grid.setVerticalSpacing(fonts.px(4))
        self._grid.setColumnStretch(2, 1)

    def show_rows(self, rows: tuple[FactText, ...]) -> bool:
        """Show these; gives whether anything changed."""
        if rows == self.rows:
            return False
        self.rows = rows
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for place, row in enumerate(rows):
            caption = PlainLabel(row.caption, colour=self._colours.muted, wrap=True)
            caption.setFixedWidth(self._caption_width)
            ink = getattr(self._colours, _INKS.get(row.found, "text"))
            text = PlainLabel(row.text, colour=ink, wrap=True)
            mark = _Mark(row.found, self._colours)
            for column, part in enumerate((mark, caption, text)):
                self._grid.addWidget(part, place, column, _AT[column])
                part.show()  # what is not shown yet takes no room, and the sheet is measured at once
        return True
