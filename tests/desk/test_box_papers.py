"""Papers in the box and at the door: right goods, no price where the buyer wants none, what was signed for."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from packstation.desk.box_papers import Kind
from packstation.desk.desk import Desk
from packstation.domain.order import Line
from packstation.errors import BadInput, StoreTrouble
from packstation.waybill.table_paper import TablePaper
from packstation.words import load
from tests.builders import make_desk, make_order, scan_all
from tests.desk.shirts import FIRST, ONE, SHIRT, TWO, shirts

WORDS = load("zh_CN")


def world(tmp_path: Path, message: str = "") -> Desk:
    lines = (
        Line("1", "TS-L", 2, "白色棉T恤", "L", Decimal("59.00")),
        Line("2", "BOOK", 1, "儿童绘本", "", Decimal("30.50")),
        Line("3", "CUP", 1, "茶杯", "", Decimal("9.00"), refund="SUCCESS"),
    )
    return make_desk(tmp_path / "data", make_order(ONE, *lines, message=message), shirts(TWO, 1))


def slip(desk: Desk, kind: Kind) -> TablePaper:
    order = desk.store.orders.get(ONE)
    assert order is not None
    return desk.box_papers.paper(order, kind, WORDS)


def test_a_slip_lists_what_is_sent_and_adds_it_up(tmp_path: Path) -> None:
    desk = world(tmp_path)
    assert slip(desk, Kind.PACKING).rows == (("白色棉T恤\nL · TS-L", "×2"), ("儿童绘本\nBOOK", "×1"))
    made = slip(desk, Kind.PRICED)
    assert made.rows[0][2:] == ("¥59.00", "¥118.00")
    assert made.sums == ("共 3 件", "合计 ¥148.50")


def test_no_price_leaves_the_house_where_the_buyer_wants_none(tmp_path: Path) -> None:
    desk = world(tmp_path, message="送人的，不要放价格单")
    made = slip(desk, Kind.PRICED)
    assert "¥" not in "".join((*made.sums, *(cell for row in made.rows for cell in row)))


def test_other_money_is_named_and_never_added_to_ours(tmp_path: Path) -> None:
    lines = Line("1", "MUG", 2, "Mug", "", Decimal("12.90")), Line("2", "PEN", 1, "Pen", "", Decimal(5))
    desk = make_desk(tmp_path, make_order(ONE, *lines, currency="EUR"))
    made = slip(desk, Kind.PRICED)
    assert [row[2:] for row in made.rows] == [("EUR 12.90", "EUR 25.80"), ("EUR 5.00", "EUR 5.00")]
    assert made.sums[-1] == "合计 EUR 30.80"
    assert "¥" not in repr(replace(made, folio=folio))


def test_orders_of_two_currencies_in_one_box_have_a_sum_each(tmp_path: Path) -> None:
    euros = make_order(ONE, Line("1", "MUG", 1, "Mug", "", Decimal("12.90")), currency="EUR")
    yen = make_order(TWO, Line("1", "PEN", 2, "Pen", "", Decimal(750)), currency="JPY")
    desk = make_desk(tmp_path, euros, yen)
    desk.companions.join(ONE, (TWO,))
    made = slip(desk, Kind.PRICED)
    assert [row[2:] for row in made.rows] == [("EUR 12.90", "EUR 12.90"), ("JPY 750", "JPY 1500")]
    assert made.sums[-1] == "合计 EUR 12.90 + JPY 1500"


def folio(page: int, pages: int) -> str:
    return f"{page}/{pages}"


def test_the_buyer_s_name_is_masked_and_his_message_on_no_paper(tmp_path: Path) -> None:
    desk = world(tmp_path, message="楼下有门禁")
    for kind in (Kind.PACKING, Kind.RETURN):
        text = repr(replace(slip(desk, kind), folio=folio))
        assert "李明" not in text
        assert "13812345678" not in text
        assert "门禁" not in text


def test_papers_are_written_as_pdf_or_png_of_their_size(tmp_path: Path) -> None:
    desk = world(tmp_path)
    for kind in Kind:
        desk.box_papers.write(tmp_path / f"{kind}.pdf", ONE, kind, WORDS, "A5", "生日快乐")
        assert (tmp_path / f"{kind}.pdf").read_bytes().startswith(b"%PDF")
    desk.box_papers.write(tmp_path / "slip.png", ONE, Kind.PACKING, WORDS, "76x130")
    assert (tmp_path / "slip.png").read_bytes().startswith(b"\x89PNG")


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    desk = world(tmp_path)
    papers = desk.box_papers
    for number, name, size in (("77", "a.pdf", "A5"), (ONE, "a.doc", "A5"), (ONE, "a.pdf", "B9")):
        with pytest.raises(BadInput):
            papers.write(tmp_path / name, number, Kind.PACKING, WORDS, size)
    with pytest.raises(StoreTrouble):
        papers.write(tmp_path / "nowhere" / "a.pdf", ONE, Kind.PACKING, WORDS)


def test_the_manifest_lists_what_the_courier_took(tmp_path: Path) -> None:
    desk = world(tmp_path)
    scan_all(desk, TWO, SHIRT, FIRST, "PKHANDOVER", FIRST, "PKHANDED")
    handover = desk.handing_over.handover(desk.handing_over.latest(1)[0].id)
    assert handover is not None
    made = desk.box_papers.manifest(handover, WORDS)
    assert made.rows == (("1", FIRST, TWO, "1/1", "杭州市", ""),)
    assert (made.sums, made.code) == (("共 1 件",), "PM000001")
    desk.box_papers.write_manifest(tmp_path / "m.pdf", handover, WORDS)
    assert (tmp_path / "m.pdf").read_bytes().startswith(b"%PDF")
