"""Labels a carrier or platform gave: kept under their waybill number, printed instead of our own."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from PIL import Image

from packstation.desk.output import write_private
from packstation.desk.workplace import Workplace
from packstation.domain.order import Order, Parcel
from packstation.domain.scan import Answer, Verdict
from packstation.errors import BadInput, Refusal
from packstation.waybill.given import MOST_BYTES, given_label

_FILE = re.compile(r"[^@]+@[0-9]{1,6}", re.ASCII)
_SAFE = re.compile(r"[A-Za-z0-9-]{1,64}", re.ASCII)
FOLDER = "given"


@dataclass(frozen=True, slots=True)
class Given:
    """A label that was read and fits: ``page`` of the file ``content`` for the box with this number."""

    order: str
    waybill: str
    content: bytes = field(repr=False)
    page: int | None


class GivenLabels:
    """Files beside the database, private as it is, one a waybill number."""

    def __init__(self, place: Workplace) -> None:
        """Work at this desk."""
        self._place = place

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return self._place.store.folder / FOLDER

    def reading(
        self, number: str, source: Path, *, parcel: int = 1, page: int | None = None
    ) -> Callable[[], Given]:
        """What reads a file for a box of an order and looks whether it fits our stock; for a worker.

        Args:
            number: the order, whose box has its waybill number already.
            source: PDF or PNG; it must fit this desk's stock dot for dot.
            parcel: which of its boxes.
            page: which page of a PDF; None: the only one.

        Raises:
            BadInput: the box has no number; the call: the file is no such label (see ``waybill.given``).
        """
        order = self._place.order(number)
        box = next((box for box in order.parcels if box.parcel == parcel and box.waybill), None)
        if box is None or not _SAFE.fullmatch(box.waybill):
            raise BadInput("no-waybill-yet", order=number)
        waybill, size, dpi = box.waybill, self._place.options.label_size, self._place.options.dpi

        def read() -> Given:
            content = read_given(source)
            given_label(content, size, dpi, page, source.name)
            return Given(number, waybill, content, page)

        return read

    def keep(self, given: Given) -> Answer:
        """The box gets this label whenever its label is printed from now on.

        Raises:
            StoreTrouble: it cannot be kept.
        """

        def work() -> Answer:
            order = self._place.order(given.order)
            if given.waybill not in order.live_waybills:
                raise Refusal(Verdict.NOT_READY, order=order.number, missing="label")
            self.folder.mkdir(mode=0o700, exist_ok=True)
            old = set(self._files(given.waybill))
            file = self.folder / f"{given.waybill}@{given.page or 0}"
            write_private(file, [given.content], self._place.store.folder)
            for one in old - {file}:
                one.unlink(missing_ok=True)
            facts = {"missing": "given-kept", "waybill": given.waybill}
            return self._place.answer("", Verdict.COMMAND_OK, order, facts)

        return self._place.gesture("given-label", work)

    def drawing(
        self, order: Order, box: Parcel, size: tuple[int, int], dpi: int
    ) -> Callable[[], Image.Image] | None:
        """What draws the given label on such stock (mm), in whatever thread; None where it is our own.

        The call raises ``BadInput`` where the file is damaged, gone, or no longer fits: other stock lies in.
        """
        file = next(iter(self._files(box.waybill)), None)
        if file is None:
            return None
        page = int(file.name.rpartition("@")[2]) or None
        return lambda: given_label(read_given(file), size, dpi, page, order.number)

    def _files(self, waybill: str) -> tuple[Path, ...]:
        if not _SAFE.fullmatch(waybill):
            return ()
        kept = self.folder.glob(f"{waybill}@*")
        return tuple(file for file in kept if _FILE.fullmatch(file.name))

    def sweep(self) -> int:
        """Take away what was given longer ago than photos are kept; gives how many."""
        before = self._place.clock.now() - timedelta(days=self._place.options.photo_days)
        old = [file for file in self.folder.glob("*@*") if file.stat().st_mtime < before.timestamp()]
        for file in old:
            file.unlink(missing_ok=True)
        return len(old)


def read_given(source: Path) -> bytes:
    """A file as it is, no more of it than a label may have.

    Raises:
        BadInput: it is not there or cannot be read.
    """
    try:
        with source.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise BadInput("no-such-file", file=str(source)) from error
    except OSError as error:
        raise BadInput("given-broken", file=source.name) from error
