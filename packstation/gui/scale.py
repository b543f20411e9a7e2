"""The scale on a serial cable: what lies on it, and each parcel's weight once it lies still."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer, Signal

from packstation.devices.asking import TICK_MS, Asking
from packstation.devices.ports import Port
from packstation.devices.scale import AUTO, Reading, ScaleReader, Trouble
from packstation.devices.settling import Settling
from packstation.gui.serial_line import SerialLine
from packstation.gui.serial_ports import ports

_QUIET_TICKS = 15
"""So many ticks without a readable message and nothing is known of the load any more."""


class Scale(QObject):
    """Readings of the scale and the weights taken of them.

    ``weighed`` carries net grams, once for each load. ``reading`` carries the newest ``Reading`` when it
    differs from the one before, or None when the scale says nothing readable any more. ``changed`` when
    ``is_open`` or ``trouble`` change. ``trouble`` while it is closed as of ``SerialLine``; while it is open
    ``silent`` (nothing comes), ``unreadable`` (something comes, but no message of the format that is set:
    wrong baud rate or format) or ``undecidable`` (a Yaohua scale, and no setting says which way round).
    """

    weighed = Signal(int)
    reading = Signal(object)
    changed = Signal()

    def __init__(
        self,
        port: str,
        *,
        baud: int = 9600,
        form: str = AUTO,
        unit: str = "kg",
        readings: int = 3,
        parent: QObject | None = None,
        present: Callable[[], Iterable[Port]] = ports,
    ) -> None:
        """A scale that is listened to from ``start`` on.

        Args:
            port: name or USB numbers, as of ``SerialLine``.
            baud: bits a second.
            form: the format of its messages, a key of ``FORMATS`` or ``auto``.
            unit: ``kg`` or ``g``, of messages that name none.
            readings: so many equal ones make a weight.
            parent: who owns it.
            present: the ports there are.
        """
        super().__init__(parent)
        self.port = port
        self._form, self._unit = form, unit
        self._reader = ScaleReader(form, unit)
        self._settling = Settling(readings)
        self._asking = Asking(form)
        self._last: Reading | None = None
        self._trouble = ""
        self._came = False
        self._ticks_unread = 0
        self._has_noise = False
        self._line = SerialLine(port, baud=baud, parent=self, present=present)
        self._line.received.connect(self._on_bytes)
        self._line.changed.connect(self._on_line)
        self._ticks = QTimer(self)
        self._ticks.setInterval(TICK_MS)
        self._ticks.timeout.connect(self._on_tick)

    @property
    def is_open(self) -> bool:
        """Whether the cable is there and listened to."""
        return self._line.is_open

    @property
    def trouble(self) -> str:
        """What is the matter with cable or scale, empty when it can be read."""
        return self._line.trouble or self._trouble

    @property
    def last(self) -> Reading | None:
        """What it said last, none when nothing is known."""
        return self._last

    @property
    def settled(self) -> int | None:
        """Net grams that lie still on it now, weighed before or not; none while they move."""
        return self._settling.settled

    @property
    def tare_grams(self) -> int:
        """What is taken off as packaging."""
        return self._settling.tare

    def start(self) -> None:
        """Listen, as soon as the scale is there."""
        self._line.start()

    def stop(self) -> None:
        """Listen no more."""
        self._line.stop()

    def tare(self) -> None:
        """What lies on it now is packaging from now on; on an empty scale: no packaging any more."""
        self._settling.take_tare()

    def _on_bytes(self, data: bytes) -> None:
        self._came = self._has_noise = True
        for reading in self._reader.feed(data):
            self._ticks_unread, self._has_noise = 0, False
            self._fault("undecidable" if reading.trouble == Trouble.UNDECIDABLE else "")
            self._show(reading)
            grams = self._settling.hear(reading)
            if grams is not None:
                self.weighed.emit(grams)

    def _on_line(self) -> None:
        if self._line.is_open:
            self._reader = ScaleReader(self._form, self._unit)
            self._came = self._has_noise = False
            self._ticks_unread = 0
            self._line.write(self._asking.begin())
            self._ticks.start()
        else:
            self._ticks.stop()
            self._trouble = ""
            self._forget()
        self.changed.emit()

    def _on_tick(self) -> None:
        came, self._came = self._came, False
        self._line.write(self._asking.tick(came=came, spoken=self._reader.spoken))
        self._ticks_unread += 1
        if self._ticks_unread >= _QUIET_TICKS:
            self._fault("unreadable" if self._has_noise else "silent")
            self._ticks_unread, self._has_noise = 0, False
            self._forget()

    def _forget(self) -> None:
        self._settling.lose()
        self._show(None)

    def _show(self, reading: Reading | None) -> None:
        if reading != self._last:
            self._last = reading
            self.reading.emit(reading)

    def _fault(self, trouble: str) -> None:
        if trouble != self._trouble:
            self._trouble = trouble
            self.changed.emit()
