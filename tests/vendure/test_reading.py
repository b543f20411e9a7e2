"""Orders of a real Vendure shop come in: whole, once, and as they stand at this moment."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from packstation.app import main
from packstation.domain import money
from packstation.domain.news import apply, first_seen
from packstation.domain.order import REFUND_DONE, SENT, Order, State
from packstation.domain.review import Circumstances
from packstation.domain.review_rules import look_over
from packstation.domain.standing import Standing, find
from packstation.errors import Rejected
from packstation.platforms.vendure import pulling
from packstation.waybill.text import lacking
from tests.vendure.conftest import Desk
from tests.vendure.shop import BERLIN, Shop

STRASBOURG = {
    "fullName": "Élodie O'Brien-Lefèvre",
    "company": "ACME S.à r.l.",
    "streetLine1": "Rue de l’Église 12, Bât. B",
    "streetLine2": "",
    "city": "Strasbourg",
    "postalCode": "67000",
    "countryCode": "FR",
    "phoneNumber": "",
}


def lines(order: Order) -> dict[str, tuple[int, str]]:
    return {line.sku: (line.quantity, line.refund) for line in order.lines}


def test_pages_step_over_nothing_when_orders_leave_them_meanwhile(
    shop: Shop, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulling, "PAGE", 2)
    monkeypatch.setattr(pulling, "MOST_AT_ONCE", 2)
    codes = [shop.place([("MUG-001", 1)]) for _ in range(6)]
    connector = desk.connector()
    desk.once(connector)
    shop.cancel(codes[0])
    shop.cancel(codes[1])
    desk.pull(connector)
    assert set(codes[2:]) <= set(desk.orders)
    assert max(desk.sizes) <= 4
    late = shop.place([("MUG-001", 1)])
    desk.clock.pass_time(seconds=31)
    assert late in desk.once(connector), "what is new does not wait for the passage"


def test_one_round_of_the_command_line_goes_on_over_batches_without_news(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pulling, "PAGE", 2)
    monkeypatch.setattr(pulling, "MOST_AT_ONCE", 2)
    monkeypatch.setenv("PACKSTATION_VENDURE_TOKEN", shop.token)
    settings = f'[platform]\nkind = "vendure"\nurl = "{shop.admin_url}"\n'
    (tmp_path / "packstation.toml").write_text(settings, encoding="utf-8")
    codes = [shop.place([("MUG-001", 1)]) for _ in range(5)]

    def told(*command: str) -> dict[str, object]:
        assert main(["--data-dir", str(tmp_path), *command, "--json"]) == 0
        found: dict[str, object] = json.loads(capsys.readouterr().out)
        return found

    told("sync", "--once")
    shop.cancel(codes[4])
    assert told("sync", "--once")["recalled"] == 1, "though whole batches before it brought nothing new"
    assert told("order", codes[4])["state"] == "cancelled"


def test_a_paid_order_comes_in_whole_and_needs_no_review(shop: Shop, desk: Desk) -> None:
    code = shop.place([("MUG-001", 2), ("NB-A5", 1)])
    assert code in desk.pull(desk.connector())
    order = desk.orders[code]
    assert lines(order) == {"MUG-001": (2, "NO_REFUND"), "NB-A5": (1, "NO_REFUND")}
    assert order.lines[0].title == "Coffee Mug"
    assert order.receiver.country == "Germany"
    assert (order.receiver.name, order.receiver.postcode) == ("Anna Müller", "10115")
    assert order.buyer == "Anna Müller"
    prices = {line.sku: money.said(line.price or Decimal(0), order.currency) for line in order.lines}
    assert prices == {"MUG-001": "USD 15.35", "NB-A5": "USD 10.12"}, "the shop's prices and 19 % tax"
    assert first_seen(order).state is State.NEW
    look = look_over(order, Circumstances())
    assert (look.stops, look.notes) == ((), ())


@pytest.mark.parametrize("address", [STRASBOURG, BERLIN | {"phoneNumber": "030/1234-56", "province": ""}])
def test_orders_from_abroad_are_not_held_and_can_be_written(
    shop: Shop, desk: Desk, address: dict[str, str]
) -> None:
    code = shop.place([("MUG-001", 1)], address)
    desk.pull(desk.connector())
    receiver = desk.orders[code].receiver
    look = look_over(desk.orders[code], Circumstances())
    assert (look.stops, look.notes) == ((), ())
    assert not lacking(f"{receiver.name}{receiver.detail}{receiver.city}{receiver.country}")


def test_an_address_in_china_has_its_own_steps(shop: Shop, desk: Desk) -> None:
    home = {
        "fullName": "李明",
        "province": "浙江省",
        "city": "杭州市",
        "streetLine1": "文一西路969号",
        "postalCode": "311121",
        "countryCode": "CN",
        "phoneNumber": "12345",
    }
    code = shop.place([("MUG-001", 1)], home)
    desk.pull(desk.connector())
    assert desk.orders[code].receiver.country == ""
    look = look_over(desk.orders[code], Circumstances())
    assert [finding.code for finding in look.stops] == ["receiver-phone"]
    assert [finding.code for finding in look.notes] == ["receiver-region"]


def test_an_order_only_authorised_is_held_until_it_is_paid(shop: Shop, desk: Desk) -> None:
    code = shop.place([("MUG-001", 1)], settled=False)
    connector = desk.connector()
    desk.pull(connector)
    held = first_seen(desk.orders[code])
    assert held.state is State.HELD
    shop.settle(code)
    assert code in desk.later(connector)
    assert apply(held, desk.orders[code]).order.state is State.NEW


def test_what_changes_without_a_mark_in_the_shop_is_seen(shop: Shop, desk: Desk) -> None:
    moved, gone, less = (shop.place([("MUG-001", 3), ("NB-A5", 1)]) for _ in range(3))
    connector = desk.connector()
    desk.pull(connector)
    shop.change_address(moved, BERLIN | {"streetLine1": "Nebenstraße 8"})
    shop.cancel(gone)
    shop.cancel(less, "MUG-001", 1)
    shop.cancel(less, "NB-A5", 1)
    assert {moved, gone, less} <= desk.later(connector)
    assert desk.orders[moved].receiver.detail == "Nebenstraße 8"
    assert first_seen(desk.orders[gone]).state is State.CANCELLED
    assert lines(desk.orders[less]) == {"MUG-001": (2, "NO_REFUND"), "NB-A5": (1, REFUND_DONE)}


def test_an_order_being_changed_is_kept_back(shop: Shop, desk: Desk) -> None:
    code = shop.place([("MUG-001", 1)])
    shop.move(code, "Modifying")
    desk.pull(desk.connector())
    assert first_seen(desk.orders[code]).state is State.HELD
    shop.move(code, "PaymentSettled")


def test_only_what_lies_in_no_fulfilment_is_to_be_packed(shop: Shop, desk: Desk) -> None:
    code = shop.place([("MUG-001", 3), ("NB-A5", 1)])
    mugs, books = (line["id"] for line in shop.lines(code))
    shop.bring(shop.fulfil(code, "OTHER-1", (mugs, 1), (books, 1)), "Shipped")
    dropped = shop.fulfil(code, "OTHER-2", (mugs, 2))
    shop.bring(dropped, "Cancelled")
    connector = desk.connector()
    desk.pull(connector)
    assert lines(desk.orders[code]) == {"MUG-001": (2, "NO_REFUND"), "NB-A5": (1, SENT)}
    shop.bring(shop.fulfil(code, "OTHER-3", (mugs, 2)), "Shipped")
    desk.later(connector)
    assert first_seen(desk.orders[code]).state is State.SHIPPED


def test_the_numbers_goods_left_under_are_shown_and_what_is_only_begun_is_not(shop: Shop, desk: Desk) -> None:
    code = shop.place([("MUG-001", 3), ("NB-A5", 1)])
    mugs, books = (line["id"] for line in shop.lines(code))
    for number in ("PART-1", "PART-2"):
        shop.bring(shop.fulfil(code, number, (mugs, 1)), "Shipped")
    begun = shop.fulfil(code, "BEGUN-1", (books, 1))
    shop.bring(shop.fulfil(code, "GONE-1", (mugs, 1)), "Cancelled")
    connector = desk.connector()
    desk.pull(connector)
    cups, notes = desk.orders[code].seen
    assert (cups.line, cups.number, cups.also, cups.is_open) == (mugs, "PART-1", ("PART-2",), True)
    assert (notes.number, notes.has_left) == ("", False), "made, but not sent yet"
    for number in ("part-1", "PART-2"):
        assert find((mugs,), desk.orders[code].seen, number).standing is Standing.OURS
    assert find((books,), desk.orders[code].seen, "BEGUN-1").standing is Standing.OPEN
    shop.bring(begun, "Shipped")
    desk.later(connector)
    assert desk.orders[code].seen[1].has_left
    shop.cancel(code)
    (told,) = (record for _, record in connector.reread((code,)).batch.records)
    assert isinstance(told, Order)
    assert all(one.is_closed for one in told.seen)
    assert find((books,), told.seen, "BEGUN-1").standing is Standing.OURS, "told, whatever became of it since"


def test_sent_while_only_authorised_it_never_waits_again(shop: Shop, desk: Desk) -> None:
    code = shop.place([("MUG-001", 1)], settled=False)
    (line,) = (line["id"] for line in shop.lines(code))
    shop.bring(shop.fulfil(code, "OTHER-4", (line, 1)), "Shipped")
    shop.settle(code)
    assert shop.order(code)["state"] == "PaymentSettled"
    desk.pull(desk.connector())
    assert first_seen(desk.orders[code]).state is State.SHIPPED


def test_what_the_desk_did_not_take_comes_again(shop: Shop, desk: Desk) -> None:
    code = shop.place([("MUG-001", 1)])
    connector = desk.connector()
    lost = connector.fetch()
    assert code in {record.number for _, record in lost.batch.records if isinstance(record, Order)}
    assert code in desk.pull(connector)


def test_single_orders_are_told_at_any_moment_and_unknown_ones_are_missing(shop: Shop, desk: Desk) -> None:
    code = shop.place([("MUG-001", 1)])
    told = desk.connector().reread((code, "NOSUCHORDER00000"))
    (order,) = (record for _, record in told.batch.records)
    assert isinstance(order, Order)
    assert order.number == code
    assert order.modified_at is not None
    shop.cancel(code)
    (again,) = (record for _, record in desk.connector().reread((code,)).batch.records)
    assert isinstance(again, Order)
    assert first_seen(again).state is State.CANCELLED


@pytest.mark.parametrize("way", ["token", "api_key"])
def test_everything_is_tried_and_found_well(shop: Shop, desk: Desk, way: str) -> None:
    desk.secrets = {way: getattr(shop, way)}
    connector = desk.connector()
    assert {one.part: one.found for one in connector.try_out()} == dict.fromkeys(
        ("reach", "token", "orders", "ship"), "ok"
    )
    tried = connector.health().calls_today
    connector.fetch()
    connector.reread([shop.place([("MUG-001", 1)])])
    assert tried
    assert connector.health().calls_today == tried + 2, "rounds, gates and trials are all calls"


def found(desk: Desk) -> dict[str, str]:
    """Parts that are not well, with the reason."""
    return {one.part: one.reason for one in desk.connector().try_out() if one.found == "failed"}


def test_what_is_wrong_with_the_account_is_named(shop: Shop, desk: Desk) -> None:
    desk.secrets = {}
    assert found(desk) == {"token": "vendure-no-token"}
    desk.secrets = {"token": "x" * 64}
    assert found(desk) == {"token": "vendure-forbidden"}
    desk.secrets = {"api_key": f"{'1' * 24}:{'2' * 64}"}
    assert found(desk) == {"token": "vendure-forbidden"}
    desk.secrets = {"token": "密钥"}
    assert found(desk) == {"token": "vendure-forbidden"}
    desk.secrets = {"token": shop.hired("reader", "ReadOrder ReadCatalog")[0]}
    assert found(desk) == {"ship": "vendure-right"}
    desk.secrets = {"token": shop.hired("keeper", "ReadCatalog UpdateCatalog")[0]}
    assert found(desk) == {"orders": "vendure-right", "ship": "vendure-right"}


def test_what_is_wrong_with_the_address_is_named(shop: Shop, at: Callable[[str], Desk]) -> None:
    assert found(at("")) == {"reach": "vendure-no-url"}
    assert found(at(f"{shop.url}/nothing")) == {"reach": "vendure-address"}
    assert found(at("http://127.0.0.1:9/admin-api")) == {"reach": "web-unreachable"}
    assert found(at(f"{shop.url}/shop-api")) == {"reach": "vendure-address"}


def test_the_shops_interface_for_buyers_is_the_wrong_address_not_another_version(
    shop: Shop, at: Callable[[str], Desk]
) -> None:
    with pytest.raises(Rejected) as refused:
        at(f"{shop.url}/shop-api").connector().fetch()
    assert (refused.value.reason, refused.value.data["detail"]) == ("vendure-address", "Shop API")
