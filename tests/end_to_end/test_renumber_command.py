"""``packstation renumber`` from a terminal: done, refused, and told at the next round."""

from __future__ import annotations

import json
from pathlib import Path

from tests.program import order, plain_world, run, write

NUMBER = "7000000000000000000"
SHIRT, FIRST, NEW = "6901234567892", "YT0000000000000", "YT0000000000077"


def test_a_parcel_gets_its_new_number_and_the_shop_hears_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    assert run(folder, "import", write(tmp_path / "orders.json", plain_world(1))).returncode == 0
    early = run(folder, "renumber", NUMBER, "--from", FIRST, "--to", NEW, "--reason", "label spoiled")
    assert early.returncode == 1
    assert NUMBER in early.stderr
    goods = order(folder, NUMBER)["lines"]
    need = sum(line["need"] for line in goods)
    run(folder, "scan", lines=[NUMBER, *[SHIRT] * need])
    [parcel] = order(folder, NUMBER)["parcels"]
    run(folder, "scan", lines=[parcel["waybill"]])
    done = run(
        folder, "renumber", NUMBER, "--from", parcel["waybill"], "--to", NEW, "--reason", "label spoiled"
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert NEW in done.stdout
    after = order(folder, NUMBER)
    assert [one["waybill"] for one in after["parcels"]] == [NEW]
    assert run(folder, "sync", "--once").returncode == 0
    assert [entry["state"].upper() for entry in order(folder, NUMBER)["outbox"]] == ["DELIVERED", "DELIVERED"]
    files = sorted((folder / "outbox").glob("*.csv"))
    assert len(files) == 2
    assert any(NEW in file.read_text("utf-8-sig") for file in files)
    journal = tmp_path / "journal.jsonl"
    assert run(folder, "journal", "verify").returncode == 0
    assert run(folder, "journal", "export", str(journal)).returncode == 0
    rows = [json.loads(line) for line in journal.read_text("utf-8").splitlines()]
    assert any(row["verb"] == "renumber" for row in rows)
    assert run(folder, "renumber", NUMBER, "--to", NEW).returncode == 2
