"""Several orders of one receiver in one parcel: put together, taken apart again, shipped at once."""

from __future__ import annotations

from datetime import datetime

from packstation.desk.reviewing import Reviewing
from packstation.desk.wishing import Wishes
from packstation.desk.workplace import Workplace
from packstation.domain import together
from packstation.domain.moves import stop_verdict
from packstation.domain.order import Order, State
from packstation.domain.scan import Answer, Verdict
from packstation.errors import Refusal
from packstation.store.journal import JournalRow


class Companions:
    """Orders that go to the same door."""

    def __init__(self, place: Workplace, reviewing: Reviewing) -> None:
        """Work at this desk."""
        self._place = place
        self._reviewing = reviewing
        self._wishes = Wishes(place)

    def offers(self, number: str) -> tuple[str, ...]:
        """Other open orders that could go into one parcel with this one, the one due first first."""
        order = self._place.store.orders.get(number)
        if order is None or not (together.may_lead(order) or together.may_go_along(order)):
            return ()
        return tuple(
            other.number
            for other in self._siblings(order)
            if not together.misfit(order, other)
            and together.may_go_along(other)
            # what lies in a basket of the cart is fetched for that basket
            and self._place.store.batches.of(other.number) is None
        )

    def _siblings(self, order: Order) -> tuple[Order, ...]:
        orders = self._place.store.orders
        found = (orders.get(number) for number in orders.siblings(order.number))
        return tuple(other for other in found if other is not None)

    def join(self, number: str, others: tuple[str, ...] = ()) -> Answer:
        """These orders go into one parcel (none named: all that can); the one begun, or due first, leads.

        A refusal says which order cannot, and why.
        """
        return self._place.gesture("join", lambda: self._join(number, others or self.offers(number)))

    def _join(self, number: str, others: tuple[str, ...]) -> Answer:
        place = self._place
        company = dict.fromkeys(other for other in others if other != number)
        if not company:
            raise Refusal(Verdict.NOT_READY, order=number, missing="nobody-along")
        orders = [self._looked_over(place.free_order(one)) for one in (number, *company)]
        lead = together.leader(orders)
        if not together.may_lead(lead):
            raise Refusal(Verdict.NOT_READY, order=lead.number, missing="cannot-lead")
        was = lead
        lead = together.settled(lead)
        along = [order for order in orders if order.number != lead.number]
        for order in along:
            lead = self._taken(lead, order)
        if lead.state not in (State.NEW, State.CONFIRMED):
            lead = self._wishes.of_goods(lead)
        place.save(was, lead)
        if place.desk().order in {order.number for order in along}:
            place.put_down(None)
        facts = {
            "missing": "joined",
            "others": "、".join(order.number for order in along),
            "count": len(along),
        }
        return place.answer("", Verdict.COMMAND_OK, lead, facts)

    def _looked_over(self, order: Order) -> Order:
        """The order, confirmed and reviewed as it would be by itself.

        Raises:
            Refusal: it needs a person first, for more than that it could go along.
        """
        taken_on, _ = self._reviewing.take_on(self._reviewing.awake(order))
        taken_on = self._place.save(order, together.settled(taken_on))
        stop = stop_verdict(taken_on)
        if stop:
            finding = next((finding.code for finding in taken_on.findings), None)
            raise Refusal(stop, order=order.number, missing=finding, reason="")
        return taken_on

    def _taken(self, lead: Order, order: Order) -> Order:
        """The leading order with the goods of another one, which waits from now on.

        Raises:
            Refusal: it cannot go along, or not with this one.
        """
        place = self._place
        if not together.may_go_along(order):
            raise Refusal(Verdict.NOT_READY, order=order.number, missing="cannot-go-along")
        basket = place.store.batches.of(order.number)
        if basket is not None:
            raise Refusal(Verdict.NOT_READY, order=order.number, missing="in-basket", slot=basket.slot)
        why = together.misfit(lead, order)
        if why:
            raise Refusal(Verdict.NOT_READY, order=order.number, missing=why, other=lead.number)
        lead = together.taken_in(lead, order)
        place.save(order, together.go_along(order, lead.number, place.desk().packer))
        return lead

    def part(self, number: str) -> Answer:
        """The order goes its own way again; of one that leads, all that go along with it do."""
        return self._place.gesture("part", lambda: self._part(number))

    def _part(self, number: str) -> Answer:
        place = self._place
        order = place.order(number)
        lead = place.order(together.lead_of(order)) if together.is_along(order) else order
        along = (number,) if together.is_along(order) else together.members(order)
        if not along or order.state is State.SHIPPED:
            raise Refusal(Verdict.NOT_READY, order=number, missing="nobody-along")
        place.free_order(lead.number)
        for one in along:
            # the lines leave the leading order with the hold (see ``following``)
            other = place.order(one)
            place.save(other, together.on_its_own(other))
        now = place.order(lead.number)
        facts = {
            "missing": "parted-take-out" if now.surplus else "parted",
            "others": "、".join(along),
            "count": len(along),
        }
        return place.answer("", Verdict.COMMAND_OK, now, facts)

    def ship(self, lead: Order, at: datetime) -> tuple[Order, ...]:
        """Everything that goes along left with this order (UTC); gives them as they are now."""
        place, left = self._place, []
        for number in together.members(lead):
            other = place.order(number)
            left.append(place.save(other, together.ship_along(other, at)))
            place.store.orders.note_sent(number, unsent=True)
            place.store.journal.add(
                JournalRow(
                    at, "ship-along", order=number, desk=place.desk_name, packer=place.desk().packer,
                    code=lead.number,
                )
            )  # fmt: skip
        return tuple(left)
