"""The label as it comes out of the printer, as big as it will be in the hand."""

from __future__ import annotations

from PIL import Image
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from packstation.gui import fonts
from packstation.gui.theme import Colours

_MM_PER_INCH = 25.4
_USUAL_DPI = 96.0
_LEAST_DPI, _MOST_DPI = 60.0, 400.0
_EDGE = 14


def as_qimage(image: Image.Image) -> QImage:
    """A Pillow image of any kind as Qt draws it."""
    grey = image.convert("L")
    made = QImage(grey.tobytes(), grey.width, grey.height, grey.width, QImage.Format.Format_Grayscale8)
    return made.copy()


class LabelPreview(QWidget):
    """White paper on a grey table; shrunk only where the screen is too small."""

    def __init__(self, colours: Colours, image: Image.Image, dpi: int, room: QSize) -> None:
        """Show a label.

        Args:
            colours: the theme.
            image: the label in printer dots.
            dpi: dots an inch.
            room: the most it may take, in pixels.
        """
        super().__init__()
        self._colours = colours
        self._image = as_qimage(image)
        self.size_mm = (round(image.width / dpi * _MM_PER_INCH), round(image.height / dpi * _MM_PER_INCH))
        true = QSize(
            round(image.width / dpi * self._screen_dpi()), round(image.height / dpi * self._screen_dpi())
        )
        edge = 2 * fonts.px(_EDGE)
        fitted = true.scaled(room - QSize(edge, edge), Qt.AspectRatioMode.KeepAspectRatio)
        self.paper = true if true.width() <= fitted.width() else fitted
        self.percent = round(100 * self.paper.width() / max(1, true.width()))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(self.paper + QSize(edge, edge))

    def _screen_dpi(self) -> float:
        """Pixels an inch of this screen; what it says of itself only where that can be true."""
        screen = self.screen()
        told = screen.physicalDotsPerInch() if screen is not None else 0.0
        return told if _LEAST_DPI <= told <= _MOST_DPI else _USUAL_DPI

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """Table, shadow, paper."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._colours.ahead_soft))
        painter.drawRoundedRect(self.rect(), fonts.px(10), fonts.px(10))
        edge = fonts.px(_EDGE)
        paper = QRect(QPoint(edge, edge), self.paper)
        painter.setBrush(QColor(0, 0, 0, 40))
        painter.drawRect(paper.translated(fonts.px(2), fonts.px(3)))
        ratio = self.devicePixelRatioF()
        shown = self._image.scaled(
            self.paper * ratio,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        painter.drawImage(paper, shown)
