"""Scans wait here for their answer, from whichever scanner: in order, and none is ever thrown away."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QObject, QTimer, Signal

from packstation.gui.heard import Heard


class ScanQueue(QObject):
    """Hands out one scan each turn of the event loop; ``next`` carries the ``Heard``.

    Nothing clears it but the answer: no timer, no dialog, no other window. An answer that fails takes only
    its own scan with it.
    """

    next = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        """An empty queue."""
        super().__init__(parent)
        self._waiting: deque[Heard] = deque()

    @property
    def is_empty(self) -> bool:
        """Whether everything was handed out."""
        return not self._waiting

    def put(self, heard: Heard) -> None:
        """A scan came in."""
        self._waiting.append(heard)
        QTimer.singleShot(0, self, self._give)

    def _give(self) -> None:
        if self._waiting:
            self.next.emit(self._waiting.popleft())
