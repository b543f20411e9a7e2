"""The rules of the review, one function each: what is doubtful about an order, gravest first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from packstation.domain.carrier_rules import ABROAD, area_named
from packstation.domain.order import Finding, Order, Receiver
from packstation.domain.review import Circumstances, Limits, Look, Policy, Severity, allowed, wanted_by_sku

Data = dict[str, str]
Check = Callable[[Order, Circumstances, Limits], Iterable[Data]]

_PHONE = re.compile(r"\+?[\d*][\d*\- ]{5,24}")
_ABROAD = re.compile(r"\+?[\d*(][\d*()/. x-]{4,24}")
_MOBILE_LENGTH = 11
_SHORTEST = 6
_UNPRINTABLE = frozenset({"Cc", "Cf", "Co", "Cn", "Cs", "So"})
"""Kinds of Unicode signs that are no part of an address: control signs, private ones, pictures."""
_WITHOUT_CITY = ("北京", "上海", "天津", "重庆", "香港", "澳门", "台湾")
"""Here the city says nothing that the province has not said."""
_WITHOUT_DISTRICT = ("香港", "澳门", "台湾")
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing to look for, and how grave it is where the shop says nothing else."""

    code: str
    usual: Severity
    check: Check


def look_over(order: Order, around: Circumstances, policy: Policy | None = None) -> Look:
    """Everything doubtful about the order; both parts are empty when it is clean."""
    policy = policy or Policy()
    found: dict[Severity, list[Finding]] = {Severity.STOP: [], Severity.NOTE: []}
    for rule in RULES:
        severity = policy.severities.get(rule.code, rule.usual)
        if severity is not Severity.OFF:
            told = rule.check(order, around, policy.limits)
            found[severity] += [Finding(rule.code, tuple(data.items())) for data in told]
    return Look(tuple(found[Severity.STOP]), tuple(found[Severity.NOTE]))


# --- who gets it ----


def _name(order: Order, _around: Circumstances, _limits: Limits) -> Iterable[Data]:
    if not order.receiver.name.strip():
        yield {}


def _phone(order: Order, _around: Circumstances, _limits: Limits) -> Iterable[Data]:
    who = order.receiver
    if not (phone_abroad_is_plausible(who.phone) if who.country else phone_is_plausible(who.phone)):
        yield {}


def phone_abroad_is_plausible(phone: str) -> bool:
    """As people abroad write it, ``+49 (0)30/1234-56``; shops there do not always ask for one."""
    text = phone.strip()
    return not text or bool(_ABROAD.fullmatch(text) and sum(map(str.isdigit, text)) >= _SHORTEST)


def phone_is_plausible(phone: str) -> bool:
    """Mobile, landline or virtual number, masked or not, at home or abroad.

    Chinese mobile numbers start with 1 and have 11 digits, blanks and hyphens left out; a virtual one carries
    an extension (wire.md §4.4).
    """
    text = phone.strip().replace(" ", "")
    if not _PHONE.fullmatch(text):
        return False
    at_home = text.removeprefix("+86").removeprefix("-")
    signs = at_home.replace("-", "")
    if at_home[0] != "1":
        return len(signs) >= _SHORTEST
    is_whole = len(at_home) == _MOBILE_LENGTH if at_home.isdigit() else len(signs) >= _MOBILE_LENGTH
    return is_whole and signs[1] in "3456789*"


def _address(order: Order, _around: Circumstances, limits: Limits) -> Iterable[Data]:
    """No courier finds it: nothing but a street, or hardly one; abroad a postcode may stand for the town."""
    who = order.receiver
    town = who.province or who.city or (who.country and who.postcode)
    if not town or len(who.detail.strip()) < limits.shortest_address:
        yield {}


def _region(order: Order, _around: Circumstances, _limits: Limits) -> Iterable[Data]:
    """A step between country and street is missing; with all of them missing the address is none.

    Other countries have other steps.
    """
    who = order.receiver
    if who.country or not (who.province or who.city):
        return
    missing = [
        name
        for name, is_missing in (
            ("province", not who.province),
            ("city", not who.city and not who.province.startswith(_WITHOUT_CITY)),
            ("district", not (who.district or who.town) and not _named(who).startswith(_WITHOUT_DISTRICT)),
        )
        if is_missing
    ]
    if missing:
        yield {"part": missing[0]}


def _signs(order: Order, _around: Circumstances, limits: Limits) -> Iterable[Data]:
    """Signs in name or address that a carrier refuses or a label cannot show."""
    text = receiver_text(order.receiver)
    bad = dict.fromkeys(
        sign for sign in text if sign in limits.forbidden_signs or unicodedata.category(sign) in _UNPRINTABLE
    )
    if bad:
        yield {"signs": " ".join(_shown(sign) for sign in list(bad)[:_MOST_NAMED])}


def receiver_text(who: Receiver) -> str:
    """All that a label says of who gets it, the phone aside; letters made of pieces as one (NFC)."""
    parts = (who.name, who.province, who.city, who.district, who.town, who.detail, who.postcode, who.country)
    return unicodedata.normalize("NFC", "".join(parts))


def _letters(order: Order, around: Circumstances, _limits: Limits) -> Iterable[Data]:
    """The courier would find boxes in place of a name or street."""
    text = receiver_text(order.receiver)
    bad = [sign for sign in dict.fromkeys(around.unwritable) if sign in text]
    if bad:
        # the screen may lack the letter too: its number tells the shop which one it is
        yield {"signs": " ".join(f"{sign} (U+{ord(sign):04X})" for sign in bad[:_MOST_NAMED])}


