"""A real Vendure shop hears of each parcel once, whatever breaks, and of none that must not leave."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest

from packstation.domain.outbox import Delivered, Entry, Later, Refused, reason_of
from packstation.platforms.vendure.platform import VendurePlatform
from tests.vendure.conftest import Desk
from tests.vendure.cutting import Wire
from tests.vendure.shop import Shop
from tests.vendure.telling import NOW, before_second_look, lines, parcel, reason, shipped, told_over, waybill


@pytest.fixture
def connector(desk: Desk) -> VendurePlatform:
    return desk.connector()


def test_a_parcel_is_told_with_its_number_and_carrier_and_only_once(
    shop: Shop, connector: VendurePlatform
) -> None:
    code = shop.place([("MUG-001", 2), ("NB-A5", 1)])
    mugs, books = lines(shop, code)
    entry = parcel(code, (mugs, 2), (books, 1))
    assert connector.deliver(entry) == Delivered()
    assert connector.deliver(entry) == Delivered()
    order = shop.order(code)
    assert order["state"] == "Shipped"
    assert shipped(shop, code) == [(waybill(entry), "Shipped", 3)]
    assert order["fulfillments"][0]["method"] == "DHL Paket"


def test_several_parcels_are_several_fulfilments(shop: Shop, connector: VendurePlatform) -> None:
    code = shop.place([("MUG-001", 3), ("NB-A5", 1)])
    mugs, books = lines(shop, code)
    first, second = parcel(code, (mugs, 2)), parcel(code, (mugs, 1), (books, 1))
    assert connector.deliver(first) == Delivered()
    assert shop.order(code)["state"] == "PartiallyShipped"
    assert connector.deliver(second) == Delivered()
    assert shop.order(code)["state"] == "Shipped"
    assert shipped(shop, code) == [(waybill(first), "Shipped", 2), (waybill(second), "Shipped", 2)]


def test_the_same_line_twice_is_told_once_with_all_its_units(shop: Shop, connector: VendurePlatform) -> None:
    code = shop.place([("MUG-001", 2)])
    (mugs,) = lines(shop, code)
    assert reason(connector.deliver(parcel(code, (mugs, 1), (mugs, 2)))) == "ship-line"
    assert shipped(shop, code) == []
    assert connector.deliver(parcel(code, (mugs, 1), (mugs, 1))) == Delivered()
    assert [units for _, _, units in shipped(shop, code)] == [2]
    assert len(shop.order(code)["fulfillments"][0]["lines"]) == 1


@pytest.mark.parametrize("units", [0, -1])
def test_a_parcel_of_less_than_one_unit_is_refused(
    shop: Shop, connector: VendurePlatform, units: int
) -> None:
    code = shop.place([("MUG-001", 2)])
    (mugs,) = lines(shop, code)
    assert reason(connector.deliver(parcel(code, (mugs, units)))) == "ship-unreadable"
    assert shipped(shop, code) == []


def test_lines_of_another_order_are_never_told(shop: Shop, connector: VendurePlatform) -> None:
    code, other = shop.place([("MUG-001", 1)]), shop.place([("NB-A5", 1)])
    (mine,), (theirs,) = lines(shop, code), lines(shop, other)
    assert reason(connector.deliver(parcel(code, (mine, 1), (theirs, 1)))) == "ship-line"
    assert shipped(shop, code) == shipped(shop, other) == []


def test_an_order_that_is_not_paid_or_being_changed_waits(shop: Shop, connector: VendurePlatform) -> None:
    code = shop.place([("MUG-001", 1)], settled=False)
    entry = parcel(code)
    assert reason(connector.deliver(entry)) == "vendure-held"
    shop.settle(code)
    shop.move(code, "Modifying")
    assert reason(connector.deliver(entry)) == "vendure-held"
    assert shipped(shop, code) == []
    shop.move(code, "PaymentSettled")
    assert connector.deliver(entry) == Delivered()
    assert shipped(shop, code) == [(waybill(entry), "Shipped", 1)]


def test_a_cancelled_order_is_not_told_and_what_was_pending_of_it_is_taken_back(
    shop: Shop, connector: VendurePlatform
) -> None:
    code, begun = shop.place([("MUG-001", 1)]), shop.place([("MUG-001", 1)])
    shop.cancel(code)
    assert reason(connector.deliver(parcel(code))) == "ship-closed"
    entry = parcel(begun)
    shop.fulfil(begun, waybill(entry), (lines(shop, begun)[0], 1))
    shop.cancel(begun)
    assert shipped(shop, begun) == [(waybill(entry), "Pending", 1)], "the shop itself leaves it there"
    assert reason(connector.deliver(entry)) == "ship-closed"
    assert shipped(shop, begun) == []
    assert shop.order(begun)["state"] == "Cancelled"


def test_an_order_cancelled_right_after_it_was_fulfilled_is_not_sent(
    shop: Shop, connector: VendurePlatform
) -> None:
    code = shop.place([("MUG-001", 1)])
    before_second_look(connector, shop.cancel)
    assert reason(connector.deliver(parcel(code))) == "ship-closed"
    assert shop.order(code)["state"] == "Cancelled"
    assert shipped(shop, code) == []


def test_what_a_crash_left_pending_is_sent_and_not_made_anew(shop: Shop, connector: VendurePlatform) -> None:
    code = shop.place([("MUG-001", 2)])
    (mugs,) = lines(shop, code)
    entry = parcel(code, (mugs, 2))
    made = shop.fulfil(code, waybill(entry), (mugs, 2))
    assert connector.deliver(entry) == Delivered()
    (only,) = shop.order(code)["fulfillments"]
    assert (only["id"], only["state"]) == (made, "Shipped")


def test_two_at_once_send_one(shop: Shop, connector: VendurePlatform) -> None:
    code = shop.place([("MUG-001", 2)])
    entry = parcel(code)
    with ThreadPoolExecutor(4) as workers:
        outcomes = list(workers.map(lambda _: connector.deliver(entry), range(4)))
    assert outcomes == [Delivered()] * 4
    assert shipped(shop, code) == [(waybill(entry), "Shipped", 2)]


def test_of_two_desks_that_tell_of_the_same_goods_at_once_never_both_are_believed(
    shop: Shop, at: Callable[[str], Desk]
) -> None:
    desks = [at(shop.admin_url).connector() for _ in range(2)]
    met = 0
    for _ in range(4):
        code = shop.place([("MUG-001", 2)])
        entries = [parcel(code), parcel(code)]
        both = Barrier(2)
        for desk in desks:
            desk._fulfilling._order = _together(desk._reader.facts, both)
        with ThreadPoolExecutor(2) as workers:
            outcomes = list(workers.map(lambda desk, entry: desk.deliver(entry), desks, entries))
        met += len(shop.order(code)["fulfillments"]) == 2
        for desk in desks:
            desk._fulfilling._order = desk._reader.facts
        # what was parked is told again when somebody has seen to it: whoever is first then
        told = [
            replace(one, error=getattr(out, "error", "")) for one, out in zip(entries, outcomes, strict=True)
        ]
        outcomes = [desk.deliver(entry) for desk, entry in zip(desks, told, strict=True)]
        (only,) = shipped(shop, code)
        assert only[1:] == ("Shipped", 2)
        (mine,) = (waybill(entry) for entry, one in zip(entries, outcomes, strict=True) if one == Delivered())
        assert mine == only[0]
        (refused,) = (one for one in outcomes if one != Delivered())
        assert reason(refused) == "ship-other-number"
    assert met, "the shop booked both, or this proves nothing"


def _together(look: Callable[[str], Any], both: Barrier) -> Callable[[str], Any]:
    """Looks only when the other desk looks as well, as long as there is one."""

    def looked(code: str) -> Any:
        found = look(code)
        with contextlib.suppress(BrokenBarrierError):
            both.wait(1)
        return found

    return looked


def test_a_twin_of_ours_that_still_waits_is_taken_back(shop: Shop, connector: VendurePlatform) -> None:
    code = shop.place([("MUG-001", 2)])
    (mugs,) = lines(shop, code)
    entry = parcel(code, (mugs, 2))
    with ThreadPoolExecutor(2) as workers:
        for _ in workers.map(lambda _: _doubly(shop, code, entry, mugs), range(2)):
            pass
    assert connector.deliver(entry) == Delivered()
    assert shipped(shop, code) == [(waybill(entry), "Shipped", 2)]


def _doubly(shop: Shop, code: str, entry: Entry, line: str) -> None:
    """One of two fulfilments at once, of which the shop may refuse one; from a session of its own."""
    with contextlib.suppress(AssertionError):
        shop.fulfil(code, waybill(entry), (line, 2))


def test_goods_somebody_else_sent_are_not_sent_again(shop: Shop, connector: VendurePlatform) -> None:
    code = shop.place([("MUG-001", 2)])
    shop.bring(shop.fulfil(code, "THEIRS-1", (lines(shop, code)[0], 2)), "Shipped")
    outcome = connector.deliver(parcel(code))
    assert isinstance(outcome, Refused)
    assert reason_of(outcome.error)[0] == "ship-other-number"
    assert reason_of(outcome.error)[1]["theirs"] == "THEIRS-1"


def test_a_unit_cancelled_after_it_left_is_a_persons_business(shop: Shop, connector: VendurePlatform) -> None:
    code = shop.place([("MUG-001", 2)])
    (mugs,) = lines(shop, code)
    shop.cancel(code, "MUG-001", 1)
    assert reason(connector.deliver(parcel(code, (mugs, 2)))) == "ship-line"
    assert shipped(shop, code) == []


def test_units_below_zero_which_the_shop_takes_make_nothing_wanted_again(shop: Shop, desk: Desk) -> None:
    code = shop.place([("MUG-001", 2)])
    (mugs,) = lines(shop, code)
    shop.fulfil(code, "SLIP", (mugs, -1))
    connector = desk.connector()
    desk.pull(connector)
    assert desk.orders[code].units == 2, "bought were two, not three"
    assert reason(connector.deliver(parcel(code, (mugs, 3)))) == "ship-line"
    entry = parcel(code, (mugs, 2))
    assert connector.deliver(entry) == Delivered()
    assert (waybill(entry), "Shipped", 2) in shipped(shop, code)


def test_an_order_changed_right_after_it_was_fulfilled_waits_and_is_sent_once(
    shop: Shop, connector: VendurePlatform
) -> None:
    code = shop.place([("MUG-001", 1)])
    before_second_look(connector, lambda wanted: shop.move(wanted, "Modifying"))
    entry = parcel(code)
    assert reason(connector.deliver(entry)) == "vendure-held"
    assert shipped(shop, code) == [(waybill(entry), "Pending", 1)]
    shop.move(code, "PaymentSettled")
    assert connector.deliver(entry) == Delivered()
    assert shipped(shop, code) == [(waybill(entry), "Shipped", 1)]


def test_our_parcel_that_somebody_entered_in_two_pieces_is_sent_whole(
    shop: Shop, connector: VendurePlatform
) -> None:
    code = shop.place([("MUG-001", 2), ("NB-A5", 1)])
    mugs, books = lines(shop, code)
    entry = parcel(code, (mugs, 2), (books, 1))
    shop.bring(shop.fulfil(code, waybill(entry), (mugs, 2)), "Shipped")
    shop.fulfil(code, f" {waybill(entry).lower()}", (books, 1))
    assert connector.deliver(entry) == Delivered()
    assert [(state, units) for _, state, units in shipped(shop, code)] == [("Shipped", 2), ("Shipped", 1)]
    assert shop.order(code)["state"] == "Shipped"


def test_what_lacks_in_our_parcel_there_is_added_under_its_number(
    shop: Shop, connector: VendurePlatform
) -> None:
    code = shop.place([("MUG-001", 2), ("NB-A5", 1)])
    mugs, books = lines(shop, code)
    entry = parcel(code, (mugs, 2), (books, 1))
    shop.bring(shop.fulfil(code, waybill(entry), (mugs, 1)), "Shipped")
    assert connector.deliver(entry) == Delivered()
    assert shipped(shop, code) == [(waybill(entry), "Shipped", 1), (waybill(entry), "Shipped", 2)]


def test_what_somebody_took_back_is_only_sent_again_when_a_person_says_so(
    shop: Shop, at: Callable[[str], Desk], wire: Wire
) -> None:
    connector = at(wire.url).connector()
    code = shop.place([("MUG-001", 2)])
    entry = parcel(code)
    wire.only, wire.script = b"transitionFulfillmentToState", ["after"]
    assert isinstance(connector.deliver(entry), Later)
    shop.bring(shop.order(code)["fulfillments"][0]["id"], "Cancelled")
    outcome = connector.deliver(entry)
    assert isinstance(outcome, Refused)
    assert reason(outcome) == "vendure-taken-back"
    assert shipped(shop, code) == []
    assert connector.deliver(replace(entry, error=outcome.error)) == Delivered()
    assert shipped(shop, code) == [(waybill(entry), "Shipped", 2)]


def test_a_second_parcel_may_leave_where_the_first_was_delivered(
    shop: Shop, connector: VendurePlatform
) -> None:
    code = shop.place([("MUG-001", 1), ("NB-A5", 1)])
    mugs, books = lines(shop, code)
    assert connector.deliver(parcel(code, (mugs, 1))) == Delivered()
    shop.bring(shop.order(code)["fulfillments"][0]["id"], "Delivered")
    assert shop.order(code)["state"] == "PartiallyDelivered"
    entry = parcel(code, (books, 1))
    assert connector.deliver(entry) == Delivered()
    assert (waybill(entry), "Shipped", 1) in shipped(shop, code)


def test_what_the_shop_cannot_be_told_is_refused_in_plain_words(connector: VendurePlatform) -> None:
    entry = Entry("k", "A1", "intercept", "{}", NOW)
    assert connector.deliver(entry) == Refused('vendure-unable {"detail": "intercept", "order": "A1"}')


def test_a_shelf_the_shop_thinks_empty_is_named(shop: Shop, connector: VendurePlatform) -> None:
    code = shop.place([("TS-M", 2)])
    shop.stock("TS-M", 1)
    outcome = connector.deliver(parcel(code))
    assert isinstance(outcome, Refused)
    told, data = reason_of(outcome.error)
    assert (told, data["goods"], data["there"]) == ("vendure-stock", "T-Shirt M", "1")
    shop.stock("TS-M", 5000)
    assert connector.deliver(parcel(code)) == Delivered()


def test_an_order_the_shop_does_not_know_is_parked(connector: VendurePlatform) -> None:
    assert reason(connector.deliver(parcel("NOSUCHORDER00000"))) == "ship-no-order"


# --- the wire breaks
# -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cut", ["before", "after"])
@pytest.mark.parametrize("step", [b"addFulfillmentToOrder", b"transitionFulfillmentToState"])
def test_a_cut_before_or_after_the_shop_did_it_sends_once(
    shop: Shop, at: Callable[[str], Desk], wire: Wire, cut: str, step: bytes
) -> None:
    connector = at(wire.url).connector()
    code = shop.place([("MUG-001", 2)])
    entry = parcel(code)
    wire.only, wire.script = step, [cut]
    first = connector.deliver(entry)
    assert reason(first) == "web-broken-off"
    assert wire.cuts[cut] == 1
    assert connector.deliver(entry) == Delivered()
    assert shipped(shop, code) == [(waybill(entry), "Shipped", 2)]
    assert len(shop.order(code)["fulfillments"]) == 1


def test_over_a_bad_wire_each_parcel_is_told_exactly_once(
    shop: Shop, at: Callable[[str], Desk], wire: Wire
) -> None:
    desk = at(wire.url)
    connector = desk.connector()
    codes = [shop.place([("MUG-001", 1), ("NB-A5", 2)]) for _ in range(6)]
    gone = codes.pop()
    entries = [parcel(code) for code in codes]
    shop.cancel(gone)
    told_over(wire, connector, [*entries, parcel(gone)])
    for entry in entries:
        assert shipped(shop, entry.order) == [(waybill(entry), "Shipped", 3)], wire.cuts
        assert len(shop.order(entry.order)["fulfillments"]) == 1, wire.cuts
    assert shipped(shop, gone) == []


def test_the_bad_wire_would_show_a_connector_that_does_not_look_first(
    shop: Shop, at: Callable[[str], Desk], wire: Wire
) -> None:
    connector = at(wire.url).connector()
    code = shop.place([("MUG-001", 2)])
    (mugs,) = lines(shop, code)
    entry = parcel(code, (mugs, 1))
    careless = connector._fulfilling
    wire.only, wire.script = b"transitionFulfillmentToState", ["after"]
    assert isinstance(connector.deliver(entry), Later)
    honest = careless._order
    careless._order = lambda wanted: {**(honest(wanted) or {}), "fulfillments": []}
    connector.deliver(entry)
    assert len(shipped(shop, code)) == 2, "sent twice, and the harness sees it"
