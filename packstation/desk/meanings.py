"""What a code means at this desk: one thing, or a refusal that says why not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from packstation.desk.workplace import Workplace
from packstation.domain import gs1
from packstation.domain.aim import split_aim
from packstation.domain.gtin import same_item
from packstation.domain.layouts import bent_by, spellings
from packstation.domain.scan import GROUP_SEPARATOR, Kind, Meaning, Verdict, fold
from packstation.errors import Refusal
from packstation.waybill.number import plain

MOST_CHOICES = 6
LONGEST_BENT = 64
"""Signs; a code that long is no barcode typed on the wrong layout but text."""


class Meanings:
    """Looks codes up."""

    def __init__(self, place: Workplace) -> None:
        """Look in this desk's store."""
        self._catalogue = place.store.catalogue
        self._place = place

    def of(self, code: str) -> Meaning:
        """The one thing a code means here.

        A parcel's own code counts as its waybill number, a GTIN in any of its lengths as the same goods, a
        code bent by Caps Lock as what it was.

        Args:
            code: as it was scanned, GS1 separators and AIM identifier included.

        Raises:
            Refusal: it means nothing, or more than one thing.
        """
        found = self.all_of(code)
        if not found:
            raise self._unknown(code)
        if len(found) > 1:
            raise Refusal(Verdict.AMBIGUOUS_CODE, choices=self.choices(found))
        self._check_date(found[0])
        return found[0]

    def all_of(self, code: str) -> tuple[Meaning, ...]:
        """Everything a code means here, each once."""
        folded = fold(code).strip(" ")
        identifier, rest = split_aim(folded)
        texts = tuple(dict.fromkeys(text.replace(GROUP_SEPARATOR, "").strip() for text in (folded, rest)))
        elements = self.elements(folded)
        found = self._of_elements(elements) if elements is not None else []
        targets = {(meaning.kind, meaning.target) for meaning in found}
        found += [
            meaning
            for text in texts
            for meaning in self._named(text, identifier)
            if (meaning.kind, meaning.target) not in targets
        ]
        return tuple(dict.fromkeys(found or self._respelled(folded, texts)))

    def _respelled(self, folded: str, texts: Iterable[str]) -> list[Meaning]:
        """What it means if Caps Lock turned it round, or if it is one parcel of a waybill."""
        for other in spellings(folded)[1:]:
            elements = self.elements(other)
            if elements is not None and (found := self._of_elements(elements)):
                return found
        return [
            meaning
            for text in texts
            for other in (*spellings(split_aim(text)[1])[1:], plain(text))
            for meaning in self._named(other)
        ]

    def elements(self, code: str) -> gs1.Elements | None:
        """What a GS1 code says, if it is marked as one."""
        return gs1.elements_of(code, self._today()) if gs1.is_marked(code) else None

    def _today(self) -> date:
        return self._place.clock.now().astimezone(self._place.options.zone).date()

    def _named(self, code: str, identifier: str = "") -> list[Meaning]:
        """What is known by exactly this name, or as the same trade item."""
        if not code:
            return []
        others = same_item(code, identifier=identifier)[1:]
        return [*self._catalogue.meanings(code), *(self._catalogue.goods_of(others) if others else ())]

    def _of_elements(self, elements: gs1.Elements) -> list[Meaning]:
        """What a GS1 code says: goods with lot, serial and date, the goods in a case, or a parcel."""
        found: list[Meaning] = []
        gtin = elements.gtin or elements.content_gtin
        times = elements.quantity or 1
        if gtin:
            found += [
                replace(
                    meaning,
                    amount=meaning.amount * times,
                    lot=elements.lot,
                    serial=elements.serial,
                    expires=elements.expires,
                )
                for meaning in self._catalogue.goods_of(same_item(gtin))
            ]
        if elements.sscc:
            names = (elements.sscc, f"00{elements.sscc}")
            found += [meaning for name in names for meaning in self._catalogue.meanings(name)]
        return found

    def _unknown(self, code: str) -> Refusal:
        """Nobody knows it; perhaps because the computer's keyboard is not the scanner's."""
        elements = self.elements(fold(code))
        if elements is not None and (elements.gtin or elements.content_gtin):
            return Refusal(Verdict.UNKNOWN_CODE, missing="gtin", gtin=elements.gtin or elements.content_gtin)
        layout = bent_by(code, self._is_known) if len(code) <= LONGEST_BENT else ""
        if layout:
            return Refusal(Verdict.UNKNOWN_CODE, missing="layout", layout=layout)
        return Refusal(Verdict.UNKNOWN_CODE)

    def _is_known(self, code: str) -> bool:
        identifier, rest = split_aim(code)
        return any(self._named(text, identifier) for text in spellings(rest))

    def _check_date(self, meaning: Meaning) -> None:
        """Goods past their date are put aside.

        Raises:
            Refusal: this unit is.
        """
        if meaning.expires is not None and meaning.expires < self._today():
            raise Refusal(
                Verdict.WRONG_ITEM,
                missing="expired",
                title=self.name(meaning),
                sku=meaning.target,
                expires=meaning.expires.isoformat(),
                lot=meaning.lot or None,
            )

    def choices(self, found: Iterable[Meaning]) -> tuple[tuple[str, str, int], ...]:
        """Kind, name and amount of each meaning, for the worker to see."""
        named = ((meaning.kind.value, self.name(meaning), meaning.amount) for meaning in found)
        return tuple(named)[:MOST_CHOICES]

    def name(self, meaning: Meaning) -> str:
        """A meaning as the worker would call it."""
        if meaning.kind is not Kind.GOODS:
            return meaning.target
        product = self._catalogue.product(meaning.target)
        name = product.title if product and product.title else meaning.target
        return f"{name} {product.spec}".strip() if product else name
