"""Trying the label printer from the window, behind the packer's back: the test page, a sample label."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtPrintSupport import QPrinterInfo

from packstation.desk.desk import Desk
from packstation.desk.sample_label import Look
from packstation.desk.trial_print import Tried
from packstation.gui.errands import Errands
from packstation.gui.layout_dialog import Broken, Drawn
from packstation.words import Words

Tell = Callable[[str, bool], None]
"""Takes a sentence, and whether all is well."""


class TrialPrinting(QObject):
    """Prints the page with the worker that prints the labels, so that both leave in turn."""

    def __init__(self, desk: Desk, errands: Errands, words: Words, parent: QObject, outside: Errands) -> None:
        """Serve this window."""
        super().__init__(parent)
        self._desk = desk
        self._errands = errands
        self._words = words
        self._outside = outside

    def start(self, tell: Tell) -> None:
        """Print the page; ``tell`` hears how that went."""
        task = self._desk.trial.plan(self._words)
        self._errands.run(
            partial(self._desk.trial.act, task), partial(self._told, tell), partial(self._broken, tell)
        )

    def sample(self, look: Look, drawn: Drawn, broken: Broken) -> None:
        """Draw a label of no order in this look; ``drawn`` hears of it, or ``broken``."""
        self._outside.run(self._desk.trial.sample(look), drawn, broken)

    def look(self, tell: Callable[[tuple[str, ...]], None]) -> None:
        """Look for printers; ``tell`` hears of them, as the settings name them."""
        own = "queue" if sys.platform == "win32" else "driver"

        def found() -> tuple[str, ...]:
            drivers = (f"{own}:{name}" for name in QPrinterInfo.availablePrinterNames())
            return (*self._desk.trial.found(), *drivers)

        self._outside.run(found, tell)

    def _told(self, tell: Tell, tried: Tried) -> None:
        why = self._words.trouble(tried.trouble.reason, tried.trouble.data) if tried.trouble else ""
        sentence = self._words(f"printer.trial.{tried.outcome}", why=why).strip()
        tell(sentence, tried.is_on_its_way)

    def _broken(self, tell: Tell, error: Exception) -> None:
        self._errands.trouble.emit(error)
        tell(self._words("gui.fault.detail"), False)
