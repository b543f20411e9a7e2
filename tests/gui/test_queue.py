from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from packstation.desk.views import QueueRow
from packstation.domain.deadlines import Urgency
from packstation.gui.order_queue import PAGE, Column, Index, OrderQueue
from packstation.gui.queue_view import QueuePainter, QueueView, draw_urgency
from packstation.gui.queue_words import chips, day_and_clock, short_number, state_of, time_left
from packstation.gui.theme import Colours
from packstation.words import Words, load
from tests.gui.conftest import ZONE
from tests.gui.values import NOW, Rows, row

ROOT = QModelIndex()


def make_view(
    qtbot: QtBot, words: Words, colours: Colours, rows: Rows, now: Callable[[str], datetime] = lambda _: NOW
) -> tuple[OrderQueue, QueueView]:
    model = OrderQueue(words)
    view = QueueView(model, words, colours, now, ZONE)
    qtbot.addWidget(view)
    view.resize(1080, 600)
    view.show()
    model.load(rows)
    return model, view


def test_only_what_is_looked_at_is_read(qtbot: QtBot, words: Words, colours: Colours) -> None:
    rows = Rows(100_000)
    model, view = make_view(qtbot, words, colours, rows)
    qtbot.waitExposed(view)
    view.grab()
    assert model.rowCount() == PAGE
    assert rows.asked == [(None, PAGE)]


def test_scrolling_to_the_end_reads_the_next_page_after_the_last_key(
    qtbot: QtBot, words: Words, colours: Colours
) -> None:
    rows = Rows(PAGE * 2 + 7)
    model, view = make_view(qtbot, words, colours, rows)
    view.choose(PAGE - 1)
    view.step(1)
    assert rows.asked[1:] == [(row(PAGE - 1).key, PAGE)]
    assert view.current == row(PAGE)
    view.step(1 << 30)
    view.step(1 << 30)
    assert model.rowCount() == PAGE * 2 + 7
    assert not model.canFetchMore(ROOT)
    assert [model.row_at(place) for place in range(model.rowCount())] == rows.rows


def test_painting_and_ticking_ask_nobody(qtbot: QtBot, words: Words, colours: Colours) -> None:
    rows = Rows(500)
    _, view = make_view(qtbot, words, colours, rows)
    before = len(rows.asked)
    for _ in range(20):
        view.repaint_times()
        view.grab()
    assert len(rows.asked) == before


def test_the_tick_repaints_only_the_deadline_column(qtbot: QtBot, words: Words, colours: Colours) -> None:
    _, view = make_view(qtbot, words, colours, Rows(50))
    painted: list[int] = []

    class Noting(QueuePainter):
        def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
            painted.append(index.column())
            super().paint(painter, option, index)

    noting = Noting(words, colours, lambda _: NOW, ZONE)
    view.setItemDelegate(noting)
    view.viewport().update()
    qtbot.waitUntil(lambda: Column.STATE in painted)
    painted.clear()
    view.repaint_times()
    qtbot.waitUntil(lambda: bool(painted))
    assert set(painted) == {Column.DEADLINE}
    assert len(painted) <= view.rows_in_sight() + 2


def test_a_changed_order_repaints_its_own_row(qtbot: QtBot, words: Words, colours: Colours) -> None:
    model, _ = make_view(qtbot, words, colours, Rows(50))
    changed = replace(row(5), state="packing", got=3)
    with qtbot.waitSignal(model.dataChanged) as told:
        assert model.put(changed)
    first, last = told.args[:2]
    assert (first.row(), last.row()) == (5, 5)
    assert model.index(5, Column.STATE).data() == "打包中 3/5"


def test_an_order_that_moved_or_is_not_here_asks_for_a_reload(
    qtbot: QtBot, words: Words, colours: Colours
) -> None:
    rows = Rows(50)
    model, _ = make_view(qtbot, words, colours, rows)
    assert not model.put(replace(row(5), key=(0, -1, 5)))
    assert not model.put(replace(row(5), number="1"))
    rows.rows.pop(0)
    model.reload()
    assert model.rowCount() == 49
    assert model.place_of(row(0).number) is None


