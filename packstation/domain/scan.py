"""What a scan can mean and what the desk answers: verdicts, events, command barcodes.

The list of verdicts is closed: each has its own sentence, shape, colour and sound.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

LONGEST_CODE = 200
"""No carrier, shop or product code is longer; a longer one is noise from a cable or a held key."""


class Verdict(StrEnum):
    """The desk's answer to one scan."""

    ORDER_OPENED = "order-opened"
    NEEDS_REVIEW = "needs-review"
    ITEM_OK = "item-ok"
    LINE_COMPLETE = "line-complete"
    ORDER_COMPLETE = "order-complete"
    QUALITY_PASSED = "quality-passed"
    QUALITY_FAILED = "quality-failed"
    WISH_TICKED = "wish-ticked"
    UNDONE = "undone"
    LEFT = "left"
    HELD = "held"
    COMMAND_OK = "command-ok"
    LOGGED_IN = "logged-in"
    PARCEL_OPENED = "parcel-opened"
    WEIGHT_TAKEN = "weight-taken"
    LABEL_PRINTED = "label-printed"
    LABEL_FAILED = "label-failed"
    LABEL_UNKNOWN = "label-unknown"
    SHIPPED = "shipped"
    HANDED_OVER = "handed-over"
    WRONG_ITEM = "wrong-item"
    TOO_MANY = "too-many"
    UNKNOWN_CODE = "unknown-code"
    AMBIGUOUS_CODE = "ambiguous-code"
    OTHER_ORDER = "other-order"
    LABEL_MISMATCH = "label-mismatch"
    ORDER_HELD = "order-held"
    ORDER_CANCELLED = "order-cancelled"
    ORDER_RECALLED = "order-recalled"
    ALREADY_SHIPPED = "already-shipped"
    CLAIMED_ELSEWHERE = "claimed-elsewhere"
    NOT_READY = "not-ready"
    NOT_ALLOWED = "not-allowed"
    LOGIN_NEEDED = "login-needed"
    WEIGHT_OFF = "weight-off"
    OUT_OF_STOCK = "out-of-stock"
    NO_WAYBILL_NUMBERS = "no-waybill-numbers"
    NOTHING_TO_UNDO = "nothing-to-undo"
    DUPLICATE_SCAN = "duplicate-scan"


STOPS = frozenset({Verdict.ORDER_HELD, Verdict.ORDER_CANCELLED, Verdict.ORDER_RECALLED})
"""Verdicts that fill the window."""


class Event(StrEnum):
    """What went with a scan, or followed it without another one."""

    ORDER_OPENED = "order-opened"
    CONFIRMED = "confirmed"
    REVIEWED = "reviewed"
    QUALITY_NEEDED = "quality-needed"
    WISHES_OPEN = "wishes-open"
    PACKED = "packed"
    LABEL_PRINTED = "label-printed"
    LABEL_FAILED = "label-failed"
    LABEL_UNKNOWN = "label-unknown"
    SHIPPED = "shipped"
    RECALLED = "recalled"
    ADDRESS_CHANGED = "address-changed"


class Command(StrEnum):
    """Command barcodes pinned at the desk; letters and digits only, so that no layout bends them."""

    UNDO = "PKUNDO"
    HOLD = "PKHOLD"
    EXIT = "PKEXIT"
    PASS = "PKPASS"  # noqa: S105  (a barcode, not a password)
    FAIL = "PKFAIL"
    TICK = "PKTICK"
    PRINT = "PKPRINT"
    REPRINT = "PKREPRINT"
    NEXT_BOX = "PKNEXTBOX"
    PARCEL = "PKPARCEL"
    BOX = "PKBOX"
    QUANTITY = "PKQTY"
    SHIP = "PKSHIP"
    USER = "PKUSER"
    DESK = "PKDESK"
    WEIGHT = "PKWEIGHT"
    VOUCH = "PKVOUCH"
    HANDOVER = "PKHANDOVER"
    COURIER = "PKCOURIER"
    HANDED = "PKHANDED"
    PROOF = "PKPROOF"


WITH_ARGUMENT = (
    Command.BOX,
    Command.PARCEL,
    Command.QUANTITY,
    Command.USER,
    Command.DESK,
    Command.WEIGHT,
    Command.COURIER,
    Command.PROOF,
)
_ARGUMENT = re.compile(r"[0-9A-Z][0-9A-Z_.-]{0,63}")
MOST_AT_ONCE = 9999
"""The largest count PKQTY takes; more is a slip of the finger."""
HEAVIEST_G = 200_000
"""Grams; no parcel at a packing desk is heavier."""
MOST_PARCELS = 99
"""No order is packed into more boxes."""
_LARGEST = {Command.QUANTITY: MOST_AT_ONCE, Command.WEIGHT: HEAVIEST_G, Command.PARCEL: MOST_PARCELS}


def command_of(code: str) -> tuple[Command, str] | None:
    """The command a code stands for, with its argument (upper case); None when it is no command.

    Case does not matter: CapsLock turns the whole barcode round.
    """
    upper = code.upper()
    for command in Command:
        if command in WITH_ARGUMENT:
            argument = upper.removeprefix(command)
            if argument != upper and _ARGUMENT.fullmatch(argument) and _fits(command, argument):
                return command, argument
        elif upper == command:
            return command, ""
    return None


def _fits(command: Command, argument: str) -> bool:
    """Whether the argument is one this command takes; only numbers are limited."""
    largest = _LARGEST.get(command)
    if largest is None:
        return True
    is_number = argument.isascii() and argument.isdigit() and len(argument) <= len(str(largest))
    return is_number and 1 <= int(argument) <= largest


class Kind(StrEnum):
    """What a code can name."""

    ORDER = "order"
    WAYBILL = "waybill"
    GOODS = "goods"
    BADGE = "badge"
    CARTON = "carton"


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing a code stands for: an order, a waybill, a badge, a carton, or ``amount`` units of a SKU.

    ``lot``, ``serial`` and ``expires`` (the last day) are what a GS1 code says of the unit in hand.
    """

    kind: Kind
    target: str
    amount: int = 1
    lot: str = ""
    serial: str = ""
    expires: date | None = None


GROUP_SEPARATOR = "\x1d"
"""Parts the fields of a GS1 code."""


def fold(code: str) -> str:
    """A code with full-width forms folded and invisible signs gone; GS1 separators stay."""
    folded = unicodedata.normalize("NFKC", code) if not code.isascii() else code
    return "".join(sign for sign in folded if sign.isprintable() or sign == GROUP_SEPARATOR)


def clean(code: str) -> str:
    """A code as the scanner meant it: full-width forms folded, blanks and control signs gone."""
    return fold(code).replace(GROUP_SEPARATOR, "").strip()


NO_FACTS: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Answer:
    """What the desk says to one gesture, after it is safely stored.

    ``facts`` fill the sentence; ``jobs`` are print jobs whose paper is still to come (ids of the store),
    ``asks`` waybill numbers for which a carrier outside is still to be asked, ``gates`` steps before which
    the platform is.
    """

    code: str
    verdict: Verdict
    order: str | None = None
    line: str | None = None
    got: int | None = None
    need: int | None = None
    state: str | None = None
    events: tuple[Event, ...] = ()
    facts: Mapping[str, object] = field(default_factory=lambda: NO_FACTS)
    jobs: tuple[int, ...] = ()
    asks: tuple[int, ...] = ()
    gates: tuple[int, ...] = ()
