"""How the queue is drawn: one painter for all cells, the clock ticking only where somebody can see it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPolygonF, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from packstation.desk.views import QueueRow
from packstation.domain.deadlines import Urgency
from packstation.gui import fonts
from packstation.gui.fonts import Size
from packstation.gui.order_queue import CHIPS_ROLE, ROW_ROLE, Column, OrderQueue
from packstation.gui.queue_columns import PAD, shares
from packstation.gui.queue_words import Chip, day_and_clock, time_left
from packstation.gui.theme import Colours
from packstation.words import Words

ROW_HEIGHT = 48
WIDE = 1500
"""From this window width on rows also show units, the whole order number and the hour of the deadline."""
_NARROWEST_CHIP = 56
ShopTime = Callable[[str], datetime]
"""The moment (UTC) at a shop's platform, by the shop's short name."""


class QueuePainter(QStyledItemDelegate):
    """Draws a cell from the row behind it; asks nobody."""

    def __init__(self, words: Words, colours: Colours, now: ShopTime, zone: tzinfo) -> None:
        """Draw with these words and colours; ``now`` is the time at a shop's platform."""
        super().__init__()
        self._words = words
        self._colours = colours
        self._now = now
        self._zone = zone
        self.is_wide = False
        self.body = fonts.face(Size.BODY)
        self.strong = fonts.face(Size.BODY, bold=True)
        self.small = fonts.face(Size.CAPTION)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        """Rows are all equally high."""
        del option, index
        return QSize(fonts.px(60), fonts.px(ROW_HEIGHT))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One cell."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, QueueRow):
            return
        view = option.widget
        room: QRect = option.rect
        chosen = isinstance(view, QAbstractItemView) and view.currentIndex().row() == index.row()
        painter.save()
        painter.fillRect(room, QColor(self._colours.accent_soft if chosen else self._colours.surface))
        painter.fillRect(room.left(), room.bottom(), room.width(), 1, QColor(self._colours.line))
        inner = room.adjusted(fonts.px(PAD), 0, -fonts.px(4), -1)
        match Column(index.column()):
            case Column.DEADLINE:
                self._paint_deadline(painter, inner, row)
            case Column.FLAGS:
                self._paint_chips(painter, inner, index.data(CHIPS_ROLE) or ())
            case Column.ORDER if self.is_wide:
                self._paint_text(painter, inner, row.number)
            case column:
                self._paint_text(
                    painter,
                    inner,
                    str(index.data() or ""),
                    strong=column is Column.STATE and bool(row.recall),
                )
        painter.restore()

    def _paint_text(self, painter: QPainter, room: QRect, text: str, *, strong: bool = False) -> None:
        painter.setFont(self.strong if strong else self.body)
        painter.setPen(QColor(self._colours.late if strong else self._colours.text))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)

    def _paint_deadline(self, painter: QPainter, room: QRect, row: QueueRow) -> None:
        """Shape, time left and, where there is room, the hour."""
        now = self._now(row.shop_id)
        left = time_left(row.ship_by, now, self._words)
        ink = QColor(getattr(self._colours, left.ink))
        edge = fonts.px(14)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        draw_urgency(painter, QRect(room.left(), room.center().y() - edge // 2, edge, edge), left.urgency)
        painter.setPen(ink)
        painter.setFont(self.strong)
        words = room.adjusted(edge + fonts.px(8), 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, left.text)
        if self.is_wide:
            painter.setFont(self.small)
            painter.setPen(QColor(self._colours.muted))
            hour = day_and_clock(row.ship_by, now, self._zone, self._words)
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight | Qt.TextFlag.TextSingleLine
            painter.drawText(words.adjusted(0, 0, -fonts.px(8), 0), flags, hour)

    def _paint_chips(self, painter: QPainter, room: QRect, chips: tuple[Chip, ...]) -> None:
        """Marks from left to right; those that do not fit become a count."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.small)
        left = room.left()
        for place, chip in enumerate(chips):
            rest = len(chips) - place - 1
            more = self._chip_width(f"+{rest}") + fonts.px(6) if rest else 0
            width = self._chip_width(chip.text)
            if left + width + more > room.right():
                self._paint_last_chips(painter, room, left, chips[place:])
                return
            left = self._paint_chip(painter, room, left, width, chip)

    def _paint_last_chips(self, painter: QPainter, room: QRect, left: int, chips: tuple[Chip, ...]) -> None:
        """The first of several that do not fit is shortened if that is worth it, the others are counted."""
        more = self._chip_width(f"+{len(chips) - 1}") + fonts.px(6) if len(chips) > 1 else 0
        width = room.right() - left - more
        if width >= fonts.px(_NARROWEST_CHIP):
            left = self._paint_chip(painter, room, left, width, chips[0])
            chips = chips[1:]
        if chips:
            text = f"+{len(chips)}"
            self._paint_chip(painter, room, left, self._chip_width(text), Chip(text, "chip", "chip_text"))

    def _chip_width(self, text: str) -> int:
        return QFontMetrics(self.small).horizontalAdvance(text) + fonts.px(16)

    def _paint_chip(self, painter: QPainter, room: QRect, left: int, width: int, chip: Chip) -> int:
        """One mark; gives where the next begins."""
        height = fonts.px(26)
        place = QRect(left, room.center().y() - height // 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(self._colours, chip.ground)))
        painter.drawRoundedRect(place, fonts.px(5), fonts.px(5))
        painter.setPen(QColor(getattr(self._colours, chip.ink)))
        shown = painter.fontMetrics().elidedText(chip.text, Qt.TextElideMode.ElideRight, width - fonts.px(8))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, shown)
        return left + width + fonts.px(6)


def draw_urgency(painter: QPainter, room: QRect, urgency: Urgency) -> None:
    """A square is late, a triangle soon, a disc fine; in the painter's brush."""
    match urgency:
        case Urgency.LATE:
            painter.drawRect(room)
        case Urgency.SOON:
            top = QPointF(room.center().x() + 0.5, room.top())
            painter.drawPolygon(QPolygonF([top, QPointF(room.bottomLeft()), QPointF(room.bottomRight())]))
        case Urgency.FINE:
            painter.drawEllipse(room)


class QueueView(QTableView):
    """The table: never takes the keyboard; the window moves the choice."""

    opened = Signal(str)

    def __init__(
        self,
        model: OrderQueue,
        words: Words,
        colours: Colours,
        now: ShopTime,
        zone: tzinfo,
        parent: QWidget | None = None,
    ) -> None:
        """Show the model's rows."""
        super().__init__(parent)
        self._queue = model
        self._words = words
        self.painter_of_cells = QueuePainter(words, colours, now, zone)
        self.setModel(model)
        self.setItemDelegate(self.painter_of_cells)
        self._quiet()
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self.repaint_times)
        self._tick.start()
        self.doubleClicked.connect(self._open)
        model.modelReset.connect(self.choose_first)

    def _quiet(self) -> None:
        """No focus, no editing, no grid, rows of one height."""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(fonts.px(ROW_HEIGHT))
        head = self.horizontalHeader()
        head.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head.setSectionsClickable(False)
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setFixedHeight(fonts.px(40))
        head.setMinimumSectionSize(fonts.px(30))

    @property
    def current(self) -> QueueRow | None:
        """The chosen order."""
        return self._queue.row_at(self.currentIndex().row())

    def choose_first(self) -> None:
        """Begin at the top."""
        self.choose(0)

    def choose(self, place: int) -> None:
        """Choose a row and bring it into sight."""
        last = self._queue.rowCount() - 1
        if last < 0:
            return
        place = max(0, min(place, last))
        before = self.currentIndex().row()
        self.setCurrentIndex(self._queue.index(place, 0))
        self.scrollTo(self._queue.index(place, 0))
        for row in (before, place):
            self._repaint_row(row)

    def step(self, rows: int) -> None:
        """Choose further up or down; at the end of what was read the next page is read."""
        target = self.currentIndex().row() + rows
        if target >= self._queue.rowCount() and self._queue.canFetchMore(QModelIndex()):
            self._queue.fetchMore(QModelIndex())
        self.choose(target)

    def rows_in_sight(self) -> int:
        """How many rows fit on the screen."""
        return max(1, self.viewport().height() // fonts.px(ROW_HEIGHT))

    def repaint_times(self) -> None:
        """A second has passed: repaint the times that can be seen, nothing else."""
        width = self.columnWidth(Column.DEADLINE)
        left = self.columnViewportPosition(Column.DEADLINE)
        self.viewport().update(left, 0, width, self.viewport().height())

    def _repaint_row(self, place: int) -> None:
        if 0 <= place < self._queue.rowCount():
            top = self.rowViewportPosition(place)
            self.viewport().update(0, top, self.viewport().width(), fonts.px(ROW_HEIGHT))

    def _open(self, index: QModelIndex) -> None:
        row = self._queue.row_at(index.row())
        if row is not None:
            self.opened.emit(row.number)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  (Qt's name)
        """Columns share the room: fixed ones as wide as their longest words, goods take the rest."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        wide = self.window().width() >= fonts.px(WIDE)
        self.painter_of_cells.is_wide = wide
        widths = shares(self.viewport().width(), self._words, wide=wide)
        for column in Column:
            self.setColumnHidden(column, column not in widths)
        for column, width in widths.items():
            self.setColumnWidth(column, width)
