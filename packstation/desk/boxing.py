"""Boxes of the open order: another one, which takes the next units, its carton, units moved between them."""

from __future__ import annotations

from dataclasses import replace

from packstation.desk.labelling import Labelling
from packstation.desk.packaging import with_also, wrong_carton
from packstation.desk.weighing import Weighing
from packstation.desk.workplace import Workplace
from packstation.domain import parcels, verbs
from packstation.domain.boxes import current_parcel, place_of
from packstation.domain.intake import Carton
from packstation.domain.order import Order, State
from packstation.domain.scan import Answer, Verdict
from packstation.errors import Refusal


class Boxing:
    """What the goods of the open order are put into."""

    def __init__(self, place: Workplace, labelling: Labelling, weighing: Weighing) -> None:
        """Work at this desk."""
        self._place = place
        self._labelling = labelling
        self._weighing = weighing

    def next_box(self, code: str) -> Answer:
        """PKNEXTBOX: what comes now goes into another box."""
        old = self._place.workable_order()
        if current_parcel(old).doubt_g is not None:
            raise Refusal(Verdict.NOT_READY, order=old.number, missing="weight-off")
        if self._place.options.weigh and current_parcel(old).weight_g is None:
            raise Refusal(Verdict.NOT_READY, order=old.number, missing="weight")
        order = self._place.save(old, parcels.next_parcel(old))
        facts = {"parcel": place_of(order, current_parcel(order).parcel)}
        return self._place.answer(code, Verdict.PARCEL_OPENED, order, facts)

    def choose(self, code: str, place: int) -> Answer:
        """PKPARCEL…: the box at this place takes what comes now: units, carton, weight."""
        old = self._place.workable_order()
        order = self._place.save(old, parcels.choose_parcel(old, place))
        return self._place.answer(code, Verdict.PARCEL_OPENED, order, {"missing": "chosen", "parcel": place})

    def carton(self, code: str, argument: str) -> Answer:
        """PKBOX…: the box on the desk is this kind of carton."""
        carton = self._known(argument)
        old = self._place.workable_order()
        return self._cartoned(code, old, parcels.choose_carton(old, carton.code), carton)

    def put_into(self, parcel: int, carton: str) -> Answer:
        """The box with this number is this kind of carton, says somebody with keys or mouse."""

        def work() -> Answer:
            known, old = self._known(carton), self._place.workable_order()
            return self._cartoned("", old, parcels.choose_carton(old, known.code, parcel), known, parcel)

        return self._place.gesture("carton", work)

    def _known(self, code: str) -> Carton:
        carton = self._place.store.catalogue.carton(code)
        if carton is None:
            raise Refusal(Verdict.UNKNOWN_CODE, missing="carton", carton=code)
        return carton

    def _cartoned(
        self, code: str, old: Order, order: Order, carton: Carton, parcel: int | None = None
    ) -> Answer:
        """A box has its carton; it is closed by it where nothing else is missing."""
        number = current_parcel(order).parcel if parcel is None else parcel
        facts: dict[str, object] = {"missing": "carton", "carton": carton.code}
        facts = with_also(facts, wrong_carton(self._place, order, number))
        order = self._weighing.judged_again(order, number)
        return self._labelling.advanced(code, Verdict.COMMAND_OK, old, order, facts)

    def move(self, line: str, units: int, source: int, target: int | None) -> Answer:
        """Units of a line go from one box into another, or into a new one."""
        return self._place.gesture("move", lambda: self._move(line, units, source, target))

    def _move(self, line: str, units: int, source: int, target: int | None) -> Answer:
        """A closed box without a label is closed again afterwards, but its label waits to be asked for."""
        old = self._place.workable_order()
        if old.live_waybills:
            raise Refusal(Verdict.NOT_READY, order=old.number, missing="void-first")
        order = parcels.move_units(self._labelling.reopened(old), line, units, source, target)
        number = order.parcels[-1].parcel if target is None else target
        moved = order.line_of(line)
        facts: dict[str, object] = {
            "missing": "moved",
            "title": moved.title or moved.sku,
            "units": units,
            "parcel": place_of(order, number),
        }
        facts = with_also(facts, wrong_carton(self._place, order, number))
        if old.state is State.PACKED:
            lacking = self._labelling.lacking(order)
            order, facts = (order, with_also(facts, lacking)) if lacking else (verbs.pack(order), facts)
        self._place.save(old, order)
        answer = self._place.answer("", Verdict.COMMAND_OK, order, facts)
        return replace(answer, line=line, got=moved.got, need=moved.need)
