"""What must be done before the label: wishes read out of what was written, and the list to tick."""

from __future__ import annotations

from dataclasses import replace

from packstation.desk.labelling import Labelling
from packstation.desk.workplace import Workplace
from packstation.domain import ticking, wishes
from packstation.domain.order import Asked, Order
from packstation.domain.people import Right
from packstation.domain.scan import Answer, Verdict


class Wishes:
    """Makes the wishes of orders: when they arrive, when they are taken on, when news of them come."""

    def __init__(self, place: Workplace) -> None:
        """Work at this desk, by its shop's rules."""
        self._place = place

    def told(self, order: Order) -> Order:
        """An order as it arrives, with the wishes its message and memo hold."""
        return wishes.read_out(order, self._place.options.wishes)

    def told_again(self, known: Order, news: Order) -> Order:
        """News of an order, with all it wants now.

        What its goods want is looked up when it is taken on; again only where the news want other goods.
        """
        policy = self._place.options.wishes
        news = wishes.with_ticks_of(known, self.told(news), policy)
        if not wishes.is_taken_on(known):
            return news
        if wishes.has_other_goods(known, news):
            along = tuple(line for line in known.lines if line.of)
            whole = self.of_goods(replace(news, lines=(*news.lines, *along)))
            return wishes.with_those_of(known, replace(whole, lines=news.lines), (Asked.ORDER,))
        return wishes.with_own_of(known, news)

    def of_goods(self, order: Order) -> Order:
        """The order with how its goods and its shop want to be packed."""
        return self._place.instructed(order)


class TickList:
    """The wishes of the open order."""

    def __init__(self, place: Workplace, labelling: Labelling) -> None:
        """Work at this desk."""
        self._place = place
        self._labelling = labelling

    def tick(self, code: str, place: int | None = None) -> Answer:
        """PKTICK: the next open wish, or the one at this place."""
        old = self._place.workable_order()
        order, text = ticking.tick(old, place)
        left = order.open_wishes
        facts: dict[str, object] = {
            "wish": text,
            "next": left[0].text if left else None,
            "also": "next-wish" if left else None,
        }
        return self._labelling.advanced(code, Verdict.WISH_TICKED, old, order, facts)

    def drop(self, place: int, why: str) -> Answer:
        """The open wish at this place was misread and is taken off, for this reason; ``PKUNDO`` puts it back.

        What the platform gave only a lead may take off.
        """
        return self._place.gesture("drop-wish", lambda: self._dropped(place, why))

    def _dropped(self, place: int, why: str) -> Answer:
        old = self._place.workable_order()
        if ticking.open_wish(old, place).source in (Asked.GIVEN, Asked.ORDER):
            self._place.require(Right.DROP_WISH)
        order, wish = ticking.drop(old, place)
        facts: dict[str, object] = {
            "missing": "dropped",
            "wish": wish.text,
            "reason": why,
            "source": wish.source.value or "given",
        }
        if wish.source is not Asked.GIVEN:
            facts["dropped"] = wish.text  # the shop's own words; a given one may hold a name
        return self._labelling.advanced("", Verdict.COMMAND_OK, old, order, facts)