def test_an_unchanged_reload_touches_nothing(qtbot: QtBot, words: Words, colours: Colours) -> None:
    model, view = make_view(qtbot, words, colours, Rows(300))
    view.choose(30)
    with qtbot.assertNotEmitted(model.modelReset), qtbot.assertNotEmitted(model.dataChanged):
        model.reload()
    assert view.currentIndex().row() == 30


def test_cells_have_words_for_screen_readers(qtbot: QtBot, words: Words, colours: Colours) -> None:
    model, _ = make_view(qtbot, words, colours, Rows(3))
    texts = [model.index(0, column).data(Qt.ItemDataRole.AccessibleTextRole) for column in Column]
    assert texts == [
        "",
        "4065 …3456",
        "白色棉T恤 L ×3，陶瓷茶杯 ×1",
        "4",
        "张** 杭州",
        "圆通速递",
        "催 2 备注",
        "新订单",
    ]
    assert [model.headerData(column, Qt.Orientation.Horizontal) for column in Column][:2] == [
        "发货期限",
        "订单号",
    ]


@pytest.mark.parametrize(
    ("minutes", "kind", "text"),
    [
        (-0.5, Urgency.LATE, "超时 30 秒"),
        (-12, Urgency.LATE, "超时 12 分"),
        (-300, Urgency.LATE, "超时 5 小时"),
        (-5000, Urgency.LATE, "超时 3 天"),
        (17.3, Urgency.SOON, "0:17:18"),
        (60, Urgency.SOON, "1:00:00"),
        (61, Urgency.FINE, "1:01"),
        (1439, Urgency.FINE, "23:59"),
        (1440 * 2 + 190, Urgency.FINE, "2 天 3 小时"),
    ],
)
def test_time_left_in_words(words: Words, minutes: float, kind: Urgency, text: str) -> None:
    left = time_left(NOW + timedelta(minutes=minutes), NOW, words)
    assert (left.urgency, left.text) == (kind, text)


def test_each_urgency_has_its_own_shape() -> None:
    pictures = set()
    for urgency in Urgency:
        image = QImage(20, 20, QImage.Format.Format_Grayscale8)
        image.fill(255)
        painter = QPainter(image)
        painter.setBrush(Qt.GlobalColor.black)
        draw_urgency(painter, image.rect().adjusted(2, 2, -2, -2), urgency)
        painter.end()
        pictures.add(bytes(image.constBits()))
    assert len(pictures) == len(Urgency)


def test_the_countdown_follows_the_clock(qtbot: QtBot, words: Words, colours: Colours) -> None:
    moment = [NOW]
    _, view = make_view(qtbot, words, colours, Rows(5), now=lambda _: moment[0])
    first = view.grab().toImage()
    moment[0] = NOW + timedelta(seconds=1)
    view.repaint_times()
    assert view.grab().toImage() != first


def test_marks_say_what_they_are_the_gravest_first(words: Words) -> None:
    made = replace(row(0), flags=("fragile", "memo", "wish:礼盒<b>包装", "urge:2", "complaint", "unheard-of"))
    assert [chip.text for chip in chips(made, words)] == [
        "投诉",
        "催 2",
        "备注",
        "易碎",
        "礼盒<b>包装",
        "unheard-of",
    ]


@pytest.mark.parametrize(
    "state", ["new", "confirmed", "reviewed", "packing", "packed", "labelled", "shipped", "held", "cancelled"]
)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_state_has_a_word(language: str, state: str) -> None:
    assert "[" not in state_of(replace(row(0), state=state, got=1), load(language))


@pytest.mark.parametrize("recall", ["cancelled", "refund", "shipped-elsewhere"])
def test_a_recall_is_told_instead_of_the_state(words: Words, recall: str) -> None:
    assert state_of(replace(row(0), state="labelled", recall=recall), words) != state_of(row(0), words)


def test_numbers_and_hours_are_short(words: Words) -> None:
    assert short_number("4065712345678901234") == "4065 …1234"
    assert short_number("12345678901") == "12345678901"
    assert day_and_clock(NOW, NOW, ZONE, words) == "14:03"
    assert day_and_clock(NOW + timedelta(days=1), NOW, ZONE, words) == "明天 14:03"
    assert day_and_clock(NOW + timedelta(days=9), NOW, ZONE, words) == "12月3日 14:03"


def test_rows_are_rows() -> None:
    assert isinstance(row(3), QueueRow)
    assert len({row(place).number for place in range(1000)}) == 1000
