"""Receivers the platform hides, in clear for the picture of a label: asked for in a worker, kept nowhere.

What the desk stores, shows and prints on every other paper bears the platform's stars. A label drawn by us
needs the clear name, phone and street; they are asked for right when it is drawn and go with its picture. A
folder keeps what it is given, so labels that go there keep their stars unless the shop says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from packstation.desk.shops import gone
from packstation.desk.typed_numbers import SCANNED, TYPED
from packstation.desk.workplace import Workplace
from packstation.domain.masking import is_starred
from packstation.domain.order import Order, Parcel
from packstation.domain.print_jobs import Paper
from packstation.errors import Rejected
from packstation.platforms.connector import Clear
from packstation.printers.printer import Printer

_HIDDEN = ("name", "phone", "detail")
"""Parts of a receiver that a platform hides."""


class Clearing:
    """Who gets a parcel, where the platform hides it."""

    def __init__(self, place: Workplace) -> None:
        """Ask the platforms of this desk's shops, each about its own orders."""
        self._place = place

    def is_hidden(self, order: Order) -> bool:
        """Whether the desk has stars where the receiver of an order stands, and the platform knows more."""
        is_starry = any(is_starred(getattr(order.receiver, part)) for part in _HIDDEN)
        shop = self._place.shops.of(order.shop_id)
        hides = (
            shop is not None and shop.connector.hides_receivers and order.platform in ("", shop.terms.kind)
        )
        return is_starry and bool(order.oaid or hides)

    def keeps_stars(self, order: Order) -> bool:
        """Whether the label this desk prints for an order is one with stars: it goes into a folder."""
        return self.is_hidden(order) and self._is_kept(self._place.profile.printers[Paper.LABEL])

    def stars_all(self, printer: Printer) -> bool:
        """Whether no label of the orders of some shop leaves this printer without stars."""
        hides = any(connector.hides_receivers for connector in self._place.connectors.values())
        return hides and self._is_kept(printer)

    def _is_kept(self, printer: Printer) -> bool:
        return printer.link.keeps and not self._place.options.clear_files

    def asking(self, order: Order, box: Parcel) -> Callable[[], Clear] | None:
        """What asks for the receiver of a box in clear, in a worker; None where nothing is hidden.

        A part that the desk corrected stays as it was corrected.

        Raises:
            Outage: only the call: the platform does not answer.
            Rejected: only the call: it does not tell; ``clear-none``, it cannot.
        """
        if not self.is_hidden(order):
            return None
        live = self._place.store.bookings.live(order.number, box.parcel)
        by_hand = live is not None and live.how in (SCANNED, TYPED)
        connector, known = self._place.connectors.get(order.shop_id), order.receiver

        def ask() -> Clear:
            if connector is None:
                raise gone(order.shop_id)
            told = connector.receiver_for_label(order, box.carrier, by_hand=by_hand)
            if told.receiver == known:
                raise Rejected("clear-none")
            ours = {part: getattr(known, part) for part in _HIDDEN if not is_starred(getattr(known, part))}
            region = {part: getattr(known, part) for part in ("province", "city", "district", "postcode")}
            kept = {part: value for part, value in {**region, **ours}.items() if value}
            return Clear(replace(told.receiver, **kept), told.is_relayed and "phone" not in ours)

        return ask
