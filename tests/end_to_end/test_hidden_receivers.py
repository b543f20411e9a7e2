"""Receivers the platform hides, with the program as a person starts it: on the labels, and in no file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from packstation.platforms.taobao.clearing import METHOD
from tests.desk.test_hidden_receivers import words_of
from tests.emulators.taobao import Running, emulated
from tests.end_to_end.test_taobao_commands import Desk, sold
from tests.left_behind import left_behind
from tests.printers.emulated import printing
from tests.program import objects, run

PRINTER = """
[printers.label]
link = "{link}"
language = "escpos"
"""


@pytest.fixture
def running() -> Iterator[Running]:
    with emulated() as one:
        yield one


@pytest.fixture
def desk(tmp_path: Path, running: Running) -> Desk:
    return Desk(tmp_path / "data", running)


def use(desk: Desk, text: str) -> None:
    with (desk.folder / "packstation.toml").open("a", encoding="utf-8") as settings:
        settings.write(text)


def check(desk: Desk, name: str) -> tuple[str, str]:
    told = json.loads(run(desk.folder, "doctor", "--json", env=desk.env).stdout)
    return next((one["level"], one["say"]) for one in told if one["check"] == name)


def pack(desk: Desk, orders: list[dict[str, Any]]) -> list[dict[str, object]]:
    """Orders packed one after another, each left with its label on."""
    lines: list[str] = []
    for order in orders:
        goods = [str(line["sku"]) for line in order["lines"] for _ in range(int(line["need"]))]
        lines += [order["number"], *goods, *["PKTICK"] * len(order["wishes"]), "PKEXIT"]
    return objects(run(desk.folder, "scan", lines=lines, env=desk.env))


def clean(desk: Desk, numbers: list[str], most: int) -> list[dict[str, Any]]:
    """Orders that open by themselves."""
    found: list[dict[str, Any]] = []
    for number in numbers:
        order = desk.order(number)
        found += [] if order["findings"] else [order]
        if len(found) == most:
            break
    return found


def test_nothing_that_is_written_names_a_buyer(tmp_path: Path, desk: Desk, running: Running) -> None:
    trades = {trade.tid: trade for trade in sold(running.shop, 6)}
    with printing() as printer:
        use(desk, PRINTER.format(link=printer.link))
        desk.sync()
        waiting = [tid for tid, trade in trades.items() if trade.status == "WAIT_SELLER_SEND_GOODS"]
        answers = pack(desk, clean(desk, waiting, 3))
        labelled = [one for one in answers if "label-printed" in str(one["events"])]
        assert labelled, [(one["verdict"], one["say"]) for one in answers]
        again = objects(
            run(desk.folder, "scan", lines=[str(labelled[-1]["order"]), "PKREPRINT"], env=desk.env)
        )
        assert again[-1]["verdict"] == "label-printed", again
        number = str(labelled[-1]["order"])
        written = run(desk.folder, "label", number, "-o", tmp_path / "label.zpl", env=desk.env)
        assert written.returncode == 0, written.stderr
        asked = sum(call.method == METHOD for call in running.shop.calls)
        assert asked == len(printer.documents) + 1
        running.app.withheld.add(METHOD)
        assert check(desk, "platform-receivers")[0] == "warning"
        refused = objects(run(desk.folder, "scan", lines=[number, "PKREPRINT"], env=desk.env))[-1]
        assert (refused["verdict"], METHOD in str(refused["say"])) == ("label-failed", True)
        no = run(desk.folder, "label", number, "-o", tmp_path / "no.png", env=desk.env)
        assert (no.returncode, METHOD in no.stderr, (tmp_path / "no.png").exists()) == (1, True, False)
    run(desk.folder, "backup", desk.folder / "backups" / "one.db", env=desk.env)
    run(desk.folder, "journal", "export", desk.folder / "journal.jsonl", env=desk.env)
    words = {word for trade in trades.values() for word in words_of(trade)}
    assert left_behind(desk.folder, words) == []
    assert left_behind(desk.folder, [number])


def test_a_folder_for_labels_is_doubted(desk: Desk) -> None:
    level, said = check(desk, "printer")
    assert (level, "clear_files" in said) == ("warning", True)
    use(desk, "[printers.label]\nclear_files = true\n")
    assert "clear_files" not in check(desk, "printer")[1]
