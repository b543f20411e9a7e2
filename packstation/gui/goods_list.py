"""The goods of an order in a few rows: what they look like, how many are wanted, whether they are there."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QGridLayout, QWidget

from packstation.desk.views import OrderView, StockRow
from packstation.domain.order import Line
from packstation.gui import fonts
from packstation.gui.fonts import Size
from packstation.gui.lines_of_text import one_line
from packstation.gui.pictures import Pictures
from packstation.gui.text import PlainLabel
from packstation.gui.theme import DARK, Colours
from packstation.words import Words

MOST_ROWS = 30
_EDGE = 52


class GoodsList(QWidget):
    """A row a line: picture, name, units, what the shelves hold of it."""

    def __init__(
        self,
        words: Words,
        colours: Colours,
        pictures: Pictures,
        *,
        view: OrderView,
        stock: Mapping[str, StockRow],
    ) -> None:
        """Show the goods of an order.

        Args:
            words: the language.
            colours: the theme.
            pictures: of the goods.
            view: the order.
            stock: what the shelves hold, by SKU.
        """
        super().__init__()
        self._words = words
        self._colours = colours
        self._pictures = pictures
        self._view = view
        self.states: list[PlainLabel] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(fonts.px(16))
        grid.setVerticalSpacing(fonts.px(8))
        grid.setColumnStretch(1, 1)
        lines = view.order.lines[:MOST_ROWS]
        for place, line in enumerate(lines):
            self._add(grid, place, line, stock.get(line.sku))
        left = len(view.order.lines) - len(lines)
        if left:
            more = PlainLabel(words("review.more-goods", n=left), colour=colours.muted)
            grid.addWidget(more, len(lines), 1)

    def _add(self, grid: QGridLayout, place: int, line: Line, stock: StockRow | None) -> None:
        words, colours = self._words, self._colours
        product = self._view.products.get(line.sku)
        name = one_line(f"{line.title or self._view.title_of(line.sku)} {line.spec}")
        picture = self._pictures.picture(
            line.sku,
            name,
            product.picture if product else "",
            fonts.px(_EDGE),
            ratio=self.devicePixelRatioF(),
            dark=colours == DARK,
        )
        grid.addWidget(_Tile(picture), place, 0)
        title = PlainLabel(name, bold=True, wrap=True)
        grid.addWidget(title, place, 1)
        units = words("review.units", n=line.need)
        if line.gift:
            units = f"{words('gui.flag.gift')} {units}"
        grid.addWidget(PlainLabel(units, size=Size.TITLE, bold=True), place, 2, Qt.AlignmentFlag.AlignRight)
        text, ink = self._state(line, stock)
        state = PlainLabel(text, colour=getattr(colours, ink), bold=ink == "late")
        self.states.append(state)
        grid.addWidget(state, place, 3)

    def _state(self, line: Line, stock: StockRow | None) -> tuple[str, str]:
        """What the shelves say, and in which colour."""
        words = self._words
        if not line.need:
            return words("review.not-wanted"), "muted"
        if stock is None or stock.on_shelf is None:
            return words("review.not-kept"), "muted"
        if stock.short:
            return words("review.short", n=stock.short, have=stock.on_shelf), "late"
        return words("review.there", n=stock.on_shelf, bin=one_line(stock.bins[0].bin)[:20]), "done_text"


class _Tile(QWidget):
    """A picture of the goods."""

    def __init__(self, picture: QPixmap) -> None:
        super().__init__()
        self._picture = picture
        self.setFixedSize(QSize(fonts.px(_EDGE), fonts.px(_EDGE)))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        del event
        QPainter(self).drawPixmap(self.rect(), self._picture)
