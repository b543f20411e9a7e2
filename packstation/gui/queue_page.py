"""The waiting orders: the lists on the left, the chosen one beside them, a search over it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from packstation.desk.views import QueueRow, WorkList
from packstation.gui.empty_note import EmptyNote
from packstation.gui.find_bar import FindBar
from packstation.gui.order_queue import Fetch, Key, OrderQueue, nothing
from packstation.gui.queue_view import QueueView, ShopTime
from packstation.gui.theme import Colours
from packstation.gui.work_lists import WorkLists
from packstation.words import Words

MOST_FOUND = 200


class QueuePage(QWidget):
    """Shows one list, or what a search found. Knows the desk only through two functions."""

    opened = Signal(str)
    finding = Signal(bool)

    def __init__(
        self,
        words: Words,
        colours: Colours,
        *,
        now: ShopTime,
        zone: tzinfo,
        page: Callable[[WorkList, Key | None, int], Sequence[QueueRow]],
        find: Callable[[str, int], Sequence[QueueRow]],
    ) -> None:
        """An empty page.

        Args:
            words: the language.
            colours: the theme.
            now: the time at a shop's platform.
            zone: the desk's time zone.
            page: rows of a list after a key.
            find: rows that fit a text.
        """
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._words = words
        self._page = page
        self._find = find
        self.lists = WorkLists(words, colours)
        self.model = OrderQueue(words, self)
        self.view = QueueView(self.model, words, colours, now, zone)
        self.empty = EmptyNote(colours)
        self.find_bar = FindBar(words, colours)
        self._since = ""
        self._places = QStackedWidget()
        self._places.addWidget(self.view)
        self._places.addWidget(self.empty)
        self._lay_out()
        self.lists.chosen.connect(self._choose)
        self.view.opened.connect(self.opened)
        self.find_bar.searched.connect(self._search)
        self.find_bar.taken.connect(self.open_chosen)
        self.find_bar.closed.connect(self._close_find)
        self.find_bar.moved.connect(self.view.step)
        self.model.modelReset.connect(self._show_filled)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.find_bar)
        right.addWidget(self._places, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.lists)
        row.addLayout(right, 1)

    @property
    def is_finding(self) -> bool:
        """Whether a search is under way."""
        return not self.find_bar.isHidden()

    def load(self) -> None:
        """Read the chosen list from its beginning."""
        self.model.load(self._fetch_of(self.lists.current))

    def refresh(self, counts: Mapping[WorkList, int]) -> None:
        """Counts and rows as they are now; the choice stays on its order."""
        self.lists.show_counts(counts)
        chosen, scroll = self.view.current, self.view.verticalScrollBar().value()
        self.model.reload()
        place = self.model.place_of(chosen.number) if chosen else None
        if place is not None:
            self.view.choose(place)
            self.view.verticalScrollBar().setValue(scroll)

    def put(self, row: QueueRow | None) -> None:
        """Show what changed on one order at once."""
        if row is not None:
            self.model.put(row)

    def show_since(self, text: str) -> None:
        """When the platform was last heard of; stands on an empty list."""
        self._since = text
        if self._places.currentWidget() is self.empty:
            self._show_filled()

    def start_find(self) -> None:
        """Look for an order."""
        self.find_bar.open_bar()
        self.model.load(nothing)
        self.finding.emit(True)

    def open_chosen(self) -> None:
        """Enter: the chosen order."""
        row = self.view.current
        if row is not None:
            self.find_bar.close_bar()
            self.opened.emit(row.number)

    def _close_find(self) -> None:
        self.load()
        self.finding.emit(False)

    def _choose(self, name: str) -> None:
        del name
        self.find_bar.close_bar()
        self.load()

    def _search(self, text: str) -> None:
        rows = tuple(self._find(text, MOST_FOUND)) if text else ()
        self.model.load(lambda after, limit: () if after else rows[:limit])
        self.find_bar.show_found(len(rows))

    def _fetch_of(self, name: WorkList) -> Fetch:
        return lambda after, limit: self._page(name, after, limit)

    def _show_filled(self) -> None:
        """The table, or why it is empty."""
        if self.model.rowCount():
            self._places.setCurrentWidget(self.view)
            return
        if self.is_finding and not self.find_bar.text:
            self._places.setCurrentWidget(self.view)
            return
        key = "found" if self.is_finding else self.lists.current.value
        title = self._words(f"gui.empty.{key}", text=self.find_bar.text)
        self.empty.show_text(
            title, self._words(f"gui.empty.{key}-why"), "" if self.is_finding else self._since
        )
        self._places.setCurrentWidget(self.empty)
