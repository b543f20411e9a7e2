"""An order as the packer sees it: what is wanted, how far it is, what stands in its way.

All values are frozen; a gesture makes a new ``Order`` (see ``verbs``). Times are aware and in UTC, weights
are grams, sizes millimetres. Numbers of orders, lines and waybills are text everywhere: 19 digits fit no C
int and no float.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from packstation.domain.deadlines import Expedited
from packstation.domain.refunds import RefundCase
from packstation.domain.standing import Seen
from packstation.domain.status_words import REFUNDED, REFUNDS


class State(StrEnum):
    """How far an order is on its way through the desk."""

    NEW = "new"
    CONFIRMED = "confirmed"
    REVIEWED = "reviewed"
    PACKING = "packing"
    PACKED = "packed"
    LABELLED = "labelled"
    SHIPPED = "shipped"
    HELD = "held"
    CANCELLED = "cancelled"


OPEN_STATES = frozenset(State) - {State.SHIPPED, State.CANCELLED}
"""States in which the shop still waits for something from the desk."""

REFUND_OVER = frozenset({"", "NO_REFUND", "CLOSED", "SELLER_REFUSE_BUYER"})
"""Refund words under which a line is still to be shipped (wire.md §4.6)."""
REFUND_DONE = REFUNDED
PARTED = "PARTED"
"""Our own word beside the platform's: goods of an order that goes its own way again, still in this box."""
SENT = "SENT"
"""Our own word, too: the platform says that this line has left already; the rest of the order has not."""
REFUND_STOPS = (REFUNDS - REFUND_OVER) | {PARTED, SENT}
"""Words under which a line is not to be shipped; one that is in neither list is doubtful."""


class Printed(StrEnum):
    """What is known about a parcel's label; ``unknown`` is only ever settled by a person."""

    NONE = "none"
    SENDING = "sending"
    PRINTED = "printed"
    FAILED = "failed"
    UNKNOWN = "unknown"


class HoldKind(StrEnum):
    """Why an order is put aside.

    By hand, by its review, not paid yet, the platform does not let it go yet, the platform says a word nobody
    knows, it needs no parcel and leaves by a gesture of its own, or it goes in another one's parcel.
    """

    DESK = "desk"
    REVIEW = "review"
    UNPAID = "unpaid"
    PLATFORM = "platform"
    DOUBTFUL = "doubtful"
    NO_PARCEL = "no-parcel"
    JOINED = "joined"


NOT_OURS = frozenset({HoldKind.UNPAID, HoldKind.PLATFORM, HoldKind.DOUBTFUL, HoldKind.NO_PARCEL})
"""Holds nobody at the desk can release: they end when the platform says so, or by a gesture of their own."""


class Recall(StrEnum):
    """The platform took the order back while we had it."""

    NONE = ""
    CANCELLED = "cancelled"
    REFUND = "refund"
    SHIPPED_ELSEWHERE = "shipped-elsewhere"


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who gets it, perhaps masked by the platform (``李*``); ``country`` as on a label, empty at home."""

    name: str = ""
    phone: str = ""
    province: str = ""
    city: str = ""
    district: str = ""
    town: str = ""
    detail: str = ""
    postcode: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of goods of an order, with how many units are already verified.

    ``inspect`` holds the quality checks of the SKU, ``checked`` whether they were passed for the units that
    are in. ``waived`` units are not sent, as agreed with the buyer; the platform still counts them.
    ``of``: the order whose line it is, where that one goes along in this parcel (see ``together``).
    """

    line: str
    sku: str
    quantity: int
    title: str = ""
    spec: str = ""
    price: Decimal | None = None
    refund: str = "NO_REFUND"
    gift: bool = False
    got: int = 0
    checked: bool = False
    inspect: tuple[str, ...] = ()
    waived: int = 0
    of: str = ""

    @property
    def need(self) -> int:
        """Units that must be in the box; a refunded line needs none, what was waived is not wanted.

        Goods of a line that says a word nobody knows stay wanted: the whole order waits (``kept_back``).
        """
        return 0 if self.refund in REFUND_STOPS else max(0, self.quantity - self.waived)

    @property
    def is_complete(self) -> bool:
        """Exactly the wanted units are in."""
        return self.got == self.need

    @property
    def waits_for_quality(self) -> bool:
        """All units are in and the SKU's checks have not been answered yet."""
        return bool(self.inspect) and not self.checked and self.need > 0 and self.got >= self.need


class Asked(StrEnum):
    """Who asked for a wish: the platform gave it, or it was read out of something."""

    GIVEN = ""
    MESSAGE = "message"
    MEMO = "memo"
    SKU = "sku"
    SHOP = "shop"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Wish:
    """How the buyer, the goods or the shop want it packed; blocks the label until ticked.

    ``why`` holds the words it was read out of, the SKUs that want it so, or the order that goes along.
    """

    text: str
    ticked: bool = False
    source: Asked = Asked.GIVEN
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parcel:
    """One box of an order; ``contents`` are (line, units) pairs, ``prints`` counts label print-outs.

    ``doubt_g`` is a weight that cannot be right, until somebody looked; ``vouched`` by whom it holds even so.
    """

    parcel: int
    carrier: str = ""
    waybill: str = ""
    why: str = ""
    carton: str = ""
    weight_g: int | None = None
    label: Printed = Printed.NONE
    prints: int = 0
    closed: bool = False
    contents: tuple[tuple[str, int], ...] = ()
    doubt_g: int | None = None
    vouched: str = ""

    @property
    def units(self) -> int:
        """Goods in this box."""
        return sum(count for _, count in self.contents)

    @property
    def may_bear_label(self) -> bool:
        """A label for this box exists on paper, or may."""
        return self.label in (Printed.PRINTED, Printed.UNKNOWN, Printed.SENDING)


