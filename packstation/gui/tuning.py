"""Five scans of one barcode tell how a scanner types: its pace, its suffix, its prefix."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from packstation.domain.sample_code import SAMPLE
from packstation.domain.scan import clean
from packstation.gui.heard import Heard
from packstation.gui.wedge import ANY, SILENCE, SUFFIXES

NEEDED = 5
SLOWEST_MS = 60
"""People type at this pace at best; a slower scanner cannot be told from one."""
_FASTEST_MS = 20
_SILENCES = (60, 400)
_ENDS = "\r\n\t"


@dataclass(frozen=True, slots=True)
class Tuned:
    """The settings that fit; ``is_slow``: its pace is nearly a person's, a prefix would tell them apart."""

    settings: Mapping[str, object] = field(default_factory=dict)
    is_slow: bool = False


@dataclass(frozen=True, slots=True)
class NotAlike:
    """The readings differ, though it was one barcode: these places (from 0) are not like most."""

    places: tuple[int, ...]


def end_of(heard: Heard) -> str:
    """How a scan ended, even if the settings expected another end: ``cr``, ``lf``, ``tab`` or nothing."""
    if heard.end:
        return heard.end
    last = heard.keys[-1] if heard.keys else ""
    return SUFFIXES.get(last, "")


def tune(scans: Sequence[Heard]) -> Tuned | NotAlike | None:
    """The settings for a scanner that gave these scans of one barcode; None while there are too few.

    Pace and silence come from keyboard scanners only. The threshold leaves twice the pace measured, the
    silence three times the longest gap, both within what keeps a person's typing apart.
    """
    if len(scans) < NEEDED:
        return None
    codes = [clean(heard.code) for heard in scans]
    usual = max(set(codes), key=codes.count)
    odd = tuple(place for place, code in enumerate(codes) if code != usual)
    if odd:
        return NotAlike(odd)
    settings: dict[str, object] = {"scanner.suffix": _suffix(scans), "scanner.prefix": _prefix(scans[0].code)}
    paces = [_pace(heard) for heard in scans if len(heard.gaps_ms) > 1]
    if not paces:
        return Tuned(settings)
    slowest, longest = max(paces), max(max(_inner(heard)) for heard in scans if len(heard.gaps_ms) > 1)
    settings["scanner.gap_ms"] = min(SLOWEST_MS, max(_FASTEST_MS, math.ceil(2 * slowest)))
    settings["scanner.silence_ms"] = min(_SILENCES[1], max(_SILENCES[0], 3 * longest))
    return Tuned(settings, is_slow=slowest > SLOWEST_MS / 2)


def _inner(heard: Heard) -> tuple[int, ...]:
    """The gaps between the signs; the one before the suffix is the scanner's pause and not its pace."""
    has_end = bool(heard.keys) and heard.keys[-1] in _ENDS and len(heard.gaps_ms) > 1
    return heard.gaps_ms[:-1] if has_end else heard.gaps_ms


def _pace(heard: Heard) -> float:
    gaps = _inner(heard)
    return sum(gaps) / len(gaps)


def _suffix(scans: Sequence[Heard]) -> str:
    """What ended all of them; ``any`` where they differ."""
    ends = {end_of(heard) for heard in scans}
    return (ends.pop() or SILENCE) if len(ends) == 1 else ANY


def _prefix(code: str) -> str:
    """What stands before the sample, or a control sign before any code."""
    if code.endswith(SAMPLE) and len(code) > len(SAMPLE):
        return code.removesuffix(SAMPLE)[:4]
    return code[0] if code and not code[0].isprintable() else ""
