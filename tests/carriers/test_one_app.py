"""Orders and waybill numbers asked for by one app: counted together, and what one must wait for, both wait for."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from packstation.desk.desk import Desk
from packstation.errors import Outage
from packstation.opening import desk_at
from packstation.settings import Settings
from packstation.settings import load as load_settings
from packstation.words import load as load_words
from tests.emulators.taobao import Running, emulated
from tests.emulators.taobao.faults import Fault, Kind, quota_used_up
from tests.emulators.taobao.life import Life

SEARCH, LISTED = "cainiao.waybill.ii.search", "taobao.trades.sold.*"


@pytest.fixture
def running() -> Iterator[Running]:
    with emulated() as one:
        yield one


def settings_of(folder: Path, running: Running, monkeypatch: pytest.MonkeyPatch) -> Settings:
    folder.mkdir()
    text = (
        f'[platform]\nkind = "taobao"\ngateway = "{running.gateway}"\napp_key = "{running.app.key}"\n'
        f'[waybills]\nkind = "cainiao"\nuser_id = "{running.shop.seller_id}"\n'
    )
    (folder / "packstation.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("PACKSTATION_TAOBAO_APP_SECRET", running.app.secret)
    monkeypatch.setenv("PACKSTATION_TAOBAO_SESSION", running.app.session)
    return load_settings(folder / "packstation.toml")


@pytest.fixture
def desk(tmp_path: Path, running: Running, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    settings = settings_of(tmp_path / "data", running, monkeypatch)
    with desk_at(tmp_path / "data", settings, load_words("en")) as one:
        yield one


def met(running: Running, method: str = "") -> int:
    return sum(method in call.method for call in running.shop.calls)


def today(desk: Desk) -> int | None:
    return desk.connection.health().calls_today


def test_the_calls_of_both_are_counted_together(desk: Desk, running: Running) -> None:
    Life(running.shop, 3).before(3)
    desk.syncing.pull_now()
    orders = met(running)
    assert desk.numbers.look_around() is None
    assert met(running) > orders
    assert today(desk) == met(running)


def test_who_hears_of_a_ban_over_numbers_asks_for_no_orders(desk: Desk, running: Running) -> None:
    running.script.add(quota_used_up(600, SEARCH))
    trouble = desk.numbers.look_around()
    assert trouble is not None
    assert trouble.reason == "taobao-limit"
    before = met(running)
    with pytest.raises(Outage, match="taobao-limit"):
        desk.syncing.pull_now()
    assert met(running) == before
    assert desk.connection.health().alone_for.total_seconds() > 500


def test_who_hears_of_a_ban_over_orders_asks_for_no_numbers(desk: Desk, running: Running) -> None:
    running.script.add(quota_used_up(600, LISTED))
    with contextlib.suppress(Outage):
        desk.syncing.pull_now()
    assert running.script.waiting == []
    before = met(running)
    trouble = desk.numbers.look_around()
    assert trouble is not None
    assert (trouble.reason, met(running)) == ("taobao-limit", before)


def test_a_ban_of_one_method_leaves_the_others(desk: Desk, running: Running) -> None:
    told = "This ban will last for 600 more seconds"
    sub_code = "accesscontrol.limited-by-api-access-count"
    running.script.add(Fault(Kind.ERROR, SEARCH, code=7, sub_code=sub_code, sub_msg=told))
    assert desk.numbers.look_around() is not None
    desk.syncing.pull_now()


def test_secrets_put_in_meanwhile_are_taken(
    desk: Desk, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert desk.numbers.look_around() is None
    running.app.session = "renewed"
    trouble = desk.numbers.look_around()
    assert trouble is not None
    assert trouble.reason == "taobao-authorise"
    monkeypatch.setenv("PACKSTATION_TAOBAO_SESSION", "renewed")
    assert desk.numbers.look_around() is None
