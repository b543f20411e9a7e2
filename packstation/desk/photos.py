"""Photos of flawed pieces: named by order and time, kept as long as the shop says, and then gone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from packstation.desk.output import write_private
from packstation.desk.workplace import Workplace
from packstation.errors import BadInput
from packstation.files.photo import made_fit, newest, read_photo
from packstation.store.journal import JournalRow

PHONE_MINUTES = 10
"""A photo in the phone's folder older than that is of something else."""
MOST_SWEPT = 200
_UNFIT = re.compile(r"[^0-9A-Za-z_-]")


class Photos:
    """The data folder's ``photos``. Reading and writing is for workers, noting for the desk's own thread."""

    def __init__(self, place: Workplace) -> None:
        """Keep photos of this desk."""
        self._place = place

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return self._place.store.folder / "photos"

    def reading(self, path: Path) -> Callable[[], bytes]:
        """Work for a worker: the picture in a file made fit to be kept; raises ``BadInput``."""
        return lambda: read_photo(path)

    def from_camera(self, data: bytes) -> Callable[[], bytes]:
        """Work for a worker: a camera's picture made fit to be kept; raises ``BadInput``."""
        return lambda: made_fit(data, "camera")

    def from_phone(self) -> Callable[[], bytes]:
        """Work for a worker: the newest photo of the phone's folder; raises ``BadInput``."""
        folder = self._place.options.phone_folder
        oldest = self._place.clock.now() - timedelta(minutes=PHONE_MINUTES)

        def work() -> bytes:
            path = newest(Path(folder), oldest.timestamp()) if folder else None
            if path is None:
                raise BadInput("no-new-photo", minutes=PHONE_MINUTES)
            return read_photo(path)

        return work

    def name_for(self, number: str, place: int) -> str:
        """What a photo of an order taken now is called; nothing from outside leads out of the folder."""
        at = self._place.clock.now().strftime("%Y%m%dT%H%M%S")
        return f"{_UNFIT.sub('_', number)[:64]}-{at}-{place}.jpg"

    def writing(self, name: str, data: bytes) -> Callable[[], str]:
        """Work for a worker: a photo onto the disk; gives its name."""
        target, folder = self.folder / name, self._place.store.folder

        def work() -> str:
            target.parent.mkdir(mode=0o700, exist_ok=True)
            write_private(target, (data,), folder)
            return name

        return work

    def note(self, defect: int, name: str) -> None:
        """A photo lies on the disk: it belongs to this flawed piece."""
        store = self._place.store
        with store.transaction():
            known = store.defects.get(defect)
            if known is not None and name not in known.photos:
                store.defects.put_photos(defect, (*known.photos, name))
                row = JournalRow(self._place.clock.now(), "photo", order=known.order)
                store.journal.add(row)

    def sweep(self) -> int:
        """Take photos away that were kept long enough; gives how many."""
        store, gone = self._place.store, 0
        before = self._place.clock.now() - timedelta(days=self._place.options.photo_days)
        for old in store.defects.with_photos_before(before, MOST_SWEPT):
            for name in old.photos:
                (self.folder / Path(name).name).unlink(missing_ok=True)
                gone += 1
            with store.transaction():
                store.defects.put_photos(old.id, ())
        return gone
