"""A pick list as it stands on paper, in the desk's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Protocol

from packstation.desk.views import PickedOrder, Picks
from packstation.domain.picking import Part, Short, Stop
from packstation.waybill.pick_list import Paper, Row, Strip

MOST_NAMED = 6
"""Orders without a basket that are named beside goods that are short."""


class Say(Protocol):
    """Gives the sentence of a key with its gaps filled, as ``Words`` does."""

    def __call__(self, key: str, /, **gaps: object) -> str:
        """The sentence."""
        ...


def pick_paper(picks: Picks, say: Say, zone: tzinfo) -> Paper:
    """Everything that stands on the paper of a pick list.

    Args:
        picks: stops, goods that are short, orders.
        say: the desk's words.
        zone: the desk's time zone.
    """
    return Paper(
        title=say("picking.paper.title-batch", batch=picks.batch)
        if picks.batch
        else say("picking.paper.title"),
        about=about(picks, say, "picking.paper.about"),
        stamp=say(
            "picking.paper.stamp",
            date=picks.made_at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
            desk=picks.desk,
        ),
        columns=(
            say("picking.paper.bin"),
            say("picking.paper.goods"),
            say("picking.paper.units"),
            say("picking.paper.baskets"),
        ),
        stops=tuple(_stop(stop, say) for stop in picks.walk.stops),
        short_title=say("picking.paper.short"),
        short=tuple(_short(short, say) for short in picks.walk.short),
        strips_title=say("picking.paper.orders"),
        strips=tuple(_strip(order, say) for order in picks.orders),
        folio=lambda page, pages: say("picking.paper.page", page=page, pages=pages),
        nothing=say("picking.paper.nothing"),
    )


def about(picks: Picks, say: Say, key: str) -> str:
    """How much there is to fetch, in a line."""
    walk = picks.walk
    gaps = {
        "orders": len(picks.orders),
        "units": walk.units,
        "stops": len(walk.stops),
        "short": walk.units_short,
    }
    return say(f"{key}-short" if walk.short else key, **gaps)


def _stop(stop: Stop, say: Say) -> Row:
    return Row(
        stop.bin or say("picking.paper.no-bin"),
        stop.title,
        _detail(stop.spec, stop.sku, stop.title),
        stop.units,
        _chips(stop.parts),
    )


def _short(short: Short, say: Say) -> Row:
    """Goods that lie nowhere; orders without a basket are named by their numbers."""
    chips = _chips(short.parts)
    named = [] if chips else [say("picking.paper.missing", order=part.order) for part in short.parts]
    more = "…" if len(named) > MOST_NAMED else ""
    detail = " · ".join(
        filter(None, (_detail(short.spec, short.sku, short.title), *named[:MOST_NAMED], more))
    )
    return Row("–", short.title, detail, short.units, chips)


def _detail(spec: str, sku: str, title: str) -> str:
    return " · ".join(filter(None, (spec, sku if sku != title else "")))


def _chips(parts: Sequence[Part]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted((part.slot, part.units) for part in parts if part.slot))


def _strip(order: PickedOrder, say: Say) -> Strip:
    key = "picking.paper.stopped" if order.is_stopped else "picking.paper.strip"
    return Strip(order.slot, order.buyer, say(key, units=order.units), order.number)
