"""A code nobody knew is taught to the goods it stands on, by somebody who may."""

from __future__ import annotations

from packstation.desk.meanings import Meanings
from packstation.desk.workplace import Workplace
from packstation.domain.aim import split_aim
from packstation.domain.people import Right
from packstation.domain.scan import (
    LONGEST_CODE,
    MOST_AT_ONCE,
    Answer,
    Kind,
    Verdict,
    clean,
    command_of,
    fold,
)
from packstation.errors import Refusal


class Teaching:
    """Codes learnt at the desk; the journal keeps the code, the goods and who taught it."""

    def __init__(self, place: Workplace, meanings: Meanings) -> None:
        """Learn at this desk."""
        self._place = place
        self._meanings = meanings

    def teach(self, code: str, sku: str, units: int, badge: str) -> Answer:
        """From now on this code counts as so many units of the goods.

        Raises:
            Refusal: it takes a lead's badge; the code means something already or is none; no such goods.
        """
        by = self._place.authorised(Right.TEACH, badge)
        learnt = self._lasting(code)
        catalogue = self._place.store.catalogue
        if not learnt or len(learnt) > LONGEST_CODE or command_of(learnt):
            raise Refusal(Verdict.NOT_READY, missing="not-teachable")
        if not 1 <= units <= MOST_AT_ONCE:
            raise Refusal(Verdict.NOT_READY, missing="count")
        product = catalogue.product(sku)
        if product is None:
            raise Refusal(Verdict.NOT_READY, missing="no-goods", sku=sku)
        known = self._meanings.all_of(code)
        same = len(known) == 1 and (known[0].kind, known[0].target, known[0].amount) == (
            Kind.GOODS,
            sku,
            units,
        )
        if known and not same:
            raise Refusal(Verdict.AMBIGUOUS_CODE, choices=self._meanings.choices(known), missing="taught")
        if not known:
            catalogue.teach(learnt, sku, units)
        facts = {"missing": "taught", "learnt": learnt, "sku": sku, "units": units, "by": by or None}
        name = f"{product.title or sku} {product.spec}".strip()
        return self._place.answer("", Verdict.COMMAND_OK, None, {**facts, "title": name})

    def forget(self, code: str, badge: str) -> Answer:
        """What was taught of a code no longer holds; what lists say of it stays.

        Raises:
            Refusal: it takes a lead's badge; nothing was taught of it.
        """
        by = self._place.authorised(Right.TEACH, badge)
        learnt = self._lasting(code)
        if not self._place.store.catalogue.forget(learnt):
            raise Refusal(Verdict.NOTHING_TO_UNDO, missing="not-taught")
        facts = {"missing": "forgotten", "learnt": learnt, "by": by or None}
        return self._place.answer("", Verdict.COMMAND_OK, None, facts)

    def _lasting(self, code: str) -> str:
        """The part of a code that is the same on every unit: of a GS1 code its article number."""
        elements = self._meanings.elements(fold(code))
        return elements.gtin if elements is not None and elements.gtin else clean(split_aim(fold(code))[1])
