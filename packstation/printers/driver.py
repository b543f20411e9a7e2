"""The way to a printer that only its driver can speak to: drawn by the window, dot for dot."""

from __future__ import annotations

from packstation.errors import Outage, PackstationError
from packstation.printers.links import Link, Painter, Told, Unsure, Where


class DriverLink(Link):
    """A printer of the operating system, by the name it has there."""

    def __init__(self, printer: str, painter: Painter | None) -> None:
        """Point at a printer; ``painter`` draws on it, None: there is no window that could."""
        self.printer = printer
        self._painter = painter

    @classmethod
    def at(cls, where: Where) -> DriverLink:
        """Point at the printer named in the settings."""
        return cls(where.address, where.painter)

    def send(self, document: bytes, name: str) -> Told:
        """Have the label, a PNG with its true size, drawn at one dot a dot.

        Raises:
            Outage: there is no window that could, no such printer, or the label is in another language.
            Unsure: the driver broke off.
        """
        if self._painter is None:
            raise Outage("driver-needs-window", printer=self.printer)
        if not name.endswith(".png"):
            raise Outage("driver-needs-png", printer=self.printer)
        trouble = self.trouble()
        if trouble is not None:
            raise trouble
        match self._painter.paint(document, self.printer, name):
            case "sent":
                return Told.SENT
            case "refused":
                raise Outage("driver-refused", printer=self.printer)
        raise Unsure("driver-broke-off", printer=self.printer)

    def trouble(self) -> PackstationError | None:
        """Whether the system knows the printer; only the window can tell."""
        if self._painter is None:
            return Outage("driver-needs-window", printer=self.printer)
        present = self._painter.printers()
        if self.printer not in present:
            return Outage("driver-unknown", printer=self.printer, present=", ".join(present) or "-")
        return None
