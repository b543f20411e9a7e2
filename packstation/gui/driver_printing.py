"""Labels on printers that only their driver can speak to: one dot of the label is one dot of the printer.

Qt's defaults are a page of the driver's choice at 1200 dots an inch, fitted to the paper: every bar would be
rounded to another width. So page, resolution and margins are set, and nothing is scaled.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QMarginsF, QSize
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

_M_PER_INCH = 0.0254
_POINTS_PER_INCH = 72
EDGE = 1
"""Dots by which the label lies inside its page: the first one of a page is lost on the way through CUPS."""
_BROKEN = (QPrinter.PrinterState.Aborted, QPrinter.PrinterState.Error)


class DriverPainter:
    """Draws labels with Qt; every call makes objects of its own, so that a worker may do it."""

    def printers(self) -> tuple[str, ...]:
        """The names of all printers the system has."""
        return tuple(QPrinterInfo.availablePrinterNames())

    def paint(self, document: bytes, printer: str, name: str) -> str:
        """Draw a label, a PNG that says how large it is, on a page of its size, with nothing scaled.

        Returns:
            ``sent``, ``refused`` where the driver did not begin, or ``broke-off``.
        """
        image = QImage.fromData(document)
        sheet = sheet_for(image, QPrinter(QPrinterInfo.printerInfo(printer)))
        sheet.setDocName(name)
        painter = QPainter()
        if not painter.begin(sheet):
            return "refused"
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
        painter.drawImage(EDGE, EDGE, image)
        is_well = painter.end() and sheet.printerState() not in _BROKEN
        return "sent" if is_well else "broke-off"


def sheet_for(image: QImage, sheet: QPrinter) -> QPrinter:
    """Set a printer up for a label: its page, no margins, its resolution.

    Pages are measured in whole points, and print services cut off what is left over: a page too small by
    part of a point would lose the label's last dots, so it is larger by one to two points (0.35 to 0.7 mm).
    """
    dpi = round(image.dotsPerMeterX() * _M_PER_INCH)
    sheet.setResolution(dpi)
    size = QSize(*(math.ceil(dots * _POINTS_PER_INCH / dpi) + 1 for dots in (image.width(), image.height())))
    page = QPageSize(size, "", QPageSize.SizeMatchPolicy.ExactMatch)
    sheet.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))
    sheet.setFullPage(True)
    sheet.setColorMode(QPrinter.ColorMode.GrayScale)
    return sheet
