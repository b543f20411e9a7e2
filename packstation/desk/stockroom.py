"""The shelves as the desk knows them: bins counted on the spot, pieces into quarantine and out of it."""

from __future__ import annotations

from dataclasses import replace

from packstation.desk.views import BinView, StockRow
from packstation.desk.workplace import Workplace
from packstation.domain.order import Order
from packstation.domain.people import Right
from packstation.domain.scan import Answer, Verdict
from packstation.domain.stock import MoveKind, fetched_from, missing_lines
from packstation.errors import Refusal
from packstation.store.stock import BinRow, Move

MOST_UNITS = 1_000_000
"""More units than that lie in no bin: a slip of the finger, or a barcode typed as a count."""


class Stockroom:
    """Goods on the shelves.

    The books hold what is ours, units in boxes on their way included; a person counts what lies in the bin.
    """

    def __init__(self, place: Workplace) -> None:
        """Work at this desk."""
        self._place = place

    # --- reading --------------------------------------------------------------------------------------------

    def bins(self, sku: str) -> tuple[BinView, ...]:
        """What lies in each bin of a SKU, fullest first; none where its stock is not kept."""
        stock = self._place.store.stock
        rows = stock.shelves(sku)
        if not rows:
            return ()
        gone = fetched_from([(row.bin, row.on_hand) for row in rows], stock.in_boxes(sku))
        return tuple(BinView(row.bin, row.on_hand - gone.get(row.bin, 0), row.damaged) for row in rows)

    def rows(self, number: str) -> tuple[StockRow, ...]:
        """What the shelves hold of each SKU of an order, and how much of what it wants cannot be had."""
        order = self._place.store.orders.get(number)
        return () if order is None else tuple(self._row(order, sku) for sku in _needs(order))

    def _row(self, order: Order, sku: str) -> StockRow:
        lines = order.lines_of_sku(sku)
        names = (part for part in (lines[0].title or sku, lines[0].spec) if part)
        return replace(
            self.level(sku),
            title=" ".join(names),
            need=sum(line.need for line in lines),
            short=sum(units for line, units in self.missing(order).items() if order.line_of(line).sku == sku),
        )

    def skus(self) -> tuple[str, ...]:
        """Every SKU whose stock is kept."""
        return tuple(self._place.store.stock.skus())

    def level(self, sku: str) -> StockRow:
        """What lies of a SKU where, for nobody in particular."""
        stock, bins = self._place.store.stock, self.bins(sku)
        product = self._place.store.catalogue.product(sku)
        return StockRow(
            sku,
            product.title if product and product.title else sku,
            0,
            sum(shelf.units for shelf in bins) if bins else None,
            stock.reserved(sku) - stock.in_boxes(sku),
            bins,
        )

    def missing(self, order: Order) -> dict[str, int]:
        """Units of each line of the order, by its name, that lie on no shelf for it."""
        return missing_lines(order, self.free_for(order))

    def free_for(self, order: Order) -> dict[str, int]:
        """Units an order may still fetch, by SKU, where stock is kept."""
        return self._place.store.stock.available(_needs(order), order.number)

    # --- gestures -------------------------------------------------------------------------------------------

    def recount(self, sku: str, bin_name: str, counted: int, reason: str) -> Answer:
        """Good units lying in a bin were counted at the desk; those in boxes on their way are not in it."""
        return self._place.gesture("count-stock", lambda: self._recount(sku, bin_name, counted, reason))

    def _recount(self, sku: str, bin_name: str, counted: int, reason: str) -> Answer:
        place = self._place
        if not 0 <= counted <= MOST_UNITS:
            raise Refusal(Verdict.NOT_READY, missing="count")
        shelf, row = self._bin(sku, bin_name)
        in_boxes = row.on_hand - shelf.units if shelf and row else 0
        move = Move(sku, bin_name, packer=place.desk().packer, reason=reason)
        place.store.stock.recount(move, counted + in_boxes, place.clock.now())
        facts = {"missing": "counted", "sku": sku, "bin": bin_name, "amount": counted, "reason": reason}
        return place.answer("", Verdict.COMMAND_OK, None, facts)

    def quarantine(self, sku: str, bin_name: str, units: int, reason: str) -> Answer:
        """Pieces on the shelf are flawed: they stay where they are kept, but nobody gets them."""
        move = Move(sku, bin_name, -units, units, MoveKind.QUARANTINE, reason=reason)
        return self._place.gesture("quarantine", lambda: self._shift(move, "quarantined"))

    def mend(self, sku: str, bin_name: str, units: int, reason: str) -> Answer:
        """Pieces from quarantine are good after all and may be packed again."""
        move = Move(sku, bin_name, units, -units, MoveKind.MENDED, reason=reason)
        return self._place.gesture("mend", lambda: self._shift(move, "mended", Right.ADJUST_STOCK))

    def scrap(self, sku: str, bin_name: str, units: int, reason: str) -> Answer:
        """Pieces from quarantine are thrown away or sent back."""
        move = Move(sku, bin_name, 0, -units, MoveKind.SCRAP, reason=reason)
        return self._place.gesture("scrap", lambda: self._shift(move, "scrapped", Right.ADJUST_STOCK))

    def _shift(self, move: Move, done: str, right: Right | None = None) -> Answer:
        """Between shelf and quarantine, never more than lies there.

        Raises:
            Refusal: there are not so many, or it takes a lead.
        """
        place = self._place
        if right is not None:
            place.require(right)
        shelf, _ = self._bin(move.sku, move.bin)
        units = abs(move.damaged)
        there = 0 if shelf is None else shelf.units if move.damaged > 0 else shelf.damaged
        if not 0 < units <= there:
            raise Refusal(
                Verdict.NOT_READY, missing="not-so-many", sku=move.sku, bin=move.bin, amount=units, have=there
            )
        packer = place.desk().packer
        place.store.stock.book(replace(move, packer=packer), place.clock.now())
        facts = {"missing": done, "sku": move.sku, "bin": move.bin, "amount": units, "reason": move.reason}
        return place.answer("", Verdict.COMMAND_OK, None, facts)

    def _bin(self, sku: str, bin_name: str) -> tuple[BinView | None, BinRow | None]:
        """A bin as it lies there, and as it stands in the books."""
        shelf = next((one for one in self.bins(sku) if one.bin == bin_name), None)
        row = next((one for one in self._place.store.stock.shelves(sku) if one.bin == bin_name), None)
        return shelf, row


def _needs(order: Order) -> tuple[str, ...]:
    """The SKUs of an order, each once."""
    return tuple(dict.fromkeys(line.sku for line in order.lines))
