"""Calls against a real server that behaves as badly as a platform can."""

from __future__ import annotations

import contextlib
import json
import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from packstation.errors import Outage, PackstationError, Rejected
from packstation.top import Account, SignMethod, TopClient, times
from packstation.top.client import TIME
from packstation.top.signing import sign
from packstation.web import Limits
from tests.fakes import FakeClock
from tests.servers import Running, Said, Script, served, silent

SOLD = "taobao.trades.sold.get"
NOON = datetime(2026, 11, 11, 4, 0, tzinfo=UTC)
SECRET, SESSION = "hush-app-secret", "hush-session-key"
QUICK = Limits(connect_s=2, silence_s=0.3, whole_s=0.6)


def answer(document: object, **more: object) -> Said:
    return Said(json.dumps(document, ensure_ascii=False).encode(), **more)  # type: ignore[arg-type]


def error(code: object, sub_code: str = "", sub_msg: str = "", msg: str = "no") -> Said:
    body = {"code": code, "msg": msg, "sub_code": sub_code, "sub_msg": sub_msg, "request_id": "r-1"}
    return answer({"error_response": body})


def client_of(
    url: str, clock: FakeClock | None = None, *, method: SignMethod = SignMethod.HMAC_SHA256
) -> TopClient:
    clock = clock or FakeClock(NOON)
    account = Account(url, "12345678", SECRET, SESSION, method)
    return TopClient(account, now=clock.now, steady=clock.steady, limits=QUICK)


Answering = Callable[[Script], TopClient]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOON)


@pytest.fixture
def line(clock: FakeClock) -> Iterator[Callable[[Script], tuple[TopClient, Running]]]:
    """Starts a server of this script and a client that calls it."""
    with contextlib.ExitStack() as stack:

        def start(script: Script) -> tuple[TopClient, Running]:
            running = stack.enter_context(served(script))
            client = client_of(running.url, clock)
            stack.callback(client.close)
            return client, running

        yield start


Line = Callable[[Script], tuple[TopClient, Running]]


def failing(client: TopClient, method: str = SOLD) -> PackstationError:
    with pytest.raises(PackstationError) as caught:
        client.call(method, {"fields": "tid"})
    return caught.value


@pytest.mark.parametrize("method", SignMethod)
def test_a_call_is_signed_and_says_what_it_must(method: SignMethod) -> None:
    with served(lambda _: answer({"trades_sold_get_response": {"total_results": 0}})) as running:
        client = client_of(running.url, method=method)
        got = client.call(SOLD, {"fields": "tid,李明", "status": ""})
        client.call(SOLD, {"fields": "tid"}, session=False)
        client.close()
    form, other = running.forms
    assert got == {"total_results": 0}
    assert form.pop("sign") == sign(form, SECRET, method)
    assert form == {
        "fields": "tid,李明", "method": SOLD, "app_key": "12345678", "session": SESSION,
        "timestamp": "2026-11-11 12:00:00", "format": "json", "v": "2.0", "sign_method": method.value,
    }  # fmt: skip
    assert "session" not in other
    assert SECRET not in str(running.forms)


