"""The tick list of an order: a wish fulfilled, a wish taken off the list, and both taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from packstation.domain.moves import Verb, move
from packstation.domain.order import Asked, Order, Step, Wish
from packstation.domain.scan import Verdict
from packstation.errors import Refusal

_TURN = tuple(Asked)


def in_turn(wishes: Iterable[Wish]) -> tuple[Wish, ...]:
    """The wishes in the order of the list: given ones first, the shop's own last."""
    return tuple(sorted(wishes, key=lambda wish: _TURN.index(wish.source)))


def tick(order: Order, place: int | None = None) -> tuple[Order, str]:
    """A wish of the buyer is fulfilled: the one at ``place``, else the next open one; gives its text."""
    order = move(order, Verb.TICK, order.state)
    at = _open_place(order, place)
    text = order.wishes[at].text
    wishes = tuple(replace(wish, ticked=True) if n == at else wish for n, wish in enumerate(order.wishes))
    return replace(order, wishes=wishes, trail=(*order.trail, Step("wish", text))), text


def open_wish(order: Order, place: int) -> Wish:
    """The open wish at this place of the list.

    Raises:
        Refusal: there is none.
    """
    return order.wishes[_open_place(order, place)]


def drop(order: Order, place: int) -> tuple[Order, Wish]:
    """An open wish is taken off the list for good; gives it.

    Raises:
        Refusal: no wish is open at that place.
    """
    order = move(order, Verb.DROP_WISH, order.state)
    at = _open_place(order, place)
    wish = order.wishes[at]
    return replace(
        order,
        wishes=order.wishes[:at] + order.wishes[at + 1 :],
        dropped=(*order.dropped, wish),
        trail=(*order.trail, Step("drop", wish.text)),
    ), wish


def _open_place(order: Order, place: int | None) -> int:
    """Where the wish stands that is meant."""
    choices = [n for n, wish in enumerate(order.wishes) if not wish.ticked and place in (None, n)]
    if not choices:
        raise Refusal(Verdict.NOT_READY, missing="no-wish", order=order.number)
    return choices[0]


def opened_again(order: Order, text: str) -> Order:
    """The order with the first ticked wish of this text open again."""
    wishes = list(order.wishes)
    for place, wish in enumerate(wishes):
        if wish.text == text and wish.ticked:
            wishes[place] = replace(wish, ticked=False)
            break
    return replace(order, wishes=tuple(wishes))


def put_back_on(order: Order, text: str) -> Order:
    """The order with a wish of this text on its list again that was taken off."""
    dropped = list(order.dropped)
    for place, wish in reversed(tuple(enumerate(dropped))):
        if wish.text == text:
            del dropped[place]
            return replace(order, wishes=in_turn((*order.wishes, wish)), dropped=tuple(dropped))
    return order
