"""Runs the window from the first moment to the last: opened, set up anew, closed."""

from __future__ import annotations

import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from packstation.desk.desk import Desk
from packstation.desk.workplace import Announcement
from packstation.errors import BadInput
from packstation.gui.garbage import Garbage
from packstation.gui.main_window import screenshot
from packstation.gui.window import Options, PackWindow, Pretend, open_window
from packstation.settings import Settings
from packstation.settings import load as load_settings
from packstation.words import Words
from packstation.words import load as load_words

SetUp = Callable[[Settings, Words], None]
"""Tells the desk that its settings were changed."""
SETTLING_MS = 600
"""By then the window is painted."""


def run_window(
    desk: Desk,
    words: Words,
    settings: Settings,
    *,
    pretend: Pretend | None = None,
    set_up: SetUp | None = None,
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
    desktop = _Desktop(
        desk, words, _silent(settings) if screenshot_to is not None else settings, pretend, set_up
    )
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

    def __init__(
        self,
        desk: Desk,
        words: Words,
        settings: Settings,
        pretend: Pretend | None,
        set_up: SetUp | None,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._words = words
        self._settings = settings
        self._pretend = pretend
        self._set_up = set_up
        self._window: PackWindow | None = None
        self._options = Options()
        desk.listen(self._announced)

    def open(self) -> PackWindow:
        """A window with the settings in force."""
        self._options = self._wanted()
        self._window = open_window(self._desk, self._words, self._options)
        self._window.parts.dialogs.settings_changed.connect(self._open_anew)
        return self._window

    def _wanted(self) -> Options:
        """How the window should be at the desk this computer is now."""
        here = self._settings.at_desk(self._desk.profile_name)
        return replace(Options.of(here, self._pretend), settings=self._settings)

    def _announced(self, news: Announcement) -> None:
        """Another desk's barcode was scanned: its scanner, scale and sound hold from the next moment on."""
        if news.answer is not None and news.answer.facts.get("missing") == "desk":
            QTimer.singleShot(0, self, self._follow_desk)

    def _follow_desk(self) -> None:
        if self._window is not None and self._wanted() != self._options:
            self._replace_window()

    def _open_anew(self) -> None:
        """The settings were changed."""
        if self._settings.path is None:
            return
        changed = load_settings(self._settings.path)
        self._settings = replace(changed, values={**self._settings.values, **changed.values})
        self._words = load_words(self._settings["desk.language"])
        if self._set_up is not None:
            self._set_up(self._settings, self._words)
        self._replace_window()

    def _replace_window(self) -> None:
        old = self._window
        if old is None:
            return
        QApplication.setQuitOnLastWindowClosed(False)
        geometry = old.saveGeometry()
        old.close()
        old.deleteLater()
        window = self.open()
        window.restoreGeometry(geometry)
        window.show()
        window.parts.sync.start()
        QApplication.setQuitOnLastWindowClosed(True)
