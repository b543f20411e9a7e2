"""The demo's platform: its news are believable, valid, whole, and the same for the same seed."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from packstation.demo.pretend import next_code
from packstation.demo.story import EVERY, Story
from packstation.demo.world import World, make_world
from packstation.desk.views import WorkList
from packstation.domain.intake import Batch
from packstation.files import read
from tests.builders import NOON, make_desk
from tests.demo.conftest import DEFAULTS
from tests.fakes import FakeClock

BEATS = 60


def _told(folder: Path, world: World, seed: int = 11) -> list[dict[str, Any]]:
    """The news of some beats, as written."""
    inbox = folder / "inbox"
    inbox.mkdir(parents=True)
    story = Story(inbox, world, seed)
    told = []
    for beat in range(BEATS):
        path = story.step(NOON + beat * EVERY)
        assert path.parent == inbox
        told += json.loads(path.read_bytes())["orders"]
    assert len(list(inbox.iterdir())) == BEATS
    return told


def _kind(old: dict[str, Any] | None, new: dict[str, Any]) -> str:
    if old is None:
        return "new"
    changed = {name for name in new if new[name] != old[name]} - {"modified_at", "paid_at", "ship_by"}
    return "+".join(sorted(changed))


def test_every_piece_of_news_is_a_valid_order_file(world: World, tmp_path: Path) -> None:
    _told(tmp_path, world)
    batch: Batch = read(sorted((tmp_path / "inbox").iterdir()), DEFAULTS)
    assert batch.rejects == ()
    assert len(batch.records) == BEATS


def test_the_same_seed_tells_the_same_story(world: World, tmp_path: Path) -> None:
    first = _told(tmp_path / "one", world)
    assert _told(tmp_path / "two", world) == first
    assert _told(tmp_path / "three", world, seed=5) != first


def test_something_of_everything_happens_one_thing_at_a_time(world: World, tmp_path: Path) -> None:
    known = {order["number"]: order for order in world.orders}
    kinds: Counter[str] = Counter()
    closed: set[str] = set()
    for order in _told(tmp_path, world):
        old = known.get(order["number"])
        assert order["number"] not in closed
        if old:
            assert datetime.fromisoformat(order["modified_at"]) > datetime.fromisoformat(old["modified_at"])
            assert order["urges"] >= old["urges"]
        kinds[_kind(old, order)] += 1
        known[order["number"]] = order
        if order["status"] == "TRADE_CLOSED":
            closed.add(order["number"])
    assert set(kinds) == {"new", "urges", "receiver", "lines", "complaint", "status", "lines+status"}
    assert closed
    lines = [line["line"] for order in known.values() for line in order["lines"]]
    assert len(set(lines)) == len(lines)


def test_news_begin_even_in_an_empty_shop(tmp_path: Path) -> None:
    world = make_world(tmp_path / "demo", 0, NOON)
    told = _told(tmp_path, world)
    assert told[0]["urges"] == 0
    assert len({order["number"] for order in told}) > BEATS // 4


def test_a_buyer_whose_parcel_left_is_heard_of_no_more(world: World, tmp_path: Path) -> None:
    (tmp_path / "outbox").mkdir()
    kept = {order["number"] for order in world.orders[100:]}
    rows = "".join(f"{order['number']},圆通速递,YT1,2026-11-11 12:00:00\r\n" for order in world.orders[:100])
    (tmp_path / "outbox" / "shipments-20261111T040000-k.csv").write_text(
        "订单编号,物流公司,运单号,发货时间\r\n" + rows, encoding="utf-8-sig", newline=""
    )
    shipped = {order["number"] for order in world.orders} - kept
    assert not shipped & {order["number"] for order in _told(tmp_path, world)}


def test_a_day_at_the_desk_with_news_coming_in(world: World, tmp_path: Path) -> None:
    """Work with one key while the platform talks: nothing is refused by the files, nothing gets stuck."""
    clock = FakeClock(NOON)
    desk = make_desk(tmp_path / "data", clock=clock)
    for _ in desk.importing.store(desk.importing.read([world.order_file]), 1):
        pass
    story = Story(tmp_path / "data" / "inbox", world)
    known = {order["number"] for order in world.orders}
    taken: Counter[str] = Counter()
    codes: list[str] = []
    for beat in range(160):
        clock.pass_time(seconds=4)
        if beat % 4 == 0:
            story.step(clock.now() - timedelta(seconds=1))
            progress = desk.syncing.pull_now()
            assert progress
            assert progress.tally.rejects == ()
            taken += Counter(new=progress.tally.added, changed=progress.tally.updated)
        rows = desk.queue(WorkList.ALL, None, 1)
        code = next_code(desk.open_view(), rows[0] if rows else None, desk.view)
        assert code
        codes.append(code)
        desk.scan_and_print(code)
    assert taken["new"] >= 5
    assert taken["changed"] >= 28
    assert desk.state().shipped_today >= 22
    assert max(Counter(code for code in codes if code in known).values()) < 6
