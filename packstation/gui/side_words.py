"""What stands beside the goods of an order: deadline, message, wishes, receiver, boxes; plain values."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from packstation.desk.views import OrderView
from packstation.domain.address import lines_abroad
from packstation.domain.boxes import current_parcel
from packstation.domain.carrier_reason import reason_of
from packstation.domain.masking import mask_detail, mask_name, mask_phone
from packstation.domain.order import Order, Parcel, Printed, Receiver, State, Wish
from packstation.domain.outbox import EntryState
from packstation.domain.stops import INTERCEPT, STOP
from packstation.domain.together import members
from packstation.domain.weight import Expected
from packstation.gui.carton_words import misfit_text, proposal_text
from packstation.gui.lines_of_text import many_lines, one_line
from packstation.gui.queue_words import Chip, TimeLeft, day_and_clock, short_number, time_left
from packstation.words import Words

_PACKED = (State.PACKED, State.LABELLED, State.SHIPPED)
FLAGS = 5
"""The platform has five colours of memo flags; 0 is none."""


@dataclass(frozen=True, slots=True)
class DueText:
    """By when, how near that is, and how we know."""

    left: TimeLeft
    source: str


@dataclass(frozen=True, slots=True)
class BoxText:
    """One box: its name, carton and weight, who takes it and why, its waybill and what is known of the label.

    ``wrong_weight`` is said apart where the scale and the goods disagree, ``wrong_carton`` where the goods do
    not go into it; ``proposal`` is the carton to take.
    """

    title: str
    wrong_weight: str = ""
    carrier: str = ""
    waybill: str = ""
    label: str = ""
    is_trouble: bool = False
    proposal: str = ""
    wrong_carton: str = ""


@dataclass(frozen=True, slots=True)
class WishText:
    """One wish: what to do, whether it is done, and who asked for it (empty: the platform says so)."""

    text: str
    is_ticked: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class SideText:
    """Everything beside the goods but the deadline, which changes by the second."""

    number: str
    chips: tuple[Chip, ...] = ()
    message: str = ""
    memo: str = ""
    memo_flag: int = 0
    wishes: tuple[WishText, ...] = ()
    is_packed: bool = False
    receiver: tuple[str, ...] = ()
    has_new_address: bool = False
    boxes: tuple[BoxText, ...] = ()
    rule: str = ""
    told: str = ""
    is_untold: bool = False
    slot: str = ""
    batch: str = ""


def due_text(order: Order, now: datetime, zone: tzinfo | None, words: Words) -> DueText:
    """The deadline as it is at this moment."""
    at = day_and_clock(order.ship_by, now, zone or _local(now), words)
    source = words(f"pack.source.{order.ship_by_source}")
    return DueText(time_left(order.ship_by, now, words), words("pack.due", at=at, source=source))


def _local(now: datetime) -> tzinfo:
    zone = now.astimezone().tzinfo
    assert zone is not None  # noqa: S101  (astimezone always gives one)
    return zone


def side_text(view: OrderView, words: Words, *, is_revealed: bool) -> SideText:
    """What stands beside an order's goods; the address only as far as it was asked for."""
    order = view.order
    told, is_untold = _told(view, words)
    message = many_lines("\n".join(view.messages))
    flag = flag_of(order)
    return SideText(
        number=short_number(one_line(order.number)),
        chips=_chips(view, words),
        message=words("pack.message", text=message) if message else "",
        memo=_memo(many_lines("\n".join(view.memos)), flag, words),
        memo_flag=flag,
        wishes=tuple(wish_text(wish, order, words) for wish in order.wishes),
        is_packed=order.state in _PACKED,
        receiver=address_lines(order.receiver, is_revealed=is_revealed),
        has_new_address=order.address_changed,
        boxes=tuple(_box(box, view, words) for box in order.parcels),
        rule=_rule(view, words),
        told=told,
        is_untold=is_untold,
        slot=str(view.slot) if view.slot else "",
        batch=words("pack.batch", batch=view.batch) if view.slot else "",
    )


def flag_of(order: Order) -> int:
    """The memo's flag, if it is one that has a colour; grey says nothing."""
    return order.memo_flag if 0 < order.memo_flag <= FLAGS else 0


def wish_text(wish: Wish, order: Order, words: Words) -> WishText:
    """A wish with who asked for it, fit to be shown."""
    titles = {line.sku: one_line(line.title) for line in order.lines}
    return WishText(one_line(wish.text), wish.ticked, one_line(words.wish_source(wish, titles)))


def _memo(memo: str, flag: int, words: Words) -> str:
    """What we noted ourselves; a flag alone says something too."""
    named = words(f"pack.flag.{flag}") if flag else ""
    if flag and memo:
        return words("pack.memo-flag", flag=named, text=memo)
    return words("pack.memo", text=memo or named) if memo or named else ""


def _chips(view: OrderView, words: Words) -> tuple[Chip, ...]:
    order, chips = view.order, []
    if view.unasked is not None:
        chips.append(Chip(words("gui.flag.unasked"), "warn_soft", "warn_text"))
    if order.complaint:
        chips.append(Chip(words("gui.flag.complaint"), "alarm", "on_alarm"))
    if order.urges:
        chips.append(Chip(words("gui.flag.urge", n=order.urges), "urge", "urge_text"))
    along = members(order)
    if along:
        chips.append(Chip(words("review.one-box", n=len(along) + 1), "note", "note_text"))
    return tuple(chips)


