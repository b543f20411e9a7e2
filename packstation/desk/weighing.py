"""The weight of the box on the desk, and whether it can be what should be in it."""

from __future__ import annotations

from packstation.desk.labelling import Labelling
from packstation.desk.workplace import Workplace
from packstation.domain import verbs
from packstation.domain.boxes import current_parcel
from packstation.domain.intake import Carton
from packstation.domain.order import Order
from packstation.domain.scan import Answer, Verdict
from packstation.errors import Refusal


class Weighing:
    """The open order's box on the scale."""

    def __init__(self, place: Workplace, labelling: Labelling) -> None:
        """Work at this desk."""
        self._place = place
        self._labelling = labelling

    def weigh(self, weight_g: int, how: str = "scale") -> Answer:
        """The box was weighed (grams, gross): by the ``scale``, or typed by ``hand``."""
        why = "" if how == "scale" else "typed"
        return self._place.gesture("weigh", lambda: self.weighed("", weight_g, how), why)

    def weighed(self, code: str, weight_g: int, how: str) -> Answer:
        """The box was put on the scale; a weight that does not fit its contents stops here.

        Args:
            code: what was scanned or typed for it.
            weight_g: grams, gross.
            how: ``scale``, ``code`` or ``hand``.
        """
        old = self._place.workable_order()
        expected = expected_weight(self._place, old)
        if weight_g <= 0 or (expected is not None and not weight_fits(weight_g, expected)):
            raise Refusal(
                Verdict.WEIGHT_OFF, order=old.number, weight_g=weight_g, expected_g=expected, how=how
            )
        facts: dict[str, object] = {"weight_g": weight_g, "how": how}
        return self._labelling.advanced(code, Verdict.WEIGHT_TAKEN, old, verbs.weigh(old, weight_g), facts)


SLACK_G = 30
"""Grams that tape, paper and an unsteady scale may add without anything being wrong."""


def weight_fits(weight_g: int, expected_g: int) -> bool:
    """Whether a box of so many grams can hold what should weigh so many: 5 % or what tape and paper add."""
    return abs(weight_g - expected_g) <= max(expected_g * 5 // 100, SLACK_G)


def expected_weight(place: Workplace, order: Order) -> int | None:
    """What the box on the desk should weigh in grams; None when some weight is not known."""
    box = current_parcel(order)
    total = 0
    for name, units in box.contents:
        product = place.store.catalogue.product(order.line_of(name).sku)
        if product is None or product.weight_g is None:
            return None
        total += product.weight_g * units
    carton: Carton | None = place.store.catalogue.carton(box.carton) if box.carton else None
    return total + (carton.weight_g if carton else 0)
