"""The exceptions desk from a terminal: seen there, and led back to the right step by commands alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.program import objects, order, plain_world, run, write

NUMBERS = tuple(str(7000000000000000000 + n) for n in range(4))
SHIRT = "6901234567892"
FIRST = "YT0000000000000"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    result = run(data, "import", write(tmp_path / "orders.json", plain_world(4)))
    assert result.returncode == 0, result.stderr
    return data


def listed(folder: Path) -> list[dict[str, Any]]:
    return objects(run(folder, "exceptions", "--json"))


def in_queue(folder: Path) -> list[str]:
    return [row["number"] for row in objects(run(folder, "orders", "--json"))]


def test_nothing_is_out_of_the_ordinary_and_then_something_is_until_it_is_released(folder: Path) -> None:
    assert listed(folder) == []
    run(folder, "scan", lines=[NUMBERS[0], "PKHOLD"])
    (row,) = listed(folder)
    assert (row["number"], row["kinds"], row["next"]) == (NUMBERS[0], ["held"], "release")
    assert (row["owner"], row["until"], row["note"], row["expedited"]) == (None, None, None, None)
    assert row["since"]
    noted = run(folder, "note", NUMBERS[0], "buyer\nat home on Friday")
    assert (noted.returncode, noted.stderr) == (0, "")
    assert listed(folder)[0]["note"] == "buyer\nat home on Friday"
    told = run(folder, "exceptions").stdout
    assert len(told.splitlines()) == 1
    assert "buyer at home on Friday" in told
    assert order(folder, NUMBERS[0])["exceptions"] == ["held"]
    assert run(folder, "release", NUMBERS[0]).returncode == 0
    assert listed(folder) == []


def test_an_order_goes_ahead_and_back_to_its_exact_place(folder: Path) -> None:
    before = in_queue(folder)
    done = run(folder, "expedite", NUMBERS[2], "--reason", "wedding on Friday")
    assert (done.returncode, done.stderr) == (0, "")
    assert in_queue(folder) == [NUMBERS[2], *(number for number in before if number != NUMBERS[2])]
    told = objects(run(folder, "orders", "--json"))[0]["expedited"]
    assert (told["reason"], told["by"]) == ("wedding on Friday", "desk-1")
    assert order(folder, NUMBERS[2])["expedited"] == told
    assert order(folder, NUMBERS[1])["expedited"] is None
    again = run(folder, "expedite", NUMBERS[2], "--reason", "x")
    assert (again.returncode, again.stdout) == (1, "")
    assert run(folder, "expedite", NUMBERS[2], "--undo").returncode == 0
    assert in_queue(folder) == before
    assert run(folder, "expedite", NUMBERS[2]).returncode == 2


def test_an_order_left_on_another_desk_is_taken_over_and_its_goods_put_back(folder: Path) -> None:
    run(folder, "scan", lines=["PKDESKEAST", NUMBERS[1], SHIRT, "PKDESKDESK1"])
    refused = run(folder, "put-back", NUMBERS[1])
    assert (refused.returncode, refused.stdout) == (1, "")
    done = run(folder, "take-over", NUMBERS[1], "--reason", "gone home")
    assert (done.returncode, done.stderr) == (0, "")
    (answer,) = objects(run(folder, "scan", lines=[SHIRT]))
    assert (answer["order"], answer["got"]) == (NUMBERS[1], 2)
    assert run(folder, "take-over", NUMBERS[1], "--reason", "x").returncode == 1


def test_goods_put_back_and_what_cannot_be_told_again(folder: Path) -> None:
    run(folder, "scan", lines=[NUMBERS[3], SHIRT])
    assert run(folder, "put-back", NUMBERS[3]).returncode == 0
    assert [line["got"] for line in order(folder, NUMBERS[3])["lines"]] == [0]
    assert run(folder, "retry", NUMBERS[3]).returncode == 1
    for command in (["note", "0", "x"], ["expedite", "0", "--reason", "x"], ["put-back", "0"]):
        refused = run(folder, *command)
        assert (refused.returncode, refused.stdout) == (1, "")
        assert "Traceback" not in refused.stderr


# --- by commands alone from each kind back to its way ---------------------------------------------------------


def changed(folder: Path, place: int = 0, **more: object) -> None:
    """A newer word of the platform about an order."""
    world = plain_world(4)
    known = {**world["orders"][place], "modified_at": "2026-11-23T09:00:00+08:00", **more}
    path = write(folder.parent / f"news-{len(more)}.json", {"orders": [known]})
    assert run(folder, "import", path).returncode == 0


def what_is_next(folder: Path) -> tuple[str, str]:
    (row,) = listed(folder)
    return row["kinds"][0], row["next"]


def scan(folder: Path, *codes: str) -> list[str]:
    return [answer["verdict"] for answer in objects(run(folder, "scan", lines=codes))]


def test_a_doubtful_order_is_released(folder: Path) -> None:
    receiver = {**plain_world(1)["orders"][0]["receiver"], "phone": "12"}
    changed(folder, receiver=receiver)
    assert scan(folder, NUMBERS[0]) == ["needs-review"]
    assert what_is_next(folder) == ("needs-review", "review")
    run(folder, "release", NUMBERS[0])
    assert listed(folder) == []


def test_too_few_goods_are_counted_again(folder: Path) -> None:
    run(folder, "count", "TS", "A-1", "4")
    assert scan(folder, NUMBERS[0], "PKEXIT", NUMBERS[1], "PKEXIT") == ["order-opened", "left"] * 2
    run(folder, "count", "TS", "A-1", "3")
    assert what_is_next(folder) == ("short", "count")
    run(folder, "count", "TS", "A-1", "4")
    assert listed(folder) == []


def test_a_recalled_parcel_is_taken_apart(folder: Path) -> None:
    scan(folder, NUMBERS[0], SHIRT, SHIRT, "PKEXIT")
    changed(folder, status="TRADE_CLOSED")
    assert what_is_next(folder) == ("recalled", "unpack")
    assert scan(folder, FIRST, SHIRT) == ["order-recalled", "undone"]
    assert listed(folder) == []


def test_another_address_gets_another_label(folder: Path) -> None:
    scan(folder, NUMBERS[0], SHIRT, SHIRT, "PKEXIT")
    changed(folder, receiver={**plain_world(1)["orders"][0]["receiver"], "detail": "文二路1号"})
    assert what_is_next(folder) == ("address-changed", "new-label")
    assert scan(folder, NUMBERS[0], "PKREPRINT", "PKEXIT") == ["order-opened", "label-printed", "left"]
    assert listed(folder) == []


def test_a_label_that_did_not_come_out_is_printed_again(folder: Path) -> None:
    (folder / "packstation.toml").write_text('[printers.label]\nlink = "file:paper"\n', encoding="utf-8")
    in_the_way = folder / "paper"
    in_the_way.write_text("no folder", encoding="utf-8")
    scan(folder, NUMBERS[0], SHIRT, SHIRT, "PKEXIT")
    assert what_is_next(folder) == ("label-failed", "reprint")
    in_the_way.unlink()
    assert "label-printed" in scan(folder, NUMBERS[0], "PKREPRINT", "PKEXIT")
    assert listed(folder) == []


def test_a_doubted_weight_is_weighed_again(folder: Path) -> None:
    scan(folder, NUMBERS[0], SHIRT, "PKWEIGHT9000")
    assert what_is_next(folder) == ("weight-off", "weigh")
    scan(folder, "PKWEIGHT190")
    assert listed(folder) == []


def test_an_unpaid_order_waits_until_it_is_paid(folder: Path) -> None:
    changed(folder, 3, status="WAIT_BUYER_PAY")
    assert what_is_next(folder) == ("unpaid", "wait")
    changed(folder, 3, status="WAIT_SELLER_SEND_GOODS", urges=1)
    assert listed(folder) == []


def test_orders_of_one_receiver_go_in_one_parcel_and_apart_again_by_commands(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    world = plain_world(2)
    for one in world["orders"]:
        one["receiver"] = world["orders"][0]["receiver"]
    run(folder, "import", write(tmp_path / "orders.json", world))
    first, second = NUMBERS[:2]
    assert run(folder, "together", first).returncode == 0
    assert order(folder, first)["together_with"] == [second]
    assert order(folder, second)["together_with"] == [first]
    assert {line["of"] for line in order(folder, first)["lines"]} == {None, second}
    assert in_queue(folder)[0] == first
    again = run(folder, "together", first)
    assert (again.returncode, again.stdout) == (1, "")
    assert run(folder, "apart", second).returncode == 0
    assert order(folder, second)["together_with"] == []
    assert run(folder, "together", first, "4711").returncode == 1
