"""What the front ends show: read in one go, masked, as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from packstation.desk.packaging import OFF, uncartoned
from packstation.desk.views import MOST_COUNTED, DeskState, OrderView, QueueRow, Unasked, WorkList
from packstation.desk.weighing import Weighing
from packstation.desk.workplace import Workplace
from packstation.domain.boxes import is_unweighed
from packstation.domain.deadlines import SOON
from packstation.domain.expediting import due_of_turn
from packstation.domain.filling import misfits, proposals
from packstation.domain.intake import Carrier
from packstation.domain.masking import mask_name
from packstation.domain.together import members
from packstation.store.exceptions import expedited_of
from packstation.store.queue import Moments, wish_texts

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST_JOBS = 50
"""Print jobs of one order that are shown; nobody prints a label so often."""


class Reading:
    """Lists, single orders, what lies on the desk."""

    def __init__(self, place: Workplace, weighing: Weighing) -> None:
        """Read at this desk."""
        self._place = place
        self._weighing = weighing

    def moments(self) -> Moments:
        """What ``due now`` and ``today`` mean at this moment, on the platforms' clocks."""
        now = self._place.clocks.now()
        return Moments(now + SOON, self._place.day_began(now) + timedelta(days=1))

    def queue(self, work_list: WorkList, after: tuple[int, int, int] | None, limit: int) -> list[QueueRow]:
        """A page of a list, after the key of its last row."""
        rows = self._place.store.queue.page(work_list.value, self.moments(), after, limit)
        return self._shown(rows)

    def counts(self) -> dict[WorkList, int]:
        """How long each list is; ``MOST_COUNTED`` + 1 stands for more than that."""
        moments = self.moments()
        return {name: self._place.store.queue.count(name.value, moments, MOST_COUNTED) for name in WorkList}

    def find(self, text: str, limit: int) -> list[QueueRow]:
        """Orders that fit a search text, best first."""
        return self._shown(self._place.store.queue.rows(self._place.store.search.find(text, limit)))

    def row(self, number: str) -> QueueRow | None:
        """One order as the queue shows it."""
        row = self._place.store.queue.row(number)
        return None if row is None else self._shown([row])[0]

    def rows(self, ids: Sequence[int]) -> list[QueueRow]:
        """These orders (by their rows) as the queue shows them."""
        return self._shown(self._place.store.queue.rows(ids))

    def _shown(self, rows: Iterable[tuple[Any, ...]]) -> list[QueueRow]:
        """Rows as the window shows them, with the carrier taken or likely, by its short name."""
        names = {carrier.code: _short(carrier) for carrier in self._place.store.catalogue.carriers()}
        ready = self._place.carrier.carriers()
        preferred = [code for code in self._place.options.prefer_carriers if code in ready]
        shops = self._place.shops.labels()
        return [_row(row, names, (*preferred, *ready), shops) for row in rows]

    def everything(self, state: str | None) -> Iterator[QueueRow]:
        """All orders, or all of one state, in queue order."""
        return (_row(row, {}, (), {}) for row in self._place.store.queue.everything(state))

    def view(self, number: str) -> OrderView | None:
        """One order with what is known around it."""
        store = self._place.store
        order = store.orders.get(number)
        if order is None:
            return None
        skus = list(dict.fromkeys(line.sku for line in order.lines))
        bins = {sku: places[0][0] for sku in skus if (places := store.stock.bins(sku))}
        code = order.parcels[0].carrier if order.parcels else ""
        carrier = store.catalogue.carrier(code) if code else None
        products, cartons = store.catalogue.products(skus), store.catalogue.cartons()
        basket, mark = store.batches.of(number), store.unasked.of(number)
        return OrderView(
            order=order,
            products=products,
            bins=bins,
            carrier_name=carrier.name if carrier and carrier.name else code,
            expected={box.parcel: self._weighing.expected(order, box) for box in order.parcels},
            outbox=store.outbox.of_order(number),
            carrier_names={carrier.code: carrier.name for carrier in store.catalogue.carriers()},
            needs_weight=self._place.options.weigh and is_unweighed(order),
            cartons=cartons,
            proposals={} if self._place.options.carton == OFF else proposals(order, products, cartons),
            misfits=misfits(order, products, cartons),
            needs_carton=uncartoned(self._place, order) is not None,
            slot=basket.slot if basket else 0,
            batch=basket.batch if basket else 0,
            along=tuple(other for one in members(order) if (other := store.orders.get(one)) is not None),
            jobs=store.print_jobs.last(MOST_JOBS, number),
            unasked=Unasked(mark.step, mark.at, mark.found) if mark else None,
        )

    def goods_like(self, text: str, limit: int = 20) -> list[tuple[str, str, str]]:
        """SKU, title and spec of goods that a text may mean; none for an empty one."""
        return self._place.store.catalogue.matching(text.strip(), limit) if text.strip() else []

    def state(self) -> DeskState:
        """What is on the desk right now, and how the day goes."""
        place = self._place
        desk = place.desk()
        person = place.store.people.person(desk.packer) if desk.packer else None
        shipped, first, last = place.store.queue.shipped_since(place.day_began(place.clock.now()))
        pace = (
            (last - first) // 1000 // (shipped - 1)
            if shipped > 1 and first is not None and last is not None
            else None
        )
        return DeskState(
            desk=place.desk_name,
            packer=desk.packer,
            packer_name=person.name if person else desk.packer,
            order=desk.order,
            next_amount=desk.next_amount,
            shipped_today=shipped,
            seconds_per_order=pace,
        )

    def first_due(self) -> datetime | None:
        """When the first order of the work is due."""
        due = self._place.store.queue.first_due()
        return None if due is None else _EPOCH + timedelta(milliseconds=due)


