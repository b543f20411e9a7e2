"""Parcels go out to the courier: scanned to a manifest, counted, the forgotten ones named."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from packstation.desk.gating import is_asking
from packstation.desk.shipping import Shipping
from packstation.desk.workplace import Workplace
from packstation.domain.manifest import Handover, Manifest, Outgoing
from packstation.domain.order import Order, State
from packstation.domain.scan import Answer, Verdict
from packstation.errors import Refusal

REMEMBERED = timedelta(hours=48)
"""A parcel that shipped longer ago and is on no manifest has left without one."""
MOST_NAMED = 3
ANY_CARRIER = "-"
"""Of a manifest for whoever comes: parcels of every carrier go onto it."""


class HandingOver:
    """The manifest of this desk."""

    def __init__(self, place: Workplace, shipping: Shipping) -> None:
        """Work at this desk."""
        self._place = place
        self._shipping = shipping

    def current(self) -> Manifest | None:
        """The manifest this desk scans to now."""
        return self._place.store.manifests.of_desk(self._place.desk_name)

    def waiting(self, carrier: str = "") -> tuple[Outgoing, ...]:
        """Parcels that are still here, of a carrier or of all."""
        found = self._place.store.manifests.waiting(self._place.clock.now() - REMEMBERED)
        return tuple(parcel for parcel in found if carrier in ("", ANY_CARRIER, parcel.carrier))

    def handover(self, manifest: int | None = None) -> Handover | None:
        """A manifest with what is on it and what is still here; this desk's open one when none is named."""
        manifests = self._place.store.manifests
        found = self.current() if manifest is None else manifests.get(manifest)
        if found is None:
            return None
        waiting = self.waiting(found.carrier) if found.is_open else ()
        return Handover(found, manifests.taken(found.id), waiting)

    def latest(self, most: int = 20) -> tuple[Manifest, ...]:
        """The last manifests, newest first."""
        return self._place.store.manifests.latest(most)

    # --- gestures

    def start(self, code: str = "", carrier: str = "") -> Answer:
        """PKHANDOVER and a carrier: the courier is here; without one, for every carrier.

        Raises:
            Refusal: no such carrier, or another manifest is open at this desk.
        """
        place = self._place
        known = place.store.catalogue.carrier_named(carrier) if carrier else None
        if carrier and known is None:
            raise Refusal(Verdict.NOT_READY, missing="no-such-carrier", carrier=carrier)
        wanted = known.code if known else ANY_CARRIER
        now = self.current()
        if now is not None and now.carrier != wanted:
            raise Refusal(Verdict.NOT_READY, missing="manifest-open", carrier=self.called(now.carrier))
        if now is None:
            desk = place.desk()
            place.store.manifests.open(wanted, place.clock.now(), place.desk_name, desk.packer)
        facts = {"missing": "handover", "carrier": self.called(wanted), "left": len(self.waiting(wanted))}
        return place.answer(code, Verdict.COMMAND_OK, None, facts)

    def finish(self, code: str = "") -> Answer:
        """PKHANDED: the courier leaves; says how many went and which were forgotten.

        Raises:
            Refusal: no manifest is open here, or nothing was scanned to it and nothing waits.
        """
        place = self._place
        handover = self.handover()
        if handover is None:
            raise Refusal(Verdict.NOT_READY, missing="no-manifest")
        place.store.manifests.close(handover.manifest.id, place.clock.now())
        missed = [parcel.waybill for parcel in handover.waiting]
        named = "、".join(missed[:MOST_NAMED]) + ("…" if len(missed) > MOST_NAMED else "")
        facts = {
            "missing": "handover-missed" if missed else "handover-done",
            "manifest": handover.manifest.id,
            "carrier": self.called(handover.manifest.carrier),
            "amount": len(handover.taken),
            "left": len(missed),
            "others": named or None,
        }
        return place.answer(code, Verdict.COMMAND_OK, None, facts)

    def scan(self, code: str, order: Order, waybill: str) -> Answer:
        """The courier takes this parcel; with its last box an order that was not yet shipped ships.

        Raises:
            Refusal: it goes with somebody else, is on a manifest already, or must not leave.
        """
        place, manifest = self._place, self.current()
        if manifest is None:
            raise Refusal(Verdict.NOT_READY, missing="no-manifest")
        box = next(box for box in order.parcels if box.waybill == waybill)
        if manifest.carrier not in (ANY_CARRIER, box.carrier):
            raise Refusal(
                Verdict.LABEL_MISMATCH,
                order=order.number,
                missing="other-carrier",
                waybill=waybill,
                carrier=self.called(box.carrier),
                expected=self.called(manifest.carrier),
            )
        if place.store.manifests.on(waybill) is not None:
            raise Refusal(Verdict.DUPLICATE_SCAN, order=order.number, missing="on-manifest", waybill=waybill)
        return self._noted(code, order, waybill, manifest)

    def _noted(self, code: str, order: Order, waybill: str, manifest: Manifest) -> Answer:
        """The parcel on the manifest; its order shipped, where that was not done at the desk.

        While another box of it may lack its label, or the platform is asked, nothing goes out: the scan only
        proves this one's.
        """
        place = self._place
        answer = None
        if order.state is not State.SHIPPED:
            number = order.number
            answer = self._shipping.close(
                code, order, waybill, lambda: self.scan(code, place.order(number), waybill)
            )
            order = place.order(number)
            if order.state is State.PACKED or is_asking(answer):
                return answer
        place.store.manifests.add(manifest.id, waybill, order.number, place.clock.now(), place.desk().packer)
        facts = {
            "missing": "manifest",
            "waybill": waybill,
            "carrier": self.called(next(box.carrier for box in order.parcels if box.waybill == waybill)),
            "amount": len(place.store.manifests.taken(manifest.id)),
            "left": len(self.waiting(manifest.carrier)),
        }
        handed = place.answer(code, Verdict.HANDED_OVER, order, facts)
        return replace(handed, events=answer.events if answer else ())

    def called(self, carrier: str) -> str:
        """A carrier by its name; empty where the manifest is for all."""
        if carrier == ANY_CARRIER:
            return ""
        known = self._place.store.catalogue.carrier(carrier)
        return known.name if known and known.name else carrier
