"""Words on the screen: texts from outside stay plain text, whatever they look like.

Qt guesses whether a label's text is markup; a buyer's message may then load files or dress up as the program.
Every label of the window is therefore one of these.
"""

from __future__ import annotations

import html

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from packstation.gui import fonts
from packstation.gui.fonts import Size


class PlainLabel(QLabel):
    """One text, shown exactly as it is; shortened with an ellipsis where asked for and where it must be."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        size: Size = Size.BODY,
        bold: bool = False,
        colour: str = "",
        ellipsis: bool = False,
        wrap: bool = False,
    ) -> None:
        """Show ``text`` in one of the type sizes and a ``#rrggbb`` colour (empty: the theme's text colour).

        Args:
            text: what to show.
            parent: the widget it stands in.
            size: step of the type scale.
            bold: whether it is drawn bold.
            colour: text colour.
            ellipsis: shorten to the width there is; the whole text is then its tool tip.
            wrap: break into several lines.
        """
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setFont(fonts.face(size, bold=bold))
        self.setWordWrap(wrap)
        self._ellipsis = ellipsis
        if ellipsis:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if colour:
            self.set_colour(colour)
        self.setText(text)

    def set_colour(self, colour: str) -> None:
        """Draw the text in this colour (``#rrggbb``)."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor(colour))
        self.setPalette(palette)

    def setText(self, text: str) -> None:  # noqa: N802  (Qt's name)
        """Show another text."""
        if text != self.text():
            super().setText(text)
            self._tip()

    def setTextFormat(self, form: Qt.TextFormat) -> None:  # noqa: N802  (Qt's name)
        """Nothing but plain text, whatever is asked for."""
        del form
        super().setTextFormat(Qt.TextFormat.PlainText)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        """A label with an ellipsis may become as narrow as the ellipsis."""
        if not self._ellipsis:
            return super().minimumSizeHint()
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance("…"), metrics.height())

    @property
    def is_clipped(self) -> bool:
        """Whether the text does not fit into the room it has."""
        if self._ellipsis:
            return self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()
        needed = self.heightForWidth(self.width()) if self.wordWrap() else super().sizeHint().height()
        too_wide = not self.wordWrap() and super().sizeHint().width() > self.width()
        return too_wide or needed > self.height()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  (Qt's name)
        """The room changed: the tool tip follows."""
        super().resizeEvent(event)
        self._tip()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """Draw the text, shortened if that was asked for."""
        del event
        painter = QPainter(self)
        group = QPalette.ColorGroup.Normal if self.isEnabled() else QPalette.ColorGroup.Disabled
        painter.setPen(self.palette().color(group, QPalette.ColorRole.WindowText))
        room = self.contentsRect()
        text, flags = self.text(), self.alignment().value
        if self._ellipsis:
            text = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        flags |= (Qt.TextFlag.TextWordWrap if self.wordWrap() else Qt.TextFlag.TextSingleLine).value
        draw_text(painter, room, flags, text)

    def _tip(self) -> None:
        if self._ellipsis:
            self.setToolTip(plain_tip(self.text()) if self.is_clipped else "")


_LARGEST_BOLD_PX = 60
_THICKER = tuple((dx, dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))


def draw_text(painter: QPainter, room: QRect, flags: int, text: str) -> None:
    """Draw plain text in the painter's font; bold stays bold at every size.

    Qt makes bold out of the regular weight only for letters up to 64 device pixels; bigger ones are drawn
    several times, a hair apart.
    """
    font = painter.font()
    size = QFontInfo(font).pixelSize()
    ratio = painter.device().devicePixelRatioF()
    if font.weight() < QFont.Weight.Bold or size * ratio <= _LARGEST_BOLD_PX:
        painter.drawText(room, flags, text)
        return
    painter.save()
    font.setWeight(QFont.Weight.Normal)
    painter.setFont(font)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    hair = size / 56
    for dx, dy in _THICKER:
        painter.drawText(QRectF(room).translated(dx * hair, dy * hair * 0.6), flags, text)
    painter.restore()


def plain_tip(text: str) -> str:
    """A text as a tool tip that shows it letter by letter: tool tips would read markup."""
    return f"<span>{html.escape(text)}</span>" if text else ""
