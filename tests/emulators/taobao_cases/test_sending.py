"""Telling the platform that something was sent: each sub-code, each split, and that saying it twice is an error."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.emulators.taobao import Running, emulated
from tests.emulators.taobao.books import SENT, SENT_PART, WAIT_SEND, Trade
from tests.emulators.taobao.faults import Fault, Kind
from tests.emulators.taobao.shop import Shop
from tests.emulators.taobao_cases.calling import HOME, Caller, sold, ware
from tests.emulators.taobao_cases.conftest import HandClock

SEND, RESEND, BY_COUNT = (
    "taobao.logistics.offline.send",
    "taobao.logistics.consign.resend",
    "alibaba.ascp.logistics.offline.send",
)
FIRST = {"company_code": "YTO", "out_sid": "YT0000000000001"}
SECOND = {"company_code": "ZTO", "out_sid": "70000000000002"}


def shown(caller: Caller, trade: Trade) -> list[tuple[str, str]]:
    """Status and number of each sub-order, as a caller can see them."""
    told = caller.ok("taobao.trade.fullinfo.get", tid=trade.tid, fields="orders.status,orders.invoice_no")
    return [(one["status"], one.get("invoice_no", "")) for one in told["trade"]["orders"]["order"]]


def package(number: str, *goods: tuple[str, int | None], company: str = "YTO") -> dict[str, Any]:
    return {
        "out_sid": number,
        "company_code": company,
        "goods": [{"sub_tid": oid} | ({} if num is None else {"num": num}) for oid, num in goods],
    }


def test_a_whole_trade_is_sent_once(running: Running, caller: Caller) -> None:
    trade = sold(running, ware("A"), ware("B"))
    assert caller.ok(SEND, tid=trade.tid, **FIRST)["shipping"] == {"is_success": True}
    assert trade.status == SENT
    assert shown(caller, trade) == [(SENT, FIRST["out_sid"])] * 2
    assert caller.no(SEND, tid=trade.tid, **FIRST) == "15 B04"
    assert caller.no(SEND, tid=trade.tid, **SECOND) == "15 B04"
    assert len(trade.parcels) == 1


def test_a_trade_is_sent_in_parts(running: Running, caller: Caller) -> None:
    trade = sold(running, ware("A"), ware("B"), ware("C"))
    first, second, _ = (line.oid for line in trade.lines)
    caller.ok(SEND, tid=trade.tid, sub_tid=first, is_split="1", **FIRST)
    assert trade.status == SENT_PART
    assert shown(caller, trade) == [(SENT, FIRST["out_sid"]), (WAIT_SEND, ""), (WAIT_SEND, "")]
    assert caller.no(SEND, tid=trade.tid, sub_tid=first, is_split="1", **FIRST) == "15 B27"
    assert caller.no(SEND, tid=trade.tid, sub_tid=f"{second},{first}", is_split="1", **SECOND) == "15 B27"
    caller.ok(SEND, tid=trade.tid, **SECOND)
    assert trade.status == SENT
    assert [number for _, number in shown(caller, trade)] == [
        FIRST["out_sid"],
        SECOND["out_sid"],
        SECOND["out_sid"],
    ]
    detail = caller.ok(
        "taobao.logistics.orders.detail.get", tid=trade.tid, fields="mails,is_split,sub_tids,seller_confirm"
    )
    [one] = detail["shippings"]["shipping"]
    assert [mail["out_sid"] for mail in one["mails"]["logistics_mail"]] == [
        FIRST["out_sid"],
        SECOND["out_sid"],
    ]
    assert (one["is_split"], one["seller_confirm"]) == (1, "yes")


def test_split_and_sub_orders_come_together(running: Running, caller: Caller) -> None:
    trade = sold(running, ware("A"), ware("B"))
    oid = trade.lines[0].oid
    for half in ({"sub_tid": oid}, {"is_split": "1"}, {"sub_tid": oid, "is_split": "0"}):
        assert caller.no(SEND, tid=trade.tid, **FIRST, **half) == "15 CD25"
    assert trade.status == WAIT_SEND


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"tid": "1"}, "15 B01"),
        ({"tid": "one"}, "41 tid"),
        ({"company_code": "NOBODY"}, "15 B56"),
        ({"company_code": "CNGG"}, "15 B57"),
        ({"out_sid": " "}, "15 B59"),
        ({"out_sid": ""}, "40 out_sid"),
        ({"company_code": ""}, "40 company_code"),
        ({"out_sid": "YT1"}, "15 B60"),
        ({"out_sid": "YT0000000000001\n"}, "15 B60"),
        ({"sub_tid": "1", "is_split": "1"}, "15 B05"),
    ],
)
def test_what_cannot_be_sent_has_its_sub_code(
    running: Running, caller: Caller, change: dict[str, str], refusal: str
) -> None:
    trade = sold(running)
    assert caller.no(SEND, **{"tid": trade.tid, **FIRST, **change}) == refusal
    assert trade.parcels == []


def test_the_trades_own_reasons(running: Running, caller: Caller) -> None:
    unpaid = running.buyers.order("买家", HOME, [ware()])
    assert caller.no(SEND, tid=unpaid.tid, **FIRST) == "15 B02"
    running.buyers.leave(unpaid.tid)
    assert caller.no(SEND, tid=unpaid.tid, **FIRST) == "15 B04"
    cod = sold(running)
    cod.type = "cod"
    assert caller.no(SEND, tid=cod.tid, **FIRST) == "15 B98"
    held = sold(running)
    running.buyers.hold(held.tid, "top_hold")
    assert caller.no(SEND, tid=held.tid, **FIRST) == "15 P01"
    running.buyers.hold(held.tid, "top_hold", 0)
    caller.ok(SEND, tid=held.tid, **FIRST)
    cancelled = sold(running)
    running.buyers.cancel(cancelled.tid)
    assert caller.no(SEND, tid=cancelled.tid, **SECOND) == "15 B04"


def test_a_closed_sub_order_is_left_out_and_cannot_be_named(running: Running, caller: Caller) -> None:
    trade = sold(running, ware("A"), ware("B"))
    gone = trade.lines[0].oid
    running.buyers.drop(trade.tid, gone)
    assert caller.no(SEND, tid=trade.tid, sub_tid=gone, is_split="1", **FIRST) == "15 B06"
    caller.ok(SEND, tid=trade.tid, **FIRST)
    assert shown(caller, trade) == [("TRADE_CLOSED_BY_TAOBAO", ""), (SENT, FIRST["out_sid"])]
    assert trade.parcels[0].goods == ((trade.lines[1].oid, 1),)


def test_a_number_belongs_to_one_receiver(running: Running, caller: Caller) -> None:
    caller.ok(SEND, tid=sold(running).tid, **FIRST)
    caller.ok(SEND, tid=sold(running).tid, **FIRST)
    other = sold(running, receiver=replace(HOME, name="王芳"))
    assert caller.no(SEND, tid=other.tid, **FIRST) == "15 B60"


def test_goods_without_a_carrier(running: Running, caller: Caller) -> None:
    trade = sold(running)
    caller.ok("taobao.logistics.dummy.send", tid=trade.tid)
    told = caller.ok("taobao.trade.fullinfo.get", tid=trade.tid, fields="status,orders.invoice_no")["trade"]
    assert told == {"status": SENT, "orders": {"order": [{}]}}
    assert trade.no_shipping
    told = caller.call("taobao.logistics.dummy.send", tid=trade.tid).told["error_response"]
    assert told["sub_code"] == "isv.logistics-dummy-service-error:B04"


def test_another_number_for_what_was_sent(running: Running, caller: Caller, clock: HandClock) -> None:
    trade = sold(running, ware("A"), ware("B"))
    first, second = (line.oid for line in trade.lines)
    assert caller.no(RESEND, tid=trade.tid, **SECOND) == "15 CD19"
    caller.ok(SEND, tid=trade.tid, sub_tid=first, is_split="1", **FIRST)
    caller.ok(SEND, tid=trade.tid, **SECOND)
    assert caller.no(RESEND, tid=trade.tid, sub_tid=first, is_split="1", **FIRST) == "15 P07"
    caller.ok(
        RESEND, tid=trade.tid, sub_tid=first, is_split="1", company_code="YTO", out_sid="YT0000000000009"
    )
    assert [number for _, number in shown(caller, trade)] == ["YT0000000000009", SECOND["out_sid"]]
    assert caller.no(RESEND, tid=trade.tid, sub_tid=second, **FIRST) == "15 CD25"
    assert caller.no(RESEND, tid=trade.tid, company_code="YTO", out_sid="YT9") == "15 P10"
    clock.go(timedelta(days=50, seconds=1).total_seconds())
    assert caller.no(RESEND, tid=trade.tid, **FIRST) == "15 P10"


def test_pieces_of_a_sub_order_in_several_parcels(running: Running, caller: Caller) -> None:
    trade = sold(running, ware("A", 5), ware("B"))
    many, one = (line.oid for line in trade.lines)
    caller.ok(
        BY_COUNT,
        tid=trade.tid,
        consign_type="1",
        consign_pkgs=json.dumps(
            [package("YT0000000000001", (many, 2)), package("YT0000000000002", (many, 1), (one, None))]
        ),
        consign_status=json.dumps({"sub_tid": many, "is_part_consign": True}),
    )
    assert [line.status for line in trade.lines] == [WAIT_SEND, SENT]
    assert (trade.status, trade.sent(many)) == (SENT_PART, 3)
    too_many = json.dumps([package("YT0000000000003", (many, 3))])
    assert caller.no(BY_COUNT, tid=trade.tid, consign_type="1", consign_pkgs=too_many) == "15 P02"
    rest = json.dumps([package("YT0000000000003", (many, 2))])
    assert caller.ok(BY_COUNT, tid=trade.tid, consign_type="1", consign_pkgs=rest)["result"] == {
        "success": True
    }
    assert (trade.status, trade.sent(many)) == (SENT, 5)
    assert caller.no(BY_COUNT, tid=trade.tid, consign_type="1", consign_pkgs=rest) == "15 B04"


@pytest.mark.parametrize("num", [0, -1, "2", 1.5])
def test_a_count_is_a_positive_number(running: Running, caller: Caller, num: object) -> None:
    trade = sold(running, ware("A", 5))
    goods = [{"sub_tid": trade.lines[0].oid, "num": num}]
    told = json.dumps([{"out_sid": "YT0000000000001", "company_code": "YTO", "goods": goods}])
    assert caller.no(BY_COUNT, tid=trade.tid, consign_type="1", consign_pkgs=told) == "15 P02"


def test_a_part_is_said_to_be_the_whole(running: Running, caller: Caller) -> None:
    trade = sold(running, ware("A", 3))
    oid = trade.lines[0].oid
    status = json.dumps({"sub_tid": oid, "is_part_consign": False})
    assert caller.no(BY_COUNT, tid=trade.tid, consign_type="2", consign_status=status) == "15 B02"
    caller.ok(
        BY_COUNT,
        tid=trade.tid,
        consign_type="1",
        consign_pkgs=json.dumps([package("YT0000000000001", (oid, 1))]),
    )
    assert trade.status == SENT_PART
    caller.ok(BY_COUNT, tid=trade.tid, consign_type="2", consign_status=status)
    assert trade.status == SENT


def test_a_second_parcel_for_what_was_sent(running: Running, caller: Caller) -> None:
    trade = sold(running)
    more = json.dumps([package("YT0000000000002", (trade.lines[0].oid, 1))])
    assert caller.no(BY_COUNT, tid=trade.tid, consign_type="3", consign_pkgs=more) == "15 B02"
    caller.ok(BY_COUNT, tid=trade.tid, consign_pkgs=json.dumps([package("YT0000000000001")]))
    caller.ok(BY_COUNT, tid=trade.tid, consign_type="3", consign_pkgs=more)
    assert (len(trade.parcels), trade.sent(trade.lines[0].oid)) == (2, 1)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=3), st.data())
def test_nobody_sends_more_than_was_bought(counts: list[int], data: st.DataObject) -> None:
    with emulated(Shop(HandClock())) as running:
        caller = Caller(running)
        trade = sold(running, *(ware(f"S{place}", count) for place, count in enumerate(counts)))
        for number in range(1, 5):
            line = data.draw(st.sampled_from(trade.lines))
            told = [package(f"YT{number:013d}", (line.oid, data.draw(st.integers(1, 4))))]
            caller.call(BY_COUNT, tid=trade.tid, consign_type="1", consign_pkgs=json.dumps(told))
        assert all(trade.sent(line.oid) <= line.num for line in trade.lines)
        assert (trade.status == SENT) == all(trade.sent(line.oid) == line.num for line in trade.lines)


def test_the_books_note_what_should_not_have_been_sent(running: Running, caller: Caller) -> None:
    asked_back = sold(running, ware("A"), ware("B"))
    running.buyers.refund(asked_back.tid, asked_back.lines[1].oid)
    caller.ok(SEND, tid=asked_back.tid, **FIRST)
    forbidden = sold(running)
    forbidden.promise.black_cps = ("YTO",)
    caller.ok(SEND, tid=forbidden.tid, company_code="YTO", out_sid="YT0000000000002")
    assert [(one.tid, one.oid, one.why) for one in running.shop.wrongs] == [
        (asked_back.tid, asked_back.lines[1].oid, "refund-open"),
        (forbidden.tid, forbidden.lines[0].oid, "carrier-forbidden"),
    ]


def test_nobody_is_blamed_for_what_was_not_told(running: Running, caller: Caller) -> None:
    """A refund that came after the last look, or whose answer was lost, is the platform's bad luck."""
    fields = "tid,orders"
    looks: list[tuple[bool, Fault | None]] = [
        (False, None),
        (True, None),
        (True, Fault(Kind.DROP, "*.fullinfo.get", done=True)),
    ]
    for place, (after, fault) in enumerate(looks):
        trade = sold(running)
        caller.ok("taobao.trade.fullinfo.get", tid=trade.tid, fields=fields)
        running.buyers.refund(trade.tid)
        if fault:
            running.script.add(fault)
            with pytest.raises(ConnectionError):
                caller.call("taobao.trade.fullinfo.get", tid=trade.tid, fields=fields)
        elif after:
            caller.ok("taobao.trade.fullinfo.get", tid=trade.tid, fields=fields)
        caller.ok(SEND, tid=trade.tid, company_code="YTO", out_sid=f"YT{place:013d}")
    assert [wrong.told_at is not None for wrong in running.shop.wrongs] == [False, True, False]


