"""Whatever the platform: what is wrong is named in words, nothing is changed by asking, and nothing leaks."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from packstation.domain.connection import Found, Health, Tried
from packstation.errors import Rejected
from packstation.platforms import PLATFORMS
from packstation.platforms.connector import Connector
from packstation.words import LANGUAGES, load
from tests.connectors.conftest import KINDS
from tests.connectors.hands import Hands, in_worker, trouble_of
from tests.connectors.said import tried_is_said, trouble_is_said
from tests.connectors.tried import BUYER, MUG, TriedShop, parcel


def test_every_platform_is_tried() -> None:
    assert set(KINDS) == set(PLATFORMS), "a connector that nothing here holds to its word"


def test_platform_and_secrets_have_names(shop: TriedShop, hands: Hands) -> None:
    for language in LANGUAGES:
        words = load(language)
        assert f"gui.platform.{shop.kind}" in words
        assert [one for one in hands.connector.secrets if f"connection.secret.{one}" not in words] == []
        assert {
            one for one in hands.connector.blamed.values() if f"connection.blame.{one}" not in words
        } == set()
    assert bool(hands.connector.secrets) is shop.needs_secrets


def tried(hands: Hands) -> dict[str, Tried]:
    """Each part, named once, in words."""
    found = in_worker(hands.connector.try_out)
    parts = {one.part.value: one for one in found}
    assert len(parts) == len(found) > 0
    for one in found:
        tried_is_said(one)
    return parts


def ways(parts: dict[str, Tried]) -> set[Found]:
    return {one.found for one in parts.values()}


def test_all_is_well_and_asking_changes_nothing(shop: TriedShop, hands: Hands) -> None:
    sold = shop.place({MUG: 1})
    shop.pass_round()
    hands.pull()
    before = shop.state(sold.number)
    assert ways(tried(hands)) == {Found.OK}
    assert shop.state(sold.number) == before
    shop.pass_round()
    hands.pull()
    assert hands.changed[sold.number] == 0


def test_a_silent_shop_is_named(shop: TriedShop, hands: Hands) -> None:
    well = tried(hands)
    shop.place({MUG: 1})
    shop.pass_round()
    with shop.silent():
        assert Found.FAILED in ways(tried(hands))
        error = trouble_of(hands.fetch)
    trouble_is_said(error)
    assert ways(tried(hands)) == {Found.OK}
    assert set(well) == set(tried(hands))


def test_a_wrong_secret_is_named_and_another_one_counts_at_once(shop: TriedShop, hands: Hands) -> None:
    sold = shop.place({MUG: 1})
    shop.pass_round()
    if not shop.needs_secrets:
        assert hands.connector.secrets == ()
        assert sold.number in hands.pull()
        return
    with shop.locked():
        errors = [trouble_of(hands.fetch), trouble_of(lambda: hands.reread(sold.number))]
        found = tried(hands)
    assert all(isinstance(error, Rejected) for error in errors)
    for error in errors:
        trouble_is_said(error)
    assert Found.FAILED in ways(found)
    shop.pass_round()
    assert sold.number in hands.pull(), "the right one was put in meanwhile"


def test_no_secret_at_all_is_named(shop: TriedShop, hands: Hands) -> None:
    shop.secrets = {}
    hands.started()
    found = ways(tried(hands))
    assert (Found.FAILED in found) is shop.needs_secrets
    if shop.needs_secrets:
        error = trouble_of(hands.fetch)
        assert isinstance(error, Rejected)
        trouble_is_said(error)


def test_health_is_known_without_asking(shop: TriedShop, hands: Hands) -> None:
    asked = shop.asked()
    assert isinstance(in_worker(hands.connector.health), Health)
    assert shop.asked() == asked
    shop.place({MUG: 1})
    hands.pull()
    asked = shop.asked()
    with shop.silent():
        health = in_worker(hands.connector.health)
    assert shop.asked() == asked
    assert health.calls_today is None or health.calls_today > 0


def test_a_label_shows_who_gets_it(shop: TriedShop, hands: Hands) -> None:
    sold = shop.place({MUG: 1})
    shop.pass_round()
    hands.pull()
    order = hands.orders[sold.number]
    clear = in_worker(lambda: hands.connector.receiver_for_label(order, "YTO"))
    assert (clear.receiver.name, clear.receiver.phone) == (BUYER.name, BUYER.phone)
    assert BUYER.detail in clear.receiver.detail
    assert BUYER.name not in repr(clear)
    if not hands.connector.hides_receivers:
        assert clear.receiver == order.receiver


# --- nothing leaks
# ------------------------------------------------------------------------------------------------


def everything_in(connector: Connector) -> Iterator[str]:
    """How all that a connector is made of shows itself."""
    seen: set[int] = set()
    waiting: list[object] = [connector]
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield repr(one)
        names = [*getattr(one, "__dict__", {}), *getattr(type(one), "__slots__", ())]
        parts = [getattr(one, name, None) for name in names]
        waiting += [part for part in parts if type(part).__module__.startswith("packstation.")]


def test_neither_secrets_nor_buyers_leak(
    shop: TriedShop, hands: Hands, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sold = shop.place({MUG: 1})
    shop.pass_round()
    hands.pull()
    told = [*everything_in(hands.connector), repr(tried(hands))]
    shop.place({MUG: 1})
    shop.pass_round()
    with shop.silent():
        error = trouble_of(hands.fetch)
        told += [str(error), repr(error), repr(error.__cause__), repr(hands.deliver(parcel(sold)))]
    told += [repr(hands.deliver(parcel(sold))), repr(in_worker(hands.connector.health))]
    told += [repr(in_worker(lambda: hands.connector.receiver_for_label(hands.orders[sold.number], "YTO")))]
    secrets = [*shop.secrets.values(), BUYER.name, BUYER.phone, BUYER.detail]
    if shop.needs_secrets:
        with shop.locked():
            secrets += shop.secrets.values()
            wrong = trouble_of(hands.started().fetch)
            told += [str(wrong), repr(wrong), repr(wrong.__cause__), repr(tried(hands))]
    told.append(caplog.text)
    assert [one for one in secrets if any(one in text for text in told)] == []
