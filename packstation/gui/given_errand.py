"""F7 on the label: a PDF or PNG that a carrier or platform gave, printed from now on instead of our own."""

from __future__ import annotations

from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from packstation.desk.desk import Desk
from packstation.desk.given_labels import Given
from packstation.errors import PackstationError
from packstation.gui.errands import Errands
from packstation.gui.main_window import MainWindow
from packstation.gui.session import Session
from packstation.words import Words

_FILES = "PDF, PNG (*.pdf *.png)"


class GivenErrand(QObject):
    """A worker reads the file and looks whether it fits; only then the desk keeps it."""

    def __init__(
        self, desk: Desk, window: MainWindow, session: Session, outside: Errands, words: Words
    ) -> None:
        """Serve this window."""
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._session = session
        self._outside = outside
        self._words = words
        self._chooser: QFileDialog | None = None

    def choose(self, number: str, parcel: int) -> None:
        """Ask for the file; never in a dialog that blocks, because a scan must not be lost meanwhile."""
        if self._chooser is not None and shiboken6.isValid(self._chooser):
            self._chooser.close()
        dialog = QFileDialog(self._window, self._words("given.choose"))
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(_FILES)
        dialog.fileSelected.connect(lambda name: self.bring(number, parcel, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        self._chooser = dialog
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def bring(self, number: str, parcel: int, file: Path) -> None:
        """Have it read, and kept for this box."""
        try:
            reading = self._desk.given_labels.reading(number, file, parcel=parcel)
        except PackstationError as error:
            self._window.hints.show_next(self._words.error(error))
            return
        self._outside.run(reading, self._keep, self._failed)

    def _keep(self, given: Given) -> None:
        self._session.tell(lambda: self._desk.given_labels.keep(given))

    def _failed(self, error: Exception) -> None:
        if isinstance(error, PackstationError):
            self._window.hints.show_next(self._words.error(error))
            return
        self._outside.trouble.emit(error)
