"""What an entry tells the platform, as far as it can be compared with what the platform shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import msgspec

from packstation.domain.outbox import RENUMBER, SHIPMENT, Entry
from packstation.domain.renumbering import Renumbering
from packstation.domain.shipment import Shipment
from packstation.domain.standing import lines_named


@dataclass(frozen=True, slots=True)
class Telling:
    """Goods of these lines (none: all of the order's) go under this number.

    ``before``: the number they had until then, where it is changed; ``facts`` fill the gaps of sentences.
    """

    number: str
    lines: tuple[str, ...] = ()
    before: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)

    def numbers(self, later: Iterable[Telling] = ()) -> tuple[str, ...]:
        """Its number, and those it is to be changed into by what is told after it."""
        found = [self.number]
        for one in later:
            if one.before in found and one.before:
                found.append(one.number)
        return tuple(found)


def telling_of(entry: Entry) -> Telling | None:
    """What an entry tells; None where it says nothing about goods, or cannot be read."""
    read = _READ.get(entry.kind)
    try:
        return read(entry.body) if read else None
    except msgspec.MsgspecError:
        return None


def _of_shipment(body: str) -> Telling:
    told = msgspec.json.decode(body, type=Shipment)
    facts = {"order": told.order, "waybill": told.waybill, "carrier": told.carrier}
    return Telling(told.waybill, lines_named(told), facts=facts)


def _of_renumbering(body: str) -> Telling:
    told = msgspec.json.decode(body, type=Renumbering)
    facts = {"order": told.order, "waybill": told.waybill, "carrier": told.carrier, "before": told.before}
    return Telling(told.waybill, told.lines, told.before, facts)


_READ: Mapping[str, Callable[[str], Telling]] = {SHIPMENT: _of_shipment, RENUMBER: _of_renumbering}
