"""Beside the goods: by when, what the buyer wants, who gets it, which box goes how."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from packstation.domain.deadlines import Urgency
from packstation.gui import fonts
from packstation.gui.fonts import Size
from packstation.gui.queue_view import draw_urgency
from packstation.gui.side_parts import BoxNote, ChipRow, NoteBox
from packstation.gui.side_words import DueText, SideText
from packstation.gui.slot_mark import SlotMark
from packstation.gui.text import PlainLabel
from packstation.gui.theme import Colours
from packstation.gui.wish_row import WishRow
from packstation.words import Words

NARROWEST = 330
WIDEST = 460
_SHARE = 0.258
_BOXES_LAST = 4
TICK_KEY = "F11"
LIST_KEY = "Ctrl F11"
_W = TypeVar("_W", bound=QWidget)


class _Shape(QWidget):
    """The deadline's shape: square late, triangle soon, disc fine."""

    def __init__(self) -> None:
        super().__init__()
        self._urgency = Urgency.FINE
        self._colour = ""
        self.setFixedSize(fonts.px(20), fonts.px(20))

    def show_urgency(self, urgency: Urgency, colour: str) -> None:
        if (urgency, colour) != (self._urgency, self._colour):
            self._urgency, self._colour = urgency, colour
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._colour))
        inset = fonts.px(2)
        draw_urgency(painter, self.rect().adjusted(inset, inset, -inset, -inset), self._urgency)


class Address(QWidget):
    """Who gets the parcel; a click shows the whole address like its key does."""

    pressed = Signal()

    def __init__(self, words: Words, colours: Colours) -> None:
        """No address yet."""
        super().__init__()
        self._words = words
        self._colours = colours
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.caption = PlainLabel(size=Size.CAPTION, colour=colours.faint, wrap=True)
        self.warning = PlainLabel(words("pack.receiver.changed"), bold=True, colour=colours.late, wrap=True)
        self.lines = [PlainLabel(wrap=True, bold=place == 0) for place in range(2)]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(fonts.px(3))
        for label in (self.caption, self.warning, *self.lines):
            column.addWidget(label)

    def show_address(self, lines: tuple[str, ...], *, is_revealed: bool, is_new: bool) -> None:
        """Show these lines."""
        self.caption.setText(self._words(f"pack.receiver.{'shown' if is_revealed else 'masked'}"))
        self.caption.set_colour(self._colours.soon if is_revealed else self._colours.faint)
        self.warning.setVisible(is_new)
        for label, text in zip(self.lines, (*lines, "", ""), strict=False):
            label.setText(text)
            label.setVisible(bool(text))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        """A click inside asks for the whole address."""
        if self.rect().contains(event.position().toPoint()):
            self.pressed.emit()


