"""What goes wrong on the way: what the caller sees, and what the books say was done."""

from __future__ import annotations

import http.client
import json
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.emulators.taobao import Running, emulated
from tests.emulators.taobao.faults import MILD, WILD, Fault, Kind, Script, quota_used_up, send_says
from tests.emulators.taobao.methods.register import METHODS
from tests.emulators.taobao.shop import Shop
from tests.emulators.taobao_cases.calling import Answer, Caller, sold, ware
from tests.emulators.taobao_cases.conftest import HandClock

SEND = "taobao.logistics.offline.send"
FIRST = {"company_code": "YTO", "out_sid": "YT0000000000001"}


@pytest.mark.parametrize("done", [False, True])
@pytest.mark.parametrize(
    "kind", [Kind.DROP, Kind.HTML, Kind.TRUNCATED, Kind.BAD_GATEWAY, Kind.ERROR, Kind.WAIT]
)
def test_before_or_after_it_was_done(running: Running, caller: Caller, kind: Kind, *, done: bool) -> None:
    trade = sold(running)
    running.script.add(Fault(kind, "*.send", done=done))
    answer: Answer | None
    try:
        answer = caller.call(SEND, tid=trade.tid, **FIRST)
    except http.client.RemoteDisconnected:
        answer = None
    assert (answer is None) == (kind is Kind.DROP)
    assert (trade.status != "WAIT_SELLER_SEND_GOODS") == (done or kind is Kind.WAIT)
    again = caller.call(SEND, tid=trade.tid, **FIRST).told
    assert ("error_response" in again) == (done or kind is Kind.WAIT)
    call = running.shop.calls[0]
    assert (call.fault, call.done) == (kind.value, done or kind is Kind.WAIT)


def test_what_they_look_like(running: Running, caller: Caller) -> None:
    running.script.add(
        Fault(Kind.HTML), Fault(Kind.BAD_GATEWAY), Fault(Kind.TRUNCATED, done=True), Fault(Kind.ERROR)
    )
    page = caller.call("taobao.time.get")
    assert (page.status, page.kind.partition(";")[0]) == (200, "text/html")
    assert caller.call("taobao.time.get").status == 502
    with pytest.raises(json.JSONDecodeError):
        _ = caller.call("taobao.time.get").told
    assert caller.no("taobao.time.get") == "15 isp.remote-service-error"
    assert caller.ok("taobao.time.get")


def test_words_the_books_alone_would_not_give(running: Running, caller: Caller) -> None:
    trade = sold(running)
    running.script.add(send_says("B150"), send_says("S01", done=True), quota_used_up(7))
    assert caller.no(SEND, tid=trade.tid, **FIRST) == "15 B150"
    assert trade.status == "WAIT_SELLER_SEND_GOODS"
    assert caller.no(SEND, tid=trade.tid, **FIRST) == "15 S01"
    assert trade.status == "WAIT_BUYER_CONFIRM_GOODS"
    assert (
        caller.call("taobao.time.get").told["error_response"]["sub_msg"]
        == "This ban will last for 7 more seconds"
    )


def test_a_call_is_carried_out_after_its_caller_has_gone(running: Running, caller: Caller) -> None:
    """The nasty one: the caller's time is up, it looks, nothing was sent; a moment later it is."""
    trade = sold(running)
    running.script.add(Fault(Kind.WAIT, "*.send", seconds=60))
    late = threading.Thread(target=caller.call, args=(SEND,), kwargs={"tid": trade.tid, **FIRST})
    late.start()
    running.holding.until_held()
    shown = caller.ok("taobao.trade.fullinfo.get", tid=trade.tid, fields="status")["trade"]
    assert shown == {"status": "WAIT_SELLER_SEND_GOODS"}
    running.holding.release()
    late.join()
    assert trade.status == "WAIT_BUYER_CONFIRM_GOODS"


def test_the_answer_of_another_order(running: Running, caller: Caller) -> None:
    trade, other = sold(running), sold(running)
    running.script.add(Fault(Kind.OTHER_ORDER, "*.fullinfo.get"))
    assert caller.ok("taobao.trade.fullinfo.get", tid=trade.tid, fields="tid")["trade"] == {
        "tid": int(other.tid)
    }
    assert caller.ok("taobao.trade.fullinfo.get", tid=trade.tid, fields="tid")["trade"] == {
        "tid": int(trade.tid)
    }


