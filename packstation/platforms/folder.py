"""The platform of a shop without an interface: order files in ``inbox/``, one file a shipment in ``outbox/``.

A file is taken when it has stopped growing. Done files move to ``inbox/done``, files with rows that could not
be taken to ``inbox/rejected`` with ``NAME.errors.csv`` beside them. A shipment's file appears whole and once:
written to a hidden name, synced, renamed; a mark made before the rename tells, after a crash, a file that
somebody has already taken away from one that was never published.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

import msgspec

from packstation.domain.connection import Found, Health, Part, Place, Tried
from packstation.domain.intake import Batch, Reject
from packstation.domain.order import Order
from packstation.domain.outbox import (
    NO_PARCEL,
    RENUMBER,
    SHIPMENT,
    Delivered,
    Entry,
    Later,
    Outcome,
    Refused,
    reason_text,
)
from packstation.domain.renumbering import Renumbering
from packstation.domain.shipment import Shipment
from packstation.domain.without_parcel import WithoutParcel
from packstation.errors import Outage
from packstation.platforms.connector import Clear, Fetched
from packstation.platforms.ground import Ground

UNFINISHED = frozenset({".part", ".tmp", ".crdownload", ".download"})
SETTLED_S = 0.25
"""Seconds a freshly written file is watched for growth before it is read."""
MOST_FILES = 200
"""So many files are handed in at once; the others wait for the next batch."""
MARKS = ".sent"
NO_CARRIER = "无需物流"
"""What the platforms call goods that no carrier takes."""


class FolderPlatform:
    """An inbox and an outbox on this computer."""

    asks_again = False
    intercepts = False
    hears_stops = False
    hides_receivers = False
    secrets: tuple[str, ...] = ()
    takes_either = False
    blamed: Mapping[str, str] = MappingProxyType({"folder-unreadable": "folder"})

    def __init__(
        self,
        folder: Path,
        read: Callable[[Sequence[Path]], Batch],
        shipments_csv: Callable[[Sequence[Shipment]], bytes],
        write_rejects: Callable[[Path, Sequence[Reject]], None],
    ) -> None:
        """Use ``inbox`` and ``outbox`` in this folder.

        Args:
            folder: the data directory, or the shop's own one in it.
            read: reads order files.
            shipments_csv: the contents of a shipments file.
            write_rejects: writes the list of rows that were not taken.
        """
        self._inbox, self._outbox = folder / "inbox", folder / "outbox"
        self._read = read
        self._csv = shipments_csv
        self._write_rejects = write_rejects
        self._stuck: dict[Path, tuple[int, int]] = {}
        self._publishing = threading.Lock()
        for place in (self._inbox, self._outbox):
            place.mkdir(mode=0o700, parents=True, exist_ok=True)

    @classmethod
    def on(cls, ground: Ground) -> FolderPlatform:
        """The folders of a shop."""
        return cls(ground.own_folder, ground.read, ground.shipments_csv, ground.write_rejects)

    def health(self) -> Health:
        """The two folders, and what lies in them."""
        return Health(places=(_place(Part.INBOX, self._inbox), _place(Part.OUTBOX, self._outbox)))

    def try_out(self) -> tuple[Tried, ...]:
        """Whether both folders can be listed, and a file be put into them and taken away again."""
        return _tried(Part.INBOX, self._inbox), _tried(Part.OUTBOX, self._outbox)

    def has_news(self) -> bool:
        """Whether any file lies in the inbox."""
        return bool(self._waiting())

    def _waiting(self) -> list[Path]:
        """Files in the inbox that are meant for us, oldest first."""
        found = []
        with contextlib.suppress(FileNotFoundError), os.scandir(self._inbox) as entries:
            for entry in entries:
                path = Path(entry.path)
                hidden = entry.name.startswith((".", "~$"))
                if entry.is_file() and not hidden and path.suffix.lower() not in UNFINISHED:
                    with contextlib.suppress(FileNotFoundError):
                        if self._stuck.get(path) != _look(path):
                            found.append((entry.stat().st_mtime_ns, path))
        return [path for _, path in sorted(found)]

    def fetch(self) -> Fetched:
        """Read files of the inbox that have stopped growing, oldest first, as many as one batch should hold.

        Raises:
            Outage: the inbox cannot be read.
        """
        try:
            ready = self._settled(self._waiting())[:MOST_FILES]
        except OSError as error:
            raise Outage("folder-unreadable", folder=str(self._inbox), detail=error.strerror or "") from error
        if not ready:
            return Fetched()
        return Fetched(self._read(ready), tuple(str(path) for path in ready))

    def _settled(self, paths: list[Path]) -> list[Path]:
        """Those of the files whose size and time do not change any more."""
        before = {path: _look(path) for path in paths}
        if any(time.time_ns() - look[1] < SETTLED_S * 1e9 for look in before.values() if look):
            time.sleep(SETTLED_S)  # in a worker; a file that is still being copied would read as cut off
        return [path for path, look in before.items() if look and _look(path) == look]

    def reread(self, numbers: Sequence[str]) -> Fetched:
        """Nothing: a folder cannot be asked, what is new lies in it by itself."""
        del numbers
        return Fetched()

    def receiver_for_label(self, order: Order, carrier: str, *, by_hand: bool = False) -> Clear:
        """What the order file said: nobody hides anything here."""
        del carrier, by_hand
        return Clear(order.receiver)

    def taken(self, fetched: Fetched, rejects: tuple[Reject, ...]) -> None:
        """Move the files out of the inbox; those with rejected rows get their list of errors."""
        for receipt in fetched.receipts:
            path = Path(receipt)
            try:
                self._put_away(path, rejects)
            except OSError:
                # still open in another program, perhaps: it is stored, and moved when it can be
                if seen := _look(path):
                    self._stuck[path] = seen

    def _put_away(self, path: Path, rejects: tuple[Reject, ...]) -> None:
        """Move one file that was stored."""
        bad = [reject for reject in rejects if reject.file == path.name]
        target = self._inbox / ("rejected" if bad else "done")
        target.mkdir(mode=0o700, exist_ok=True)
        name = _free_name(target, path.name)
        with contextlib.suppress(FileNotFoundError):
            path.replace(target / name)
        if bad:
            self._write_rejects(target / f"{name}.errors.csv", bad)

    def deliver(self, entry: Entry) -> Outcome:
        """Publish one shipment, or its new number, as a file of its own, exactly once."""
        read = _READ.get(entry.kind)
        if read is None:
            return Refused(reason_text("ship-unreadable", {"detail": entry.kind}))
        try:
            shipment = read(entry.body)
        except msgspec.MsgspecError as error:
            return Refused(reason_text("ship-unreadable", {"detail": str(error)}))
        try:
            with self._publishing:
                self._publish(shipment)
        except OSError as error:
            detail = error.strerror or type(error).__name__
            if error.errno in (errno.ENAMETOOLONG, errno.EINVAL):
                return Refused(reason_text("ship-unreadable", {"detail": detail}))
            return Later(reason_text("folder-unwritable", {"folder": str(self._outbox), "detail": detail}))
        return Delivered()

    def _publish(self, shipment: Shipment) -> None:
        stamp = shipment.shipped_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        final = self._outbox / f"shipments-{stamp}-{shipment.key}.csv"
        marks = self._outbox / MARKS
        marks.mkdir(mode=0o700, parents=True, exist_ok=True)
        part, mark = marks / f"{shipment.key}.part", marks / shipment.key
        if final.exists():
            return
        if mark.exists():
            if not part.exists():
                return  # was published before, and somebody has taken the file away since
        else:
            _write_synced(part, self._csv([shipment]))
            _write_synced(mark, b"")
            _sync(marks)
        part.replace(final)
        _sync(self._outbox)
        _sync(marks)


def _shipment(body: str) -> Shipment:
    return msgspec.json.decode(body, type=Shipment)


def _renumbered(body: str) -> Shipment:
    """A parcel under its new number, as the shop's program takes it: one more row of the same order."""
    told = msgspec.json.decode(body, type=Renumbering)
    return Shipment(told.key, told.order, told.carrier, told.carrier_name, told.waybill, told.at)


