"""Which carrier takes a box of this desk, and why: the shop's rules on what is known of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

from packstation.desk.workplace import Workplace
from packstation.domain.carrier_choice import ABSOLUTE, Box, Market, Offer, choose, offers, why
from packstation.domain.carrier_reason import Reason, reason
from packstation.domain.carrier_rules import CarrierRule, merged
from packstation.domain.carton import Piece
from packstation.domain.filling import pieces, proposals
from packstation.domain.intake import Carrier, Carton, Product
from packstation.domain.order import Order, Parcel
from packstation.domain.review import Severity
from packstation.domain.scan import Verdict
from packstation.errors import Refusal
from packstation.store.bookings import ChosenCarrier

CHOSEN = "chosen"
_UNSAID = frozenset({"no-numbers", "not-allowed", "forbidden"})


class Choosing:
    """Looks for the carrier of a box; changes nothing."""

    def __init__(self, place: Workplace) -> None:
        """Choose for this desk."""
        self._place = place

    def decide(self, order: Order, parcel: Parcel) -> tuple[str, Reason]:
        """The carrier that takes a box, and why: the one a person chose, else the cheapest that may.

        Raises:
            Refusal: none may, or none that may has numbers left; or the one that was chosen cannot any more:
                no other takes its place by itself.
        """
        found = self.offers(order, parcel)
        chosen = self._place.store.bookings.chosen(order.number)
        wanted = next((one for one in found if chosen and one.carrier == chosen.carrier), None)
        if chosen and (wanted is None or not wanted.is_possible):
            raise self._chosen_out(order, chosen, wanted)
        if chosen and wanted:
            return wanted.carrier, self._chosen_by(chosen, wanted)
        best = choose(found)
        if best is None:
            raise self._none(order, found)
        return best.carrier, self.reason(order, best, found)

    def reason(self, order: Order, best: Offer, found: tuple[Offer, ...]) -> Reason:
        """Why this offer is the one to take."""
        is_asked = bool(order.carriers_allowed or order.carriers_forbidden)
        return why(best, found, self._place.options.prefer_carriers, is_asked=is_asked)

    def offers(self, order: Order, parcel: Parcel) -> tuple[Offer, ...]:
        """What every carrier would do for a box, the best first."""
        return offers(self.box(order, parcel), self.market(order))

    def boxes(self, order: Order) -> tuple[Parcel, ...]:
        """The order's boxes with goods in them; one that would hold everything where there are none yet."""
        filled = tuple(box for box in order.parcels if box.contents)
        return filled or (
            Parcel(1, contents=tuple((line.line, line.need) for line in order.lines if line.need)),
        )

    def market(self, order: Order | None = None) -> Market:
        """Who could take parcels now, and what this order was promised."""
        place, options = self._place, self._place.options
        known = place.store.catalogue.carriers()
        limits, severities = options.review.limits, options.review.severities
        is_stopping = severities.get("area-stopped") is not Severity.OFF
        paid = (order.paid_at or order.created_at) if order else None
        days = options.arrive_days
        return Market(
            rules=_by_code(options.carrier_rules, known),
            known=tuple(carrier.code for carrier in known),
            ready=place.carrier.carriers(),
            preferred=options.prefer_carriers,
            remote=limits.remote_areas,
            stopped=limits.stopped_areas if is_stopping else (),
            now=place.clocks.now(order.shop_id if order else None),
            ship_by=order.ship_by if order else None,
            arrive_by=paid + timedelta(days=days) if paid and days else None,
            zone=options.zone,
        )

    def box(self, order: Order, parcel: Parcel) -> Box:
        """What is known of a box: as weighed and cartoned, else as the goods' own lists say."""
        products = self._place.store.catalogue.products(line.sku for line in order.lines)
        inside = pieces(order, parcel.contents, products)
        carton = self._carton(order, parcel, products)
        weight = parcel.weight_g if parcel.weight_g is not None else _listed(inside, carton)
        longest, volume = _room(inside, carton)
        return Box(
            receiver=order.receiver,
            shop=order.shop,
            weight_g=weight,
            longest_mm=longest,
            volume_mm3=volume,
            traits=_traits(order, parcel, products),
            allowed=order.carriers_allowed,
            forbidden=order.carriers_forbidden,
            home=self._place.options.sender.country,
        )

    def name(self, code: str) -> str:
        """A carrier as people call it."""
        known = self._place.store.catalogue.carrier(code)
        return known.name if known and known.name else code

    def _carton(self, order: Order, parcel: Parcel, products: Mapping[str, Product]) -> Carton | None:
        """The carton the goods lie in; the one proposed where none was chosen."""
        catalogue = self._place.store.catalogue
        if parcel.carton:
            return catalogue.carton(parcel.carton)
        if self._place.options.carton == "off":
            return None
        found = proposals(order, products, catalogue.cartons()).get(parcel.parcel)
        return found.carton if found else None

    def _chosen_by(self, chosen: ChosenCarrier, offer: Offer) -> Reason:
        person = self._place.store.people.person(chosen.packer) if chosen.packer else None
        by = person.name if person else chosen.packer
        told = reason(CHOSEN if by else f"{CHOSEN}-here", by=by, reason=chosen.reason)
        broken = tuple((offer.carrier, refusal) for refusal in offer.refusals[:1])
        return replace(told, others=broken)

    def _chosen_out(self, order: Order, chosen: ChosenCarrier, offer: Offer | None) -> Refusal:
        """Why the carrier that a person chose takes the box no more."""
        name = self.name(chosen.carrier)
        against = [why for why in offer.refusals if why.key in ABSOLUTE - {"no-numbers"}] if offer else []
        if not against:
            return Refusal(Verdict.NO_WAYBILL_NUMBERS, order=order.number, carrier=name)
        told = tuple((name, why) for why in against)
        return Refusal(Verdict.NOT_READY, order=order.number, missing="no-carrier", carriers_out=told)

    def _none(self, order: Order, found: tuple[Offer, ...]) -> Refusal:
        """Why nobody takes it: no numbers where that alone is missing, else what each refuses."""
        refusing = [one for one in found if {why.key for why in one.refusals} - _UNSAID]
        if not refusing:
            named = [self.name(code) for code in order.carriers_allowed] or [
                one.carrier for one in found if not any(why.key == "forbidden" for why in one.refusals)
            ]
            outside = "no-numbers-outside" if self._place.carrier.outside else None
            told = "、".join(named)
            return Refusal(Verdict.NO_WAYBILL_NUMBERS, order=order.number, carrier=told, missing=outside)
        out = tuple(
            (self.name(one.carrier), why)
            for one in refusing
            for why in one.refusals
            if why.key not in _UNSAID
        )
        return Refusal(Verdict.NOT_READY, order=order.number, missing="no-carrier", carriers_out=out)


