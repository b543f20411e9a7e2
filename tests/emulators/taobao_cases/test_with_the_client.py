"""The program's own client against this gateway: two writings of the same pages that know nothing of each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from packstation.errors import Outage, PackstationError, Rejected
from packstation.top import Account, SignMethod, TopClient
from packstation.web import Limits
from tests.emulators.taobao import Running, times
from tests.emulators.taobao.faults import Fault, Kind, quota_used_up
from tests.emulators.taobao_cases.calling import sold
from tests.emulators.taobao_cases.conftest import HandClock

SEND = "taobao.logistics.offline.send"
FIRST = {"company_code": "YTO", "out_sid": "YT0000000000001"}


def client_of(running: Running, clock: HandClock, method: SignMethod = SignMethod.HMAC_SHA256) -> TopClient:
    account = Account(running.gateway, running.app.key, running.app.secret, running.app.session, method)
    limits = Limits(connect_s=2, silence_s=0.5, whole_s=1.0)
    return TopClient(account, now=clock, steady=lambda: clock().timestamp(), limits=limits)


@pytest.fixture
def client(running: Running, clock: HandClock) -> Iterator[TopClient]:
    made = client_of(running, clock)
    yield made
    made.close()


@pytest.mark.parametrize("method", list(SignMethod))
def test_signatures_agree(running: Running, clock: HandClock, method: SignMethod) -> None:
    trade = sold(running)
    client = client_of(running, clock, method)
    told = client.call("taobao.trade.memo.update", {"tid": trade.tid, "memo": "老客户 & +1 ñ 😀", "flag": ""})
    assert told["trade"]["tid"] == int(trade.tid)
    assert trade.memo == "老客户 & +1 ñ 😀"
    client.close()


@pytest.mark.parametrize("off", [timedelta(minutes=-50), timedelta(hours=8), timedelta(days=400)])
def test_a_wrong_clock_is_put_right_by_itself(running: Running, client: TopClient, off: timedelta) -> None:
    running.shop.offset = off
    assert client.call("taobao.trades.sold.get", {"fields": "tid"})["total_results"] == 0
    assert abs((client.health().offset or timedelta()) - off) <= timedelta(seconds=1)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault(Kind.HTML, done=True), "taobao-unreadable"),
        (Fault(Kind.TRUNCATED, done=True), "taobao-unreadable"),
        (Fault(Kind.BAD_GATEWAY, done=True), "taobao-unreadable"),
        (Fault(Kind.ERROR), "taobao-trouble"),
        (quota_used_up(30), "taobao-limit"),
    ],
)
def test_what_goes_wrong_on_the_way_is_an_outage(
    running: Running, client: TopClient, fault: Fault, reason: str
) -> None:
    trade = sold(running)
    running.script.add(fault)
    with pytest.raises(Outage) as caught:
        client.call(SEND, {"tid": trade.tid, **FIRST})
    assert (caught.value.reason, caught.value.data["reached"]) == (reason, True)


def test_a_lost_answer_may_have_been_heard_and_a_dead_line_was_not(
    running: Running, client: TopClient
) -> None:
    trade = sold(running)
    for fault in (Fault(Kind.DROP, done=True), Fault(Kind.WAIT, done=True, seconds=60)):
        running.script.add(fault)
        with pytest.raises(Outage) as caught:
            client.call(SEND, {"tid": trade.tid, **FIRST})
        assert caught.value.data["reached"] is True
    assert len(trade.parcels) == 1
    running.unplug()
    with pytest.raises(Outage) as caught:
        client.call("taobao.time.get", {}, session=False)
    assert caught.value.data["reached"] is False
    running.plug()
    assert client.call("taobao.time.get", {}, session=False)


def test_a_ban_is_kept_to_without_asking(running: Running, client: TopClient, clock: HandClock) -> None:
    running.script.add(quota_used_up(30))
    for _ in range(2):
        with pytest.raises(Outage):
            client.call("taobao.trades.sold.get", {"fields": "tid"})
    assert len(running.shop.calls) == 1
    clock.go(31)
    assert client.call("taobao.trades.sold.get", {"fields": "tid"})


@pytest.mark.parametrize("wrong", ["secret", "session", "right", "key"])
def test_what_a_person_must_put_right_is_named(running: Running, clock: HandClock, wrong: str) -> None:
    client = client_of(running, clock)
    match wrong:
        case "secret":
            running.app.secret += "?"
        case "session":
            running.app.session_until = clock() - timedelta(days=1)
        case "right":
            running.app.withheld.add("taobao.trades.sold.get")
        case _:
            running.app.key = "87654321"
    with pytest.raises(Rejected) as caught:
        client.call("taobao.trades.sold.get", {"fields": "tid"})
    reasons = {
        "secret": "taobao-secret",
        "session": "taobao-authorise",
        "right": "taobao-right",
        "key": "taobao-app-key",
    }
    assert caught.value.reason == reasons[wrong]
    client.close()


def test_a_word_of_the_service_reaches_the_caller(running: Running, client: TopClient) -> None:
    trade = sold(running)
    client.call(SEND, {"tid": trade.tid, **FIRST})
    with pytest.raises(PackstationError) as caught:
        client.call(SEND, {"tid": trade.tid, **FIRST})
    assert isinstance(caught.value, Rejected)
    assert caught.value.data["sub_code"] == "isv.logistics-offline-service-error:B04"


def test_times_agree(running: Running, clock: HandClock) -> None:
    from packstation.top import times as theirs

    assert theirs.written(clock()) == times.written(clock())
    assert theirs.read(str(times.written(running.shop.now()))) == running.shop.now()
