"""An ear for tests: how strong which pitches are at which moment, and which of several sounds that is most like."""

from __future__ import annotations

import math
import struct
import wave
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

RATE = 11025
SLICE = 441
"""Samples: 40 ms."""
PITCHES = [110 * 2 ** (step / 3) for step in range(15)]
"""Every third of an octave from 110 Hz to 2.8 kHz."""


@dataclass(frozen=True)
class Print:
    """Strength of each pitch in each slice, the loudest moment being 1; and how long it is."""

    slices: tuple[tuple[float, ...], ...]

    def away_from(self, other: Print) -> float:
        """0: the same; 1: nothing in common. What only one of them still sounds counts in full."""
        length = max(len(self.slices), len(other.slices))
        silent = (0.0,) * len(PITCHES)
        mine = [value for place in range(length) for value in _at(self.slices, place, silent)]
        theirs = [value for place in range(length) for value in _at(other.slices, place, silent)]
        common = sum(a * b for a, b in zip(mine, theirs, strict=True))
        return 1 - common / (math.hypot(*mine) * math.hypot(*theirs))


def _at(slices: Sequence[tuple[float, ...]], place: int, silent: tuple[float, ...]) -> tuple[float, ...]:
    return slices[place] if place < len(slices) else silent


def samples_of(path: Path) -> list[float]:
    """A file's samples at half its rate, between -1 and 1."""
    with wave.open(str(path)) as file:
        raw = struct.unpack(f"<{file.getnframes()}h", file.readframes(file.getnframes()))
    return [(one + other) / 65536 for one, other in zip(raw[::2], raw[1::2], strict=False)]


def print_of(samples: Sequence[float]) -> Print:
    """The print of a sound."""
    starts = range(0, max(1, len(samples) - SLICE // 2), SLICE)
    strong = [
        tuple(_strength(samples[start : start + SLICE], pitch) for pitch in PITCHES) for start in starts
    ]
    loudest = max(max(one) for one in strong) or 1.0
    return Print(tuple(tuple(value / loudest for value in one) for one in strong))


def _strength(part: Sequence[float], pitch: float) -> float:
    """How strong a pitch is in a stretch of sound (Goertzel's sum)."""
    turn = 2 * math.cos(2 * math.pi * pitch / RATE)
    before = last = 0.0
    for value in part:
        before, last = last, value + turn * last - before
    power = last * last + before * before - turn * last * before
    return math.sqrt(max(0.0, power)) / max(1, len(part))


def recognised(heard: Print, known: Mapping[str, Print]) -> tuple[str, float]:
    """The sound it is most like, and by how much more than the next one."""
    order = sorted(known, key=lambda name: heard.away_from(known[name]))
    return order[0], heard.away_from(known[order[1]]) - heard.away_from(known[order[0]])
