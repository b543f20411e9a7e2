"""What answers mean that the shop gives seldom, or that another server gives in its place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.domain import money
from packstation.domain.checks import Bad
from packstation.domain.news import first_seen
from packstation.domain.order import State
from packstation.errors import Outage, PackstationError, Rejected
from packstation.platforms.vendure.api import Access, Api
from packstation.platforms.vendure.fulfilment import fulfilled
from packstation.platforms.vendure.known import Known
from packstation.platforms.vendure.order import Shop, order_of, receiver_of
from packstation.platforms.vendure.pulling import Cursor, Reader
from packstation.web import Reply
from tests.fakes import FakeClock
from tests.servers import Said, served
from tests.vendure.conftest import NOON


def error(code: str, message: str = "no") -> bytes:
    return json.dumps({"errors": [{"message": message, "extensions": {"code": code}}], "data": None}).encode()


def asked(said: Said) -> Mapping[str, Any]:
    """The data of this answer."""
    with served(lambda _form: said) as running:
        api = Api(running.url, lambda: Access("t"), Known(FakeClock(NOON).now))
        try:
            return api.ask("query { orders }", {})
        finally:
            api.close()


@pytest.mark.parametrize(
    ("said", "kind", "reason"),
    [
        (Said(error("FORBIDDEN")), Rejected, "vendure-forbidden"),
        (Said(b"", 401), Rejected, "vendure-forbidden"),
        (Said(error("GRAPHQL_VALIDATION_FAILED"), 400), Rejected, "vendure-schema"),
        (Said(error("ENTITY_NOT_FOUND")), Rejected, "vendure-refused"),
        (Said(error("INTERNAL_SERVER_ERROR")), Outage, "vendure-trouble"),
        (Said(b"<html>502</html>", 502), Outage, "vendure-trouble"),
        (Said(b"slow down", 429), Outage, "vendure-trouble"),
        (Said(b"<html>Back soon</html>"), Outage, "vendure-unreadable"),
        (Said(b'{"data": null}'), Outage, "vendure-unreadable"),
        (Said(b'{"data": [1]}'), Outage, "vendure-unreadable"),
        (Said(b'{"errors": "all of it"}'), Outage, "vendure-trouble"),
        (Said(b'{"errors": [null]}'), Outage, "vendure-trouble"),
        (Said(b"[" * 100_000), Outage, "vendure-unreadable"),
        (Said(b"<html>Not here</html>", 404), Rejected, "vendure-address"),
        (Said(b"", 302, {"Location": "https://elsewhere.example/"}), Rejected, "vendure-address"),
    ],
)
def test_an_answer_that_is_none_says_whose_turn_it_is(
    said: Said, kind: type[PackstationError], reason: str
) -> None:
    with pytest.raises(kind) as caught:
        asked(said)
    assert caught.value.reason == reason


def test_an_answer_is_its_data() -> None:
    assert asked(Said(b'{"data": {"orders": {"items": []}}}')) == {"orders": {"items": []}}


def test_secrets_that_were_refused_are_read_again() -> None:
    secrets = iter(["old", "new"])
    with served(lambda _form: Said(error("FORBIDDEN"))) as running:
        api = Api(running.url, lambda: Access(next(secrets)), Known(FakeClock(NOON).now))
        for _ in range(2):
            with pytest.raises(Rejected):
                api.ask("query { me }", {})
        api.close()
    assert [one["Authorization"] for one in running.headers] == ["Bearer old", "Bearer new"]


KEY = f"{'0a' * 12}:{'9f' * 32}"


@pytest.mark.parametrize(
    ("access", "sent"),
    [
        (Access("abc"), {"Authorization": "Bearer abc"}),
        (Access(" Bearer abc\n"), {"Authorization": "Bearer abc"}),
        (Access("bearer: abc"), {"Authorization": "Bearer abc"}),
        (Access("", KEY), {"vendure-api-key": KEY}),
        (Access(KEY), {"vendure-api-key": KEY}),
        (Access("abc", KEY, "shop"), {"Authorization": "Bearer abc", "vendure-token": "shop"}),
    ],
)
def test_secrets_are_sent_as_what_they_are_however_they_were_pasted(
    access: Access, sent: dict[str, str]
) -> None:
    assert access.headers == sent


@pytest.mark.parametrize("nothing", ["", " ", "Bearer ", "\n"])
def test_a_secret_without_anything_in_it_is_none(nothing: str) -> None:
    with pytest.raises(Rejected) as refused:
        _ = Access(nothing).headers
    assert refused.value.reason == "vendure-no-token"


ORDER: dict[str, Any] = {
    "id": "1",
    "code": "A1B2",
    "state": "PaymentSettled",
    "orderPlacedAt": "2026-11-28T07:00:00.123Z",
    "currencyCode": "CNY",
    "customer": {"firstName": "明", "lastName": "李"},
    "shippingAddress": None,
    "lines": [
        {
            "id": "7",
            "quantity": 2,
            "orderPlacedQuantity": 2,
            "unitPriceWithTax": 1990,
            "productVariant": {"id": "3", "sku": "", "name": "Mug"},
        }
    ],
    "fulfillments": [],
}


def with_line(**changes: object) -> dict[str, Any]:
    return {**ORDER, "lines": [{**ORDER["lines"][0], **changes}]}


def test_an_order_of_the_least_that_can_be_said() -> None:
    order = order_of(ORDER, Shop("Mugs"), NOON)
    (line,) = order.lines
    assert (line.line, line.sku, line.quantity, str(line.price)) == ("7", "3", 2, "19.90")
    assert (order.ship_by_source, order.modified_at) == ("paid", NOON)


@pytest.mark.parametrize(
    ("code", "parts", "digits", "said"),
    [
        ("CNY", 1990, 2, "¥19.90"),
        ("EUR", 1290, 2, "EUR 12.90"),
        ("JPY", 150_000, 2, "JPY 1500"),
        ("JPY", 150_050, 2, "JPY 1500.5"),
        ("KWD", 1250, 2, "KWD 12.500"),
        ("KWD", 12_345, 3, "KWD 12.345"),
        ("EUR", 12_345, 3, "EUR 12.345"),
        ("JPY", 1500, 0, "JPY 1500"),
        ("EUR", 1_234_567, 6, "EUR 1.2346"),
        ("PTS", 500, 2, "PTS 5.00"),
        ("POINTS", 500, 2, "None"),
        ("", 500, 2, "None"),
    ],
)
def test_prices_are_in_the_shop_s_money_and_its_parts(code: str, parts: int, digits: int, said: str) -> None:
    facts = {**with_line(unitPriceWithTax=parts), "currencyCode": code}
    order = order_of(facts, Shop(), NOON, digits)
    (price,) = (line.price for line in order.lines)
    assert (money.said(price, order.currency) if price is not None else "None") == said


def test_a_shop_says_in_what_parts_it_counts() -> None:
    def read(settings: object) -> str:
        data = {"orders": {"items": [with_line(unitPriceWithTax=12_345)]}, "globalSettings": settings}
        said = Said(json.dumps({"data": data}).encode())
        with served(lambda _form: said) as running:
            api = Api(running.url, lambda: Access("t"), Known(FakeClock(NOON).now))
            try:
                (order,) = Reader(api, Shop(), FakeClock(NOON).now).by_code(["A1B2"]).orders
                return str(order.lines[0].price)
            finally:
                api.close()

    assert read({"serverConfig": {"moneyStrategyPrecision": 3}}) == "12.345"
    assert read(None) == "123.45"
    for broken in (-1, 99, "2", True):
        with pytest.raises(Outage):
            read({"serverConfig": {"moneyStrategyPrecision": broken}})


def test_an_order_whose_lines_come_in_another_order_is_the_same() -> None:
    rows = [{**ORDER["lines"][0], "id": name} for name in ("9", "10", "11")]
    told = [order_of({**ORDER, "lines": turn}, Shop(), NOON) for turn in (rows, rows[::-1])]
    assert told[0] == told[1]
    assert [line.line for line in told[0].lines] == ["9", "10", "11"]


@pytest.mark.parametrize(
    "broken",
    [
        {**ORDER, "code": None},
        {**ORDER, "state": ""},
        {**ORDER, "lines": []},
        {**ORDER, "lines": "many"},
        {**ORDER, "orderPlacedAt": "yesterday"},
        {**ORDER, "fulfillments": [{"state": "Shipped", "lines": [{"orderLineId": "7", "quantity": "2"}]}]},
        with_line(quantity=-1),
        with_line(quantity=None),
        with_line(id=None),
        with_line(productVariant=None),
    ],
)
def test_an_order_that_cannot_be_believed_is_not_taken(broken: dict[str, Any]) -> None:
    with pytest.raises(Bad):
        order_of(broken, Shop(), NOON)


@pytest.mark.parametrize(
    ("state", "becomes"),
    [
        ("PaymentSettled", State.NEW),
        ("PartiallyDelivered", State.NEW),
        ("ArrangingAdditionalPayment", State.HELD),
        ("AddingItems", State.HELD),
        ("WaitingForTheMoon", State.HELD),
        ("Delivered", State.SHIPPED),
        ("Cancelled", State.CANCELLED),
    ],
)
def test_states_mean_what_the_desk_may_do(state: str, becomes: State) -> None:
    assert first_seen(order_of({**ORDER, "state": state}, Shop(), NOON)).state is becomes


units = st.integers(1, 5)
fulfilment = st.fixed_dictionaries({
    "state": st.sampled_from(["Pending", "Shipped", "Delivered", "Cancelled"]),
    "lines": st.lists(st.fixed_dictionaries({"orderLineId": st.just("7"), "quantity": units}), max_size=2),
})  # fmt: skip


@given(st.integers(0, 9), st.lists(fulfilment, max_size=4))
def test_what_is_packed_and_what_is_sent_is_never_more_than_was_bought(
    quantity: int, fulfilments: list[dict[str, Any]]
) -> None:
    facts = {**with_line(quantity=quantity, orderPlacedQuantity=9), "fulfillments": fulfilments}
    order = order_of(facts, Shop(), NOON)
    sent = fulfilled(facts)["7"]
    assert order.units == max(0, quantity - sent)
    if not order.units:
        assert first_seen(order).state in (State.SHIPPED, State.CANCELLED)


def test_what_stands_nowhere_in_an_address_is_empty() -> None:
    assert receiver_of(None) == receiver_of({}) == receiver_of({"fullName": None, "city": 7})
    assert receiver_of({"company": "ACME", "streetLine1": "Weg 1"}).name == "ACME"


def row(code: str, second: str) -> dict[str, Any]:
    return {**ORDER, "code": code, "orderPlacedAt": f"2026-11-28T07:00:{second}Z"}


def test_orders_of_one_moment_that_fill_several_pages_are_all_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("packstation.platforms.vendure.pulling.PAGE", 2)
    books = [row(f"C{n}", "00.500") for n in range(5)] + [row("D", "01.000")]

    def answer(_form: dict[str, str]) -> Said:
        options = json.loads(bodies[-1])["variables"]["options"]
        known = options["filter"].get("code", {}).get("notIn", [])
        after = options["filter"]["orderPlacedAt"]["after"]
        found = [one for one in books if one["orderPlacedAt"] > after and one["code"] not in known]
        return Said(json.dumps({"data": {"orders": {"items": found[: options["take"]]}}}).encode())

    bodies: list[bytes] = []
    seen: list[str] = []
    with served(answer) as running:
        api = Api(running.url, lambda: Access("t"), Known(FakeClock(NOON).now))
        server = api._server
        assert server is not None
        post = server.post_json

        def heard(body: bytes, headers: Mapping[str, str]) -> Reply:
            bodies.append(body)
            return post(body, headers)

        monkeypatch.setattr(server, "post_json", heard)
        reader, cursor = Reader(api, Shop(), FakeClock(NOON).now), Cursor()
        while True:
            read, after = reader.page(cursor)
            seen += [order.number for order in read.orders]
            if after is None:
                break
            cursor = after
        api.close()
    assert seen == ["C0", "C1", "C2", "C3", "C4", "D"]
