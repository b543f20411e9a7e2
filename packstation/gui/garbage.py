"""Python's cleaning-up, done between two frames in the window's thread and nowhere else.

Left to itself it starts wherever an object is made: in a worker thread, where it may take away objects of Qt
that only the window's thread may touch, or in the midst of Qt's own work. Either can end the program without
a word. It also makes a scan wait for it (measured: 30 ms for all that a new window has loaded).
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

TICK_MS = 500
"""How often there is a look: twice a second nothing piles up, and most looks find nothing due."""


class Garbage(QObject):
    """Keeps the cleaning-up to turns of the event loop, until ``stop``."""

    def __init__(self, parent: QObject | None = None) -> None:
        """From now on; what there is by now stays as long as the program and is not looked through again."""
        super().__init__(parent)
        self._limits = gc.get_threshold()
        gc.disable()
        gc.collect()
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Clean up as thoroughly as Python itself would have by now."""
        counts = gc.get_count()
        due = [
            age for age, (count, limit) in enumerate(zip(counts, self._limits, strict=True)) if count > limit
        ]
        if due:
            gc.collect(due[-1])

    def stop(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
