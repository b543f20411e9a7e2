"""Several shops at the real window: each by itself, each named, deadlines on the platform's clock."""

from __future__ import annotations

import os
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from packstation.desk.options import ShopTerms
from packstation.desk.views import WorkList
from packstation.domain.connection import Found, Health, Part, Tried
from packstation.domain.intake import Batch, Sourced
from packstation.errors import Outage
from packstation.gui.connection_dialog import ConnectionSheet, SecretSheet
from packstation.platforms.connector import Fetched
from packstation.words import LANGUAGES, PSEUDO
from tests.builders import NOON, make_order
from tests.fakes import FakePlatform
from tests.gui.packer import FIRST, OPTIONS, Open, Packer, orders
from tests.gui.test_clipping import clipped

CONTROL = Qt.KeyboardModifier.ControlModifier
NAMES = ("棉布旗舰店", "天猫二店", "门店")
SHOPS = replace(
    OPTIONS,
    platform="taobao",
    shop=NAMES[0],
    further=(ShopTerms("tmall2", "taobao", NAMES[1]), ShopTerms("box", "folder", NAMES[2])),
)
PICTURES = os.environ.get("PACKSTATION_PICTURES", "")


class Platform(FakePlatform):
    """A shop's platform that may be off, or keep somebody waiting."""

    def __init__(self, *secrets: str, offset: timedelta | None = None) -> None:
        super().__init__()
        self.secrets = secrets
        self.is_off = False
        self.tried = 0
        self.told = threading.Event()
        self.told.set()
        self.offset = offset

    def health(self) -> Health:
        return Health(self.offset, 7 if self.secrets else None, calls_on="2026-11-11")

    def fetch(self) -> Fetched:
        assert self.told.wait(20)
        if self.is_off:
            raise Outage("web-unreachable", host="127.0.0.1", reached=False)
        return super().fetch()

    def try_out(self) -> tuple[Tried, ...]:
        self.tried += 1
        return (Tried(Part.REACH, Found.OK),)


class Rig:
    """A packer before a desk that works for three shops."""

    def __init__(self, at_desk: Open, language: str = "en", **more: object) -> None:
        self.first, self.second = Platform("app_secret", "session"), Platform("app_secret", "session")
        self.box = Platform()
        self.packer: Packer = at_desk(
            *orders(),
            language=language,
            platform=self.first,
            further={"tmall2": self.second, "box": self.box},
            options=SHOPS,
            **more,
        )

    def round(self) -> None:
        self.packer.window.parts.sync.round()
        self.quiet()
        self.packer.window.parts.overview.refresh()

    def quiet(self) -> None:
        parts = self.packer.window.parts
        self.packer.qtbot.waitUntil(
            lambda: not parts.sync.is_away and all(one.pending == 0 for one in parts.errands)
        )

    def page(self) -> ConnectionSheet:
        self.packer.key(Qt.Key.Key_N, CONTROL)
        (sheet,) = self.packer.window.open_sheets()
        assert isinstance(sheet, ConnectionSheet)
        self.quiet()
        return sheet


def news(number: str) -> Fetched:
    return Fetched(Batch(((Sourced("x", 1), make_order(number)),)), ("receipt",))


def test_a_shop_that_keeps_us_waiting_keeps_no_other(at_desk: Open, qtbot: QtBot) -> None:
    rig = Rig(at_desk)
    rig.first.told.clear()
    rig.second.waiting = news("900000000001")
    try:
        rig.packer.window.parts.sync.round()
        qtbot.waitUntil(lambda: rig.packer.desk.row("900000000001") is not None)
        row = rig.packer.desk.row("900000000001")
        assert row is not None
        assert row.shop_id == "tmall2"
        assert rig.packer.window.parts.sync.is_away, "the first one is still asked"
        rig.packer.scan(FIRST)
        assert rig.packer.window.parts.session.view is not None
    finally:
        rig.first.told.set()
    rig.quiet()


def test_the_strip_says_which_shop_is_off_and_since_when(at_desk: Open) -> None:
    rig = Rig(at_desk)
    rig.round()
    assert rig.packer.window.strip.lights[0].startswith("3 shops")
    rig.second.is_off = True
    rig.round()
    since = rig.packer.desk.connection.shown(rig.packer.desk.clock.now())
    assert rig.packer.window.strip.lights[0].startswith(f"{NAMES[1]} offline since {since}")
    rig.box.is_off = True
    rig.round()
    assert f"{NAMES[1]} and 1 more" in rig.packer.window.strip.lights[0]
    rig.second.is_off = rig.box.is_off = False
    rig.round()
    assert rig.packer.window.strip.lights[0].startswith("3 shops")


