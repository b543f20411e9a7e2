"""How this desk is set up; the settings file is where it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, timedelta, tzinfo

from packstation.domain.deadlines import DEFAULT_PROMISE


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends the parcels, as printed on the label."""

    name: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class DeskOptions:
    """What the desk does by itself, and the shop's own words.

    ``ship_on`` is ``closing-scan`` or ``handover``; ``item_opens`` ``any``, ``single`` or ``off``; ``zone`` is the
    desk's time zone; ``label_size`` in mm, ``dpi`` the label printer's.
    """

    name: str = "desk-1"
    ship_on: str = "closing-scan"
    print_when_packed: bool = True
    item_opens: str = "any"
    promise: timedelta = DEFAULT_PROMISE
    zone: tzinfo = UTC
    platform: str = "folder"
    shop: str = ""
    sender: Sender = field(default_factory=Sender)
    prefer_carriers: tuple[str, ...] = ()
    label_size: tuple[int, int] = (100, 150)
    dpi: int = 203
    mask_labels: bool = False
