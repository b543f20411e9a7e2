"""One printer of the desk, and the three things that can become of a label: printed, failed, nobody knows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PIL import Image

from packstation.errors import Outage, PackstationError
from packstation.printers import document
from packstation.printers.links import Link, Unsure
from packstation.printers.setup import PLAIN, Setup
from packstation.waybill.size import dots

__all__ = ["Link", "Outcome", "Printer", "Unsure"]


class Outcome(StrEnum):
    """What became of a label."""

    PRINTED = "printed"
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
        setup: how its paper lies, how dark it burns, what comes between two labels.
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
            The outcome, and what the link said about it (empty when printed). A label drawn for other stock
            fails: scaled bars do not scan.
        """
        if image.size != dots(self.size_mm, self.dpi):
            wide, high = dots(self.size_mm, self.dpi)
            return Outcome.FAILED, f"label-size: {image.width}x{image.height} != {wide}x{high}"
        try:
            made = document(self.language, image, self.dpi, self.setup)
        except PackstationError as error:
            return Outcome.FAILED, str(error)
        try:
            self.link.send(made, f"{name}.{self.language}")
        except Outage as error:
            return Outcome.FAILED, str(error)
        except (Unsure, OSError) as error:
            return Outcome.UNKNOWN, str(error)
        return Outcome.PRINTED, ""
