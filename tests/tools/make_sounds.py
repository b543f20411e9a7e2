"""Makes the sounds in ``resources/sounds``: run it after changing a tune here.

Each outcome has a tune that differs in rhythm, direction and colour, so that they are told apart in a noisy hall and by
ears that hear no high tones: good ones rise and are clear, refusals fall or buzz, the stop alternates and is longest.
"""

from __future__ import annotations

import math
import struct
import sys
import wave
from dataclasses import dataclass
from pathlib import Path

RATE = 22050
LOUD = 0.6


@dataclass(frozen=True, slots=True)
class Note:
    """A tone (Hz; 0 is a pause) for some seconds; ``buzz`` adds odd overtones, which cut through noise."""

    pitch: float
    seconds: float
    buzz: bool = False
    slide: float = 0.0


TUNES: dict[str, tuple[Note, ...]] = {
    "ok": (Note(1320, 0.09),),
    "line": (Note(1047, 0.07), Note(0, 0.02), Note(1568, 0.12)),
    "order": (Note(784, 0.08), Note(988, 0.08), Note(1175, 0.08), Note(1568, 0.2)),
    "shipped": (Note(1568, 0.07), Note(0, 0.02), Note(1568, 0.07), Note(0, 0.02), Note(2093, 0.24)),
    "command": (Note(660, 0.05), Note(880, 0.06)),
    "wrong": (Note(220, 0.18, buzz=True), Note(0, 0.05), Note(165, 0.3, buzz=True)),
    "too-many": (Note(520, 0.08, buzz=True), Note(0, 0.05)) * 3,
    "unknown": (Note(700, 0.3, slide=-350),),
    "other": (Note(880, 0.1), Note(440, 0.1), Note(880, 0.1), Note(440, 0.14)),
    "not-ready": (Note(392, 0.12), Note(0, 0.03), Note(330, 0.2)),
    "stop": (Note(950, 0.15, buzz=True), Note(600, 0.15, buzz=True)) * 2,
}


def wave_of(note: Note) -> list[float]:
    """The note's samples between -1 and 1, faded in and out so that nothing clicks."""
    count = int(RATE * note.seconds)
    fade = max(1, min(count // 4, int(RATE * 0.012)))
    samples = []
    phase = 0.0
    for place in range(count):
        phase += 2 * math.pi * (note.pitch + note.slide * place / count) / RATE
        tone = math.sin(phase) if note.pitch else 0.0
        if note.buzz:
            tone = 0.6 * tone + 0.28 * math.sin(3 * phase) + 0.16 * math.sin(5 * phase)
        elif note.pitch:
            tone = 0.85 * tone + 0.15 * math.sin(2 * phase)
        edge = min(place, count - 1 - place, fade) / fade
        samples.append(tone * edge)
    return samples


def write(name: str, folder: Path) -> Path:
    """Write one tune as 16-bit mono; gives the file."""
    samples = [value for note in TUNES[name] for value in wave_of(note)]
    target = folder / f"{name}.wav"
    with wave.open(str(target), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(struct.pack(f"<{len(samples)}h", *(int(32767 * LOUD * value) for value in samples)))
    return target


if __name__ == "__main__":
    for tune in TUNES:
        write(tune, Path(sys.argv[1]))
