"""What must be true at the end of the great day: both sides' books, numbers, labels, turns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from packstation.desk.desk import Desk
from packstation.domain.order import Parcel
from packstation.domain.print_jobs import JobState
from packstation.store.bookings import BookingState
from tests.double_eleven.day import GreatDay, printed
from tests.emulators.taobao.books import Waybill
from tests.emulators.taobao.shop import Shop
from tests.end_to_end.taobao_judge import differences

CAME_OUT = frozenset({JobState.SENT, JobState.PRINTED})
UNHEARD = frozenset({BookingState.ASKED, BookingState.UNKNOWN})


def wrongs(day: GreatDay, desk: Desk) -> list[str]:
    """Everything that is not as it must be; nothing on a day that went well."""
    shop = day.running.shop
    return [
        *differences(shop, desk),
        *numbers_of_the_platform(shop, desk),
        *numbers_given_up(shop, desk),
        *labels(desk, day.folder),
        *(f"late: {one}" for one in day.rightful.late),
    ]


def numbers_of_the_platform(shop: Shop, desk: Desk) -> Iterator[str]:
    """Of the numbers that stand on the platform's books exactly one belongs to each parcel, and none to nobody.

    A number whose answer was lost may stand beside them as long as the desk knows that it must still look.
    """
    bearing = {
        box.waybill: number
        for number in {order for bill in shop.waybills.values() for order in bill.orders}
        for box in _boxes(desk, number)
        if box.waybill
    }
    strays: Counter[str] = Counter()
    for bill in shop.waybills.values():
        owner = bearing.get(bill.code)
        if bill.cancelled and owner:
            yield f"{owner}: bears {bill.code}, which the platform knows as void"
        if not bill.cancelled and owner != _order_of(bill):
            strays[_order_of(bill)] += 1
    for number, count in strays.items():
        looked_for = sum(one.state in UNHEARD for one in desk.store.bookings.of_order(number))
        if count > looked_for:
            yield f"{number}: {count} numbers stand for nobody, {looked_for} are looked for"


def numbers_given_up(shop: Shop, desk: Desk) -> Iterator[str]:
    """What was given up here is void there, too, and went with no parcel."""
    sent = {parcel.number for trade in shop.trades.values() for parcel in trade.parcels}
    given_up = desk.store.database.all(
        "SELECT number, carrier FROM booking WHERE state = 'void' AND number <> ''"
    )
    for number, carrier in given_up:
        bill = shop.waybills.get(f"{carrier} {number}")
        if bill is not None and not bill.cancelled:
            yield f"{number}: void here, stands there"
        if number in sent:
            yield f"{number}: void here, sent there"


def labels(desk: Desk, folder: Path) -> Iterator[str]:
    """Each order to print gave one label at most, and each that is said to have come out did."""
    out = printed(folder)
    known = desk.store.database.all("SELECT DISTINCT waybill FROM print_job WHERE waybill <> ''")
    for (waybill,) in known:
        jobs = [job.state for job in desk.store.print_jobs.of_waybill(waybill)]
        most = sum(state is not JobState.FAILED for state in jobs)
        least = sum(state in CAME_OUT for state in jobs)
        if not least <= out[waybill] <= most:
            yield f"{waybill}: {out[waybill]} labels came out of {most} jobs, {least} of them known to be printed"
    for waybill in set(out) - {number for (number,) in known}:
        yield f"{waybill}: printed, and nobody had asked for it"


def _boxes(desk: Desk, number: str) -> tuple[Parcel, ...]:
    order = desk.store.orders.get(number)
    return order.parcels if order else ()


def _order_of(bill: Waybill) -> str:
    return bill.orders[0]
