"""Each verdict its own sound, told apart in a noisy hall; a desk without loudspeakers works in silence."""

from __future__ import annotations

import random
import sys
import types
import wave
from itertools import combinations
from pathlib import Path
from typing import ClassVar

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from packstation.domain.scan import STOPS, Verdict
from packstation.gui.sounds import MULTIMEDIA, UNASKED, URGED, Sounds
from packstation.resources import resource
from tests.gui.listening import Print, print_of, recognised, samples_of
from tests.tools.make_sounds import TUNES, write

SOUNDS = (*(verdict.value for verdict in Verdict), *UNASKED)
LOUDEST_NOISE = 0.5
"""Root mean square of the noise against that of the sound: 6 dB below."""


def path_of(sound: str) -> Path:
    return resource("sounds", f"{sound}.wav")


def loaded(volume: float = 0.9, module: str = MULTIMEDIA) -> Sounds:
    sounds = Sounds(volume=volume, module=module)
    sounds.load()
    return sounds


@pytest.fixture(scope="module")
def prints() -> dict[str, Print]:
    return {sound: print_of(samples_of(path_of(sound))) for sound in SOUNDS}


@pytest.mark.parametrize("sound", SOUNDS)
def test_every_sound_is_short_and_small(sound: str) -> None:
    with wave.open(str(path_of(sound))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 22050)
        seconds = file.getnframes() / 22050
    longest = 1.4 if sound in STOPS else 0.7
    assert 0.05 <= seconds <= longest
    assert path_of(sound).stat().st_size <= 64_000


def test_stops_are_the_longest_and_an_item_the_shortest() -> None:
    lengths = {verdict: path_of(verdict.value).stat().st_size for verdict in Verdict}
    assert min(lengths[stop] for stop in STOPS) > max(size for v, size in lengths.items() if v not in STOPS)
    assert lengths[Verdict.ITEM_OK] == min(lengths.values())


def test_the_tool_makes_exactly_these_files(tmp_path: Path) -> None:
    assert set(TUNES) == set(SOUNDS)
    for name in TUNES:
        assert write(name, tmp_path).read_bytes() == path_of(name).read_bytes()


def test_every_sound_is_recognised_in_noise(prints: dict[str, Print]) -> None:
    noise = random.Random(20261111)
    for name in prints:
        heard = samples_of(path_of(name))
        loud = (sum(value * value for value in heard) / len(heard)) ** 0.5
        noisy = [value + noise.gauss(0, loud * LOUDEST_NOISE) for value in heard]
        assert recognised(print_of(noisy), prints)[0] == name


def test_the_ear_of_the_test_finds_two_sounds_that_are_one(prints: dict[str, Print]) -> None:
    doubled = {**prints, "copy": prints["wrong-item"]}
    _, margin = recognised(prints["wrong-item"], doubled)
    assert margin == 0


def test_no_two_sounds_are_near_each_other(prints: dict[str, Print]) -> None:
    for one, other in combinations(prints, 2):
        assert prints[one].away_from(prints[other]) > 0.08, (one, other)


def test_wrong_item_too_many_and_stops_are_far_apart(prints: dict[str, Print]) -> None:
    wrong, many = prints["wrong-item"], prints["too-many"]
    assert wrong.away_from(many) > 0.4
    for stop in STOPS:
        for verdict in set(Verdict) - STOPS:
            assert prints[stop.value].away_from(prints[verdict.value]) > 0.25, (stop, verdict)


def test_without_the_sound_library_the_desk_works_in_silence() -> None:
    sounds = loaded(module="no_such_sound_library")
    sounds.play("item-ok")
    assert sounds.is_silent
    assert sounds.trouble == "sound-library"
    assert sounds.last == "item-ok"


class Output:
    def __init__(self, *, null: bool) -> None:
        self.null = null

    def isNull(self) -> bool:  # noqa: N802  (Qt's name)
        return self.null


class Effect:
    played: ClassVar[list[str]] = []
    sounding: ClassVar[set[str]] = set()

    def __init__(self, parent: object) -> None:
        self.parent = parent
        self.name = ""

    def setSource(self, url: QUrl) -> None:  # noqa: N802  (Qt's name)
        self.name = url.fileName()

    def setVolume(self, volume: float) -> None:  # noqa: N802  (Qt's name)
        assert 0 < volume <= 1

    def isPlaying(self) -> bool:  # noqa: N802  (Qt's name)
        return self.name in self.sounding

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
    sounds.play("item-ok")
    sounds.play("wrong-item")
    assert Effect.played == ["item-ok.wav", "-item-ok.wav", "wrong-item.wav"]
    assert not sounds.is_silent


def test_what_nobody_scanned_lets_an_answer_ring_out_and_gives_way_to_the_next(qtbot: QtBot) -> None:
    Effect.played.clear()
    Effect.sounding.clear()
    sounds = loaded(module=library(null=False))
    sounds.play("wrong-item")
    Effect.sounding.add("wrong-item.wav")
    sounds.chime(URGED)
    assert Effect.played == ["wrong-item.wav"]
    Effect.sounding.clear()
    qtbot.waitUntil(lambda: Effect.played == ["wrong-item.wav", "urged.wav"])
    sounds.play("item-ok")
    assert Effect.played[2:] == ["-wrong-item.wav", "-urged.wav", "item-ok.wav"]


def test_switched_off_it_does_not_even_look() -> None:
    sounds = loaded(volume=0, module="no_such_sound_library")
    assert (sounds.is_silent, sounds.trouble) == (True, "")


@pytest.mark.qt_log_ignore("^Couldn't (load|resolve)", "PulseAudio", extend=True)
def test_qts_own_library_loads_or_is_missed_quietly() -> None:
    sounds = loaded()
    sounds.play("order-recalled")
    assert sounds.trouble in ("", "sound-library", "sound-device")
    assert sounds.is_silent is bool(sounds.trouble)
