"""What a code means: every way goods, parcels and people write it, and what is refused because it means two things."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.desk.desk import Desk
from packstation.domain.intake import Carton, Product
from packstation.domain.order import Line
from packstation.domain.people import Person, Role
from packstation.domain.scan import Verdict
from packstation.words import load
from tests.builders import make_desk, make_order, verdicts

ORDER = "4065712345678900001"
SHIRT = "6901234567892"
UPC = "036000291452"
GS = "\x1d"


def desk_with(folder: Path, *more: object, quantity: int = 40) -> Desk:
    lines = (Line("1", "TS-L", quantity, "白色棉T恤", "L"), Line("2", "SODA", quantity, "汽水"))
    soda = Product("SODA", "汽水", "", (UPC, "SODA-abc"), (("10036000291459", 12),))
    return make_desk(folder, soda, make_order(ORDER, *lines), *more)  # type: ignore[arg-type]


def got(desk: Desk, code: str) -> tuple[str, str | None, int | None]:
    answer = desk.scan(code)
    return answer.verdict.value, answer.line, answer.got


@pytest.mark.parametrize(
    ("code", "line", "units"),
    [
        (SHIRT, "1", 1),
        (f"0{SHIRT}", "1", 1),
        (f"]E0{SHIRT}", "1", 1),
        (f"  {SHIRT}\r\n", "1", 1),
        ("６９０１２３４５６７８９２", "1", 1),
        (f"\u200f{SHIRT}\u200e", "1", 1),
        ("ts-l", "1", 1),
        (UPC, "2", 1),
        (f"0{UPC}", "2", 1),
        (f"00{UPC}", "2", 1),
        ("soda-ABC", "2", 1),
        ("10036000291459", "2", 12),
        (f"]C10100{UPC}", "2", 1),
        (f"]C10100{UPC}3003", "2", 3),
        ("]d20110036000291459", "2", 12),
        (f"]C10200{UPC}3706", "2", 6),
        (f"]d20100{UPC}10LOT7{GS}21A1{GS}17271231", "2", 1),
        (f"{GS}0100{UPC}21A2", "2", 1),
        (f"］Ｃ１0100{UPC}", "2", 1),
    ],
)
def test_goods_by_every_name_they_go_by(tmp_path: Path, code: str, line: str, units: int) -> None:
    desk = desk_with(tmp_path)
    desk.scan(ORDER)
    assert got(desk, code) == ("item-ok", line, units)


def test_element_strings_are_read_only_when_marked(tmp_path: Path) -> None:
    desk = desk_with(tmp_path)
    desk.scan(ORDER)
    assert got(desk, f"0100{UPC}3003")[0] == "unknown-code"


def test_a_case_is_not_the_piece_in_it(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, quantity=5)
    desk.scan(ORDER)
    assert got(desk, "10036000291459")[0] == "too-many"


def test_the_same_serial_number_counts_once_and_again_after_an_undo(tmp_path: Path) -> None:
    desk = desk_with(tmp_path)
    desk.scan(ORDER)
    code = f"]d20100{UPC}21SN1"
    answers = [desk.scan(each) for each in (code, code, "PKUNDO", code, f"]d20100{UPC}21SN2")]
    assert verdicts(answers) == ["item-ok", "duplicate-scan", "undone", "item-ok", "item-ok"]
    assert "SN1" in load("en").say(answers[1])


def test_goods_past_their_date_are_put_aside(tmp_path: Path) -> None:
    desk = desk_with(tmp_path)
    desk.scan(ORDER)
    assert got(desk, f"]d20100{UPC}17261110")[0] == "wrong-item"
    assert got(desk, f"]d20100{UPC}17261111")[0] == "item-ok"
    rows = desk.store.journal.of_order(ORDER)
    assert '"expires":"2026-11-10"' in rows[-2].data
    assert date(2026, 11, 11) == desk.clock.now().date()


def test_lot_and_serial_are_in_the_journal(tmp_path: Path) -> None:
    desk = desk_with(tmp_path)
    desk.scan(ORDER)
    desk.scan(f"]d20100{UPC}10LOT7{GS}21A1{GS}17271231")
    data = desk.store.journal.of_order(ORDER)[-1].data
    assert all(part in data for part in ('"lot":"LOT7"', '"serial":"A1"', '"expires":"2027-12-31"'))


def test_two_meanings_are_refused_with_the_choices(tmp_path: Path) -> None:
    twin = Product("CASE", "整箱汽水", "", ("0036000291452",))
    desk = desk_with(tmp_path, twin)
    desk.scan(ORDER)
    answer = desk.scan(UPC)
    assert answer.verdict is Verdict.AMBIGUOUS_CODE
    assert answer.got is None
    said = load("en").say(answer)
    assert "汽水 × 1" in said
    assert "整箱汽水 × 1" in said


def test_kinds_of_meanings_are_named(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, Product(ORDER, "像订单号的商品"))
    said = load("en").say(desk.scan(ORDER))
    assert f"order {ORDER}" in said
    assert "像订单号的商品 × 1" in said


def test_parcels_badges_and_cartons_by_their_own_codes(tmp_path: Path) -> None:
    people = (Person("A17", "李姐", Role.LEAD), Person("B5", "王师傅"))
    desk = desk_with(tmp_path, *people, Carton("BX3", (300, 200, 100), 120))
    assert got(desk, SHIRT)[0] == "login-needed"
    assert got(desk, "nobody")[0] == "login-needed"
    assert got(desk, "a17")[0] == "logged-in"
    assert desk.state().packer_name == "李姐"
    desk.scan(ORDER)
    assert got(desk, "BX3")[0] == "command-ok"
    assert desk.open_view().order.parcels[0].carton == "BX3"  # type: ignore[union-attr]
    assert got(desk, "]C0PKUSERB5")[0] == "logged-in"


@pytest.mark.parametrize("code", ["YT0000000000001", "yt0000000000001", "]C0YT0000000000001"])
def test_the_closing_scan_in_every_spelling(tmp_path: Path, code: str) -> None:
    desk = desk_with(tmp_path, quantity=1)
    for each in (ORDER, SHIRT, UPC):
        desk.scan_and_print(each)
    assert got(desk, code)[0] == "shipped"


@pytest.mark.parametrize(
    "typed",
    [
        "PKATY&à",  # PKQTY10 typed on a French keyboard
        "¨KUNDO",
        "яршещ",
    ],
)
def test_unknown_stays_unknown_or_names_the_layout_and_counts_nothing(tmp_path: Path, typed: str) -> None:
    desk = desk_with(tmp_path)
    answer = desk.scan(typed)
    assert answer.verdict is Verdict.UNKNOWN_CODE
    if typed == "PKATY&à":
        assert answer.facts["missing"] == "layout"
        assert str(answer.facts["layout"]) in load("en").say(answer)


def test_a_bent_barcode_is_blamed_on_the_keyboard_and_a_strange_one_is_not(tmp_path: Path) -> None:
    desk = desk_with(tmp_path)
    bent = SHIRT.translate(str.maketrans("1234567890", "&é\"'(-è_çà"))
    assert desk.scan(bent).facts["missing"] == "layout"
    assert desk.scan("SODA:abcd").facts.get("missing") is None
    assert desk.scan("6901234567893").facts.get("missing") is None


def test_a_marked_code_of_unknown_goods_names_the_article(tmp_path: Path) -> None:
    answer = desk_with(tmp_path).scan("]C10104006381333931")
    assert (answer.verdict, answer.facts["missing"]) == (Verdict.UNKNOWN_CODE, "gtin")
    assert "04006381333931" in load("zh_CN").say(answer)


def test_a_code_without_its_end_counts_nothing(tmp_path: Path) -> None:
    desk = desk_with(tmp_path)
    desk.scan(ORDER)
    answer = desk.scan(SHIRT, complete=False)
    assert (answer.verdict, answer.facts["missing"]) == (Verdict.UNKNOWN_CODE, "broken-off")


NOISE = st.one_of(
    st.text(max_size=80),
    st.text(alphabet="\x00\x02\x03\x1b\x1d\r\n\t😀\u202e\u200f]C1d2019", max_size=60),
    st.just("X" * 5000),
    st.binary(max_size=60).map(lambda raw: raw.decode("latin-1")),
)


@pytest.fixture(scope="module")
def noisy(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = desk_with(tmp_path_factory.mktemp("noise"))
    desk.scan(ORDER)
    return desk


@given(NOISE)
def test_whatever_comes_is_answered_and_counts_nothing(noisy: Desk, noise: str) -> None:
    before = noisy.open_view()
    answer = noisy.scan(noise)
    assert load("zh_CN").say(answer)
    assert answer.verdict in (Verdict.UNKNOWN_CODE, Verdict.AMBIGUOUS_CODE)
    after = noisy.open_view()
    assert before is not None
    assert after is not None
    assert before.order == after.order
