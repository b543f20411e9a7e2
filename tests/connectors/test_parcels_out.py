"""Whatever the platform: each parcel is told once, whatever breaks, and none that must not leave."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from packstation.domain.outbox import Delivered, Entry, Later, Refused
from packstation.domain.shipment import Piece
from tests.connectors.hands import Hands, delivered
from tests.connectors.said import why
from tests.connectors.tried import BOOK, MUG, Sent, Sold, TriedShop, entry_of, parcel, renumbered, some_number


def holds(shop: TriedShop, sold: Sold, **parcels: Mapping[str, int]) -> None:
    """The shop's books know exactly these parcels, by number with the units of each SKU."""
    told = shop.books(sold.number)
    assert [one.number for one in told] == sorted(parcels)
    for one in told:
        if one.goods is not None:
            assert one == Sent(one.number, {sold.lines[sku][0]: n for sku, n in parcels[one.number].items()})


def test_a_parcel_is_told_once_however_often_it_is_delivered(shop: TriedShop, hands: Hands) -> None:
    sold, number = shop.place({MUG: 2, BOOK: 1}), some_number()
    entry = parcel(sold, number=number)
    assert shop.books(sold.number) == []
    assert [hands.deliver(entry) for _ in range(3)] == [Delivered()] * 3
    hands.started()
    assert hands.deliver(entry) == Delivered(), "the program ended before it could write that down"
    holds(shop, sold, **{number: {MUG: 2, BOOK: 1}})


def test_several_workers_with_the_same_parcel_tell_it_once(shop: TriedShop, hands: Hands) -> None:
    sold, number = shop.place({MUG: 1}), some_number()
    entry = parcel(sold, number=number)
    with ThreadPoolExecutor(4) as workers:
        outcomes = list(workers.map(lambda _: delivered(hands.connector, entry), range(4)))
    assert outcomes == [Delivered()] * 4
    holds(shop, sold, **{number: {MUG: 1}})


def test_parcels_of_several_orders_are_told_at_once(shop: TriedShop, hands: Hands) -> None:
    sold = {some_number(): shop.place({MUG: 1}) for _ in range(4)}
    entries = [parcel(one, number=number) for number, one in sold.items()]
    with ThreadPoolExecutor(4) as workers:
        outcomes = list(workers.map(lambda entry: delivered(hands.connector, entry), entries))
    assert outcomes == [Delivered()] * 4
    for number, one in sold.items():
        holds(shop, one, **{number: {MUG: 1}})


@pytest.mark.parametrize("whens", ["before", "after", "after before", "before after after"])
def test_a_cut_before_or_after_the_shop_did_it_tells_it_once(
    shop: TriedShop, hands: Hands, whens: str
) -> None:
    sold, number = shop.place({MUG: 2}), some_number()
    entry = parcel(sold, number=number)
    shop.cut(*whens.split())
    first = hands.deliver(entry)
    if first == Delivered():
        holds(shop, sold, **{number: {MUG: 2}})
    else:
        assert isinstance(first, Later), "a broken line is nobody's refusal"
        assert why(first)
    hands.started()
    assert hands.until_told(entry) == Delivered()
    holds(shop, sold, **{number: {MUG: 2}})


def test_each_parcel_of_an_order_has_its_own_number_and_goods(shop: TriedShop, hands: Hands) -> None:
    sold, one, two = shop.place({MUG: 3, BOOK: 1}), some_number(), some_number()
    first, second = parcel(sold, {MUG: 2}, one, is_last=False), parcel(sold, {MUG: 1, BOOK: 1}, two)
    # the outbox keeps the turn of an order's parcels: the second is told when the first was
    assert [hands.deliver(first) for _ in range(2)] == [Delivered()] * 2
    holds(shop, sold, **{one: {MUG: 2}})
    assert [hands.deliver(second) for _ in range(2)] == [Delivered()] * 2
    holds(shop, sold, **{one: {MUG: 2}, two: {MUG: 1, BOOK: 1}})


@pytest.mark.parametrize("is_split", [False, True])
def test_pieces_of_one_line_are_told_as_one(shop: TriedShop, hands: Hands, *, is_split: bool) -> None:
    sold, number = shop.place({MUG: 3, BOOK: 2}), some_number()
    mugs, books = sold.lines[MUG][0], sold.lines[BOOK][0]
    pieces = [Piece(mugs, 2), Piece(mugs, 1), *[Piece(books, 1, is_whole=False, is_last=False)] * is_split]
    assert hands.deliver(entry_of(sold.number, pieces, number)) == Delivered()
    holds(shop, sold, **{number: {MUG: 3, **({BOOK: 1} if is_split else {})}})


