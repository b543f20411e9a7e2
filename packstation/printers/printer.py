"""One printer of the desk, and what can become of a label: printed, sent, failed, nobody knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PIL import Image

from packstation.domain.trouble import Trouble
from packstation.errors import BadInput, Outage
from packstation.printers import LANGUAGES
from packstation.printers.links import Link, Unsure
from packstation.printers.picture import pdf_pages
from packstation.printers.setup import PLAIN, Setup
from packstation.waybill.carrier_document import CarrierDocument
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
        way: the link as the settings name it; kinds of documents with the same way share a printer.
    """

    language: str
    link: Link
    size_mm: tuple[int, int] = (100, 150)
    dpi: int = 203
    setup: Setup = PLAIN
    way: str = ""

    def print(
        self, image: Image.Image | Sequence[Image.Image] | CarrierDocument, name: str
    ) -> tuple[Outcome, str]:
        """Print a label or paper once, never again by itself; what becomes of it is an answer.

        Args:
            image: the label or the pages of a paper, drawn for this printer's stock and dpi; or a carrier's
                own label, for links that take those and nothing else.
            name: what the job or file is called, without ending, e.g. the waybill number.

        Returns:
            The outcome, and what the link said of it (see ``domain.trouble``; empty when it is out). A label
            drawn for other stock fails: scaled bars do not scan.
        """
        try:
            if isinstance(image, CarrierDocument):
                document, called = self._carriers(image), name
            else:
                pages = (image,) if isinstance(image, Image.Image) else tuple(image)
                document, called = self._drawn(pages), f"{name}.{self.language}"
        except BadInput as error:
            return Outcome.FAILED, Trouble(error.reason, error.data).as_text()
        return self._sent(document, called)

    def _sent(self, document: bytes, name: str) -> tuple[Outcome, str]:
        """What the link says of a finished document."""
        try:
            told = self.link.send(document, name)
        except Outage as error:
            return Outcome.FAILED, Trouble(error.reason, error.data).as_text()
        except Unsure as error:
            return Outcome.UNKNOWN, Trouble(error.reason, error.data).as_text()
        except OSError as error:
            return Outcome.UNKNOWN, Trouble("print-unsure", {"error": str(error)}).as_text()
        return Outcome(told.value), ""

    def _carriers(self, document: CarrierDocument) -> bytes:
        """A carrier's own label, for a link that takes it.

        Raises:
            BadInput: this link takes dots, or what came with the number is no print data.
        """
        if not self.link.own_documents:
            raise BadInput("link-takes-dots", link=self.way)
        return document.as_bytes()

    def _drawn(self, pages: Sequence[Image.Image]) -> bytes:
        """All pages as one document, so that nothing comes between them.

        Raises:
            BadInput: the link takes carriers' own labels only, a page is drawn for other stock or does not
                fit, or the language knows one page a document only.
        """
        if self.link.own_documents:
            raise BadInput("link-takes-carriers", link=self.way)
        wide, high = dots(self.size_mm, self.dpi)
        for page in pages:
            if page.size != (wide, high):
                drawn, stock = f"{page.width}x{page.height}", f"{wide}x{high}"
                raise BadInput("printer-other-stock", drawn=drawn, stock=stock)
        if len(pages) > 1 and self.language == "png":
            raise BadInput("paper-needs-pdf", pages=len(pages))
        if self.language == "pdf":
            return pdf_pages(pages, self.dpi, self.setup)
        return b"".join(LANGUAGES[self.language](page, self.dpi, self.setup) for page in pages)
