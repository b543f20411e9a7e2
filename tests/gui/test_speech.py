"""The desk speaks where it can and is told to, and stays silent everywhere else."""

from __future__ import annotations

import sys
import types
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from packstation.domain.scan import Answer, Verdict
from packstation.gui.messages import Messages
from packstation.gui.speech import Speech
from packstation.gui.spoken import LONGEST, spoken
from packstation.words import load
from tests.builders import make_desk, make_order
from tests.gui.packer import ZONE

MOCK = "mock"
"""Qt's own engine for tests: it takes its time and makes no sound."""


def loaded(**more: object) -> Speech:
    speech = Speech(**{"enabled": True, "engine": MOCK, **more})  # type: ignore[arg-type]
    speech.load()
    return speech


@pytest.mark.qt_log_ignore("^Couldn't (load|resolve)", "PulseAudio", extend=True)
def test_it_speaks_and_the_newest_text_cuts_the_last_one_off(qtbot: QtBot) -> None:
    speech = loaded()
    if speech.trouble == "speech-library":
        assert speech.is_silent  # a machine without the sound library: the other half of this file
        return
    speech.say("再扫 2 件")
    qtbot.waitUntil(lambda: speech._voice.state() == speech._voice.State.Speaking)
    speech.say("贴面单")
    assert speech.last == "贴面单"
    qtbot.waitUntil(lambda: speech._voice.state() == speech._voice.State.Ready, timeout=20_000)
    assert speech.trouble == ""


def test_without_the_library_it_is_silent_and_says_why() -> None:
    speech = loaded(module="no_such_speech_library")
    speech.say("anything")
    assert (speech.is_silent, speech.trouble, speech.last) == (True, "speech-library", "anything")


def library(**parts: object) -> str:
    """A speech library with no engine or no voice."""
    module = types.ModuleType("speech_library_of_the_test")

    class Voice(QObject):
        State = types.SimpleNamespace(Error="error")

        def __init__(self, *_: object) -> None:
            super().__init__()

        @staticmethod
        def availableEngines() -> object:  # noqa: N802  (Qt's name)
            return parts["engines"]

        def availableVoices(self) -> object:  # noqa: N802  (Qt's name)
            return []

        def state(self) -> str:
            return "error"

    module.QTextToSpeech = Voice  # type: ignore[attr-defined]
    sys.modules[module.__name__] = module
    return module.__name__


@pytest.mark.parametrize("engines", [[], ["speechd"]])
def test_without_engine_or_voice_it_says_so(engines: list[str]) -> None:
    assert loaded(engine="", module=library(engines=engines)).trouble == "speech-voice"


def test_switched_off_it_does_not_even_look() -> None:
    speech = loaded(enabled=False, module="no_such_speech_library")
    speech.say("anything")
    assert (speech.trouble, speech.last) == ("", "")


def test_what_is_said(tmp_path: Path) -> None:
    number = "4065712345678900001"
    order = make_order(number, message="请用礼盒", memo="老客户")
    desk = make_desk(tmp_path / "data", order)
    messages = Messages(load("zh_CN"), ZONE)
    opened = desk.scan(number)
    assert spoken(opened, desk.open_view(), messages).startswith(
        "买家留言：请用礼盒。备注：老客户。再扫 2 件"
    )
    counted = desk.scan("6901234567892")
    assert "再扫 1 件" in spoken(counted, desk.open_view(), messages)
    other = Answer("", Verdict.OTHER_ORDER, number, facts={"other": "4065712345678900777"})
    assert "0777" in spoken(other, desk.open_view(), messages)
    assert "4065712345678900777" not in spoken(other, desk.open_view(), messages)
    long = replace(order, message="啊" * 999)
    assert len(spoken(opened, replace(desk.open_view(), order=long), messages)) <= LONGEST  # type: ignore[type-var]
    desk.store.close()
