"""What a platform says must be whole, about what was asked, and newer than what it said before."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from packstation.domain import news
from packstation.domain.intake import Reject
from packstation.domain.order import Order
from packstation.errors import Outage
from packstation.platforms.taobao import pulling as pulling_module
from packstation.platforms.taobao.line import Line as CallLine
from packstation.platforms.taobao.place import place_in
from packstation.platforms.taobao.platform import Surroundings, TaobaoPlatform
from packstation.platforms.taobao.pulling import FACT, Pulling
from packstation.platforms.taobao.trade import Shop
from packstation.top import times
from packstation.top.envelope import listed
from tests.emulators.taobao import chance
from tests.emulators.taobao.books import Line
from tests.emulators.taobao.faults import Fault, Kind
from tests.emulators.taobao.goods import WARES
from tests.platforms.conftest import Made, World

INCREMENT, FULL = "taobao.trades.sold.increment.get", "taobao.trade.fullinfo.get"
REFUNDS, REFUND = "taobao.refunds.receive.get", "taobao.refund.get"
Answer = dict[str, Any]


class Between:
    """The line to the platform, with somebody on it who changes answers."""

    def __init__(self, line: CallLine) -> None:
        self._line = line
        self.change: Callable[[str, Mapping[str, str], Answer], Answer] = lambda _method, _asked, answer: (
            answer
        )

    def moment(self) -> object:
        return self._line.moment()

    def call(self, method: str, params: Mapping[str, str]) -> Answer:
        return self.change(method, params, dict(self._line.call(method, params)))


def listening(world: World) -> tuple[Between, Pulling]:
    """A connector with somebody on its line."""
    between = Between(world.line())
    pulling = Pulling(
        between,  # type: ignore[arg-type]
        Shop("旗舰店"),
        world.memory,
        steady=world.clock.steady,
        every=timedelta(seconds=30),
        write_rejects=lambda _at, rejects: world.rejects.extend(rejects),
    )
    return between, pulling


def at_a_gate(world: World) -> TaobaoPlatform:
    around = Surroundings(
        client=lambda _: world.client(),
        now=world.clock.now,
        steady=world.clock.steady,
        every=timedelta(seconds=30),
        write_rejects=lambda _at, rejects: world.rejects.extend(rejects),
    )
    return TaobaoPlatform(Shop("旗舰店"), world.memory, around)


# --- the lists ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("total", ["9" * 5000, 10**18, "1e3", -1, True, 2.5])
def test_a_length_nobody_can_believe_is_no_length(world: World, total: object) -> None:
    """And what the round brought before is not lost for it."""
    between, pulling = listening(world)
    world.pull(pulling)
    [tid] = world.sell(seconds=30)

    def absurd(method: str, _asked: Mapping[str, str], answer: Answer) -> Answer:
        return {**answer, "total_results": total} if method == REFUNDS else answer

    between.change = absurd
    with pytest.raises(Outage):
        world.once(pulling)
    between.change = lambda _method, _asked, answer: answer
    world.pull(pulling)
    assert world.is_known(tid)


def test_a_mistake_in_the_middle_of_a_round_loses_nothing_of_it(world: World) -> None:
    between, pulling = listening(world)
    world.pull(pulling)
    [tid] = world.sell(seconds=30)

    def broken(method: str, _asked: Mapping[str, str], answer: Answer) -> Answer:
        if method == REFUNDS:
            raise ZeroDivisionError
        return answer

    between.change = broken
    with pytest.raises(ZeroDivisionError):
        world.once(pulling)
    between.change = lambda _method, _asked, answer: answer
    world.pull(pulling)
    assert world.is_known(tid)


def test_a_window_that_shrinks_is_not_read_page_by_page_to_its_old_length(world: World) -> None:
    between, pulling = listening(world)
    world.pull(pulling)
    tids = world.sell(3, seconds=30)
    said = [1_000_000]

    def once_absurd(method: str, _asked: Mapping[str, str], answer: Answer) -> Answer:
        return {**answer, "total_results": said.pop()} if method == INCREMENT and said else answer

    between.change = once_absurd
    world.running.shop.calls.clear()
    world.pull(pulling)
    assert all(map(world.is_known, tids))
    assert len(world.calls(INCREMENT)) < 10


def test_a_row_nobody_can_tell_is_asked_for_again_before_it_is_given_up(world: World) -> None:
    between, pulling = listening(world)
    world.pull(pulling)
    [tid] = world.sell(seconds=30)
    torn = [True, True]

    def tear(method: str, _asked: Mapping[str, str], answer: Answer) -> Answer:
        if method == INCREMENT and torn:
            torn.pop()
            rows = [{**row, "tid": 4.0657123456e18, "tid_str": ""} for row in listed(answer.get("trades"))]
            return {**answer, "trades": {"trade": rows}}
        return answer

    between.change = tear
    world.pull(pulling)
    assert not torn
    assert world.is_known(tid)
    assert world.rejects == []


def test_times_in_another_form_hide_no_truer_copy(world: World) -> None:
    """A moment of change that is later than the true one, and yet past: the true copy must still count."""
    between, pulling = listening(world)
    world.pull(pulling)
    [tid] = world.sell(seconds=30)
    [(_, truth)] = at_a_gate(world).reread([tid]).batch.records
    assert isinstance(truth, Order)
    world.clock.pass_time(hours=12)
    odd = (world.clock.now() - timedelta(hours=1)).astimezone(times.CHINA).strftime("%Y-%m-%dT%H:%M:%S")

    def spoiled(method: str, _asked: Mapping[str, str], answer: Answer) -> Answer:
        if method != FULL:
            return answer
        return {**answer, "trade": {**answer["trade"], "modified": odd, "pay_time": odd, "created": odd}}

    between.change = spoiled
    world.pull(pulling)
    wrong = news.first_seen(world.orders[tid])
    assert wrong.ship_by != truth.ship_by
    between.change = lambda _method, _asked, answer: answer
    world.clock.pass_time(seconds=31)
    world.pull(pulling)
    righted = news.apply(wrong, world.orders[tid]).order
    assert (righted.ship_by, righted.modified_at) == (truth.ship_by, truth.modified_at)


def test_so_many_trades_are_put_off_and_then_the_lists_wait(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is put off is not forgotten: no list goes on while there is no room to remember more."""
    monkeypatch.setattr(pulling_module, "MOST_OWED", 2)
    between, pulling = listening(world)
    world.pull(pulling)
    tids = world.sell(5, seconds=30)

    def sick(method: str, asked: Mapping[str, str], answer: Answer) -> Answer:
        if method == FULL and asked["tid"] in tids:
            raise Outage("taobao-trouble", reached=True, detail="isp")
        return answer

    between.change = sick
    for _ in range(30):
        with contextlib.suppress(Outage):
            world.once(pulling)
        world.clock.pass_time(seconds=31)
        place = place_in(world.memory.fact(FACT))
        assert place is not None
        assert len(place.owed) <= 2
    between.change = lambda _method, _asked, answer: answer
    for _ in range(4):
        world.pull(pulling)
        world.clock.pass_time(seconds=31)
    assert all(map(world.is_known, tids))


