"""What goes on behind the packer's back at the shops: news from their platforms, shipments to them."""

from __future__ import annotations

from collections import deque
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from packstation.desk.desk import Desk
from packstation.desk.syncing import Syncing
from packstation.domain.outbox import Entry, Later, Outcome
from packstation.errors import PackstationError
from packstation.gui.errands import Errands

LOOK_EVERY_MS = 1000
"""How often the worker looks whether there is news (cheap); a full round is made at the set interval."""


class ShopSync(QObject):
    """Rounds with one shop: fetch, store between frames, deliver what is due. One round at a time."""

    changed = Signal()
    trouble = Signal(object)

    def __init__(
        self, desk: Desk, syncing: Syncing, errands: Errands, every_s: float, parent: QObject | None = None
    ) -> None:
        """Talk to the platform every ``every_s`` seconds, sooner when it has news."""
        super().__init__(parent)
        self._desk = desk
        self._syncing = syncing
        self._errands = errands
        self._every_s = every_s
        self._last = -1e9
        self._away = False
        self._wanted = False
        self._due: deque[Entry] = deque()
        self._look = QTimer(self)
        self._look.setInterval(LOOK_EVERY_MS)
        self._look.timeout.connect(self._look_round)

    @property
    def is_away(self) -> bool:
        """Whether a round is under way."""
        return self._away

    def start(self) -> None:
        """Make the first round now and others from time to time."""
        self._look.start()
        self.round()

    def stop(self) -> None:
        """Begin no further round."""
        self._look.stop()
        self._wanted = False

    def round(self) -> None:
        """Make a round as soon as none is under way."""
        if self._away:
            self._wanted = True
            return
        self._away, self._wanted = True, False
        self._last = self._desk.clock.steady()
        self._errands.run(self._syncing.fetch, self._store, self._not_fetched)

    def _look_round(self) -> None:
        if self._away:
            return
        if self._desk.clock.steady() - self._last >= self._every_s:
            self.round()
            return
        self._away = True
        self._errands.run(self._syncing.has_news, self._looked, lambda _: self._looked(news=False))

    def _looked(self, news: bool) -> None:  # noqa: FBT001  (the result of the worker's question)
        self._away = False
        if news or self._wanted:
            self.round()

    def _store(self, fetched: object) -> None:
        steps = self._syncing.apply(fetched)  # type: ignore[arg-type]
        self._errands.walk(steps, done=self._deliver)

    def _not_fetched(self, error: Exception) -> None:
        self._note(error)
        self._deliver()

    def _note(self, error: Exception) -> None:
        """A platform that does not answer is said in the strip; anything else is a mistake of ours."""
        if isinstance(error, PackstationError):
            self._syncing.failed(error)
        else:
            self.trouble.emit(error)

    def _deliver(self) -> None:
        self.changed.emit()
        self._due.clear()
        try:
            self._due.extend(self._syncing.plan())
        except Exception as error:  # noqa: BLE001  (a round that cannot go on must end, or none would ever follow)
            self._note(error)
        self._deliver_next()

    def _deliver_next(self) -> None:
        if not self._due:
            self._away = False
            self.changed.emit()
            if self._wanted:
                self.round()
            return
        entry = self._due.popleft()
        self._errands.run(
            partial(self._syncing.deliver, entry),
            partial(self._told, entry),
            partial(self._not_told, entry),
        )

    def _told(self, entry: Entry, outcome: Outcome) -> None:
        try:
            self._syncing.settle(entry, outcome)
        except Exception as error:  # noqa: BLE001  (same; the entry stays due and is told again)
            self._due.clear()
            self._note(error)
        self._deliver_next()

    def _not_told(self, entry: Entry, error: Exception) -> None:
        """Telling broke in a way nobody foresaw: nothing is dropped, it is tried again later."""
        self._note(error)
        self._told(entry, Later(type(error).__name__))


class Sync(QObject):
    """Rounds with every shop, each by itself: one that is silent holds up no other.

    ``changed`` and ``trouble`` are those of any of them.
    """

    changed = Signal()
    trouble = Signal(object)

    def __init__(self, desk: Desk, errands: Errands, every_s: float, parent: QObject | None = None) -> None:
        """Talk to the shop of ``[platform]`` every ``every_s`` seconds, to the others as their settings say.

        ``errands`` should have a worker for each shop.
        """
        super().__init__(parent)
        every = {shop.id: shop.every.total_seconds() for shop in desk.connection.shops} | {"": every_s}
        self._shops = {
            one.shop_id: ShopSync(desk, one, errands, every[one.shop_id], self) for one in desk.rounds
        }
        for shop in self._shops.values():
            shop.changed.connect(self.changed)
            shop.trouble.connect(self.trouble)

    @property
    def is_away(self) -> bool:
        """Whether a round is under way with any shop."""
        return any(shop.is_away for shop in self._shops.values())

    def start(self) -> None:
        """Make the first rounds now and others from time to time."""
        for shop in self._shops.values():
            shop.start()

    def stop(self) -> None:
        """Begin no further round."""
        for shop in self._shops.values():
            shop.stop()

    def round(self, shop: str | None = None) -> None:
        """Make a round with this shop, or with all, as soon as none is under way."""
        for name, one in self._shops.items():
            if shop in (None, name):
                one.round()
