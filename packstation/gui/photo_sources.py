"""Where a photo of a flawed piece comes from: a file, the phone's folder, a camera; and where it is kept."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog

from packstation.desk.desk import Desk
from packstation.errors import PackstationError
from packstation.gui import camera
from packstation.gui.errands import Errands
from packstation.gui.main_window import MainWindow
from packstation.words import Words

_log = logging.getLogger(__name__)
Taken = Callable[[bytes], None]
Refused = Callable[[str], None]
Source = Callable[[Taken, Refused], None]
_FILES = "*.jpg *.jpeg *.png *.webp *.bmp"
SWEEP_MS = 6 * 3600 * 1000
FIRST_SWEEP_MS = 60_000


class PhotoSources(QObject):
    """Photos are read and written by workers; the desk only notes which belongs to what."""

    def __init__(self, desk: Desk, window: MainWindow, outside: Errands, words: Words) -> None:
        """Serve this window; photos kept long enough are taken away now and then."""
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._outside = outside
        self._words = words
        self._chooser: QFileDialog | None = None
        self._camera: QObject | None = None
        self._sweeping = QTimer(self)
        self._sweeping.setInterval(SWEEP_MS)
        self._sweeping.timeout.connect(self._sweep)
        self._sweeping.start()
        QTimer.singleShot(FIRST_SWEEP_MS, self, self._sweep)

    @property
    def sources(self) -> Mapping[str, Source]:
        """What can be asked here and now, by the key that asks."""
        found: dict[str, Source] = {"F2": self._choose}
        if self._desk.options.phone_folder:
            found["F3"] = self._from_phone
        if camera.is_there():
            found["F8"] = self._from_camera
        return found

    def _work(self, work: Callable[[], bytes], taken: Taken, refused: Refused) -> None:
        self._outside.run(work, taken, lambda error: refused(self._said(error)))

    def _said(self, error: Exception) -> str:
        """What went wrong, in words."""
        if isinstance(error, PackstationError):
            return self._words.error(error)
        _log.error("a photo could not be read", exc_info=error)
        return self._words("dialogs.quality.photo-failed")

    def _choose(self, taken: Taken, refused: Refused) -> None:
        """A file; never in a dialog that blocks, because a scan must not be lost meanwhile."""
        if self._chooser is not None and shiboken6.isValid(self._chooser):
            self._chooser.close()
        dialog = QFileDialog(self._window, self._words("dialogs.quality.choose"))
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(_FILES)
        dialog.fileSelected.connect(
            lambda name: self._work(self._desk.photos.reading(Path(name)), taken, refused)
        )
        dialog.finished.connect(dialog.deleteLater)
        self._chooser = dialog
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def _from_phone(self, taken: Taken, refused: Refused) -> None:
        self._work(self._desk.photos.from_phone(), taken, refused)

    def _from_camera(self, taken: Taken, refused: Refused) -> None:
        def shot(data: bytes) -> None:
            self._work(self._desk.photos.from_camera(data), taken, refused)

        self._camera = camera.take(self, shot, lambda: refused(self._words("dialogs.quality.photo-failed")))

    def keep(self, defect: int, number: str, photos: tuple[bytes, ...]) -> None:
        """Write photos of a flawed piece; one that cannot be written costs nothing but itself."""
        for place, data in enumerate(photos, start=1):
            writing = self._desk.photos.writing(self._desk.photos.name_for(number, place), data)
            self._outside.run(
                writing,
                lambda name: self._desk.photos.note(defect, name),
                lambda error: self._window.hints.show_next(self._said(error)),
            )

    def _sweep(self) -> None:
        try:
            self._desk.photos.sweep()
            self._desk.given_labels.sweep()
            self._desk.carrier_documents.sweep()
        except (OSError, PackstationError):
            _log.exception("old photos could not be taken away")