@pytest.mark.parametrize(
    ("said", "kind", "reason"),
    [
        (error(15, "isp.remote-service-error"), Outage, "taobao-trouble"),
        (error(15, "isp.top-remote-connection-timeout"), Outage, "taobao-trouble"),
        (error(15, "isv.invalid-parameter"), Rejected, "taobao-refused"),
        (error(15, "isv.logistics-offline-service-error:B04"), Rejected, "taobao-refused"),
        (error("15"), Outage, "taobao-trouble"),
        (error(10), Outage, "taobao-trouble"),
        (error(520, "isp.unknown"), Outage, "taobao-trouble"),
        (error(11), Rejected, "taobao-right"),
        (error(12), Rejected, "taobao-right"),
        (error(42), Rejected, "taobao-right"),
        (error(25), Rejected, "taobao-secret"),
        (error(26), Rejected, "taobao-authorise"),
        (error(27, "isv.invalid-session"), Rejected, "taobao-authorise"),
        (error(29), Rejected, "taobao-app-key"),
        (error(41, "isv.invalid-arguments"), Rejected, "taobao-refused"),
        (error(999), Rejected, "taobao-refused"),
        (error(None), Rejected, "taobao-refused"),
        (answer({"error_response": {}}), Rejected, "taobao-refused"),
        (error(15, "isp.x", "busy", msg="n"), Outage, "taobao-trouble"),
        (Said(b"<html>502</html>", 502), Outage, "taobao-unreadable"),
        (Said(b"<html>please log in</html>"), Outage, "taobao-unreadable"),
        (Said(b'{"trades_sold_get_response":{"trades":{"tra'), Outage, "taobao-unreadable"),
        (Said(b""), Outage, "taobao-unreadable"),
        (answer({"trade_fullinfo_get_response": {"trade": {"tid": 1}}}), Outage, "taobao-other-answer"),
        (Said(b"x" * 99, cut="before"), Outage, "web-broken-off"),
        (Said(b"x" * 99, cut="in"), Outage, "web-broken-off"),
    ],
)
def test_what_a_bad_answer_means(line: Line, said: Said, kind: type[PackstationError], reason: str) -> None:
    client, _ = line(lambda _: said)
    caught = failing(client)
    assert (type(caught), caught.reason) == (kind, reason)
    if isinstance(caught, Outage):
        assert caught.data["reached"] is True


def test_a_refusal_with_http_200_tells_what_to_do(line: Line) -> None:
    client, _ = line(lambda _: error(15, "isv.trade-not-exist", "交易不存在：13812345678 李\u202e明\n"))
    data = failing(client).data
    assert data["sub_code"] == "isv.trade-not-exist"
    assert data["detail"] == "交易不存在：138****5678 李 明"
    assert data["request_id"] == "r-1"


def test_an_answer_after_the_time_out_may_have_been_heard(line: Line) -> None:
    with silent() as gate:
        client, _ = line(lambda _: Said(gate=gate))
        caught = failing(client)
        gate.set()
    assert (caught.reason, caught.data["reached"]) == ("web-timeout", True)


def test_a_connection_dropped_after_the_answer_loses_nothing(line: Line) -> None:
    client, _ = line(lambda _: answer({"trades_sold_get_response": {"n": 1}}, cut="after"))
    assert client.call(SOLD, {}) == {"n": 1}


# --- flow control
def test_a_banned_method_waits_the_stated_seconds_and_one_more(line: Line, clock: FakeClock) -> None:
    client, running = line(
        lambda form: (
            error(7, "accesscontrol.limited-by-api-access-count", "This ban will last for 3 more seconds")
            if form["method"] == SOLD
            else answer({"refunds_receive_get_response": {}})
        )
    )
    assert failing(client).data["wait"] == timedelta(seconds=4)
    clock.pass_time(seconds=3)
    again = failing(client)
    assert (again.reason, again.data["wait"], again.data["reached"]) == (
        "taobao-limit",
        timedelta(seconds=1),
        False,
    )
    assert client.call("taobao.refunds.receive.get", {}) == {}
    assert len(running.forms) == 2
    clock.pass_time(seconds=1)
    failing(client)
    assert len(running.forms) == 3


def test_the_days_quota_holds_for_everything_until_midnight_in_china(line: Line, clock: FakeClock) -> None:
    client, running = line(
        lambda _: error(7, "accesscontrol.limited-by-app-access-count", "App call limited")
    )
    assert failing(client).data["wait"] == timedelta(hours=12)
    assert failing(client, "taobao.refunds.receive.get").data["reached"] is False
    assert client.health().banned_for == timedelta(hours=12)
    clock.jump(days=400)  # the computer's wall clock shortens no ban
    failing(client)
    assert len(running.forms) == 1
    clock.pass_time(hours=12)
    failing(client)
    assert len(running.forms) == 2


