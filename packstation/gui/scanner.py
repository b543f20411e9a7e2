"""The barcode scanner that types like a keyboard: its bursts are taken out of the whole program's key stream.

No window, dialog, menu or text field ever sees a scan's keys, so none can be pressed or filled by one. What a
person types comes through complete and in order, a moment later. Keys are timed by the stamps they carry (the
wall clock lies while the window is busy); events without a stamp are timed by the injected clock.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QWidget

from packstation.gui.heard import Heard
from packstation.gui.wedge import Key, Kind, Rules, Scan, Typed, Wedge

_DONE = 1 << 62
"""Time stamp of an event that was judged already."""
_LATE_MS = 8
"""A timer this late means that the window was busy: keys may be waiting behind it."""
_GRACE_MS = 15
"""After the silence keys that lie in the window's queue already get this long to be seen."""
_ENDS = {Qt.Key.Key_Return: "\r", Qt.Key.Key_Enter: "\r", Qt.Key.Key_Tab: "\t"}
_SILENT = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
)
_CHORDS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)
_GROUP_SEPARATOR = "\x1d"
_STAMP_BITS = (1 << 32) - 1


@dataclass(frozen=True, slots=True)
class _Press:
    """Everything needed to let a key go on later."""

    receiver: QObject
    key: int
    modifiers: Qt.KeyboardModifier
    text: str
    repeat: bool


