"""Boxes of the open order: another one, and what kind of carton it is."""

from __future__ import annotations

from packstation.desk.workplace import Workplace
from packstation.domain import verbs
from packstation.domain.boxes import current_parcel
from packstation.domain.scan import Answer, Verdict
from packstation.errors import Refusal


class Boxing:
    """What the goods of the open order are put into."""

    def __init__(self, place: Workplace) -> None:
        """Work at this desk."""
        self._place = place

    def next_box(self, code: str) -> Answer:
        """PKNEXTBOX: what comes now goes into another box."""
        old = self._place.workable_order()
        if current_parcel(old).doubt_g is not None:
            raise Refusal(Verdict.NOT_READY, order=old.number, missing="weight-off")
        if self._place.options.weigh and current_parcel(old).weight_g is None:
            raise Refusal(Verdict.NOT_READY, order=old.number, missing="weight")
        order = self._place.save(old, verbs.next_parcel(old))
        return self._place.answer(code, Verdict.PARCEL_OPENED, order, {"parcel": len(order.parcels)})

    def carton(self, code: str, argument: str) -> Answer:
        """PKBOX…: the box on the desk is this kind of carton."""
        carton = self._place.store.catalogue.carton(argument)
        if carton is None:
            raise Refusal(Verdict.UNKNOWN_CODE, missing="carton", carton=argument)
        old = self._place.workable_order()
        order = self._place.save(old, verbs.choose_carton(old, carton.code))
        return self._place.answer(
            code, Verdict.COMMAND_OK, order, {"missing": "carton", "carton": carton.code}
        )
