"""Papers made as files: a label as it would be printed, pick lists, the sheet of command barcodes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from packstation.desk.given_labels import read_given
from packstation.desk.output import refuse_own, write_private
from packstation.desk.pick_paper import Say, pick_paper
from packstation.desk.printing import Printing
from packstation.desk.views import Picks
from packstation.desk.workplace import Workplace
from packstation.domain.people import Person
from packstation.domain.print_jobs import Paper as Kind
from packstation.errors import BadInput, PackstationError
from packstation.printers import LANGUAGES
from packstation.printers.printer import Printer
from packstation.printers.setup import PLAIN
from packstation.waybill.given import given_label
from packstation.waybill.pick_list import PAPERS, Paper, draw_pick_list
from packstation.waybill.scanner_sheet import draw_scanner_sheet
from packstation.waybill.sheet import Group, draw_badges, draw_sheet
from packstation.waybill.size import parse_size

LOWEST_DPI, HIGHEST_DPI = 150, 600


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What a label file is written as."""

    language: str
    size_mm: tuple[int, int]
    dpi: int


@dataclass(frozen=True, slots=True)
class AskedPrinter:
    """A printer of this desk that was asked how it is.

    Attributes:
        kind: of the documents it prints.
        way: its language and where it is.
        trouble: why it could not print now; None: no reason is known.
        must_read_pdf: whether it prints only if it reads PDF by itself.
        is_starred: whether its labels bear stars where the platform hides receivers.
    """

    kind: Kind
    way: str
    trouble: PackstationError | None
    must_read_pdf: bool
    is_starred: bool = False


