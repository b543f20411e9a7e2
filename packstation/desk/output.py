"""Files the worker asks for: private, whole or not there, and never over the desk's own."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from packstation.errors import StoreTrouble

_OWN = ("packstation.db", "packstation.db-wal", "packstation.db-shm", "packstation.lock", "packstation.clean")
_SETTINGS = "packstation.toml"


def refuse_own(target: Path, folder: Path) -> None:
    """Stop before anything of the desk itself is written over.

    Raises:
        StoreTrouble: the target is the database, its log, its lock or the settings, or its folder is missing.
    """
    own = {(folder / name).resolve() for name in (*_OWN, _SETTINGS)}
    if target.resolve() in own:
        raise StoreTrouble("own-file", file=target.name)
    if not target.parent.is_dir():
        raise StoreTrouble("no-folder", folder=str(target.parent), detail="")


def write_private(target: Path, contents: Iterable[bytes], folder: Path) -> None:
    """Write a file whole, piece by piece, readable by its owner only.

    Raises:
        StoreTrouble: it cannot be written, or is one of the desk's own.
    """
    refuse_own(target, folder)
    part = target.with_name(f".{target.name}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.writelines(contents)
        part.replace(target)
    except OSError as error:
        raise StoreTrouble("cannot-write", file=target.name, detail=error.strerror or "") from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
