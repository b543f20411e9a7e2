"""A parcel that is wanted back at the exceptions desk: the carrier is asked by a key, and what it said stands there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from packstation.domain.exceptions import ExceptionKind
from packstation.gui.ask_dialog import AskSheet
from packstation.gui.exceptions_dialog import ExceptionsSheet
from packstation.words import LANGUAGES, PSEUDO, load
from tests.desk.shirts import FIRST, ONE, SHIRT, shirts
from tests.gui.packer import OPTIONS, Open, Packer
from tests.gui.panels.values import clipped
from tests.gui.test_exceptions import Key, confirm, desk_of_exceptions, only
from tests.refunding import RefundingPlatform

REFUSED = f'intercept-refused {{"detail": "包裹派送中", "waybill": "{FIRST}"}}'


@pytest.fixture
def platform() -> RefundingPlatform:
    return RefundingPlatform(shirts(ONE, 1))


def wanted_back(at_desk: Open, platform: RefundingPlatform, language: str = "zh_CN") -> Packer:
    """A parcel that left, whose buyer asked for the money back."""
    packer = at_desk(
        shirts(ONE, 1), platform=platform, language=language, options=replace(OPTIONS, report_stops="all")
    )
    packer.desk.scan_and_print(SHIRT)
    packer.desk.scan_and_print(FIRST)
    platform.ask(ONE)
    packer.desk.syncing.pull_now()
    packer.desk.syncing.push_now()
    packer.settle()
    return packer


def texts(sheet: ExceptionsSheet) -> str:
    return "\n".join(sheet.detail.texts)


def tell(packer: Packer) -> None:
    """What is due is told, and the list read again."""
    packer.desk.syncing.push_now()
    packer.settle()
    only(packer, ExceptionsSheet).reload()


def test_i_asks_the_carrier_once_and_its_answer_stands_there_until_it_is_noted(
    at_desk: Open, platform: RefundingPlatform
) -> None:
    packer = wanted_back(at_desk, platform)
    sheet = desk_of_exceptions(packer)
    assert sheet.chosen
    assert sheet.chosen.kinds == (ExceptionKind.WANTED_BACK,)
    assert (sheet.letters["I"].isHidden(), sheet.letters["I"].isEnabled()) == (False, True)
    packer.key(Key.Key_I)
    only(packer, AskSheet)
    confirm(packer)
    sheet = only(packer, ExceptionsSheet)
    assert not sheet.letters["I"].isEnabled()
    packer.key(Key.Key_I)
    assert "请等待答复" in sheet.note.text()
    tell(packer)
    assert [asked.waybill for asked in platform.asked_back] == [FIRST]
    packer.key(Key.Key_Return)
    only(packer, AskSheet)
    packer.type_slowly("back on the shelf")
    confirm(packer)
    assert only(packer, ExceptionsSheet).chosen is None


def test_a_carrier_that_says_no_is_shown_with_its_words_and_can_be_asked_again(
    at_desk: Open, platform: RefundingPlatform
) -> None:
    packer = wanted_back(at_desk, platform)
    platform.replies[FIRST] = REFUSED
    desk_of_exceptions(packer)
    packer.key(Key.Key_I)
    packer.desk.syncing.push_now()
    assert platform.asked_back == []
    confirm(packer)
    tell(packer)
    sheet = only(packer, ExceptionsSheet)
    assert "包裹派送中" in texts(sheet)
    assert sheet.letters["I"].isEnabled()


def test_where_the_platform_cannot_ask_the_key_says_why(at_desk: Open, platform: RefundingPlatform) -> None:
    platform.intercepts = False
    packer = wanted_back(at_desk, platform, "en")
    sheet = desk_of_exceptions(packer)
    assert not sheet.letters["I"].isEnabled()
    packer.key(Key.Key_I)
    assert sheet.note.text() == load("en")("say.not-ready.intercept-unable")
    assert only(packer, ExceptionsSheet) is sheet


def test_the_key_is_not_there_where_nothing_has_left(at_desk: Open) -> None:
    packer = at_desk(shirts())
    packer.scan(ONE, "PKHOLD")
    assert desk_of_exceptions(packer).letters["I"].isHidden()


@pytest.mark.parametrize("language", [*LANGUAGES, PSEUDO])
@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_nothing_of_it_is_clipped(
    at_desk: Open, platform: RefundingPlatform, language: str, size: tuple[int, int]
) -> None:
    platform.replies[FIRST] = REFUSED
    packer = wanted_back(at_desk, platform, language)
    packer.window.resize(*size)
    packer.desk.gates.interceptions.ask(ONE)
    packer.desk.syncing.push_now()
    sheet = desk_of_exceptions(packer)
    QApplication.processEvents()
    assert clipped(sheet) == []
    assert FIRST in texts(sheet)
    packer.key(Qt.Key.Key_I)
    QApplication.processEvents()
    assert clipped(only(packer, AskSheet)) == []
