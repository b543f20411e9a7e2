"""``kill -9`` at random moments of a scanning session: everything answered is there, nothing is done twice."""

from __future__ import annotations

import json
import os
import random
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.program import command, environment, objects, order, outbox, plain_world, run, write

ROUNDS = 400 if os.environ.get("PACKSTATION_SOAK") == "full" else 8
ORDERS = 40
SHIRT = "6901234567892"


def session(folder: Path, rng: random.Random) -> list[dict[str, Any]]:
    """Scan through orders and kill the program after a random number of answers; gives the answers read."""
    answers: list[dict[str, Any]] = []
    limit = rng.randrange(1, 12)
    with subprocess.Popen(
        command(folder, "scan"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
    ) as program:
        assert program.stdin
        assert program.stdout
        while len(answers) < limit:
            code = next_code(answers)
            program.stdin.write(code.encode() + b"\n")
            program.stdin.flush()
            line = program.stdout.readline()
            assert line, "the program ended by itself"
            answers.append(json.loads(line))
        # the next gesture is under way when the power goes: its answer is never read
        program.stdin.write(next_code(answers).encode() + b"\n")
        program.stdin.flush()
        if rng.random() < 0.5:
            os.read(program.stdout.fileno(), 1)
        program.kill()
        program.wait()
    return answers


def next_code(answers: list[dict[str, Any]]) -> str:
    """What a worker would scan now, going by what the program said last."""
    if answers and answers[-1]["state"] == "labelled":
        number = int(answers[-1]["order"]) - 7000000000000000000
        return WAYBILLS.get(number) or f"YT{number:013d}"
    return SHIRT


WAYBILLS: dict[int, str] = {}


@pytest.mark.soak
def test_no_answered_scan_is_lost_and_nothing_ships_twice(tmp_path: Path) -> None:
    folder, seed = tmp_path / "data", random.randrange(1 << 32)
    rng = random.Random(seed)
    run(folder, "import", write(tmp_path / "orders.json", plain_world(ORDERS * max(1, ROUNDS // 8))))
    for _ in range(ROUNDS):
        learn_waybills(folder)
        answers = session(folder, rng)
        for answer in last_of_each(answers):
            now = order(folder, answer["order"])
            got = now["lines"][0]["got"]
            assert got >= (answer["got"] or 0), f"seed {seed}: an answered scan is gone"
            if answer["verdict"] == "shipped":
                assert now["state"] == "shipped", f"seed {seed}: a shipped order came back"
    assert run(folder, "journal", "verify").returncode == 0
    run(folder, "sync", "--once")
    shipped = [row["number"] for row in objects(run(folder, "orders", "--state", "shipped", "--json"))]
    told = [row.split(",")[0] for row in outbox(folder)]
    assert sorted(told) == sorted(shipped), f"seed {seed}"
    assert len(set(told)) == len(told), f"seed {seed}: a shipment was told twice"


def learn_waybills(folder: Path) -> None:
    """Which number each labelled order bears; an order whose label is unknown is closed by the same number."""
    for state in ("labelled", "packed"):
        for row in objects(run(folder, "orders", "--state", state, "--json")):
            boxes = order(folder, row["number"])["parcels"]
            if boxes and boxes[0]["waybill"]:
                WAYBILLS[int(row["number"]) - 7000000000000000000] = boxes[0]["waybill"]


def last_of_each(answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The last answer about each order."""
    return list({answer["order"]: answer for answer in answers if answer["order"]}.values())


@pytest.mark.parametrize(
    ("began", "label", "after"),
    [
        (True, "unknown", ["not-ready", "shipped"]),
        (False, "failed", ["label-printed", "shipped"]),
    ],
    ids=["while it was being sent", "before it was sent"],
)
def test_a_kill_around_printing_says_what_is_known_and_prints_nothing_by_itself(
    tmp_path: Path, label: str, after: list[str], *, began: bool
) -> None:
    """The database as it stands after the intent was stored and before any outcome was."""
    from tests.builders import make_desk, make_order, scan_all, verdicts

    desk = make_desk(tmp_path / "data", make_order())
    for code in ("4065712345678901234", SHIRT, SHIRT):
        answer = desk.scan(code)
    (job,) = answer.jobs
    if began:
        assert desk.printing.plan(job)
    desk.store.close()
    again = make_desk(tmp_path / "data")
    view = again.view("4065712345678901234")
    assert view
    assert view.order.parcels[0].label.value == label
    assert not (tmp_path / "data" / "labels").exists()
    answers = scan_all(again, "PKPRINT", "YT0000000000001")
    assert verdicts(answers) == after
