"""Asking a carrier outside behind the packer's back, and telling it of numbers given up."""

from __future__ import annotations

import logging
from functools import partial

from PySide6.QtCore import QObject, QTimer

from packstation.desk.carrier_talk import Ask, Heard, Told
from packstation.desk.desk import Desk
from packstation.desk.workplace import Announcement
from packstation.gui.background import Labels
from packstation.gui.errands import Errands

_log = logging.getLogger(__name__)
TELL_EVERY_MS = 30_000
"""How often numbers given up are told to a carrier that did not answer."""


class CarrierAsks(QObject):
    """Follows every answer that still needs a number; its own answers go the way of the labels'."""

    def __init__(self, desk: Desk, errands: Errands, labels: Labels, parent: QObject | None = None) -> None:
        """Ask for this desk; ``labels`` tells the window how it ended."""
        super().__init__(parent)
        self._desk = desk
        self._errands = errands
        self._labels = labels
        self._telling = False
        self._again = QTimer(self)
        self._again.setInterval(TELL_EVERY_MS)
        self._again.timeout.connect(self.tell)
        if desk.numbers.is_outside:
            desk.listen(self._heard)
            self._again.start()
            QTimer.singleShot(0, self, self.tell)

    def _heard(self, news: Announcement) -> None:
        """Called inside the desk's own call: what follows waits until that is over."""
        if news.answer is not None and news.answer.asks:
            QTimer.singleShot(0, self, partial(self._ask, news.answer.asks))

    def _ask(self, bookings: tuple[int, ...]) -> None:
        """All boxes of one gesture in one errand: their carrier may give their numbers at once."""
        asks = tuple(ask for booking in bookings if (ask := self._desk.calls.plan(booking)))
        if asks:
            self._errands.run(
                partial(self._desk.calls.act_all, asks), self._settle, partial(self._broken, asks)
            )

    def _broken(self, asks: tuple[Ask, ...], error: Exception) -> None:
        """Nobody knows what the carrier did: the keys are looked up before they are asked again."""
        _log.error("asking a carrier broke", exc_info=error)
        self._settle(tuple(map(self._desk.calls.broken, asks)))

    def _settle(self, heard: tuple[Heard, ...]) -> None:
        for one in heard:
            self._labels.settled.emit(self._desk.calls.settle(one))
        self.tell()

    def tell(self) -> None:
        """Tell the carrier of numbers given up, one round at a time."""
        voids = () if self._telling else self._desk.calls.untold()
        if voids or (not self._telling and self._desk.calls.is_due()):
            self._telling = True
            self._errands.run(partial(self._desk.calls.tell, voids), self._told, lambda _: self._told(()))

    def _told(self, told: tuple[Told, ...]) -> None:
        self._telling = False
        self._desk.calls.note_told(told)
