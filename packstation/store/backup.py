"""Copies of the database that can be trusted, and going back to one.

Copying the file of a running program loses everything still in its log (0 of 100 rows, measured), so SQLite's
own backup is used, whole in one step: paged copies under a busy writer never end.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import apsw

from packstation.errors import BadInput, StoreTrouble
from packstation.store.database import FILE_NAME, Database, translated
from packstation.store.lock import DirectoryLock
from packstation.store.migrations import STEPS


def copy(database: Database, target: Path) -> Path:
    """A consistent copy under ``target``, verified before it gets its name; replaces what stood there.

    Raises:
        StoreTrouble: no room or no right to write, or the copy does not verify.
    """
    part = target.with_name(f".{target.name}.part")
    with contextlib.suppress(FileNotFoundError):
        part.unlink()
    try:
        with translated(target):
            _copy(database, part)
            verify(part)
        part.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        raise StoreTrouble("cannot-write", file=target.name, detail=error.strerror or "") from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return target


def _copy(database: Database, part: Path) -> None:
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    target = apsw.Connection(str(part))
    try:
        with target.backup("main", database.peewee.connection(), "main") as running:
            running.step(-1)
        target.pragma("journal_mode", "delete")
    finally:
        target.close()
    with part.open("rb+") as file:
        os.fsync(file.fileno())


def verify(path: Path) -> int:
    """Read a copy through and give its version.

    Raises:
        BadInput: it is no packstation database, is damaged, or was made by a newer program.
    """
    try:
        connection = apsw.Connection(
            f"file:{path}?immutable=1", flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
        )
        try:
            answer = connection.execute("PRAGMA integrity_check(1)").get
            version = int(connection.pragma("user_version"))
            tables = {
                row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            }
        finally:
            connection.close()
    except apsw.Error as error:
        raise BadInput("not-a-backup", file=path.name) from error
    if answer != "ok" or "orders" not in tables or "journal" not in tables:
        raise BadInput("not-a-backup", file=path.name)
    if version > len(STEPS):
        raise BadInput("newer-backup", file=path.name, found=version, known=len(STEPS))
    return version


def restore(source: Path, folder: Path, keep: Path) -> None:
    """Put a verified copy in the place of the folder's database; what was there is moved to ``keep``.

    Raises:
        BadInput: the copy cannot be trusted; nothing was changed.
        StoreTrouble: another program has the database open, or the disk refuses.
    """
    if not source.is_file():
        raise BadInput("no-such-file", file=source.name)
    verify(source)
    lock = DirectoryLock(folder)
    try:
        _put(source, folder / FILE_NAME, keep)
    except OSError as error:
        raise StoreTrouble("cannot-write", file=FILE_NAME, detail=error.strerror or "") from error
    finally:
        lock.release()


def _put(source: Path, target: Path, keep: Path) -> None:
    """Write the copy beside the file, then swap; the old file and its log go to ``keep`` first."""
    part = target.with_name(f".{target.name}.part")
    with (
        source.open("rb") as read,
        os.fdopen(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as out,
    ):
        while block := read.read(1 << 20):
            out.write(block)
        out.flush()
        os.fsync(out.fileno())
    verify(part)
    keep.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in (target.name, f"{target.name}-wal", f"{target.name}-shm"):
        old = target.with_name(name)
        if old.exists():
            old.replace(keep / name)
    part.replace(target)
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut (a no-op where folders cannot be opened)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
