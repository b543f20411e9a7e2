"""What a worker would scan next: lets a newcomer walk every step with one key."""

from __future__ import annotations

from collections.abc import Callable

from packstation.desk.views import OrderView, QueueRow
from packstation.domain.boxes import current_parcel
from packstation.domain.leaving import needs_new_label
from packstation.domain.moves import stop_verdict
from packstation.domain.order import Order, Printed, State
from packstation.domain.scan import Command

Look = Callable[[str], OrderView | None]


def next_code(view: OrderView | None, first: QueueRow | None, look: Look) -> str | None:
    """The next sensible code.

    Args:
        view: the order on the desk, if any.
        first: the order due first, if any.
        look: shows an order by its number.

    Returns:
        A code to scan; None when there is nothing to scan: no order is left, or the printer is still busy.
    """
    if view is None:
        return None if first is None else _to_open(first, look)
    order = view.order
    if stop_verdict(order):
        return Command.EXIT.value
    match order.state:
        case State.PACKING | State.PACKED | State.LABELLED:
            # what is in the box comes first: after a refund or a change the label can wait
            return _goods(order, view) or _carton(order, view) or _STEPS[order.state](order)
        case _:
            return Command.EXIT.value


def _to_open(first: QueueRow, look: Look) -> str:
    """A single item opens its own order; everything else begins with the order's number."""
    view = look(first.number)
    if view is None or view.order.units != 1 or view.order.state is not State.NEW:
        return first.number
    line = next(line for line in view.order.lines if line.need)
    return _barcode(line.sku, view)


def _goods(order: Order, view: OrderView) -> str | None:
    """The item to take out of the box or to put into it; checks that wait are answered in between."""
    if order.surplus:
        return _barcode(order.surplus[0].sku, view)
    if order.waiting_for_quality and order.state is State.PACKING:
        return Command.PASS.value
    missing = next((line for line in order.lines if line.got < line.need), None)
    return _barcode(missing.sku, view) if missing else None


def _carton(order: Order, view: OrderView) -> str | None:
    """The carton the box goes into, where the shop wants one for each."""
    if not view.needs_carton or order.open_wishes or not view.cartons:
        return None
    box = current_parcel(order)
    if box.carton:
        place = next(place for place, box in enumerate(order.parcels, 1) if box.contents and not box.carton)
        return f"{Command.PARCEL}{place}"
    proposal = view.proposals.get(box.parcel)
    carton = proposal.carton if proposal and proposal.carton else view.cartons[-1]
    return f"{Command.BOX}{carton.code}"


def _while_packing(order: Order) -> str:
    """Left and opened again, an order with nothing missing closes its box by itself."""
    return Command.TICK.value if order.open_wishes else Command.EXIT.value


def _while_packed(order: Order) -> str | None:
    """A label that surely does not exist is printed; one that may exist is scanned, which proves it does."""
    labels = {box.label for box in order.parcels}
    if Printed.SENDING in labels:
        return None
    if Printed.UNKNOWN in labels:
        doubtful = [box.waybill for box in order.parcels if box.label is Printed.UNKNOWN]
        alone = labels <= {Printed.UNKNOWN, Printed.PRINTED} and len(doubtful) == 1
        return doubtful[0] if alone else Command.REPRINT.value
    return order.parcels[0].waybill if labels == {Printed.PRINTED} else Command.PRINT.value


def _while_labelled(order: Order) -> str:
    if needs_new_label(order):
        return Command.REPRINT.value
    return next((box.waybill for box in order.parcels if not box.closed), Command.EXIT.value)


_STEPS: dict[State, Callable[[Order], str | None]] = {
    State.PACKING: _while_packing,
    State.PACKED: _while_packed,
    State.LABELLED: _while_labelled,
}


def _barcode(sku: str, view: OrderView) -> str:
    """What is printed on the goods."""
    product = view.products.get(sku)
    return product.barcodes[0] if product and product.barcodes else sku
