"""What a person types to make things go wrong, and what the program's own client then meets."""

from __future__ import annotations

import re

import pytest

from packstation.errors import Outage, Rejected
from packstation.top import Account, TopClient
from packstation.web import Limits
from tests.emulators.taobao import Running
from tests.emulators.taobao.console import HELP, Console
from tests.emulators.taobao.faults import Kind
from tests.emulators.taobao.life import Life
from tests.emulators.taobao_cases.conftest import HandClock

SOLD, REFUND, SEND = "taobao.trades.sold.get", "taobao.refund.get", "taobao.logistics.offline.send"


class Player:
    """A person at the console, and the desk's client before the same gateway."""

    def __init__(self, running: Running, clock: HandClock) -> None:
        self.running, self.life = running, Life(running.shop, 7)
        self.life.before(20)
        self.console = Console(self.life, running.script, running.listening)
        app = running.app
        self.client = TopClient(
            Account(running.gateway, app.key, app.secret, app.session),
            now=clock,
            steady=lambda: clock.at.timestamp(),  # noqa: PLW0108  (``at`` is another one by then)
            limits=Limits(2, 1, 2),
        )

    def say(self, line: str) -> str:
        return "\n".join(self.console.say(line))

    def meets(self, method: str = SOLD) -> str:
        """What the client meets at the next call."""
        try:
            self.client.call(method, {"fields": "tid", "refund_id": "1", "tid": "1"})
        except (Outage, Rejected) as error:
            return error.reason
        return "ok"


@pytest.fixture
def player(running: Running, clock: HandClock) -> Player:
    return Player(running, clock)


@pytest.mark.parametrize(
    ("line", "method", "met"),
    [
        ("fault drop", SOLD, "web-broken-off"),
        ("fault html *.sold.get", SOLD, "taobao-unreadable"),
        ("fault wait * 5", SOLD, "web-timeout"),
        ("slow 5", SOLD, "web-timeout"),
        ("offline", SOLD, "web-unreachable"),
        ("quota 30", SOLD, "taobao-limit"),
        ("error 15 isp.remote-service-error", SOLD, "taobao-trouble"),
        ("error 11 *.refund.get", REFUND, "taobao-right"),
        ("error B04", SEND, "taobao-refused"),
        ("session lost", SOLD, "taobao-authorise"),
        (f"right {SOLD} no", SOLD, "taobao-right"),
    ],
)
def test_what_is_typed_is_met(player: Player, line: str, method: str, met: str) -> None:
    assert player.meets() == "ok"
    assert "Type help" not in player.say(line)
    assert player.meets(method) == met


def test_everything_can_be_put_right_again(player: Player, clock: HandClock) -> None:
    for wrong, right in (
        ("slow 5", "slow 0"),
        ("offline", "online"),
        ("session lost", "session back"),
        ("right * no", "right * yes"),
        ("fault drop * x3", "faults none"),
    ):
        player.say(wrong)
        assert player.meets() != "ok", wrong
        player.say(right)
        clock.go(60)
        assert player.meets() == "ok", right
    assert player.say("faults") == "nothing goes wrong"


def test_faults_say_whether_the_call_is_carried_out(player: Player) -> None:
    assert player.say("fault drop *.send done") == "the next call of *.send: drop, carried out"
    assert player.say("fault wait *.send 20") == "the next call of *.send: wait 20 s"
    assert player.say("fault html x3") == "the next 3 calls of *: html"
    assert (
        player.say("error B27") == "the next call of *.send: error 15 isv.logistics-offline-service-error:B27"
    )
    told = player.say("faults").splitlines()
    assert len(told) == 4
    assert [fault.done for fault in player.running.script.waiting] == [True, False, False, False]


def test_the_clock_of_the_platform(player: Player) -> None:
    player.say("clock 900")
    assert player.meets() == "ok"
    assert round(player.client.measure_clock().total_seconds()) in (899, 900, 901)


def test_an_order_may_be_named_as_the_window_shows_it(player: Player) -> None:
    [*_, last] = player.running.shop.trades.values()
    assert last.tid in player.say(f"order {last.tid[-4:]}")
    player.say(f"flag {last.tid[-4:]} 3")
    player.say(f"memo {last.tid[-4:]} 老客户 先发")
    assert (last.flag, last.memo) == (3, "老客户 先发")
    told = player.say(f"hold {last.tid[-6:]}")
    assert told.endswith("memo flag-3 held-back")
    assert "held-back" not in player.say(f"release {last.tid}")


def test_what_does_nothing_says_so(player: Player) -> None:
    waiting = next(
        trade for trade in player.running.shop.trades.values() if trade.status == "WAIT_SELLER_SEND_GOODS"
    )
    assert "nobody has asked" in player.say(f"agree {waiting.tid}")
    player.say(f"cancel {waiting.tid}")
    assert "nothing of it" in player.say(f"refund {waiting.tid}")


@pytest.mark.parametrize(
    "line",
    [
        "fault",
        "fault error",
        "fault drop *.sned",
        "error",
        "error x",
        "slow",
        "slow fast",
        "session",
        "session gone",
        "right",
        "right *.sned no",
        f"right {SOLD} maybe",
        "flag 1 9",
        "order 0001",
    ],
)
def test_nonsense_is_answered(player: Player, line: str) -> None:
    assert player.say(line).endswith("Type help.")
    assert player.running.script.waiting == []


def test_the_help_names_every_verb_and_kind(player: Player) -> None:
    named = set(re.findall(r"[a-z-]+", HELP))
    assert set(player.console._verbs) <= named
    assert {kind.value for kind in Kind} <= named | {"error"}
