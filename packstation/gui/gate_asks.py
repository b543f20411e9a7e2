"""The platform asked before numbers and before boxes leave, behind the packer's back."""

from __future__ import annotations

import logging
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from packstation.desk.desk import Desk
from packstation.desk.gate_book import Gate
from packstation.desk.gates import Told
from packstation.desk.workplace import Announcement
from packstation.errors import PackstationError
from packstation.gui.errands import Errands

_log = logging.getLogger(__name__)
WAIT_MS = 6_000
"""So long a packer waits for the platform; an answer that comes later is news like any other."""


class GateAsks(QObject):
    """Follows every answer that came to a gate; ``settled`` carries what the desk says then.

    What went on unasked is looked at again after each round with the platform that succeeded.
    """

    settled = Signal(object)

    def __init__(
        self, desk: Desk, errands: Errands, parent: QObject | None = None, *, wait_ms: int = WAIT_MS
    ) -> None:
        """Ask for this desk; ``errands`` must be for this alone, so that nothing else is waited for."""
        super().__init__(parent)
        self._desk = desk
        self._errands = errands
        self._wait_ms = wait_ms
        self._waits: dict[int, QTimer] = {}
        self._looking: set[str] = set()
        if desk.gates.is_in_use:
            desk.listen(self._heard)

    @property
    def is_asking(self) -> bool:
        """Whether a packer waits for an answer."""
        return bool(self._waits)

    def _heard(self, news: Announcement) -> None:
        """Called inside the desk's own call: what follows waits until that is over."""
        if news.answer is not None and news.answer.gates:
            QTimer.singleShot(0, self, partial(self._ask, news.answer.gates))

    def _ask(self, gates: tuple[int, ...]) -> None:
        for number in gates:
            gate = self._desk.gates.plan(number) if self._errands.takes_more else None
            if gate is not None:
                self._wait_for(gate)
                act = partial(self._desk.gates.act, gate)
                self._errands.run(act, self._told, partial(self._broken, gate))

    def _wait_for(self, gate: Gate) -> None:
        """Give up in time: no packer stands before a screen that only waits."""
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(lambda: self._told(self._desk.gates.given_up(gate)))
        self._waits[gate.id] = timer
        timer.start(self._wait_ms)

    def _broken(self, gate: Gate, error: Exception) -> None:
        """Asking itself broke: as good as no answer."""
        _log.error("asking the platform broke", exc_info=error)
        self._told(self._desk.gates.given_up(gate))

    def _told(self, told: Told) -> None:
        timer = self._waits.pop(told.gate.id, None)
        if timer is not None:
            timer.stop()
            timer.deleteLater()
        self.settled.emit(self._desk.gates.settle(told))

    # --- what went on unasked -------------------------------------------------------------------------------

    def look_again(self) -> None:
        """Ask about what went on without a platform's word, one round at a time with each shop."""
        for syncing in self._desk.rounds:
            shop = syncing.shop_id
            is_online = syncing.status((0, 0)).online and shop not in self._looking
            numbers = self._desk.gates.unasked.plan(shop) if is_online and self._errands.takes_more else ()
            if numbers:
                self._looking.add(shop)
                act = partial(self._desk.gates.unasked.act, numbers, shop)
                self._errands.run(act, partial(self._looked, shop, numbers), partial(self._not_looked, shop))

    def _looked(self, shop: str, numbers: tuple[str, ...], fetched: object) -> None:
        self._looking.discard(shop)
        self._desk.gates.unasked.settle(numbers, fetched, shop)  # type: ignore[arg-type]

    def _not_looked(self, shop: str, error: Exception) -> None:
        """It does not answer after all: the marks stay, and the next round asks again."""
        self._looking.discard(shop)
        if not isinstance(error, PackstationError):
            _log.error("looking again broke", exc_info=error)
