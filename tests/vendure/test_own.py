"""What a real Vendure shop has of its own: ways of shipping, fields, a fulfilment handler, channels."""

from __future__ import annotations

import json
from typing import Any

import pytest

from packstation.domain.intake import Product
from packstation.domain.news import first_seen
from packstation.domain.order import HoldKind
from packstation.domain.outbox import Delivered
from packstation.errors import Rejected
from packstation.platforms.connector import Fetched
from packstation.platforms.vendure.own import Fields, ways_of
from tests.servers import Said, served
from tests.vendure.conftest import Desk
from tests.vendure.shop import Shop
from tests.vendure.telling import parcel, reason, shipped, waybill
from tests.vendure.test_reading import found

FIELDS = {"barcode_field": "gtin", "weight_field": "weightGrams", "note_field": "note"}


def goods(fetched: Fetched) -> dict[str, Product]:
    return {record.sku: record for _, record in fetched.batch.records if isinstance(record, Product)}


def test_the_way_the_buyer_chose_decides_who_may_take_it_and_is_told(shop: Shop, desk: Desk) -> None:
    usual, fast, load = (
        shop.place([("MUG-001", 1)], way=way) for way in ("standard-shipping", "express", "download")
    )
    desk.settings = {"carrier_of": ["Express: DHL, UPS"], "no_parcel": ["download"]}
    desk.pull(desk.connector())
    orders = desk.orders
    assert (orders[usual].carriers_allowed, orders[usual].message) == ((), "")
    assert (orders[fast].carriers_allowed, orders[fast].message) == (("DHL", "UPS"), "Express")
    held = first_seen(orders[load]).hold
    assert held is not None
    assert held.kind is HoldKind.NO_PARCEL
    assert not orders[usual].no_parcel


def test_fields_of_the_shops_own_bring_barcodes_weights_and_notes_once(shop: Shop, desk: Desk) -> None:
    shop.describe("MUG-001", gtin="4006381333931", weightGrams=349.2)
    code = shop.place([("MUG-001", 1), ("NB-A5", 1)], note="Please ring twice")
    desk.settings = FIELDS
    connector = desk.connector()
    fetched = connector.fetch()
    told = goods(fetched)
    assert (told["MUG-001"].barcodes, told["MUG-001"].weight_g) == (("4006381333931",), 350)
    assert {"barcodes", "weight_g", "traits"} <= told["NB-A5"].untold, "nothing is said of it there"
    assert goods(connector.fetch()), "what the desk did not take comes again"
    connector.taken(fetched, ())
    desk.clock.pass_time(seconds=31)
    assert goods(connector.fetch()) == {}, "known goods are not written every round"
    desk.pull(connector)
    assert desk.orders[code].message == "Please ring twice"
    assert goods(connector.reread((code,))) == {}, "at a gate orders alone are told"


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("wrong", [{"barcode_field": "gtim"}, {"note_field": "gtin"}])
def test_a_field_the_shop_does_not_have_is_named(desk: Desk, wrong: dict[str, str]) -> None:
    desk.settings = wrong
    with pytest.raises(Rejected) as caught:
        desk.connector().fetch()
    (name,) = wrong.values()
    assert (caught.value.reason, caught.value.data["detail"]) == ("vendure-field", name)
    assert found(desk) == {"orders": "vendure-field"}


def test_a_shop_without_any_field_of_its_own_says_so(desk: Desk) -> None:
    said = 'Field "customFields" must not have a selection since type "JSON" has no subfields.'
    error = {"message": said, "extensions": {"code": "GRAPHQL_VALIDATION_FAILED"}}
    with served(lambda _: Said(json.dumps({"errors": [error]}).encode(), 400)) as running:
        desk.url, desk.settings = running.url, FIELDS
        with pytest.raises(Rejected) as caught:
            desk.connector().fetch()
    assert caught.value.reason == "vendure-field"


@pytest.mark.parametrize(
    ("fields", "barcodes", "weight"),
    [
        ({"barcode": ["4006381333931", "4006381333948"], "weight": 0}, 2, None),
        ({"barcode": "", "weight": "heavy"}, 0, None),
        ({"barcode": None, "weight": True}, 0, None),
        ({"barcode": "A1", "weight": 1}, 1, 1),
        ("none", 0, None),
    ],
)
def test_what_a_field_may_hold(fields: object, barcodes: int, weight: int | None) -> None:
    line: dict[str, Any] = {"productVariant": {"id": "1", "sku": "S", "name": "n", "customFields": fields}}
    ((told,), wrong) = Fields("gtin", "grams").goods_in({"lines": [line]})
    assert (len(told.barcodes), told.weight_g, wrong) == (barcodes, weight, [])
    line["productVariant"]["customFields"] = {"barcode": {"no": "text"}}
    assert [bad.place for bad in Fields("gtin").goods_in({"lines": [line]})[1]] == ["barcode"]


def test_ways_with_a_colon_in_their_names_are_understood() -> None:
    assert ways_of(["Air: fast : DHL", "pickup:"], ()).carriers == {"air: fast": ("DHL",), "pickup": ()}


def test_a_handler_of_the_shops_own_gets_number_and_carrier(shop: Shop, desk: Desk) -> None:
    code, refused = shop.place([("MUG-001", 1)]), shop.place([("MUG-001", 1)])
    entry = parcel(code)
    desk.settings = {"handler": "nobodys"}
    outcome = desk.connector().deliver(entry)
    assert reason(outcome) == "vendure-handler"
    assert found(desk) == {"ship": "vendure-handler"}, "said before the first parcel leaves"
    assert shipped(shop, code) == []
    desk.settings = {"handler": "own-courier"}
    assert found(desk) == {}
    connector = desk.connector()
    assert connector.deliver(entry) == Delivered()
    assert shipped(shop, code) == [(waybill(entry), "Shipped", 1)]
    assert shop.order(code)["fulfillments"][0]["method"] == "own DHL Paket"
    broken = connector.deliver(parcel(refused, waybill="DHL-BAD"))
    assert reason(broken) == "vendure-handler-broke"
    assert "street" not in str(broken), "what it says may be somebody's address"
    assert shipped(shop, refused) == []


def test_a_channel_is_asked_for_by_its_token(shop: Shop, desk: Desk) -> None:
    made = {
        "code": "second",
        "token": "second-channel",
        "defaultLanguageCode": "en",
        "pricesIncludeTax": False,
        "defaultCurrencyCode": "USD",
        "defaultTaxZoneId": "1",
        "defaultShippingZoneId": "1",
    }
    shop.owner.do(
        "mutation($i: CreateChannelInput!) { r: createChannel(input: $i) { __typename OR_ERROR } }", i=made
    )
    code = shop.place([("MUG-001", 1)])
    assert code in desk.pull(desk.connector())
    desk.settings = {"channel": "second-channel"}
    assert set(found(desk).values()) == {"vendure-right"}, "its role is none of that channel's"
    desk.secrets = {"token": shop.owner.token}
    assert desk.pull(desk.connector()) == set(), "nobody bought there yet"
    desk.settings = {"channel": "nosuch"}
    with pytest.raises(Rejected) as caught:
        desk.connector().fetch()
    assert caught.value.reason == "vendure-channel"
    assert found(desk) == {"orders": "vendure-channel"}
