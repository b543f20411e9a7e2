"""What a file really is, by its first bytes; its name is only a wish."""

from __future__ import annotations

import stat
from enum import StrEnum
from pathlib import Path

LARGEST = 300_000_000
"""Bytes; a year of a big shop fits ten times."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FOREIGN = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\x7fELF",
    b"SQLite format 3",
    b"PK\x05\x06", b"II*\x00", b"MM\x00*", b"{\\rtf", b"OggS",
)  # fmt: skip
_BLANKS = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"


class Unreadable(Exception):
    """Nothing of this file can be taken; ``reason`` and ``data`` make the sentence."""

    def __init__(self, reason: str, **data: object) -> None:
        """Keep the reason as data."""
        self.reason = reason
        self.data = tuple(data.items())
        super().__init__(reason)


class Form(StrEnum):
    """How a file is written."""

    JSON = "json"
    TEXT = "text"
    WORKBOOK = "workbook"


def load(path: Path) -> tuple[Form, bytes]:
    """The file's form and all of its bytes.

    Raises:
        Unreadable: it is missing, empty, too big, or no file of ours.
    """
    data = _bytes(path)
    if not data.strip(_BLANKS):
        raise Unreadable("empty")
    if data.startswith(_OLE):
        raise Unreadable("password" if _ENCRYPTED in data else "old-xls")
    if data.startswith(b"PK\x03\x04"):
        return Form.WORKBOOK, data
    head = data[:64].lstrip(_BLANKS)
    if data.startswith(_FOREIGN) or head.startswith(b"<"):
        raise Unreadable("not-orders")
    return (Form.JSON if head.startswith((b"{", b"[")) else Form.TEXT), data


def _bytes(path: Path) -> bytes:
    """The whole file, if it is a plain one of a sane size."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise Unreadable("not-file")
        if about.st_size > LARGEST:
            raise Unreadable("too-big", limit=LARGEST // 1_000_000)
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise Unreadable("not-opened", why=getattr(error, "strerror", None) or type(error).__name__) from None
    if len(data) > LARGEST:
        raise Unreadable("too-big", limit=LARGEST // 1_000_000)
    return data
