"""A shipment is told exactly once, whatever happens between plan, act and settle."""

from __future__ import annotations

import contextlib
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packstation.desk.desk import Desk
from packstation.desk.importing import Importing
from packstation.desk.syncing import Syncing
from packstation.domain.outbox import Delivered, Entry, EntryState, reason_of
from packstation.domain.shipment import Shipment
from packstation.files import shipments_csv
from packstation.platforms import folder as folder_platform
from packstation.platforms.folder import FolderPlatform
from packstation.store.store import as_text
from tests.builders import NOON, make_desk, make_order, scan_all
from tests.fakes import FakePlatform

SHIRT = "6901234567892"


def shipped(tmp_path: Path, count: int) -> tuple[Desk, Syncing, FakePlatform]:
    """A desk that has shipped some orders, talking to a platform with books of its own."""
    orders = [make_order(f"{6000000000000000000 + n}", due_h=n + 1) for n in range(count)]
    desk = make_desk(tmp_path / "data", *orders)
    for n in range(count):
        scan_all(desk, SHIRT, SHIRT, f"YT{n + 1:013d}")
    platform = FakePlatform()
    place = desk._place
    return desk, Syncing(place, Importing(place), "", platform), platform


@settings(max_examples=30, deadline=None)
@given(script=st.lists(st.sampled_from(["ok", "down", "later", "lost-reply"]), max_size=12))
def test_whatever_the_platform_answers_each_shipment_is_booked_once(
    tmp_path_factory: pytest.TempPathFactory, script: list[str]
) -> None:
    desk, syncing, platform = shipped(tmp_path_factory.mktemp("desk"), 3)
    platform.script = list(script)
    for _ in range(20):
        syncing.push_now()
        desk.clock.pass_time(hours=1)  # type: ignore[attr-defined]
    assert len(platform.books) == len(set(platform.books)) == 3
    assert desk.store.outbox.counts() == (0, 0)
    desk.store.close()


def test_a_crash_between_act_and_settle_delivers_the_same_key_again(tmp_path: Path) -> None:
    desk, syncing, platform = shipped(tmp_path, 1)
    (entry,) = syncing.plan()
    assert syncing.deliver(entry) == Delivered()
    desk.store.close()
    again = make_desk(tmp_path / "data")
    after = Syncing(again._place, Importing(again._place), "", platform)
    (same,) = after.plan()
    assert same.key == entry.key
    assert after.push_now().delivered == 1
    assert platform.books == [entry.key]


def test_a_refused_shipment_is_parked_and_holds_up_no_other(tmp_path: Path) -> None:
    desk, syncing, platform = shipped(tmp_path, 3)
    platform.script = ["no"]
    done = syncing.push_now()
    assert (done.delivered, done.parked) == (2, 1)
    assert desk.store.outbox.counts() == (0, 1)
    assert desk.counts()[next(name for name in desk.counts() if name == "not-synced")] == 1
    number = "6000000000000000000"
    assert desk.exceptions.retry(number).facts["amount"] == 1
    assert syncing.push_now().delivered == 1


def test_a_later_answer_waits_as_long_as_it_said(tmp_path: Path) -> None:
    desk, syncing, platform = shipped(tmp_path, 1)
    platform.script = ["later"]
    assert syncing.push_now().later == 1
    desk.clock.pass_time(seconds=6)  # type: ignore[attr-defined]
    assert syncing.plan() == []
    desk.clock.pass_time(seconds=2)  # type: ignore[attr-defined]
    assert syncing.push_now().delivered == 1


class Cut(Exception):
    """The power goes."""


def entry_for(number: str) -> Entry:
    shipment = Shipment(f"{number}-YT1", number, "YTO", "圆通速递", "YT1", NOON)
    return Entry(shipment.key, number, "shipment", as_text(shipment), NOON)


def publish(folder: Path) -> FolderPlatform:
    return FolderPlatform(
        folder,
        read=lambda _: pytest.fail("not read here"),
        shipments_csv=lambda shipments: shipments_csv(shipments, UTC),
        write_rejects=lambda _path, _rejects: None,
    )


@pytest.mark.parametrize("collected", [False, True], ids=["file left there", "file taken away at once"])
@pytest.mark.parametrize("step", range(8))
def test_a_power_cut_at_any_step_of_publishing_leaves_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int, *, collected: bool
) -> None:
    """Cut before the n-th write or sync or rename, then start again; the shop may empty the folder in between."""
    platform, entry = publish(tmp_path), entry_for("1")
    count = 0

    def cutting(name: str) -> None:
        original = getattr(folder_platform, name)

        def wrapped(*args: object) -> object:
            nonlocal count
            count += 1
            if count > step:
                raise Cut
            return original(*args)

        monkeypatch.setattr(folder_platform, name, wrapped)

    with monkeypatch.context() as context:
        monkeypatch = context
        cutting("_write_synced")
        cutting("_sync")
        with contextlib.suppress(Cut):
            platform.deliver(entry)
    seen = collect(tmp_path) if collected else 0
    assert publish(tmp_path).deliver(entry) == Delivered()
    assert publish(tmp_path).deliver(entry) == Delivered()
    assert seen + len(list((tmp_path / "outbox").glob("*.csv"))) == 1


def collect(folder: Path) -> int:
    """The shop takes its files away."""
    files = list((folder / "outbox").glob("*.csv"))
    for path in files:
        path.unlink()
    return len(files)


def test_a_full_outbox_disk_means_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_path: Path, _contents: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folder_platform, "_write_synced", full)
    desk = make_desk(tmp_path / "data", make_order())
    scan_all(desk, "4065712345678901234", SHIRT, SHIRT, "YT0000000000001")
    assert desk.syncing.push_now().later == 1
    (entry,) = desk.store.outbox.of_order("4065712345678901234")
    reason, data = reason_of(entry.error)
    assert (entry.state, entry.attempts, reason) == (EntryState.PENDING, 1, "folder-unwritable")
    assert data["detail"] == "No space left on device"
    assert entry.not_before == NOON + timedelta(seconds=5)
