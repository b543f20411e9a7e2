"""What the two front ends show: plain values, read in one go, never rows of the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from packstation.domain.boxes import place_of
from packstation.domain.carton import Misfit, Proposal
from packstation.domain.deadlines import Expedited
from packstation.domain.intake import Carton, Product
from packstation.domain.order import Order, Parcel
from packstation.domain.outbox import Entry
from packstation.domain.picking import PickList
from packstation.domain.print_jobs import JobState, PrintJob
from packstation.domain.weight import Expected


class WorkList(StrEnum):
    """The lists on the left of the queue."""

    DUE_NOW = "due-now"
    TODAY = "today"
    SINGLE = "single"
    URGED = "urged"
    RECALLED = "recalled"
    TO_REVIEW = "to-review"
    HELD = "held"
    NO_LABEL = "no-label"
    TO_HAND_OVER = "to-hand-over"
    NOT_SYNCED = "not-synced"
    ALL = "all"


MOST_COUNTED = 9999
"""Lists longer than this are shown as ``9999+``: counting on would cost more than the number is worth."""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One order as the queue shows it; names and places come masked.

    ``goods`` is the short list of goods, ``flags`` are names of marks: ``urge:2``, ``expedited``,
    ``no-parcel``, ``memo``, ``message``, ``basket:7``, ``gift``, ``complaint``, ``refund``,
    ``wish:礼盒包装``, ``shop:天猫店`` (of several), ``fragile`` and other traits. ``shop_id`` is the shop's
    short name.
    """

    number: str
    state: str
    ship_by: datetime
    urges: int
    goods: str
    buyer: str
    city: str
    carrier: str
    flags: tuple[str, ...]
    lines: int
    units: int
    got: int
    recall: str
    key: tuple[int, int, int]
    slot: int = 0
    expedited: Expedited | None = None
    shop_id: str = ""


@dataclass(frozen=True, slots=True)
class BinView:
    """What lies in one bin: good units, and damaged ones kept apart there."""

    bin: str
    units: int
    damaged: int = 0


@dataclass(frozen=True, slots=True)
class StockRow:
    """What the stock dialog shows of one SKU of an order.

    ``need`` units wanted here; ``on_shelf`` good units (None: stock is not kept), of which ``reserved`` are
    spoken for and not fetched yet; ``short`` units that this order wants and cannot have.
    """

    sku: str
    title: str
    need: int
    on_shelf: int | None
    reserved: int
    bins: tuple[BinView, ...]
    short: int = 0


@dataclass(frozen=True, slots=True)
class Unasked:
    """An order that went on while the platform did not answer: before which step, when (UTC).

    ``found`` is what the platform told too late: ``cancelled``, ``refund`` or ``address``.
    """

    step: str
    at: datetime
    found: str = ""


@dataclass(frozen=True, slots=True)
class OrderView:
    """One order with what is known around it.

    By the box's number: ``expected`` weights, ``proposals`` of cartons, ``misfits`` of those chosen.
    ``along``: orders whose goods go into the same parcel.
    ``jobs``: the print jobs of the order, newest first; ``unasked``: it went on without the platform's word.
    """

    order: Order
    products: dict[str, Product]
    bins: dict[str, str]
    carrier_name: str
    expected: Mapping[int, Expected | None]
    outbox: tuple[Entry, ...]
    carrier_names: Mapping[str, str] = field(default_factory=dict)
    needs_weight: bool = False
    cartons: tuple[Carton, ...] = ()
    proposals: Mapping[int, Proposal] = field(default_factory=dict)
    misfits: Mapping[int, Misfit] = field(default_factory=dict)
    needs_carton: bool = False
    along: tuple[Order, ...] = ()

    @property
    def messages(self) -> tuple[str, ...]:
        """What the buyer wrote, on this order and on those in the same box."""
        return tuple(order.message for order in (self.order, *self.along) if order.message.strip())

    @property
    def memos(self) -> tuple[str, ...]:
        """What the shop noted, on this order and on those in the same box."""
        return tuple(order.memo for order in (self.order, *self.along) if order.memo.strip())

    def place_of(self, parcel: int) -> int:
        """Which of the order's boxes it is for the people, counted from 1."""
        return place_of(self.order, parcel)

    slot: int = 0
    batch: int = 0
    jobs: tuple[PrintJob, ...] = ()
    unasked: Unasked | None = None

    def job_of(self, box: Parcel) -> PrintJob | None:
        """The last print job of a box's label."""
        return next((job for job in self.jobs if box.waybill and job.waybill == box.waybill), None)

    def is_only_sent(self, box: Parcel) -> bool:
        """Whether the label went out to a printer that cannot say that it printed."""
        job = self.job_of(box)
        return job is not None and job.state is JobState.SENT

    def carrier_called(self, code: str) -> str:
        """A carrier by its name; by its code where no name is known."""
        return self.carrier_names.get(code) or code

    def weight_of(self, box: Parcel) -> Expected | None:
        """What a box should weigh, if that is known."""
        return self.expected.get(box.parcel)

    def title_of(self, sku: str) -> str:
        """The SKU's name as the worker knows it."""
        product = self.products.get(sku)
        return product.title if product and product.title else sku


@dataclass(frozen=True, slots=True)
class DeskState:
    """What is on the desk right now."""

    desk: str
    packer: str
    packer_name: str
    order: str | None
    next_amount: int
    shipped_today: int
    seconds_per_order: int | None


@dataclass(frozen=True, slots=True)
class PickedOrder:
    """One order of a pick list: its basket (0: none), its buyer masked, how many units it wants in all.

    ``is_stopped``: it was recalled or put aside since; nothing is fetched for it.
    """

    number: str
    slot: int
    buyer: str
    units: int
    state: str
    is_stopped: bool = False


@dataclass(frozen=True, slots=True)
class Picks:
    """A pick list with what it is for: an order (``batch`` 0), an open batch, or one that may be made.

    ``made_at`` is UTC.
    """

    batch: int
    made_at: datetime
    desk: str
    orders: tuple[PickedOrder, ...]
    walk: PickList


@dataclass(frozen=True, slots=True)
class OpenBatch:
    """A batch whose baskets are not all free again: when it was made (UTC) and by whom."""

    id: int
    made_at: datetime
    made_by: str
    orders: tuple[PickedOrder, ...]
