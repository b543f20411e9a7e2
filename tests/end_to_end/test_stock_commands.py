"""Shelves and shortages from a terminal, and stock files that cannot be right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.program import objects, plain_world, run, write

BAD = "sku,bin,on_hand\nTS-1,A-1,-3\nTS-1,A-2,2.5\nTS-1,A-3,7\nTS-1,A-3,8\nTS-2,A-1,1e3\nTS-3,A-1,\n,A-4,3\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    world = plain_world(3)
    world["stock"] = [{"sku": world["products"][0]["sku"], "bin": "A-1", "on_hand": 9}]
    result = run(data, "import", write(tmp_path / "orders.json", world))
    assert result.returncode == 0, result.stderr
    return data


def test_a_count_is_noted_and_a_shortage_told(folder: Path) -> None:
    before = objects(run(folder, "stock", "--json"))
    assert len(before) == 1
    sku, bin_name = before[0]["sku"], before[0]["bins"][0]["bin"]
    assert before[0]["available"] == before[0]["on_shelf"]
    assert objects(run(folder, "stock", "--short", "--json")) == []
    done = run(folder, "count", sku, bin_name, "3", "--reason", "found fewer")
    assert (done.returncode, done.stderr) == (0, "")
    after = objects(run(folder, "stock", sku, "--json"))[0]
    assert (after["on_shelf"], after["reserved"], after["damaged"]) == (3, 0, 0)
    short = objects(run(folder, "stock", "--short", "--json"))
    assert [(one["sku"], one["on_shelf"], one["wanted"]) for one in short] == [(sku, 3, 6)]
    assert [one["missing"] for one in short[0]["orders"]] == [1, 2]
    told = run(folder, "stock", "--short").stdout
    assert len(told.splitlines()) == 3


def test_a_count_that_is_none_is_refused_in_words(folder: Path) -> None:
    refused = run(folder, "count", "X", "Y", "-4")
    assert refused.returncode in (1, 2)
    assert refused.stdout == ""
    assert "Traceback" not in refused.stderr


def test_impossible_counts_are_rejected_with_their_place_and_the_others_taken(tmp_path: Path) -> None:
    bad = tmp_path / "stock.csv"
    bad.write_text(BAD, encoding="utf-8")
    data = tmp_path / "data"
    told = json.loads(run(data, "import", "--json", bad).stdout)
    assert told["added"] == 1
    assert [(one["row"], one["reason"]) for one in told["rejected"]] == [
        (2, "out-of-range"),
        (3, "not-whole"),
        (5, "duplicate-row"),
        (6, "not-whole"),
        (7, "missing"),
        (8, "missing"),
    ]
    assert [row["on_shelf"] for row in objects(run(data, "stock", "--json"))] == [7]


def test_goods_of_two_bins_that_claim_one_barcode_are_told_apart_by_a_person(tmp_path: Path) -> None:
    world = plain_world(1)
    code = world["products"][0]["barcodes"][0]
    world["products"].append({"sku": "TWIN", "title": "twin", "barcodes": [code]})
    world["stock"] = [{"sku": "TWIN", "bin": "Z-1", "on_hand": 1}]
    data = tmp_path / "data"
    assert run(data, "import", write(tmp_path / "world.json", world)).returncode == 0
    (answer,) = objects(run(data, "scan", lines=[code]))
    assert answer["verdict"] == "ambiguous-code"
    assert "twin" in answer["say"]


def test_flawed_goods_are_told_by_their_rate(folder: Path) -> None:
    assert objects(run(folder, "defects", "--json")) == []
    assert run(folder, "defects", "--days", "7").returncode == 0