def test_what_was_sent_in_part_before_the_desk_began_waits_too(world: World) -> None:
    [tid] = world.sell(seconds=30)
    world.running.shop.trades[tid].status = "SELLER_CONSIGNED_PART"
    world.clock.pass_time(hours=2)
    _, pulling = listening(world)
    world.pull(pulling)
    assert world.orders[tid].status == "SELLER_CONSIGNED_PART"


@pytest.mark.parametrize("delay", ["there", "back"])
def test_a_slow_question_for_the_time_never_makes_the_lists_be_read_ahead(
    world: World, monkeypatch: pytest.MonkeyPatch, delay: str
) -> None:
    """Half of the way there and back is a guess: what is read ahead of the platform's clock can be torn."""
    line = world.line()
    server = line.client._server
    post = server.post_form
    slow = [True]

    def posted(form: Mapping[str, str]) -> object:
        is_slow = form["method"] == "taobao.time.get" and slow
        if is_slow and delay == "there":
            world.clock.pass_time(seconds=slow.pop() * 20)
        reply = post(form)
        if is_slow and delay == "back":
            world.clock.pass_time(seconds=slow.pop() * 20)
        return reply

    monkeypatch.setattr(server, "post_form", posted)
    assert line.moment() <= world.clock.now()
    world.clock.pass_time(seconds=30)
    assert world.clock.now() - line.moment() <= timedelta(seconds=2), "measured again soon"


