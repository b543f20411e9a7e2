"""Labels on printers that only their driver can speak to: one dot of the label is one dot of the printer.

Qt's defaults are a page of the driver's choice at 1200 dots an inch, fitted to the paper: every bar would be
rounded to another width. So page, resolution and margins are set, and nothing is scaled.
"""

from __future__ import annotations

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

_MM_PER_INCH = 25.4
_MM_PER_M = 1000
_BROKEN = (QPrinter.PrinterState.Aborted, QPrinter.PrinterState.Error)


class DriverPainter:
    """Draws labels with Qt; every call makes objects of its own, so that a worker may do it."""

    def printers(self) -> tuple[str, ...]:
        """The names of all printers the system has."""
        return tuple(QPrinterInfo.availablePrinterNames())

    def paint(self, document: bytes, printer: str, name: str) -> str:
        """Draw a label, a PNG that says how large it is, on a page of exactly its size.

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
        painter.drawImage(0, 0, image)
        is_well = painter.end() and sheet.printerState() not in _BROKEN
        return "sent" if is_well else "broke-off"


def sheet_for(image: QImage, sheet: QPrinter) -> QPrinter:
    """Set a printer up for a label: its page, no margins, its resolution."""
    per_m = image.dotsPerMeterX()
    size = QSizeF(image.width() * _MM_PER_M / per_m, image.height() * _MM_PER_M / per_m)
    sheet.setResolution(round(per_m * _MM_PER_INCH / _MM_PER_M))
    page = QPageSize(size, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch)
    sheet.setPageLayout(
        QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF(), QPageLayout.Unit.Millimeter)
    )
    sheet.setFullPage(True)
    sheet.setColorMode(QPrinter.ColorMode.GrayScale)
    return sheet
