"""Files dropped on the window, the inbox, and mistakes of the program."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from packstation.desk.views import WorkList
from packstation.desk.workplace import Announcement
from packstation.gui.keys import Place
from tests.builders import take_in
from tests.gui.packer import BOOK, FIRST, SECOND, SHIRT, SINGLE, Open, orders


def order_file(path: Path, *numbers: str) -> Path:
    line = {"line": "1", "sku": "BOOK", "title": "儿童绘本", "quantity": 1}
    receiver = {
        "name": "李明",
        "phone": "13812345678",
        "province": "浙江省",
        "city": "杭州市",
        "detail": "文一西路969号",
    }
    made = [
        {
            "number": number,
            "created_at": "2026-11-11T08:00:00+08:00",
            "paid_at": "2026-11-11T08:01:00+08:00",
            "receiver": receiver,
            "lines": [{**line, "line": f"{number}1"}],
        }
        for number in numbers
    ]
    path.write_text(json.dumps({"orders": made}), encoding="utf-8")
    return path


def test_files_are_chosen_in_one_dialog_that_blocks_no_scan(at_desk: Open, tmp_path: Path) -> None:
    packer = at_desk(*orders())
    file = order_file(tmp_path / "new.json", "900000000001", "900000000002")
    for _ in range(2):
        packer.window.asked.emit("import")
    (dialog,) = packer.window.findChildren(QFileDialog)
    assert dialog.isVisible()
    # Qt throws away keys on their way to a window that is blocked
    assert QApplication.activeModalWidget() is None
    assert not packer.window.windowHandle().isModal()
    packer.scan(FIRST)
    assert packer.desk.state().order == FIRST
    packer.window.asked.emit("leave")
    dialog.setDirectory(str(tmp_path))
    (name,) = dialog.findChildren(QLineEdit)[:1]
    name.setText(str(file))
    dialog.accept()
    packer.qtbot.waitUntil(lambda: packer.place() is Place.IMPORTED)
    assert packer.window.progress.count.text().startswith("新增 2，")
    packer.qtbot.waitUntil(lambda: not packer.window.findChildren(QFileDialog))


def test_files_dropped_on_the_window_are_imported_in_sight(at_desk: Open, tmp_path: Path) -> None:
    packer = at_desk(*orders())
    file = order_file(tmp_path / "new.json", "900000000001", "900000000002")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    drop = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    packer.window.dropEvent(drop)
    assert packer.place() is Place.IMPORT
    packer.qtbot.waitUntil(lambda: not packer.window.parts.importing.is_running)
    assert packer.window.progress.count.text().startswith("新增 2，")
    assert packer.place() is Place.IMPORTED
    assert packer.window.progress.isVisible()
    assert [cap.hint.text for cap in packer.window.hints.caps] == ["返回"]
    packer.key(Qt.Key.Key_Escape)
    assert packer.place() is Place.QUEUE
    packer.qtbot.waitUntil(lambda: packer.window.queue.lists.buttons[WorkList.ALL].count == 5)


def test_a_broken_file_is_said_in_a_sentence(at_desk: Open, tmp_path: Path) -> None:
    packer = at_desk(*orders())
    broken = tmp_path / "broken.json"
    broken.write_text('{"orders": [', encoding="utf-8")
    packer.window.parts.actions.import_files([broken])
    packer.qtbot.waitUntil(lambda: not packer.window.parts.importing.is_running)
    said = packer.window.progress.count.text() + packer.window.progress.lines[0].text()
    assert "broken.json" in said
    assert "files." not in said


def test_an_import_can_be_stopped_and_keeps_what_it_has(at_desk: Open, tmp_path: Path) -> None:
    packer = at_desk(*orders())
    window = packer.window
    file = order_file(tmp_path / "many.json", *(str(900000000000 + place) for place in range(3000)))
    slices: list[int] = []

    def stop_at_second(news: Announcement) -> None:
        slices.append(len(news.orders))
        if len(slices) == 2:
            window.parts.actions.do("leave")

    packer.desk.listen(stop_at_second)
    window.parts.actions.import_files([file])
    packer.qtbot.waitUntil(lambda: not window.parts.importing.is_running)
    assert window.progress.count.text().startswith("已取消")
    assert 3 < packer.desk.counts()[WorkList.ALL] < 3003
    packer.key(Qt.Key.Key_Escape)
    assert packer.place() is Place.QUEUE


def test_the_inbox_is_watched_and_shipments_go_out(at_desk: Open, tmp_path: Path) -> None:
    packer = at_desk(orders()[2])
    folder = tmp_path / "data"
    (folder / "inbox").mkdir(exist_ok=True)
    packer.window.parts.sync.start()
    packer.qtbot.waitUntil(lambda: not packer.window.parts.sync.is_away)
    packer.window.parts.overview.refresh()
    platform = packer.window.strip.lights[0]
    assert platform.startswith("文件夹 ")
    assert platform.endswith(" 秒前 · 0 未同步")
    packer.scan(BOOK, "YT0000000000001")
    order_file(folder / "inbox" / "new.json", "900000000001")
    packer.window.parts.sync.round()
    packer.qtbot.waitUntil(lambda: packer.desk.counts()[WorkList.ALL] == 1)
    packer.qtbot.waitUntil(lambda: packer.desk.syncing.status().unsent == 0)
    told = [file.read_text(encoding="utf-8-sig") for file in (folder / "outbox").glob("shipments-*.csv")]
    assert [text.count(SINGLE) for text in told] == [1]
    packer.qtbot.waitUntil(lambda: packer.window.queue.lists.buttons[WorkList.ALL].count == 1)


# --- mistakes of the program ------------------------------------------------------------------------------------


def test_a_mistake_is_said_and_the_order_stays_as_it_was(
    at_desk: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    packer = at_desk(*orders())
    packer.scan(FIRST, SHIRT)

    def broken(code: str, channel: str = "keyboard", *, complete: bool = True) -> None:
        raise ZeroDivisionError(code, channel, complete)

    with monkeypatch.context() as patch:
        patch.setattr(packer.desk, "scan", broken)
        packer.scan(SHIRT)
    assert packer.word == "程序出错"
    assert "ZeroDivisionError" in packer.window.fault.label.text()
    assert SHIRT not in packer.window.fault.label.text()
    packer.key(Qt.Key.Key_Escape)
    assert not packer.window.fault.isVisible()
    assert packer.place() is Place.PACK
    packer.scan(SHIRT)
    assert (packer.word, packer.window.banner.count.text()) == ("本行齐了", "2 / 2")


def test_the_window_follows_its_orders_live(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.key(Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    view = packer.desk.view(SECOND)
    assert view is not None
    take_in(packer.desk, replace(view.order, urges=2, modified_at=packer.desk.clock.now()))
    model = packer.window.queue.model
    packer.qtbot.waitUntil(lambda: "催 2" in " ".join(model.texts_at(model.place_of(SECOND) or 0)))


# --- sheets -----------------------------------------------------------------------------------------------------
