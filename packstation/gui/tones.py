"""What each verdict looks and sounds like: its own shape, shade and sound, in the colour of its family.

The family is what is recognised from afar (green: right, red: wrong, amber: something is missing …); the
shade only tells its members apart where two stand side by side. None speaks by colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor

from packstation.domain.scan import STOPS, Verdict
from packstation.gui.theme import Colours

_TURNS = {"good": 4, "done": 4, "wrong": -5, "stop": -5, "info": 3, "other": 5, "unknown": 40, "warn": 1.4}
"""Degrees of hue from one shade of a family to the next, always away from the families it must not be taken
for by eyes that see no red or no green: greens turn bluer, reds more purple."""
_HUES = 360


@dataclass(frozen=True, slots=True)
class Tone:
    """How an outcome looks and sounds: its family's role, its shade in it, shape, name of its sound."""

    ground: str
    shape: str
    sound: str
    shade: int = 0


IDLE = Tone("idle", "idle", "")

_LOOKS = {
    Verdict.ORDER_OPENED: ("info", "open"),
    Verdict.NEEDS_REVIEW: ("warn", "review"),
    Verdict.ITEM_OK: ("good", "check"),
    Verdict.LINE_COMPLETE: ("good", "double-check"),
    Verdict.ORDER_COMPLETE: ("done", "star"),
    Verdict.QUALITY_PASSED: ("good", "quality"),
    Verdict.QUALITY_FAILED: ("warn", "flaw"),
    Verdict.WISH_TICKED: ("good", "tick"),
    Verdict.UNDONE: ("info", "undo"),
    Verdict.LEFT: ("info", "leave"),
    Verdict.HELD: ("warn", "pause"),
    Verdict.COMMAND_OK: ("info", "command"),
    Verdict.LOGGED_IN: ("info", "badge"),
    Verdict.PARCEL_OPENED: ("info", "box"),
    Verdict.WEIGHT_TAKEN: ("good", "scale"),
    Verdict.LABEL_PRINTED: ("done", "label"),
    Verdict.LABEL_FAILED: ("wrong", "label-failed"),
    Verdict.LABEL_UNKNOWN: ("unknown", "label-unknown"),
    Verdict.SHIPPED: ("done", "shipped"),
    Verdict.HANDED_OVER: ("done", "handed-over"),
    Verdict.WRONG_ITEM: ("wrong", "cross"),
    Verdict.TOO_MANY: ("warn", "triangle"),
    Verdict.UNKNOWN_CODE: ("unknown", "question"),
    Verdict.AMBIGUOUS_CODE: ("unknown", "fork"),
    Verdict.OTHER_ORDER: ("other", "swap"),
    Verdict.LABEL_MISMATCH: ("wrong", "mismatch"),
    Verdict.ORDER_HELD: ("stop", "stop-held"),
    Verdict.ORDER_CANCELLED: ("stop", "stop"),
    Verdict.ORDER_RECALLED: ("stop", "stop-recalled"),
    Verdict.ALREADY_SHIPPED: ("other", "gone"),
    Verdict.CLAIMED_ELSEWHERE: ("other", "claimed"),
    Verdict.NOT_READY: ("warn", "not-ready"),
    Verdict.NOT_ALLOWED: ("warn", "lock"),
    Verdict.LOGIN_NEEDED: ("warn", "login"),
    Verdict.WEIGHT_OFF: ("wrong", "weight-off"),
    Verdict.OUT_OF_STOCK: ("warn", "shelf"),
    Verdict.NO_WAYBILL_NUMBERS: ("warn", "no-numbers"),
    Verdict.NOTHING_TO_UNDO: ("unknown", "nothing"),
    Verdict.DUPLICATE_SCAN: ("unknown", "duplicate"),
}
"""Family and shape of each verdict; its place in its family is its shade."""


def _tones() -> dict[Verdict, Tone]:
    members: dict[str, int] = {}
    tones = {}
    for verdict, (family, shape) in _LOOKS.items():
        shade = members.get(family, 0)
        members[family] = shade + 1
        tones[verdict] = Tone(family, shape, verdict.value, shade)
    return tones


_TONES = _tones()


def tone_of(verdict: Verdict) -> Tone:
    """What a verdict looks and sounds like."""
    return _TONES[verdict]


def ground_of(colours: Colours, tone: Tone) -> QColor:
    """The ground of an outcome: its family's colour, turned a little for each further member."""
    base = QColor(str(getattr(colours, tone.ground)))
    turn = _TURNS.get(tone.ground, 0) * tone.shade
    hue = (max(0, base.hslHue()) + turn) % _HUES
    return QColor.fromHslF(hue / _HUES, base.hslSaturationF(), base.lightnessF())


def is_stop(verdict: Verdict) -> bool:
    """Whether the verdict fills the window until it is answered."""
    return verdict in STOPS
