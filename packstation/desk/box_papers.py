"""Papers that go with the parcels: packing slip, return slip, gift note, the manifest a courier signs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from PIL import Image

from packstation.desk.output import write_private
from packstation.desk.pick_paper import Say
from packstation.desk.workplace import Workplace
from packstation.domain.manifest import Handover
from packstation.domain.masking import mask_name, mask_phone
from packstation.domain.money import said, said_sum
from packstation.domain.order import Line, Order
from packstation.domain.together import members
from packstation.errors import BadInput
from packstation.printers import LANGUAGES
from packstation.waybill.gift_note import GiftNote, draw_gift_note
from packstation.waybill.pick_list import PAPERS
from packstation.waybill.sheet import DPI, as_pdf
from packstation.waybill.size import parse_size
from packstation.waybill.table_paper import Column, TablePaper, draw_table_paper

NO_PRICES = "不放价格单"
"""The wish under which no price leaves the house in the box."""
_ENDINGS = ("pdf", "png")

Priced = tuple[Decimal, str]
"""The price of a unit and its currency."""


class Kind(StrEnum):
    """Papers that can lie in a box."""

    PACKING = "packing"
    PRICED = "priced"
    GIFT = "gift"
    RETURN = "return"


class BoxPapers:
    """Draws and writes them, in the words they are given."""

    def __init__(self, place: Workplace) -> None:
        """Work at this desk."""
        self._place = place

    def pages(
        self, number: str, kind: Kind, say: Say, size: tuple[int, int], dpi: int = DPI, text: str = ""
    ) -> list[Image.Image]:
        """The pages of a paper for an order, 1 bit a dot; ``text`` are the words of a gift note.

        A priced slip has no prices where the buyer wished for none.

        Raises:
            BadInput: there is no such order, or no such paper.
        """
        order = self._place.store.orders.get(number)
        if order is None:
            raise BadInput("unknown-order", order=number[:40])
        if kind is Kind.GIFT:
            return [draw_gift_note(self.gift_note(order, say, text), size, dpi)]
        return draw_table_paper(self.paper(order, kind, say), size, dpi)

    def write(
        self, target: Path, number: str, kind: Kind, say: Say, size: str = "A5", text: str = ""
    ) -> None:
        """A paper for an order as PDF, or (one page) as PNG.

        Raises:
            BadInput: there is no such order, paper or ending.
            StoreTrouble: the file cannot be written.
        """
        pages = self.pages(number, kind, say, paper_size(size), text=text)
        self._save(target, pages, say(f"papers.{kind}.title"))

    def words_for(self, number: str) -> Say:
        """The words in which an order's slip speaks to its buyer."""
        order = self._place.store.orders.get(number)
        return self._place.profile.to_buyer(order.shop_id if order else "")

    def write_manifest(self, target: Path, handover: Handover, say: Say, size: str = "A4") -> None:
        """What a courier took along, as PDF to be signed.

        Raises:
            BadInput: there is no such paper or ending.
            StoreTrouble: the file cannot be written.
        """
        self.write_list(target, self.manifest(handover, say), size)

    def write_list(self, target: Path, paper: TablePaper, size: str = "A4") -> None:
        """Draw and write a paper; touches no database, so that a worker can do it.

        Raises:
            BadInput: there is no such paper or ending.
            StoreTrouble: the file cannot be written.
        """
        self._save(target, draw_table_paper(paper, paper_size(size), DPI), paper.title)

    def manifest_file(self, manifest: int) -> Path:
        """Where the window puts a courier's list: beside the labels."""
        folder = self._place.store.folder / "labels"
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder / f"handover-{manifest}.pdf"

    def _save(self, target: Path, pages: list[Image.Image], title: str) -> None:
        ending = target.suffix.lower().removeprefix(".")
        if ending not in _ENDINGS or (ending == "png" and len(pages) > 1):
            raise BadInput("no-pdf", file=target.name)
        content = as_pdf(pages, title) if ending == "pdf" else LANGUAGES["png"](pages[0], DPI)
        write_private(target, [content], self._place.store.folder)

    # --- what stands on them

    def paper(self, order: Order, kind: Kind, say: Say) -> TablePaper:
        """What stands on a paper that lists goods."""
        return self._returns(order, say) if kind is Kind.RETURN else self._slip(order, say, kind)

    def _slip(self, order: Order, say: Say, kind: Kind) -> TablePaper:
        prices = kind is Kind.PRICED and all(wish.text != NO_PRICES for wish in order.wishes)
        lines = [line for line in order.lines if line.need]
        priced = _priced(lines, self._currencies(order)) if prices else None
        sums = [say("papers.units", n=sum(line.need for line in lines))]
        if priced and None not in priced:
            amounts = ((one[0] * line.need, one[1]) for one, line in zip(priced, lines, strict=True) if one)
            sums.append(say("papers.sum", amount=said_sum(amounts)))
        return TablePaper(
            title=say("papers.packing.title"),
            about=self._shop(order),
            stamp=self._stamp(say),
            code=order.number,
            parties=(self._receiver(order, say),),
            columns=_columns(say, prices=prices),
            rows=tuple(
                _row(line, *_price_cells(line, priced[place]) if priced else ())
                for place, line in enumerate(lines)
            ),
            sums=tuple(sums),
            notes=tuple(filter(None, (say("papers.packing.note"),))),
            folio=_folio(say),
        )

    def _returns(self, order: Order, say: Say) -> TablePaper:
        sender = self._place.options.sender
        to = tuple(filter(None, (f"{sender.name or order.shop} {sender.phone}".strip(), sender.address)))
        reasons = ("wrong", "damaged", "size", "mind", "other")
        return TablePaper(
            title=say("papers.return.title"),
            about=self._shop(order),
            stamp=self._stamp(say),
            code=order.number,
            parties=(self._receiver(order, say), (say("papers.return.to"), to)),
            columns=(
                Column(say("papers.goods"), 0.68, bold=True),
                Column(say("papers.quantity"), 0.16, "right", bold=True),
                Column(say("papers.return.back"), 0.16, "middle"),
            ),
            rows=tuple((*_row(line), "□") for line in order.lines if line.need),
            notes=(say("papers.return.note"),),
            ticks=tuple(say(f"papers.return.reason.{reason}") for reason in reasons),
            folio=_folio(say),
        )

    def gift_note(self, order: Order, say: Say, text: str = "") -> GiftNote:
        """Words that were given for it, never the buyer's message: that one is for the desk."""
        words = text.strip() or say("papers.gift.text")
        return GiftNote(say("papers.gift.to", name=order.receiver.name), words, self._shop(order))

    def manifest(self, handover: Handover, say: Say) -> TablePaper:
        """What a courier took along, as it is signed."""
        place, manifest = self._place, handover.manifest
        carriers = {one.code: one.name or one.code for one in place.store.catalogue.carriers()}
        opened = self._local(manifest.opened_at)
        weight = sum(parcel.weight_g or 0 for parcel in handover.taken)
        rows = tuple(
            (
                str(row),
                parcel.waybill,
                parcel.order,
                f"{parcel.place}/{parcel.parcels}",
                parcel.city,
                "" if parcel.weight_g is None else f"{parcel.weight_g / 1000:.2f}",
            )
            for row, parcel in enumerate(handover.taken, start=1)
        )
        key = "papers.manifest.sum-weighed" if weight else "papers.manifest.sum"
        sums = (say(key, n=len(rows), kg=f"{weight / 1000:.2f}"),)
        return TablePaper(
            title=say("papers.manifest.title"),
            about=" · ".join(filter(None, (carriers.get(manifest.carrier, ""), manifest.desk))),
            stamp=say("papers.stamp", date=opened.strftime("%Y-%m-%d %H:%M")),
            code=f"PM{manifest.id:06d}",
            columns=(
                Column("#", 0.07),
                Column(say("papers.manifest.waybill"), 0.26, bold=True, mono=True),
                Column(say("papers.manifest.order"), 0.27, mono=True),
                Column(say("papers.manifest.box"), 0.09),
                Column(say("papers.manifest.city"), 0.19),
                Column("kg", 0.12, "right"),
            ),
            rows=rows,
            sums=sums,
            signatures=(say("papers.manifest.desk"), say("papers.manifest.courier")),
            folio=_folio(say),
        )

    def _currencies(self, order: Order) -> dict[str, str]:
        """What the prices of each order in the box are in; the empty number is the order's own."""
        along = ((number, self._place.store.orders.get(number)) for number in members(order))
        return {"": order.currency, **{number: one.currency for number, one in along if one}}

    def _shop(self, order: Order) -> str:
        return self._place.options.sender.name or order.shop

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self._place.options.zone)

    def _stamp(self, say: Say) -> str:
        return say("papers.stamp", date=self._local(self._place.clock.now()).strftime("%Y-%m-%d %H:%M"))

    def _receiver(self, order: Order, say: Say) -> tuple[str, tuple[str, ...]]:
        """Whoever opens the box knows who they are: masked is enough, and harms nobody when it is lost."""
        receiver = order.receiver
        return say("papers.receiver"), (mask_name(receiver.name), mask_phone(receiver.phone))


