"""What the platform writes down: trades, sub-orders, parcels, refunds, waybills, calls. Ids are text, times UTC, money in cents."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

WAIT_PAY, WAIT_SEND, SENT_PART, SENT = (
    "WAIT_BUYER_PAY",
    "WAIT_SELLER_SEND_GOODS",
    "SELLER_CONSIGNED_PART",
    "WAIT_BUYER_CONFIRM_GOODS",
)
CLOSED, CLOSED_BY_TAOBAO, FINISHED = "TRADE_CLOSED", "TRADE_CLOSED_BY_TAOBAO", "TRADE_FINISHED"
ENDED = frozenset({CLOSED, CLOSED_BY_TAOBAO, FINISHED})
REFUND_OPEN = frozenset({"WAIT_SELLER_AGREE", "WAIT_BUYER_RETURN_GOODS", "WAIT_SELLER_CONFIRM_GOODS"})


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who gets the parcel, in clear; only ``top.oaid.decrypt`` tells it."""

    name: str
    mobile: str
    state: str
    city: str
    district: str
    address: str
    town: str = ""
    phone: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class OwnTemplate:
    """A label somebody of the shop laid out on the platform's own page; ``keys``: gaps of its custom area."""

    company: str
    id: int
    name: str
    url: str
    keys: tuple[str, ...] = ()


@dataclass(slots=True)
class Line:
    """A sub-order."""

    oid: str
    title: str
    outer_sku_id: str
    num: int
    price: int
    spec: str = ""
    status: str = WAIT_PAY
    refund_status: str = "NO_REFUND"
    refund_id: str = ""
    consigned_at: datetime | None = None
    ended_at: datetime | None = None
    gift: bool = False
    shipping_type: str = ""

    @property
    def open(self) -> bool:
        """Whether it still has to be sent."""
        return self.status == WAIT_SEND

    @property
    def fee(self) -> int:
        """Cents for all of it."""
        return self.num * self.price


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel the shop has told the platform of.

    Attributes:
        company: the carrier's code; empty for goods that need no carrier.
        number: the waybill number.
        goods: how many of each sub-order.
        way: the method that told it.
        extra: a second parcel for something already sent.
    """

    company: str
    number: str
    goods: tuple[tuple[str, int], ...]
    at: datetime
    way: str
    extra: bool = False

    def renumbered(self, company: str, number: str) -> Parcel:
        """The same parcel under another number."""
        return replace(self, company=company, number=number)


@dataclass(slots=True)
class Promise:
    """The platform's words on when it must leave and with whom; each may be missing."""

    consign_interval: int | None = 48
    send_time: datetime | None = None
    est_con_time: str | None = None
    delivery_time: datetime | None = None
    collect_time: datetime | None = None
    promise_outbound_time: datetime | None = None
    promise_collect_time: datetime | None = None
    cutoff_minutes: int | None = None
    biz_delivery_type: int = 0
    white_cps: tuple[str, ...] = ()
    black_cps: tuple[str, ...] = ()


@dataclass(slots=True)
class Trade:
    """An order of the shop, as the platform keeps it."""

    tid: str
    buyer: str
    receiver: Receiver
    lines: list[Line]
    created: datetime
    modified: datetime
    status: str = WAIT_PAY
    type: str = "fixed"
    paid_at: datetime | None = None
    consigned_at: datetime | None = None
    ended_at: datetime | None = None
    post_fee: int = 0
    message: str = ""
    memo: str = ""
    flag: int = 0
    urged: bool = False
    address_changed: str = ""
    address_changed_at: datetime | None = None
    address_event: int = 0
    privacy: bool = False
    no_shipping: bool = False
    shipping_type: str = "express"
    holds: dict[str, int] = field(default_factory=dict)
    promise: Promise = field(default_factory=Promise)
    parcels: list[Parcel] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)

    def line(self, oid: str) -> Line | None:
        """The sub-order of that id."""
        return next((line for line in self.lines if line.oid == oid), None)

    def sent(self, oid: str) -> int:
        """How many of a sub-order went with parcels so far, second parcels not counted."""
        return sum(
            count for parcel in self.parcels if not parcel.extra for one, count in parcel.goods if one == oid
        )


@dataclass(slots=True)
class Refund:
    """A buyer's wish for the money of one sub-order."""

    refund_id: str
    tid: str
    oid: str
    fee: int
    reason: str
    created: datetime
    modified: datetime
    status: str = "WAIT_SELLER_AGREE"
    phase: str = "onsale"
    good_status: str = "BUYER_NOT_RECEIVED"
    dispute_type: str = "REFUND"
    ended_at: datetime | None = None
    stop_reports: list[str] = field(default_factory=list)
    intercepted: bool = False
    event: int = 0
    asked_event: int = 0

    @property
    def version(self) -> int:
        """A time stamp that grows with each change."""
        return int(self.modified.timestamp() * 1000)


@dataclass(frozen=True, slots=True)
class CutRefusal:
    """A carrier does not stop a parcel; ``retry``: not yet, ask again."""

    code: str
    message: str
    retry: bool = False


@dataclass(slots=True)
class Waybill:
    """A number of the waybill service and what it was taken for."""

    company: str
    code: str
    orders: tuple[str, ...]
    object_id: str
    request: dict[str, Any]
    sender: dict[str, Any]
    encrypted: bool
    at: datetime
    cancelled: bool = False


@dataclass(slots=True)
class Account:
    """What the shop has of one carrier's waybills."""

    company: str
    quantity: int
    allocated: int = 0
    cancelled: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """A call that came in: what became of it, whether it was carried out, and whether it was answered straight.

    Attributes:
        outcome: ``ok``, or code and sub_code of the refusal.
        fault: what was done to it on the way, or empty.
        done: whether it took effect.
    """

    at: datetime
    method: str
    params: dict[str, str]
    outcome: str
    fault: str
    done: bool


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something sent that must not have been: which trade, which sub-order, why.

    Attributes:
        told_at: when the platform had told what makes it wrong, in an answer that went out whole; None: it had
            not.
    """

    tid: str
    oid: str
    why: str
    at: datetime
    told_at: datetime | None
