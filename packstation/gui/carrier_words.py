"""Carriers in words: what each would do for a box, and what stands against it; plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from packstation.domain.carrier_choice import ABSOLUTE, Offer
from packstation.gui.lines_of_text import one_line
from packstation.words import Words


@dataclass(frozen=True, slots=True)
class OfferText:
    """One carrier: its code, name and price, what stands against it; whether a person may take it even so."""

    code: str
    name: str
    price: str
    against: str = ""
    is_possible: bool = True
    is_taken: bool = False

    @property
    def line(self) -> str:
        """All of it in one line."""
        return " — ".join(filter(None, (f"{self.name} · {self.price}", self.against)))


@dataclass(frozen=True, slots=True)
class CarrierText:
    """Which carrier a box has or would get, why, and what all carriers would do, the best first."""

    name: str = ""
    why: str = ""
    offers: tuple[OfferText, ...] = ()


def offer_texts(
    offers: Iterable[Offer], taken: str, words: Words, name: Callable[[str], str]
) -> tuple[OfferText, ...]:
    """What every carrier would do, fit to be shown."""
    return tuple(
        OfferText(
            one.carrier,
            one_line(name(one.carrier)),
            _price(one, words),
            one_line(_against(one, words)),
            one.is_possible,
            one.carrier == taken,
        )
        for one in offers
    )


def _price(one: Offer, words: Words) -> str:
    if one.price is None:
        return words("carriers.offer-none")
    key = "offer" if one.days is None else "offer-days"
    return words(f"carriers.{key}", price=one.price, days=one.days)


def _against(one: Offer, words: Words) -> str:
    """What keeps it away; where buyer, platform or its numbers do, nothing else matters."""
    binding = [why for why in one.refusals if why.key in ABSOLUTE][:1]
    reasons = binding or [*one.refusals, *((one.late,) if one.late else ())]
    return words("carriers.separator").join(words.carrier_no(why) for why in reasons)
