"""F1: every key, every command barcode and what the banner's shapes mean, on one page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from packstation.domain.scan import Command, Verdict
from packstation.gui import fonts, icons
from packstation.gui.fonts import Size
from packstation.gui.text import PlainLabel
from packstation.gui.theme import Colours
from packstation.gui.tones import ground_of, tone_of
from packstation.words import Words

KEYS = (
    *(f"F{place}" for place in range(1, 13)),
    "Ctrl-Z",
    "Ctrl-O",
    "Ctrl-P",
    "Ctrl-D",
    "Ctrl-H",
    "Ctrl-L",
    "Ctrl-N",
    "Esc",
)
BY_HAND = ("Ctrl-E", "Ctrl-G", "Ctrl-J", "Ctrl-K", "Ctrl-R", "Ctrl-T", "Ctrl-F11")
_SIDE_BY_SIDE = 1200
_STEPS = {"up": -1, "down": 1, "page-up": -8, "page-down": 8, "top": -999, "bottom": 999}
SHAPES = (
    Verdict.ITEM_OK,
    Verdict.LINE_COMPLETE,
    Verdict.ORDER_COMPLETE,
    Verdict.SHIPPED,
    Verdict.WRONG_ITEM,
    Verdict.TOO_MANY,
    Verdict.UNKNOWN_CODE,
    Verdict.OTHER_ORDER,
    Verdict.NOT_READY,
    Verdict.ORDER_CANCELLED,
)


class _Badge(QWidget):
    """A verdict's shape on its ground."""

    def __init__(self, verdict: Verdict, colours: Colours) -> None:
        super().__init__()
        self._tone = tone_of(verdict)
        self._colours = colours
        self.setFixedSize(fonts.px(40), fonts.px(26))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground_of(self._colours, self._tone))
        painter.drawRoundedRect(self.rect(), fonts.px(6), fonts.px(6))
        edge = fonts.px(18)
        shape = icons.picture(self._tone.shape, edge, self._colours.on_banner, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - edge) // 2, (self.height() - edge) // 2, shape)


class HelpPanel(QScrollArea):
    """Scrolls with the arrow keys where the window is small."""

    def __init__(self, words: Words, colours: Colours, parent: QWidget | None = None) -> None:
        """The page in these words."""
        super().__init__(parent)
        self._words = words
        self._colours = colours
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        self._sections = QBoxLayout(QBoxLayout.Direction.LeftToRight, page)
        self._sections.setContentsMargins(fonts.px(32), fonts.px(16), fonts.px(32), fonts.px(8))
        self._sections.setSpacing(fonts.px(36))
        self._sections.addLayout(self._keys(), 4)
        self._sections.addLayout(self._commands(), 5)
        self._sections.addLayout(self._shapes_and_hand(), 4)
        self.setWidget(page)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  (Qt's name)
        """Side by side where there is room, one below the other where the letters are big."""
        is_wide = self.width() >= fonts.px(_SIDE_BY_SIDE)
        directions = QBoxLayout.Direction
        self._sections.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)
        super().resizeEvent(event)

    def moved(self, action: str) -> bool:
        """Whether a key's action moved the page."""
        steps = _STEPS.get(action)
        if steps is None:
            return False
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + steps * fonts.px(40))
        return True

    def _keys(self) -> QVBoxLayout:
        rows = [(key.replace("-", " "), self._words(f"gui.help.{key}")) for key in KEYS]
        rows += [("Alt", self._words("gui.help.Alt-1")), ("↑ ↓", self._words("gui.help.Up-Down"))]
        return self._section("keys", rows)

    def _commands(self) -> QVBoxLayout:
        return self._section(
            "barcodes", [(str(name), self._words(f"gui.command.{name}")) for name in Command]
        )

    def _section(self, title: str, rows: list[tuple[str, str]]) -> QVBoxLayout:
        grid = self._grid()
        for place, (key, text) in enumerate(rows):
            grid.addWidget(
                PlainLabel(key, size=Size.CAPTION, bold=True, colour=self._colours.accent_text), place, 0
            )
            grid.addWidget(PlainLabel(text, size=Size.CAPTION, wrap=True), place, 1)
        return self._titled(title, grid)

    def _shapes_and_hand(self) -> QVBoxLayout:
        """The last column: what the banner means, and how to work without the scanner."""
        rows = [(key.replace("-", " "), self._words(f"gui.help.{key}")) for key in BY_HAND]
        column = self._shapes()
        column.setContentsMargins(0, 0, 0, 0)
        whole = QVBoxLayout()
        whole.setSpacing(fonts.px(14))
        whole.addLayout(column)
        whole.addLayout(self._section("hand", [*rows, ("+ −", self._words("gui.help.Plus-Minus"))]))
        whole.addStretch(1)
        return whole

    def _shapes(self) -> QVBoxLayout:
        grid = self._grid()
        for place, verdict in enumerate(SHAPES):
            grid.addWidget(_Badge(verdict, self._colours), place, 0)
            grid.addWidget(
                PlainLabel(self._words(f"banner.{verdict}"), size=Size.CAPTION, wrap=True), place, 1
            )
        return self._titled("shapes", grid)

    @staticmethod
    def _grid() -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(fonts.px(14))
        grid.setVerticalSpacing(fonts.px(5))
        grid.setColumnStretch(1, 1)
        return grid

    def _titled(self, title: str, grid: QGridLayout) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(fonts.px(10))
        column.addWidget(PlainLabel(self._words(f"gui.help.{title}"), size=Size.BODY, bold=True))
        column.addLayout(grid)
        column.addStretch(1)
        return column
