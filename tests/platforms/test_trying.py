"""Trying the account against the emulated platform: each fault is named, and what it proves of the others."""

from __future__ import annotations

from datetime import timedelta

import pytest

from packstation.domain.connection import Found, Part, Tried
from packstation.platforms.taobao.clearing import METHOD as DECRYPT
from packstation.platforms.taobao.shipping import BY_COUNT, WHOLE
from packstation.platforms.taobao.trying import PARTS, Trial
from packstation.top import Account, TopClient
from packstation.web import Limits
from tests.emulators.taobao import Running
from tests.emulators.taobao.faults import Fault, Kind, quota_used_up
from tests.platforms.conftest import World

LIMITS = Limits(connect_s=2, silence_s=1, whole_s=2)
VARIABLES = {
    "app_secret": "PACKSTATION_TAOBAO_APP_SECRET",
    "session": "PACKSTATION_TAOBAO_SESSION",
}
MISTYPED = "somebody-elses"


@pytest.fixture
def running(world: World) -> Running:
    """The platform of this world."""
    return world.running


def tried(
    world: World, *, key: str | None = None, secret: str | None = None, session: str | None = None
) -> dict[Part, Tried]:
    """A trial with the app's own account, but for what is given."""
    app = world.running.app
    account = Account(
        world.running.gateway,
        app.key if key is None else key,
        app.secret if secret is None else secret,
        app.session if session is None else session,
    )
    client = TopClient(account, now=world.clock.now, steady=world.clock.steady, limits=LIMITS)
    return {one.part: one for one in Trial(client, VARIABLES).run()}


def ways(found: dict[Part, Tried]) -> dict[Part, Found]:
    return {part: one.found for part, one in found.items()}


def failing(found: dict[Part, Tried]) -> dict[Part, str]:
    return {part: one.reason for part, one in found.items() if one.found is Found.FAILED}


def untried(found: dict[Part, Tried]) -> set[Part]:
    return {part for part, one in found.items() if one.found is Found.UNTRIED}


def test_all_is_well_and_nothing_was_changed(world: World, running: Running) -> None:
    before = {tid: trade.status for tid, trade in running.shop.trades.items()}
    found = tried(world)
    assert ways(found) == dict.fromkeys(PARTS, Found.OK)
    assert running.shop.wrongs == []
    assert {tid: trade.status for tid, trade in running.shop.trades.items()} == before
    sending = [call for call in running.shop.calls if call.method in (WHOLE, BY_COUNT)]
    assert [call.outcome.split()[0] for call in sending] == ["40", "40"]


def test_a_wrong_secret(world: World) -> None:
    found = tried(world, secret=MISTYPED)
    assert failing(found) == {Part.APP_SECRET: "taobao-secret"}
    assert {part for part, way in ways(found).items() if way is Found.OK} == {Part.REACH, Part.APP_KEY}


def test_a_wrong_app_key(world: World) -> None:
    found = tried(world, key="999")
    assert failing(found) == {Part.APP_KEY: "taobao-app-key"}
    assert found[Part.REACH].found is Found.OK


def test_a_session_that_ran_out(world: World, running: Running) -> None:
    running.app.session_until = world.clock.now() - timedelta(hours=1)
    found = tried(world)
    assert failing(found) == {Part.SESSION: "taobao-authorise"}
    assert untried(found) == {Part.ORDERS, Part.REFUNDS, Part.SHIP, Part.RECEIVERS}


def test_nothing_is_there_at_all(world: World, running: Running) -> None:
    found = tried(world, key="", secret="", session="")
    assert failing(found) == dict.fromkeys((Part.APP_KEY, Part.APP_SECRET, Part.SESSION), "missing")
    assert found[Part.APP_SECRET].data["variable"] == "PACKSTATION_TAOBAO_APP_SECRET"
    assert running.shop.calls == []


def test_without_a_session_key_and_secret_are_still_proven(world: World) -> None:
    found = tried(world, session="")
    assert failing(found) == {Part.SESSION: "missing"}
    assert {part for part, way in ways(found).items() if way is Found.OK} == {
        Part.REACH,
        Part.APP_KEY,
        Part.APP_SECRET,
        Part.CLOCK,
    }


