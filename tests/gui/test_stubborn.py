"""What must not happen by the way: a stop wiped away by a scan, Enter in the find field acting twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from packstation.gui.heard import Heard
from packstation.gui.keys import Place
from packstation.gui.window import Options, open_window
from packstation.words import load
from tests.builders import NOON, make_desk, make_order, take_in

ONE, TWO = "4000000000000000001", "4000000000000000002"


def test_no_other_scan_wipes_a_stop_away(qtbot: QtBot, tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", make_order(ONE))
    window = open_window(desk, load("zh_CN"), Options(sound=False, sync_every_s=0))
    qtbot.addWidget(window)
    window.show()
    window.parts.session.scan(Heard(ONE))
    take_in(desk, make_order(ONE, status="TRADE_CLOSED", modified_at=NOON))
    window.parts.session.scan(Heard(ONE))
    assert window.place is Place.STOP
    window.parts.session.scan(Heard("nobody-knows-this"))
    assert window.place is Place.STOP
    window.parts.session.scan(Heard("PKEXIT"))
    assert window.place is not Place.STOP
    window.close()


def test_enter_in_the_find_field_opens_one_order_only(qtbot: QtBot, tmp_path: Path) -> None:
    doubtful = make_order(TWO, due_h=30)
    doubtful = replace(doubtful, receiver=replace(doubtful.receiver, phone="123"))
    desk = make_desk(tmp_path / "data", make_order(ONE, due_h=1), doubtful)
    window = open_window(desk, load("zh_CN"), Options(sound=False, sync_every_s=0))
    qtbot.addWidget(window)
    window.show()
    window.queue.start_find()
    field = window.queue.find_bar.field
    field.setText(TWO)
    window.queue.find_bar.searched.emit(TWO)
    QTest.keyClick(field, Qt.Key.Key_Return, delay=300)
    qtbot.waitUntil(lambda: desk.view(TWO) is not None and desk.view(TWO).order.state == "held")  # type: ignore[union-attr]
    assert desk.state().order is None
    assert desk.view(ONE).order.state == "new"  # type: ignore[union-attr]
    window.close()
