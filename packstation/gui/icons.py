"""The shapes that say what a verdict says, for people who see no colour: small drawings of any colour."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from packstation.resources import resource


@lru_cache(maxsize=256)
def picture(name: str, edge: int, colour: str, ratio: float = 1.0) -> QPixmap:
    """A shape by name, square, in one colour.

    Args:
        name: the drawing's file name without its end.
        edge: width and height in pixels as Qt counts them.
        colour: ``#rrggbb``.
        ratio: device pixels a pixel.
    """
    pixmap = QPixmap(round(edge * ratio), round(edge * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    drawing = QSvgRenderer(QByteArray(resource("icons", f"{name}.svg").read_bytes()))
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawing.render(painter, QRectF(pixmap.rect()))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(pixmap.rect(), QColor(colour))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def application_icon() -> QIcon:
    """The program's own icon."""
    return QIcon(str(resource("icons", "packstation.svg")))
