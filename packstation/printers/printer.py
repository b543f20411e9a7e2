"""One printer of the desk, and what can become of a label: printed, sent, failed, nobody knows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PIL import Image

from packstation.domain.trouble import Trouble
from packstation.errors import BadInput, Outage
from packstation.printers import LANGUAGES
from packstation.printers.links import Link, Unsure
from packstation.printers.setup import PLAIN, Setup
from packstation.waybill.size import dots

__all__ = ["Link", "Outcome", "Printer", "Unsure"]


class Outcome(StrEnum):
    """What became of a label; ``sent`` is all that a printer lets us know that cannot answer."""

    PRINTED = "printed"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Printer:
    """A printer as the settings describe it.

    Attributes:
        language: name in ``LANGUAGES``.
        link: the way to it.
        size_mm: width and height of its label stock.
        dpi: its dots per inch.
        setup: offsets, turning, heat and the like.
    """

    language: str
    link: Link
    size_mm: tuple[int, int] = (100, 150)
    dpi: int = 203
    setup: Setup = PLAIN

    def print(self, image: Image.Image, name: str) -> tuple[Outcome, str]:
        """Print a label once; what becomes of it is an answer, not an exception, and never tried again here.

        Args:
            image: the label, drawn for this printer's stock and dpi.
            name: what the job or file is called, without ending, e.g. the waybill number.

        Returns:
            The outcome, and what the link said of it (see ``domain.trouble``; empty when it is out). A label
            drawn for other stock fails: scaled bars do not scan.
        """
        if image.size != dots(self.size_mm, self.dpi):
            wide, high = dots(self.size_mm, self.dpi)
            data = {"drawn": f"{image.width}x{image.height}", "stock": f"{wide}x{high}"}
            return Outcome.FAILED, Trouble("printer-other-stock", data).as_text()
        try:
            document = LANGUAGES[self.language](image, self.dpi, self.setup)
        except BadInput as error:
            return Outcome.FAILED, Trouble(error.reason, error.data).as_text()
        try:
            told = self.link.send(document, f"{name}.{self.language}")
        except Outage as error:
            return Outcome.FAILED, Trouble(error.reason, error.data).as_text()
        except Unsure as error:
            return Outcome.UNKNOWN, Trouble(error.reason, error.data).as_text()
        except OSError as error:
            return Outcome.UNKNOWN, Trouble("print-unsure", {"error": str(error)}).as_text()
        return Outcome(told.value), ""
