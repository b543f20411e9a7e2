"""What a worker would scan next: lets a newcomer walk every step with one key."""

from __future__ import annotations

from collections.abc import Callable

from packstation.desk.views import OrderView, QueueRow
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
        A code to scan; None when there is nothing left to do.
    """
    if view is None:
        return None if first is None else _to_open(first, look)
    order = view.order
    if stop_verdict(order):
        return Command.EXIT.value
    match order.state:
        case State.PACKING:
            return _while_packing(order, view)
        case State.PACKED:
            return _while_packed(order)
        case State.LABELLED:
            return _while_labelled(order, view)
        case _:
            return Command.EXIT.value


def _to_open(first: QueueRow, look: Look) -> str:
    """A single item opens its own order; everything else begins with the order's number."""
    view = look(first.number)
    if view is None or view.order.units != 1 or view.order.state is not State.NEW:
        return first.number
    line = next(line for line in view.order.lines if line.need)
    return _barcode(line.sku, view)


def _while_packing(order: Order, view: OrderView) -> str:
    if order.surplus:
        return _barcode(order.surplus[0].sku, view)
    if order.waiting_for_quality:
        return Command.PASS.value
    missing = next((line for line in order.lines if line.got < line.need), None)
    if missing:
        return _barcode(missing.sku, view)
    return Command.TICK.value if order.open_wishes else Command.EXIT.value


def _while_packed(order: Order) -> str:
    """A label that may be on the box is scanned, one that surely is not is printed."""
    box = order.parcels[0]
    if box.waybill and box.label in (Printed.UNKNOWN, Printed.PRINTED):
        return box.waybill
    return Command.EXIT.value if box.label is Printed.SENDING else Command.PRINT.value


def _while_labelled(order: Order, view: OrderView) -> str:
    if order.surplus:
        return _barcode(order.surplus[0].sku, view)
    if order.address_changed:
        return Command.REPRINT.value
    return next((box.waybill for box in order.parcels if not box.closed), Command.EXIT.value)


def _barcode(sku: str, view: OrderView) -> str:
    """What is printed on the goods."""
    product = view.products.get(sku)
    return product.barcodes[0] if product and product.barcodes else sku
