"""What a connector is built on: its shop's settings, secrets and notebook, clocks, files.

Every kind of platform takes the same ``Ground`` and uses what it needs of it, so that nobody who puts a desk
together has to know the kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any, Protocol

from packstation.domain.intake import Batch, Reject
from packstation.domain.shipment import Shipment
from packstation.top.flows import Flows


class Notebook(Protocol):
    """Where single values are kept for good; used by the thread that opened the database."""

    def fact(self, name: str) -> str:
        """A value that was kept; empty when none was."""

    def put_fact(self, name: str, value: str) -> None:
        """Keep a value."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a connector stands on.

    Attributes:
        shop: the shop's short name; empty for the one of ``[platform]``.
        settings: its settings by their names without the section, ``settings("app_key")``.
        promise: how soon it wants to send where the platform says nothing.
        secret: one of its secrets by name, empty where this computer has none; asks the keyring (worker).
        variable: the environment variable of a secret.
        notebook: this shop's own facts.
        waiting: numbers of its orders that the desk has open, or could not tell of; asked by the notebook's
            thread.
        zone: where the desk stands.
        now: the computer's clock (UTC).
        steady: seconds of a clock that never jumps.
        flows: what each app has called today and must wait for, whichever of its shops or lines called.
        called: the day up to which calls were counted before this program began (on the platform's calendar
            where it has one), and how many.
        folder: the data directory.
        read: reads order files.
        shipments_csv: the contents of a shipments file.
        write_rejects: writes the list of rows that were not taken.
    """

    shop: str
    settings: Callable[[str], Any]
    promise: timedelta
    secret: Callable[[str], str]
    variable: Callable[[str], str]
    notebook: Notebook
    waiting: Callable[[], Sequence[str]]
    zone: tzinfo
    now: Callable[[], datetime]
    steady: Callable[[], float]
    flows: Flows
    called: tuple[str, int]
    folder: Path
    read: Callable[[Sequence[Path]], Batch]
    shipments_csv: Callable[[Sequence[Shipment]], bytes]
    write_rejects: Callable[[Path, Sequence[Reject]], None]

    @property
    def own_folder(self) -> Path:
        """Where the shop's own files lie: the data directory, or ``shops/NAME`` in it."""
        return self.folder / "shops" / self.shop if self.shop else self.folder

    def keep_rejects(self, kind: str, at: datetime, rejects: Sequence[Reject]) -> None:
        """Write down which of a shop's orders could not be taken, and why, for whoever looks after it.

        Args:
            kind: the platform's, with which the file's name begins.
            at: when they came (UTC).
            rejects: one line each.
        """
        place = self.folder / "inbox" / "rejected"
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        whose = "-".join(filter(None, (kind, self.shop)))
        self.write_rejects(place / f"{whose}-{at.strftime('%Y%m%dT%H%M%SZ')}.errors.csv", rejects)
