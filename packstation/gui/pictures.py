"""What a kind of goods looks like: its picture, or a tile with its first sign in a colour of its own.

Pictures come from outside: only files inside the data folder are opened, and nothing huge is decoded.
"""

from __future__ import annotations

import zlib
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QImage, QImageReader, QPainter, QPainterPath, QPixmap

from packstation.gui import fonts
from packstation.gui.fonts import Size
from packstation.gui.lines_of_text import one_line

MOST_KEPT = 400
LARGEST_SIDE = 12_000
LARGEST_MB = 200
_KEPT_EDGE = 256
_HUES = 12


class Run(Protocol):
    """How work is done elsewhere and comes back to this thread, as ``Errands.run`` does it."""

    def __call__(
        self, errand: Callable[[], QImage | None], then: Callable[[QImage | None], None], /
    ) -> object:
        """Do ``errand``, then give its result to ``then``."""


def _at_once(errand: Callable[[], QImage | None], then: Callable[[QImage | None], None], /) -> None:
    then(errand())


class Pictures(QObject):
    """Square pictures by SKU; ``arrived`` tells that a better one than the tile is there now."""

    arrived = Signal(str)

    def __init__(self, *roots: Path, run: Run = _at_once, parent: QObject | None = None) -> None:
        """Find pictures below these folders.

        Args:
            roots: folders a picture's path may lead into.
            run: where files are read; at once if nothing else is said.
            parent: who owns it.
        """
        super().__init__(parent)
        self._roots = tuple(root.resolve() for root in roots)
        self._run = run
        self._images: OrderedDict[str, QImage | None] = OrderedDict()
        self._made: OrderedDict[tuple[object, ...], QPixmap] = OrderedDict()

    def picture(
        self, sku: str, title: str, path: str, edge: int, *, ratio: float = 1.0, dark: bool = False
    ) -> QPixmap:
        """The picture of a SKU, rounded, ``edge`` pixels wide and high; a tile while there is none.

        Args:
            sku: decides the tile's colour.
            title: its first sign stands on the tile.
            path: the picture file below one of the folders; may be empty.
            edge: side in pixels as Qt counts them.
            ratio: device pixels a pixel.
            dark: a tile for the dark theme.
        """
        image = self._image(sku, path) if path else None
        key = (sku, title[:1], path if image is not None else "", edge, ratio, dark)
        made = self._made.get(key)
        if made is None:
            side = round(edge * ratio)
            made = _rounded(image, side) if image is not None else tile(sku, title, side, dark=dark)
            made.setDevicePixelRatio(ratio)
            self._made[key] = made
            if len(self._made) > MOST_KEPT:
                self._made.popitem(last=False)
        return made

    def _image(self, sku: str, path: str) -> QImage | None:
        if path not in self._images:
            self._images[path] = None
            if len(self._images) > MOST_KEPT:
                self._images.popitem(last=False)
            file = self._file(path)
            if file is not None:
                self._run(lambda: read(file), lambda image: self._arrive(sku, path, image))
        return self._images.get(path)

    def _arrive(self, sku: str, path: str, image: QImage | None) -> None:
        self._images[path] = image
        if image is not None:
            self.arrived.emit(sku)

    def _file(self, path: str) -> Path | None:
        """The file a path leads to, if it lies where pictures may lie."""
        for root in self._roots:
            try:
                file = (root / path).resolve()
                if file.is_relative_to(root) and file.is_file():
                    return file
            except (OSError, ValueError):
                continue
        return None


def read(file: Path) -> QImage | None:
    """A picture file, scaled down while it is read; None when it is none or too large to be one of goods."""
    reader = QImageReader(str(file))
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    reader.setAllocationLimit(LARGEST_MB)
    size = reader.size()
    if not size.isValid() or max(size.width(), size.height()) > LARGEST_SIDE:
        return None
    if max(size.width(), size.height()) > _KEPT_EDGE:
        reader.setScaledSize(
            size.scaled(QSize(_KEPT_EDGE, _KEPT_EDGE), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        )
    image = reader.read()
    return None if image.isNull() else image


def _rounded(image: QImage, side: int) -> QPixmap:
    """The middle of a picture, square with round corners."""
    fitted = image.scaled(
        side, side, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    )
    left, top = (fitted.width() - side) // 2, (fitted.height() - side) // 2
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    frame = QPainterPath()
    frame.addRoundedRect(QRectF(0, 0, side, side), side / 8, side / 8)
    painter.setClipPath(frame)
    painter.drawImage(0, 0, fitted, left, top, side, side)
    painter.end()
    return pixmap


def tile(sku: str, title: str, side: int, *, dark: bool) -> QPixmap:
    """The goods' first sign on a quiet ground; the same SKU always has the same colour."""
    hue = zlib.crc32(sku.encode("utf-8", "replace")) % _HUES / _HUES
    ground = QColor.fromHslF(hue, 0.30, 0.24) if dark else QColor.fromHslF(hue, 0.42, 0.925)
    ink = QColor.fromHslF(hue, 0.45, 0.82) if dark else QColor.fromHslF(hue, 0.40, 0.34)
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(0, 0, side, side), side / 8, side / 8)
    font = QFont(fonts.face(Size.BODY))
    font.setPixelSize(max(1, round(side * 0.48)))
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(
        QRectF(0, 0, side, side), Qt.AlignmentFlag.AlignCenter, one_line(title)[:1] or one_line(sku)[:1]
    )
    painter.end()
    return pixmap
