"""The open order: its steps, its goods, what stands beside them. It shows values and decides nothing."""

from __future__ import annotations

from datetime import datetime, tzinfo

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from packstation.desk.views import OrderView
from packstation.domain.scan import Answer
from packstation.gui import fonts
from packstation.gui.hand_keys import HandKeys
from packstation.gui.line_list import LineList
from packstation.gui.line_words import attention, line_texts
from packstation.gui.pack_side import PackSide
from packstation.gui.pictures import Pictures
from packstation.gui.side_words import due_text, side_text
from packstation.gui.step_strip import StepStrip
from packstation.gui.steps import steps_of
from packstation.gui.theme import Colours
from packstation.words import Words

REVEAL_MS = 10_000
"""A buyer's full address is covered again after this long."""
_MOVES = {"up": -1, "down": 1, "top": -10_000, "bottom": 10_000}
"""Arrows choose a line; a long way up is the first, a long way down the last."""
_PAGES = {"page-up": -1, "page-down": 1}


class PackPanel(QWidget):
    """Repaints only what differs from what it showed before.

    ``asked`` carries the name of an action when the mouse was used (``tick:0``, ``reveal``), ``revealed`` the
    number of the order whose full address came into sight, for the journal. ``hand_count`` carries a line and
    a change, ``hand_set`` a line and a number: counted by keys.
    """

    asked = Signal(str)
    revealed = Signal(str)
    hand_count = Signal(str, int)
    hand_set = Signal(str, int)

    def __init__(
        self,
        words: Words,
        colours: Colours,
        parent: QWidget | None = None,
        *,
        pictures: Pictures | None = None,
        zone: tzinfo | None = None,
    ) -> None:
        """An empty panel.

        Args:
            words: the language.
            colours: the theme.
            parent: what it stands in.
            pictures: where the goods' pictures come from; tiles alone without it.
            zone: the desk's time zone; the computer's own without it.
        """
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._words = words
        self._colours = colours
        self._zone = zone
        self._view: OrderView | None = None
        self._is_revealed = False
        self.strip = StepStrip(colours)
        self.lines = LineList(words, colours, pictures or Pictures(parent=self))
        self.side = PackSide(words, colours)
        self._cover = QTimer(self)
        self._cover.setSingleShot(True)
        self._cover.timeout.connect(self.conceal)
        self.hand = HandKeys(self)
        self.hand.changed.connect(self._show_hand)
        self.hand.counted.connect(lambda change: self._by_hand(self.hand_count, change))
        self.hand.set_to.connect(lambda number: self._by_hand(self.hand_set, number))
        self.strip.asked.connect(self.asked)
        self.side.asked.connect(self.asked)
        self._lay_out()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(fonts.px(18), fonts.px(14), fonts.px(8), 0)
        left.setSpacing(fonts.px(14))
        left.addWidget(self.strip)
        left.addWidget(self.lines, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(fonts.px(8))
        row.addLayout(left, 1)
        row.addWidget(self.side)

    @property
    def number(self) -> str:
        """The order shown; empty when there is none."""
        return self._view.order.number if self._view else ""

    @property
    def is_revealed(self) -> bool:
        """Whether the full address is in sight."""
        return self._is_revealed

    # --- what is shown

    def show_view(self, view: OrderView | None, now: datetime, answer: Answer | None = None) -> None:
        """Show an order as it is now.

        Args:
            view: the order, or None when the desk is empty.
            now: the platform's time (UTC).
            answer: what the desk just said: its line is outlined and scrolled to.
        """
        self.hand.clear()
        if view is None:
            self._view = None
            self.conceal()
            self.lines.show_lines((), attention_of=None)
            return
        if view.order.number != self.number:
            self._hide_address()
            self.lines.point_at("")
        self._view = view
        self.strip.show_steps(steps_of(view.order, self._words))
        self.lines.show_lines(line_texts(view, self._words), attention_of=attention(view.order, answer))
        self.show_time(now)
        self._show_side()

    @property
    def shop_id(self) -> str | None:
        """The short name of the shop whose order is shown; by its platform's clock it is late."""
        return self._view.order.shop_id if self._view is not None else None

    def show_time(self, now: datetime) -> None:
        """A second has passed: the deadline is nearer."""
        if self._view is not None:
            self.side.show_due(due_text(self._view.order, now, self._zone, self._words))

    def _show_side(self) -> None:
        if self._view is not None:
            shown = side_text(self._view, self._words, is_revealed=self._is_revealed)
            self.side.show_text(shown, is_revealed=self._is_revealed)

    # --- the address

    def reveal(self) -> None:
        """Show the full address for a few seconds and say so; while it is in sight, cover it again."""
        if self._view is None:
            return
        if self._is_revealed:
            self.conceal()
            return
        self._is_revealed = True
        self._cover.start(REVEAL_MS)
        self._show_side()
        self.revealed.emit(self._view.order.number)

    def conceal(self) -> None:
        """Cover the address."""
        self._hide_address()
        self._show_side()

    def _hide_address(self) -> None:
        self._cover.stop()
        self._is_revealed = False

    # --- moving about

    def take_key(self, event: QKeyEvent) -> bool:
        """Whether a person's key counts something: ``+``, ``-``, digits, and Enter behind them."""
        return self.hand.take(event)

    def _by_hand(self, signal: SignalInstance, number: int) -> None:
        line = self.lines.pointed_at() or self.lines.first_missing()
        if line:
            self.lines.point_at(line)
            signal.emit(line, number)

    def _show_hand(self) -> None:
        """The number typed stands on the line it is meant for."""
        typed = self.hand.typed
        if typed and not self.lines.pointed_at():
            self.lines.point_at(self.lines.first_missing())
        self.lines.show_typed(self._words("hand.line.set", number=typed) if typed else "")

    def moved(self, action: str) -> bool:
        """Whether a key's action moved something: arrows choose among the goods, page keys what is beside."""
        if action in _MOVES:
            self.hand.clear()
            self.lines.step(_MOVES[action])
        elif action in _PAGES:
            self.side.scroll(_PAGES[action])
        else:
            return False
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  (Qt's name)
        """The side takes its share."""
        super().resizeEvent(event)
        self.side.setFixedWidth(self.side.width_in(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """The ground behind the cards."""
        del event
        QPainter(self).fillRect(self.rect(), QColor(self._colours.ground))
