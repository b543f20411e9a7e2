"""How this desk is set up; the settings file is where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, timedelta, timezone, tzinfo

from packstation.domain.carrier_rules import CarrierRule
from packstation.domain.deadlines import DEFAULT_PROMISE
from packstation.domain.picking import Walk
from packstation.domain.review import Policy
from packstation.domain.wishes import WishPolicy
from packstation.waybill.layout import STANDARD

CHINA = timezone(timedelta(hours=8))
"""The zone of every time the Chinese platforms write without one (wire.md §4.1)."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends the parcels, as printed on the label.

    ``country``: where the desk stands, as addresses name it; empty in China. On labels for abroad.
    """

    name: str = ""
    phone: str = ""
    address: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class ShopTerms:
    """One of the shops the desk works for.

    ``id`` is its short name in the settings, empty for the shop of ``[platform]``; ``kind`` its platform's;
    ``name`` as people call it; ``offline_rule`` ``wait`` or ``go-on``, where it does not answer at a gate;
    ``every``: how often there may be news; ``report_stops``: what its platform is told of stopped goods,
    ``all``, ``left`` (only that they had left already) or ``off``.
    """

    id: str
    kind: str = "folder"
    name: str = ""
    offline_rule: str = "wait"
    every: timedelta = timedelta(seconds=30)
    report_stops: str = "off"

    @property
    def label(self) -> str:
        """What tells it from the other shops in a word: its name, else its short name, else its kind."""
        return self.name or self.id or self.kind


@dataclass(frozen=True, slots=True)
class DeskOptions:
    """What the desk does by itself, and the shop's own words.

    ``ship_on`` is ``closing-scan`` or ``handover``; ``item_opens`` ``any``, ``single`` or ``off``; ``zone``
    is the desk's time zone, ``platform_zone`` that of times in files that name none; ``label_size`` in mm,
    ``dpi`` the label printer's, ``layout`` what stands where on a label; ``weigh``: no label without a
    weight; ``review``: what a look over an order looks for; ``ask_again``: so long after a buyer was asked it
    is time to look again;
    ``wishes``: what the shop reads wishes out of; ``carton`` is ``suggest``, ``required`` (no label without
    one) or ``off``; of fewer cartons than ``carton_low`` there are too few; ``baskets``: orders that fit on
    a cart; ``walk``: how a pick list leads through the aisles; ``silent_after``: a desk not heard of for so
    long has left its order to whoever takes it over; ``photo_days``: so long photos are kept;
    ``phone_folder``: where a phone puts its photos; ``defect_kinds``: the shop's own flaws; ``carrier_rules``
    by carrier, ``arrive_days`` after its payment an order is promised to arrive (0: no promise); of fewer
    numbers than ``numbers_low`` of a carrier there are too few; ``slips``: papers printed with the first
    label of an order; ``offline_rule``: ``wait`` or ``go-on``, where the platform does not answer at a gate;
    ``report_stops`` as of a shop; ``custom_area``: the template of our own part of carriers' labels;
    ``clear_files``: labels that go into a folder bear receivers in clear that the platform hides;
    ``further``: the shops beside the one that ``platform``, ``shop``, ``offline_rule`` and ``report_stops``
    are about.
    """

    name: str = "desk-1"
    ship_on: str = "closing-scan"
    print_when_packed: bool = True
    item_opens: str = "any"
    promise: timedelta = DEFAULT_PROMISE
    zone: tzinfo = UTC
    platform_zone: tzinfo = CHINA
    platform: str = "folder"
    shop: str = ""
    sender: Sender = field(default_factory=Sender)
    prefer_carriers: tuple[str, ...] = ()
    label_size: tuple[int, int] = (100, 150)
    dpi: int = 203
    mask_labels: bool = False
    layout: str = STANDARD
    weigh: bool = False
    review: Policy = field(default_factory=Policy)
    ask_again: timedelta = timedelta(hours=4)
    wishes: WishPolicy = field(default_factory=WishPolicy)
    carton: str = "suggest"
    carton_low: int = 20
    baskets: int = 12
    walk: Walk = Walk.STRAIGHT
    silent_after: timedelta = timedelta(minutes=15)
    photo_days: int = 90
    defect_kinds: tuple[str, ...] = ()
    phone_folder: str = ""
    carrier_rules: Mapping[str, CarrierRule] = field(default_factory=dict)
    arrive_days: int = 0
    numbers_low: int = 0
    slips: tuple[str, ...] = ()
    offline_rule: str = "wait"
    report_stops: str = "off"
    custom_area: str = ""
    clear_files: bool = False
    further: tuple[ShopTerms, ...] = ()

    @property
    def shops(self) -> tuple[ShopTerms, ...]:
        """Every shop the desk works for, that of ``[platform]`` first."""
        first = ShopTerms("", self.platform, self.shop, self.offline_rule, report_stops=self.report_stops)
        return (first, *self.further)
