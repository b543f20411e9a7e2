"""The Cainiao print component (CNPrint) on 127.0.0.1, as the desk meets it (wire.md §4.9).

For tests: ``with emulated(folder) as component:``. For people: ``python -m tests.emulators.cainiao_print``.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from tests.emulators.cainiao_print.acts import Act
from tests.emulators.cainiao_print.books import Books, PrinterOf
from tests.emulators.cainiao_print.server import CERTIFICATE, Component

__all__ = ["CERTIFICATE", "Act", "Books", "Component", "PrinterOf", "emulated"]


@contextlib.contextmanager
def emulated(folder: Path, *acts: Act, port: int = 0, secure: bool = False) -> Iterator[Component]:
    """A component for as long as it is wanted.

    Args:
        folder: where it puts a picture of everything it prints.
        acts: what becomes of the next print commands, one each; honest ones after that.
        port: 0: whichever is free.
        secure: whether it is talked to encrypted, and shows ``CERTIFICATE``.
    """
    component = Component(Books(folder), port, secure=secure)
    component.books.script = list(acts)
    try:
        yield component
    finally:
        component.close()