_CARRIER_ENDS = ("速递", "快递", "速运", "物流", "快运")


def _short(carrier: Carrier) -> str:
    """What people call a carrier: 圆通, not 圆通速递."""
    name = carrier.name or carrier.code
    for end in _CARRIER_ENDS:
        if name.endswith(end) and len(name) > len(end):
            return name.removesuffix(end)
    return name


def _likely(restrictions: str, ready: Iterable[str]) -> str:
    """The carrier an order would get now; empty when none of those with numbers may take it."""
    allowed, forbidden = msgspec.json.decode(restrictions)
    if len(allowed) == 1:
        return str(allowed[0])
    return next((code for code in ready if (not allowed or code in allowed) and code not in forbidden), "")


def _row(
    row: tuple[Any, ...], names: Mapping[str, str], ready: Iterable[str], shops: Mapping[str, str]
) -> QueueRow:
    """A row of the queue as the window shows it; ``shops`` are what several are called."""
    number, state, due, urges, goods, receiver, carrier, complaint, message, memo, wishes, *rest = row
    line_count, units, got, recall, pressure, order_id, restrictions, *rest = rest
    no_parcel, slot, expedited, shop_id = rest
    carrier = "" if no_parcel else carrier or _likely(restrictions, ready)
    name, _, _, city, *_ = msgspec.json.decode(receiver)
    flags = [f"basket:{slot}"] if slot else []
    flags += [f"urge:{urges}"] if urges else []
    flags += ["expedited"] if expedited else []
    flags += ["no-parcel"] if no_parcel else []
    flags += ["complaint"] if complaint else []
    flags += ["refund"] if recall else []
    flags += ["message"] if message else []
    flags += ["memo"] if memo else []
    flags += [f"wish:{text}" for text in wish_texts(wishes)]
    flags += [f"shop:{shops.get(shop_id, shop_id)}"] if shops else []
    return QueueRow(
        number=number,
        state=state,
        ship_by=_EPOCH + timedelta(milliseconds=due_of_turn(due)),
        urges=urges,
        goods=goods,
        buyer=mask_name(name),
        city=city.removesuffix("市"),
        carrier=names.get(carrier, carrier),
        flags=tuple(flags),
        lines=line_count,
        units=units,
        got=got,
        recall=recall,
        key=(due, pressure, order_id),
        slot=slot or 0,
        expedited=expedited_of(expedited),
        shop_id=shop_id,
    )
