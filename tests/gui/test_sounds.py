from __future__ import annotations

import sys
import types
import wave
from itertools import combinations
from pathlib import Path
from typing import ClassVar

import pytest
from PySide6.QtCore import QUrl

from packstation.gui.sounds import MULTIMEDIA, Sounds
from packstation.gui.theme import Sound
from packstation.resources import resource
from tests.tools.make_sounds import TUNES, write


def samples(sound: str) -> bytes:
    with wave.open(str(resource("sounds", f"{sound}.wav"))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 22050)
        return bytes(file.readframes(file.getnframes()))


def loaded(volume: float = 0.9, module: str = MULTIMEDIA) -> Sounds:
    sounds = Sounds(volume=volume, module=module)
    sounds.load()
    return sounds


@pytest.mark.parametrize("sound", Sound)
def test_every_sound_is_short_and_small(sound: Sound) -> None:
    path = resource("sounds", f"{sound}.wav")
    assert path.stat().st_size <= 30_000
    assert 0.05 <= len(samples(sound)) / 2 / 22050 <= 0.8


def test_all_sounds_differ() -> None:
    for one, other in combinations(Sound, 2):
        assert samples(one) != samples(other)


def test_the_tool_makes_exactly_these_files(tmp_path: Path) -> None:
    assert set(TUNES) == {str(sound) for sound in Sound}
    for name in TUNES:
        assert write(name, tmp_path).read_bytes() == resource("sounds", f"{name}.wav").read_bytes()


def test_without_the_sound_library_the_desk_works_in_silence() -> None:
    sounds = loaded(module="no_such_sound_library")
    sounds.play(Sound.OK)
    assert sounds.is_silent
    assert sounds.trouble == "sound-library"
    assert sounds.last is Sound.OK


class Output:
    def __init__(self, *, null: bool) -> None:
        self.null = null

    def isNull(self) -> bool:  # noqa: N802
        return self.null


class Effect:
    played: ClassVar[list[str]] = []

    def __init__(self, parent: object) -> None:
        self.parent = parent
        self.name = ""

    def setSource(self, url: QUrl) -> None:  # noqa: N802
        self.name = url.fileName()

    def setVolume(self, volume: float) -> None:  # noqa: N802
        assert 0 < volume <= 1

    def play(self) -> None:
        self.played.append(self.name)

    def stop(self) -> None:
        self.played.append("-" + self.name)


def library(*, null: bool) -> str:
    """A sound library that writes down what it plays."""
    module = types.ModuleType("sound_library_of_the_test")
    module.QSoundEffect = Effect  # type: ignore[attr-defined]
    module.QMediaDevices = types.SimpleNamespace(  # type: ignore[attr-defined]
        defaultAudioOutput=lambda: Output(null=null)
    )
    sys.modules[module.__name__] = module
    return module.__name__


def test_without_a_loudspeaker_it_says_so() -> None:
    assert loaded(module=library(null=True)).trouble == "sound-device"


def test_a_new_sound_cuts_the_last_one_off() -> None:
    Effect.played.clear()
    sounds = loaded(module=library(null=False))
    sounds.play(Sound.OK)
    sounds.play(Sound.WRONG)
    assert Effect.played == ["ok.wav", "-ok.wav", "wrong.wav"]
    assert not sounds.is_silent


def test_switched_off_it_does_not_even_look() -> None:
    sounds = loaded(volume=0, module="no_such_sound_library")
    assert (sounds.is_silent, sounds.trouble) == (True, "")


@pytest.mark.qt_log_ignore("^Couldn't (load|resolve)", "PulseAudio", extend=True)
def test_qts_own_library_loads_or_is_missed_quietly() -> None:
    sounds = loaded()
    sounds.play(Sound.STOP)
    assert sounds.trouble in ("", "sound-library", "sound-device")
    assert sounds.is_silent is bool(sounds.trouble)
