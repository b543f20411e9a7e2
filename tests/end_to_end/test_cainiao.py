"""Cainiao's numbers and labels from the command line, with settings as a person writes them, over both emulators."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.emulators.cainiao_print import Component
from tests.emulators.cainiao_print import emulated as printing
from tests.emulators.taobao.running import Running
from tests.emulators.taobao.running import emulated as platform
from tests.program import environment, objects, plain_world, run, write

ORDER, SHIRT = "7000000000000000000", "6901234567892"
SETTINGS = """
[platform]
gateway = "{gateway}"
app_key = "{key}"

[waybills]
kind = "cainiao"
user_id = "{user}"
custom_area = "http://cloudprint.cainiao.com/template/customArea/7"

[sender]
name = "棉布旗舰店"
phone = "13800001111"

[printers.label]
link = "cainiao:{component}"
"""


@pytest.fixture
def gateway() -> Iterator[Running]:
    with platform() as running:
        yield running


@pytest.fixture
def component(tmp_path: Path) -> Iterator[Component]:
    with printing(tmp_path / "printed") as running:
        yield running


def world(tmp_path: Path, gateway: Running, component: Component) -> Path:
    folder = tmp_path / "data"
    told = plain_world(1)
    del told["waybill_numbers"]
    run(folder, "import", write(tmp_path / "orders.json", told))
    text = SETTINGS.format(
        gateway=gateway.gateway, key=gateway.app.key, user=gateway.shop.seller_id, component=component.url
    )
    (folder / "packstation.toml").write_text(text, encoding="utf-8")
    return folder


def secrets(gateway: Running) -> dict[str, str]:
    app = gateway.app
    return environment(PACKSTATION_TAOBAO_APP_SECRET=app.secret, PACKSTATION_TAOBAO_SESSION=app.session)


def check(folder: Path, name: str, env: dict[str, str]) -> dict[str, Any]:
    checks: list[dict[str, Any]] = json.loads(run(folder, "doctor", "--json", env=env).stdout)
    return next(check for check in checks if check["check"] == name)


def test_a_parcel_is_packed_numbered_printed_and_shipped(
    tmp_path: Path, gateway: Running, component: Component
) -> None:
    folder, env = world(tmp_path, gateway, component), secrets(gateway)
    answers = objects(run(folder, "scan", lines=[SHIRT, SHIRT], env=env))
    assert answers[-1]["events"] == ["packed", "label-printed"]
    [bill] = gateway.shop.waybills.values()
    assert component.books.printed == [bill.code]
    assert objects(run(folder, "scan", lines=[bill.code], env=env))[0]["verdict"] == "shipped"
    [job] = objects(run(folder, "jobs", "--json", env=env))
    assert (job["state"], job["waybill"]) == ("printed", bill.code)
    found = [path for path in folder.rglob("*") if path.is_file()]
    whole = b"".join(path.read_bytes() for path in found)
    assert bill.code.encode() in whole
    assert not [word for word in (gateway.app.secret, gateway.app.session) if word.encode() in whole]


def test_the_doctor_says_how_many_are_left_and_what_is_wrong(
    tmp_path: Path, gateway: Running, component: Component
) -> None:
    folder, env = world(tmp_path, gateway, component), secrets(gateway)
    told = check(folder, "numbers", env)
    assert told["level"] == "ok"
    assert "圆通速递: 1000" in told["say"]
    assert check(folder, "printer", env)["level"] == "ok"
    gateway.shop.accounts["YTO"].quantity = 7
    assert "圆通速递: 7" in check(folder, "numbers", env)["say"]
    assert check(folder, "numbers", env)["level"] == "warning"
    carriers = {
        one["carrier"]: one["numbers_left"] for one in objects(run(folder, "carriers", "--json", env=env))
    }
    assert carriers["YTO"] == 7
    wrong = {**env, "PACKSTATION_TAOBAO_APP_SECRET": "another"}
    told = check(folder, "numbers", wrong)
    assert (told["level"], "secret" in told["say"]) == ("failed", True)
    component.books.printers.clear()
    assert "knows no printer" in check(folder, "printer", env)["say"]


def test_without_secrets_nothing_is_asked_and_the_sentence_says_what_to_set(
    tmp_path: Path, gateway: Running, component: Component
) -> None:
    folder = world(tmp_path, gateway, component)
    [*_, packed] = objects(run(folder, "scan", lines=[SHIRT, SHIRT]))
    assert packed["events"] == ["packed", "label-failed"]
    assert "PACKSTATION_TAOBAO_APP_SECRET" in packed["say"]
    assert gateway.shop.calls == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('user_id = "12a"', "2088000123"),
        ('templates = ["YTO"]', "YTO:"),
        ('branches = "YTO:1"', "["),
    ],
)
def test_settings_that_cannot_be_are_named(tmp_path: Path, line: str, said: str) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "packstation.toml").write_text(f"[waybills]\n{line}\n", encoding="utf-8")
    told = run(folder, "orders", "--json")
    assert told.returncode == 1
    assert said in told.stderr
    assert f"waybills.{line.split(maxsplit=1)[0]}" in told.stderr


def test_a_plain_address_of_another_computer_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "packstation.toml").write_text(
        '[printers.label]\nlink = "cainiao:ws://192.168.1.9:13528"\n', encoding="utf-8"
    )
    told = run(folder, "scan")
    assert told.returncode == 1
    assert "packstation.toml, line 2" in told.stderr
    assert "cainiao:wss://HOST:13529" in told.stderr
