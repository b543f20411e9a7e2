"""Ways to a printer. A way either knows that nothing was sent, or says that it does not know.

::

    Outage    nothing left the desk: printing again cannot make a second label
    Unsure    something may have left the desk: only a person may print again
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import ClassVar, Protocol

from packstation.errors import BadSetting, Outage, PackstationError
from packstation.printers.status import Dialect

KEPT_OF_NAME = 40
PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700

_SAFE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,79}(?<![.])")
_ENDING = re.compile(r"[A-Za-z0-9]{1,8}")
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that mean devices on Windows, whatever follows the dot."""


class Unsure(PackstationError):  # named like the rest of the tree
    """The label may or may not have come out; somebody has to look at the printer."""

    name = "print-unsure"


class Told(StrEnum):
    """What is known of a document that was taken whole."""

    PRINTED = "printed"  # somebody who can know says so
    SENT = "sent"  # every byte is out, and nobody says more


class Link(Protocol):
    """A way to a printer.

    ``raw``: what is sent enters the printer as it is, so it must be in the printer's own language. One with
    ``own_documents`` takes carriers' own labels as they are (``waybill.carrier_document``), no dots. One that
    ``keeps`` puts them where they stay: what it is sent can be read again by whoever comes by.
    """

    raw: ClassVar[bool] = False
    own_documents: ClassVar[bool] = False
    keeps: ClassVar[bool] = False

    def send(self, document: bytes, name: str) -> Told:
        """Bring a finished document to the printer; takes no longer than its patience.

        Args:
            document: in the printer's language, or a carrier's own.
            name: the document's name with its ending, for queues and folders; a carrier's own has the job's
                key instead.

        Returns:
            Whether it came out, or only that it was sent.

        Raises:
            Outage: nothing was sent.
            Unsure: it may have been printed.
        """

    def trouble(self) -> PackstationError | None:
        """Why nothing could be printed now, as far as that can be told without printing."""
        return None


class Painter(Protocol):
    """Who can draw on the system's own printers: the window."""

    def printers(self) -> tuple[str, ...]:
        """The names of all printers the system has."""

    def paint(self, document: bytes, printer: str, name: str) -> str:
        """Draw a PNG at one dot a dot on a sheet of exactly its size.

        Returns:
            ``sent``, ``refused`` where the driver did not begin, or ``broke-off``.
        """


@dataclass(frozen=True, slots=True)
class Where:
    """The end of a way as the settings name it, and what may be needed to get there.

    Attributes:
        address: what follows the scheme.
        base: the data directory; relative paths lie in it.
        dialect: how a printer of this language is asked for its status.
        painter: who draws on printers that only their driver can speak to.
    """

    address: str
    base: Path
    dialect: Dialect | None = None
    painter: Painter | None = None

    def path(self) -> Path:
        """The address as a place in the file system; a relative one lies in the data directory.

        Raises:
            BadSetting: it begins at the home of somebody this computer does not know.
        """
        try:
            return self.base / Path(self.address).expanduser()
        except RuntimeError as error:
            raise BadSetting("printer-link", value=self.address, allowed="~/…, /…") from error


def safe_name(name: str) -> str:
    """Make a file name out of a document's name: fixed letters, no folders, no devices, no two the same.

    A name that has to be changed gets eight letters of its own digest, so that ``a/b`` and ``a:b`` stay two
    files.
    """
    if _SAFE.fullmatch(name) and not _RESERVED.fullmatch(name):
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or not _ENDING.fullmatch(ending):
        stem, ending = name, "bin"
    kept = _UNSAFE.sub("_", stem)[:KEPT_OF_NAME]
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"label-{kept}-{digest}.{ending}"


class FileLink(Link):
    """A folder instead of a printer: every label is one file, whole or not there at all."""

    keeps = True

    def __init__(self, folder: Path) -> None:
        """Point at a folder; it is made when the first label comes."""
        self.folder = folder

    @classmethod
    def at(cls, where: Where) -> FileLink:
        """Point at the folder named in the settings.

        Raises:
            BadSetting: see `Where.path`.
        """
        return cls(where.path())

    def trouble(self) -> PackstationError | None:
        """Whether the folder, or the nearest one above it, takes files."""
        nearest = next(place for place in (self.folder, *self.folder.parents) if place.exists())
        if nearest.is_dir() and os.access(nearest, os.W_OK):
            return None
        return Outage("label-folder", place=str(self.folder), error=os.strerror(errno.EACCES))

    def send(self, document: bytes, name: str) -> Told:
        """Write the label beside its place, bring it to the disk, and move it there in one step.

        A file of the same name is replaced; the name is made safe first (`safe_name`).

        Raises:
            Outage: the folder took nothing; carries ``place`` and ``error``.
            Unsure: the label is there, but a power cut might still lose it.
        """
        place = self.folder / safe_name(name)
        part = self.folder / f".{secrets.token_hex(8)}.part"
        try:
            self.folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            _write_through(part, document)
            part.replace(place)
        except OSError as error:
            _forget(part)
            raise Outage("label-folder", place=str(self.folder), error=error.strerror) from error
        try:
            _sync_folder(self.folder)
        except OSError as error:
            raise Unsure(place=str(place), error=error.strerror) from error
        return Told.PRINTED


def _write_through(path: Path, document: bytes) -> None:
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), PRIVATE_FILE)
    with os.fdopen(handle, "wb") as file:
        file.write(document)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    # Windows can neither open nor sync a folder; there the move itself is journalled by the file system.
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _forget(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        # The folder is gone or read-only: then there is nothing of ours in it.
        return
