"""What a code means at this desk: one thing, or a refusal that says why not."""

from __future__ import annotations

from packstation.desk.workplace import Workplace
from packstation.domain.scan import Kind, Meaning, Verdict
from packstation.errors import Refusal
from packstation.waybill.number import plain


class Meanings:
    """Looks codes up."""

    def __init__(self, place: Workplace) -> None:
        """Look in this desk's store."""
        self._catalogue = place.store.catalogue

    def of(self, code: str) -> Meaning:
        """The one thing a code means here; a parcel's own code counts as its waybill number.

        Raises:
            Refusal: it means nothing, or more than one thing.
        """
        found = self._catalogue.meanings(code)
        if not found and plain(code) != code:
            found = self._catalogue.meanings(plain(code))
        if not found:
            raise Refusal(Verdict.UNKNOWN_CODE)
        if len(found) > 1:
            raise Refusal(Verdict.AMBIGUOUS_CODE, choices=tuple(self.name(meaning) for meaning in found))
        return found[0]

    def name(self, meaning: Meaning) -> str:
        """A meaning as the worker would call it."""
        if meaning.kind is not Kind.GOODS:
            return meaning.target
        product = self._catalogue.product(meaning.target)
        name = product.title if product and product.title else meaning.target
        return f"{name} {product.spec}".strip() if product else name
