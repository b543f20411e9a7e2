"""Receivers the platform hides, in clear for the picture of a label: asked for in a worker, kept nowhere.

What the desk stores, shows and prints on every other paper bears the platform's stars. A label drawn by us
needs the clear name, phone and street; they are asked for right when it is drawn and go with its picture. A
folder keeps what it is given, so labels that go there keep their stars unless the shop says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from packstation.desk.typed_numbers import SCANNED, TYPED
from packstation.desk.workplace import Workplace
from packstation.domain.masking import is_starred
from packstation.domain.order import Order, Parcel
from packstation.domain.print_jobs import Paper
from packstation.errors import Rejected
from packstation.platforms.connector import Clear, Connector
from packstation.printers.printer import Printer

_HIDDEN = ("name", "phone", "detail")
"""Parts of a receiver that a platform hides."""


class Clearing:
    """Who gets a parcel, where the platform hides it."""

    def __init__(self, place: Workplace, connector: Connector) -> None:
        """Ask this platform for this desk."""
        self._place = place
        self._connector = connector

    def is_hidden(self, order: Order) -> bool:
        """Whether the desk has stars where the receiver of an order stands, and the platform knows more."""
        is_starry = any(is_starred(getattr(order.receiver, part)) for part in _HIDDEN)
        own = order.platform in ("", self._place.options.platform)
        return is_starry and bool(order.oaid or (own and self._connector.hides_receivers))

    def keeps_stars(self, order: Order) -> bool:
        """Whether the label this desk prints for an order is one with stars: it goes into a folder."""
        return self.is_hidden(order) and self._is_kept(self._place.profile.printers[Paper.LABEL])

    def stars_all(self, printer: Printer) -> bool:
        """Whether no label of the shop's orders leaves this printer without stars."""
        return self._connector.hides_receivers and self._is_kept(printer)

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
        connector, known = self._connector, order.receiver

        def ask() -> Clear:
            told = connector.receiver_for_label(order, box.carrier, by_hand=by_hand)
            if told.receiver == known:
                raise Rejected("clear-none")
            ours = {part: getattr(known, part) for part in _HIDDEN if not is_starred(getattr(known, part))}
            region = {part: getattr(known, part) for part in ("province", "city", "district", "postcode")}
            kept = {part: value for part, value in {**region, **ours}.items() if value}
            return Clear(replace(told.receiver, **kept), told.is_relayed and "phone" not in ours)

        return ask
