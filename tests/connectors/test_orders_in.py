"""Whatever the platform: orders come whole, none is lost, and what changed is seen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from packstation.domain.connection import Found, Health
from packstation.domain.news import first_seen
from packstation.domain.order import REFUND_DONE, Order, State
from packstation.errors import Outage
from tests.connectors.hands import Hands, in_worker, trouble_of
from tests.connectors.said import must_be_said
from tests.connectors.tried import BOOK, BUYER, MOVED, MUG, PROMISE, SHOP, TriedShop

A_MOMENT = timedelta(seconds=5)


def wanted(order: Order) -> dict[str, tuple[str, int, str]]:
    """Line, units and refund of each SKU."""
    return {line.sku: (line.line, line.quantity, line.refund) for line in order.lines}


def is_utc(moment: datetime | None) -> bool:
    return moment is not None and moment.utcoffset() == timedelta(0)


def test_an_order_comes_in_whole(shop: TriedShop, hands: Hands) -> None:
    sold = shop.place({MUG: 2, BOOK: 1})
    shop.pass_round()
    assert sold.number in hands.pull()
    order = hands.orders[sold.number]
    assert wanted(order) == {sku: (line, units, "NO_REFUND") for sku, (line, units) in sold.lines.items()}
    assert all(line.title for line in order.lines)
    assert (order.state, order.shop, order.platform) == (State.NEW, SHOP, shop.kind)
    for moment in (order.created_at, order.paid_at):
        assert is_utc(moment)
        assert abs((moment or NEVER) - sold.at) < A_MOMENT
    assert is_utc(order.ship_by)
    assert is_utc(order.modified_at)
    assert order.ship_by - (order.paid_at or NEVER) == PROMISE


NEVER = datetime(2000, 1, 1, tzinfo=UTC)


def test_the_receiver_is_the_buyers_or_hidden_whole(shop: TriedShop, hands: Hands) -> None:
    sold = shop.place({MUG: 1})
    shop.pass_round()
    hands.pull()
    receiver = hands.orders[sold.number].receiver
    told = f"{receiver.name}{receiver.phone}{receiver.detail}"
    assert (receiver.province, receiver.city) == (BUYER.province, BUYER.city)
    if hands.connector.hides_receivers:
        assert "*" in told
        assert not [one for one in (BUYER.name, BUYER.phone, BUYER.detail) if one in told]
    else:
        assert (receiver.name, receiver.phone, receiver.postcode) == (BUYER.name, BUYER.phone, BUYER.postcode)
        assert BUYER.detail in receiver.detail


def test_what_was_not_taken_comes_again(shop: TriedShop, hands: Hands) -> None:
    sold = shop.place({MUG: 1})
    shop.pass_round()
    lost = hands.fetch()
    assert sold.number in numbers_in(lost.batch.records)
    assert hands.connector.has_news() or shop.asks_again
    shop.pass_round()
    again = hands.fetch()
    assert sold.number in numbers_in(again.batch.records), "the desk did not store it"
    hands.started()
    shop.pass_round()
    assert sold.number in hands.pull(), "nor did it before the power went"


def numbers_in(records: object) -> set[str]:
    """Numbers of the orders of a batch."""
    assert isinstance(records, tuple)
    return {record.number for _, record in records if isinstance(record, Order)}


def test_a_question_at_a_gate_in_between_takes_nothing_for_stored(shop: TriedShop, hands: Hands) -> None:
    one, other = shop.place({MUG: 1}), shop.place({BOOK: 1})
    shop.pass_round()
    hands.fetch()
    assert set(hands.reread(one.number)) == ({one.number} if shop.asks_again else set())
    shop.pass_round()
    assert {one.number, other.number} <= hands.pull()


def test_what_was_taken_troubles_no_more(shop: TriedShop, hands: Hands) -> None:
    sold = shop.place({MUG: 1, BOOK: 2})
    shop.pass_round()
    hands.pull()
    hands.news()
    hands.started()
    hands.news()
    assert hands.changed[sold.number] == 0, "told again, it is no news"


def test_a_broken_order_is_named_and_keeps_back_no_other(shop: TriedShop, hands: Hands) -> None:
    before = shop.place({MUG: 1})
    broken = shop.place_broken()
    after = shop.place({BOOK: 1})
    shop.pass_round()
    assert {before.number, after.number} <= hands.pull()
    named = [reject for reject in hands.rejects if broken in reject.file]
    assert named, hands.rejects
    for reject in named:
        must_be_said(reject.reason, {"file": "", "row": 0, "column": "", **dict(reject.data)}, "files")
    assert any(broken in path.read_text(encoding="utf-8-sig") for path in shop.lists), (
        "a person finds it there"
    )
    late = shop.place({MUG: 1})
    assert late.number in hands.news(), "nor does it later"


def test_a_disk_that_takes_no_list_holds_up_no_order(shop: TriedShop, hands: Hands) -> None:
    if not shop.asks_again:
        broken = shop.place_broken()
        hands.pull()
        assert (shop.folder / "inbox" / "rejected" / broken).exists(), "its lists lie beside its orders"
        return
    (shop.folder / "inbox").write_bytes(b"")
    broken, sold = shop.place_broken(), shop.place({MUG: 1})
    shop.pass_round()
    assert sold.number in hands.pull()
    (shop.folder / "inbox").unlink()
    shop.place_broken()
    hands.news()
    assert any(broken in path.read_text(encoding="utf-8-sig") for path in shop.lists), (
        "it is written when it can be"
    )


def test_batches_are_bounded_and_together_hold_everything(
    shop: TriedShop, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = shop.small_batches(monkeypatch)
    sold = {shop.place({MUG: 1}).number for _ in range(7)}
    shop.pass_round()
    first = numbers_in(hands.fetch().batch.records)
    assert len(first) <= most
    hands.started()
    assert sold <= hands.pull()
    assert hands.largest <= most


def test_a_line_that_breaks_off_in_mid_reading_loses_nothing(
    shop: TriedShop, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.small_batches(monkeypatch)
    sold = {shop.place({MUG: 1}).number for _ in range(6)}
    shop.pass_round()
    shop.stutter()
    breaks = quiet = 0
    while quiet < 2:
        try:
            hands.pull()
        except Outage:
            breaks, quiet = breaks + 1, 0
        else:
            quiet += 1
        assert breaks < 20
        shop.pass_round()
    assert sold <= set(hands.orders)
    assert bool(breaks) is shop.asks_again
    assert hands.rejects == [], "a line that breaks off is no order's fault"


def test_whether_there_is_news_is_known_for_free(shop: TriedShop, hands: Hands) -> None:
    shop.place({MUG: 1})
    assert hands.connector.has_news(), "nobody has asked yet"
    hands.pull()
    shop.pass_round()
    hands.pull()
    asked = shop.asked()
    assert not hands.connector.has_news()
    sold = shop.place({MUG: 1})
    shop.pass_round()
    assert hands.connector.has_news()
    assert shop.asked() == asked, "it asked somebody"
    assert sold.number in hands.pull()


def test_an_order_is_packed_only_once_it_is_paid(shop: TriedShop, hands: Hands) -> None:
    sold = shop.place({MUG: 1}, paid=False)
    hands.news()
    assert sold.number not in hands.orders or hands.orders[sold.number].state is State.HELD
    shop.pay(sold)
    assert sold.number in hands.news()
    assert hands.orders[sold.number].state is State.NEW


def test_what_changes_is_seen_and_no_older_than_what_was_known(shop: TriedShop, hands: Hands) -> None:
    gone, less, moved = (shop.place({MUG: 2, BOOK: 1}) for _ in range(3))
    shop.pass_round()
    hands.pull()
    before = dict(hands.orders)
    shop.cancel(gone)
    shop.cancel(less, BOOK)
    shop.move(moved)
    assert {gone.number, less.number, moved.number} <= hands.news()
    assert hands.orders[gone.number].state is State.CANCELLED
    refunds = {sku: refund for sku, (_, _, refund) in wanted(hands.orders[less.number]).items()}
    assert (refunds[MUG], refunds[BOOK]) == ("NO_REFUND", REFUND_DONE)
    assert hands.orders[less.number].units == 2
    was, now = before[moved.number], hands.orders[moved.number]
    assert (now.receiver, now.address_mark) != (was.receiver, was.address_mark)
    if not hands.connector.hides_receivers:
        assert MOVED.detail in now.receiver.detail
    for sold in (gone, less, moved):
        older, newer = before[sold.number].modified_at, hands.orders[sold.number].modified_at
        assert older is not None
        assert newer is not None
        assert newer >= older


def test_what_changed_while_the_program_was_off_is_seen(shop: TriedShop, hands: Hands) -> None:
    gone, moved = (shop.place({MUG: 1}) for _ in range(2))
    shop.pass_round()
    hands.pull()
    was = hands.orders[moved.number]
    shop.cancel(gone)
    shop.move(moved)
    late = shop.place({BOOK: 1})
    hands.started()
    assert {gone.number, moved.number, late.number} <= hands.news()
    assert hands.orders[gone.number].state is State.CANCELLED
    now = hands.orders[moved.number]
    assert (now.receiver, now.address_mark) != (was.receiver, was.address_mark)


# --- single orders at a gate
# --------------------------------------------------------------------------------------


def test_single_orders_are_told_whole_and_as_they_are_now(shop: TriedShop, hands: Hands) -> None:
    one, other, third = (shop.place({MUG: 2, BOOK: 1}) for _ in range(3))
    shop.pass_round()
    hands.pull()
    assert hands.connector.asks_again is shop.asks_again
    told = hands.reread(one.number, other.number, "4000000000000000009")
    if not shop.asks_again:
        assert told == {}, "nobody is there to tell; the desk does not wait for it either"
        return
    assert set(told) == {one.number, other.number}, f"what is missing was not told of, as {third.number}"
    for number, order in told.items():
        known = hands.orders[number]
        assert wanted(order) == wanted(known)
        assert (order.receiver, order.ship_by, order.shop) == (known.receiver, known.ship_by, known.shop)
        assert (order.address_mark, order.oaid) == (known.address_mark, known.oaid)
    shop.cancel(one)
    shop.cancel(other, MUG)
    told = hands.reread(one.number, other.number)
    assert first_seen(told[one.number]).state is State.CANCELLED
    assert told[other.number].units == 1
    for number, order in told.items():
        known_at = hands.orders[number].modified_at
        assert order.modified_at is not None
        assert known_at is not None
        assert order.modified_at >= known_at


def test_an_order_that_cannot_be_believed_is_not_told_at_a_gate(shop: TriedShop, hands: Hands) -> None:
    if not shop.asks_again:
        assert hands.reread("4000000000000000009") == {}
        return
    good, broken = shop.place({MUG: 1}).number, shop.place_broken()
    fetched = in_worker(lambda: hands.connector.reread([broken, good]))
    assert numbers_in(fetched.batch.records) == {good}
    assert [broken in reject.file for reject in fetched.batch.rejects] == [True], (
        "the desk lets nothing through"
    )


def test_nobody_is_asked_about_no_order(shop: TriedShop, hands: Hands) -> None:
    asked = shop.asked()
    assert hands.reread() == {}
    assert shop.asked() == asked


def test_a_silent_shop_is_said_and_asked_again(shop: TriedShop, hands: Hands) -> None:
    sold = shop.place({MUG: 1})
    shop.pass_round()
    hands.pull()
    late = shop.place({BOOK: 1})
    shop.pass_round()
    with shop.silent():
        assert isinstance(trouble_of(hands.fetch), Outage)
        if shop.asks_again:
            assert isinstance(trouble_of(lambda: hands.reread(sold.number)), Outage)
    shop.pass_round()
    assert late.number in hands.pull(), "nothing of it is lost"
    if shop.asks_again:
        assert set(hands.reread(sold.number)) == {sold.number}


def test_several_workers_ask_at_once(shop: TriedShop, hands: Hands) -> None:
    sold = [shop.place({MUG: 1}).number for _ in range(3)]
    shop.pass_round()
    hands.pull()
    late = shop.place({BOOK: 2})
    shop.pass_round()
    connector = hands.connector
    with ThreadPoolExecutor(8) as workers:
        told = [workers.submit(connector.reread, [number]) for number in sold]
        tried = [workers.submit(connector.try_out) for _ in range(2)]
        known = [workers.submit(connector.health) for _ in range(2)]
        batch = workers.submit(connector.fetch)
    if shop.asks_again:
        assert [numbers_in(one.result().batch.records) for one in told] == [{number} for number in sold]
    assert all(part.found is Found.OK for one in tried for part in one.result())
    assert all(isinstance(one.result(), Health) for one in known)
    assert late.number in hands.store(batch.result()) | hands.pull()
