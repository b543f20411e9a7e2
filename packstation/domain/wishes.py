"""Wishes beyond those the platform gives: read out of what people wrote, asked for by goods and shop.

Given ones come first and are never doubled: a wish that a rule reads out of the message is left out where a
given one says the same, be it in other words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from packstation.domain.buyer_words import folded
from packstation.domain.intake import Product
from packstation.domain.order import NOT_OURS, Asked, Line, Order, State, Wish
from packstation.domain.ticking import in_turn
from packstation.domain.wish_rules import USUAL, Rule, rules

_OWN = (Asked.SKU, Asked.SHOP)
_OVER = (State.SHIPPED, State.CANCELLED)


@dataclass(frozen=True, slots=True)
class WishPolicy:
    """What the shop reads wishes out of.

    ``traits`` are (trait of a product, wish) pairs, ``shop`` (name of the shop or empty for all, wish) pairs.
    """

    rules: tuple[Rule, ...] = field(default_factory=lambda: rules((USUAL,)))
    from_message: bool = True
    from_memo: bool = True
    traits: tuple[tuple[str, str], ...] = ()
    shop: tuple[tuple[str, str], ...] = ()


def key_of(wish: Wish) -> str:
    """What makes two wishes the same: their text, however it is written."""
    return folded(wish.text).text.strip()


def read_out(order: Order, policy: WishPolicy) -> Order:
    """The order with the wishes that its message and its memo hold beside the given ones."""
    given = tuple(wish for wish in order.wishes if wish.source is Asked.GIVEN)
    texts = {
        Asked.MESSAGE: order.message if policy.from_message else "",
        Asked.MEMO: order.memo if policy.from_memo else "",
    }
    if not any(texts.values()):
        return order
    return replace(order, wishes=(*given, *_new(given, _asked(given, texts, policy.rules))))


def _asked(given: tuple[Wish, ...], texts: Mapping[Asked, str], asking: Iterable[Rule]) -> Iterator[Wish]:
    """What the rules find, message before memo; what the memo calls not wanted is not."""
    said = [folded(wish.text) for wish in given]
    told = {source: folded(text) for source, text in texts.items() if text}
    words = {
        rule: {source: rule.found_in(text) for source, text in told.items() if source.value in rule.places}
        for rule in asking
        if not any(rule.is_forbidden(one) or rule.found_in(one) for one in said)
    }
    for source in told:
        for rule, found in words.items():
            if (why := found.get(source)) and found.get(Asked.MEMO, "") is not None:
                yield Wish(rule.wish, source=source, why=(why,))


def tried(text: str, source: Asked, policy: WishPolicy) -> tuple[Wish, ...]:
    """What would be read out of a message, or of a memo."""
    if not (policy.from_memo if source is Asked.MEMO else policy.from_message):
        return ()
    return _new((), _asked((), {source: text}, policy.rules))


def _new(there: Iterable[Wish], more: Iterable[Wish]) -> tuple[Wish, ...]:
    """Those of ``more`` that are not there yet, each once."""
    known = {key_of(wish) for wish in there}
    fresh: dict[str, Wish] = {}
    for wish in more:
        if key_of(wish) not in known:
            fresh.setdefault(key_of(wish), wish)
    return tuple(fresh.values())


def instructed(order: Order, products: Mapping[str, Product], policy: WishPolicy) -> Order:
    """The order with what its goods and its shop want to be done when they are packed, each once an order.

    Refunded lines ask for nothing; what was ticked already stays, and so does what somebody took off.
    """
    kept = tuple(wish for wish in order.wishes if wish.source not in _OWN or wish.ticked)
    own = (*_of_goods(order.lines, products, policy), *_of_shop(order, policy))
    return replace(order, wishes=in_turn((*kept, *_new((*kept, *order.dropped), own))))


def _of_goods(lines: Iterable[Line], products: Mapping[str, Product], policy: WishPolicy) -> Iterator[Wish]:
    """One wish for each thing to do, with the SKUs that ask for it."""
    asking: dict[str, list[str]] = {}
    for sku in dict.fromkeys(line.sku for line in lines if line.need):
        product = products.get(sku)
        if product is not None:
            by_trait = (wish for trait, wish in policy.traits if trait in product.traits)
            for text in dict.fromkeys((*product.pack, *by_trait)):
                asking.setdefault(text, []).append(sku)
    for text, skus in asking.items():
        yield Wish(text, source=Asked.SKU, why=tuple(skus))


def _of_shop(order: Order, policy: WishPolicy) -> Iterator[Wish]:
    """What the shop puts into every parcel of its own."""
    for shop, text in policy.shop:
        if shop in ("", order.shop) and any(line.need for line in order.lines):
            yield Wish(text, source=Asked.SHOP)


def is_taken_on(order: Order) -> bool:
    """Whether the desk works on the order: its goods have said how they want to be packed."""
    is_kept_back = order.hold is not None and order.hold.kind in NOT_OURS
    return order.state not in (State.NEW, *_OVER) and not is_kept_back


def has_other_goods(known: Order, news: Order) -> bool:
    """Whether the news want other goods than before, so that their instructions are to be looked up again."""
    return not news.lines_guessed and _wanted(known) != _wanted(news)


def _wanted(order: Order) -> set[str]:
    return {line.sku for line in order.lines if line.need and not line.of}


def with_own_of(known: Order, news: Order) -> Order:
    """The news with what the goods and the shop asked for when the order was taken on."""
    return with_those_of(known, news, (*_OWN, Asked.ORDER))


def with_those_of(known: Order, news: Order, sources: Collection[Asked]) -> Order:
    """The news with what these sources asked of the order we have."""
    own = (wish for wish in known.wishes if wish.source in sources)
    return replace(news, wishes=in_turn((*news.wishes, *_new(news.wishes, own))))


def with_ticks_of(known: Order, news: Order, policy: WishPolicy) -> Order:
    """The news with given wishes ticked that say in other words what was done already."""
    done = {wish.text for wish in known.wishes if wish.ticked and wish.source}
    old = {key_of(wish) for wish in known.wishes}
    if not done:
        return news

    def is_done(wish: Wish) -> bool:
        told = folded(wish.text)
        return key_of(wish) not in old and any(
            rule.found_in(told) for rule in policy.rules if rule.wish in done
        )

    return replace(news, wishes=tuple(replace(w, ticked=w.ticked or is_done(w)) for w in news.wishes))


def merged(known: Order, news: Order) -> tuple[Wish, ...]:
    """Wishes as the news have them; what was ticked stays ticked, what was taken off stays off.

    A wish that was read out of something and done stays on the list, whatever is said now. After shipping
    nothing changes any more.
    """
    if known.state in _OVER:
        return known.wishes
    ticked = {key_of(wish) for wish in known.wishes if wish.ticked}
    off = {key_of(wish) for wish in known.dropped}
    now = [
        replace(wish, ticked=wish.ticked or key_of(wish) in ticked)
        for wish in news.wishes
        if key_of(wish) not in off
    ]
    done = (wish for wish in known.wishes if wish.ticked and wish.source)
    return in_turn((*now, *_new(now, done)))
