"""Cartons at the desk: proposed with a reason, required where the shop wants it, counted in a ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from packstation.desk import care
from packstation.desk.desk import Desk
from packstation.desk.options import DeskOptions
from packstation.domain.carton import Fit
from packstation.domain.intake import Carton, Product
from packstation.domain.order import Line
from packstation.domain.scan import Answer, Verdict
from packstation.settings import KEYS, load
from packstation.store import migrations
from packstation.store.carton_ledger import CartonMove
from packstation.store.store import Store
from packstation.words import load as load_words
from tests.builders import NOON, events, make_desk, make_order, numbers, scan_all, take_in, verdicts
from tests.desk.shirts import BOOK, FIRST, ONE, SHIRT, TWO, shirts

SMALL = Carton("B1", (180, 120, 90), 60, 5000, 100)
MIDDLE = Carton("B3", (300, 200, 120), 120, 5000, 100)
WORDS = load_words("en")


def desk_with(folder: Path, *records: object, **options: object) -> Desk:
    chosen = replace(DeskOptions(promise=timedelta(hours=48)), **options)  # type: ignore[arg-type]
    return make_desk(folder / "data", *records, options=chosen)  # type: ignore[arg-type]


def said(answer: Answer) -> str:
    return WORDS.say(answer)


# --- proposed -------------------------------------------------------------------------------------------------


def test_the_carton_is_proposed_from_the_first_moment(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, shirts(), SMALL, MIDDLE)
    for codes in ((), (ONE,), (SHIRT,)):
        scan_all(desk, *codes)
        view = desk.view(ONE)
        assert view is not None
        assert view.proposals[1].carton == MIDDLE


def test_the_last_unit_names_the_carton_where_none_was_chosen(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, shirts(), shirts(TWO), SMALL, MIDDLE)
    assert said(scan_all(desk, ONE, SHIRT, SHIRT)[-1]).endswith("Carton B3 fits.")
    scan_all(desk, FIRST)
    assert "Carton" not in said(scan_all(desk, TWO, "PKBOXB3", SHIRT, SHIRT)[-1])


def test_nothing_is_said_of_cartons_where_there_are_none_or_they_are_off(tmp_path: Path) -> None:
    plain = desk_with(tmp_path / "a", shirts())
    assert "also" not in scan_all(plain, ONE, SHIRT, SHIRT)[-1].facts
    off = desk_with(tmp_path / "b", shirts(), MIDDLE, carton="off")
    assert "also" not in scan_all(off, ONE, SHIRT, SHIRT)[-1].facts
    assert off.view(ONE).proposals == {}  # type: ignore[union-attr]


@pytest.fixture(autouse=True)
def folders(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()


def test_what_no_carton_holds_and_what_takes_several_is_said(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, shirts(), SMALL)
    assert "No carton holds 白色棉T恤." in said(scan_all(desk, ONE, SHIRT, SHIRT)[-1])
    split = desk_with(tmp_path / "a", shirts(count=8), MIDDLE)
    assert said(scan_all(split, ONE, "PKQTY8", SHIRT)[-1]).endswith("2 do: B3 ×2.")


def test_a_size_nobody_knows_makes_no_noise(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, make_order(ONE, Line("x", "BOOK", 1, "绘本")), MIDDLE)
    assert "also" not in scan_all(desk, BOOK)[-1].facts
    proposal = desk.view(ONE).proposals[1]  # type: ignore[union-attr]
    assert (proposal.fit, proposal.goods) == (Fit.UNKNOWN, "绘本")


def test_soft_goods_are_known_by_their_trait(tmp_path: Path) -> None:
    cloth = Product("CLOTH", "桌布", "", ("1",), (), 300, (300, 190, 20), ("soft",))
    order = make_order(ONE, Line("x", "CLOTH", 1, "桌布"))
    desk = desk_with(tmp_path, order, cloth, replace(MIDDLE, inner_mm=(200, 190, 50)))
    assert desk.view(ONE).proposals[1].fit is Fit.FITS  # type: ignore[union-attr]


def test_a_wrong_carton_is_noted_and_not_refused(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, shirts(), SMALL, replace(MIDDLE, max_g=200))
    answers = scan_all(desk, ONE, "PKBOXB1", SHIRT, "PKBOXB3", SHIRT)
    assert verdicts(answers)[1:] == ["command-ok", "item-ok", "command-ok", "order-complete"]
    assert said(answers[2]).endswith("But 白色棉T恤 does not go into carton B1.")
    assert "also" not in answers[3].facts
    assert said(answers[4]).endswith("But carton B3 bears 200 g, and 360 g are in it.")


def test_a_wrong_carton_is_noted_when_it_is_chosen(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, shirts(), SMALL)
    chosen = scan_all(desk, ONE, SHIRT, "PKBOXB1")[-1]
    assert said(chosen) == "Carton B1 it is. But 白色棉T恤 does not go into carton B1."
    assert desk.view(ONE).misfits[1].goods == "白色棉T恤"  # type: ignore[union-attr]


# --- required ---------------------------------------------------------------------------------------------------


def test_no_label_before_the_carton_and_the_carton_prints_it(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, shirts(), SMALL, MIDDLE, carton="required")
    *_, last, asked, chosen, closed = scan_all(desk, ONE, SHIRT, SHIRT, "PKPRINT", "PKBOXB3", FIRST)
    assert (last.verdict, events(last), last.state) == (Verdict.ORDER_COMPLETE, [], "packing")
    assert said(last).endswith("Now scan the carton: B3 fits.")
    assert (asked.verdict, asked.facts["missing"]) == (Verdict.NOT_READY, "carton")
    assert (chosen.verdict, events(chosen), chosen.state) == (
        Verdict.COMMAND_OK,
        ["packed", "label-printed"],
        "labelled",
    )
    assert closed.verdict is Verdict.SHIPPED


def test_a_carton_chosen_before_is_enough(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, shirts(), MIDDLE, carton="required")
    assert events(scan_all(desk, ONE, "PKBOXB3", SHIRT, SHIRT)[-1]) == ["packed", "label-printed"]


def test_the_cartons_own_code_is_enough(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, shirts(), replace(MIDDLE, code="690BOX3"), carton="required")
    answers = scan_all(desk, ONE, SHIRT, SHIRT, "690BOX3", FIRST)
    assert verdicts(answers)[-2:] == ["command-ok", "shipped"]


def test_each_box_must_have_its_own(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, shirts(), MIDDLE, carton="required")
    answers = scan_all(desk, ONE, SHIRT, "PKNEXTBOX", SHIRT, "PKBOXB3", "PKPARCEL1", "PKBOXB3")
    assert said(answers[4]).endswith("Box 1 has no carton yet: scan PKPARCEL1, then its carton.")
    assert events(answers[-1]) == ["packed", "label-printed"]


def test_the_carton_comes_before_the_weight(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, shirts(), MIDDLE, carton="required", weigh=True)
    answers = scan_all(desk, ONE, SHIRT, SHIRT, "PKBOXB3", "PKWEIGHT480")
    assert said(answers[2]).endswith("Now scan the carton: B3 fits.")
    assert said(answers[3]).endswith("Now put the box on the scale.")
    assert (answers[4].verdict, events(answers[4])) == (Verdict.WEIGHT_TAKEN, ["packed", "label-printed"])


def test_wishes_come_before_the_carton(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, shirts(wishes=["礼盒"]), MIDDLE, carton="required")
    answers = scan_all(desk, ONE, SHIRT, SHIRT, "PKTICK", "PKBOXB3")
    assert events(answers[2]) == ["wishes-open"]
    assert answers[3].facts["also"] == "carton-scan-fits"
    assert events(answers[4]) == ["packed", "label-printed"]


def test_units_moved_into_a_new_box_want_its_carton_too(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, shirts(), MIDDLE, carton="required")
    scan_all(desk, ONE, "PKBOXB3", SHIRT, SHIRT)
    desk.void("wrong-box")
    moved = desk.boxing.move(f"{ONE}1", 1, 1, None)
    assert (moved.state, moved.facts["also"]) == ("packing", "carton-scan-fits")
    assert events(scan_all(desk, "PKBOXB3")[0]) == ["packed", "label-printed"]


def test_a_packed_box_without_its_carton_is_not_printed(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, shirts(), MIDDLE, print_when_packed=False)
    scan_all(desk, ONE, SHIRT, SHIRT)
    desk.store.close()
    strict = DeskOptions(promise=timedelta(hours=48), carton="required")
    desk = make_desk(tmp_path / "data", options=strict)
    asked, _, printed = scan_all(desk, "PKPRINT", "PKBOXB3", "PKPRINT")
    assert (asked.verdict, asked.facts["missing"]) == (Verdict.NOT_READY, "carton")
    assert printed.verdict is Verdict.LABEL_PRINTED


def test_the_settings_are_checked(tmp_path: Path) -> None:
    file = tmp_path / "packstation.toml"
    file.write_text('[packing]\ncarton = "required"\ncarton_low = 7\n', encoding="utf-8")
    options = load(file).desk_options()
    assert (options.carton, options.carton_low) == ("required", 7)
    assert KEYS["packing.carton"].allowed == ("suggest", "required", "off")
    assert DeskOptions().carton == KEYS["packing.carton"].default == "suggest"
    assert DeskOptions().carton_low == KEYS["packing.carton_low"].default


# --- how many are left --------------------------------------------------------------------------------------------


def on_hand(desk: Desk, code: str) -> int | None:
    carton = desk.store.catalogue.carton(code)
    assert carton is not None
    return carton.on_hand


def kinds(desk: Desk, code: str) -> list[tuple[str, int]]:
    return [(move.kind, move.change) for move in desk.store.cartons.moves(code)]


def test_shipping_takes_one_carton_a_box(tmp_path: Path) -> None:
    uncounted = Carton("X1", (300, 200, 120))
    desk = desk_with(
        tmp_path, shirts(), make_order(TWO, Line("x", "BOOK", 1, "绘本")), SMALL, MIDDLE, uncounted
    )
    scan_all(desk, ONE, "PKBOXB3", SHIRT, "PKNEXTBOX", "pkboxb3", SHIRT, FIRST)
    assert on_hand(desk, "B3") == 100, "not before it is shipped"
    assert scan_all(desk, "YT0000000000002")[-1].verdict is Verdict.SHIPPED
    assert (on_hand(desk, "B3"), on_hand(desk, "B1")) == (98, 100)
    assert desk.store.cartons.moves("B3")[1] == CartonMove("B3", -1, "ship", ONE)
    scan_all(desk, TWO, "PKBOXX1", BOOK, "YT0000000000003")
    assert (on_hand(desk, "X1"), kinds(desk, "X1")) == (None, [])
    assert desk.store.cartons.sums_up() == []


def test_a_day_of_boxes_ends_with_the_ledger_as_counted(tmp_path: Path) -> None:
    rng = Random(7)
    day = [shirts(f"{5_000_000_000_000_000_000 + n}", 3) for n in range(40)]
    desk = desk_with(tmp_path, *day, SMALL, MIDDLE, *numbers(100, first=100))
    left = {"B1": 100, "B3": 100}
    for order in day:
        scan_all(desk, order.number)
        for unit in range(3):
            if rng.random() < 0.7:
                scan_all(desk, f"PKBOX{rng.choice(tuple(left))}")
            scan_all(desk, SHIRT)
            if unit < 2 and rng.random() < 0.4:
                scan_all(desk, "PKNEXTBOX")
        view = desk.view(order.number)
        assert view is not None
        if rng.random() < 0.2:
            scan_all(desk, "PKEXIT")
            continue
        shipped = scan_all(desk, *(box.waybill for box in view.order.parcels))
        assert shipped[-1].verdict is Verdict.SHIPPED
        for box in view.order.parcels:
            if box.carton:
                left[box.carton] -= 1
    assert {code: on_hand(desk, code) for code in left} == left
    assert min(left.values()) < 100
    assert desk.store.cartons.sums_up() == []


def test_handing_over_takes_one_too(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, shirts(), MIDDLE, ship_on="handover")
    assert scan_all(desk, ONE, "PKBOXB3", SHIRT, SHIRT, FIRST)[-1].verdict is Verdict.HANDED_OVER
    assert on_hand(desk, "B3") == 99


def test_a_new_count_books_the_difference_and_the_same_file_again_nothing(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, shirts(), MIDDLE)
    scan_all(desk, ONE, "PKBOXB3", SHIRT, SHIRT, FIRST)
    again = take_in(desk, MIDDLE)
    assert (again.unchanged, on_hand(desk, "B3")) == (1, 99)
    fresh = take_in(desk, replace(MIDDLE, on_hand=60))
    assert (fresh.updated, on_hand(desk, "B3")) == (1, 60)
    assert kinds(desk, "B3") == [("count", 100), ("ship", -1), ("count", -39)]
    other = take_in(desk, replace(MIDDLE, code="b3", on_hand=None, weight_g=130))
    assert (other.updated, on_hand(desk, "B3")) == (1, 60), "a list without counts says nothing of them"
    assert desk.store.cartons.sums_up() == []


def test_cartons_of_an_older_database_have_an_opening_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = next(n for n, step in enumerate(migrations.STEPS) if step.name == "cartons in a ledger")
    with monkeypatch.context() as older:
        older.setattr(migrations, "STEPS", migrations.STEPS[:place])
        store = Store(tmp_path, NOON)
        with store.transaction():
            for code, count in (("B3", 7), ("B4", None), ("B5", 0)):
                store.database.run(
                    "INSERT INTO carton VALUES (?, '[300,200,120]', 120, 5000, ?)", (code, count)
                )
        store.close()
    store = Store(tmp_path, NOON)
    assert [(move.kind, move.change) for move in store.cartons.moves("B3")] == [("opening", 7)]
    assert store.cartons.moves("B4") == []
    assert store.cartons.sums_up() == []
    store.database.run("UPDATE carton SET on_hand = 6 WHERE code = 'B3'")
    assert store.cartons.sums_up() == ["B3"]
    store.close()


def stock_check(desk: Desk) -> tuple[str, str]:
    check = next(check for check in care.checks(desk) if check.name == "stock")
    return check.level.value, check.reason


def test_the_doctor_looks_at_cartons(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, shirts(), replace(MIDDLE, on_hand=20), Carton("X1"))
    assert stock_check(desk) == ("ok", "fine")
    take_in(desk, replace(MIDDLE, on_hand=19))
    assert stock_check(desk) == ("warning", "cartons-low")
    desk.store.database.run("UPDATE carton SET on_hand = 50 WHERE code = 'B3'")
    assert stock_check(desk) == ("failed", "carton-differs")


def test_the_doctor_says_that_required_cartons_are_not_known(tmp_path: Path) -> None:
    assert stock_check(desk_with(tmp_path, shirts(), carton="required")) == ("warning", "no-cartons")
    assert stock_check(desk_with(tmp_path / "a", shirts())) == ("ok", "fine")