# --- a trade --------------------------------------------------------------------------------------------


def test_a_trade_told_older_than_its_list_says_is_looked_at_again(world: World) -> None:
    """A part of the platform that lags behind must not hide a change for good."""
    between, pulling = listening(world)
    [tid] = world.sell(seconds=30)
    world.pull(pulling)
    before = world.line().call(FULL, _whole(world, tid))
    world.clock.pass_time(seconds=30)
    world.running.buyers.cancel(tid)
    world.clock.pass_time(seconds=30)
    lagging = [before] * 2

    def late(method: str, _asked: Mapping[str, str], answer: Answer) -> Answer:
        return dict(lagging.pop()) if method == FULL and lagging else answer

    between.change = late
    for _ in range(6):
        world.pull(pulling)
        world.clock.pass_time(seconds=31)
    assert not lagging
    assert world.orders[tid].status == "TRADE_CLOSED"


@pytest.mark.parametrize("where", ["trade", "refund", "gate"])
def test_a_change_said_to_be_of_tomorrow_hides_none_of_today(world: World, where: str) -> None:
    """A desk keeps the newest copy: one that bears a wrong day must not be the newest for a day."""
    between, pulling = listening(world)
    [tid] = world.sell(seconds=30)
    tomorrow = times.written(world.clock.now() + timedelta(days=1))

    def spoiled(method: str, _asked: Mapping[str, str], answer: Answer) -> Answer:
        if method == FULL and where != "refund":
            return {**answer, "trade": {**answer["trade"], "modified": tomorrow}}
        if method == REFUNDS and where == "refund":
            rows = [{**row, "modified": tomorrow} for row in listed(answer.get("refunds"))]
            return {**answer, "refunds": {"refund": rows}}
        return answer

    if where == "refund":
        world.pull(pulling)
        world.running.buyers.refund(tid)
        world.clock.pass_time(seconds=30)
    if where == "gate":
        platform = at_a_gate(world)
        call = platform._at_gate._call
        platform._at_gate._call = lambda method, asked: spoiled(method, asked, dict(call(method, asked)))
        [(_, told)] = platform.reread([tid]).batch.records
        assert isinstance(told, Order)
        assert told.modified_at is None
        return
    between.change = spoiled
    seen: list[Order] = []
    fetched = pulling.fetch()
    for _, record in fetched.batch.records:
        if isinstance(record, Order):
            seen.append(record)
            world.orders[record.number] = record
    pulling.taken(fetched, ())
    assert None in {one.modified_at for one in seen}
    assert all(one.modified_at is None or one.modified_at <= world.clock.now() for one in seen)
    between.change = lambda _method, _asked, answer: answer
    world.clock.pass_time(seconds=31)
    world.pull(pulling)
    assert world.orders[tid].modified_at is not None


def _whole(world: World, tid: str) -> dict[str, str]:
    asked = [params for params in world.calls(FULL) if params["tid"] == tid]
    return {name: asked[0][name] for name in ("tid", "fields", "include_oaid")}


@pytest.mark.parametrize("flag", ["top_hold", "forbid_consign", "team_buy_hold", "ofp_hold"])
@pytest.mark.parametrize("value", [2, "Y", "TRUE", "3"])
def test_a_hold_flag_with_a_value_nobody_knows_keeps_the_trade_back(
    make_world: Made, flag: str, value: object
) -> None:
    world = make_world()
    between, pulling = listening(world)
    [tid] = world.sell(seconds=30)

    def flagged(method: str, _asked: Mapping[str, str], answer: Answer) -> Answer:
        return {**answer, "trade": {**answer["trade"], flag: value}} if method == FULL else answer

    between.change = flagged
    world.pull(pulling)
    assert world.orders[tid].status == "PAID_FORBID_CONSIGN"


# --- at a gate ------------------------------------------------------------------------------------------


