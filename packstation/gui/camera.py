"""A camera at the desk, where there is one; without Qt's multimedia part the desk has none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QObject


def _multimedia() -> Any:
    """Qt's multimedia part; None where the system lacks what it needs (measured: ``libpulse0``)."""
    try:
        from PySide6 import QtMultimedia  # noqa: PLC0415  (fails to load on a system without sound)
    except ImportError:
        return None
    return QtMultimedia


def is_there() -> bool:
    """Whether a picture can be taken here."""
    part = _multimedia()
    return part is not None and bool(part.QMediaDevices.videoInputs())


def take(owner: QObject, shot: Callable[[bytes], None], failed: Callable[[], None]) -> QObject | None:
    """Take one picture with the system's first camera; gives what must be kept alive meanwhile."""
    part = _multimedia()
    if part is None or not part.QMediaDevices.videoInputs():
        failed()
        return None
    session = part.QMediaCaptureSession(owner)
    device = part.QCamera(part.QMediaDevices.defaultVideoInput(), owner)
    capture = part.QImageCapture(owner)
    session.setCamera(device)
    session.setImageCapture(capture)

    def captured(_id: int, image: Any) -> None:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")
        device.stop()
        shot(bytes(buffer.data().data()))

    def stopped(*_: object) -> None:
        device.stop()
        failed()

    capture.imageCaptured.connect(captured)
    capture.errorOccurred.connect(stopped)
    capture.readyForCaptureChanged.connect(lambda ready: capture.capture() if ready else None)
    device.start()
    return QObject(session)
