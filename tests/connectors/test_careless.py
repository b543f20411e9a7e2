"""These tests can fail: each connector that sins in one way is found by the test that is about it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from packstation.errors import PackstationError
from packstation.platforms.connector import Connector
from tests.connectors import careless, test_any_day, test_connection, test_orders_in, test_parcels_out
from tests.connectors.conftest import MadeShop
from tests.connectors.hands import Hands
from tests.connectors.tried import TriedShop

Test = Callable[[TriedShop, Hands], None]
Sin = Callable[[Connector], Connector]
FOUND: list[tuple[Sin, str, Test]] = [
    (careless.Forgetful, "folder", test_orders_in.test_what_was_not_taken_comes_again),
    (careless.Forgetful, "taobao", test_orders_in.test_what_changes_is_seen_and_no_older_than_what_was_known),
    (careless.Losing, "folder", test_orders_in.test_an_order_comes_in_whole),
    (careless.Losing, "taobao", test_orders_in.test_an_order_comes_in_whole),
    (careless.Quiet, "folder", test_orders_in.test_a_broken_order_is_named_and_keeps_back_no_other),
    (careless.Quiet, "taobao", test_orders_in.test_a_broken_order_is_named_and_keeps_back_no_other),
    (careless.Dating, "folder", test_orders_in.test_what_changes_is_seen_and_no_older_than_what_was_known),
    (careless.Dating, "taobao", test_orders_in.test_what_changes_is_seen_and_no_older_than_what_was_known),
    (careless.Local, "taobao", test_orders_in.test_an_order_comes_in_whole),
    (careless.Asking, "taobao", test_orders_in.test_whether_there_is_news_is_known_for_free),
    (careless.Stale, "taobao", test_orders_in.test_single_orders_are_told_whole_and_as_they_are_now),
    (careless.Inventive, "taobao", test_orders_in.test_single_orders_are_told_whole_and_as_they_are_now),
    (careless.Mixing, "taobao", test_orders_in.test_a_question_at_a_gate_in_between_takes_nothing_for_stored),
    (careless.Twice, "folder", test_parcels_out.test_a_parcel_is_told_once_however_often_it_is_delivered),
    (careless.Twice, "taobao", test_parcels_out.test_a_parcel_is_told_once_however_often_it_is_delivered),
    (careless.Hopeful, "folder", test_parcels_out.test_a_silent_shop_is_told_later),
    (careless.Touchy, "folder", test_parcels_out.test_a_silent_shop_is_told_later),
    (careless.Touchy, "taobao", test_parcels_out.test_a_wrong_secret_loses_no_parcel),
    (careless.Mumbling, "taobao", test_parcels_out.test_an_order_nobody_knows_is_a_persons_business),
    (careless.Dreaming, "folder", test_parcels_out.test_each_parcel_of_an_order_has_its_own_number_and_goods),
    (careless.Dreaming, "taobao", test_parcels_out.test_an_order_that_is_over_is_not_told_of),
    (careless.Cheerful, "folder", test_connection.test_a_silent_shop_is_named),
    (careless.Cheerful, "taobao", test_connection.test_no_secret_at_all_is_named),
    (careless.Raising, "taobao", test_connection.test_a_silent_shop_is_named),
    (careless.Inquiring, "taobao", test_connection.test_health_is_known_without_asking),
]


def fails(test: Callable[[], None]) -> None:
    """The test must not pass."""
    with pytest.raises((AssertionError, PackstationError)):
        test()


def named(one: object) -> str:
    return getattr(one, "__name__", str(one))


@pytest.mark.parametrize(("sin", "kind", "test"), FOUND, ids=named)
def test_a_sin_is_found(sin: Sin, kind: str, test: Test, make_shop: MadeShop) -> None:
    shop = make_shop(kind)
    fails(lambda: test(shop, Hands(shop, sin)))


@pytest.mark.parametrize(("kind", "test"), list({(kind, test): None for _, kind, test in FOUND}), ids=named)
def test_without_a_sin_nothing_is_found(kind: str, test: Test, make_shop: MadeShop) -> None:
    shop = make_shop(kind)
    test(shop, Hands(shop, careless.Through))


@pytest.mark.parametrize("kind", ["folder", "taobao"])
def test_a_batch_without_bounds_is_found(
    kind: str, make_shop: MadeShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = make_shop(kind)
    if kind == "taobao":
        monkeypatch.setattr("tests.connectors.taobao_shop.PAGE", 0)
    act = test_orders_in.test_batches_are_bounded_and_together_hold_everything
    fails(lambda: act(shop, Hands(shop, careless.Greedy), monkeypatch))


@pytest.mark.parametrize("sin", [careless.Hopeful, careless.Touchy, careless.Mumbling], ids=named)
def test_a_careless_word_after_a_cut_is_found(sin: Sin, make_shop: MadeShop) -> None:
    shop = make_shop("folder")
    act = test_parcels_out.test_a_cut_before_or_after_the_shop_did_it_tells_it_once
    fails(lambda: act(shop, Hands(shop, sin), "before"))


def test_what_is_taken_for_done_is_found(make_shop: MadeShop) -> None:
    shop = make_shop("taobao")
    act = test_parcels_out.test_what_cannot_be_read_is_refused_in_words_and_holds_up_no_other
    fails(lambda: act(shop, Hands(shop, careless.Swallowing), {"kind": "a-kind-of-tomorrow"}))


def test_a_shown_secret_is_found(make_shop: MadeShop, caplog: pytest.LogCaptureFixture) -> None:
    shop = make_shop("taobao")
    hands = Hands(shop, lambda honest: careless.Talkative(honest, shop.secrets))
    fails(lambda: test_connection.test_neither_secrets_nor_buyers_leak(shop, hands, caplog))


def test_a_worker_at_the_database_is_found(make_shop: MadeShop) -> None:
    shop = make_shop("folder")

    def waiting() -> object:
        return hands.waiting()

    hands = Hands(shop, lambda honest: careless.Reaching(honest, waiting))
    fails(lambda: test_orders_in.test_an_order_comes_in_whole(shop, hands))


@pytest.mark.parametrize(
    "sin", [careless.Forgetful, careless.Losing, careless.Hopeful, careless.Twice], ids=named
)
def test_a_sin_is_found_within_a_day(sin: Sin, make_shop: MadeShop) -> None:
    shop = make_shop("folder")
    events: list[test_any_day.Event] = [
        ("sell", 0, ()), ("lose", 0, ()), ("pull", 0, ()), ("ship", 0, ()), ("tell", 0, ("after",)),
        ("tell", 0, ()), ("sell", 0, ()), ("ship", 2, ()), ("tell", 0, ("before",)), ("crash", 0, ()),
    ]  # fmt: skip
    fails(lambda: test_any_day.lived(shop, events, sin))
    test_any_day.lived(make_shop("folder"), events)