def _shown(sign: str) -> str:
    """A sign as it can be read: by its number where it has no shape of its own."""
    return sign if sign.isprintable() else f"U+{ord(sign):04X}"


def _siblings(_order: Order, around: Circumstances, _limits: Limits) -> Iterable[Data]:
    """Several open orders for one receiver could travel in one box."""
    if around.siblings:
        named = around.siblings[:_MOST_NAMED]
        yield {"count": str(len(around.siblings)), "orders": ", ".join(named)}


# --- how it gets there ----


def _carriers(order: Order, around: Circumstances, _limits: Limits) -> Iterable[Data]:
    """No carrier that has numbers may take it."""
    if around.carriers and not allowed(order, around.carriers):
        yield {"carriers": ", ".join(order.carriers_allowed or order.carriers_forbidden)}


def _stopped(order: Order, around: Circumstances, limits: Limits) -> Iterable[Data]:
    return _in_areas(order, around, limits.stopped_areas, limits.home)


def _remote(order: Order, around: Circumstances, limits: Limits) -> Iterable[Data]:
    return _in_areas(order, around, limits.remote_areas, limits.home)


def _in_areas(order: Order, around: Circumstances, areas: tuple[str, ...], home: str) -> Iterable[Data]:
    """The receiver lives in one of these areas for every carrier that may take the order."""
    hit = [area.rpartition(":") for area in areas if _reaches(area, order.receiver, home)]
    carriers = allowed(order, around.carriers or ()) or order.carriers_allowed
    everywhere = any(not carrier for carrier, _, _ in hit)
    refusing = {carrier for carrier, _, _ in hit}
    if hit and (everywhere or (carriers and refusing.issuperset(carriers))):
        yield {"area": hit[0][2].strip(), "carriers": ", ".join(carriers)}


def _reaches(area: str, who: Receiver, home: str) -> bool:
    """Whether an area, or a country as addresses name it, holds the receiver."""
    name = area_named(area.rpartition(":")[2].strip())
    if who.country and who.country.casefold() != home.casefold():
        country = who.country.replace(" ", "").casefold()
        return name == ABROAD or (bool(name) and country.startswith(name.casefold()))
    return bool(name) and _named(who).startswith(name)


def _named(receiver: Receiver) -> str:
    """Province, city and district in one."""
    return f"{receiver.province}{receiver.city}{receiver.district}".replace(" ", "")


def _deadline(order: Order, around: Circumstances, limits: Limits) -> Iterable[Data]:
    if around.now is not None and around.now <= order.ship_by <= around.now + limits.near:
        left = order.ship_by - around.now
        yield {"minutes": str(int(left.total_seconds() // 60))}


def _late(order: Order, around: Circumstances, _limits: Limits) -> Iterable[Data]:
    if around.now is not None and order.ship_by < around.now:
        late = around.now - order.ship_by
        yield {"minutes": str(int(late.total_seconds() // 60))}


# --- what is in it ----


def _stock(order: Order, around: Circumstances, _limits: Limits) -> Iterable[Data]:
    """Fewer free units than wanted, for SKUs whose stock is kept."""
    for sku, wanted in wanted_by_sku(order).items():
        free = around.available.get(sku)
        if free is not None and free < wanted:
            yield {"sku": sku, "need": str(wanted), "have": str(max(0, free))}


def _quantity(order: Order, _around: Circumstances, limits: Limits) -> Iterable[Data]:
    """More of one kind than people usually buy: a slip of the finger, or a dealer."""
    for line in order.lines:
        if line.need > limits.most_units:
            yield {"sku": line.sku, "need": str(line.need), "most": str(limits.most_units)}


def _gift(order: Order, _around: Circumstances, _limits: Limits) -> Iterable[Data]:
    gifts = [line for line in order.lines if line.gift and line.need]
    if gifts:
        yield {"count": str(sum(line.need for line in gifts)), "sku": gifts[0].sku}


# --- what was said ----


def _message(order: Order, _around: Circumstances, _limits: Limits) -> Iterable[Data]:
    if order.message.strip():
        yield {}


def _memo(order: Order, _around: Circumstances, _limits: Limits) -> Iterable[Data]:
    if order.memo_flag or order.memo.strip():
        yield {"flag": str(order.memo_flag)}


RULES: tuple[Rule, ...] = (
    Rule("receiver-name", Severity.STOP, _name),
    Rule("receiver-phone", Severity.STOP, _phone),
    Rule("receiver-address", Severity.STOP, _address),
    Rule("receiver-letters", Severity.STOP, _letters),
    Rule("stock-short", Severity.STOP, _stock),
    Rule("no-carrier", Severity.STOP, _carriers),
    Rule("area-stopped", Severity.STOP, _stopped),
    Rule("area-remote", Severity.NOTE, _remote),
    Rule("receiver-region", Severity.NOTE, _region),
    Rule("receiver-signs", Severity.NOTE, _signs),
    Rule("unusual-quantity", Severity.NOTE, _quantity),
    Rule("deadline-past", Severity.NOTE, _late),
    Rule("deadline-near", Severity.NOTE, _deadline),
    Rule("same-receiver", Severity.NOTE, _siblings),
    Rule("buyer-message", Severity.NOTE, _message),
    Rule("memo", Severity.NOTE, _memo),
    Rule("gift", Severity.NOTE, _gift),
)
"""All of them, in the order in which they are told."""
