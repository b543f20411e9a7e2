"""The barcode scanner on a serial cable: no keyboard layout, input method or focus in between."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from packstation.devices.codes import Code, CodeReader
from packstation.devices.ports import Port
from packstation.gui.heard import Heard
from packstation.gui.serial_line import SerialLine
from packstation.gui.serial_ports import ports

_GRACE_MS = 15
"""After the silence bytes that lie behind a busy window get this long to be seen."""


class SerialScanner(QObject):
    """Gives each code once, complete, in order; ``heard`` carries a ``Heard`` of the channel ``serial``.

    ``changed`` when the scanner is plugged in, pulled, or fails in another way; ``is_open`` and ``trouble``
    as of ``SerialLine``.
    """

    heard = Signal(object)
    changed = Signal()

    def __init__(
        self,
        port: str,
        *,
        baud: int = 9600,
        suffix: str = "any",
        prefix: str = "",
        silence_ms: int = 120,
        parent: QObject | None = None,
        present: Callable[[], Iterable[Port]] = ports,
    ) -> None:
        """A scanner that is listened to from ``start`` on.

        Args:
            port: name or USB numbers, as of ``SerialLine``.
            baud: bits a second.
            suffix: what ends its codes: ``any``, ``cr``, ``lf``, ``tab``, or ``none`` (silence).
            prefix: signs before every code that are no part of it.
            silence_ms: a code is over after this long without a byte.
            parent: who owns it.
            present: the ports there are.
        """
        super().__init__(parent)
        self._codes = CodeReader(suffix, prefix)
        self._line = SerialLine(port, baud=baud, parent=self, present=present)
        self._line.received.connect(self._on_bytes)
        self._line.changed.connect(self._on_changed)
        self._silence_ms = silence_ms
        self._in_grace = False
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setTimerType(Qt.TimerType.PreciseTimer)
        self._silence.timeout.connect(self._on_silence)

    @property
    def is_open(self) -> bool:
        """Whether the scanner is there and listened to."""
        return self._line.is_open

    @property
    def trouble(self) -> str:
        """Why it is not, empty when it is."""
        return self._line.trouble

    @property
    def is_waiting(self) -> bool:
        """Whether a code has begun and not ended."""
        return self._codes.is_waiting

    def start(self) -> None:
        """Listen, as soon as the scanner is there."""
        self._line.start()

    def stop(self) -> None:
        """Listen no more; half a code is of no use to a window that closes."""
        self._codes.break_off()
        self._line.stop()

    def _on_bytes(self, data: bytes) -> None:
        self._give(self._codes.feed(data))
        self._in_grace = False
        if self._codes.is_waiting:
            self._silence.start(self._silence_ms)
        else:
            self._silence.stop()

    def _on_silence(self) -> None:
        """Silence is believed after one more moment: bytes may lie unseen behind a busy window."""
        if self._in_grace and not self._line.has_unread:
            self._in_grace = False
            self._give(self._codes.silence())
        else:
            self._in_grace = True
            self._silence.start(_GRACE_MS)

    def _on_changed(self) -> None:
        if not self._line.is_open:
            self._silence.stop()
            self._give(self._codes.break_off())
        self.changed.emit()

    def _give(self, codes: list[Code]) -> None:
        for code in codes:
            self.heard.emit(Heard(code.text, "serial", end=code.end, complete=code.complete))
