"""Another carrier than the rules chose: who may say so, for what reason, and old numbers before new ones."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from packstation.desk.labelling import Labelling, not_underway
from packstation.desk.workplace import Workplace
from packstation.domain.carrier_choice import ABSOLUTE, Offer
from packstation.domain.carrier_reason import Reason, reason_of
from packstation.domain.order import Order, Parcel, State
from packstation.domain.people import Right
from packstation.domain.scan import Answer, Verdict
from packstation.errors import Refusal
from packstation.store.bookings import ChosenCarrier

LONGEST_REASON = 200
_CHANGEABLE = (State.PACKING, State.PACKED, State.LABELLED)


class Changing:
    """The carrier of the open order, changed by a person."""

    def __init__(self, place: Workplace, labelling: Labelling) -> None:
        """Change at this desk."""
        self._place = place
        self._labelling = labelling

    def change(self, carrier: str, why: str, badge: str = "") -> Answer:
        """Every box of the open order goes with this carrier, for this reason; old numbers are void first.

        Args:
            carrier: its code.
            why: in the person's own words.
            badge: of the lead who allows it, where the packer may not.
        """
        return self._place.gesture("carrier", lambda: self._change(carrier, why.strip(), badge))

    def offers(self, order: Order, parcel: Parcel) -> tuple[tuple[Offer, ...], Reason | None]:
        """What every carrier would do for a box, and why the one taken, or that would be taken, is.

        None: nobody may take it.
        """
        choosing = self._labelling.choosing
        found = choosing.offers(order, parcel)
        if parcel.waybill:
            return found, reason_of(parcel.why)
        try:
            return found, choosing.decide(order, parcel)[1]
        except Refusal:
            return found, None

    def taken(self, order: Order, parcel: Parcel) -> str:
        """The carrier a box has, or would get now; empty where nobody may take it."""
        if parcel.waybill:
            return parcel.carrier
        try:
            return self._labelling.choosing.decide(order, parcel)[0]
        except Refusal:
            return ""

    def _change(self, carrier: str, why: str, badge: str) -> Answer:
        place = self._place
        by = place.authorised(Right.CHANGE_CARRIER, badge)
        old = place.workable_order()
        self._possible(old, carrier, why)
        is_packed = old.state is not State.PACKING and old.is_ready_to_pack
        again = partial(self._change, carrier, why, badge)
        asking = self._labelling.gated("", old, old, again, anew=True) if is_packed else None
        if asking:
            return asking
        chosen = ChosenCarrier(carrier, why[:LONGEST_REASON], by or place.desk().packer)
        place.store.bookings.choose(old.number, chosen, place.clock.now())
        before = dict.fromkeys(box.carrier for box in old.parcels if box.carrier)
        facts: dict[str, object] = {
            "from_carrier": "、".join(before) or None,
            "to_carrier": carrier,
            "carrier": self._labelling.choosing.name(carrier),
            "reason": chosen.reason,
            "by": by or None,
        }
        if old.live_waybills:
            facts |= {"also": "tear-off-old", "torn": "、".join(old.live_waybills)}
        order = self._labelling.void(old) if old.live_waybills else old
        if order.state is not State.PACKED or not order.is_ready_to_pack:
            place.save(old, order)
            return place.answer("", Verdict.COMMAND_OK, order, {"missing": "carrier-chosen", **facts})
        boxes = {box.parcel for box in order.parcels}
        answer = self._labelling.going("", old, self._labelling.set_going(order, "carrier", boxes), facts)
        return replace(answer, facts={**answer.facts, "missing": "carrier-changed"})

    def _possible(self, order: Order, carrier: str, why: str) -> None:
        """Stop what nobody at the desk may decide.

        Raises:
            Refusal: no reason was given, the order is at no step for it, a label or number is under way, or
                buyer, platform or a lack of numbers stand against this carrier.
        """
        if not why:
            raise Refusal(Verdict.NOT_READY, order=order.number, missing="reason")
        if order.state not in _CHANGEABLE:
            raise Refusal(Verdict.NOT_READY, order=order.number, missing=f"state-{order.state}")
        not_underway(order)
        if self._labelling.numbers.is_asking(order):
            raise Refusal(Verdict.NOT_READY, order=order.number, missing="booking")
        if carrier in {box.carrier for box in order.parcels if box.waybill}:
            raise Refusal(Verdict.NOT_READY, order=order.number, missing="same-carrier", carrier=carrier)
        box = order.parcels[0] if order.parcels else Parcel(1)
        found = self._labelling.choosing.offers(order, box)
        offer = next((one for one in found if one.carrier == carrier), None)
        against = [why for why in offer.refusals if why.key in ABSOLUTE] if offer else [Reason("no-numbers")]
        if against:
            name = self._labelling.choosing.name(carrier)
            raise Refusal(
                Verdict.NOT_READY,
                order=order.number,
                missing="no-carrier",
                carriers_out=tuple((name, one) for one in against),
            )
