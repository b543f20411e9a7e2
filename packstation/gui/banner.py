"""The one big answer: shape, word, line and count on a ground of the outcome's colour."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from packstation.gui import fonts, icons
from packstation.gui.fonts import Size
from packstation.gui.messages import BannerText
from packstation.gui.text import PlainLabel
from packstation.gui.theme import Colours
from packstation.gui.tones import IDLE, ground_of

HEIGHT = 112
TALL_HEIGHT = 148
_TALL_WINDOW = 900
_SHORT_COUNT = 9
_WORD_SIZES = (Size.HUGE, Size.BANNER, Size.COUNT, Size.LARGE, Size.TITLE)
_RIGHT_ROOM = 260
"""What counts and the day's numbers take on the right, in pixels at 100 %."""


class Banner(QWidget):
    """The verdict of the last scan, read from 1.5 m; at least 96 px high."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        """An empty banner in these colours."""
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._colours = colours
        self._shown = BannerText(IDLE, "")
        self._is_tall = False
        ink = colours.on_banner
        self.word = PlainLabel(size=Size.BANNER, bold=True, colour=ink, ellipsis=True)
        self.detail = PlainLabel(size=Size.LEAD, colour=ink, ellipsis=True)
        self.count = PlainLabel(size=Size.COUNT, bold=True, colour=ink)
        self.sides = (PlainLabel(size=Size.LEAD, colour=ink), PlainLabel(size=Size.LEAD, colour=ink))
        for label in (self.count, *self.sides):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._lay_out()
        self.setFixedHeight(fonts.px(HEIGHT))

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.word)
        words.addWidget(self.detail)
        words.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(fonts.px(2))
        right.addStretch(1)
        for label in (self.count, *self.sides):
            right.addWidget(label)
        right.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(self._shape_room(), 0, fonts.px(28), fonts.px(8))
        row.setSpacing(fonts.px(24))
        row.addLayout(words, 1)
        row.addLayout(right)

    @property
    def shown(self) -> BannerText:
        """What stands there now."""
        return self._shown

    def show_text(self, shown: BannerText) -> None:
        """Show another outcome."""
        self._shown = shown
        self.word.setText(shown.word)
        self.detail.setText(shown.detail)
        self.detail.setVisible(bool(shown.detail))
        self.count.setText(shown.count)
        self.count.setVisible(bool(shown.count))
        for place, label in enumerate(self.sides):
            label.setFont(fonts.face(Size.TITLE if place == 0 else Size.LEAD, bold=place == 0))
        for label, text in zip(self.sides, (*shown.side, "", ""), strict=False):
            label.setText(text)
            label.setVisible(bool(text) and not shown.count)
        self.setAccessibleName(" ".join((shown.word, shown.detail, shown.count, *shown.side)))
        self._fit_count()
        self.update()

    def _fit_count(self) -> None:
        """Long counts step down a size rather than push the words away; a tall window has bigger words."""
        big = Size.HUGE if self._is_tall else Size.BANNER
        self.word.setFont(self._word_font())
        self.detail.setFont(fonts.face(Size.TITLE if self._is_tall else Size.LEAD))
        is_short = len(self._shown.count) <= _SHORT_COUNT
        self.count.setFont(fonts.face(big if is_short else Size.COUNT, bold=True))

    def _word_font(self) -> QFont:
        """The biggest letters that let the whole word be read; never below the size of a banner at 100 %."""
        sizes = [size for size in _WORD_SIZES if size.value * fonts.ratio() >= Size.BANNER.value]
        sizes = sizes if self._is_tall else [size for size in sizes if size is not Size.HUGE]
        room = self.width() - self._shape_room() - fonts.px(_RIGHT_ROOM)
        for size in sizes:
            font = fonts.face(size, bold=True)
            if QFontMetrics(font).horizontalAdvance(self._shown.word) <= room:
                return font
        return fonts.face(sizes[-1], bold=True)

    def _shape_room(self) -> int:
        return fonts.px(HEIGHT)

    def sizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        """As wide as there is room."""
        return QSize(fonts.px(800), fonts.px(HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  (Qt's name)
        """A bigger window gives the answer more room."""
        super().resizeEvent(event)
        window = self.window()
        tall = window is not None and window.height() >= fonts.px(_TALL_WINDOW)
        if tall is not self._is_tall:
            self._is_tall = tall
            self.setFixedHeight(fonts.px(TALL_HEIGHT if tall else HEIGHT))
        self._fit_count()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """The ground in the outcome's colour and its shape."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), ground_of(self._colours, self._shown.tone))
        edge = fonts.px(68 if self._is_tall else 56)
        shape = icons.picture(self._shown.tone.shape, edge, self._colours.on_banner, self.devicePixelRatioF())
        left = (self._shape_room() - edge) // 2
        painter.drawPixmap(left, (self.height() - edge) // 2, shape)
