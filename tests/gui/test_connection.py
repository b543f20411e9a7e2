"""Ctrl+N: the page about the shop's platform, its trial and its secrets, at the real window before the emulator."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import keyring
import pytest
from keyring.backends import fail, null
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from packstation.domain.connection import Found
from packstation.gui import fonts
from packstation.gui.connection_dialog import ConnectionSheet, SecretSheet
from packstation.gui.status_strip import Light, StatusStrip, StripText
from packstation.gui.theme import Colours
from packstation.platforms.taobao.platform import Surroundings, TaobaoPlatform
from packstation.platforms.taobao.trade import Shop
from packstation.settings.secrets import PLACE, secret
from packstation.top import Account, TopClient
from packstation.web import Limits
from packstation.words import LANGUAGES, PSEUDO, load
from tests.builders import NOON
from tests.emulators.taobao import Running, emulated
from tests.emulators.taobao.shop import Shop as Books
from tests.fakes import FakeClock, FakeNotebook, FakeRing
from tests.gui.packer import OPTIONS, Open, Packer, orders
from tests.gui.test_clipping import clipped

CONTROL = Qt.KeyboardModifier.ControlModifier
KIND = "taobao"


@dataclass
class Bench:
    """The emulated platform, and a keyring with the secrets of its app."""

    running: Running
    ring: FakeRing
    clock: FakeClock
    open: Callable[..., Packer]


@pytest.fixture
def bench(at_desk: Open, ring: FakeRing) -> Iterator[Bench]:
    clock = FakeClock(NOON)
    with emulated(Books(clock.now)) as running:
        ring.kept[PLACE, f"{KIND}.app_secret"] = running.app.secret
        ring.kept[PLACE, f"{KIND}.session"] = running.app.session
        clients: list[TopClient] = []

        def client(_: Limits) -> TopClient:
            kept = (secret(KIND, "app_secret", {}), secret(KIND, "session", {}))
            account = Account(running.gateway, running.app.key, *kept)
            clients.append(TopClient(account, now=clock.now, steady=clock.steady, limits=Limits(2, 2, 4)))
            return clients[-1]

        def start(rule: str = "wait", language: str = "en") -> Packer:
            around = Surroundings(client, clock.now, clock.steady, timedelta(seconds=30), lambda *_: None)
            return at_desk(
                *orders(),
                language=language,
                platform=TaobaoPlatform(Shop("旗舰店"), FakeNotebook(), around),
                options=replace(OPTIONS, platform=KIND, shop="旗舰店", offline_rule=rule),
            )

        yield Bench(running, ring, clock, start)
        for one in clients:
            one.close()


def page(packer: Packer) -> ConnectionSheet:
    """The page, once what a worker looks up is there."""
    packer.key(Qt.Key.Key_N, CONTROL)
    (sheet,) = packer.window.open_sheets()
    assert isinstance(sheet, ConnectionSheet)
    quiet(packer)
    return sheet


def quiet(packer: Packer) -> None:
    parts = packer.window.parts
    packer.qtbot.waitUntil(lambda: not parts.sync.is_away and all(one.pending == 0 for one in parts.errands))


def tried(packer: Packer, sheet: ConnectionSheet) -> dict[str, tuple[Found, str]]:
    """F5, and what came of it."""
    packer.key(Qt.Key.Key_F5)
    packer.qtbot.waitUntil(lambda: not sheet.tried.isHidden())
    quiet(packer)
    return {row.caption: (row.found, row.text) for row in sheet.tried.rows}


def known(sheet: ConnectionSheet) -> dict[str, str]:
    return {row.caption: row.text for row in sheet.facts.rows}


def sync(packer: Packer, *, online: bool) -> None:
    packer.window.parts.sync.round()
    quiet(packer)
    assert packer.desk.syncing.status().online is online
    packer.window.parts.overview.refresh()


def strip(packer: Packer) -> str:
    return packer.window.strip.lights[0]


def test_the_page_says_where_secrets_are_and_never_which(bench: Bench) -> None:
    packer = bench.open()
    sheet = page(packer)
    told = known(sheet)
    assert told["Answers"] == "Nobody has asked yet."
    assert (told["App secret"], told["Session key"]) == ("From the keyring.",) * 2
    assert sheet.name.text() == "Taobao · 旗舰店"
    shown = repr((sheet.facts.rows, sheet.tried.rows))
    assert bench.running.app.secret not in shown
    assert bench.running.app.session not in shown


def test_a_warning_is_no_fault_and_not_all_well(bench: Bench) -> None:
    bench.running.app.withheld.add("taobao.top.oaid.decrypt")
    packer = bench.open()
    sheet = page(packer)
    told = tried(packer, sheet)
    assert told["Clear receivers"][0] is Found.WARNING
    assert "triangle" in sheet.note.text()


def test_a_trial_names_each_part(bench: Bench) -> None:
    packer = bench.open()
    sheet = page(packer)
    told = tried(packer, sheet)
    assert {found for found, _ in told.values()} == {Found.OK}
    assert sheet.note.text() == "Everything the desk needs works."
    assert clipped(packer.window) == []


def test_a_missing_right_and_a_clock_that_is_off(bench: Bench) -> None:
    bench.running.app.withheld.add("taobao.refund.get")
    bench.running.shop.offset = timedelta(minutes=2)
    packer = bench.open()
    told = tried(packer, page(packer))
    assert told["Clock"] == (Found.WARNING, "This computer is 120 s behind the platform: set its clock.")
    assert told["Read refunds"][0] is Found.FAILED
    assert "taobao.refund.get" in told["Read refunds"][1]


@pytest.mark.parametrize(
    ("rule", "strip_says", "means"),
    [
        ("wait", "labels wait", "labels and shipping wait"),
        ("go-on", "shipments are told later", "labels and shipping go on with a mark"),
    ],
)
def test_offline_is_said_with_since_when_and_what_it_means(
    bench: Bench, rule: str, strip_says: str, means: str
) -> None:
    packer = bench.open(rule)
    sync(packer, online=True)
    bench.running.unplug()
    bench.clock.pass_time(minutes=3)
    sync(packer, online=False)
    since = packer.desk.connection.shown(packer.desk.clock.now())
    assert f"offline since {since}: packing goes on" in strip(packer)
    assert strip_says in strip(packer)
    told = known(page(packer))
    assert told["Answers"].startswith(f"No, silent since {since}. 127.0.0.1 cannot be reached")
    assert means in told["At the desk"]
    assert told["Look first at"] == "This computer's network."
    bench.running.plug()
    (sheet,) = packer.window.open_sheets()
    assert isinstance(sheet, ConnectionSheet)
    tried(packer, sheet)  # all is well again: the next round is made at once
    packer.qtbot.waitUntil(lambda: packer.desk.syncing.status().online)
    quiet(packer)
    packer.qtbot.waitUntil(lambda: known(sheet)["Answers"] == "Yes.")


def test_a_wrong_secret_is_put_right_at_the_window(bench: Bench) -> None:
    right = bench.running.app.secret
    bench.ring.kept[PLACE, f"{KIND}.app_secret"] = "mistyped"
    packer = bench.open("go-on")
    sync(packer, online=False)
    assert "refuses us since" in strip(packer)
    assert "labels wait" in strip(packer)  # the rule is for silence; a refusal is a person's business
    sheet = page(packer)
    assert known(sheet)["Look first at"] == "The app secret."
    told = tried(packer, sheet)
    assert told["App secret"][0] is Found.FAILED
    assert told["Session"][0] is Found.UNTRIED
    packer.key(Qt.Key.Key_F6)
    asked = secret_sheet(packer)
    type_into(packer, asked, right)
    assert asked.value.line.echoMode() is QLineEdit.EchoMode.Password
    assert right not in asked.value.line.displayText()
    packer.key(Qt.Key.Key_Return, CONTROL)
    packer.qtbot.waitUntil(lambda: packer.desk.syncing.status().online)
    quiet(packer)
    assert bench.ring.kept[PLACE, f"{KIND}.app_secret"] == right
    (again,) = packer.window.open_sheets()
    assert isinstance(again, ConnectionSheet)
    assert {row.found for row in again.tried.rows} == {Found.OK}


def secret_sheet(packer: Packer) -> SecretSheet:
    (sheet,) = packer.window.open_sheets()
    assert isinstance(sheet, SecretSheet)
    return sheet


def type_into(packer: Packer, sheet: SecretSheet, text: str) -> None:
    packer.key(Qt.Key.Key_Down)
    QApplication.clipboard().setText(text)
    QTest.keyClick(sheet.value.line, Qt.Key.Key_V, CONTROL)
    packer.qtbot.waitUntil(lambda: sheet.value.value == text)
    QApplication.clipboard().clear()


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring])
def test_without_a_keyring_the_variable_is_named(bench: Bench, backend: Callable[[], object]) -> None:
    packer = bench.open()
    page(packer)
    packer.key(Qt.Key.Key_F6)
    sheet = secret_sheet(packer)
    packer.key(Qt.Key.Key_Return, CONTROL)
    assert sheet.note.text() == "Type or paste the new value."
    keyring.set_keyring(backend())  # type: ignore[arg-type]
    type_into(packer, sheet, "hush-hush")
    packer.key(Qt.Key.Key_Return, CONTROL)
    packer.qtbot.waitUntil(lambda: "PACKSTATION_TAOBAO_APP_SECRET" in sheet.note.text())
    assert sheet.value.value == ""
    assert sheet.is_open


def test_a_variable_that_comes_first_is_named(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PACKSTATION_TAOBAO_APP_SECRET", "of-the-shell")
    packer = bench.open()
    assert known(page(packer))["App secret"] == "From the environment."
    packer.key(Qt.Key.Key_F6)
    sheet = secret_sheet(packer)
    type_into(packer, sheet, "of-the-ring")
    packer.key(Qt.Key.Key_Return, CONTROL)
    packer.qtbot.waitUntil(lambda: "comes first" in sheet.note.text())


def test_a_scan_closes_the_page_and_counts(bench: Bench) -> None:
    packer = bench.open()
    page(packer)
    packer.scan(orders()[0].number)
    assert packer.window.open_sheets() == []


def test_a_folder_has_no_secrets_to_store(at_desk: Open) -> None:
    packer = at_desk(*orders(), language="en")
    sheet = page(packer)
    assert [button.key for button in sheet.buttons] == ["F5", "Esc"]
    packer.key(Qt.Key.Key_F6)
    assert packer.window.open_sheets() == [sheet]
    told = tried(packer, sheet)
    assert set(told) == {"Inbox", "Outbox"}
    assert {found for found, _ in told.values()} == {Found.OK}


@pytest.mark.parametrize("language", [*LANGUAGES, PSEUDO])
def test_nothing_is_clipped_in_any_language(bench: Bench, qtbot: QtBot, language: str) -> None:
    packer = bench.open("go-on", language)
    packer.window.resize(1280, 800)
    bench.running.unplug()
    sync(packer, online=False)
    sheet = page(packer)
    packer.key(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: not sheet.tried.isHidden())
    quiet(packer)
    packer.window.grab()
    assert [text for text in clipped(packer.window) if text != packer.window.strip.packer.text()] == []


# --- the strip


def texts(light: Light) -> StripText:
    return StripText("desk-3", "李明", (light, Light(Found.OK, "Printer")), "14:03")


def test_the_strip_says_less_where_there_is_no_room(colours: Colours, qtbot: QtBot) -> None:
    strip = StatusStrip(colours)
    qtbot.addWidget(strip)
    words = load("en")
    gaps = {"platform": "Taobao", "since": "14:03", "unsent": 3}
    long, short = words("gui.strip.offline-later", **gaps), words("gui.strip.offline", **gaps)
    strip.show()
    strip.resize(fonts.px(1280), strip.height())
    strip.show_text(texts(Light(Found.FAILED, long, short)))
    assert strip.lights[0] == long
    strip.resize(fonts.px(520), strip.height())
    assert strip.lights[0] == short
    strip.resize(fonts.px(1280), strip.height())
    assert strip.lights[0] == long
    assert strip.minimumSizeHint().width() < fonts.px(720)
