"""Where the demo's orders come from: files that the demo writes by itself, and news that follow them."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

from packstation.demo.story import EVERY, Story
from packstation.demo.world import make_world
from packstation.desk.clock import SystemClock
from packstation.desk.desk import Desk

SLICE_S = 1.0
"""Nobody looks at a window yet while a demo gets ready."""


class Stage(Protocol):
    """What the demo's desk stands on.

    ``settings``: by their full names, what the desk must be told to work on it.
    """

    @property
    def settings(self) -> Mapping[str, object]:
        """Settings of a desk on this stage."""

    def fill(self, desk: Desk) -> None:
        """Orders, goods and stock come to the desk.

        Raises:
            Outage, Rejected: the platform played here did not hand its orders in.
        """

    def news(self) -> contextlib.AbstractContextManager[None]:
        """For as long as it lasts, things go on happening."""


class Pretended:
    """The demo as it is without anything else: invented orders in files, news dropped into the inbox."""

    settings: Mapping[str, object] = {
        "sender.name": "青禾生活旗舰店",
        "sender.phone": "0579-8888****",
        "sender.address": "浙江省 金华市 义乌市 福田街道 稠州北路 699 号",
    }

    def __init__(self, folder: Path, orders: int) -> None:
        """Write the files of a demo with so many orders into this data directory."""
        self._world = make_world(folder / "demo", orders, SystemClock().now())
        self._story = Story(folder / "inbox", self._world)

    def fill(self, desk: Desk) -> None:
        """By the same door as anybody's orders."""
        import_file(desk, self._world.order_file)

    @contextlib.contextmanager
    def news(self) -> Iterator[None]:
        """Now and then a buyer does something."""
        stopped = threading.Event()

        def tell_on() -> None:
            while not stopped.wait(EVERY.total_seconds()):
                with contextlib.suppress(OSError):
                    self._story.step(SystemClock().now())

        threading.Thread(target=tell_on, name="demo-news", daemon=True).start()
        try:
            yield
        finally:
            stopped.set()


def import_file(desk: Desk, path: Path) -> None:
    """Take an order file in to its end."""
    for _ in desk.importing.store(desk.importing.read([path]), budget_s=SLICE_S):
        pass
