"""Each sheet as the packer meets it: what it shows, what its keys ask for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from packstation import settings
from packstation.desk.views import OrderView
from packstation.domain.order import Hold, HoldKind, Recall, State
from packstation.gui.key_button import Kind
from packstation.gui.label_preview import LabelPreview, as_qimage
from packstation.gui.theme import LIGHT
from packstation.settings import KEYS
from tests.builders import make_desk, make_order
from tests.gui_panels.conftest import MakeHost
from tests.gui_panels.sheets import LABEL, Host, doubtful_view, held_view, keyboard, opened, press
from tests.gui_panels.values import NOW, labelled, make_view, texts_in_sight
from tests.gui_panels.values import make_order as packed_order

CONTROL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


def type_text(text: str) -> None:
    QTest.keyClicks(keyboard(), text)


def confirm() -> None:
    QTest.keyClick(keyboard(), Key.Key_Return, CONTROL)


# --- hold --------------------------------------------------------------------------------------------------------


def test_holding_gives_the_reason_in_words_and_no_date(host: MakeHost) -> None:
    made = host("zh_CN")
    sheet = opened(made.hold())
    press(sheet, Key.Key_Down)
    confirm()
    assert made.heard.calls == [("hold", "商品有问题，要换", None)]
    assert not sheet.is_open


@pytest.mark.parametrize(
    ("lefts", "until"),
    [(2, NOW + timedelta(hours=1)), (1, datetime(2026, 11, 25, 1, 0, tzinfo=UTC)), (0, None)],
)
def test_an_order_comes_back_when_it_was_said(host: MakeHost, lefts: int, until: datetime | None) -> None:
    made = host()
    sheet = opened(made.hold())
    press(sheet, Key.Key_Tab)
    for _ in range(lefts):
        press(sheet, Key.Key_Left)
    confirm()
    assert made.heard.calls == [("hold", "Out of stock, waiting for more", until)]


def test_a_reason_of_ones_own_must_be_written(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.hold())
    for _ in range(6):
        press(sheet, Key.Key_Down)
    confirm()
    assert sheet.note.text() == "Please type the reason first."
    press(sheet, Key.Key_Down)
    type_text("waiting for the lead")
    confirm()
    assert made.heard.calls == [("hold", "waiting for the lead", None)]


def test_the_text_field_is_there_only_for_ones_own_reason(host: MakeHost) -> None:
    sheet = opened(host().hold())
    assert not sheet.reasons.written.isVisible()
    sheet.reasons.choices.choose("other")
    assert sheet.reasons.written.isVisible()
    sheet.reasons.choices.choose("stock")
    assert not sheet.reasons.written.isVisible()


# --- stock -------------------------------------------------------------------------------------------------------


def test_the_first_short_bin_is_chosen(host: MakeHost) -> None:
    sheet = opened(host().stock())
    assert [(row.bin, row.short) for row in sheet.table.rows] == [
        ("A-03-2", 0),
        ("A-03-3", 0),
        ("B-11-1", 1),
        ("", 0),
    ]
    assert sheet.table.chosen is sheet.table.rows[2]


def test_a_bin_is_counted_with_its_reason(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.stock())
    press(sheet, Key.Key_Up)
    press(sheet, Key.Key_Tab)
    type_text("17")
    press(sheet, Key.Key_Tab)
    press(sheet, Key.Key_Right)
    confirm()
    assert made.heard.calls == [("count", "TS-WHT-L", "A-03-3", 17, "Found elsewhere")]
    assert sheet.is_open
    assert sheet.note.text() == "Noted: 17 of 白色棉T恤 L in A-03-3."
    assert sheet.counted.value == ""
    assert [row.units for row in sheet.table.rows] == [17, 3, None]


@pytest.mark.parametrize("text", ["", "-1", "6901234567892", "1.5", "²", "abc"])
def test_what_is_no_count_is_not_noted(host: MakeHost, text: str) -> None:
    made = host()
    sheet = opened(made.stock())
    press(sheet, Key.Key_Tab)
    type_text(text)
    confirm()
    assert made.heard.calls == []
    assert sheet.note.text()
    assert sheet.is_open


def test_goods_without_a_bin_cannot_be_counted(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.stock())
    press(sheet, Key.Key_Down)
    assert sheet.note.text() == "These goods have no bin: they cannot be counted here."
    assert not sheet.counted.isVisible()
    assert not sheet.buttons[-1].isVisible()
    confirm()
    assert made.heard.calls == []


def test_a_bin_is_chosen_by_a_click(host: MakeHost) -> None:
    sheet = opened(host().stock())
    QTest.mouseClick(sheet.table, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    assert sheet.table.chosen is sheet.table.rows[0]


def test_counting_at_a_real_desk_changes_the_shelf(host: MakeHost, tmp_path: Path) -> None:
    order = make_order()
    desk = make_desk(tmp_path / "data", order)
    made = host()

    def count(sku: str, place: str, units: int, reason: str) -> object:
        desk.recount(sku, place, units, reason)
        return desk.stock_rows(order.number)

    made.heard.calls.clear()
    sheet = opened(made.stock(desk.stock_rows(order.number), order.number))
    sheet._count = count  # type: ignore[assignment]
    press(sheet, Key.Key_Tab)
    type_text("7")
    confirm()
    assert [row.units for row in sheet.table.rows] == [7]
    assert desk.stock_rows(order.number)[0].on_hand == 7
    desk.store.close()


# --- quality -----------------------------------------------------------------------------------------------------


def test_all_well_is_one_key(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.quality())
    assert [label.text() for label in sheet.checks] == ["无破损", "无色差"]
    assert sheet.buttons[-1].kind is Kind.PRIMARY
    confirm()
    assert made.heard.calls == [("passed",)]
    assert not sheet.is_open


def test_the_goods_are_pictured(host: MakeHost) -> None:
    sheet = opened(host().quality())
    image = sheet.picture.grab().toImage()
    seen = {image.pixel(x, y) for x in range(0, image.width(), 6) for y in range(0, image.height(), 6)}
    assert sheet.picture.width() >= 160
    assert len(seen) > 2


def test_a_flaw_takes_its_reason(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.quality())
    press(sheet, Key.Key_Down)
    press(sheet, Key.Key_Down)
    assert sheet.buttons[-1].kind is Kind.DANGER
    assert sheet.buttons[-1].text == "Failed: take one out"
    confirm()
    assert made.heard.calls == [("failed", "Broken or torn")]


def test_asked_too_early_it_says_what_is_missing(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.quality(make_view()))
    assert "Nothing waits to be checked" in texts_in_sight(sheet)
    assert "1 missing" in texts_in_sight(sheet)
    confirm()
    assert made.heard.calls == []
    assert not sheet.is_open


# --- review ------------------------------------------------------------------------------------------------------


def test_findings_are_sentences_and_the_wrong_parts_are_marked(host: MakeHost) -> None:
    sheet = opened(host().review())
    text = texts_in_sight(sheet)
    for sentence in (
        "The phone number cannot be right: ask the buyer.",
        "The address is not complete: ask the buyer.",
        "陶瓷茶杯 is short: 2 wanted, 0 free.",
        "No waybill numbers of a permitted carrier (SF, JD)",
    ):
        assert sentence in text
    late = QColor(LIGHT.late)
    red = [part for part, label in sheet.values.items() if label.palette().windowText().color() == late]
    assert red == ["phone", "address"]


def test_the_address_is_masked_until_it_is_asked_for(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.review(clean_view()))
    assert "张** 138****5678" not in texts_in_sight(sheet)
    assert sheet.values["name"].text() == "张**"
    assert "1204" not in texts_in_sight(sheet)
    press(sheet, Key.Key_F6)
    assert sheet.values["phone"].text() == "13812345678"
    assert sheet.values["address"].text() == "浙江省 杭州市 余杭区 仓前街道 文一西路969号3幢1204室"
    press(sheet, Key.Key_F6)
    assert "1204" not in texts_in_sight(sheet)
    assert made.heard.calls == [("revealed",)]


def clean_view() -> OrderView:
    return make_view(packed_order(state=State.HELD, hold=Hold(HoldKind.REVIEW), findings=()))


def test_a_settled_order_goes_on_with_a_note(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.review())
    press(sheet, Key.Key_Tab)
    type_text("called, all right")
    confirm()
    assert made.heard.calls == [("release", "called, all right")]
    assert not sheet.is_open


def test_one_held_by_hand_says_by_whom_and_until_when(host: MakeHost) -> None:
    sheet = opened(host("zh_CN").review(held_view(), NOW))
    text = texts_in_sight(sheet)
    assert "台上挂起：要先联系买家" in text
    assert "2041 挂起" in text
    assert "到 16:03 自动回来" in text


@pytest.mark.parametrize("why", ["recalled", "unpaid"])
def test_what_may_not_go_on_cannot_be_let_go(host: MakeHost, why: str) -> None:
    made = host()
    order = doubtful_view().order
    order = (
        replace(order, recall=Recall.REFUND)
        if why == "recalled"
        else replace(order, hold=Hold(HoldKind.UNPAID), findings=())
    )
    sheet = opened(made.review(make_view(order)))
    assert [button.key for button in sheet.buttons] == ["F6", "Esc"]
    confirm()
    assert made.heard.calls == []


# --- label -------------------------------------------------------------------------------------------------------


def test_the_label_is_shown_dot_for_dot() -> None:
    image = Image.new("1", (8, 4), 1)
    image.putpixel((3, 2), 0)
    shown = as_qimage(image)
    assert shown.size() == QSize(8, 4)
    dark = [(x, y) for y in range(4) for x in range(8) if shown.pixelColor(x, y).value() < 128]
    assert dark == [(3, 2)]


def test_the_label_is_as_big_as_the_paper(host: MakeHost) -> None:
    made = host(size=(1920, 1080))
    preview = opened(made.waybill()).preview
    assert preview is not None
    assert preview.percent == 100
    assert preview.size_mm == (100, 150)
    inch = preview._screen_dpi()
    assert preview.paper.width() == round(799 / 203 * inch)


def test_a_label_too_big_for_the_screen_is_shrunk_whole(host: MakeHost) -> None:
    host()
    preview = LabelPreview(LIGHT, LABEL, 203, QSize(300, 300))
    assert preview.width() <= 300
    assert preview.height() <= 300
    assert preview.percent < 100
    assert abs(preview.paper.width() / preview.paper.height() - 799 / 1199) < 0.01


def test_just_looking_does_nothing(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.waybill())
    assert not sheet.buttons[-1].isVisible()
    assert "YT 1234 5678 90123" in texts_in_sight(sheet)
    confirm()
    assert made.heard.calls == []


def test_printing_again_takes_a_reason(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.waybill())
    press(sheet, Key.Key_F4)
    assert sheet.buttons[-1].kind is Kind.PRIMARY
    press(sheet, Key.Key_Tab)
    press(sheet, Key.Key_Down)
    confirm()
    assert made.heard.calls == [("reprint", "Torn or stuck on badly")]


def test_voiding_takes_a_reason_and_warns(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.waybill())
    press(sheet, Key.Key_Right)
    press(sheet, Key.Key_Right)
    assert sheet.buttons[-1].kind is Kind.DANGER
    assert "A void number is never used again." in texts_in_sight(sheet)
    confirm()
    assert made.heard.calls == [("void", "Another carrier is needed")]


def test_without_a_label_it_says_when_there_will_be_one(host: MakeHost) -> None:
    made = host()
    for sheet in (made.waybill(image=None), made.waybill(make_view())):
        opened(sheet)
        assert "There is no label yet" in texts_in_sight(sheet)
        assert [button.key for button in sheet.buttons] == ["Esc"]
        sheet.close_sheet()


def test_several_boxes_are_counted(host: MakeHost) -> None:
    box = labelled().parcels[0]
    two = labelled(parcels=(box, replace(box, parcel=2, waybill="YT1234567890124")))
    assert "Box 1 of 2" in texts_in_sight(opened(host().waybill(make_view(two))))


# --- settings ----------------------------------------------------------------------------------------------------


def test_only_what_was_changed_is_saved_in_its_own_type(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.settings())
    choose(sheet.by_name, "window.theme", "dark")
    choose(sheet.by_name, "window.scale", "150")
    choose(sheet.by_name, "desk.print_when_packed", "false")
    sheet.by_name["desk.name"].editor.setText("desk-7")  # type: ignore[union-attr]
    confirm()
    assert made.heard.calls == [
        (
            "save",
            {
                "window.theme": "dark",
                "window.scale": 150,
                "desk.print_when_packed": False,
                "desk.name": "desk-7",
            },
        )
    ]
    assert not sheet.is_open


def choose(fields: object, name: str, value: str) -> None:
    fields[name].choose(value)  # type: ignore[index]


def test_nothing_changed_saves_nothing(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.settings())
    confirm()
    assert made.heard.calls == []
    assert sheet.note.text() == "Nothing was changed."


def test_a_value_between_the_usual_ones_stays(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.settings({"window.scale": 110, "printers.label.size": "60x40"}))
    assert sheet.changes() == {}
    assert sheet.by_name["window.scale"].value == "110"  # type: ignore[attr-defined]


def test_a_number_out_of_its_limits_is_named(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.settings())
    for text in ("4", "501", "", "fast", "٥٠"):
        sheet.by_name["scanner.gap_ms"].editor.setText(text)  # type: ignore[union-attr]
        confirm()
        assert sheet.note.text() == "Longest gap between keys (ms) must be a whole number from 5 to 500."
    assert made.heard.calls == []


def file_saver(path: Path) -> Callable[[dict[str, object]], object]:
    return lambda changes: settings.save(path, changes)


def test_a_value_the_file_does_not_take_is_explained_and_nothing_is_written(
    host: MakeHost, tmp_path: Path
) -> None:
    path = tmp_path / "packstation.toml"
    made: Host = host()
    sheet = opened(made.settings(save=file_saver(path)))
    sheet.by_name["printers.label.link"].editor.setText("carrier pigeon")  # type: ignore[union-attr]
    confirm()
    assert "printers.label.link" in sheet.note.text()
    assert sheet.is_open
    assert not path.exists()


def test_saved_settings_are_read_back(host: MakeHost, tmp_path: Path) -> None:
    path = tmp_path / "packstation.toml"
    sheet = opened(host().settings(save=file_saver(path)))
    choose(sheet.by_name, "desk.language", "en")
    choose(sheet.by_name, "printers.label.size", "76x130")
    confirm()
    found = settings.load(path)
    assert (found["desk.language"], found["printers.label.size"]) == ("en", "76x130")


def test_the_path_of_the_file_is_shown(host: MakeHost) -> None:
    assert "packstation.toml" in texts_in_sight(opened(host().settings()))


def test_every_value_offered_is_one_the_setting_takes(host: MakeHost) -> None:
    sheet = host().settings()
    for name, field in sheet.by_name.items():
        for option in getattr(field, "options", ()):
            value: object = option.value
            if isinstance(KEYS[name].default, bool):
                value = option.value == "true"
            elif isinstance(KEYS[name].default, int):
                value = int(option.value)
            assert settings.checked(name, value, settings.Source("", "")) == value
