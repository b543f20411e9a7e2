"""What a call must bring: parameters, time, session, rights, a free quota; and the form of what comes back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.emulators.taobao import Running
from tests.emulators.taobao.shop import Rules
from tests.emulators.taobao_cases.calling import Caller, sold
from tests.emulators.taobao_cases.conftest import HandClock


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"method": ""}, 21),
        ({"method": "taobao.trade.everything.get"}, 22),
        ({"format": "yaml"}, 23),
        ({"app_key": ""}, 28),
        ({"app_key": "87654321"}, 29),
        ({"v": ""}, 32),
        ({"v": "3.0"}, 33),
        ({"timestamp": ""}, 30),
        ({"timestamp": "yesterday"}, 31),
        ({"timestamp": "0001-01-01 00:00:00"}, 31),
        ({"session": ""}, 26),
        ({"session": "another"}, 27),
        ({"fields": ""}, 40),
        ({"page_no": "0"}, 41),
        ({"page_size": "101"}, 41),
        ({"page_size": "9" * 5000}, 41),
    ],
)
def test_what_is_missing_or_wrong_has_its_code(
    running: Running, caller: Caller, change: dict[str, str], code: int
) -> None:
    params = {**caller.common("taobao.trades.sold.get"), "fields": "tid", **change}
    told = caller.post(caller.signed(params)).told
    assert told["error_response"]["code"] == code
    assert told["error_response"]["request_id"]
    assert not running.shop.calls[-1].done


@pytest.mark.parametrize(("off", "gets_in"), [(599, True), (-600, True), (601, False), (-3600, False)])
def test_the_clock_may_be_off_by_ten_minutes(
    running: Running, caller: Caller, off: int, *, gets_in: bool
) -> None:
    params = caller.common("taobao.time.get")
    running.shop.offset = timedelta(seconds=off)
    assert ("error_response" not in caller.post(caller.signed(params)).told) is gets_in


def test_the_platforms_clock_is_told_in_china(running: Running, caller: Caller) -> None:
    running.shop.offset = timedelta(minutes=3)
    assert caller.ok("taobao.time.get")["time"] == "2026-11-11 12:03:00"


def test_a_session_ends(running: Running, caller: Caller, clock: HandClock) -> None:
    running.app.session_until = clock() + timedelta(hours=1)
    assert caller.ok("taobao.trades.sold.get", fields="tid")["total_results"] == 0
    clock.go(3600)
    assert caller.no("taobao.trades.sold.get", fields="tid") == "27 isv.session-expired"
    assert caller.ok("taobao.logistics.companies.get", fields="code")


def test_a_right_can_be_missing(running: Running, caller: Caller) -> None:
    running.app.withheld.add("taobao.top.oaid.decrypt")
    assert caller.no("taobao.top.oaid.decrypt", query_list="[]").startswith("11")


def test_only_posts_are_answered(caller: Caller) -> None:
    assert (
        caller.post(caller.signed(caller.common("taobao.time.get")), verb="GET").told["error_response"][
            "code"
        ]
        == 9
    )


def test_the_quota_of_a_day_lasts_until_midnight_in_china(
    running: Running, caller: Caller, clock: HandClock
) -> None:
    running.shop.rules = Rules(day_quota=2)
    for _ in range(2):
        caller.ok("taobao.time.get")
    told = caller.call("taobao.time.get").told["error_response"]
    assert told["code"] == 7
    assert told["sub_code"] == "accesscontrol.limited-by-app-access-count"
    assert told["sub_msg"] == "This ban will last for 43200 more seconds"
    clock.go(43200)
    assert caller.ok("taobao.time.get")


def test_too_many_calls_in_a_second_shut_the_caller_out(
    running: Running, caller: Caller, clock: HandClock
) -> None:
    running.shop.rules = Rules(a_second=3, ban=timedelta(seconds=5))
    for _ in range(3):
        caller.ok("taobao.time.get")
    assert caller.call("taobao.time.get").told["error_response"]["sub_msg"].endswith("5 more seconds")
    clock.go(4)
    assert caller.call("taobao.time.get").told["error_response"]["sub_msg"].endswith("1 more seconds")
    clock.go(1)
    assert caller.ok("taobao.time.get")


def test_ids_are_numbers_of_19_digits_or_text(running: Running, caller: Caller) -> None:
    trade = sold(running)
    body = caller.call("taobao.trades.sold.get", fields="tid,num").body
    assert b'"tid":' + trade.tid.encode() in body
    running.shop.rules.text_ids = True
    assert (
        b'"tid":"' + trade.tid.encode() + b'"' in caller.call("taobao.trades.sold.get", fields="tid,num").body
    )


def test_lists_stand_under_a_singular_name_unless_simplified(running: Running, caller: Caller) -> None:
    trade = sold(running)
    assert caller.ok("taobao.trades.sold.get", fields="tid")["trades"] == {"trade": [{"tid": int(trade.tid)}]}
    told = caller.call("taobao.trades.sold.get", fields="tid", simplify="true").told
    assert told["trades"] == [{"tid": int(trade.tid)}]


def test_without_a_format_it_is_xml(running: Running, caller: Caller) -> None:
    sold(running)
    params = {key: value for key, value in caller.common("taobao.trades.sold.get").items() if key != "format"}
    body = caller.post(caller.signed({**params, "fields": "tid"})).body.decode()
    assert body.startswith("<?xml")
    assert "<trades_sold_get_response><total_results>1</total_results><trades><trade><tid>40657" in body


def test_no_secret_is_kept_with_the_calls(running: Running, caller: Caller) -> None:
    caller.ok("taobao.trades.sold.get", fields="tid")
    [call] = running.shop.calls
    assert not {"sign", "session"} & set(call.params)
