"""While the scanner test is open, scans go there and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from packstation.desk.desk import Desk
from packstation.domain.sample_code import SAMPLE
from packstation.domain.scan import clean
from packstation.gui.heard import Heard
from packstation.gui.keys import Place
from packstation.gui.main_window import MainWindow
from packstation.gui.messages import BannerText
from packstation.gui.scanner_test import ScannerTestPage
from packstation.gui.session import Session
from packstation.gui.tones import IDLE
from packstation.words import Words

FORGOTTEN_MS = 120_000
"""A test nobody goes on with is closed, so that no scan is lost in it."""


class ScannerTesting(QObject):
    """Opens and closes the page; every scan is either tested or counted, never both."""

    def __init__(
        self,
        desk: Desk,
        window: MainWindow,
        session: Session,
        page: ScannerTestPage,
        words: Words,
        save: Callable[[dict[str, object]], object],
    ) -> None:
        """Serve this page.

        Args:
            desk: says what a code would mean.
            window: shows the page.
            session: takes the scans that count.
            page: the test.
            words: the language.
            save: writes settings that were taken over.
        """
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._session = session
        self._page = page
        self._words = words
        self._save = save
        self._before: tuple[BannerText, str] | None = None
        self._forgotten = QTimer(self)
        self._forgotten.setSingleShot(True)
        self._forgotten.setInterval(FORGOTTEN_MS)
        self._forgotten.timeout.connect(self.close)
        page.closed.connect(self.close)
        page.accepted.connect(self._accept)

    def hear(self, heard: Heard) -> None:
        """A scan: for the test while that is open, for the desk otherwise."""
        if self._window.place is not Place.SCANNER_TEST:
            self._session.scan(heard)
            return
        self._forgotten.start()
        self._page.show_heard(heard, self._understood(heard))

    def open(self) -> None:
        """F1 on the help page."""
        self._page.reset()
        self._before = self._window.banner.shown, self._window.hints.next.text()
        self._window.show_place(Place.SCANNER_TEST)
        words = self._words
        self._window.banner.show_text(BannerText(IDLE, words("scanner.title"), words("scanner.about")))
        self._window.hints.show_next(words("scanner.next"))
        self._forgotten.start()

    def close(self) -> None:
        """Back to what lay under it."""
        self._forgotten.stop()
        if self._window.place is Place.SCANNER_TEST:
            self._window.uncover()
            if self._before is not None:
                self._window.banner.show_text(self._before[0])
                self._window.hints.show_next(self._before[1])

    def press(self, key: str) -> None:
        """A key of the page."""
        self._forgotten.start()
        self._page.press(key)

    def _accept(self, settings: dict[str, object]) -> None:
        self.close()
        self._save(settings)

    def _understood(self, heard: Heard) -> str:
        """What the code would have meant."""
        if clean(heard.code) == SAMPLE:
            return self._words("scanner.understood.sample")
        choices = self._desk.explain(heard.code)
        if not choices:
            return self._words("scanner.understood.nothing")
        shown = (
            self._words(f"say.choice.{kind}", name=name, amount=amount) for kind, name, amount in choices
        )
        return self._words("scanner.understood.means", choices=self._words("gui.list-comma").join(shown))