def address_lines(receiver: Receiver, *, is_revealed: bool) -> tuple[str, ...]:
    """Name and phone, then the address; masked unless somebody asked to see them."""
    name, phone = receiver.name, receiver.phone
    if not is_revealed:
        name, phone = mask_name(name), mask_phone(phone)
    phone = one_line(phone)
    # a number is not parted where it is written in groups
    who = f"{one_line(name)} {phone.replace(' ', NO_BREAK) if receiver.country else phone}".strip()
    return tuple(line for line in (who, place_line(receiver, is_revealed=is_revealed)) if line)


def place_line(receiver: Receiver, *, is_revealed: bool) -> str:
    """The address on one line; at home from the province to the street, abroad as it is written there."""
    hidden = receiver
    if not is_revealed:
        hidden = replace(receiver, detail=mask_detail(receiver.detail), town="", postcode="")
    if receiver.country:
        return one_line(", ".join(lines_abroad(hidden)))
    province = "" if receiver.province and receiver.city.startswith(receiver.province) else receiver.province
    steps = (province, receiver.city, receiver.district, hidden.town, hidden.detail, hidden.postcode)
    return one_line(" ".join(part for part in steps if part))


NO_BREAK = "\u00a0"
_NUMBER = re.compile(r"([A-Za-z]*)(\d+)")
_GROUP = 4


def in_fours(waybill: str) -> str:
    """A waybill number as people read it aloud: ``YT1234567890123`` becomes ``YT 1234 5678 90123``."""
    found = _NUMBER.fullmatch(waybill)
    if found is None:
        return one_line(waybill)
    letters, digits = found[1], found[2]
    groups = [digits[start : start + _GROUP] for start in range(0, len(digits), _GROUP)]
    if len(groups) > 1 and len(groups[-1]) == 1:
        last = groups.pop()
        groups[-1] += last
    return " ".join((letters, *groups) if letters else groups)


_LABEL_TROUBLE = frozenset({Printed.FAILED, Printed.UNKNOWN})


def _box(box: Parcel, view: OrderView, words: Words) -> BoxText:
    order = view.order
    many = len(order.parcels) > 1
    place = view.place_of(box.parcel)
    title = words("pack.box.number-of" if many else "pack.box.number", n=place, all=len(order.parcels))
    carton = words("pack.box.carton", carton=one_line(box.carton)) if box.carton else ""
    is_current = box.parcel == current_parcel(order).parcel
    here = words("pack.box.here") if many and is_current and order.state is State.PACKING else ""
    weight, is_off = _weight(box, view.weight_of(box), words)
    return BoxText(
        title=" · ".join(part for part in (title, here, carton, "" if is_off else weight) if part),
        wrong_weight=weight if is_off else "",
        carrier=_carrier(box, view, words),
        waybill=in_fours(box.waybill),
        label=_label(box, view, words),
        is_trouble=box.label in _LABEL_TROUBLE,
        proposal=proposal_text(box, view, words),
        wrong_carton=misfit_text(box, view, words),
    )


def _carrier(box: Parcel, view: OrderView, words: Words) -> str:
    """Who takes the box and why."""
    if not box.carrier:
        return ""
    name = one_line(view.carrier_name if box.carrier == view.order.parcels[0].carrier else box.carrier)
    if not box.why:
        return name
    why = one_line(words.carrier_why(reason_of(box.why), view.carrier_called))
    return words("pack.carrier", name=name, why=why)


def _weight(box: Parcel, should: Expected | None, words: Words) -> tuple[str, bool]:
    """What the box weighs against what it should, and whether that is wrong or was doubted."""
    real = box.doubt_g if box.doubt_g is not None else box.weight_g
    if real is None:
        if not should or not box.contents:
            return "", False
        return words("pack.weight.expected", expected=should.weight_g, room=should.tolerance_g), False
    if box.vouched:
        return words("pack.weight.vouched", real=real, by=one_line(box.vouched)), False
    if not should:
        return words("pack.weight.real", real=real), box.doubt_g is not None
    is_off = box.doubt_g is not None or not should.fits(real)
    return words("pack.weight.both", real=real, expected=should.weight_g), is_off


def _label(box: Parcel, view: OrderView, words: Words) -> str:
    order = view.order
    if box.closed or order.state is State.SHIPPED:
        return words("pack.label.closed")
    if box.label is Printed.NONE:
        return ""
    if view.is_only_sent(box):
        return words("printer.label.sent-again" if box.prints > 1 else "printer.label.sent", n=box.prints)
    if box.label is Printed.PRINTED and box.prints > 1:
        return words("pack.label.printed-again", n=box.prints)
    return words(f"pack.label.{box.label}")


def _rule(view: OrderView, words: Words) -> str:
    """Which carriers buyer or platform insist on, while none is chosen yet."""
    order = view.order
    if any(box.carrier for box in order.parcels):
        return ""
    codes, key = order.carriers_allowed or order.carriers_forbidden, "pack.rule.never"
    if not codes:
        return ""
    if order.carriers_allowed:
        key = "pack.rule.only"
    names = (one_line(view.carrier_called(code)) for code in codes)
    return words(key, carriers=words("pack.comma").join(names))


def _told(view: OrderView, words: Words) -> tuple[str, bool]:
    """Whether the platform has heard of the shipment."""
    states = {entry.state for entry in view.outbox if entry.kind not in (STOP, INTERCEPT)}
    if not states:
        return "", False
    if EntryState.PARKED in states:
        return words("pack.told.parked"), True
    return words("pack.told.pending" if EntryState.PENDING in states else "pack.told.delivered"), False
