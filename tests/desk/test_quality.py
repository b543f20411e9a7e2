"""Flawed pieces: on record with what was seen, out of the box, into quarantine, replaced or waited for."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from packstation.desk.desk import Desk
from packstation.desk.options import DeskOptions
from packstation.domain.intake import StockCount
from packstation.domain.order import Line
from packstation.domain.quality import Flaw, Instead, instead
from packstation.domain.scan import Verdict
from packstation.errors import BadInput
from packstation.settings import Settings
from tests.builders import NOON, make_desk, make_order, take_in
from tests.desk.shirts import BOOK, CUP, ONE, TWO
from tests.fakes import FakeClock

CUPS = Line(f"{ONE}1", "CUP", 2, "陶瓷茶杯", "青花")
BOOKS = Line(f"{ONE}2", "BOOK", 1, "儿童绘本")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOON)


def desk_with(tmp_path: Path, clock: FakeClock, *lines: Line, cups: int = 50, **options: object) -> Desk:
    chosen = replace(DeskOptions(), **options)  # type: ignore[arg-type]
    count = StockCount("CUP", "B-11-1", cups)
    desk = make_desk(tmp_path / "data", make_order(ONE, *lines), count, clock=clock, options=chosen)
    for code in (ONE, CUP, CUP):
        desk.scan(code)
    return desk


def test_what_was_seen_is_on_record_and_the_piece_in_quarantine(tmp_path: Path, clock: FakeClock) -> None:
    desk = desk_with(tmp_path, clock, CUPS)
    answer = desk.quality.fail("broken", ("无破损",), "  handle off ")
    assert answer.verdict is Verdict.QUALITY_FAILED
    assert (answer.got, answer.need, answer.facts["also"]) == (1, 2, "replacement")
    assert (answer.facts["bin"], answer.facts["left"]) == ("B-11-1", 48)
    (found,) = desk.store.defects.of_order(ONE)
    assert (found.sku, found.flaw) == ("CUP", Flaw("broken", ("无破损",), "handle off"))
    shelf = desk.stockroom.bins("CUP")[0]
    assert (shelf.units, shelf.damaged) == (48, 1)
    row = desk.store.journal.of_order(ONE)[-1]
    assert (row.verb, row.verdict) == ("fail", "quality-failed")
    assert '"reason":"broken"' in row.data


def test_a_flawed_piece_that_was_not_replaced_ships_nothing(tmp_path: Path, clock: FakeClock) -> None:
    desk = desk_with(tmp_path, clock, CUPS)
    assert desk.scan("PKFAIL").verdict is Verdict.QUALITY_FAILED
    for code in ("PKPRINT", "PKSHIP", "PKPASS", "PKREPRINT"):
        assert desk.scan_and_print(code).verdict is Verdict.NOT_READY
    assert desk.scan(CUP).events[-1].value == "quality-needed"
    assert desk.scan_and_print("PKPASS").events[-1].value == "label-printed"
    assert desk.scan("YT0000000000001").verdict is Verdict.SHIPPED


def test_a_kind_nobody_knows_is_another_one(tmp_path: Path, clock: FakeClock) -> None:
    desk = desk_with(tmp_path, clock, CUPS)
    desk.quality.fail("<b>", note="路" * 10_000)
    (found,) = desk.store.defects.of_order(ONE)
    assert (found.flaw.kind, len(found.flaw.note)) == ("other", 500)


def test_the_shops_own_kind_of_flaw_is_kept_by_its_name(tmp_path: Path, clock: FakeClock) -> None:
    settings = Settings(
        {"quality.kinds": ["起球", " 起球 ", "", "dirty", "<b>色差很大的一种非常长非常长的说法</b>"]}
    )
    kinds = settings.desk_options().defect_kinds
    assert kinds == ("起球", "<b>色差很大的一种非常长非常长的说法<")
    desk = desk_with(tmp_path, clock, CUPS, defect_kinds=kinds)
    desk.quality.fail("起球")
    assert [found.flaw.kind for found in desk.store.defects.of_order(ONE)] == ["起球"]


@pytest.mark.parametrize(
    ("free", "others", "way"),
    [(3, 0, Instead.FETCH), (None, 0, Instead.FETCH), (0, 0, Instead.WAIT), (-1, 2, Instead.SEND_REST)],
)
def test_what_is_done_instead(free: int | None, others: int, way: Instead) -> None:
    assert instead(free, others) is way


def test_without_another_piece_the_rest_may_go(tmp_path: Path, clock: FakeClock) -> None:
    desk = desk_with(tmp_path, clock, CUPS, BOOKS, cups=2)
    assert desk.quality.fail("dirty").facts["also"] == "none-left-rest"
    desk.shortages.send_rest(ONE, "agreed")
    desk.scan("PKPASS")
    assert desk.scan_and_print(BOOK).events[-1].value == "label-printed"


def test_the_rate_counts_what_was_looked_at(tmp_path: Path, clock: FakeClock) -> None:
    desk = desk_with(tmp_path, clock, CUPS)
    desk.quality.fail("broken")
    assert desk.quality.rate("CUP").percent == 100
    desk.scan(CUP)
    desk.scan_and_print("PKPASS")
    desk.scan("YT0000000000001")
    rate = desk.quality.rate("CUP")
    assert (rate.flawed, rate.looked_at, round(rate.percent)) == (1, 3, 33)
    assert desk.quality.rates() == [rate]
    clock.pass_time(days=40)
    assert desk.quality.rate("CUP").looked_at == 0


# --- photos -------------------------------------------------------------------------------------------------


def picture(path: Path) -> Path:
    Image.new("RGB", (300, 200), "red").save(path)
    return path


def test_a_photo_is_named_by_order_and_time_and_goes_in_its_time(tmp_path: Path, clock: FakeClock) -> None:
    desk = desk_with(tmp_path, clock, CUPS, photo_days=30)
    defect = desk.quality.fail("broken").facts["defect"]
    assert isinstance(defect, int)
    data = desk.photos.reading(picture(tmp_path / "a.png"))()
    name = desk.photos.writing(desk.photos.name_for(ONE, 1), data)()
    desk.photos.note(defect, name)
    assert name == f"{ONE}-20261111T040000-1.jpg"
    kept = desk.photos.folder / name
    assert kept.stat().st_mode & 0o777 == 0o600
    found = desk.store.defects.get(defect)
    assert found is not None
    assert found.photos == (name,)
    clock.pass_time(days=29)
    assert desk.photos.sweep() == 0
    clock.pass_time(days=2)
    assert (desk.photos.sweep(), desk.photos.sweep()) == (1, 0)
    assert not kept.exists()
    assert desk.store.defects.of_order(ONE)[0].photos == ()


def test_no_name_from_outside_leads_out_of_the_folder(tmp_path: Path, clock: FakeClock) -> None:
    desk = desk_with(tmp_path, clock, CUPS)
    for number in ("../../etc/passwd", "a\0b", "C:\\x", "x" * 300, "路/"):
        name = desk.photos.name_for(number, 1)
        assert Path(name).name == name
        assert len(name) < 100
        assert "\0" not in name


def test_a_photo_of_the_phone_that_came_just_now(tmp_path: Path, clock: FakeClock) -> None:
    phone = tmp_path / "phone"
    phone.mkdir()
    desk = desk_with(tmp_path, clock, CUPS, phone_folder=str(phone))
    with pytest.raises(BadInput) as refused:
        desk.photos.from_phone()()
    assert refused.value.reason == "no-new-photo"
    shot = picture(phone / "IMG_1.png")
    os.utime(shot, (NOON.timestamp() - 60,) * 2)
    assert desk.photos.from_phone()().startswith(b"\xff\xd8")
    clock.pass_time(minutes=30)
    with pytest.raises(BadInput):
        desk.photos.from_phone()()


def test_a_defect_outlives_its_photo(tmp_path: Path, clock: FakeClock) -> None:
    desk = desk_with(tmp_path, clock, CUPS)
    desk.quality.fail("broken")
    with pytest.raises(BadInput):
        desk.photos.from_camera(b"no picture")()
    desk.photos.note(999, "x.jpg")
    assert [one.photos for one in desk.store.defects.of_order(ONE)] == [()]
    take_in(desk, make_order(TWO, replace(CUPS, line="9")))
    clock.pass_time(days=timedelta(days=400).days)
    assert desk.photos.sweep() == 0
