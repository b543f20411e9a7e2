"""What the shelves hold for the open order, and counting a bin on the spot."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from packstation.desk.views import StockRow
from packstation.gui.fields import Option, Segments
from packstation.gui.queue_words import short_number
from packstation.gui.sheet import Sheet
from packstation.gui.stock_table import StockTable, shelves
from packstation.gui.text_field import TextField
from packstation.gui.theme import Colours
from packstation.words import Words

REASONS = ("counted", "found", "lost", "broken")
MOST_UNITS = 99_999
Count = Callable[[str, str, int, str], tuple[StockRow, ...]]
"""SKU, bin, units counted, reason in words; gives the rows as they are afterwards."""


class StockSheet(Sheet):
    """Arrows choose a bin, digits its count, Ctrl+Enter notes it; the sheet stays open for the next one."""

    def __init__(
        self,
        words: Words,
        colours: Colours,
        host: QWidget,
        *,
        number: str,
        rows: tuple[StockRow, ...],
        count: Count,
    ) -> None:
        """Show the goods of order ``number``; ``count`` notes what was counted."""
        super().__init__(words, colours, host, words("dialogs.stock.title"), width=1000)
        self._count = count
        self.describe(words("dialogs.stock.about", order=short_number(number)))
        self.table = StockTable(words, colours, shelves(rows))
        self.counted = TextField(colours, "", hint=words("dialogs.stock.count-hint"))
        options = tuple(Option(key, words(f"dialogs.stock.reason.{key}")) for key in REASONS)
        self.reason = Segments(colours, words("dialogs.stock.why"), options)
        for field in (self.table, self.counted, self.reason):
            self.add_field(field)
        self.table.changed.connect(self._follow)
        self.counted.changed.connect(lambda: self.say(""))
        self.add_closing(words("dialogs.stock.save"))
        self._follow()

    def _follow(self) -> None:
        """The count belongs to the chosen bin; goods without one cannot be counted here."""
        shelf = self.table.chosen
        can_count = shelf is not None and bool(shelf.bin)
        for field in (self.counted, self.reason):
            field.setVisible(can_count)
        self.counted.clear()
        self.keys.show_button(self.buttons[-1], on=can_count)
        if shelf is None:
            self.say(self.words("dialogs.stock.empty"), colour="muted")
        elif not can_count:
            self.say(self.words("dialogs.stock.not-kept"), colour="muted")
        else:
            self.counted.name(self.words("dialogs.stock.count", bin=shelf.bin))
            self.say("")

    def confirm(self) -> None:
        """Note the count of the chosen bin."""
        shelf, text = self.table.chosen, self.counted.value
        if shelf is None or not shelf.bin:
            self.close_sheet()
        elif not text:
            self.say(self.words("dialogs.stock.nothing"))
        elif not (text.isascii() and text.isdigit() and int(text) <= MOST_UNITS):
            self.say(self.words("dialogs.stock.no-count"))
        else:
            reason = self.words(f"dialogs.stock.reason.{self.reason.value}")
            self.table.show_rows(shelves(self._count(shelf.sku, shelf.bin, int(text), reason)))
            self.counted.clear()
            gaps = {"goods": shelf.title, "bin": shelf.bin, "n": int(text)}
            self.say(self.words("dialogs.stock.saved", **gaps), colour="done_text")
