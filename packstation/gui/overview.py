"""Everything around the order on the desk: the strip, the lists, the queue, kept up to date."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer

from packstation.desk.desk import Desk
from packstation.desk.rounds import Standings
from packstation.desk.views import WorkList
from packstation.domain.connection import Found
from packstation.gui.background import Labels
from packstation.gui.keys import Place
from packstation.gui.lights import low_lights, scale_light, scanner_light
from packstation.gui.lines_of_text import one_line
from packstation.gui.main_window import MainWindow
from packstation.gui.messages import DueToday, Messages
from packstation.gui.queue_words import clock, span
from packstation.gui.scale import Scale
from packstation.gui.scanners import Scanners
from packstation.gui.sounds import Sounds
from packstation.gui.speech import Speech
from packstation.gui.status_strip import Light, StripText

SOON_MS = 120
"""Many changes at once (an import) are shown together."""
LISTS_EVERY_S = 30
"""Orders move between the timed lists by themselves."""


@dataclass(frozen=True, slots=True)
class Around:
    """What is plugged in: the platform's name in words, what scans, what weighs."""

    platform: str
    scanners: Scanners
    scale: Scale | None = None
    speech: Speech | None = None


class Overview(QObject):
    """Reads from the desk, never from a paint event."""

    def __init__(
        self,
        desk: Desk,
        window: MainWindow,
        messages: Messages,
        labels: Labels,
        sounds: Sounds,
        around: Around,
    ) -> None:
        """Keep this window up to date; ``start`` begins."""
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._messages = messages
        self._labels = labels
        self._sounds = sounds
        self._around = around
        self._seconds = 0
        self._low: tuple[Light, ...] = ()
        self.is_idle = True
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.refresh)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._tick)
        around.scanners.changed.connect(self.show_strip)
        if around.scale is not None:
            around.scale.changed.connect(self.show_strip)
            around.scale.reading.connect(self.show_strip)

    def start(self) -> None:
        """Count seconds from now on."""
        self._desk.wake()
        self._second.start()

    def stop(self) -> None:
        """Read nothing any more."""
        self._second.stop()
        self._soon.stop()

    def choose_list(self) -> None:
        """Begin with the most pressing list that has anything in it."""
        counts = self._desk.counts()
        pressing = (WorkList.DUE_NOW, WorkList.TODAY, WorkList.ALL)
        self._window.queue.lists.choose(
            next((name for name in pressing if counts.get(name)), WorkList.DUE_NOW)
        )

    def refresh_soon(self) -> None:
        """Something changed; several changes in a row are read once."""
        if not self._soon.isActive():
            self._soon.start()

    def refresh(self) -> None:
        """Read the lists, the queue and everything around."""
        counts = self._desk.counts()
        if self._window.place is Place.FIND:
            self._window.queue.lists.show_counts(counts)
        else:
            self._window.queue.refresh(counts)
        self._window.queue.lists.exceptions.set_count(self._desk.exceptions.total())
        self._low = low_lights(self._desk.numbers.low(), self._messages.words)
        self.show_strip()
        if self.is_idle and self._window.place is not Place.SCANNER_TEST:
            self._show_idle_text(counts)

    def show_idle(self) -> None:
        """The banner invites to scan, until something is scanned."""
        self.is_idle = True
        self._show_idle_text(self._desk.counts())

    def _show_idle_text(self, counts: dict[WorkList, int]) -> None:
        count = counts.get(WorkList.TODAY, 0)
        due = DueToday(count, self._desk.reading.first_due() if count else None)
        text = self._messages.idle(due, self._desk.state(), self._desk.clocks.now())
        self._window.banner.show_text(text)

    def _tick(self) -> None:
        self._seconds += 1
        self.show_strip()
        self._window.pack.show_time(self._desk.clocks.now(self._window.pack.shop_id))
        if self._seconds % LISTS_EVERY_S == 0:
            self._desk.wake()
            self.refresh_soon()

    def show_strip(self) -> None:
        """Desk, packer, lights, clock."""
        state = self._desk.state()
        words = self._messages.words
        status = self._desk.rounds.standings()
        scanner = scanner_light(self._around.scanners, words)
        lights = [self._platform_light(status), self._printer_light(), scanner]
        if self._around.scale is not None:
            lights.append(scale_light(self._around.scale, words))
        if status.parked:
            lights.insert(1, Light(Found.WARNING, words("gui.strip.parked", parked=status.parked)))
        lights[1:1] = self._low
        if self._sounds.trouble:
            lights.append(Light(Found.WARNING, words(f"gui.strip.{self._sounds.trouble}")))
        if self._around.speech is not None and self._around.speech.trouble:
            lights.append(Light(Found.WARNING, words(f"gui.strip.{self._around.speech.trouble}")))
        packer = state.packer_name or words("gui.strip.nobody")
        time = clock(self._desk.clock.now(), self._messages.zone)
        self._window.strip.show_text(StripText(state.desk, packer, tuple(lights), time))
        self._window.queue.show_since(self._since(status))

    def _since(self, status: Standings) -> str:
        words = self._messages.words
        if status.last_at is None:
            return words("gui.empty.never-synced")
        return words("gui.empty.synced", span=span(self._desk.clock.now() - status.last_at, words))

    def _platform_light(self, status: Standings) -> Light:
        words, shops = self._messages.words, self._desk.connection.shops
        several = words("connection.several", count=len(shops)) if len(shops) > 1 else self._around.platform
        gaps: dict[str, object] = {"platform": several, "unsent": status.unsent}
        if status.off:
            return self._offline(status.off, gaps)
        if status.last_at is None:
            return Light(Found.WARNING, words("gui.strip.platform-never", **gaps))
        gaps["span"] = span(self._desk.clock.now() - status.last_at, words)
        return Light(Found.OK, words("gui.strip.platform", **gaps))

    def _offline(self, off: tuple[str, ...], gaps: dict[str, object]) -> Light:
        """Which shop, since when, and what it means for the packer; of several the one off longest."""
        words, linked = self._messages.words, self._desk.connection
        names = {shop.id: shop.label for shop in linked.shops}
        if len(names) > 1:
            more = {"count": len(off) - 1}
            key = "connection.off-and-more" if len(off) > 1 else "connection.off"
            gaps["platform"] = words(key, shop=one_line(names[off[0]]), **more)
        standing = linked.standing(shop=off[0])
        gaps["since"] = linked.shown(standing.status.since)
        key = f"gui.strip.{'refused' if standing.status.is_refused else 'offline'}"
        return Light(Found.FAILED, words(f"{key}-{standing.means}", **gaps), words(key, **gaps))

    def _printer_light(self) -> Light:
        words = self._messages.words
        if self._labels.is_busy:
            return Light(Found.OK, words("gui.strip.printer-busy"))
        key = "printer" if self._labels.health is Found.OK else "printer-down"
        return Light(self._labels.health, words(f"gui.strip.{key}"))