def _without_parcel(body: str) -> Shipment:
    """An order that no carrier takes: a row of its own, with those words instead of a carrier."""
    told = msgspec.json.decode(body, type=WithoutParcel)
    return Shipment(told.key, told.order, "", NO_CARRIER, "", told.at)


_READ: Mapping[str, Callable[[str], Shipment]] = {
    SHIPMENT: _shipment,
    RENUMBER: _renumbered,
    NO_PARCEL: _without_parcel,
}


def _place(part: Part, folder: Path) -> Place:
    """A folder as it is: the files people would see in it."""
    may_write = os.access(folder, os.W_OK | os.X_OK)
    try:
        with os.scandir(folder) as entries:
            files = sum(entry.is_file() and not entry.name.startswith(".") for entry in entries)
    except OSError:
        return Place(part, str(folder), may_read=False, may_write=may_write)
    return Place(part, str(folder), files, may_write=may_write)


def _tried(part: Part, folder: Path) -> Tried:
    """How using a folder went; only the operating system's own word counts."""
    trace = folder / f".{secrets.token_hex(8)}.tmp"  # hidden: neither we nor a shop's program take it up
    place = _place(part, folder)
    data = {"folder": place.folder, "files": place.files}
    if not place.may_read:
        return Tried(part, Found.FAILED, "no-read", data)
    try:
        _write_synced(trace, b"")
        trace.unlink()
    except OSError as error:
        return Tried(part, Found.FAILED, "no-write", {**data, "detail": error.strerror or ""})
    return Tried(part, Found.OK, "fine", data)


def _look(path: Path) -> tuple[int, int] | None:
    """Size and time of a file; None when it is gone."""
    try:
        seen = path.stat()
    except FileNotFoundError:
        return None
    return seen.st_size, seen.st_mtime_ns


def _free_name(folder: Path, name: str) -> str:
    """The name, or one with the moment in it if that is taken: nothing that was done is overwritten."""
    if not (folder / name).exists():
        return name
    path = Path(name)
    return f"{path.stem}-{datetime.now(UTC).strftime('%Y%m%dT%H%M%S%f')}{path.suffix}"


def _write_synced(path: Path, contents: bytes) -> None:
    """Write a private file whole and on disk."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(contents)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Make renames in a folder last (a no-op where folders cannot be opened)."""
    with contextlib.suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
