"""The weight of the box on the desk: noted, doubted until somebody looked, vouched for by a lead."""

from __future__ import annotations

from dataclasses import replace

from packstation.desk.labelling import Labelling
from packstation.desk.workplace import Workplace
from packstation.domain import verbs
from packstation.domain.boxes import current_parcel, parcel_of, with_parcel
from packstation.domain.order import Order, Parcel
from packstation.domain.people import Right
from packstation.domain.scan import Answer, Verdict
from packstation.domain.weight import Expected, Learnt, Part, composition, expected, guesses
from packstation.domain.weight_doubts import doubt, doubted, vouch
from packstation.errors import Refusal

MOST_CARTONS = 50


class Weighing:
    """The open order's box on the scale."""

    def __init__(self, place: Workplace, labelling: Labelling) -> None:
        """Work at this desk."""
        self._place = place
        self._labelling = labelling

    # --- what it should weigh -------------------------------------------------------------------------------

    def expected(self, order: Order, box: Parcel | None = None) -> Expected | None:
        """What a box of the order should weigh, the one on the desk if no other; None when nobody knows."""
        box = box or current_parcel(order)
        parts = self._parts(order, box)
        return expected(parts, self._carton_g(box), self._learnt(order, box, parts))

    def _parts(self, order: Order, box: Parcel) -> tuple[Part, ...]:
        """Goods in a box, by SKU, with what one weighs."""
        units: dict[str, int] = {}
        for name, count in box.contents:
            sku = order.line_of(name).sku
            units[sku] = units.get(sku, 0) + count
        known = self._place.store.catalogue.products(list(units))
        return tuple(
            Part(sku, count, known[sku].weight_g if sku in known else None) for sku, count in units.items()
        )

    def _carton_g(self, box: Parcel) -> int:
        carton = self._place.store.catalogue.carton(box.carton) if box.carton else None
        return carton.weight_g if carton else 0

    def _key(self, order: Order, box: Parcel, parts: tuple[Part, ...]) -> str:
        weights: dict[str, int | None] = {part.sku: part.weight_g for part in parts}
        return composition(order, box, {**weights, "#": self._carton_g(box)})

    def _learnt(self, order: Order, box: Parcel, parts: tuple[Part, ...]) -> Learnt:
        return self._place.store.weights.learnt(self._key(order, box, parts))

    def learn(self, order: Order) -> None:
        """The boxes of a shipped order weigh what boxes like them weigh.

        A weight a lead vouched for teaches only while nothing better is known.
        """
        for box in order.parcels:
            if box.weight_g is None or not box.contents:
                continue
            parts = self._parts(order, box)
            if box.vouched and self._learnt(order, box, parts).is_enough:
                continue
            key = self._key(order, box, parts)
            self._place.store.weights.learn(key, box.weight_g, self._place.clock.now())

    # --- on the scale ---------------------------------------------------------------------------------------

    def weigh(self, weight_g: int, how: str = "scale") -> Answer:
        """The box was weighed (grams, gross): by the ``scale``, or typed by ``hand``."""
        why = "" if how == "scale" else "typed"
        return self._place.gesture("weigh", lambda: self.weighed("", weight_g, how), why)

    def weighed(self, code: str, weight_g: int, how: str) -> Answer:
        """The box was put on the scale; a weight that does not fit its contents stops its label.

        Args:
            code: what was scanned or typed for it.
            weight_g: grams, gross.
            how: ``scale``, ``code`` or ``hand``.
        """
        old = self._place.workable_order()
        if weight_g <= 0:
            raise Refusal(Verdict.WEIGHT_OFF, order=old.number, weight_g=weight_g, how=how)
        should = self.expected(old)
        if should is not None and not should.fits(weight_g):
            return self._doubt(code, old, should, weight_g, how)
        facts: dict[str, object] = {"weight_g": weight_g, "how": how}
        return self._labelling.advanced(code, Verdict.WEIGHT_TAKEN, old, verbs.weigh(old, weight_g), facts)

    def _doubt(self, code: str, old: Order, should: Expected, weight_g: int, how: str) -> Answer:
        """Nothing is noted but the doubt, which stays with the box until somebody looked into it."""
        order = self._place.save(old, doubt(old, weight_g))
        facts: dict[str, object] = {"weight_g": weight_g, "expected_g": should.weight_g, "how": how}
        facts |= self._guess(old, should, weight_g)
        return self._place.answer(code, Verdict.WEIGHT_OFF, order, facts)

    def _guess(self, order: Order, should: Expected, weight_g: int) -> dict[str, object]:
        """What may be missing or too many, as data of its sentence."""
        box = current_parcel(order)
        cartons = {} if box.carton else self._place.store.catalogue.carton_weights(MOST_CARTONS)
        found = guesses(self._parts(order, box), should, weight_g, cartons)
        if not found:
            return {}
        first = found[0]
        if first.carton:
            return {"also": "perhaps-carton", "carton": first.carton}
        titles = {line.sku: line.title or line.sku for line in order.lines}
        named = " / ".join(
            f"{abs(guess.units)} × {titles.get(guess.sku, guess.sku)}" for guess in found if guess.sku
        )
        return {"also": "perhaps-missing" if first.units < 0 else "perhaps-extra", "goods": named}

    def judged_again(self, order: Order, parcel: int) -> Order:
        """The order after a box got another carton: what was weighed may be right now, or wrong."""
        box = parcel_of(order, parcel)
        weight_g = box.doubt_g if box.doubt_g is not None else box.weight_g
        should = self.expected(order, box)
        if weight_g is None or box.vouched or should is None:
            return order
        fits = should.fits(weight_g)
        judged = replace(box, weight_g=weight_g if fits else None, doubt_g=None if fits else weight_g)
        return replace(order, parcels=with_parcel(order, judged))

    # --- a lead's word --------------------------------------------------------------------------------------

    def vouch(self, badge: str = "") -> Answer:
        """A lead looked into the box: it weighs what it weighs; ``badge`` of one who is not logged in."""
        return self._place.gesture("vouch-weight", lambda: self.vouched("", badge))

    def vouched(self, code: str, badge: str = "") -> Answer:
        """PKVOUCH: the doubted weight holds, on the word of whoever may say so."""
        old = self._place.workable_order()
        if not doubted(old):
            raise Refusal(Verdict.NOT_READY, order=old.number, missing="no-doubt")
        by = self._place.authorised(Right.OVERRIDE_WEIGHT, badge)
        should = self.expected(old, doubted(old)[0])
        order, weight_g = vouch(old, by or self._place.desk().packer or "-")
        facts: dict[str, object] = {
            "weight_g": weight_g,
            "expected_g": should.weight_g if should else None,
            "by": by or None,
            "how": "vouched",
        }
        return self._labelling.advanced(code, Verdict.WEIGHT_TAKEN, old, order, facts)
