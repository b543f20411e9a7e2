"""Mistakes in the program itself: written to the log and said once on the screen; the work goes on.

PySide prints exceptions from slots and forgets them. Here they end in one place. What the desk has stored is
not touched: the order stays as it was after the last answered gesture.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections import deque
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

_log = logging.getLogger("packstation.faults")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class Faults(QObject):
    """Catches what nobody caught; ``happened`` carries the exception to the window, from whatever thread."""

    happened = Signal(object)
    _woken = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Catch nothing yet."""
        super().__init__(parent)
        self._caught: deque[BaseException] = deque()
        self._woken.connect(self._tell)

    def install(self) -> Callable[[], None]:
        """Catch from now on.

        Returns:
            What puts everything back as it was.
        """
        before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._uncaught
        threading.excepthook = self._uncaught_in_thread
        message_handler = qInstallMessageHandler(_from_qt)

        def restore() -> None:
            sys.excepthook, threading.excepthook = before
            qInstallMessageHandler(message_handler)

        return restore

    def report(self, error: BaseException) -> None:
        """Note a fault that somebody caught but cannot settle."""
        _log.error("fault", exc_info=error)
        self._pass_on(error)

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _log.critical("uncaught", exc_info=(kind, error, trace))
        self._pass_on(error)

    def _uncaught_in_thread(self, happened: threading.ExceptHookArgs) -> None:
        if happened.exc_value is not None:
            self._uncaught(happened.exc_type, happened.exc_value, happened.exc_traceback)

    def _pass_on(self, error: BaseException) -> None:
        """Only a wake-up crosses threads; Qt would carry the exception itself without owning it."""
        self._caught.append(error)
        self._woken.emit()

    def _tell(self) -> None:
        while self._caught:
            self.happened.emit(self._caught.popleft())


def _from_qt(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    """What Qt has to say goes to the log as well."""
    logging.getLogger(f"qt.{context.category or 'default'}").log(_LEVELS.get(kind, logging.INFO), "%s", text)
