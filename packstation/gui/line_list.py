"""The goods of an order as a column of cards; the one in question is brought into sight without a mouse."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from packstation.gui import fonts
from packstation.gui.line_card import LineCard
from packstation.gui.line_words import Attention, LineText, Mood
from packstation.gui.pictures import Pictures
from packstation.gui.theme import Colours
from packstation.words import Words

_GAP = 10


class LineList(QScrollArea):
    """Places its cards itself, so that a scan moves nothing that did not change."""

    def __init__(
        self, words: Words, colours: Colours, pictures: Pictures, parent: QWidget | None = None
    ) -> None:
        """No goods yet."""
        super().__init__(parent)
        self._words = words
        self._colours = colours
        self._pictures = pictures
        self.cards: list[LineCard] = []
        self._count = 0
        self._seen = ""
        self._cursor = ""
        self._typed = ""
        self._content = QWidget()
        self.setWidget(self._content)
        # the area fills its content's ground unless told not to after taking it
        self._content.setAutoFillBackground(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        pictures.arrived.connect(self._show_picture)

    @property
    def shown(self) -> tuple[LineCard, ...]:
        """The cards in use."""
        return tuple(self.cards[: self._count])

    def show_lines(self, texts: tuple[LineText, ...], *, attention_of: Attention | None) -> None:
        """Show these goods; cards whose line stayed the same are left alone."""
        look = attention_of or Attention()
        moved = len(texts) != self._count
        while len(self.cards) < len(texts):
            self.cards.append(LineCard(self._words, self._colours, self._pictures, self._content))
        self._count = len(texts)
        for card, text in zip(self.cards, texts, strict=False):
            outline = ("warn" if look.is_refused else "accent") if text.line == look.outlined else ""
            moved |= card.show_line(text, outline)
        if moved:
            self._place_cards()
        self._show_cursor()
        self._seen = look.seen
        self._bring_into_sight()

    # --- the line the arrows stand on

    def pointed_at(self) -> str:
        """The line chosen with the arrows; empty when none is."""
        return (
            self._cursor if any(card.shown and card.shown.line == self._cursor for card in self.shown) else ""
        )

    def first_missing(self) -> str:
        """The line a count most likely means: the one just scanned if it lacks units, else the first."""
        shown = [(card.shown, bool(card.outline)) for card in self.shown if card.shown is not None]
        missing = [(text.line, is_now) for text, is_now in shown if text.mood in (Mood.AHEAD, Mood.PART)]
        now = [line for line, is_now in missing if is_now]
        return next(iter((*now, *(line for line, _ in missing), *(text.line for text, _ in shown))), "")

    def point_at(self, line: str) -> None:
        """The arrows stand on this line now."""
        self._cursor = line
        self._show_cursor()

    def step(self, by: int) -> None:
        """The arrows go on by so many lines; from nowhere to the line most likely meant."""
        lines = [card.shown.line for card in self.shown if card.shown]
        if not lines:
            return
        now = self.pointed_at()
        place = lines.index(now) + by if now else lines.index(self.first_missing())
        if not now and abs(by) > 1:
            place = 0 if by < 0 else len(lines) - 1
        self._seen = lines[max(0, min(len(lines) - 1, place))]
        self.point_at(self._seen)
        self._bring_into_sight()

    def show_typed(self, text: str) -> None:
        """What is being typed for the line the arrows stand on."""
        self._typed = text
        self._show_cursor()

    def _show_cursor(self) -> None:
        for card in self.shown:
            is_here = card.shown is not None and card.shown.line == self._cursor
            card.show_cursor(is_here, self._typed if is_here else "")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  (Qt's name)
        """Cards are as wide as there is room."""
        super().resizeEvent(event)
        self._place_cards()
        self._bring_into_sight()

    def _place_cards(self) -> None:
        width = self.viewport().width() - fonts.px(4)
        top = 0
        for place, card in enumerate(self.cards):
            is_used = place < self._count
            if is_used:
                height = card.height_for(width)
                card.setGeometry(0, top, width, height)
                top += height + fonts.px(_GAP)
            if card.isHidden() is is_used:
                card.setVisible(is_used)
        self._content.resize(self.viewport().width(), top + fonts.px(4))

    def _bring_into_sight(self) -> None:
        """The card in question with its neighbours; nothing moves if it is in sight already."""
        card = next((card for card in self.shown if card.shown and card.shown.line == self._seen), None)
        if card is not None:
            middle = card.geometry().center().y()
            around = min(card.height() * 3 // 2, self.viewport().height() // 2)
            self.ensureVisible(0, middle, 0, around)

    def _show_picture(self, sku: str) -> None:
        for card in self.shown:
            card.show_picture(sku)
