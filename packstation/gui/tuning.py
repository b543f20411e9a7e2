"""Five scans of one barcode tell how a scanner types: its pace, its suffix, its prefix."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from packstation.domain.aim import split_aim
from packstation.domain.sample_code import SAMPLE
from packstation.domain.scan import GROUP_SEPARATOR, clean
from packstation.gui.heard import Heard
from packstation.gui.wedge import ANY, SILENCE, SUFFIXES
from packstation.settings import LONGEST_PREFIX

NEEDED = 5
SLOWEST_MS = 60
"""People type at this pace at best; a slower scanner cannot be told from one."""
_FASTEST_MS = 20
_SILENCES = (60, 400)
_AIM_SIGNS = 3
_BLANKS = " \r\n\t"


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
    last = heard.keys[-1:] or (heard.code[-1:],)
    return heard.end or SUFFIXES.get(last[0], "")


def signs_of(heard: Heard) -> tuple[int, ...]:
    """Places of the keys that make up the code with its prefix: neither an Enter before it nor its end."""
    return tuple(place for place, key in enumerate(heard.keys) if key not in SUFFIXES)


def tune(scans: Sequence[Heard], prefix: str = "") -> Tuned | NotAlike | None:
    """The settings for a scanner that gave these scans of one barcode; None while there are too few.

    Pace and silence come from keyboard scanners only. The threshold leaves twice the pace measured, the
    silence three times the longest gap, both within what keeps a person's typing apart.

    Args:
        scans: what came in, in order.
        prefix: the one in force, which is no longer in the codes.
    """
    if len(scans) < NEEDED:
        return None
    codes = [clean(heard.code) for heard in scans]
    usual = max(set(codes), key=codes.count)
    odd = tuple(place for place, code in enumerate(codes) if code != usual)
    if odd:
        return NotAlike(odd)
    found = _prefix(scans[0], prefix)
    settings: dict[str, object] = {"scanner.suffix": _suffix(scans), "scanner.prefix": found}
    paces = [sum(gaps) / len(gaps) for gaps in map(_gaps, scans) if gaps]
    if not paces:
        return Tuned(settings)
    slowest, longest = max(paces), max(_longest(heard) for heard in scans)
    settings["scanner.gap_ms"] = min(SLOWEST_MS, max(_FASTEST_MS, math.ceil(2 * slowest)))
    settings["scanner.silence_ms"] = min(_SILENCES[1], max(_SILENCES[0], 3 * longest))
    return Tuned(settings, is_slow=slowest > SLOWEST_MS / 2 and not found)


def _gaps(heard: Heard) -> tuple[int, ...]:
    """The gaps between the signs; the one before the suffix is the scanner's pause and not its pace."""
    places = signs_of(heard)
    return heard.gaps_ms[places[0] : places[-1]] if places else ()


def _longest(heard: Heard) -> int:
    """The longest gap a silence must outlast: the pause before the suffix is one of them."""
    places = signs_of(heard)
    return max(heard.gaps_ms[places[0] :], default=0) if places else 0


def _suffix(scans: Sequence[Heard]) -> str:
    """What ended all of them; ``any`` where they differ.

    A serial line's reader takes line ends off the edges, whatever is set: no end seen there is no proof
    that none was sent.
    """
    ends = {end_of(heard) for heard in scans}
    end = ends.pop() if len(ends) == 1 else ANY
    return end or (SILENCE if scans[0].keys else ANY)


def _prefix(heard: Heard, in_force: str) -> str:
    """What stands before the sample, or a control sign before any code; the one in force if it was typed.

    A scanner's word about the kind of barcode differs from kind to kind, and a separator of GS1 begins only
    some codes: neither is a prefix. From a serial code the prefix in force was taken off already.
    """
    typed = "".join(heard.keys[place] for place in signs_of(heard))
    sent = typed or heard.code.strip(_BLANKS)
    kept = in_force if not typed or typed.startswith(in_force) else ""
    if sent.endswith(SAMPLE):
        before = _without_aim(sent.removesuffix(SAMPLE))
        return before if 0 < len(before) <= LONGEST_PREFIX else kept
    is_control = bool(sent) and not sent[0].isprintable() and sent[0] != GROUP_SEPARATOR
    return sent[0] if is_control and not kept else kept


def _without_aim(before: str) -> str:
    """The signs before a code, without the scanner's word about the kind of barcode."""
    mark = before[-_AIM_SIGNS:]
    return before.removesuffix(mark) if split_aim(f"{mark}{SAMPLE}")[0] == mark else before