def test_a_limit_that_names_no_time_waits_a_minute(line: Line) -> None:
    client, _ = line(lambda _: error(7))
    assert failing(client).data["wait"] == timedelta(seconds=60)


# --- the clock
def with_clock(platform: Callable[[], datetime], *, asked_too: bool = False) -> Script:
    """A platform that refuses times more than ten minutes off its own."""

    def script(form: dict[str, str]) -> Said:
        told = times.read(form["timestamp"])
        asks = form["method"] == TIME
        if abs(told - platform()) > timedelta(minutes=10) and (asked_too or not asks):
            said = error(31, msg="Invalid timestamp")
            said.headers = {"Date": platform().strftime("%a, %d %b %Y %H:%M:%S GMT")}
            return said
        return answer(
            {"time_get_response": {"time": times.written(platform())}}
            if asks
            else {"trades_sold_get_response": {}}
        )

    return script


@pytest.mark.parametrize("asked_too", [False, True])
def test_a_wrong_clock_is_put_right_by_the_platforms(
    line: Line, clock: FakeClock, *, asked_too: bool
) -> None:
    client, running = line(with_clock(lambda: NOON, asked_too=asked_too))
    clock.jump(days=-1)
    assert client.call(SOLD, {}) == {}
    assert client.health().offset == timedelta(days=1)
    assert client.platform_now() == NOON
    before = len(running.forms)
    client.call(SOLD, {})
    assert len(running.forms) == before + 1


def test_a_time_that_stays_wrong_is_said_after_one_more_try(line: Line) -> None:
    client, running = line(
        lambda form: (
            error(31)
            if form["method"] != TIME
            else answer({"time_get_response": {"time": "2026-11-11 12:00:00"}})
        )
    )
    assert failing(client).reason == "taobao-clock"
    assert [form["method"] for form in running.forms] == [SOLD, TIME, SOLD]


def test_a_clock_that_cannot_be_read_is_no_clock(line: Line) -> None:
    client, _ = line(lambda _: answer({"time_get_response": {"time": "soon"}}))
    with pytest.raises(Outage):
        client.measure_clock()
    assert client.health().offset is None


# --- secrets and the log
def test_without_secrets_nobody_is_asked(line: Line) -> None:
    _, running = line(lambda _: Said())
    for account in (
        Account(running.url, "", SECRET, SESSION),
        Account(running.url, "1", "", SESSION),
        Account(running.url, "1", SECRET),
    ):
        with pytest.raises(Rejected) as caught:
            TopClient(account).call(SOLD, {})
        assert caught.value.reason == "taobao-no-secret"
    assert running.forms == []


def test_the_log_names_every_call_and_nobody(line: Line, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    said = iter([
        answer({"trades_sold_get_response": {"request_id": "abc1", "receiver_name": "李明", "phone": "13812345678"}}),
        error(15, "isv.x", "李明 13812345678"),
        Said(b"<html>", 502),
    ])  # fmt: skip
    client, _ = line(lambda _: next(said))
    client.call(SOLD, {"buyer_nick": "李明"})
    failing(client)
    failing(client)
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("packstation")]
    assert [message.split(" ms ")[1].strip() for message in ours] == [
        "ok abc1",
        "15 isv.x r-1",
        "taobao-unreadable",
    ]
    assert client.health().calls_today == 3
    for word in (SECRET, SESSION, "李明", "13812345678"):
        assert word not in caplog.text


def test_calls_are_counted_by_the_platforms_day(line: Line, clock: FakeClock) -> None:
    client, _ = line(lambda _: answer({"trades_sold_get_response": {}}))
    client.call(SOLD, {})
    clock.pass_time(hours=11, minutes=59)
    assert client.health().calls_today == 1
    clock.pass_time(minutes=1)
    assert client.health().calls_today == 0


def test_an_error_shows_no_secret() -> None:
    with served(lambda _: error(25)) as running:
        caught = failing(client_of(running.url))
    assert SECRET not in repr(caught) + str(caught.data)
    assert SESSION not in repr(caught) + str(caught.data)
