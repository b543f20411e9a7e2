"""The queue's rows: read from the desk a page at a time, only as far as somebody has looked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from packstation.desk.views import QueueRow
from packstation.gui.lines_of_text import one_line
from packstation.gui.queue_words import Chip, chips, short_number, state_of
from packstation.words import Words

PAGE = 200
Key = tuple[int, int, int]
Fetch = Callable[[Key | None, int], Sequence[QueueRow]]
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class Column(IntEnum):
    """The table's columns, in their order; ``UNITS`` only where the window is wide."""

    DEADLINE = 0
    ORDER = 1
    GOODS = 2
    UNITS = 3
    BUYER = 4
    CARRIER = 5
    FLAGS = 6
    STATE = 7


ROW_ROLE = Qt.ItemDataRole.UserRole
CHIPS_ROLE = Qt.ItemDataRole.UserRole + 1


def nothing(after: Key | None, limit: int) -> Sequence[QueueRow]:
    """A list with no orders in it."""
    del after, limit
    return ()


class OrderQueue(QAbstractTableModel):
    """Orders in the order in which the platform will punish us. ``data`` never asks the database."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        """An empty queue."""
        super().__init__(parent)
        self._words = words
        self._fetch: Fetch = nothing
        self._rows: list[QueueRow] = []
        self._places: dict[str, int] = {}
        self._texts: dict[int, tuple[str, ...]] = {}
        self._chips: dict[int, tuple[Chip, ...]] = {}
        self._more = False

    def load(self, fetch: Fetch) -> None:
        """Show another list; reads its first page."""
        self._fetch = fetch
        self._reset(fetch(None, PAGE), PAGE)

    def reload(self) -> None:
        """Read again what was read before, as far as it was: rows may have come, gone or moved."""
        wanted = max(PAGE, len(self._rows))
        rows: list[QueueRow] = []
        after: Key | None = None
        while len(rows) < wanted:
            page = self._fetch(after, PAGE)
            rows += page
            if len(page) < PAGE:
                break
            after = rows[-1].key
        if not self._same_places(rows):
            self._reset(rows, PAGE)
            return
        for place, row in enumerate(rows):
            if row != self._rows[place]:
                self._replace(place, row)

    def put(self, row: QueueRow) -> bool:
        """Show what changed on one order, where it stands.

        Returns:
            False when it is not among the rows read, or belongs elsewhere now: then ``reload``.
        """
        place = self._places.get(row.number)
        if place is None or self._rows[place].key != row.key:
            return False
        self._replace(place, row)
        return True

    def row_at(self, place: int) -> QueueRow | None:
        """The order in this row."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def place_of(self, number: str) -> int | None:
        """In which row an order stands; None if it was not read."""
        return self._places.get(number)

    def _same_places(self, rows: Sequence[QueueRow]) -> bool:
        return [row.number for row in rows] == [row.number for row in self._rows]

    def _reset(self, rows: Sequence[QueueRow], asked: int) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self._places = {row.number: place for place, row in enumerate(self._rows)}
        self._texts.clear()
        self._chips.clear()
        self._more = bool(rows) and len(rows) % asked == 0
        self.endResetModel()

    def _replace(self, place: int, row: QueueRow) -> None:
        self._rows[place] = row
        self._texts.pop(place, None)
        self._chips.pop(place, None)
        self.dataChanged.emit(self.index(place, 0), self.index(place, len(Column) - 1))

    # --- Qt's side
    # ----------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802  (Qt's name)
        """Rows read so far."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:  # noqa: N802  (Qt's name)
        """All columns, shown or not."""
        return 0 if parent.isValid() else len(Column)

    def canFetchMore(self, parent: Index) -> bool:  # noqa: N802  (Qt's name)
        """Whether the list may go on after the rows read."""
        return self._more and not parent.isValid()

    def fetchMore(self, parent: Index) -> None:  # noqa: N802  (Qt's name)
        """Read the next page, because somebody scrolled to the end of this one."""
        if not self.canFetchMore(parent):
            return
        page = [row for row in self._fetch(self._rows[-1].key, PAGE) if row.number not in self._places]
        self._more = len(page) >= PAGE
        if not page:
            return
        first = len(self._rows)
        self.beginInsertRows(QModelIndex(), first, first + len(page) - 1)
        self._rows += page
        self._places.update({row.number: first + place for place, row in enumerate(page)})
        self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row itself for the painter, a cell's words for everybody else."""
        row = self.row_at(index.row()) if index.isValid() else None
        if row is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self.texts_at(index.row())[index.column()]
            case _ if role == ROW_ROLE:
                return row
            case _ if role == CHIPS_ROLE:
                return self.chips_at(index.row())
            case _:
                return None

    def headerData(  # noqa: N802  (Qt's name)
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The columns' names."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._words(f"gui.column.{Column(section).name.lower()}")
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def texts_at(self, place: int) -> tuple[str, ...]:
        """The words of a row's cells; made once, the time left is the painter's."""
        texts = self._texts.get(place)
        if texts is None:
            texts = self._texts[place] = self._make_texts(self._rows[place])
        return texts

    def chips_at(self, place: int) -> tuple[Chip, ...]:
        """The marks of a row; made once."""
        found = self._chips.get(place)
        if found is None:
            found = self._chips[place] = chips(self._rows[place], self._words)
        return found

    def _make_texts(self, row: QueueRow) -> tuple[str, ...]:
        marks = " ".join(chip.text for chip in chips(row, self._words))
        return (
            "",
            short_number(row.number),
            one_line(row.goods),
            str(row.units),
            one_line(f"{row.buyer} {row.city}"),
            one_line(row.carrier),
            marks,
            state_of(row, self._words),
        )