def test_goods_that_left_under_another_number_are_not_told_again(shop: TriedShop, hands: Hands) -> None:
    sold, ours, theirs = shop.place({MUG: 1}), some_number(), some_number()
    assert hands.deliver(parcel(sold, number=theirs)) == Delivered()
    outcome = hands.deliver(parcel(sold, number=ours))
    if not shop.knows_orders:
        assert outcome == Delivered(), "a row a parcel: whoever reads them decides"
        return
    assert isinstance(outcome, Refused)
    assert why(outcome) == "ship-other-number"
    holds(shop, sold, **{theirs: {MUG: 1}})


def test_an_order_nobody_knows_is_a_persons_business(shop: TriedShop, hands: Hands) -> None:
    entry = entry_of("4999999999999999999")
    outcome = hands.deliver(entry)
    if not shop.knows_orders:
        assert outcome == Delivered()
        return
    assert isinstance(outcome, Refused)
    assert why(outcome) == "ship-no-order"


def test_an_order_that_is_over_is_not_told_of(shop: TriedShop, hands: Hands) -> None:
    gone, less = shop.place({MUG: 1}), shop.place({MUG: 1, BOOK: 1})
    shop.cancel(gone)
    shop.cancel(less, BOOK)
    outcomes = [hands.deliver(parcel(gone)), hands.deliver(parcel(less))]
    if not shop.knows_orders:
        assert outcomes == [Delivered()] * 2, "the desk itself must know: nobody else is there"
        return
    for sold, outcome in zip((gone, less), outcomes, strict=True):
        assert isinstance(outcome, Refused)
        assert why(outcome)
        holds(shop, sold)
    kept = some_number()
    assert hands.deliver(parcel(less, {MUG: 1}, kept)) == Delivered(), "what is left of it may go"
    holds(shop, less, **{kept: {MUG: 1}})


@pytest.mark.parametrize(
    "broken",
    [
        {"body": "{}"},
        {"body": "no JSON"},
        {"body": ""},
        {"kind": "a-kind-of-tomorrow"},
    ],
    ids=str,
)
def test_what_cannot_be_read_is_refused_in_words_and_holds_up_no_other(
    shop: TriedShop, hands: Hands, broken: Mapping[str, str]
) -> None:
    sold, number = shop.place({MUG: 1}), some_number()
    good = parcel(sold, number=number)
    outcome = hands.deliver(replace(good, **broken))  # type: ignore[arg-type]
    assert isinstance(outcome, Refused)
    assert why(outcome)
    holds(shop, sold)
    assert hands.deliver(good) == Delivered()
    holds(shop, sold, **{number: {MUG: 1}})


@pytest.mark.parametrize("whens", ["", "after", "before after"])
def test_a_parcel_that_goes_under_another_number_is_told_so_once(
    shop: TriedShop, hands: Hands, whens: str
) -> None:
    sold, old, new = shop.place({MUG: 2}), some_number(), some_number()
    entry = renumbered(sold, old, new)
    assert hands.deliver(parcel(sold, number=old)) == Delivered()
    shop.cut(*whens.split())
    outcomes = [hands.until_told(entry) for _ in range(2)]
    hands.started()
    assert [*outcomes, hands.deliver(entry)] == [Delivered()] * 3
    if shop.knows_orders:
        holds(shop, sold, **{new: {MUG: 2}})
    else:
        holds(shop, sold, **{old: {MUG: 2}, new: {MUG: 2}})  # one more row: nobody takes a row back


def test_a_number_nobody_told_of_is_not_changed(shop: TriedShop, hands: Hands) -> None:
    sold, new = shop.place({MUG: 1}), some_number()
    outcome = hands.deliver(renumbered(sold, some_number(), new))
    if not shop.knows_orders:
        assert outcome == Delivered()
        return
    assert outcome != Delivered()
    assert why(outcome)
    holds(shop, sold)


def test_a_silent_shop_is_told_later(shop: TriedShop, hands: Hands) -> None:
    sold, number = shop.place({MUG: 1}), some_number()
    entry = parcel(sold, number=number)
    with shop.silent():
        outcome = hands.deliver(entry)
    assert isinstance(outcome, Later)
    assert why(outcome)
    assert hands.until_told(entry) == Delivered()
    holds(shop, sold, **{number: {MUG: 1}})


def test_a_wrong_secret_loses_no_parcel(shop: TriedShop, hands: Hands) -> None:
    sold, number = shop.place({MUG: 1}), some_number()
    entry: Entry = parcel(sold, number=number)
    if not shop.needs_secrets:
        assert hands.connector.secrets == ()
        assert hands.deliver(entry) == Delivered()
        return
    with shop.locked():
        outcome = hands.deliver(entry)
    assert isinstance(outcome, Later), "it is no parcel's fault: with the right secret it goes by itself"
    assert why(outcome)
    assert hands.until_told(entry) == Delivered(), "without a restart"
    holds(shop, sold, **{number: {MUG: 1}})
