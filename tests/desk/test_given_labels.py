"""Labels a carrier or platform gave for an order: printed instead of our own, for exactly their number."""

from __future__ import annotations

import os
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from packstation.desk.desk import Desk
from packstation.desk.options import DeskOptions
from packstation.domain.scan import Answer, Verdict
from packstation.errors import BadInput
from packstation.waybill.label import draw
from packstation.waybill.size import dots
from tests.builders import NOON, make_desk, scan_all, verdicts
from tests.desk.shirts import FIRST, ONE, SHIRT, shirts
from tests.fakes import FakeClock
from tests.readers import zbar, zxing
from tests.waybill.test_given import pdf, png
from tests.waybill.test_label import LABEL

STOCK = DeskOptions().label_size
THEIRS = "773123456789012"


def theirs(size: tuple[int, int] = STOCK, dpi: int = 203) -> Image.Image:
    """A label of somebody else, told from ours by its number."""
    return draw(replace(LABEL, number=THEIRS), size, dpi)


def by_hand(folder: Path, **more: object) -> Desk:
    """A desk that prints on command only."""
    desk = make_desk(folder, shirts(ONE, 1), options=DeskOptions(print_when_packed=False, **more))  # type: ignore[arg-type]
    scan_all(desk, ONE, SHIRT)
    return desk


def keep(desk: Desk, file: Path, page: int | None = None) -> Answer:
    return desk.given_labels.keep(desk.given_labels.reading(ONE, file, page=page)())


def numbers_on(image: Image.Image) -> set[str]:
    return {*zbar(image), *zxing(image)}


def printed(folder: Path, name: str) -> Image.Image:
    return Image.open(folder / "labels" / f"{name}.png").convert("1")


@pytest.fixture
def packed(tmp_path: Path) -> Desk:
    desk = by_hand(tmp_path / "data")
    scan_all(desk, "PKPRINT")
    return desk


def test_it_is_printed_again_and_shown_dot_for_dot_instead_of_our_own(packed: Desk, tmp_path: Path) -> None:
    assert numbers_on(printed(tmp_path / "data", FIRST)) >= {FIRST}
    given = theirs()
    (tmp_path / "given.png").write_bytes(png(given, 203))
    answer = keep(packed, tmp_path / "given.png")
    assert (answer.verdict, answer.order) == (Verdict.COMMAND_OK, ONE)
    shown = packed.label_image(ONE)
    assert shown is not None
    assert shown.tobytes() == given.tobytes()
    assert verdicts(scan_all(packed, "PKREPRINT")) == ["label-printed"]
    assert printed(tmp_path / "data", f"{FIRST}-2").tobytes() == given.tobytes()
    (kept,) = packed.given_labels.folder.iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700


def test_a_page_of_a_pdf_and_another_file_in_its_place(packed: Desk, tmp_path: Path) -> None:
    width, height = dots(STOCK, 203)
    blank = Image.new("1", (width, height), 1)
    (tmp_path / "pages.pdf").write_bytes(pdf(blank, theirs(), dpi=203))
    with pytest.raises(BadInput) as refused:
        keep(packed, tmp_path / "pages.pdf")
    assert refused.value.reason == "given-pages"
    keep(packed, tmp_path / "pages.pdf", page=2)
    shown = packed.label_image(ONE)
    assert shown is not None
    assert THEIRS in numbers_on(shown)
    (tmp_path / "one.png").write_bytes(png(blank, 203))
    keep(packed, tmp_path / "one.png")
    assert len(list(packed.given_labels.folder.iterdir())) == 1
    shown = packed.label_image(ONE)
    assert shown is not None
    assert numbers_on(shown) == set()


@pytest.mark.parametrize("kind", ["size", "text", "broken", "gone"])
def test_what_is_no_label_of_ours_is_refused_and_nothing_kept(
    packed: Desk, tmp_path: Path, kind: str
) -> None:
    file = tmp_path / "given.png"
    wrong = {"size": png(theirs((100, 180)), 203), "text": b"a letter", "broken": png(theirs())[:400]}
    if kind in wrong:
        file.write_bytes(wrong[kind])
    with pytest.raises(BadInput) as refused:
        keep(packed, file)
    expected = {"size": "given-other-size", "text": "given-no-label", "broken": "given-broken"}
    assert refused.value.reason == expected.get(kind, "no-such-file")
    assert not packed.given_labels.folder.exists()
    shown = packed.label_image(ONE)
    assert shown is not None
    assert FIRST in numbers_on(shown)


def test_an_order_without_a_number_has_no_box_for_it(tmp_path: Path) -> None:
    desk = by_hand(tmp_path / "data")
    (tmp_path / "given.png").write_bytes(png(theirs(), 203))
    with pytest.raises(BadInput) as refused:
        keep(desk, tmp_path / "given.png")
    assert refused.value.reason == "no-waybill-yet"


def test_it_belongs_to_its_number_and_goes_with_it(packed: Desk, tmp_path: Path) -> None:
    (tmp_path / "given.png").write_bytes(png(theirs(), 203))
    read = packed.given_labels.reading(ONE, tmp_path / "given.png")()
    keep(packed, tmp_path / "given.png")
    packed.void("torn")
    assert packed.given_labels.keep(read).verdict is Verdict.NOT_READY
    scan_all(packed, "PKPRINT")
    shown = packed.label_image(ONE)
    assert shown is not None
    assert THEIRS not in numbers_on(shown)


@pytest.mark.parametrize("damage", ["gone", "broken"])
def test_a_kept_file_that_was_damaged_prints_nothing_and_says_why(
    packed: Desk, tmp_path: Path, damage: str
) -> None:
    (tmp_path / "given.png").write_bytes(png(theirs(), 203))
    keep(packed, tmp_path / "given.png")
    (kept,) = packed.given_labels.folder.iterdir()
    answer = packed.scan("PKREPRINT")
    if damage == "gone":
        task = packed.printing.plan(answer.jobs[0])
        kept.unlink()
    else:
        kept.write_bytes(b"")
        task = packed.printing.plan(answer.jobs[0])
    assert task is not None
    told = packed.printing.settle(packed.printing.act(task))
    assert told.verdict is Verdict.LABEL_FAILED
    assert told.facts["missing"] == {"gone": "no-such-file", "broken": "given-no-label"}[damage]
    assert not (tmp_path / "data" / "labels" / f"{FIRST}-2.png").exists()


def test_they_go_when_photos_go(tmp_path: Path) -> None:
    clock = FakeClock(NOON)
    desk = make_desk(
        tmp_path / "data",
        shirts(ONE, 1),
        clock=clock,
        options=DeskOptions(print_when_packed=False, photo_days=30),
    )
    assert desk.given_labels.sweep() == 0
    scan_all(desk, ONE, SHIRT, "PKPRINT")
    (tmp_path / "given.png").write_bytes(png(theirs(), 203))
    keep(desk, tmp_path / "given.png")
    (kept,) = desk.given_labels.folder.iterdir()
    os.utime(kept, (NOON.timestamp(),) * 2)
    clock.pass_time(days=29)
    assert desk.given_labels.sweep() == 0
    clock.pass_time(days=2)
    assert (desk.given_labels.sweep(), desk.given_labels.sweep()) == (1, 0)


def test_a_page_of_bytes_says_nothing_of_its_buyer(packed: Desk, tmp_path: Path) -> None:
    file = BytesIO()
    theirs().save(file, "PNG")
    (tmp_path / "given.png").write_bytes(file.getvalue())
    assert "PNG" not in repr(packed.given_labels.reading(ONE, tmp_path / "given.png")())
