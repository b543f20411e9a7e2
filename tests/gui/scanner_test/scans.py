"""Scans as the program hears them: real key strokes through the real wedge."""

from __future__ import annotations

from itertools import pairwise

from packstation.domain.sample_code import SAMPLE
from packstation.gui.heard import Heard
from packstation.gui.wedge import Key, Kind, Rules, Scan, Wedge

SIGNS = {"cr": "\r", "lf": "\n", "tab": "\t"}


def type_in(rules: Rules, code: str, end: str, gap: int = 4, pause: int = 4) -> list[Heard]:
    """What is heard when a scanner types this code, ``pause`` ms before its suffix."""
    wedge = Wedge(rules)
    keys = [Key(1000 + place * gap, Kind.TEXT, sign) for place, sign in enumerate(code)]
    if end:
        keys.append(Key(keys[-1].at + pause, Kind.END, SIGNS[end]))
    outcomes = [outcome for key in keys for outcome in wedge.press(key)] + wedge.silence()
    return [_heard(outcome) for outcome in outcomes if isinstance(outcome, Scan)]


def _heard(scan: Scan) -> Heard:
    gaps = tuple(after.at - before.at for before, after in pairwise(scan.keys))
    return Heard(scan.code, "keyboard", gaps, tuple(key.text for key in scan.keys), scan.end, scan.complete)


def one(code: str = SAMPLE, end: str = "cr", rules: Rules | None = None, **rhythm: int) -> Heard:
    """One scan that is heard whole."""
    (heard,) = type_in(rules or Rules(), code, end, **rhythm)
    return heard
