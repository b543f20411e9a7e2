"""The carrier's own label of a box, for printers that take nothing else: as it came with the number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from packstation.desk.workplace import Workplace
from packstation.domain.order import Order, Parcel
from packstation.domain.print_jobs import PrintJob
from packstation.errors import BadInput
from packstation.waybill.carrier_document import CarrierDocument

_MOST_GOODS = 20
"""Kinds of goods named in the custom area; no label has room for more."""


class CarrierDocuments:
    """Print data that carriers gave, and our own custom area beside them."""

    def __init__(self, place: Workplace) -> None:
        """Work at this desk."""
        self._place = place

    def making(self, order: Order, box: Parcel) -> Callable[[], CarrierDocument]:
        """What gives the label of a box, from values read here; for a worker.

        Where no print data were kept, the carrier is asked for them again.

        Raises:
            BadInput: only the call: ``no-print-data``; its carrier gave none.
            Outage: only the call: its carrier does not answer.
            Rejected: only the call: its carrier says no.
        """
        carrier, template = self._place.carrier, self._place.options.custom_area
        kept, custom = self._place.store.carrier_labels.print_data(box.waybill), self._custom(order, box)

        def make() -> CarrierDocument:
            data = kept or (carrier.print_data(box.carrier, box.waybill) if carrier.outside else "")
            if not data:
                raise BadInput("no-print-data", waybill=box.waybill)
            return CarrierDocument(box.waybill, data, template, custom)

        return make

    def _custom(self, order: Order, box: Parcel) -> dict[str, str]:
        """What fills the custom area: nothing of the buyer's."""
        basket = self._place.store.batches.of(order.number)
        lines = [(order.line_of(name), units) for name, units in box.contents]
        goods = [f"{line.title or line.sku} {line.spec}".strip() + f" ×{units}" for line, units in lines]
        return {
            "order_number": order.number,
            "goods": "；".join(goods[:_MOST_GOODS]),
            "units": str(box.units),
            "basket": f"#{basket.slot}" if basket else "",
            "parcel": f"{order.parcels.index(box) + 1}/{len(order.parcels)}",
        }

    def sweep(self) -> None:
        """Take away print data that were given longer ago than photos are kept."""
        before = self._place.clock.now() - timedelta(days=self._place.options.photo_days)
        with self._place.store.transaction():
            self._place.store.carrier_labels.forget(before)


def key_of(job: PrintJob) -> str:
    """A print job's own key: the same for the same job, another one for every other job of any desk."""
    at = f"{job.created_at.timestamp() * 1000:.0f}" if job.created_at else "0"
    return f"{job.waybill}-{job.id}-{at}"