def test_the_page_lists_all_shops_and_turns_to_each(at_desk: Open) -> None:
    rig = Rig(at_desk)
    rig.second.is_off = True
    rig.round()
    sheet = rig.page()
    assert [(row.caption, row.found) for row in sheet.all.rows] == [
        (NAMES[0], Found.OK),
        (NAMES[1], Found.FAILED),
        (NAMES[2], Found.OK),
    ]
    assert "Silent since" in sheet.all.rows[1].text
    assert sheet.name.text() == f"Taobao · {NAMES[1]}", "the one that is off comes first"
    told = {row.caption: row.text for row in sheet.facts.rows}
    assert told["Answers"].startswith("No, silent since")
    assert told["Calls today"] == "7 since midnight."
    assert told["App secret"] == "Not there."
    rig.packer.key(Qt.Key.Key_F5)
    rig.quiet()
    assert (rig.first.tried, rig.second.tried, rig.box.tried) == (0, 1, 0)
    assert not sheet.tried.isHidden()
    rig.packer.key(Qt.Key.Key_Right)
    assert sheet.name.text() == f"Folder · {NAMES[2]}"
    assert sheet.tried.isHidden(), "what was tried of another shop is not told of this one"
    rig.packer.key(Qt.Key.Key_F6)
    assert rig.packer.window.open_sheets() == [sheet], "a folder has no secrets"
    rig.packer.key(Qt.Key.Key_Left)
    rig.packer.key(Qt.Key.Key_Left)
    assert sheet.name.text() == f"Taobao · {NAMES[0]}"
    rig.packer.key(Qt.Key.Key_F6)
    (asked,) = rig.packer.window.open_sheets()
    assert isinstance(asked, SecretSheet)
    assert NAMES[0] in asked.title.text()


@pytest.mark.parametrize("language", [*LANGUAGES, PSEUDO])
def test_nothing_is_clipped_with_several_shops(at_desk: Open, language: str) -> None:
    rig = Rig(at_desk, language)
    rig.packer.window.resize(1280, 800)
    rig.second.is_off = True
    rig.round()
    _picture(rig, f"queue-{language}")
    sheet = rig.page()
    rig.packer.key(Qt.Key.Key_F5)
    rig.packer.qtbot.waitUntil(lambda: not sheet.tried.isHidden())
    rig.quiet()
    _picture(rig, f"page-{language}")
    assert [
        text for text in clipped(rig.packer.window) if text != rig.packer.window.strip.packer.text()
    ] == []


def test_in_the_dark_and_wide_it_looks_the_same(at_desk: Open) -> None:
    rig = Rig(at_desk, "zh_CN", dark=True)
    rig.packer.window.resize(1920, 1080)
    rig.second.is_off = True
    rig.round()
    _picture(rig, "queue-dark")
    rig.page()
    _picture(rig, "page-dark")
    assert [
        text for text in clipped(rig.packer.window) if text != rig.packer.window.strip.packer.text()
    ] == []


def _picture(rig: Rig, name: str) -> None:
    picture = rig.packer.window.grab()
    if PICTURES:
        picture.save(str(Path(PICTURES) / f"shops-{name}.png"))


def test_a_deadline_counts_down_on_the_platforms_clock(at_desk: Open) -> None:
    """This computer is 20 minutes behind: an order due in two hours by its clock is due in 1 h 40."""
    platform = Platform("app_secret", offset=timedelta(minutes=20))
    soon = make_order("900000000009", due_h=1.25)
    packer = at_desk(*orders(), soon, platform=platform, language="en")
    sync = packer.window.parts.sync
    sync.round()
    packer.qtbot.waitUntil(lambda: not sync.is_away)
    packer.scan(FIRST)
    here = ("1:40", "1:39")  # seconds pass meanwhile
    assert packer.window.pack.side.due.text() in here
    packer.window.parts.overview._tick()
    assert packer.window.pack.side.due.text() in here
    assert packer.desk.queue(WorkList.DUE_NOW, None, 5)[0].number == soon.number
    row = packer.desk.row(soon.number)
    assert row is not None
    painter = packer.window.queue.view.painter_of_cells
    left = row.ship_by - painter._now(row.shop_id)
    assert timedelta(minutes=54) < left <= timedelta(minutes=55)
    assert packer.desk.clock.now() == NOON