class Papers:
    """Writes papers into files the caller names."""

    def __init__(self, place: Workplace, printing: Printing) -> None:
        """Draw as this desk's printer would."""
        self._place = place
        self._printing = printing

    @property
    def _printer(self) -> Printer:
        """The label printer of this desk."""
        return self._place.profile.printers[Kind.LABEL]

    def write_label(
        self, number: str, target: Path, *, size: str | None, dpi: int | None, parcel: int = 1
    ) -> None:
        """The label of an order's parcel, in the language its file ending names.

        Args:
            number: the order.
            target: where to; its ending is a name in ``LANGUAGES``.
            size: ``76x130`` in mm; the desk's own when None.
            dpi: dots per inch; the desk's own when None.
            parcel: which of its parcels.

        Raises:
            BadInput: the order has no waybill yet, or size, dpi or ending are not known.
            StoreTrouble: the file cannot be written.
            Outage: a receiver the platform hides is not told now.
            Rejected: a receiver the platform hides is not told at all.
        """
        sheet = self._sheet(target, size, dpi)
        order = self._place.order(number)
        box = next((box for box in order.parcels if box.parcel == parcel and box.waybill), None)
        if box is None and order.live_waybills:
            raise BadInput("no-such-parcel", order=number, parcel=parcel, parcels=len(order.parcels))
        if box is None:
            raise BadInput("no-waybill-yet", order=number)
        drawn = self._printing.drawing(order, box, size=sheet.size_mm, dpi=sheet.dpi, clear=True)
        self._write(drawn(), target, sheet)

    def write_given(
        self, source: Path, target: Path, *, size: str | None, dpi: int | None, page: int | None = None
    ) -> None:
        """A carrier's or platform's own label, brought to this desk's stock dot for dot.

        Args:
            source: PDF or PNG.
            target: where to; its ending is a name in ``LANGUAGES``.
            size: ``76x130`` in mm; the desk's own when None.
            dpi: dots per inch; the desk's own when None.
            page: which page of a PDF; None: the only one.

        Raises:
            BadInput: the file cannot be read or is no such label (see ``waybill.given``); size, dpi or ending
                are not known.
            StoreTrouble: the file cannot be written.
        """
        sheet = self._sheet(target, size, dpi)
        content = read_given(source)
        self._write(given_label(content, sheet.size_mm, sheet.dpi, page, source.name), target, sheet)

    def _sheet(self, target: Path, size: str | None, dpi: int | None) -> _Sheet:
        """What a label file is to be."""
        language = target.suffix.lower().removeprefix(".")
        if language not in LANGUAGES:
            raise BadInput(
                "no-such-language", file=target.name, allowed=", ".join(f".{name}" for name in LANGUAGES)
            )
        dots = self._place.options.dpi if dpi is None else dpi
        if not LOWEST_DPI <= dots <= HIGHEST_DPI:
            raise BadInput("no-such-dpi", dpi=dots, lowest=LOWEST_DPI, highest=HIGHEST_DPI)
        return _Sheet(language, parse_size(size) if size else self._place.options.label_size, dots)

    def _write(self, image: Image.Image, target: Path, sheet: _Sheet) -> None:
        """Write a label; for the language of the desk's own printer as that printer is set up."""
        setup = self._printer.setup if sheet.language == self._printer.language else PLAIN
        made = LANGUAGES[sheet.language](image, sheet.dpi, setup)
        write_private(target, [made], self._place.store.folder)

    def write_page(self, target: Path, image: Image.Image) -> None:
        """A page drawn for the label printer, in the language its file ending names.

        Raises:
            BadInput: the ending is not known.
            StoreTrouble: the file cannot be written.
        """
        language = LANGUAGES.get(target.suffix.lower().removeprefix("."))
        if language is None:
            raise BadInput(
                "no-such-language", file=target.name, allowed=", ".join(f".{name}" for name in LANGUAGES)
            )
        write_private(target, [language(image, self._place.options.dpi)], self._place.store.folder)

    def pick_paper(self, picks: Picks, say: Say) -> Paper:
        """What stands on the paper of a pick list, in these words; a plain value for a worker to draw."""
        return pick_paper(picks, say, self._place.options.zone)

    def check_pick_list(self, target: Path, size: str) -> None:
        """Stop before anything is done for a pick list that could not be written.

        Raises:
            BadInput: no such paper, or no PDF.
            StoreTrouble: the target is one of the desk's own files, or its folder is missing.
        """
        if size not in PAPERS:
            raise BadInput("no-such-paper", size=size[:40], allowed=", ".join(PAPERS))
        if target.suffix.lower() != ".pdf":
            raise BadInput("no-pdf", file=target.name)
        refuse_own(target, self._place.store.folder)

    def write_pick_list(self, target: Path, paper: Paper, size: str = "A4") -> None:
        """Draw and write a pick list; touches no database, so that a worker can do it.

        Raises:
            BadInput: no such paper, or no PDF.
            StoreTrouble: it cannot be written.
        """
        self.check_pick_list(target, size)
        write_private(target, [draw_pick_list(paper, size)], self._place.store.folder)

    def pick_list_file(self, picks: Picks) -> Path:
        """Where the window puts a pick list: beside the labels, under its batch or order."""
        folder = self._place.store.folder / "labels"
        folder.mkdir(mode=0o700, exist_ok=True)
        if picks.batch:
            return folder / f"picklist-batch-{picks.batch}.pdf"
        numbers = re.sub(r"[^0-9A-Za-z]+", "_", picks.orders[0].number if picks.orders else "")
        return folder / f"picklist-{numbers[:40]}.pdf"

    def write_sheet(self, target: Path, groups: Sequence[Group], title: str) -> None:
        """The sheet of command barcodes as PDF; groups are (heading, rows), rows are (code, words)."""
        write_private(target, [draw_sheet(groups, title)], self._place.store.folder)

    def write_badges(self, target: Path, people: Sequence[tuple[str, str, str]], title: str) -> None:
        """Badges to cut out, as PDF; people are (code, name, role)."""
        write_private(target, [draw_badges(people, title)], self._place.store.folder)

    def write_scanner_sheet(self, target: Path, title: str, steps: Sequence[str], speed: str) -> None:
        """The sheet for trying a scanner, as PDF."""
        write_private(target, [draw_scanner_sheet(title, steps, speed)], self._place.store.folder)

    def badges(self) -> tuple[Person, ...]:
        """Everybody who has a badge."""
        return self._place.store.people.everybody()

    def carton_codes(self) -> tuple[str, ...]:
        """Codes of the cartons that fit into a command barcode."""
        return tuple(
            carton.code
            for carton in self._place.store.catalogue.cartons()
            if carton.code.isascii() and carton.code.isalnum()
        )

    def carrier_codes(self) -> tuple[str, ...]:
        """Codes of the carriers that fit into a command barcode."""
        carriers = self._place.store.catalogue.carriers()
        return tuple(one.code for one in carriers if one.code.isascii() and one.code.isalnum())

    def printers(self) -> tuple[AskedPrinter, ...]:
        """Every printer of this desk; one that prints several kinds of documents is asked once."""
        asked: dict[str, PackstationError | None] = {}
        found = []
        for kind, printer in self._place.profile.printers.items():
            way = printer.way or kind
            if way not in asked:
                asked[way] = printer.link.trouble()
            trouble, told = printer.unfit() or asked[way], f"{printer.language}, {way}"
            starred = kind is Kind.LABEL and self._printing.clearing.stars_all(printer)
            asked_one = AskedPrinter(kind, told, trouble, printer.must_read_pdf, starred)
            found.append(asked_one)
        return tuple(found)