def _by_code(rules: Mapping[str, CarrierRule], known: tuple[Carrier, ...]) -> dict[str, CarrierRule]:
    """The shop's rules by code; the shop may call a carrier by its name or in small letters."""
    found: dict[str, CarrierRule] = {}
    for name, rule in rules.items():
        code = code_of(name, known)
        found[code] = merged(found.get(code, CarrierRule(code)), rule)
    return found


def code_of(name: str, known: Iterable[Carrier]) -> str:
    """The code of a carrier that the shop calls so; the name itself where no carrier is called so.

    A name may be cut short (圆通) as long as only one carrier's begins like it.
    """
    fold, carriers = name.casefold(), tuple(known)
    for one in carriers:
        if fold in (one.code.casefold(), one.name.casefold()):
            return one.code
    short = [one.code for one in carriers if one.name.casefold().startswith(fold)]
    return short[0] if len(short) == 1 else name


def _listed(inside: tuple[Piece, ...], carton: Carton | None) -> int | None:
    """Grams of goods and carton as the lists have them; None where a weight is missing."""
    if not inside or any(piece.weight_g is None for piece in inside):
        return None
    return sum((piece.weight_g or 0) * piece.units for piece in inside) + (carton.weight_g if carton else 0)


def _room(inside: tuple[Piece, ...], carton: Carton | None) -> tuple[int | None, int | None]:
    """Longest side (mm) and volume (mm³) of the box; of the goods alone where no carton is known."""
    if carton is not None and carton.inner_mm:
        length, width, height = carton.inner_mm
        return max(carton.inner_mm), length * width * height
    sides = [max(piece.size_mm) for piece in inside if piece.size_mm and not piece.folds]
    is_known = inside and all(piece.size_mm for piece in inside)
    volume = sum(piece.volume * piece.units for piece in inside) if is_known else None
    return max(sides, default=None), volume


def _traits(order: Order, parcel: Parcel, products: Mapping[str, Product]) -> dict[str, str]:
    """What the goods in the box are (fragile, battery …), with the name of the first that is."""
    found: dict[str, str] = {}
    for name, units in parcel.contents:
        line = next((line for line in order.lines if line.line == name), None)
        product = products.get(line.sku) if line and units else None
        for trait in product.traits if product else ():
            found.setdefault(trait, (line.title or line.sku) if line else "")
    return found