class KeyboardScanner(QObject):
    """Gives each scan once, complete, in order.

    ``heard`` carries a ``Heard``. Keys that a person presses need no signal: they are delivered as always.
    """

    heard = Signal(object)

    def __init__(
        self,
        parent: QObject | None = None,
        rules: Rules | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Listen to the application's keys from now on.

        Args:
            parent: who owns it.
            rules: the scanner's rhythm.
            clock: seconds, monotonic; times events that carry no stamp.
        """
        super().__init__(parent)
        self._rules = rules or Rules()
        self._wedge = Wedge(self._rules)
        self._clock = clock
        self._down: set[int] = set()
        self._due_at = 0.0
        self._in_grace = False
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setTimerType(Qt.TimerType.PreciseTimer)
        self._silence.timeout.connect(self._on_silence)
        application = QCoreApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def stop(self) -> None:
        """Listen no more."""
        self._silence.stop()
        application = QCoreApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    @property
    def is_waiting(self) -> bool:
        """Whether keys are held back."""
        return self._wedge.is_waiting

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        """Judge every key before anything else sees it; True keeps it from going on."""
        kind = event.type()
        if kind not in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease) or not isinstance(event, QKeyEvent):
            return False
        stamp = event.timestamp()
        if stamp == _DONE or not _is_entry(watched, stamp):
            return False
        if kind == QEvent.Type.KeyRelease:
            return self._released(event)
        return self._pressed(watched, event, stamp)

    def _pressed(self, watched: QObject, event: QKeyEvent, stamp: int) -> bool:
        if event.key() in _SILENT:
            return False
        kind, text = self._kind_of(event)
        if kind is Kind.OTHER and not self._wedge.is_waiting:
            event.setTimestamp(_DONE)
            return False
        press = _Press(watched, event.key(), event.modifiers(), event.text(), event.isAutoRepeat())
        at = stamp or int(self._clock() * 1000)
        outcomes = self._wedge.press(Key(at, kind, text, repeat=event.isAutoRepeat(), token=press))
        self._down.add(event.key())
        self._settle(outcomes)
        self._arm()
        return True

    def _kind_of(self, event: QKeyEvent) -> tuple[Kind, str]:
        """What the key may be to a scan; a control sign is one only where a scanner sends it."""
        kind, text = _meaning(event)
        if kind is Kind.OTHER and _is_control_sign(event):
            begins = bool(self._rules.prefix) and event.text() == self._rules.prefix[0]
            if begins or self._wedge.is_waiting:
                # part of a code, not a person's Ctrl+Z: it comes in the middle of a burst
                return Kind.TEXT, event.text()
        return kind, text

    def _released(self, event: QKeyEvent) -> bool:
        """The release of a key that was kept back is not news to anybody; let-through keys got their own."""
        if event.key() in self._down:
            if not event.isAutoRepeat():
                self._down.discard(event.key())
            return True
        event.setTimestamp(_DONE)
        return False

    def _arm(self) -> None:
        self._in_grace = False
        if self._wedge.is_waiting:
            self._wait(self._rules.silence_ms + 1)
        else:
            self._silence.stop()

    def _wait(self, length_ms: int) -> None:
        self._due_at = self._clock() + length_ms / 1000
        self._silence.start(length_ms)

    def _on_silence(self) -> None:
        """Silence is believed only after an idle moment in which every key already sent was seen.

        While the program was busy the timer ran out, and keys typed meanwhile are still on their way; they
        carry their true times.
        """
        if (self._clock() - self._due_at) * 1000 > _LATE_MS:
            self._arm()
        elif not self._in_grace:
            self._in_grace = True
            self._wait(_GRACE_MS)
        else:
            self._settle(self._wedge.silence())

    def _settle(self, outcomes: list[Scan | Typed]) -> None:
        for outcome in outcomes:
            match outcome:
                case Scan():
                    self.heard.emit(_heard(outcome))
                case Typed(keys):
                    for key in keys:
                        _let_through(key)


def _heard(scan: Scan) -> Heard:
    """The scan with its rhythm."""
    times = [key.at for key in scan.keys]
    gaps = tuple((after - before) & _STAMP_BITS for before, after in pairwise(times))
    signs = tuple(key.text for key in scan.keys)
    return Heard(scan.code, "keyboard", gaps, signs, scan.end, scan.complete)


def _is_entry(watched: QObject, stamp: int) -> bool:
    """Whether the event is seen here first: at its window, or at a widget if it was made without one."""
    if isinstance(watched, QWindow):
        return True
    return stamp == 0 and isinstance(watched, QWidget)


def _meaning(event: QKeyEvent) -> tuple[Kind, str]:
    """What the key may be to a scan."""
    text = event.text()
    if _is_end(event):
        return Kind.END, _ENDS.get(Qt.Key(event.key()), text)
    if text == _GROUP_SEPARATOR or _is_group_separator(event):
        return Kind.TEXT, _GROUP_SEPARATOR
    is_chord = bool(event.modifiers() & _CHORDS) and not _is_alt_gr(event)
    if text and text.isprintable() and not is_chord:
        return Kind.TEXT, text
    return Kind.OTHER, ""


def _is_end(event: QKeyEvent) -> bool:
    """Enter or Tab, or the control signs behind them; with a control key an Enter is a person's."""
    if event.key() in _ENDS:
        return not event.modifiers() & _CHORDS
    return event.text() in ("\r", "\n", "\t")


def _is_control_sign(event: QKeyEvent) -> bool:
    """Whether the key types a control sign, as Ctrl and a letter do."""
    text = event.text()
    return len(text) == 1 and ord(text) < ord(" ")


def _is_group_separator(event: QKeyEvent) -> bool:
    """Scanners type the separator of GS1 codes as Ctrl and a bracket."""
    is_control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
    return is_control and event.key() == Qt.Key.Key_BracketRight


def _is_alt_gr(event: QKeyEvent) -> bool:
    """Windows reports AltGr as Ctrl+Alt; such a key types a sign."""
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    return event.modifiers() & both == both


def _let_through(key: Key) -> None:
    """Deliver a person's key to where it was going."""
    press = key.token
    if not isinstance(press, _Press) or not shiboken6.isValid(press.receiver):
        return
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, press.key, press.modifiers, press.text, press.repeat)
        event.setTimestamp(_DONE)
        if shiboken6.isValid(press.receiver):
            QCoreApplication.sendEvent(press.receiver, event)
