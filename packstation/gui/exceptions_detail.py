"""The chosen exception beside the list: what to do next, why it stands there, what was noted."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from packstation.gui import fonts
from packstation.gui.exceptions_words import DetailText
from packstation.gui.fonts import Size
from packstation.gui.side_parts import NoteBox
from packstation.gui.text import PlainLabel
from packstation.gui.theme import Colours
from packstation.words import Words

WIDTH = 350


class ExceptionDetail(QScrollArea):
    """Scrolls by page keys where there is more to read than room."""

    def __init__(self, words: Words, colours: Colours) -> None:
        """Nothing chosen yet."""
        super().__init__()
        self._words = words
        self._colours = colours
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFixedWidth(fonts.px(WIDTH))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.labels: list[PlainLabel] = []
        self._column = QVBoxLayout()

    def show_text(self, text: DetailText | None) -> None:
        """Show another order, or none."""
        page = QWidget()
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(fonts.px(18), 0, fonts.px(6), 0)
        self._column.setSpacing(fonts.px(8))
        self.labels = []
        if text is not None:
            self._fill(text)
        self._column.addStretch(1)
        self.setWidget(page)
        page.setAutoFillBackground(False)
        page.show()

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that stands there."""
        return tuple(label.text() for label in self.labels)

    def turn(self, pages: int) -> None:
        """A page on or back."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep())

    def _fill(self, text: DetailText) -> None:
        colours = self._colours
        self._label(text.head, size=Size.TITLE, bold=True)
        self._label(text.goods, colour=colours.muted)
        self._box(f"▶ {self._words('exceptions.step')}: {text.step}", "accent_soft", "accent_text")
        self._box("\n".join(f"▲ {reason}" for reason in text.reasons), "warn_soft", "warn_text")
        for fact in text.facts:
            self._label(fact, size=Size.CAPTION, colour=colours.muted)
        self._label(self._words("exceptions.notes"), size=Size.CAPTION, bold=True)
        if not text.notes:
            self._label(self._words("exceptions.no-notes"), size=Size.CAPTION, colour=colours.muted)
        for head, said in text.notes:
            self._label(head, size=Size.CAPTION, colour=colours.muted)
            self._label(said)

    def _label(self, text: str, *, size: Size = Size.BODY, bold: bool = False, colour: str = "") -> None:
        label = PlainLabel(text, size=size, bold=bold, colour=colour, wrap=True)
        self.labels.append(label)
        self._column.addWidget(label)

    def _box(self, text: str, ground: str, ink: str) -> None:
        box = NoteBox(ground, ink, self._colours)
        self._column.addWidget(box)
        box.setParent(self._column.parentWidget())
        box.show_note(text)
        self.labels.append(box.text)
