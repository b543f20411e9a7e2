"""The demo's window over the emulators: every step with one key, and both books agree in the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from packstation.demo.emulated import Emulated
from packstation.demo.pretend import next_code
from packstation.desk.desk import Desk
from packstation.desk.views import WorkList
from packstation.domain.order import State
from packstation.gui.keys import Place
from packstation.gui.review_dialog import ReviewSheet
from packstation.gui.sounds import URGED
from packstation.gui.window import Options, open_window
from packstation.opening import desk_at
from packstation.settings import FILE_NAME, Settings
from packstation.settings.secrets import variable_of
from packstation.words import load
from tests.emulators import cainiao_print, taobao
from tests.emulators.cainiao_print import Component
from tests.emulators.taobao import Running, goods
from tests.emulators.taobao.books import SENT, Trade
from tests.emulators.taobao.life import Life
from tests.gui.packer import Packer
from tests.gui.panels.values import texts_in_sight

MOST_STEPS = 40
HEARD_MS, MOST_ROUNDS = 30_000, 5
F9 = Qt.Key.Key_F9
Open = Callable[[str], Packer]


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    for name in ("app_secret", "session"):
        monkeypatch.setenv(variable_of("taobao", name), "of a real shop")
    with taobao.emulated() as running:
        Life(running.shop, 7).before(40)
        yield running


@pytest.fixture
def component(tmp_path: Path) -> Iterator[Component]:
    with cainiao_print.emulated(tmp_path / "printed") as running:
        yield running


@pytest.fixture
def opened(tmp_path: Path, platform: Running, component: Component, qtbot: QtBot) -> Iterator[Open]:
    with ExitStack() as rest:

        def start(language: str = "zh_CN") -> Packer:
            folder = tmp_path / "data"
            folder.mkdir()
            stage = Emulated(folder, platform.gateway, component.url)
            words = load(language)
            told = {"desk.language": language, "platform.interval_s": 1, **stage.settings}
            settings = Settings(told, folder / FILE_NAME)
            desk = rest.enter_context(desk_at(folder, settings, words))
            stage.fill(desk)
            window = open_window(
                desk, words, Options(sound=False, sync_every_s=1, pretend=lambda: pretend(desk))
            )
            rest.callback(window.close)
            window.show()
            window.activateWindow()
            qtbot.waitUntil(lambda: QApplication.focusWidget() is window)
            return Packer(desk, window, qtbot)

        yield start


def pretend(desk: Desk) -> str | None:
    rows = desk.queue(WorkList.ALL, None, 1)
    return next_code(desk.open_view(), rows[0] if rows else None, desk.view)


def walk(packer: Packer) -> list[str]:
    """F9 until an order is shipped; gives what the banner said."""
    said: list[str] = []
    for _ in range(MOST_STEPS):
        packer.key(F9)
        said.append(packer.word)
        if packer.desk.state().shipped_today:
            return said
    raise AssertionError(said)


def sync(packer: Packer) -> None:
    packer.window.parts.sync.round()
    packer.qtbot.waitUntil(lambda: not packer.window.parts.sync.is_away)


def hear(packer: Packer, heard: Callable[[], bool]) -> None:
    """Let the window's own clock make its rounds until it is heard.

    What happens in a second is listed once that second is over by the platform's clock, which is known to half a
    second: of rounds that are a second apart, as here, the first few may come too early. At the usual 30 s it is
    one.
    """
    told: list[bool] = []
    packer.window.parts.sync.changed.connect(lambda: told.append(packer.window.parts.sync.is_away))
    packer.window.parts.sync.start()
    packer.qtbot.waitUntil(heard, timeout=HEARD_MS)
    packer.window.parts.sync.stop()
    packer.qtbot.waitUntil(lambda: not packer.window.parts.sync.is_away)
    assert told.count(False) <= MOST_ROUNDS, "each round ends by saying that it is not under way any more"


def waiting(platform: Running) -> list[Trade]:
    return [trade for trade in platform.shop.trades.values() if trade.status == "WAIT_SELLER_SEND_GOODS"]


def sent(platform: Running) -> list[Trade]:
    return [trade for trade in platform.shop.trades.values() if trade.status == SENT]


def test_an_order_is_packed_with_one_key_and_both_books_say_so(
    opened: Open, platform: Running, component: Component
) -> None:
    packer = opened("zh_CN")
    assert packer.desk.counts()[WorkList.ALL] == len(waiting(platform)) > 30
    assert walk(packer)[-1] == "已发货"
    sync(packer)
    packer.qtbot.waitUntil(lambda: bool(sent(platform)))
    [trade] = sent(platform)
    [parcel] = trade.parcels
    assert component.books.printed == [parcel.number]
    assert platform.shop.waybills[f"{parcel.company} {parcel.number}"].orders == (trade.tid,)
    view = packer.desk.view(trade.tid)
    assert view
    assert view.order.state is State.SHIPPED
    assert platform.shop.wrongs == []
    assert all(line.picture for line in view.products.values())


def open_two(packer: Packer, platform: Running) -> Trade:
    """Lay an order of several units on the desk, the first of them in its box."""
    trade = next(one for one in waiting(platform) if len(one.lines) > 1 and not one.message)
    packer.scan(trade.tid, barcode(trade.lines[0].outer_sku_id))
    assert packer.place() is Place.PACK
    return trade


def barcode(sku: str) -> str:
    return goods.barcode([ware.sku for ware in goods.WARES].index(sku))


def test_a_cancel_of_the_open_order_fills_the_screen_and_names_what_to_take_out(
    opened: Open, platform: Running, component: Component
) -> None:
    packer = opened("en")
    trade = open_two(packer, platform)
    platform.buyers.cancel(trade.tid)
    hear(packer, lambda: packer.place() is Place.STOP)
    shown = texts_in_sight(packer.window.stop)
    assert trade.lines[0].title in shown
    assert trade.lines[1].title not in shown
    assert "Put the goods back on their shelves" in shown
    assert "packed as before" not in shown, "nothing of a cancelled order is"
    packer.key(Qt.Key.Key_Escape)
    walk(packer)
    sync(packer)
    packer.qtbot.waitUntil(lambda: bool(sent(platform)))
    [other] = sent(platform)
    assert other.tid != trade.tid
    assert component.books.printed == [other.parcels[0].number]
    assert platform.shop.wrongs == []


def test_a_refund_of_one_line_names_only_that(opened: Open, platform: Running) -> None:
    packer = opened("en")
    trade = open_two(packer, platform)
    platform.buyers.refund(trade.tid, trade.lines[0].oid)
    hear(packer, lambda: packer.place() is Place.STOP)
    shown = texts_in_sight(packer.window.stop)
    assert trade.lines[0].title in shown


def test_an_urge_is_heard_seen_and_listed(opened: Open, platform: Running) -> None:
    packer = opened("en")
    *_, trade = waiting(platform)
    platform.buyers.urge(trade.tid)
    hear(packer, lambda: packer.desk.counts()[WorkList.URGED] == 1)
    assert packer.window.parts.sounds.chimed == URGED
    row = packer.desk.row(trade.tid)
    assert row
    assert "urge:1" in row.flags
    assert packer.desk.queue(WorkList.URGED, None, 5)[0].number == trade.tid
    packer.window.parts.sounds.chimed = ""
    platform.buyers.write(trade.tid, "别忘了")
    hear(packer, lambda: bool(memo_of(packer, trade)))
    assert packer.window.parts.sounds.chimed == "", "what was heard before is not told again"


def memo_of(packer: Packer, trade: Trade) -> str:
    view = packer.desk.view(trade.tid)
    assert view
    return view.order.memo


def test_memo_and_flag_stand_on_the_review_card_and_beside_the_goods(opened: Open, platform: Running) -> None:
    packer = opened("en")
    number = packer.desk.queue(WorkList.ALL, None, 1)[0].number
    trade = platform.shop.trades[number]
    platform.buyers.write(number, "老客户，先发", 3)
    hear(packer, lambda: bool(memo_of(packer, trade)))
    packer.key(Qt.Key.Key_F7)
    (sheet,) = packer.window.open_sheets()
    assert isinstance(sheet, ReviewSheet)
    shown = texts_in_sight(sheet)
    assert "老客户，先发" in shown
    assert "green flag" in shown
    packer.key(Qt.Key.Key_Escape)
    packer.scan(number)
    assert "Our memo (green flag): 老客户，先发" in texts_in_sight(packer.window.pack)