@dataclass(frozen=True, slots=True)
class Hold:
    """Put aside, by whom and until when (UTC; none: until released)."""

    kind: HoldKind
    reason: str = ""
    by: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about the order that a person must settle; ``code`` names the sentence, ``data`` fills it."""

    code: str
    data: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One undoable gesture: ``unit`` counted, ``wish`` ticked or dropped, quality passed, box, units moved.

    A chosen box (``parcel``) has no target. Units of the target line went into ``parcel`` by a ``move``, or
    into one that is new by a ``split``; ``mark`` is the number of the box they came from.
    Elsewhere ``mark`` is the unit's serial number where its code had one: the same unit cannot count twice.
    A step that ``goes_on`` belongs to the same scan as the one before it, which filled another line.
    """

    kind: str
    target: str
    amount: int = 1
    parcel: int = 1
    mark: str = ""
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """One order of the shop, whole: what the platform said and what the desk has done with it.

    ``lines_guessed``: it came from a list of orders without their items; true only until it is stored.
    ``told``: the receiver as the platform has it, where the desk corrected it; ``dropped`` wishes stay away.
    ``oaid`` stands for a receiver the platform hides; it changes with shop, app and week: it names no buyer.
    ``address_mark`` changes whenever the buyer gave another address, which behind stars may look the same.
    ``no_parcel``: the platform says that no carrier takes any of it; its hold says so once it is stored.
    ``seen``: the goods with the numbers the platform shows on them; true only until it is stored, as well;
    nor are ``refunds``, which are kept beside it.
    ``shop_id`` is the short name, in the settings, of the shop whose platform hears of the order; empty for
    the shop of ``[platform]``, which all orders belong to that name none.
    ``currency``: of its prices (ISO 4217); empty at home (``money``).
    """

    number: str
    lines: tuple[Line, ...]
    created_at: datetime
    ship_by: datetime
    ship_by_source: str = "platform"
    platform: str = ""
    shop: str = ""
    status: str = "WAIT_SELLER_SEND_GOODS"
    paid_at: datetime | None = None
    modified_at: datetime | None = None
    urges: int = 0
    complaint: bool = False
    buyer: str = ""
    message: str = ""
    memo: str = ""
    memo_flag: int = 0
    wishes: tuple[Wish, ...] = ()
    receiver: Receiver = field(default_factory=Receiver)
    carriers_allowed: tuple[str, ...] = ()
    carriers_forbidden: tuple[str, ...] = ()
    sort_code: str = ""
    lines_guessed: bool = False
    state: State = State.NEW
    hold: Hold | None = None
    findings: tuple[Finding, ...] = ()
    recall: Recall = Recall.NONE
    address_changed: bool = False
    parcels: tuple[Parcel, ...] = ()
    trail: tuple[Step, ...] = ()
    shipped_at: datetime | None = None
    told: Receiver | None = None
    dropped: tuple[Wish, ...] = ()
    expedited: Expedited | None = None
    oaid: str = ""
    address_mark: str = ""
    no_parcel: bool = False
    seen: tuple[Seen, ...] = ()
    refunds: tuple[RefundCase, ...] = field(default=(), compare=False)
    shop_id: str = ""
    currency: str = ""

    @property
    def units(self) -> int:
        """Units still wanted, refunded lines left out."""
        return sum(line.need for line in self.lines)

    @property
    def got(self) -> int:
        """Units verified so far."""
        return sum(line.got for line in self.lines)

    @property
    def is_counted(self) -> bool:
        """Every line holds exactly what is wanted, and something is wanted at all."""
        return self.units > 0 and all(line.is_complete for line in self.lines)

    @property
    def surplus(self) -> tuple[Line, ...]:
        """Lines with more in the box than is wanted after a refund: units must come out."""
        return tuple(line for line in self.lines if line.got > line.need)

    @property
    def open_wishes(self) -> tuple[Wish, ...]:
        """Wishes that still block the label."""
        return tuple(wish for wish in self.wishes if not wish.ticked)

    @property
    def waiting_for_quality(self) -> tuple[Line, ...]:
        """Lines whose checks must be answered, in the order in which they were completed."""
        waiting = [line for line in self.lines if line.waits_for_quality]
        last_scan = {step.target: place for place, step in enumerate(self.trail) if step.kind == "unit"}
        return tuple(sorted(waiting, key=lambda line: last_scan.get(line.line, -1)))

    @property
    def is_ready_to_pack(self) -> bool:
        """Units, quality and wishes are all done."""
        return self.is_counted and not self.open_wishes and not self.waiting_for_quality

    @property
    def live_waybills(self) -> tuple[str, ...]:
        """Waybill numbers taken for this order and not voided."""
        return tuple(parcel.waybill for parcel in self.parcels if parcel.waybill)

    @property
    def may_bear_label(self) -> bool:
        """A label of this order exists on paper, or may."""
        return any(parcel.may_bear_label for parcel in self.parcels)

    def line_of(self, name: str) -> Line:
        """The line with this number; KeyError if the order has none."""
        for line in self.lines:
            if line.line == name:
                return line
        raise KeyError(name)

    def lines_of_sku(self, sku: str) -> tuple[Line, ...]:
        """Lines that ask for this SKU (the same SKU may stand in several)."""
        return tuple(line for line in self.lines if line.sku == sku)
