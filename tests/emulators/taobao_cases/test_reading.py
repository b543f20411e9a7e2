"""Reading trades and refunds: fields, masks, spans, and the ways in which paging loses what it should not."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.emulators.taobao import Running, times
from tests.emulators.taobao.books import Trade
from tests.emulators.taobao_cases.calling import HOME, OAID_FIELDS, Caller, sold, ware
from tests.emulators.taobao_cases.conftest import HandClock

INCREMENT = "taobao.trades.sold.increment.get"
SIZE = 5


def span(running: Running, *, ahead_s: int = 0) -> dict[str, str]:
    """A window of the last half-hour, to a moment ago or beyond."""
    now = running.shop.now() + timedelta(seconds=ahead_s)
    start = now - timedelta(minutes=30)
    return {"start_modified": str(times.written(start)), "end_modified": str(times.written(now))}


def page(caller: Caller, number: int, window: dict[str, str], **more: str) -> list[str]:
    told = caller.ok(
        INCREMENT, fields="tid,modified", page_no=str(number), page_size=str(SIZE), **window, **more
    )
    return [str(one["tid"]) for one in told.get("trades", {}).get("trade", [])]


def many(running: Running, clock: HandClock, count: int) -> list[Trade]:
    trades = []
    for _ in range(count):
        clock.go(1)
        trades.append(sold(running))
    clock.go(1)
    return trades


def test_only_the_fields_asked_for_come_back(running: Running, caller: Caller) -> None:
    trade = sold(running, ware("A"), ware("B"))
    shown = caller.ok("taobao.trade.fullinfo.get", tid=trade.tid, fields="tid,status,orders.oid,orders.num")[
        "trade"
    ]
    assert set(shown) == {"tid", "status", "orders"}
    assert [set(one) for one in shown["orders"]["order"]] == [{"oid", "num"}] * 2


def test_the_lists_tell_less_than_the_whole_trade(running: Running, caller: Caller) -> None:
    """Memo, message, urge, hold, promise: a caller that reads only the lists does not hear of them."""
    trade = sold(running)
    trade.message = "请用礼盒"
    running.buyers.write(trade.tid, "老客户", 2)
    running.buyers.urge(trade.tid)
    running.buyers.hold(trade.tid, "top_hold")
    fields = "buyer_message,has_buyer_message,seller_memo,seller_flag,ob_tag,top_hold,consign_interval,logistics_infos,orders.oid_str"
    listed = [
        caller.ok("taobao.trades.sold.get", fields=fields)["trades"]["trade"][0],
        caller.ok(INCREMENT, fields=fields, **span(running))["trades"]["trade"][0],
    ]
    assert set(listed[0]) == {"has_buyer_message", "seller_flag", "logistics_infos", "orders"}
    assert set(listed[1]) == {"has_buyer_message", "seller_flag", "orders"}
    assert [one["orders"]["order"] for one in listed] == [[{}], [{}]]
    whole = caller.ok("taobao.trade.fullinfo.get", tid=trade.tid, fields=fields)["trade"]
    assert set(whole) == set(fields.split(",")) - {"has_buyer_message", "orders.oid_str"} | {"orders"}


@pytest.mark.parametrize("left_out", OAID_FIELDS.split(","))
def test_the_oaid_needs_all_five_fields(running: Running, caller: Caller, left_out: str) -> None:
    trade = sold(running)
    whole = caller.ok("taobao.trade.fullinfo.get", tid=trade.tid, fields=f"tid,oaid,{OAID_FIELDS}")["trade"]
    assert whole["oaid"] == running.shop.oaid(trade)
    fields = ",".join(one for one in ("oaid", *OAID_FIELDS.split(",")) if one != left_out)
    assert "oaid" not in caller.ok("taobao.trade.fullinfo.get", tid=trade.tid, fields=fields)["trade"]


def test_personal_data_is_masked_everywhere_but_in_the_clear_text_call(
    running: Running, caller: Caller
) -> None:
    trade = sold(running)
    fields = f"tid,orders,buyer_nick,logistics_infos,{OAID_FIELDS},receiver_city,oaid"
    bodies = [
        caller.call("taobao.trade.fullinfo.get", tid=trade.tid, fields=fields).body.decode(),
        caller.call("taobao.trades.sold.get", fields=fields).body.decode(),
        caller.call(INCREMENT, fields=fields, **span(running)).body.decode(),
        caller.call(
            "taobao.logistics.orders.detail.get", tid=trade.tid, fields="tid,receiver_name,receiver_mobile"
        ).body.decode(),
    ]
    assert not any(
        secret in body
        for body in bodies
        for secret in (HOME.name, HOME.mobile, HOME.phone, "969", "文一西路")
    )
    assert "杭州市" in bodies[0]


def test_a_trade_that_is_not_there(caller: Caller) -> None:
    assert caller.no("taobao.trade.fullinfo.get", tid="1", fields="tid") == "15 isv.trade-not-exist"
    assert caller.no("taobao.trade.fullinfo.get", tid="x", fields="tid") == "41 tid"


def test_spans_are_limited(running: Running, caller: Caller) -> None:
    now = running.shop.now()

    def increment(days: float, hours: float) -> str:
        start = now - timedelta(days=days)
        end = start + timedelta(hours=hours)
        return caller.no(
            INCREMENT,
            fields="tid",
            start_modified=str(times.written(start)),
            end_modified=str(times.written(end)),
        )

    assert increment(3, 24.1) == "41 end_modified"
    assert increment(3, 0) == "41 end_modified"
    assert increment(100, 2) == "41 start_modified"
    assert (
        caller.no(
            "taobao.trades.sold.get", fields="tid", start_created=str(times.written(now - timedelta(days=93)))
        )
        == "41 start_created"
    )
    assert caller.no(INCREMENT, fields="tid") == "40 start_modified"


def test_lengths_are_told_one_way_or_the_other(running: Running, caller: Caller, clock: HandClock) -> None:
    many(running, clock, 12)
    window = span(running)
    told = caller.ok(INCREMENT, fields="tid", page_size="5", **window)
    assert told["total_results"] == 12
    assert "has_next" not in told
    ends = [
        caller.ok(INCREMENT, fields="tid", page_size="5", page_no=str(number), use_has_next="true", **window)
        for number in (1, 2, 3)
    ]
    assert [one["has_next"] for one in ends] == [True, True, False]
    assert not any("total_results" in one for one in ends)


def test_the_newest_change_stands_first_and_equal_times_fill_pages(
    running: Running, caller: Caller, clock: HandClock
) -> None:
    trades = [sold(running) for _ in range(12)]
    clock.go(5)
    running.buyers.urge(trades[0].tid)
    clock.go(1)
    window = span(running)
    pages = [page(caller, number, window) for number in (1, 2, 3, 4)]
    assert pages[0][0] == trades[0].tid
    assert sorted(tid for part in pages for tid in part) == sorted(trade.tid for trade in trades)
    assert pages[3] == []


def test_one_status_a_call_and_odd_types_only_when_named(running: Running, caller: Caller) -> None:
    paid, waiting = sold(running), running.buyers.order("买家", HOME, [ware()])
    odd = running.buyers.order("买家", HOME, [ware()])
    odd.type = "nopaid"
    running.shop.add(odd)

    def tids(**more: str) -> list[str]:
        told = caller.ok("taobao.trades.sold.get", fields="tid", **more)
        return [str(one["tid"]) for one in told.get("trades", {}).get("trade", [])]

    assert tids() == [waiting.tid, paid.tid]
    assert tids(status="WAIT_BUYER_PAY") == [waiting.tid]
    assert tids(type="nopaid") == [odd.tid]


def read_all(
    caller: Caller, window: dict[str, str], order: Callable[[int], list[int]], between: Callable[[], None]
) -> set[str]:
    """Every page once, in an order, with something happening between any two."""
    total = caller.ok(INCREMENT, fields="tid", page_size="1", **window)["total_results"]
    found: set[str] = set()
    for number in order(-(-total // SIZE)):
        found.update(page(caller, number, window))
        between()
    return found


def forwards(pages: int) -> list[int]:
    return list(range(1, pages + 1))


def backwards(pages: int) -> list[int]:
    return list(range(pages, 0, -1))


@pytest.mark.parametrize("seed", range(5))
def test_paging_forwards_loses_orders_and_backwards_none(
    running: Running, caller: Caller, clock: HandClock, seed: int
) -> None:
    """Orders that change leave a window that is over; those behind them move up, past the page that was read."""
    rng = random.Random(seed)
    lost = {}
    for order in (forwards, backwards):
        trades = many(running, clock, 30)
        window = span(running)
        clock.go(2)
        touched: set[str] = set()

        def urge_some(trades: list[Trade] = trades, touched: set[str] = touched) -> None:
            for trade in rng.sample(trades, 3):
                touched.add(trade.tid)
                running.buyers.urge(trade.tid)

        found = read_all(caller, window, order, urge_some)
        lost[order] = {trade.tid for trade in trades} - touched - found
        clock.go(3600)
    assert lost[forwards]
    assert not lost[backwards]


def test_a_window_that_is_not_over_loses_orders_backwards_too(
    running: Running, caller: Caller, clock: HandClock
) -> None:
    """A change moves an order to the front of a window that reaches into the future: the others move on, past what was read."""
    trades = many(running, clock, 30)
    window = span(running, ahead_s=60)
    changing = iter(trades)
    found = read_all(caller, window, backwards, lambda: running.buyers.urge(next(changing).tid))
    assert {trade.tid for trade in trades} - found


def test_a_hundred_thousand_changes_keep_their_order(clock: HandClock) -> None:
    from tests.emulators.taobao.ordering import Ordering

    ordering, rng, model = Ordering(), random.Random(1), {}
    for _ in range(20_000):
        tid, at = str(rng.randrange(5_000)), clock() + timedelta(seconds=rng.randrange(1000))
        ordering.put(tid, at)
        model[tid] = at
    start, end = clock() + timedelta(seconds=200), clock() + timedelta(seconds=400)
    wanted = sorted(((at, tid) for tid, at in model.items() if start <= at <= end), reverse=True)
    read = ordering.between(start, end)
    assert len(read) == len(wanted)
    assert [tid for number in range(1, 40) for tid in read.page(number, 40)] == [tid for _, tid in wanted][
        :1560
    ]


def test_a_refund_is_heard_of_only_by_asking_for_refunds(
    running: Running, caller: Caller, clock: HandClock
) -> None:
    trade = sold(running, ware("A"), ware("B", 2))
    clock.go(60)
    before = trade.modified
    [refund] = running.buyers.refund(trade.tid, trade.lines[1].oid)
    assert trade.modified == before
    fields = "refund_id,tid,oid,status,refund_fee,refund_phase,refund_version,order_status,dispute_type"
    told = caller.ok(
        "taobao.refunds.receive.get", fields=fields, start_modified=str(times.written(running.shop.now()))
    )
    [shown] = told["refunds"]["refund"]
    assert shown["refund_id"] == refund.refund_id
    assert shown["tid"] == int(trade.tid)
    assert (shown["status"], shown["refund_fee"], shown["order_status"]) == (
        "WAIT_SELLER_AGREE",
        "118.00",
        "WAIT_SELLER_SEND_GOODS",
    )
    assert caller.ok("taobao.refund.get", fields="status", refund_id=refund.refund_id)["refund"] == {
        "status": "WAIT_SELLER_AGREE"
    }
    whole = caller.ok(
        "taobao.trade.fullinfo.get", tid=trade.tid, fields="orders.refund_status,orders.refund_id"
    )["trade"]
    assert [one["refund_status"] for one in whole["orders"]["order"]] == ["NO_REFUND", "WAIT_SELLER_AGREE"]


def test_what_becomes_of_a_refund(running: Running, caller: Caller) -> None:
    trade = sold(running, ware("A"), ware("B"))
    first, second = running.buyers.refund(trade.tid)
    running.buyers.withdraw(second.refund_id)
    assert trade.lines[1].refund_status == "CLOSED"
    running.buyers.agree(first.refund_id)
    assert [line.status for line in trade.lines] == ["TRADE_CLOSED", "WAIT_SELLER_SEND_GOODS"]
    assert trade.status == "WAIT_SELLER_SEND_GOODS"
    running.buyers.cancel(trade.tid)
    assert trade.status == "TRADE_CLOSED"
    counts = {
        status: caller.ok("taobao.refunds.receive.get", fields="refund_id", status=status)["total_results"]
        for status in ("SUCCESS", "CLOSED", "WAIT_SELLER_AGREE")
    }
    assert counts == {"SUCCESS": 2, "CLOSED": 1, "WAIT_SELLER_AGREE": 0}


def test_goods_come_back_after_they_were_sent(running: Running, caller: Caller) -> None:
    trade = sold(running, ware("A"), ware("B"))
    caller.ok("taobao.logistics.offline.send", tid=trade.tid, company_code="YTO", out_sid="YT0000000000001")
    [refund] = running.buyers.refund(trade.tid, trade.lines[0].oid, "质量问题", "REFUND_AND_RETURN")

    def shown() -> dict[str, object]:
        fields = "status,good_status,has_good_return,order_status"
        return dict(caller.ok("taobao.refund.get", fields=fields, refund_id=refund.refund_id)["refund"])

    assert shown() == {
        "status": "WAIT_SELLER_AGREE",
        "good_status": "BUYER_NOT_RECEIVED",
        "has_good_return": True,
        "order_status": "WAIT_BUYER_CONFIRM_GOODS",
    }
    running.buyers.want_back(refund.refund_id)
    assert (shown()["status"], shown()["good_status"]) == ("WAIT_BUYER_RETURN_GOODS", "BUYER_RECEIVED")
    running.buyers.return_goods(refund.refund_id)
    assert shown()["status"] == trade.lines[0].refund_status == "WAIT_SELLER_CONFIRM_GOODS"
    running.buyers.agree(refund.refund_id)
    assert [line.status for line in trade.lines] == ["TRADE_CLOSED", "WAIT_BUYER_CONFIRM_GOODS"]
    assert trade.status == "WAIT_BUYER_CONFIRM_GOODS"
    running.buyers.receive(trade.tid)
    assert [line.status for line in trade.lines] == ["TRADE_CLOSED", "TRADE_FINISHED"]
    [late] = running.buyers.refund(trade.tid, trade.lines[1].oid)
    assert late.phase == "aftersale"


def test_urge_address_memo_and_hold_are_shown(running: Running, caller: Caller, clock: HandClock) -> None:
    trade = sold(running)
    old = running.shop.oaid(trade)
    clock.go(10)
    running.buyers.urge(trade.tid)
    running.buyers.hold(trade.tid, "top_hold")
    running.buyers.move(
        trade.tid, HOME.__class__(HOME.name, HOME.mobile, "上海", "上海市", "徐汇区", "临江路1号")
    )
    fields = f"ob_tag,lm,top_hold,receiver_state,orders.modify_address,orders.ti_modify_address_time,oaid,seller_memo,seller_flag,{OAID_FIELDS}"
    caller.ok("taobao.trade.memo.update", tid=trade.tid, memo="老客户", flag="3")
    shown = caller.ok("taobao.trade.fullinfo.get", tid=trade.tid, fields=fields)["trade"]
    assert (shown["ob_tag"], shown["lm"], shown["top_hold"], shown["receiver_state"]) == (
        "lg",
        "1",
        1,
        "上海",
    )
    assert shown["orders"]["order"] == [
        {"modify_address": "1", "ti_modify_address_time": "2026-11-11 12:00:10"}
    ]
    assert shown["oaid"] != old
    assert (shown["seller_memo"], shown["seller_flag"]) == ("老客户", 3)


def test_the_memo(running: Running, caller: Caller, clock: HandClock) -> None:
    trade = sold(running)
    clock.go(5)
    told = caller.ok("taobao.trade.memo.update", tid=trade.tid, memo="甲")["trade"]
    assert told == {"tid": int(trade.tid), "modified": "2026-11-11 12:00:05"}
    caller.ok("taobao.trade.memo.update", tid=trade.tid, flag="1")
    assert (trade.memo, trade.flag) == ("甲", 1)
    caller.ok("taobao.trade.memo.update", tid=trade.tid, memo="乙", reset="true")
    assert trade.memo == ""
    assert caller.no("taobao.trade.memo.update", tid=trade.tid, memo="甲" * 334) == "41 memo"
    assert caller.no("taobao.trade.memo.update", tid=trade.tid, flag="6") == "41 flag"


def test_receivers_in_clear_need_a_scene_and_a_fresh_oaid(running: Running, caller: Caller) -> None:
    trade = sold(running)
    one = {"oaid": running.shop.oaid(trade), "tid": trade.tid, "scene": "1002"}

    def ask(**change: str) -> str:
        return json.dumps([{**one, **change}])

    [told] = caller.ok("taobao.top.oaid.decrypt", query_list=ask())["receiver_list"]["receiver"]
    assert (told["matched"], told["name"], told["mobile"], told["address_detail"]) == (
        True,
        HOME.name,
        HOME.mobile,
        HOME.address,
    )
    assert caller.no("taobao.top.oaid.decrypt", query_list=ask(scene="")) == "40 query_list.scene"
    assert caller.no("taobao.top.oaid.decrypt", query_list=ask(scene="9")) == "41 query_list.scene"
    assert caller.no("taobao.top.oaid.decrypt", query_list=json.dumps([one] * 21)) == "41 query_list"
    trade.privacy = True
    [told] = caller.ok("taobao.top.oaid.decrypt", query_list=ask())["receiver_list"]["receiver"]
    assert told["privacy_protection"] is True
    assert told["mobile"].startswith("1887777")
    assert "-" in told["mobile"]
    assert told["secret_no_expire_time"].startswith("2026-11-26")
    running.buyers.move(
        trade.tid, HOME.__class__("李明", "13812345678", "上海", "上海市", "徐汇区", "临江路1号")
    )
    [told] = caller.ok("taobao.top.oaid.decrypt", query_list=ask())["receiver_list"]["receiver"]
    assert (told["matched"], told["name"], told["mobile"]) == (False, "", "")


def test_who_may_share_a_parcel(running: Running, caller: Caller) -> None:
    first, second = sold(running), sold(running)
    other = sold(running, buyer="别人")
    asked = [{"oaid": running.shop.oaid(one), "tid": one.tid} for one in (first, second, other)]
    told = caller.ok("taobao.top.oaid.merge", merge_list=json.dumps(asked))["tid_list"]["string"]
    assert told == [f"{first.tid},{second.tid}", other.tid]
    assert caller.no("taobao.top.oaid.merge", merge_list=json.dumps(asked * 34)) == "41 merge_list"


def test_carriers_come_with_the_form_of_their_numbers(caller: Caller) -> None:
    told = caller.ok("taobao.logistics.companies.get", fields="code,name,reg_mail_no")["logistics_companies"][
        "logistics_company"
    ]
    patterns = {one["code"]: one["reg_mail_no"] for one in told}
    assert patterns["YTO"] == r"^YT\d{13}$"
    online = caller.ok(
        "taobao.logistics.companies.get", fields="code", is_recommended="true", order_mode="online"
    )
    assert online["logistics_companies"]["logistics_company"] == [{"code": "CNGG"}]