class PackSide(QWidget):
    """The deadline stands still on top; the rest scrolls where the window is low.

    ``asked`` carries ``reveal``, ``parcels`` or ``tick:N`` when the mouse was used.
    """

    asked = Signal(str)

    def __init__(self, words: Words, colours: Colours, parent: QWidget | None = None) -> None:
        """An empty side."""
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._words = words
        self._colours = colours
        self._shown: SideText | None = None
        self._is_revealed = False
        self._shape = _Shape()
        self.number = PlainLabel(size=Size.CAPTION, colour=colours.muted, ellipsis=True)
        self.due = PlainLabel(size=Size.TITLE, bold=True, wrap=True)
        self.source = PlainLabel(size=Size.CAPTION, colour=colours.muted, wrap=True)
        self.slot = SlotMark(words("pack.basket"), colours)
        self.chips = ChipRow(colours)
        self.message = NoteBox("warn_soft", "warn_text", colours)
        self.memo = NoteBox("note", "note_text", colours)
        self.wishes_caption = PlainLabel(
            f"{words('pack.wishes')} · {LIST_KEY}", size=Size.CAPTION, colour=colours.faint, wrap=True
        )
        self.wishes: list[WishRow] = []
        self.all_wishes = PlainLabel(colour=colours.done_text, bold=True, wrap=True)
        self.address = Address(words, colours)
        self.address.pressed.connect(lambda: self.asked.emit("reveal"))
        self.boxes: list[BoxNote] = []
        self.rule = PlainLabel(colour=colours.soon, bold=True, wrap=True)
        self.told = PlainLabel(colour=colours.muted, wrap=True)
        self._wish_column = _column(0)
        self._boxes = QWidget()
        self._box_column = QVBoxLayout(self._boxes)
        self._box_column.setContentsMargins(0, 0, 0, 0)
        self._box_column.setSpacing(fonts.px(12))
        self._column = QVBoxLayout()
        self.area = QScrollArea()
        self._lay_out()

    def _lay_out(self) -> None:
        content = QWidget()
        column = self._column
        content.setLayout(column)
        column.setContentsMargins(fonts.px(18), fonts.px(12), fonts.px(18), fonts.px(12))
        column.setSpacing(fonts.px(12))
        column.addLayout(self._wish_column)
        for part in (self.message, self.memo, self.address, self._boxes, self.rule, self.told):
            column.addWidget(part)
        column.addStretch(1)
        self._wish_column.addWidget(self.wishes_caption)
        self._wish_column.addWidget(self.all_wishes)
        self.area.setWidget(content)
        self.area.setWidgetResizable(True)
        # the area fills its content's ground unless told not to after taking it
        content.setAutoFillBackground(False)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.viewport().setAutoFillBackground(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._head())
        whole.addWidget(self.area, 1)

    def _head(self) -> QWidget:
        """Order number, deadline and where it comes from; beside them the basket on the cart."""
        head = QWidget()
        head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(head)
        row.setContentsMargins(fonts.px(18), fonts.px(14), fonts.px(18), fonts.px(12))
        row.setSpacing(fonts.px(12))
        column = QVBoxLayout()
        column.setSpacing(fonts.px(2))
        row.addLayout(column, 1)
        row.addWidget(self.slot)
        top = QHBoxLayout()
        top.setSpacing(fonts.px(8))
        top.addWidget(self.number, 1)
        due = QHBoxLayout()
        due.setSpacing(fonts.px(10))
        due.addWidget(self._shape)
        due.addWidget(self.due, 1)
        column.addLayout(top)
        column.addLayout(due)
        column.addWidget(self.source)
        column.addWidget(self.chips)
        self._head_box = head
        return head

    def width_in(self, window: int) -> int:
        """How wide the side is in a window of this width."""
        return max(fonts.px(NARROWEST), min(fonts.px(WIDEST), int(window * _SHARE)))

    # --- what is shown

    def show_due(self, shown: DueText) -> None:
        """The deadline at this moment."""
        colour = getattr(self._colours, shown.left.ink)
        self._shape.show_urgency(shown.left.urgency, colour)
        if self.due.text() != shown.left.text:
            self.due.set_colour(colour)
            self.due.setText(shown.left.text)
        self.source.setText(shown.source)

    def show_text(self, shown: SideText, *, is_revealed: bool) -> None:
        """Everything else; what stayed the same is left alone."""
        if shown == self._shown and is_revealed is self._is_revealed:
            return
        is_other = self._shown is None or self._shown.number != shown.number
        self._shown, self._is_revealed = shown, is_revealed
        self.number.setText(self._words("pack.order", number=shown.number))
        self.slot.show_slot(shown.slot, shown.batch)
        self.chips.show_chips(shown.chips)
        self.message.show_note(shown.message)
        self.memo.show_note(shown.memo, shown.memo_flag)
        self._show_wishes(shown)
        self.address.show_address(shown.receiver, is_revealed=is_revealed, is_new=shown.has_new_address)
        self._show_boxes(shown)
        self.rule.setText(shown.rule)
        self.rule.setVisible(bool(shown.rule))
        self.told.setText(shown.told)
        self.told.set_colour(self._colours.late if shown.is_untold else self._colours.muted)
        self.told.setVisible(bool(shown.told))
        if is_other:
            self.area.verticalScrollBar().setValue(0)

    def _show_wishes(self, shown: SideText) -> None:
        """Each wish on its own line while the box is open; one line is enough once all are done."""
        is_folded = shown.is_packed and bool(shown.wishes) and all(wish.is_ticked for wish in shown.wishes)
        self.wishes_caption.setVisible(bool(shown.wishes) and not is_folded)
        named = self._words("pack.comma").join(wish.text for wish in shown.wishes)
        self.all_wishes.setText(self._words("pack.wishes-done", wishes=named) if is_folded else "")
        self.all_wishes.setVisible(is_folded)
        if is_folded:
            _as_many(self.wishes, 0, self._new_wish)
            return
        _as_many(self.wishes, len(shown.wishes), self._new_wish)
        is_open = [not wish.is_ticked for wish in shown.wishes]
        first = is_open.index(True) if True in is_open else -1
        for place, wish in enumerate(shown.wishes):
            self.wishes[place].show_wish(wish, is_next=place == first)

    def _new_wish(self) -> WishRow:
        row = WishRow(len(self.wishes), TICK_KEY, self._colours)
        row.pressed.connect(lambda place: self.asked.emit(f"tick:{place}"))
        self._wish_column.addWidget(row)
        return row

    def _show_boxes(self, shown: SideText) -> None:
        """Boxes come before the address once they have labels to be stuck on."""
        if self._column.indexOf(self._boxes) != (place := 1 if shown.is_packed else _BOXES_LAST):
            self._column.removeWidget(self._boxes)
            self._column.insertWidget(place, self._boxes)
        _as_many(self.boxes, len(shown.boxes), self._new_box)
        for note, box in zip(self.boxes, shown.boxes, strict=False):
            note.show_box(box)

    def _new_box(self) -> BoxNote:
        note = BoxNote(self._colours)
        note.pressed.connect(lambda: self.asked.emit("parcels"))
        self._box_column.addWidget(note)
        return note

    def scroll(self, pages: int) -> None:  # type: ignore[override]
        """Move by pages."""
        bar = self.area.verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep() * 4 // 5)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """A plain ground, a line at its left, one below the deadline."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._colours.surface))
        painter.fillRect(0, 0, 1, self.height(), QColor(self._colours.line))
        line = QRect(fonts.px(18), self._head_box.geometry().bottom(), self.width() - fonts.px(36), 1)
        painter.fillRect(line, QColor(self._colours.line))


def _column(spacing: int) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(fonts.px(spacing))
    return column


def _as_many(rows: list[_W], count: int, new: Callable[[], _W]) -> None:
    """Exactly so many rows are in sight; those not needed are kept for later."""
    while len(rows) < count:
        rows.append(new())
    for place, row in enumerate(rows):
        row.setVisible(place < count)
