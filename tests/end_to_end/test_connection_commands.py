"""``doctor`` and ``connection`` against the emulated platform: each fault is named, with what to do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.emulators.taobao import Running, emulated
from tests.emulators.taobao.faults import quota_used_up
from tests.emulators.taobao.life import Life
from tests.program import environment, run

SETTINGS = """[platform]
kind = "taobao"
shop = "棉布旗舰店"
gateway = "{gateway}"
app_key = "{key}"
"""
MISTYPED = "somebody-elses-secret"


@pytest.fixture
def running() -> Iterator[Running]:
    with emulated() as one:
        yield one


@pytest.fixture
def folder(tmp_path: Path, running: Running) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    settings = SETTINGS.format(gateway=running.gateway, key=running.app.key)
    (folder / "packstation.toml").write_text(settings, encoding="utf-8")
    return folder


def secrets(running: Running, **other: str) -> dict[str, str]:
    app = running.app
    return environment(
        **{"PACKSTATION_TAOBAO_APP_SECRET": app.secret, "PACKSTATION_TAOBAO_SESSION": app.session, **other}
    )


def doctor(folder: Path, env: dict[str, str]) -> tuple[int, dict[str, tuple[str, str]]]:
    """The exit code, and level and sentence of every check of the platform."""
    result = run(folder, "doctor", "--json", env=env)
    told = {one["check"]: (one["level"], one["say"]) for one in json.loads(result.stdout)}
    return result.returncode, {
        name.removeprefix("platform-"): one for name, one in told.items() if name.startswith("platform-")
    }


def test_all_is_well(folder: Path, running: Running) -> None:
    code, told = doctor(folder, secrets(running))
    assert code == 0
    assert list(told) == [
        "reach",
        "app-key",
        "app-secret",
        "session",
        "clock",
        "orders",
        "refunds",
        "ship",
        "receivers",
    ]
    assert {level for level, _ in told.values()} == {"ok"}


def withhold(running: Running) -> None:
    running.app.withheld.add("taobao.logistics.offline.send")


def expire(running: Running) -> None:
    running.app.session_until = datetime.now(UTC) - timedelta(hours=1)


def clock_off(running: Running) -> None:
    running.shop.offset = timedelta(minutes=25)


def clock_odd(running: Running) -> None:
    running.shop.offset = timedelta(minutes=-3)


def used_up(running: Running) -> None:
    running.script.add(quota_used_up(7200))


Break = Callable[[Running], object]


@pytest.mark.parametrize(
    ("spoil", "check", "level", "says"),
    [
        (withhold, "ship", "failed", "no right to taobao.logistics.offline.send"),
        (expire, "session", "failed", "authorise the shop again"),
        (clock_off, "clock", "failed", "behind the platform: set its clock"),
        (clock_odd, "clock", "warning", "ahead of the platform: set its clock"),
        (used_up, "quota", "failed", "answers again in 7201 s"),
        (Running.unplug, "reach", "failed", "127.0.0.1 cannot be reached"),
    ],
)
def test_doctor_names_the_fault(
    folder: Path, running: Running, spoil: Break, check: str, level: str, says: str
) -> None:
    spoil(running)
    code, told = doctor(folder, secrets(running))
    assert told[check][0] == level, told
    assert says in told[check][1]
    assert {name for name, (how, _) in told.items() if how != "ok"} == {check}
    assert code == (1 if level == "failed" else 0)


def test_doctor_names_a_wrong_secret_and_never_shows_one(folder: Path, running: Running) -> None:
    env = secrets(running, PACKSTATION_TAOBAO_APP_SECRET=MISTYPED)
    result = run(folder, "doctor", env=env)
    assert result.returncode == 1
    assert "failed\tplatform: App secret\tWrong: it does not belong to this app key." in result.stdout
    assert MISTYPED not in result.stdout + result.stderr
    assert running.app.session not in result.stdout + result.stderr


def test_doctor_says_what_to_set_where_nothing_is(folder: Path) -> None:
    code, told = doctor(folder, environment())
    assert code == 1
    assert "PACKSTATION_TAOBAO_APP_SECRET" in told["app-secret"][1]
    assert "PACKSTATION_TAOBAO_SESSION" in told["session"][1]


def connection(folder: Path, env: dict[str, str], *args: str) -> tuple[int, dict[str, Any]]:
    result = run(folder, "connection", "--json", *args, env=env)
    assert result.stderr == ""
    (shop,) = json.loads(result.stdout)["shops"]
    return result.returncode, shop


def test_the_page_for_scripts_through_a_day(folder: Path, running: Running) -> None:
    Life(running.shop, 3).before(20, timedelta(hours=20))
    env = secrets(running)
    code, shop = connection(folder, env)
    assert (code, shop["answers"], shop["last_sync_at"], shop["kind"]) == (0, None, None, "taobao")
    assert run(folder, "sync", "--once", env=env).returncode == 0
    code, shop = connection(folder, env)
    assert (code, shop["answers"], shop["offline_since"]) == (0, True, None)
    assert shop["last_news"]["added"] > 10
    assert abs(shop["clock_offset_s"]) < 5
    assert shop["calls_today"] > 10
    assert shop["secrets"] == [
        {"name": "app_secret", "kept": "environment"},
        {"name": "session", "kept": "environment"},
    ]
    assert shop["tried"] == []

    running.unplug()
    assert run(folder, "sync", "--once", env=env).returncode == 1
    code, shop = connection(folder, env)
    assert (code, shop["answers"], shop["means"], shop["blame"]) == (1, False, "wait", "network")
    since = shop["offline_since"]
    assert run(folder, "sync", "--once", env=env).returncode == 1
    assert connection(folder, env)[1]["offline_since"] == since

    running.plug()
    code, shop = connection(folder, env, "--try")
    assert {one["part"]: one["level"] for one in shop["tried"]}["ship"] == "ok"
    assert run(folder, "sync", "--once", env=env).returncode == 0
    assert connection(folder, env)[1]["answers"] is True


def test_a_folder_shop(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    assert run(folder, "sync", "--once").returncode == 0
    (folder / "inbox" / "later.part").write_text("", encoding="utf-8")
    code, shop = connection(folder, environment(), "--try")
    assert (code, shop["kind"], shop["secrets"], shop["calls_today"]) == (0, "folder", [], None)
    inbox, outbox = shop["folders"]
    assert (inbox["name"], inbox["files"], inbox["writable"]) == ("inbox", 1, True)
    assert (outbox["name"], outbox["files"]) == ("outbox", 0)
    assert {one["part"]: one["level"] for one in shop["tried"]} == {"inbox": "ok", "outbox": "ok"}
    assert [path.name for path in (folder / "inbox").iterdir() if path.is_file()] == ["later.part"]
    result = run(folder, "connection", "--try")
    assert result.stdout.splitlines()[0] == "Folder"
    assert f"ok\tInbox\t{folder / 'inbox'} can be read and written; 1 files lie in it." in result.stdout


def test_a_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    settings = "[desk]\nname = 'desk-1'\n"
    folder.mkdir()
    (folder / "packstation.toml").write_text(settings, encoding="utf-8")
    assert run(folder, "sync", "--once").returncode == 0
    (folder / "outbox").rename(folder / "elsewhere")
    (folder / "outbox").symlink_to(folder / "nowhere")
    result = run(folder, "doctor")
    assert result.returncode == 1
