"""Makes the sounds in ``resources/sounds``: run it after changing a tune here.

Each verdict has a tune that differs in rhythm, direction and colour, so that they are told apart in a noisy hall and by
ears that hear no high tones: good ones rise and are clear, refusals fall or buzz, stops alternate and are longest.
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


def _tune(*notes: tuple[float, ...], buzz: bool = False) -> tuple[Note, ...]:
    """Notes of (pitch, seconds) or (pitch, seconds, slide)."""
    return tuple(Note(note[0], note[1], buzz, note[2] if len(note) > 2 else 0.0) for note in notes)


TUNES: dict[str, tuple[Note, ...]] = {
    # right: short, clear, rising
    "item-ok": _tune((1320, 0.09)),
    "line-complete": _tune((1047, 0.07), (0, 0.02), (1568, 0.12)),
    "order-complete": _tune((784, 0.08), (988, 0.08), (1175, 0.08), (1568, 0.2)),
    "order-opened": _tune((660, 0.06), (990, 0.09)),
    "quality-passed": _tune((1175, 0.06), (0, 0.03), (1175, 0.06), (1760, 0.12)),
    "wish-ticked": _tune((1480, 0.05), (0, 0.05), (1480, 0.08)),
    "weight-taken": _tune((700, 0.2, 700)),
    "label-printed": _tune((1320, 0.06), (0, 0.03), (880, 0.06), (0, 0.03), (1320, 0.06), (1976, 0.18)),
    "shipped": _tune((1568, 0.07), (0, 0.02), (1568, 0.07), (0, 0.02), (2093, 0.26)),
    "handed-over": _tune((1568, 0.08), (2093, 0.08), (0, 0.06), (1568, 0.08), (2093, 0.24)),
    # done as told: low and plain
    "parcel-opened": _tune((523, 0.07), (784, 0.07), (523, 0.1)),
    "logged-in": _tune((523, 0.08), (659, 0.08), (1047, 0.12)),
    "command-ok": _tune((660, 0.05), (880, 0.06)),
    "undone": _tune((880, 0.07), (660, 0.07), (440, 0.1)),
    "left": _tune((784, 0.09), (523, 0.12)),
    "held": _tune((587, 0.12), (0, 0.07), (587, 0.16)),
    # what is wrong is deep and harsh
    "wrong-item": _tune((220, 0.18), (0, 0.05), (165, 0.32), buzz=True),
    "label-mismatch": _tune((196, 0.12), (0, 0.04), (262, 0.12), (0, 0.04), (147, 0.3), buzz=True),
    "weight-off": _tune((260, 0.5, -130), buzz=True),
    "label-failed": _tune((330, 0.1), (0, 0.06), (247, 0.1), (0, 0.06), (185, 0.24), buzz=True),
    "too-many": _tune(*((520, 0.08), (0, 0.05)) * 3, buzz=True),
    # unknown: a question that falls or rises
    "unknown-code": _tune((700, 0.3, -350)),
    "ambiguous-code": _tune((700, 0.16, -300), (0, 0.05), (950, 0.16, -300)),
    "label-unknown": _tune((450, 0.16, 350), (0, 0.05), (800, 0.16, -350)),
    "nothing-to-undo": _tune((330, 0.09), (0, 0.12), (330, 0.09)),
    "duplicate-scan": _tune((1000, 0.05), (0, 0.04), (1000, 0.05), (0, 0.04), (400, 0.14)),
    # somebody else's: to and fro
    "other-order": _tune((880, 0.1), (440, 0.1), (880, 0.1), (440, 0.14)),
    "already-shipped": _tune((1568, 0.09), (784, 0.09), (392, 0.2)),
    "claimed-elsewhere": _tune((660, 0.1), (330, 0.1), (660, 0.1), (990, 0.16)),
    # not yet: two or three steps down
    "needs-review": _tune((392, 0.12), (0, 0.03), (554, 0.22)),
    "quality-failed": _tune((466, 0.1), (415, 0.1), (370, 0.22)),
    "not-ready": _tune((392, 0.12), (0, 0.03), (294, 0.22)),
    "not-allowed": _tune((294, 0.1), (0, 0.05), (294, 0.1), (0, 0.05), (294, 0.24), buzz=True),
    "login-needed": _tune((554, 0.1), (0, 0.05), (392, 0.1), (0, 0.05), (554, 0.16)),
    "out-of-stock": _tune((466, 0.12), (349, 0.12), (233, 0.26)),
    "no-waybill-numbers": _tune((494, 0.07), (0, 0.05), (494, 0.07), (0, 0.05), (262, 0.3)),
    # stop: long, loud, alternating
    "order-held": _tune(*((820, 0.2), (0, 0.08)) * 3, (410, 0.4), buzz=True),
    "order-cancelled": _tune(*((950, 0.15), (600, 0.15)) * 4, buzz=True),
    "order-recalled": _tune(*((1150, 0.3, -600), (0, 0.03)) * 4, buzz=True),
    # nobody scanned anything: somebody is at the door
    "urged": _tune((1319, 0.2), (0, 0.04), (1047, 0.34)),
}
"""One tune a verdict, named after it, and those of what nobody scanned."""


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