def test_a_stopped_parcel_is_reported(running: Running, caller: Caller) -> None:
    trade = sold(running)
    [refund] = running.buyers.refund(trade.tid)
    told = {"refund_id": int(refund.refund_id), "tid": int(trade.tid), "status": "FAIL"}
    method = "taobao.rdc.aligenius.sendgoods.cancel"
    assert caller.ok(method, param=json.dumps(told))["result"]["success"] is True
    assert refund.status == "WAIT_SELLER_AGREE"
    caller.ok(method, param=json.dumps({**told, "status": "SUCCESS"}))
    assert (refund.status, trade.status) == ("SUCCESS", "TRADE_CLOSED")
    caller.ok(method, param=json.dumps({**told, "status": "SUCCESS"}))
    assert refund.stop_reports == ["FAIL", "SUCCESS", "SUCCESS"]
    assert caller.ok(method, param=json.dumps({**told, "tid": 1}))["result"]["success"] is False
    assert caller.no(method, param=json.dumps({**told, "status": "MAYBE"})) == "41 param.status"


def test_a_parcel_is_asked_back(running: Running, caller: Caller, clock: HandClock) -> None:
    trade = sold(running)
    caller.ok(SEND, tid=trade.tid, **FIRST)
    clock.go(10)
    [refund] = running.buyers.refund(trade.tid)
    old = str(refund.version)
    caller.ok("taobao.rp.refund.intercept", refund_id=refund.refund_id, refund_version=old)
    assert refund.intercepted
    clock.go(10)
    running.buyers.refuse(refund.refund_id)
    assert (
        caller.no("taobao.rp.refund.intercept", refund_id=refund.refund_id, refund_version=old)
        == "15 isv.refund-version-invalid"
    )
    told = {
        "mail_no": FIRST["out_sid"],
        "tms_cp_code": "YTO",
        "intercept_time": "2026-11-11 12:00:00",
        "intercept_reason": "退款",
    }
    method = "taobao.logistics.erp.delivery.cut"
    assert caller.ok(method, cut_off_delivery_process_request=json.dumps(told))["suc"] is True
    assert (
        caller.ok(method, cut_off_delivery_process_request=json.dumps({**told, "mail_no": "YT1"}))["suc"]
        is False
    )
    assert len(running.shop.cuts) == 1
