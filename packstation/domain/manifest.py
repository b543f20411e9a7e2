"""Parcels on their way out of the house: what a courier takes along, and what was forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One parcel that waits for its courier, or that one took: ``at`` is when (UTC).

    ``place`` and ``parcels``: which of how many boxes of its order it is.
    """

    waybill: str
    order: str
    carrier: str
    parcel: int
    place: int
    parcels: int
    city: str = ""
    weight_g: int | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one courier takes along: since when (UTC), at which desk, who scans; ``closed_at`` once signed."""

    id: int
    carrier: str
    opened_at: datetime
    desk: str
    packer: str = ""
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether parcels may still be scanned to it."""
        return self.closed_at is None


@dataclass(frozen=True, slots=True)
class Handover:
    """A manifest with the parcels on it in the order of their scans, and those of its carrier still here."""

    manifest: Manifest
    taken: tuple[Outgoing, ...]
    waiting: tuple[Outgoing, ...]
