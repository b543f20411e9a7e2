"""A shop with more open orders than fit a page, a batch, a question: all come in, while the desk goes on working."""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from packstation.domain.order import Order
from packstation.platforms.vendure.platform import AT_A_GATE
from tests.program import TOP, command
from tests.vendure.conftest import Desk
from tests.vendure.crowd import PREFIX, crowd
from tests.vendure.cutting import BEFORE, Wire
from tests.vendure.hands import Packer
from tests.vendure.postgres import run
from tests.vendure.shop import Shop

FULL = os.environ.get("PACKSTATION_SOAK") == "full"
COUNT = 10_000 if FULL else 450
TOGETHER = 250
"""So many were placed in one moment: more than a page."""
USABLE_S = 5.0
MOST_MB = 400


@pytest.fixture
def codes(shop: Shop) -> Iterator[list[str]]:
    with crowd(shop, shop.place([("MUG-001", 2), ("NB-A5", 1)]), COUNT, TOGETHER) as codes:
        yield codes


class Busy:
    """The owner, who ships and cancels orders at the front and at the back while they are being read."""

    def __init__(self, shop: Shop, codes: list[str]) -> None:
        self._shop, self._left = shop, codes[:: max(1, len(codes) // 20)]
        self.gone: list[str] = []
        self._lock = threading.Lock()

    def meanwhile(self, when: str, request: bytes) -> None:
        """Before each page one order more is gone."""
        if when == BEFORE and b"orders(" in request:
            with self._lock:
                if self._left:
                    self._let_go(self._left.pop(0 if len(self.gone) % 2 else -1))

    def _let_go(self, code: str) -> None:
        if len(self.gone) % 3:
            self._shop.cancel(code)
        else:
            wanted = [(line["id"], line["quantity"]) for line in self._shop.lines(code)]
            self._shop.bring(self._shop.fulfil(code, f"THEIRS-{code}", *wanted), "Shipped")
        self.gone.append(code)


@pytest.mark.soak
def test_all_of_them_come_in_though_some_leave_meanwhile(
    shop: Shop, wire: Wire, codes: list[str], tmp_path: Path
) -> None:
    packer, busy = Packer(tmp_path / "data", wire.url, shop.token), Busy(shop, codes)
    wire.meanwhile = busy.meanwhile
    began = time.monotonic()
    megabytes = measured_sync(packer)
    took = time.monotonic() - began
    wire.mend()
    known = states(packer)
    missing = [code for code in codes if code not in known and code not in busy.gone]
    assert missing == [], f"{len(missing)} of {len(codes)} missed"
    calls, began = wire.cuts.total(), time.monotonic()
    assert packer.sync()["later"] == 0
    again = time.monotonic() - began
    known = states(packer)
    kept = [code for code in busy.gone if known.get(code, "cancelled") not in ("cancelled", "shipped")]
    assert kept == [], "gone there, and the desk still wants to pack them"
    began = time.monotonic()
    assert len(packer.done("orders", "--list", "all", "--json").splitlines()) >= COUNT - len(busy.gone)
    listed = time.monotonic() - began
    print(  # noqa: T201
        f"{COUNT} orders, {len(busy.gone)} left meanwhile: {took:.1f} s, {calls} calls, {megabytes:.0f} MB;"
        f" again {again:.1f} s; the queue whole {listed:.1f} s"
    )
    assert len(busy.gone) > 3
    assert megabytes < MOST_MB


def test_a_gate_is_answered_while_they_come_in(desk: Desk, codes: list[str]) -> None:
    connector = desk.connector()
    waits: list[float] = []
    with ThreadPoolExecutor(1) as worker:
        passage = worker.submit(desk.pull, connector)
        while not passage.done():
            code, began = codes[len(waits) * 37 % COUNT], time.monotonic()
            batch = connector.reread((code,)).batch
            waits.append(time.monotonic() - began)
            assert [one.number for _, one in batch.records if isinstance(one, Order)] == [code]
        came = passage.result()
    assert set(codes) <= came
    print(f"{len(waits)} questions at a gate: {max(waits):.2f} s at most")  # noqa: T201
    assert max(waits) < AT_A_GATE.whole_s


def measured_sync(packer: Packer) -> float:
    """One round of the program, whole; gives the most memory it held, in megabytes."""
    told = command(packer.folder, "sync", "--once")
    program = subprocess.Popen(told, stdout=subprocess.DEVNULL, env=packer.env, cwd=TOP)
    most = 0
    status = Path(f"/proc/{program.pid}/status")
    while program.poll() is None:
        held = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
        most = max([most, *(int(line.split()[1]) for line in held)])
        time.sleep(0.05)
    assert program.returncode == 0
    return most / 1024


def states(packer: Packer) -> dict[str, str]:
    """Every order of the crowd the desk knows, with its state; none twice."""
    told = [json.loads(line) for line in packer.done("orders", "--json").splitlines()]
    counts = Counter(one["number"] for one in told)
    assert max(counts.values()) == 1
    return {one["number"]: one["state"] for one in told if one["number"].startswith(PREFIX)}


def test_the_crowd_is_what_it_says(shop: Shop, codes: list[str]) -> None:
    rows = run(
        shop.database,
        f'SELECT count(*), count(DISTINCT "orderPlacedAt") FROM "order" WHERE code LIKE \'{PREFIX}%\'',
    )
    assert rows == [f"{COUNT}|{-(-COUNT // TOGETHER)}"]
    assert len(shop.lines(codes[0])) == 2
