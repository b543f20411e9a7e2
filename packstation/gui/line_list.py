"""The goods of an order as a column of cards; the one in question is brought into sight without a mouse."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from packstation.gui import fonts
from packstation.gui.line_card import LineCard
from packstation.gui.line_words import Attention, LineText
from packstation.gui.pictures import Pictures
from packstation.gui.theme import Colours
from packstation.words import Words

_GAP = 10
_STEP = 104


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
        self._seen = look.seen
        self._bring_into_sight()

    def scroll(self, cards: int) -> None:  # type: ignore[override]
        """Move by some cards."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + cards * fonts.px(_STEP))

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