def test_at_a_gate_another_orders_data_is_doubt_not_silence(world: World) -> None:
    """A shop that goes on while the platform is silent does not go on with the wrong answer."""
    tid, other = world.sell(2, seconds=30)
    platform = at_a_gate(world)
    world.running.script.add(Fault(Kind.OTHER_ORDER, FULL))
    fetched = platform.reread([tid, other])
    assert len(fetched.batch.records) == 1
    [named] = fetched.batch.rejects
    assert (named.file, named.reason) == (f"taobao {tid}", "not-asked") or named.file == f"taobao {other}"


@pytest.mark.parametrize("wrong", ["another", "empty", "unknown"])
def test_at_a_gate_a_refund_that_cannot_be_read_is_doubt(
    world: World, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    [tid] = world.sell(seconds=30)
    world.running.buyers.refund(tid)
    platform = at_a_gate(world)
    call = platform._at_gate._call

    def spoiled(method: str, params: Mapping[str, str]) -> Mapping[str, Any]:
        answer = call(method, params)
        if method == FULL:
            orders = answer["trade"]["orders"]["order"]
            shown = [{**one, "refund_status": "NO_REFUND"} for one in orders]
            return {**answer, "trade": {**answer["trade"], "orders": {"order": shown}}}
        refund = answer["refund"]
        return {
            "another": {"refund": {**refund, "refund_id": "1"}},
            "empty": {},
            "unknown": {"refund": {**refund, "status": "STATUS_OF_TOMORROW"}},
        }[wrong]

    monkeypatch.setattr(platform._at_gate, "_call", spoiled)
    fetched = platform.reread([tid])
    assert fetched.batch.records == ()
    assert [named.file for named in fetched.batch.rejects] == [f"taobao {tid}"]


def test_at_a_gate_no_further_call_begins_when_nobody_waits_any_longer(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng, buyers = world.life.random, world.running.buyers
    wares = [Line("", ware.title, ware.sku, 1, ware.cents, ware.spec) for ware in WARES[:9]]
    trade = buyers.order(chance.nick(rng), chance.receiver(rng), wares)
    buyers.pay(trade.tid)
    buyers.refund(trade.tid)
    platform = at_a_gate(world)
    call = platform._at_gate._call

    def slow(method: str, params: Mapping[str, str]) -> Mapping[str, Any]:
        world.clock.pass_time(seconds=5)
        return call(method, params)

    monkeypatch.setattr(platform._at_gate, "_call", slow)
    with pytest.raises(Outage) as caught:
        platform.reread([trade.tid])
    assert caught.value.reason == "platform-late"
    assert len(world.running.shop.calls) == 2


# --- what is named --------------------------------------------------------------------------------------


def named_in(world: World) -> tuple[TaobaoPlatform, list[tuple[datetime, Sequence[Reject]]]]:
    lists: list[tuple[datetime, Sequence[Reject]]] = []
    around = Surroundings(
        client=lambda _: world.client(),
        now=world.clock.now,
        steady=world.clock.steady,
        every=timedelta(seconds=30),
        write_rejects=lambda at, rejects: lists.append((at, tuple(rejects))),
    )
    return TaobaoPlatform(Shop("旗舰店"), world.memory, around), lists


def test_a_list_of_what_was_not_taken_never_takes_the_place_of_another(world: World) -> None:
    platform, lists = named_in(world)
    fetched = platform.fetch()
    for row in range(3):
        platform.taken(fetched, (Reject("taobao", row, "", "not-object"),))
    assert len({at.replace(microsecond=0) for at, _ in lists}) == 3


def test_a_list_the_disk_does_not_take_is_kept_for_the_next_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform, lists = named_in(world)
    fetched = platform.fetch()
    naming = platform._pulling._naming
    write = naming._write

    def full(_at: datetime, _rejects: Sequence[Reject]) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(naming, "_write", full)
    platform.taken(fetched, (Reject("taobao", 1, "", "not-object"),))
    monkeypatch.setattr(naming, "_write", write)
    platform.taken(platform.fetch(), ())
    assert [reject.row for _, rejects in lists for reject in rejects] == [1]
