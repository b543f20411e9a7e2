"""A window with the keyboard, ready for a shift of scans."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.scanning.keys import Keys
from tests.scanning.runs import orders
from tests.scanning.shift import Shift
from tests.scanning.station import Station, opened
from tests.scanning.window import TITLE


@contextmanager
def at_work(
    folder: Path, environment: Mapping[str, str], seed: int, count: int, *more: str
) -> Iterator[tuple[Station, Keys, Shift]]:
    """A window, its keyboard, and a shift of so many scans about to begin."""
    with opened(folder, environment, seed, orders(count), *more) as station:
        keys = Keys(environment, random.Random(seed))
        try:
            keys.focus(TITLE)
            yield station, keys, Shift(station, keys.scan, seed, orders(count))
        finally:
            keys.close()
