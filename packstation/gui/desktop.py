"""Runs the window from the first moment to the last: opened, set up anew, closed."""

from __future__ import annotations

import signal
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from packstation.desk.desk import Desk
from packstation.errors import BadInput
from packstation.gui.garbage import Garbage
from packstation.gui.main_window import screenshot
from packstation.gui.window import Options, PackWindow, Pretend, open_window
from packstation.settings import Settings
from packstation.settings import load as load_settings
from packstation.words import Words
from packstation.words import load as load_words

SETTLING_MS = 600
"""By then the window is painted."""


def run_window(
    desk: Desk,
    words: Words,
    settings: Settings,
    *,
    pretend: Pretend | None = None,
    screenshot_to: Path | None = None,
    size: tuple[int, int] | None = None,
) -> int:
    """Show the window until it is closed; with ``screenshot_to`` paint it, save the picture and leave.

    Returns:
        The exit code.

    Raises:
        BadInput: the picture cannot be written.
    """
    app = QApplication.instance() or QApplication(["packstation"])
    app.setApplicationName("packstation")
    garbage = Garbage()
    QApplication.setQuitOnLastWindowClosed(True)
    # shutting the computer down ends the program like closing its window
    signal.signal(signal.SIGTERM, lambda *_: app.quit())
    desktop = _Desktop(desk, words, _silent(settings) if screenshot_to is not None else settings, pretend)
    window = desktop.open()
    if size is not None:
        window.resize(*size)
    window.show()
    window.parts.sync.start()
    try:
        return app.exec() if screenshot_to is None else _painted(window, screenshot_to)
    finally:
        garbage.stop()


def _painted(window: PackWindow, target: Path) -> int:
    """Save a picture of the window as a person would see it, and leave."""
    # the first page, pictures and counts arrive by timers
    QTimer.singleShot(SETTLING_MS, QApplication.quit)
    QApplication.exec()
    try:
        screenshot(window, target)
    except OSError as error:
        raise BadInput("cannot-write", file=str(target), detail="") from error
    finally:
        # the event loop is over already; nothing is left to quit
        QApplication.setQuitOnLastWindowClosed(False)
        window.close()
    return 0


def _silent(settings: Settings) -> Settings:
    """The same settings without sound: a picture makes none."""
    return replace(settings, values={**settings.values, "window.sound": False, "window.speech": False})


class _Desktop(QObject):
    """Opens the window, and anew when its settings changed: language, theme, size, sound, scanner."""

    def __init__(self, desk: Desk, words: Words, settings: Settings, pretend: Pretend | None) -> None:
        super().__init__()
        self._desk = desk
        self._words = words
        self._settings = settings
        self._pretend = pretend
        self._window: PackWindow | None = None

    def open(self) -> PackWindow:
        """A window with the settings in force."""
        self._window = open_window(self._desk, self._words, Options.of(self._settings, self._pretend))
        self._window.parts.dialogs.settings_changed.connect(self._open_anew)
        return self._window

    def _open_anew(self) -> None:
        old = self._window
        if old is None or self._settings.path is None:
            return
        changed = load_settings(self._settings.path)
        self._settings = replace(changed, values={**self._settings.values, **changed.values})
        self._words = load_words(self._settings["desk.language"])
        QApplication.setQuitOnLastWindowClosed(False)
        geometry = old.saveGeometry()
        old.close()
        old.deleteLater()
        window = self.open()
        window.restoreGeometry(geometry)
        window.show()
        window.parts.sync.start()
        QApplication.setQuitOnLastWindowClosed(True)