@pytest.mark.parametrize(
    ("offset", "way", "reason"),
    [
        (timedelta(seconds=40), Found.OK, "fine"),
        (timedelta(minutes=3), Found.WARNING, "slow"),
        (timedelta(minutes=-3), Found.WARNING, "fast"),
        (timedelta(hours=2), Found.FAILED, "slow"),
        (timedelta(days=-400), Found.FAILED, "fast"),
    ],
)
def test_a_clock_that_is_wrong_hides_nothing_else(
    world: World, running: Running, offset: timedelta, way: Found, reason: str
) -> None:
    running.shop.offset = offset
    found = tried(world)
    clock = found.pop(Part.CLOCK)
    assert (clock.found, clock.reason) == (way, reason)
    told = clock.data["seconds"]
    assert isinstance(told, int)
    assert abs(told - abs(offset.total_seconds())) <= 2
    assert set(ways(found).values()) == {Found.OK}


def test_a_wrong_clock_does_not_hide_a_wrong_secret(world: World, running: Running) -> None:
    running.shop.offset = timedelta(hours=2)
    found = tried(world, secret=MISTYPED)
    assert failing(found) == {Part.CLOCK: "slow", Part.APP_SECRET: "taobao-secret"}


@pytest.mark.parametrize(
    ("method", "part"),
    [
        ("taobao.trades.sold.increment.get", Part.ORDERS),
        ("taobao.trade.fullinfo.get", Part.ORDERS),
        ("taobao.refunds.receive.get", Part.REFUNDS),
        ("taobao.refund.get", Part.REFUNDS),
        (WHOLE, Part.SHIP),
        (BY_COUNT, Part.SHIP),
    ],
)
def test_a_missing_right_is_named_and_the_others_are_tried(
    world: World, running: Running, method: str, part: Part
) -> None:
    running.app.withheld.add(method)
    found = tried(world)
    assert failing(found) == {part: "taobao-right"}
    assert found[part].data["method"] == method
    assert untried(found) == set()


def test_two_missing_rights_are_both_named(world: World, running: Running) -> None:
    running.app.withheld |= {WHOLE, "taobao.refund.get"}
    assert set(failing(tried(world))) == {Part.SHIP, Part.REFUNDS}


def test_without_the_right_to_clear_receivers_the_shop_is_warned(world: World, running: Running) -> None:
    running.app.withheld.add(DECRYPT)
    found = tried(world)
    assert failing(found) == {}
    assert (found[Part.RECEIVERS].found, found[Part.RECEIVERS].reason) == (Found.WARNING, "taobao-right")
    assert found[Part.RECEIVERS].data["method"] == DECRYPT


def test_an_app_without_any_right_says_nothing_of_the_session(world: World, running: Running) -> None:
    running.app.withheld |= {
        "taobao.trades.sold.increment.get",
        "taobao.trades.sold.get",
        "taobao.trade.fullinfo.get",
        "taobao.refunds.receive.get",
        "taobao.refund.get",
        WHOLE,
        BY_COUNT,
        DECRYPT,
    }
    assert untried(tried(world)) == {Part.SESSION}


def test_a_gateway_nobody_reaches(world: World, running: Running) -> None:
    running.unplug()
    found = tried(world)
    assert failing(found) == {Part.REACH: "web-unreachable"}
    assert untried(found) == set(PARTS) - {Part.REACH}


@pytest.mark.parametrize(("seconds", "way"), [(5, Found.WARNING), (40_000, Found.FAILED)])
def test_a_quota_that_is_used_up(world: World, running: Running, seconds: int, way: Found) -> None:
    running.script.add(quota_used_up(seconds))
    found = tried(world)
    assert (found[Part.QUOTA].found, found[Part.QUOTA].data["seconds"]) == (way, seconds + 1)
    assert found[Part.REACH].found is Found.OK


@pytest.mark.parametrize("kind", [Kind.HTML, Kind.TRUNCATED, Kind.BAD_GATEWAY, Kind.DROP, Kind.ERROR])
def test_trouble_in_the_middle_is_the_platforms(world: World, running: Running, kind: Kind) -> None:
    running.script.add(Fault(kind, "taobao.refunds.receive.get"))
    found = tried(world)
    assert set(failing(found)) == {Part.REACH}
    assert found[Part.APP_SECRET].found is Found.OK
    assert untried(found) == {Part.ORDERS, Part.REFUNDS, Part.SHIP, Part.RECEIVERS}
