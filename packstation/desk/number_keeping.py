"""A buyer moves, and the number need not change: the carrier is told the new address while no label is out.

Only a number of which no label can be on paper is kept. Two labels of one number differ in nothing a scanner
reads, so the closing scan could not tell the old one on the box; where one was printed, or may have been, the
number is given up and a new one taken.

The intent is the booking itself, asked once more for the new address before the carrier hears of it. Telling
it twice does no harm: the same number gets the same address again [M]. A carrier that refuses loses it.
"""

from __future__ import annotations

from packstation.desk.workplace import Workplace
from packstation.domain import verbs
from packstation.domain.leaving import forbids_its_carrier
from packstation.domain.order import Order, Parcel
from packstation.domain.outbox import reason_of
from packstation.domain.print_jobs import JobState
from packstation.store.bookings import Booked, BookingState

_OUTSIDE = "outside"
_UNTOUCHED = frozenset({
    "label-not-drawn", "label-folder",
    "printer-off", "printer-not-there", "printer-no-device", "printer-not-allowed", "printer-no-name",
    "component-off", "component-not-there", "component-not-here", "component-certificate",
    "component-no-default", "component-no-printer", "component-printer-off",
    "queue-unknown", "queue-no-cups", "queue-stopped", "queue-closed",
})  # fmt: skip
"""Why a job failed before the printer had anything of it; one that jammed may hold a readable label."""


def released(place: Workplace, order: Order) -> Order:
    """The order without its numbers, for new labels: those that can be kept stay booked, others are void."""
    kept = () if forbids_its_carrier(order) else _kept(place, order)
    place.give_up(tuple(number for number in order.live_waybills if number not in kept))
    return verbs.void(order)


def _kept(place: Workplace, order: Order) -> tuple[str, ...]:
    found = ((box, place.store.bookings.live(order.number, box.parcel)) for box in order.parcels)
    return tuple(
        box.waybill
        for box, live in found
        if live and live.number == box.waybill and not box.may_bear_label and may_keep(place, box, live)
    )


def may_keep(place: Workplace, box: Parcel, live: Booked) -> bool:
    """Whether the carrier can be told that a box's number is for another address now.

    One of several numbers under a parent is not kept: the parent, which the platform is told, may go.
    """
    if not (place.carrier.outside and place.carrier.updates and live.how == _OUTSIDE and live.number):
        return False
    if live.state not in (BookingState.GIVEN, BookingState.UNKNOWN) or box.waybill not in ("", live.number):
        return False
    if place.store.carrier_labels.told_as(live.number) != live.number:
        return False
    jobs = place.store.print_jobs.of_waybill(live.number)
    return all(job.state is JobState.FAILED and reason_of(job.detail)[0] in _UNTOUCHED for job in jobs)
