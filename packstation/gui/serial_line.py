"""A cable to a device on a serial port: found, opened, read, and opened again after it was pulled."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from packstation.devices.ports import Port, find, is_usb
from packstation.gui.serial_ports import ports

if TYPE_CHECKING:
    from PySide6.QtSerialPort import QSerialPort

RETRY_MS = 500
"""How long after a failure the port is tried again."""
SLICE = 1024
"""Bytes handed on in one turn of the event loop, so that a flood never holds up a frame."""
_MOST_READ_AHEAD = 64 * 1024
_MOST_UNSENT = 4096


class SerialLine(QObject):
    """Bytes from and to one device; ``changed`` when it comes, goes or fails in another way.

    ``received`` carries ``bytes``, in order, never empty. ``trouble`` is why it is not open:
    ``no-port-set``, ``not-found`` (or it is no serial port), ``busy`` (another program has it),
    ``no-rights``, ``lost`` (it was open and was pulled), ``no-support`` (this computer's Qt has no serial
    ports); empty while it is open and before ``start``.
    """

    received = Signal(object)
    changed = Signal()

    def __init__(
        self,
        port: str,
        *,
        baud: int = 9600,
        parent: QObject | None = None,
        present: Callable[[], Iterable[Port]] = ports,
    ) -> None:
        """A cable that is not opened yet.

        Args:
            port: ``COM3``, ``ttyUSB0``, ``/dev/ttyACM0``, or a device wherever it is plugged in:
                ``usb:0c2e:0901``, ``usb:0c2e:0901:SERIAL``.
            baud: bits a second; eight bits, no parity, one stop bit.
            parent: who owns it.
            present: the ports there are.
        """
        super().__init__(parent)
        self._name = port.strip()
        self._baud = baud
        self._present = present
        self._port: QSerialPort | None = None
        self._is_open = False
        self._trouble = ""
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.setInterval(RETRY_MS)
        self._retry.timeout.connect(self._open)
        # a timer and not readyRead itself hands the bytes on: Qt emits no readyRead inside a readyRead, and a
        # dialog opened by a scan would make the line deaf
        self._pump = _at_once(self, self._hand_on)
        self._loss = _at_once(self, self._lose)

    @property
    def is_open(self) -> bool:
        """Whether the device is there and listened to."""
        return self._is_open

    @property
    def trouble(self) -> str:
        """Why it is not open, empty when it is."""
        return self._trouble

    @property
    def has_unread(self) -> bool:
        """Whether bytes have come that were not handed on yet."""
        return self._port is not None and self._port.bytesAvailable() > 0

    def start(self) -> None:
        """Open it, now and again until it works."""
        if self._port is not None:
            return
        if not self._name:
            self._say(is_open=False, trouble="no-port-set")
            return
        try:
            from PySide6.QtSerialPort import QSerialPort  # noqa: PLC0415  (its libraries may be missing)
        except ImportError:
            self._say(is_open=False, trouble="no-support")
            return
        self._port = QSerialPort(self)
        self._port.setReadBufferSize(_MOST_READ_AHEAD)
        self._port.readyRead.connect(self._pump.start)
        self._port.errorOccurred.connect(self._on_error)
        self._open()

    def stop(self) -> None:
        """Close it and try no more."""
        for timer in (self._retry, self._pump, self._loss):
            timer.stop()
        if self._port is not None:
            port, self._port = self._port, None
            port.close()
            port.deleteLater()
        self._say(is_open=False, trouble="")

    def write(self, data: bytes) -> None:
        """Send bytes; nothing is sent while it is closed or while the device takes nothing."""
        if self._port is not None and self._is_open and self._port.bytesToWrite() < _MOST_UNSENT:
            self._port.write(data)

    def _open(self) -> None:
        port = self._port
        if port is None:
            return
        location = find(self._name, self._present()) if is_usb(self._name) else self._name
        if not location:
            self._fail("not-found")
            return
        port.setPortName(location)
        port.setBaudRate(self._baud)
        if not port.open(port.OpenModeFlag.ReadWrite):
            self._fail(_trouble_of(port, location))
            return
        # a USB device in its serial mode says nothing to a computer that does not show it is there
        port.setDataTerminalReady(True)
        self._say(is_open=True, trouble="")

    def _fail(self, trouble: str) -> None:
        """A device that was pulled is missed until something else is the matter."""
        is_missed = trouble == "not-found" and self._trouble == "lost"
        self._say(is_open=False, trouble="lost" if is_missed else trouble)
        self._retry.start()

    def _say(self, *, is_open: bool, trouble: str) -> None:
        if (is_open, trouble) != (self._is_open, self._trouble):
            self._is_open, self._trouble = is_open, trouble
            self.changed.emit()

    def _on_error(self, error: QSerialPort.SerialPortError) -> None:
        """A failure of the open line; what opening itself meets is told by ``open``.

        Lines that are none (pseudo-terminals) cannot do everything a line can, which is no failure.
        """
        kinds = type(error)
        if self._is_open and error not in (
            kinds.NoError,
            kinds.UnsupportedOperationError,
            kinds.TimeoutError,
        ):
            # closing a port inside its own signal is asking for trouble
            self._loss.start()

    def _lose(self) -> None:
        port = self._port
        if port is None or not self._is_open:
            return
        self._pump.stop()
        data = bytes(port.read(_MOST_READ_AHEAD).data())
        port.close()
        if data:
            self.received.emit(data)
        self._fail("lost")

    def _hand_on(self) -> None:
        port = self._port
        if port is None or not self._is_open:
            return
        data = bytes(port.read(SLICE).data())
        if port.bytesAvailable():
            self._pump.start()
        if data:
            self.received.emit(data)


def _at_once(parent: QObject, slot: Callable[[], None]) -> QTimer:
    """A timer that calls a slot once, in the next turn of the event loop."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(0)
    timer.timeout.connect(slot)
    return timer


def _trouble_of(port: QSerialPort, location: str) -> str:
    """Why a port did not open."""
    if port.error() != port.SerialPortError.PermissionError:
        return "not-found"
    path = Path("/dev") / location
    is_forbidden = path.exists() and not os.access(path, os.R_OK | os.W_OK)
    return "no-rights" if is_forbidden else "busy"