def paper_size(size: str) -> tuple[int, int]:
    """Width and height in mm of office paper by its name, or of label stock such as ``100x150``.

    Raises:
        BadInput: no paper has that size.
    """
    return PAPERS.get(size) or parse_size(size)


def _columns(say: Say, *, prices: bool) -> tuple[Column, ...]:
    goods, units = say("papers.goods"), say("papers.quantity")
    if not prices:
        return Column(goods, 0.84, bold=True), Column(units, 0.16, "right", bold=True)
    price, amount = say("papers.price"), say("papers.amount")
    return (
        Column(goods, 0.5, bold=True),
        Column(units, 0.12, "right", bold=True),
        Column(price, 0.18, "right"),
        Column(amount, 0.2, "right"),
    )


def _row(line: Line, *more: str) -> tuple[str, ...]:
    detail = " · ".join(filter(None, (line.spec, line.sku)))
    return (f"{line.title or line.sku}\n{detail}", f"×{line.need}", *more)


def _priced(lines: list[Line], currencies: Mapping[str, str]) -> list[Priced | None]:
    """What one unit of each line costs, and in what money; None where either is not known."""
    return [
        None if line.price is None or line.of not in currencies else (line.price, currencies[line.of])
        for line in lines
    ]


def _price_cells(line: Line, priced: Priced | None) -> tuple[str, str]:
    if priced is None:
        return "–", "–"
    price, currency = priced
    return said(price, currency), said(price * line.need, currency)


def _folio(say: Say) -> Callable[[int, int], str]:
    return lambda page, pages: say("papers.page", page=page, pages=pages)
