"""Everything that scans at this window: the keyboard wedge always, a serial scanner where one is set."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from packstation.gui.heard import Heard
from packstation.gui.scan_queue import ScanQueue
from packstation.gui.scanner import KeyboardScanner
from packstation.gui.serial_scanner import SerialScanner
from packstation.gui.wedge import Rules
from packstation.settings import Settings


@dataclass(frozen=True, slots=True)
class ScannerOptions:
    """How scans come in; ``port`` and ``baud`` only of a serial scanner (``kind`` ``serial``)."""

    kind: str = "keyboard"
    port: str = ""
    baud: int = 9600
    rules: Rules = field(default_factory=Rules)

    @classmethod
    def of(cls, settings: Settings) -> ScannerOptions:
        """What the settings say."""
        return cls(
            kind=settings["scanner.kind"],
            port=settings["scanner.port"],
            baud=settings["scanner.baud"],
            rules=Rules(
                mean_gap_ms=settings["scanner.gap_ms"],
                silence_ms=settings["scanner.silence_ms"],
                shortest=settings["scanner.shortest"],
                suffix=settings["scanner.suffix"],
                prefix=settings["scanner.prefix"],
            ),
        )


class Scanners(QObject):
    """All scans in one queue; ``changed`` when a scanner comes or goes.

    The keyboard is listened to with a serial scanner as well: a second scanner may be plugged in, and no
    burst may ever press a button.
    """

    changed = Signal()

    def __init__(self, options: ScannerOptions, parent: QObject) -> None:
        """Listen from ``start`` on.

        Args:
            options: how scans come in.
            parent: who owns it.
        """
        super().__init__(parent)
        self.options = options
        self.has_heard = False
        self.queue = ScanQueue(self)
        # what ends a serial code is another matter than what ends a keyboard's
        is_keyboard = options.kind == "keyboard"
        self.keyboard = KeyboardScanner(self, options.rules if is_keyboard else _any_suffix(options.rules))
        self.keyboard.heard.connect(self._heard)
        self.serial: SerialScanner | None = None
        if not is_keyboard:
            self.serial = SerialScanner(
                options.port,
                baud=options.baud,
                suffix=options.rules.suffix,
                prefix=options.rules.prefix,
                silence_ms=options.rules.silence_ms,
                parent=self,
            )
            self.serial.heard.connect(self._heard)
            self.serial.changed.connect(self.changed)

    @property
    def is_waiting(self) -> bool:
        """Whether a scan is still on its way to its answer."""
        return self.keyboard.is_waiting or not self.queue.is_empty

    def start(self) -> None:
        """Open what must be opened."""
        if self.serial is not None:
            self.serial.start()

    def stop(self) -> None:
        """Listen no more."""
        self.keyboard.stop()
        if self.serial is not None:
            self.serial.stop()

    def _heard(self, heard: Heard) -> None:
        self.has_heard = True
        self.queue.put(heard)


def _any_suffix(rules: Rules) -> Rules:
    """The same rhythm for a keyboard scanner whose ending nobody has set."""
    return Rules(mean_gap_ms=rules.mean_gap_ms, silence_ms=rules.silence_ms, shortest=rules.shortest)
