"""What the shelves hold for an order: counting a bin on the spot, and pieces into quarantine or out of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from packstation.desk.views import StockRow
from packstation.gui.fields import Option, Segments
from packstation.gui.queue_words import short_number
from packstation.gui.sheet import Sheet
from packstation.gui.stock_table import Shelf, StockTable, shelves
from packstation.gui.text_field import TextField
from packstation.gui.theme import Colours
from packstation.words import Words

REASONS: Mapping[str, tuple[str, ...]] = {
    "count": ("counted", "found", "lost", "broken"),
    "quarantine": ("broken", "dirty", "wet", "expired"),
    "mend": ("looked", "repaired"),
    "scrap": ("thrown", "returned", "sold"),
}
"""What may be noted of a bin, each with its usual reasons."""
MOST_UNITS = 99_999


@dataclass(frozen=True, slots=True)
class Noted:
    """The shelves after a note; ``trouble`` says why nothing was noted."""

    rows: tuple[StockRow, ...]
    trouble: str = ""


Note = Callable[[str, str, str, int, str], Noted]
"""What (a key of ``REASONS``), SKU, bin, units, reason in words."""


class StockSheet(Sheet):
    """Arrows choose a bin, digits its count, Ctrl+Enter notes it; the sheet stays open for the next one.

    F4 shows whom a shortage of the chosen goods hits.
    """

    def __init__(
        self,
        words: Words,
        colours: Colours,
        host: QWidget,
        *,
        number: str,
        rows: tuple[StockRow, ...],
        note: Note,
        shortage: Callable[[str], object],
    ) -> None:
        """Show the goods of an order.

        Args:
            words: the language.
            colours: the theme.
            host: the window.
            number: the order.
            rows: what the shelves hold for it.
            note: writes down what was seen in a bin.
            shortage: shows whom a shortage of a SKU hits.
        """
        super().__init__(words, colours, host, words("stock.title"), width=1040)
        self._note = note
        self._shortage = shortage
        self.describe(words("stock.about", order=short_number(number)))
        self.table = StockTable(words, colours, shelves(rows))
        self.counted = TextField(colours, "", hint=words("stock.count-hint"))
        actions = tuple(Option(key, words(f"stock.do.{key}")) for key in REASONS)
        self.action = Segments(colours, words("stock.what"), actions)
        self.reasons = {key: self._reason(key) for key in REASONS}
        for field in (self.table, self.counted, self.action, *self.reasons.values()):
            self.add_field(field)
        self.table.changed.connect(self._follow)
        self.action.changed.connect(self._follow)
        self.counted.changed.connect(lambda: self.say(""))
        self._short = self.add_button("F4", words("stock.shortage"))
        self.add_closing(words("stock.save"))
        self._follow()

    def _reason(self, action: str) -> Segments:
        options = tuple(Option(key, self.words(f"stock.reason.{action}-{key}")) for key in REASONS[action])
        return Segments(self.colours, self.words("stock.why"), options)

    def _follow(self) -> None:
        """The number belongs to the chosen bin; goods without one cannot be counted here."""
        shelf = self.table.chosen
        can_count = shelf is not None and bool(shelf.bin)
        for field in (self.counted, self.action):
            field.setVisible(can_count)
        for key, field in self.reasons.items():
            field.setVisible(can_count and key == self.action.value)
        self.counted.clear()
        self.keys.show_button(self.buttons[-1], on=can_count)
        self.keys.show_button(self._short, on=shelf is not None and shelf.short > 0)
        if shelf is None:
            self.say(self.words("stock.empty"), colour="muted")
        elif not can_count:
            self.say(self.words("stock.not-kept"), colour="muted")
        else:
            self.counted.name(self.words(f"stock.units-{self.action.value}", bin=shelf.bin))
            self.say("")

    def press_key(self, name: str) -> bool:
        """F4 goes on to those who go without."""
        shelf = self.table.chosen
        if name != "F4" or shelf is None or not shelf.short:
            return False
        self._shortage(shelf.sku)
        return True

    def confirm(self) -> None:
        """Note what was seen in the chosen bin."""
        shelf, text = self.table.chosen, self.counted.value
        if shelf is None or not shelf.bin:
            self.close_sheet()
        elif not text:
            self.say(self.words("stock.nothing"))
        elif not (text.isascii() and text.isdigit() and int(text) <= MOST_UNITS):
            self.say(self.words("stock.no-count"))
        else:
            self._write_down(shelf, int(text))

    def _write_down(self, shelf: Shelf, units: int) -> None:
        action = self.action.value
        reason = self.words(f"stock.reason.{action}-{self.reasons[action].value}")
        noted = self._note(action, shelf.sku, shelf.bin, units, reason)
        self.table.show_rows(shelves(noted.rows))
        if noted.trouble:
            self.say(noted.trouble)
            return
        self.action.choose("count")
        self._follow()
        gaps = {"goods": shelf.title, "bin": shelf.bin, "n": units}
        self.say(self.words(f"stock.saved-{action}", **gaps), colour="done_text")
