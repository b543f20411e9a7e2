"""Everything the window says fits: in a language that is longer than any, in ours, at every scale."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QWidget

from packstation.domain.scan import STOPS, Verdict
from packstation.gui import fonts, theme
from packstation.gui.hint_bar import KeyCap
from packstation.gui.keys import Place
from packstation.gui.main_window import MainWindow
from packstation.gui.messages import Messages
from packstation.gui.order_queue import Column, nothing
from packstation.gui.queue_columns import title_width
from packstation.gui.text import PlainLabel
from packstation.gui.work_lists import ListButton
from packstation.words import PSEUDO, load
from tests.gui.conftest import ZONE
from tests.gui.values import RECALLED, STATE, answer, make_window

SIZES = (
    (1280, 800, 1.0),
    (1280, 800, 1.5),
    (1920, 1080, 2.0),
    (1920, 1080, 1.0),
    (1920, 1080, 1.5),
    (2560, 1440, 2.0),
)
LANGUAGES = ("zh_CN", "en", PSEUDO)


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}@{size[2]}")
def window(request: pytest.FixtureRequest, qapp: QApplication, language: str) -> Iterator[MainWindow]:
    width, height, scale = request.param
    colours = theme.apply(qapp, dark=False, scale=scale, language="en")
    made = make_window(load(language), colours)
    made.resize(width, height)
    made.show()
    qapp.processEvents()
    yield made
    made.close()


def clipped(top: QWidget) -> list[str]:
    """Texts that do not fit into what is shown of them."""
    labels = [label for label in top.findChildren(PlainLabel) if label.isVisible() and label.text()]
    return [label.text() for label in labels if label.is_clipped]


def settle(window: MainWindow) -> None:
    QApplication.processEvents()
    window.grab()


def test_the_queue_fits(window: MainWindow) -> None:
    assert set(clipped(window.strip)) <= {window.strip.packer.text()}
    if window.width() >= fonts.px(1200) or "[" not in window.banner.word.text():
        assert clipped(window.banner) == []
    assert clipped(window.queue.lists) == []
    assert clipped(window.hints) == []
    for button in window.queue.lists.findChildren(ListButton):
        assert button.width() >= button.sizeHint().width()
        assert button.height() >= button.minimumSizeHint().height()
    lists = window.queue.lists
    assert max(button.geometry().bottom() for button in lists.buttons.values()) <= lists.height()


def test_the_columns_fit_into_the_window(window: MainWindow, language: str) -> None:
    view = window.queue.view
    shown = [column for column in Column if not view.isColumnHidden(column)]
    assert sum(view.columnWidth(column) for column in shown) <= view.viewport().width()
    assert {Column.DEADLINE, Column.ORDER, Column.GOODS, Column.FLAGS} <= set(shown)
    assert all(view.columnWidth(column) >= title_width(column, load(language)) for column in shown)
    times = ("超时 12 分", "0:59:59") if language == "zh_CN" else ("0:59:59",)
    strong = QFontMetrics(fonts.face(fonts.Size.BODY, bold=True))
    room = view.columnWidth(Column.DEADLINE) - fonts.px(14 + 8 + 14)
    assert max(strong.horizontalAdvance(time) for time in times) <= room


def test_the_next_step_comes_before_the_keys(window: MainWindow) -> None:
    window.hints.show_next("再扫 1 件 " + "白色棉T恤 加大加厚 " * 4)
    settle(window)
    caps = [cap for cap in window.hints.findChildren(KeyCap) if cap.isVisible()]
    assert {caps[0].hint.key, caps[-1].hint.key} == {"F1", "Enter"}
    assert all(cap.geometry().right() <= window.hints.width() for cap in caps)


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_fits_the_banner(verdict: Verdict, qapp: QApplication) -> None:
    colours = theme.apply(qapp, dark=False, scale=1.0)
    for language in LANGUAGES:
        window = make_window(load(language), colours)
        window.show()
        window.banner.show_text(Messages(load(language), ZONE).banner(answer(verdict), None, STATE))
        settle(window)
        assert not window.banner.word.is_clipped
        assert not window.banner.count.is_clipped
        if language != PSEUDO:
            assert not window.banner.detail.is_clipped, window.banner.detail.text()
        window.close()
        window.deleteLater()


@pytest.mark.parametrize("verdict", sorted(STOPS))
def test_every_stop_fits_the_window(window: MainWindow, verdict: Verdict, language: str) -> None:
    window.show_stop(Messages(load(language), ZONE).stop(answer(verdict), RECALLED, "张**"))
    settle(window)
    assert clipped(window.stop) == []
    for label in window.stop.findChildren(PlainLabel):
        if label.isVisible():
            assert label.mapTo(window.stop, label.rect().bottomRight()).y() <= window.stop.height()


def test_the_help_fits_or_scrolls(window: MainWindow) -> None:
    window.show_place(Place.HELP)
    settle(window)
    page = window.help.widget()
    assert page is not None
    assert clipped(page) == []
    assert page.width() <= window.help.viewport().width()


def test_empty_lists_say_why(window: MainWindow) -> None:
    for name in window.queue.lists.buttons:
        window.queue.model.load(nothing)
        window.queue.lists.choose(name)
        window.queue.model.load(nothing)
        settle(window)
        assert window.queue.empty.isVisible()
        assert clipped(window.queue.empty) == []
        assert window.queue.empty.why.text()


def test_the_banner_is_high_enough_at_every_scale(window: MainWindow) -> None:
    assert window.banner.height() >= fonts.px(96)
    assert window.queue.view.rowHeight(0) == fonts.px(48)
