"""Which carrier takes a box: the cheapest of those that may and keep the promise, and why not the others.

A broken rule is never broken silently: a carrier with a refusal is not chosen, whatever it costs. What is not
known (a weight, a size) breaks no rule. Without prices the shop's preference decides, then whose numbers came
first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from decimal import Decimal
from typing import NamedTuple

from packstation.domain.carrier_reason import Reason, reason
from packstation.domain.carrier_rules import (
    ABROAD,
    ANYWHERE,
    AT_HOME,
    REMOTE,
    CarrierRule,
    Price,
    area_named,
    started_kg,
)
from packstation.domain.order import Receiver

ABSOLUTE = frozenset({"not-allowed", "forbidden", "no-numbers"})
"""Refusals nobody at the desk may set aside: the buyer's, the platform's, and having no number to give."""
LITRE = 1_000_000
"""Cubic millimetres."""
MOST_TOLD = 2
"""Carriers passed over that are named with the reason of the one taken."""
_NEVER = datetime.max.replace(tzinfo=UTC)


class Place(NamedTuple):
    """Where a box goes: province, city and district in one; ``country`` only where it goes abroad."""

    province: str
    city: str
    country: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """What is to be sent: grams, longest side in mm, mm³ (None: not known).

    ``traits`` with the goods that bear them; ``allowed`` and ``forbidden`` are what buyer and platform say.
    ``home``: the country the desk stands in, as addresses name it; empty where they do not.
    """

    receiver: Receiver = field(default_factory=Receiver)
    shop: str = ""
    weight_g: int | None = None
    longest_mm: int | None = None
    volume_mm3: int | None = None
    traits: Mapping[str, str] = field(default_factory=dict)
    allowed: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    home: str = ""

    @property
    def place(self) -> Place:
        """Where it goes."""
        who = self.receiver
        country = "" if who.country.casefold() == self.home.casefold() else who.country
        return Place(*(part.replace(" ", "") for part in (who.province, who.city + who.district, country)))


@dataclass(frozen=True, slots=True)
class Market:
    """Who could take it, and the promises to keep.

    ``ready`` have numbers, the one whose came first in front; ``preferred`` the shop likes, best first;
    ``remote`` and ``stopped`` are areas as ``CARRIER:AREA`` or ``AREA``. ``now``, ``ship_by`` and
    ``arrive_by`` in UTC (None: not promised); ``zone`` is the desk's.
    """

    rules: Mapping[str, CarrierRule] = field(default_factory=dict)
    known: tuple[str, ...] = ()
    ready: tuple[str, ...] = ()
    preferred: tuple[str, ...] = ()
    remote: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()
    now: datetime | None = None
    ship_by: datetime | None = None
    arrive_by: datetime | None = None
    zone: tzinfo = UTC


@dataclass(frozen=True, slots=True)
class Offer:
    """What one carrier would do: its price in yuan and days, why it may not, why it would be late.

    ``charged_g`` is the weight it counts (volume included), None where nobody knows.
    """

    carrier: str
    price: Decimal | None = None
    tariff: Price | None = None
    charged_g: int | None = None
    arrives: datetime | None = None
    refusals: tuple[Reason, ...] = ()
    late: Reason | None = None

    @property
    def is_fit(self) -> bool:
        """Whether no rule stands against it."""
        return not self.refusals

    @property
    def days(self) -> int | None:
        """How long it takes, if that is said."""
        return self.tariff.days if self.tariff else None

    @property
    def is_possible(self) -> bool:
        """Whether a person may take it all the same."""
        return not any(why.key in ABSOLUTE for why in self.refusals)


def offers(box: Box, market: Market) -> tuple[Offer, ...]:
    """What every carrier that is known would do, the best first, those that may not last."""
    named = (*market.rules, *market.known, *market.ready, *market.preferred, *box.allowed)
    found = [offer(code, box, market) for code in dict.fromkeys(named)]
    return tuple(sorted(found, key=lambda one: _rank(one, market)))


def offer(code: str, box: Box, market: Market) -> Offer:
    """What one carrier would do."""
    rule = market.rules.get(code, CarrierRule(code))
    grams = charged(rule, box)
    tariff = tariff_of(rule, box.place, market.remote)
    price = tariff.of(grams or 0).quantize(Decimal("0.01")) if tariff else None
    leaves = _leaves(rule, market)
    arrives = leaves + timedelta(days=tariff.days) if leaves and tariff and tariff.days is not None else None
    refusals = (*_lists(code, box, market), *_limits(rule, box), *_areas(rule, box, market, tariff))
    return Offer(code, price, tariff, grams, arrives, refusals, _late(leaves, arrives, market))


def charged(rule: CarrierRule, box: Box) -> int | None:
    """Grams the carrier counts: the real ones, or the volume's where they are more."""
    by_volume = -(-box.volume_mm3 // rule.divisor) if rule.divisor and box.volume_mm3 is not None else None
    known = [grams for grams in (box.weight_g, by_volume) if grams is not None]
    return max(known) if known else None


def tariff_of(rule: CarrierRule, place: Place, remote: Iterable[str]) -> Price | None:
    """The price for a place: that of the longest area it lies in."""
    best: tuple[int, Price] | None = None
    for price in rule.prices:
        for area in price.areas:
            length = _fit(area, rule.carrier, place, remote)
            if length is not None and (best is None or length > best[0]):
                best = length, price
    return best[1] if best else None


def choose(found: tuple[Offer, ...]) -> Offer | None:
    """The carrier that takes it, of ``offers``; None where none may."""
    return next((one for one in found if one.is_fit), None)


def why(chosen: Offer, found: tuple[Offer, ...], preferred: Iterable[str], *, is_asked: bool) -> Reason:
    """Why this one of ``offers`` was taken, with those passed over that look cheaper or came near."""
    fit = [one for one in found if one.is_fit]
    if chosen.price is None:
        return Reason(_plain_key(chosen, fit, preferred, is_asked=is_asked))
    if chosen.late:
        key = "soonest"
    elif len(fit) == 1:
        key = "only-fit"
    else:
        key = "cheapest"
    more = started_kg(chosen.charged_g or 0)
    facts = {
        "price": _money(chosen.price),
        "first": _money(chosen.tariff.first if chosen.tariff else chosen.price),
        "more": _money(chosen.tariff.more if chosen.tariff else Decimal(0)),
        "kg": more,
        "grams": chosen.charged_g if chosen.charged_g is not None else "",
        "days": chosen.days if chosen.days is not None else "",
    }
    return replace(reason(key, **facts), others=_passed_over(chosen, found))


def _plain_key(chosen: Offer, fit: list[Offer], preferred: Iterable[str], *, is_asked: bool) -> str:
    if is_asked:
        return "asked"
    if chosen.carrier in preferred:
        return "preferred"
    return "only" if len(fit) == 1 else "first"


def _passed_over(chosen: Offer, found: tuple[Offer, ...]) -> tuple[tuple[str, Reason], ...]:
    """Those that would have been cheaper, and what kept them from it; the cheapest first."""
    cheaper = [
        one
        for one in found
        if one.price is not None and chosen.price is not None and one.price < chosen.price
    ]
    cheaper.sort(key=lambda one: (one.price or Decimal(0), one.carrier))
    told = [(one.carrier, kept) for one in cheaper if (kept := one.refusals[0] if one.refusals else one.late)]
    return tuple(one for one in told if one[1].key != "not-allowed")[:MOST_TOLD]


def _rank(one: Offer, market: Market) -> tuple[object, ...]:
    """Fit before unfit, in time before late, then by price, days, preference, numbers, code."""
    liked = _place(one.carrier, market.preferred)
    row = (
        one.price is None,
        one.price or Decimal(0),
        one.days if one.days is not None else 999,
        liked,
        _place(one.carrier, market.ready),
        one.carrier,
    )
    return (not one.is_fit, one.late is not None, (one.arrives or _NEVER) if one.late else _NEVER, *row)


def _place(code: str, codes: tuple[str, ...]) -> int:
    return codes.index(code) if code in codes else len(codes)


# --- what stands against a carrier --------------------------------------------------------------------------


def _lists(code: str, box: Box, market: Market) -> Iterable[Reason]:
    if box.allowed and code not in box.allowed:
        yield Reason("not-allowed")
    if code in box.forbidden:
        yield Reason("forbidden")
    if code not in market.ready:
        yield Reason("no-numbers")


def _limits(rule: CarrierRule, box: Box) -> Iterable[Reason]:
    for trait in rule.refuses:
        if trait in box.traits:
            yield reason("trait", trait=trait, goods=box.traits[trait])
    grams = box.weight_g
    if grams is not None and rule.most_g is not None and grams > rule.most_g:
        yield reason("heavy", real=_short(grams, 1000), limit=_short(rule.most_g, 1000))
    if grams is not None and rule.least_g is not None and grams < rule.least_g:
        yield reason("light", real=_short(grams, 1000), limit=_short(rule.least_g, 1000))
    if rule.longest_mm is not None and (box.longest_mm or 0) > rule.longest_mm:
        yield reason("long", real=_short(box.longest_mm or 0, 10), limit=_short(rule.longest_mm, 10))
    if rule.volume_mm3 is not None and (box.volume_mm3 or 0) > rule.volume_mm3:
        yield reason("big", real=_short(box.volume_mm3 or 0, LITRE), limit=_short(rule.volume_mm3, LITRE))
    if rule.shops and box.shop not in rule.shops:
        yield reason("shop", shop=box.shop)


def _areas(rule: CarrierRule, box: Box, market: Market, tariff: Price | None) -> Iterable[Reason]:
    own = [
        area_named(area.partition(":")[2].strip())
        for area in market.stopped
        if area.startswith(f"{rule.carrier}:")
    ]
    for area in (*rule.stops, *own):
        if _fit(area, rule.carrier, box.place, market.remote) is not None:
            yield reason("stopped", area=area)
            return
    if tariff is None and box.place.country and (rule.prices or rule.carrier in AT_HOME):
        yield reason("abroad", area=box.receiver.country)
    elif tariff is None and rule.prices:
        yield reason("no-price", area=box.receiver.province or box.receiver.city)


def _fit(area: str, carrier: str, place: Place, remote: Iterable[str]) -> int | None:
    """How much of a place an area names; None where the place does not lie in it."""
    if place.country:
        is_named = place.country.casefold().startswith(area.casefold())
        return len(area) if is_named else 0 if area == ABROAD else None
    if area in (ANYWHERE, ABROAD):
        return 0 if area == ANYWHERE else None
    if area == REMOTE:
        named = (name for one in remote if (name := _of_carrier(one, carrier)))
        return max((length for name in named if (length := _named(name, place))), default=None)
    return _named(area, place)


def _named(area: str, place: Place) -> int | None:
    """Signs of a place, from its province on, that an area says; a city may stand without its province."""
    province, city, _ = place
    if f"{province}{city}".startswith(area):
        return len(area)
    return len(province) + len(area) if city.startswith(area) else None


def _of_carrier(area: str, carrier: str) -> str:
    """The name of an area, if it is one for this carrier."""
    owner, colon, name = area.rpartition(":")
    return name.replace(" ", "") if not colon or owner.strip() == carrier else ""


# --- when it gets there -------------------------------------------------------------------------------------


def _leaves(rule: CarrierRule, market: Market) -> datetime | None:
    """When the carrier fetches it next; at once where nothing is said."""
    if market.now is None or rule.pickup is None:
        return market.now
    return _next(rule.pickup, market.now, market.zone)


def _next(at: time, now: datetime, zone: tzinfo) -> datetime:
    local = now.astimezone(zone)
    today = local.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return (today if today >= local else today + timedelta(days=1)).astimezone(UTC)


def _late(leaves: datetime | None, arrives: datetime | None, market: Market) -> Reason | None:
    """Which promise of ours it would break; a promise broken already no carrier can keep or break."""
    if market.now is None or leaves is None:
        return None
    if market.ship_by is not None and market.now <= market.ship_by < leaves:
        return reason("leaves-late", at=leaves.astimezone(market.zone).strftime("%m-%d %H:%M"))
    if market.arrive_by is not None and arrives is not None and arrives > market.arrive_by:
        return reason("arrives-late", at=arrives.astimezone(market.zone).strftime("%m-%d"))
    return None


def _money(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _short(amount: int, unit: int) -> str:
    """An amount in a bigger unit, to two digits behind the point."""
    return f"{round(Decimal(amount) / unit, 2).normalize():f}"
