"""The scanner test in the window: scans are looked at and not counted, five of them set the scanner up."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from packstation.domain.layout_tables import LAYOUTS, US
from packstation.domain.sample_code import SAMPLE
from packstation.gui.heard import Heard
from packstation.gui.keys import Place
from packstation.gui.scanner_test import ScannerTestPage
from packstation.settings import Settings, load
from tests.gui.packer import FIRST, SHIRT, Open, Packer, orders


def open_test(packer: Packer) -> ScannerTestPage:
    packer.key(Qt.Key.Key_F1)
    packer.key(Qt.Key.Key_F1)
    assert packer.place() is Place.SCANNER_TEST
    return packer.window.findChildren(ScannerTestPage)[0]


def test_nothing_counts_while_the_test_is_open(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.scan(FIRST, SHIRT)
    page = open_test(packer)
    packer.scan(SHIRT, "PKEXIT")
    assert page.understood.text() == "意思是：命令 PKEXIT"
    packer.key(Qt.Key.Key_Escape)
    assert packer.place() is Place.PACK
    view = packer.desk.open_view()
    assert view is not None
    assert view.order.got == 1
    packer.scan(SHIRT)
    assert packer.word == "本行齐了"


def test_what_a_code_means_is_said(at_desk: Open) -> None:
    packer = at_desk(*orders())
    page = open_test(packer)
    for code, said in (
        (SHIRT, "意思是：白色棉T恤 L × 1"),
        ("nobody", "在这里没有意思。"),
        (SAMPLE, "测试码，完全正确。"),
    ):
        packer.scan(code)
        assert page.understood.text() == said


def test_five_scans_set_the_scanner_up(at_desk: Open, tmp_path: Path) -> None:
    path = tmp_path / "packstation.toml"
    path.write_text("# ours\n[desk]\nname = 'desk-1'\n", encoding="utf-8")
    packer = at_desk(*orders(), settings=Settings({}, path))
    page = open_test(packer)
    for place in range(5):
        assert page.result is None
        assert f"{place}/5" in page.ask.text()
        packer.scan(SAMPLE)
    assert page.cells["scanner.suffix"][1].text() == "回车 CR"
    packer.key(Qt.Key.Key_Return)
    assert packer.place() is Place.QUEUE
    saved = load(path)
    assert saved["scanner.suffix"] == "cr"
    assert 20 <= saved["scanner.gap_ms"] <= 60
    assert path.read_text(encoding="utf-8").startswith("# ours")


def test_a_scanners_own_enter_saves_nothing(at_desk: Open, tmp_path: Path) -> None:
    packer = at_desk(*orders(), settings=Settings({}, tmp_path / "packstation.toml"))
    page = open_test(packer)
    packer.scan(*[SAMPLE] * 7)
    assert packer.place() is Place.SCANNER_TEST
    assert not (tmp_path / "packstation.toml").exists()
    packer.key(Qt.Key.Key_F5)
    assert page.result is None


def test_caps_lock_layouts_and_odd_readings_are_told(at_desk: Open) -> None:
    packer = at_desk(*orders())
    page = open_test(packer)
    packer.scan(SAMPLE.swapcase())
    assert "大写锁定" in page.fault.text()
    french = dict(zip("".join(US), "".join(LAYOUTS["fr"]), strict=True))
    page.show_heard(Heard("".join(french[sign] for sign in SAMPLE), "keyboard"), "")
    assert "键盘布局" in page.fault.text()
    packer.scan(SAMPLE, SAMPLE, SAMPLE)
    assert "第 1、2 次" in page.ask.text()


def test_a_forgotten_test_closes_by_itself(at_desk: Open) -> None:
    packer = at_desk(*orders())
    open_test(packer)
    packer.window.parts.testing._forgotten.timeout.emit()
    assert packer.place() is Place.QUEUE


def test_a_scan_by_cable_shows_its_signs(at_desk: Open) -> None:
    packer = at_desk(*orders())
    page = open_test(packer)
    packer.window.parts.scanners.queue.put(Heard("]C10106901234567892\x1d21A", "serial", end="cr"))
    packer.settle()
    assert "串口" in page.rhythm.text()
    assert "GS" in page.caps.accessibleName()