def test_answers_whose_content_is_wrong(running: Running, caller: Caller) -> None:
    tids = {int(sold(running, ware("A")).tid), int(sold(running, ware("B")).tid)}
    ask = {"method": "taobao.trades.sold.get", "fields": "tid,status,modified"}

    def under(kind: Kind) -> list[dict[str, object]]:
        running.script.add(Fault(kind))
        return list(caller.ok(ask["method"], fields=ask["fields"])["trades"]["trade"])

    assert [one["tid"] for one in under(Kind.DOUBLE_ID)] == [max(tids), min(tids), max(tids)]
    assert sorted("tid" in one for one in under(Kind.MISSING_ID)) == [False, True]
    assert "STATUS_OF_TOMORROW" in {one["status"] for one in under(Kind.UNKNOWN_WORD)}
    assert {one["modified"] for one in under(Kind.ODD_TIME)} != {"2026-11-11 12:00:00"}
    assert {one["tid"] for one in caller.ok(ask["method"], fields=ask["fields"])["trades"]["trade"]} == tids
    assert all(trade.status == "WAIT_SELLER_SEND_GOODS" for trade in running.shop.trades.values())


def test_a_script_waits_for_the_call_it_means(running: Running, caller: Caller) -> None:
    trade = sold(running)
    running.script.add(Fault(Kind.ERROR, SEND, times=2))
    assert caller.ok("taobao.time.get")
    assert caller.no(SEND, tid=trade.tid, **FIRST).startswith("15 isp")
    assert caller.no(SEND, tid=trade.tid, **FIRST).startswith("15 isp")
    assert caller.ok(SEND, tid=trade.tid, **FIRST)
    assert running.script.waiting == []


@pytest.mark.parametrize("chances", [MILD, WILD])
def test_chance_repeats_itself_by_its_seed(chances: tuple[tuple[float, Fault], ...]) -> None:
    calls = [name for name in METHODS for _ in range(400)]
    scripts = [Script(chances=chances, seed=7) for _ in range(2)]
    drawn, again = ([script.next(name) for name in calls] for script in scripts)
    assert drawn == again
    assert {fault.kind for fault in drawn if fault} == {fault.kind for _, fault in chances}
    assert all(fault is None or fault.hits(name) for name, fault in zip(calls, drawn, strict=True))


def test_unplugged_nobody_answers_and_plugged_in_again_it_does(running: Running, caller: Caller) -> None:
    running.unplug()
    with pytest.raises(ConnectionRefusedError):
        caller.call("taobao.time.get")
    running.plug()
    assert caller.ok("taobao.time.get")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.sampled_from(
        ["tid", "oaid", "scene", "cp_code", "sender", "address", "goods", "sub_tid", "num", "out_sid", "company_code",
         "trade_order_info_dtos", "order_info", "package_info", "recipient", "object_id", "items", "refund_id", "status"]
    ), inside, max_size=4),
    max_leaves=12,
)  # fmt: skip
DOCUMENTS = (
    "param_list", "query_list", "merge_list", "param", "consign_pkgs", "consign_status",
    "param_waybill_cloud_print_apply_new_request", "param_waybill_cloud_print_update_request",
    "cut_off_delivery_process_request",
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from(sorted(METHODS)),
    st.dictionaries(st.sampled_from(DOCUMENTS), JSON, max_size=5),
    st.integers(0, 4),
)
def test_whatever_is_asked_there_is_an_answer(method: str, asked: dict[str, object], kind: int) -> None:
    """Nonsense is refused in the platform's words; the emulator itself never fails (it would raise at its end)."""
    with emulated(Shop(HandClock())) as running:
        trade = sold(running)
        told = {name: json.dumps(value) for name, value in asked.items()}
        answer = Caller(running).call(method, tid=trade.tid, fields="tid", consign_type=str(kind), **told)
        assert answer.status == 200
        assert len(answer.told) == 1
