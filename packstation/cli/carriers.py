"""``carriers``: the carriers and their rules, and for an order which one takes it and why not the others."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from packstation.cli.world import World, put, say, tell
from packstation.desk.carrier_choice import code_of
from packstation.desk.desk import Desk
from packstation.domain.carrier_choice import Offer
from packstation.domain.carrier_reason import Reason
from packstation.domain.carrier_rules import CarrierRule, line_parts
from packstation.domain.order import Order, Parcel


def carriers(args: argparse.Namespace, world: World) -> int:
    """``carriers [ORDER]``: nothing is changed."""
    with world.reading() as desk:
        if args.number is None:
            return _all(desk, world, as_json=args.json)
        view = desk.view(args.number)
        if view is None:
            tell(world.words("cli.no-such-order", number=args.number))
            return 1
        boxes = [_box(desk, world, view.order, box) for box in desk.choosing.boxes(view.order)]
        if args.json:
            put({"order": view.order.number, "parcels": boxes})
            return 0
        for box in boxes:
            for line in _told(box, world):
                say(line)
    return 0


def _all(desk: Desk, world: World, *, as_json: bool) -> int:
    """Every carrier with its numbers and its rules; one JSON object a line."""
    market = desk.choosing.market()
    codes = tuple(dict.fromkeys((*market.known, *market.rules)))
    free = desk.store.waybills.free_numbers()
    if desk.numbers.is_outside:
        trouble = desk.numbers.look_around()
        if trouble is not None:
            tell(world.words.error(trouble))
    for code in codes:
        outside = desk.numbers.left_outside().get(code)
        left = outside if desk.numbers.is_outside else free.get(code, 0)
        rule = market.rules.get(code, CarrierRule(code))
        if as_json:
            put({"carrier": code, "name": desk.choosing.name(code), "numbers_left": left, **_rule(rule)})
            continue
        key = "left" if left is not None else "left-outside"
        say(world.words(f"carriers.cli.{key}", carrier=f"{code} {desk.choosing.name(code)}", left=left))
        for line in world.settings["carriers.rules"]:
            if code_of(line_parts(line)[0], desk.store.catalogue.carriers()) == code:
                say(f"  {line}")
    if not codes:
        tell(world.words("carriers.cli.none"))
    return 0


def _rule(rule: CarrierRule) -> dict[str, object]:
    """What the settings say of a carrier."""
    return {
        "weight_g": [rule.least_g, rule.most_g] if rule.least_g or rule.most_g else None,
        "longest_mm": rule.longest_mm,
        "volume_mm3": rule.volume_mm3,
        "divisor": rule.divisor,
        "refuses": list(rule.refuses),
        "stops": list(rule.stops),
        "shops": list(rule.shops),
        "pickup": rule.pickup.strftime("%H:%M") if rule.pickup else None,
        "prices": [
            {"areas": list(one.areas), "first": str(one.first), "more": str(one.more), "days": one.days}
            for one in rule.prices
        ],
    }


def _box(desk: Desk, world: World, order: Order, box: Parcel) -> dict[str, object]:
    """What every carrier would do for a box, the best first."""
    found, why = desk.changing.offers(order, box)
    choice = desk.changing.taken(order, box)
    return {
        "parcel": box.parcel,
        "carrier": choice or None,
        "name": desk.choosing.name(choice) if choice else None,
        "why": _reason(why, world, desk) if why else None,
        "is_booked": bool(box.waybill),
        "offers": [_offer(one, world, desk, is_taken=one.carrier == choice) for one in found],
    }


def _reason(why: Reason, world: World, desk: Desk) -> dict[str, object]:
    return {"key": why.key, "say": world.words.carrier_why(why, desk.choosing.name), **why.facts}


def _offer(one: Offer, world: World, desk: Desk, *, is_taken: bool) -> dict[str, object]:
    against = (*one.refusals, *((one.late,) if one.late else ()))
    return {
        "carrier": one.carrier,
        "name": desk.choosing.name(one.carrier),
        "price": None if one.price is None else str(one.price),
        "days": one.days,
        "charged_g": one.charged_g,
        "fits": one.is_fit,
        "keeps_promise": one.late is None,
        "taken": is_taken,
        "against": [{"key": why.key, "say": world.words.carrier_no(why), **why.facts} for why in against],
    }


def _told(box: dict[str, object], world: World) -> Iterator[str]:
    """A box and its offers in a few lines for a person."""
    words, why, found = world.words, box["why"], box["offers"]
    if box["carrier"] and isinstance(why, dict):
        yield words("carriers.cli.box", n=box["parcel"], carrier=box["name"], why=why["say"])
    else:
        yield words("carriers.cli.box-none", n=box["parcel"])
    for one in found if isinstance(found, list) else ():
        mark = "✔" if one["taken"] else "·" if one["fits"] else "✘"
        key = "offer-none" if one["price"] is None else "offer" if one["days"] is None else "offer-days"
        offer = words(f"carriers.{key}", price=one["price"], days=one["days"])
        against = words("carriers.separator").join(reason["say"] for reason in one["against"])
        because = words("carriers.cli.because", why=against) if against else ""
        yield words("carriers.cli.line", mark=mark, carrier=one["name"], offer=offer, why=because)
