"""``packstation picklist`` and ``batches`` as they are typed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.program import environment, run, write

NUMBERS = ("4065712345678900001", "4065712345678900002", "4065712345678900003")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    orders = [
        {
            "number": number,
            "status": "WAIT_SELLER_SEND_GOODS",
            "paid_at": f"2026-11-22T20:0{place}:33+08:00",
            "receiver": {
                "name": "李明",
                "phone": "13812345678",
                "province": "浙江省",
                "city": "杭州市",
                "district": "余杭区",
                "detail": "文一西路969号",
            },
            "lines": [
                {"line": f"{number}1", "sku": "TS", "title": "白色棉T恤\n<b>", "spec": "L", "quantity": place}
            ],
        }
        for place, number in enumerate(NUMBERS, start=1)
    ]
    world: dict[str, Any] = {
        "orders": orders,
        "products": [{"sku": "TS", "title": "白色棉T恤", "barcodes": ["6901234567892"]}],
        "stock": [
            {"sku": "TS", "bin": "A-03-10", "on_hand": 2},
            {"sku": "TS", "bin": "A-03-2", "on_hand": 3},
        ],
        "carriers": [{"code": "YTO", "name": "圆通速递", "number_pattern": r"^YT\d{13}$"}],
        "waybill_numbers": [{"carrier": "YTO", "numbers": ["YT1234567890123", "YT1234567890124"]}],
    }
    folder = tmp_path / "data"
    done = run(folder, "import", write(tmp_path / "world.json", world))
    assert done.returncode == 0, done.stderr
    return folder


def english() -> dict[str, str]:
    return environment(PACKSTATION_LANGUAGE="en")


def test_a_batch_from_the_list_to_the_basket(data: Path, tmp_path: Path) -> None:
    target = tmp_path / "list.pdf"
    made = run(data, "picklist", "--next", "2", "-o", target, "--json", env=english())
    assert made.returncode == 0, made.stderr
    assert "Batch 1 is made: 2 orders" in made.stderr
    assert target.read_bytes().startswith(b"%PDF-")
    shown = json.loads(made.stdout)
    assert [(order["number"], order["basket"]) for order in shown["orders"]] == [
        (NUMBERS[0], 1),
        (NUMBERS[1], 2),
    ]
    assert [(stop["bin"], stop["units"]) for stop in shown["stops"]] == [("A-03-2", 3)]
    listed = json.loads(run(data, "batches", "--json").stdout)
    assert [[order["basket"] for order in batch["orders"]] for batch in listed["batches"]] == [[1, 2]]
    order = json.loads(run(data, "order", NUMBERS[1], "--json").stdout)
    assert (order["batch"], order["basket"], order["state"]) == (1, 2, "reviewed")
    answer = json.loads(run(data, "scan", lines=["6901234567892"], env=english()).stdout)
    assert answer["order"] == NUMBERS[0]
    assert "Basket 1." in answer["say"]
    again = run(data, "picklist", "--batch", "1", env=english())
    assert again.stdout == "A-03-2\t2 ×\t白色棉T恤 <b> L\t#2 ×2\n"


def test_a_list_for_one_order_changes_nothing(data: Path, tmp_path: Path) -> None:
    done = run(data, "picklist", NUMBERS[2], "-o", tmp_path / "one.pdf", "--size", "A5", env=english())
    assert (done.returncode, done.stdout) == (0, "")
    order = json.loads(run(data, "order", NUMBERS[2], "--json").stdout)
    assert (order["state"], order["basket"]) == ("new", None)


def test_batches_are_told_dissolved_and_left(data: Path) -> None:
    assert run(data, "batches", env=english()).stdout == "No batch is open.\n"
    run(data, "picklist", "--next", "3")
    assert len(run(data, "batches", env=english()).stdout.splitlines()) == 3  # the third has too little stock
    out = run(data, "batches", "--put-out", NUMBERS[0], env=english())
    assert (out.returncode, out.stdout) == (
        0,
        f"Order {NUMBERS[0]} has left batch 1: its basket is free.\n",
    )
    assert run(data, "batches", "--dissolve", "1").returncode == 0
    gone = run(data, "batches", "--dissolve", "1", env=english())
    assert (gone.returncode, gone.stderr) == (1, "There is no open batch 1.\n")


@pytest.mark.parametrize(
    "asked",
    [
        ("nobody",),
        ("--batch", "9"),
        ("--next", "13"),
        ("--next", "2", "--size", "A0", "-o", "list.pdf"),
        ("--next", "2", "-o", "list.txt"),
        ("--next", "2", "-o", "nowhere/list.pdf"),
        ("--next", "2", "-o", "packstation.toml"),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_makes_no_batch(data: Path, asked: tuple[str, ...]) -> None:
    done = run(data, "picklist", *asked, env=english())
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()
    assert run(data, "batches", env=english()).stdout == "No batch is open.\n"
